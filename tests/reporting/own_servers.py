"""A PostgreSQL of a test's own, to be stopped and started while others run beside, and real workers to be killed."""

import importlib.util
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests import as_migrated

ROOT = Path(__file__).resolve().parent.parent.parent
ADDRESS = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}"
PATIENCE_SECONDS = 120  # others may be at work on the machine; on a quiet one nothing here takes ten


def until(true, what):
    """Ask again and again until it is true, and give what was answered."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if found := true():
            return found
        time.sleep(0.02)
    raise AssertionError(f"never happened: {what}")


class OwnPostgres:
    """Made and started by ``script/services.py``, under a folder of its own."""

    def __init__(self, folder: Path):
        spec = importlib.util.spec_from_file_location("own_services", ROOT / "script" / "services.py")
        self.services = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self.services)
        self.services.VAR = folder
        self.services.STATE = folder / "services.json"
        self.services.POSTGRES_DATA = folder / "postgres"
        self.services.POSTGRES_LOG = folder / "postgres.log"
        self.state = {}

    @property
    def address(self) -> str:
        return self.state["database_url"]

    def start(self) -> None:
        """Back at the same port, as a server that was restarted is."""
        self.services.start_postgres(self.state)

    def stop(self, mode="immediate") -> None:
        """``immediate`` is what a power cut is: nothing is written down, nobody is told."""
        data = str(self.services.POSTGRES_DATA)
        self.services.postgres_tool("pg_ctl", "stop", "-D", data, "-m", mode, "-w", check=False)

    def copy(self, address: str) -> None:
        """The tables and what the migrations wrote, from the tests' own database: migrating takes half a minute."""
        tools = self.services.postgres_folder()
        dump = [tools / "pg_dump", "--no-owner", "--exclude-schema", as_migrated.KEPT, address]
        written = subprocess.run(dump, check=True, capture_output=True).stdout
        load = [tools / "psql", "--quiet", "--no-psqlrc", "-v", "ON_ERROR_STOP=1", self.address]
        subprocess.run(load, input=written, check=True, capture_output=True)

    @contextmanager
    def as_the_default(self):
        """The program in this process uses it too."""
        name = self.address.rpartition("/")[2]
        was = {key: connection.settings_dict[key] for key in ("HOST", "PORT", "USER", "PASSWORD", "NAME")}
        mine = {"HOST": "127.0.0.1", "PORT": self.state["postgres_port"], "USER": "postgres", "NAME": name}
        connection.close()
        connection.settings_dict.update(mine | {"PASSWORD": self.state["postgres_password"]})
        try:
            yield self
        finally:
            connection.close()
            connection.settings_dict.update(was)


class Worker:
    """``celery worker`` as the demo starts it, in a process group of its own."""

    def __init__(self, address: str, log: Path):
        self.log, self.heard = log, 0
        command = "-m celery -A housing worker --concurrency 1 --loglevel INFO --without-mingle --without-gossip"
        names = {"DJANGO_ENV": "test", "DATABASE_URL": address, "REDIS_URL": settings.REDIS_URL}
        with log.open("a") as output:
            self.process = subprocess.Popen(
                [sys.executable, *command.split()],
                cwd=ROOT,
                env=os.environ | names | {"REDIS_PREFIX": settings.REDIS_PREFIX},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def said(self) -> str:
        """Since it was last listened to."""
        return self.log.read_bytes()[self.heard :].decode()

    def listen(self) -> "Worker":
        """From now on."""
        self.heard = self.log.stat().st_size
        return self

    @property
    def is_alive(self) -> bool:
        return self.process.poll() is None

    def wait_until_ready(self) -> "Worker":
        until(lambda: not self.is_alive or " ready." in self.said(), "the worker is ready")
        assert self.is_alive, self.said()
        return self

    def kill(self) -> None:
        """``kill -9`` on the worker and the process in which it works, both at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def kill_child(self) -> None:
        """``kill -9`` on the process that makes the PDF, as the kernel does when memory is short."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for child in children:
            os.kill(int(child), signal.SIGKILL)
        assert children

    def end(self) -> None:
        if self.is_alive:
            self.kill()
