"""Start the demo: servers, data, web, worker and scheduler. Ctrl-C stops every process that was started.

``--check`` needs no terminal: it asks for the half-year report as the programme leader would, saves it as
``var/halvarsrapport.pdf``, stops everything, and succeeds only when all of it worked.
"""

import argparse
import contextlib
import fcntl
import hashlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import services
from demo_check import CheckFailed, make_half_year_report

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
LOGS = VAR / "log"
LOGINS = VAR / "demo.json"
RECORDS = VAR / "demo-records"
START_SECONDS = 60
STOP_SECONDS = 20
PYTHON = sys.executable
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Someone asked the demo to stop."""


def main():
    parser = argparse.ArgumentParser(prog="script/demo", description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="make the half-year report once, and stop")
    check = parser.parse_args().check
    if not only_demo_here():
        say("Demoen kjører allerede; adressen står i var/demo.json")
        return 1
    for number in STOPPING:
        signal.signal(number, stop_asked)
    with services.one_at_a_time():
        services_are_ours = services.start()
    started = []
    try:
        logins = start_demo(started)
        if check:
            make_half_year_report(logins, VAR / "halvarsrapport.pdf")
            say("Halvårsrapporten ligger i var/halvarsrapport.pdf")
        else:
            wait_while_running(started)
    except CheckFailed as failure:
        say(f"script/demo --check: {failure}")
        return 1
    except Stopped:
        say("Stopper …")
        return 130 if check else 0
    finally:
        for number in STOPPING:
            signal.signal(number, signal.SIG_IGN)
        stop(started)
        LOGINS.unlink(missing_ok=True)
        if services_are_ours:
            with services.one_at_a_time():
                services.stop()
    return 0


def start_demo(started):
    """Everything up and ready; gives the address and the logins."""
    began = time.monotonic()
    prepare()
    url = f"http://127.0.0.1:{os.environ.get('PORT') or free_port()}"
    start_program(url, started)
    return tell(url, time.monotonic() - began)


def stop_asked(number, frame):
    raise Stopped


def only_demo_here():
    """The lock is let go when this process ends, however it ends."""
    VAR.mkdir(exist_ok=True)
    only_demo_here.lock = (VAR / "demo.lock").open("w")
    try:
        fcntl.flock(only_demo_here.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def say(text):
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


# --- What must be there before the program starts ---------------------------------------------------------


def prepare():
    """Tables, data, style sheets; each is skipped when nothing has changed since the last start."""
    LOGS.mkdir(parents=True, exist_ok=True)
    os.environ.update(environment())
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    if migrations_wait():
        say("Lager tabellene …")
        manage("migrate", "--verbosity", "0")
    if municipality_is_empty():
        say("Lager en kommune …")
        manage("generate_records", str(RECORDS), "--scale", "1", "--seed", "1", "--years", "5")
        say("Leser inn kommunen …")
        manage("import_records", str(RECORDS))
    collect_static()


def environment():
    """What the program's processes see beside the machine's own environment."""
    key = VAR / "secret-key"
    if not key.exists():
        key.touch(mode=0o600)
        key.write_text(secrets.token_urlsafe(60))
    return services.addresses() | {
        "DJANGO_ENV": "demo",
        "DJANGO_SETTINGS_MODULE": "housing.settings",
        "SECRET_KEY": key.read_text(),
    }


def write_logins(url):
    from django.core.management import call_command

    call_command("demo_users", url=url, file=str(LOGINS), verbosity=0)


def manage(*arguments):
    subprocess.run([PYTHON, ROOT / "manage.py", *arguments], cwd=ROOT, check=True)


def migrations_wait():
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def municipality_is_empty():
    from housing.models import Household

    return not Household.objects.exists()


def collect_static():
    """Hashed and compressed copies take seconds to make, so only when a file or a package has changed."""
    sources = sorted(path for path in (ROOT / "static").rglob("*") if path.is_file())
    state = hashlib.sha256()
    for path in sources:
        state.update(f"{path.relative_to(ROOT)} {path.stat().st_mtime_ns} {path.stat().st_size}\n".encode())
    for path in (ROOT / "package-lock.json", ROOT / "requirements" / "dev.txt", ROOT / "housing" / "settings.py"):
        state.update(path.read_bytes())
    stamp = VAR / "stamps" / "static"
    if stamp.exists() and stamp.read_text() == state.hexdigest() and (VAR / "static").exists():
        return
    manage("collectstatic", "--noinput", "--clear", "--verbosity", "0")
    stamp.write_text(state.hexdigest())


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


# --- The program's processes ------------------------------------------------------------------------------


def start_program(url, started):
    """Each is put in ``started`` at once, so that a stop in the middle of starting stops it too."""
    host = url.removeprefix("http://")
    web = f"gunicorn housing.wsgi --bind {host} --workers 2 --threads 4 --preload --no-control-socket"
    worker = "celery -A housing worker --concurrency 2 --loglevel INFO --without-mingle --without-gossip"
    scheduler = f"celery -A housing beat --schedule {VAR / 'beat-schedule'} --pidfile= --loglevel INFO"
    started.append(("web", start("web", web.split())))
    started.append(("worker", start("worker", worker.split())))
    write_logins(url)
    wait_until_ready(url, started)
    # Nobody waits for the scheduler.
    started.append(("scheduler", start("scheduler", scheduler.split())))


def start(name, command):
    """Each process leads a group of its own, so that its children stop with it."""
    with (LOGS / f"{name}.log").open("a") as log:
        return subprocess.Popen(
            [PYTHON, "-m", *command],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def stop(started):
    for _name, process in started:
        signal_group(process, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    for _name, process in started:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        signal_group(process, signal.SIGKILL)
        process.wait()


def signal_group(process, number):
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def fail_if_one_ended(started):
    for name, process in started:
        if process.poll() is not None:
            sys.exit(f"script/demo: {name} stopped by itself; see var/log/{name}.log")


def wait_until_ready(url, started):
    """The web answers that it can work, and the worker takes messages."""
    from housing.celery import app

    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        fail_if_one_ended(started)
        if app.control.inspect(timeout=1, limit=1).ping() and web_is_ready(url):
            return
        time.sleep(0.1)
    sys.exit("script/demo: the program did not become ready; see var/log/")


def web_is_ready(url):
    with (
        contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError),
        urllib.request.urlopen(f"{url}/klar/", timeout=5) as answer,
    ):
        return answer.status == 200
    return False


def wait_while_running(started):
    while True:
        fail_if_one_ended(started)
        time.sleep(1)


def tell(url, seconds):
    logins = json.loads(LOGINS.read_text())
    say(f"\nBoligtjenesten kjører på {url}  (startet på {seconds:.0f} s)\n")
    for role, login in logins["users"].items():
        say(f"  {role:<14} {login['email']:<38} {login['password']}")
    say("\nCtrl-C stopper alt.\n")
    return logins


if __name__ == "__main__":
    sys.exit(main())
