"""A long rent ledger read in, beside plain COPY of the same file: ``python -m benchmarks.ledger [rows] [tenancies]``.

Makes a database of its own on the server of DATABASE_URL (``script/services env``), and drops it again.
"""

import csv
import os
import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from random import Random

import django
import psycopg2

from housing.periods import add_months

ROWS, TENANCIES = 1_000_000, 10_000
DATABASE = "benchmark_ledger"


def write_ledger(path: Path, rows: int, tenancies: int) -> None:
    """A charge and a payment a month of each tenancy, and a correction now and then."""
    random = Random(1)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(["id", "tenancy", "posted_on", "kind", "amount"])
        for number in range(rows):
            month, kind = divmod(number // tenancies, 2)
            posted_on = add_months(date(2016, 1, 1), month).replace(day=1 if kind == 0 else random.randint(2, 28))
            name = "charge" if kind == 0 else "adjustment" if random.random() < 0.01 else "payment"
            amount = f"{8000 + number % tenancies % 4000}.00"
            writer.writerow([f"p{number}", f"t{number % tenancies}", posted_on.isoformat(), name, amount])


def make_tenancies(count: int) -> None:
    from housing.models import Dwelling, Household, Tenancy

    day = date(2015, 1, 1)
    households = Household.objects.bulk_create(Household(created_on=day) for _ in range(count))
    dwellings = Dwelling.objects.bulk_create(
        Dwelling(address=f"Gata {n}", ownership="owned", acquired_on=day) for n in range(count)
    )
    Tenancy.objects.bulk_create(
        Tenancy(
            external_id=f"t{n}",
            household=household,
            dwelling=dwelling,
            tenure="municipal",
            status="active",
            allocated_on=day,
            moved_in_on=day,
        )
        for n, (household, dwelling) in enumerate(zip(households, dwellings, strict=True))
    )


def memory() -> int:
    """The most this process has held so far, MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def read_in(folder: Path) -> float:
    from housing.exchange.importer import Import

    started = time.perf_counter()
    outcome = Import(folder).run()
    assert outcome.is_written, outcome.problems[:3]
    return time.perf_counter() - started


def plain_copy(path: Path, address: str) -> float:
    """The same file into a table of text, which is the least PostgreSQL can do with it."""
    with psycopg2.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE plain (id text, tenancy text, posted_on date, kind text, amount numeric)")
        started = time.perf_counter()
        with path.open(encoding="utf-8") as file:
            cursor.copy_expert("COPY plain FROM STDIN WITH (FORMAT csv, HEADER, DELIMITER ';')", file)
        return time.perf_counter() - started


def main(rows: int = ROWS, tenancies: int = TENANCIES) -> None:
    server, _slash, _name = os.environ["DATABASE_URL"].rpartition("/")
    address = f"{server}/{DATABASE}"
    admin = psycopg2.connect(f"{server}/postgres")
    admin.autocommit = True
    cursor = admin.cursor()
    cursor.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
    cursor.execute(f"CREATE DATABASE {DATABASE}")
    os.environ |= {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "housing.settings"}
    try:
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder), rows, tenancies, address)
    finally:
        from django.db import connections

        connections.close_all()
        cursor.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")
        admin.close()


def measure(folder: Path, rows: int, tenancies: int, address: str) -> None:
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    make_tenancies(tenancies)
    path = folder / "ledger.csv"
    write_ledger(path, rows, tenancies)
    copied = plain_copy(path, address)
    before = memory()
    taken = read_in(folder)
    held = memory()
    again = read_in(folder)
    say = sys.stdout.write
    say(f"rows {rows}, tenancies {tenancies}, file {path.stat().st_size >> 20} MiB\n")
    say(f"plain COPY         {copied:7.1f} s  {rows / copied:9.0f} rows/s\n")
    say(f"read in            {taken:7.1f} s  {rows / taken:9.0f} rows/s, memory {before} -> {held} MiB\n")
    say(f"read in once more  {again:7.1f} s  {rows / again:9.0f} rows/s, nothing changed\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
