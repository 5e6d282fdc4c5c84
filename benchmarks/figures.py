"""How long all figures of a half-year take: ``python -m benchmarks.figures [scale] [folder]``.

Makes a database of its own on the server of DATABASE_URL (``script/services env``), reads a generated municipality into
it, and drops it again. ``folder`` keeps the generated files from one time to the next.
"""

import os
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import django
import psycopg2

DATABASE = "benchmark_figures"
UNTIL = date(2026, 11, 15)
TIMES = 5
SLOWEST = 10

# The least PostgreSQL can do for the same answer, written by hand. ``first`` and ``last`` are the period's days.
BY_HAND = {
    "applications.received": """
        SELECT count(*) FROM applications_application
        WHERE kind IN ('new', 'transfer', 'extension') AND received_on BETWEEN %(first)s AND %(last)s""",
    "arrears.tenancies": """
        SELECT count(*) FROM (
            SELECT tenancy_id FROM evictions_ledgerentry WHERE posted_on <= %(last)s GROUP BY tenancy_id
            HAVING sum(CASE kind WHEN 'payment' THEN -amount ELSE amount END) > 1000) AS owing""",
    "dwellings.occupied": """
        SELECT count(DISTINCT d.id) FROM housing_dwelling d JOIN housing_tenancy t ON t.dwelling_id = d.id
        WHERE d.acquired_on <= %(last)s AND (d.left_stock_on IS NULL OR d.left_stock_on > %(last)s)
          AND t.tenure = 'municipal' AND t.moved_in_on <= %(last)s
          AND (t.moved_out_on IS NULL OR t.moved_out_on > %(last)s)""",
    "homeless.households": """
        SELECT count(*) FROM (
            SELECT DISTINCT ON (household_id) situation, homeless_category, ended_on FROM applications_mapping
            WHERE mapped_on <= %(last)s ORDER BY household_id, mapped_on DESC, id DESC) AS latest
        WHERE situation = 'no_home' AND homeless_category <> '' AND (ended_on IS NULL OR ended_on > %(last)s)""",
    "tenancies.extended": """
        SELECT count(*) FROM (
            SELECT t.id FROM housing_tenancy t JOIN housing_contract c ON c.tenancy_id = t.id
            WHERE t.tenure = 'municipal' AND t.moved_in_on <= %(last)s
              AND (t.moved_out_on IS NULL OR t.moved_out_on > %(last)s) AND c.starts_on <= %(last)s
            GROUP BY t.id HAVING count(*) > 1) AS extended""",
}


def best(act, times: int = TIMES) -> float:
    """The shortest of some times, in seconds: what is left is the work itself."""
    taken = []
    for _time in range(times):
        began = time.perf_counter()
        act()
        taken.append(time.perf_counter() - began)
    return min(taken)


def main(scale: str = "1", folder: str = "") -> None:
    server, _slash, _name = os.environ["DATABASE_URL"].rpartition("/")
    admin = psycopg2.connect(f"{server}/postgres")
    admin.autocommit = True
    cursor = admin.cursor()
    cursor.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
    cursor.execute(f"CREATE DATABASE {DATABASE}")
    os.environ |= {"DATABASE_URL": f"{server}/{DATABASE}", "DJANGO_SETTINGS_MODULE": "housing.settings"}
    try:
        with tempfile.TemporaryDirectory() as ours:
            django.setup()
            fill(Path(folder or ours), float(scale))
            measure()
    finally:
        from django.db import connections

        connections.close_all()
        cursor.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")
        admin.close()


def fill(folder: Path, scale: float) -> None:
    from django.core.management import call_command
    from django.db import connection

    from housing.exchange.importer import Import
    from housing.generator import generate

    call_command("migrate", verbosity=0)
    if not (folder / "persons.csv").exists():
        generate(folder, scale=scale, seed=1, years=5, until=UNTIL)
    began = time.perf_counter()
    outcome = Import(folder).run()
    assert outcome.is_written, outcome.problems[:3]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    rows = sum(count.read for count in outcome.counts)
    sys.stdout.write(f"scale {scale:g}: {rows} rows, read in {time.perf_counter() - began:.1f} s\n")


def measure() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from housing.periods import Period
    from reporting import answers, figures
    from reporting.models import Report

    period = Period.half_year(2026, 1)
    report = Report(period_first=period.first, period_last=period.last)
    say = sys.stdout.write
    with CaptureQueriesContext(connection) as asked:
        first = best(lambda: figures.values(period), 1)
    whole = best(lambda: figures.values(period))
    say(f"all {len(figures.FIGURES)} figures of {period}: {whole:.2f} s ({first:.2f} s the first time), ")
    say(f"{len(asked)} queries\n")
    say(f"all that its report shows, with the series: {best(lambda: list(answers.as_of_now(report))):.2f} s\n")
    say(f"and the rows that are kept on approval: {best(lambda: answers.with_rows(report)):.2f} s\n")
    each = {figure.code: best(lambda figure=figure: figure.of(period), 3) for figure in figures.FIGURES}
    say(f"the slowest {SLOWEST}:\n")
    for code in sorted(each, key=each.get, reverse=True)[:SLOWEST]:
        say(f"  {code:<36}{each[code] * 1000:8.1f} ms\n")
    say("beside plain SQL:\n")
    for code, statement in BY_HAND.items():
        say(f"  {code:<36}{each[code] * 1000:8.1f} ms  {by_hand(code, statement, period) * 1000:8.1f} ms by hand\n")


def by_hand(code: str, statement: str, period) -> float:
    """The time of the statement, which must give the figure's own answer."""
    from django.db import connection

    from reporting.figures import BY_CODE

    def ask():
        with connection.cursor() as cursor:
            cursor.execute(statement, {"first": period.first, "last": period.last})
            return cursor.fetchone()[0]

    assert ask() == BY_CODE[code].of(period), code
    return best(ask, 3)


if __name__ == "__main__":
    main(*sys.argv[1:])
