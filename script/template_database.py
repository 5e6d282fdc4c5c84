"""Keep one migrated, empty database that every test database is copied from, and print its name.

Applying all migrations takes half a minute for each worker process; a copy takes less than a second. The name holds a
checksum of the migrations, so a changed migration makes a new one and the old one goes.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import psycopg2
from psycopg2 import sql

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "migrated_"


def main():
    with (ROOT / "var" / "test-template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        name = PREFIX + checksum()
        address, _slash, _database = os.environ["DATABASE_URL"].rpartition("/")
        connection = psycopg2.connect(f"{address}/postgres")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
            present = {row[0] for row in cursor.fetchall()}
            for old in present - {name}:
                cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(old)))
            if name not in present:
                make(cursor, address, name)
        connection.close()
    sys.stdout.write(name + "\n")


def checksum():
    state = hashlib.sha256((ROOT / "requirements" / "dev.txt").read_bytes())
    for path in sorted(ROOT.glob("*/migrations/*.py")):
        state.update(path.name.encode() + path.read_bytes())
    return state.hexdigest()[:16]


def make(cursor, address, name):
    """Under another name until it is finished: an interrupted one is never copied from."""
    unfinished = sql.Identifier(f"unfinished_{name}")
    cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(unfinished))
    cursor.execute(sql.SQL("CREATE DATABASE {}").format(unfinished))
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": f"{address}/unfinished_{name}"},
        check=True,
    )
    cursor.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(unfinished, sql.Identifier(name)))


if __name__ == "__main__":
    main()
