"""A municipality taken out and into an empty database is the same municipality: equal files, equal figures."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from housing.exchange.record_types import all_types
from housing.models import Household
from housing.periods import Period

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

UNTIL = date(2026, 11, 15)
PERIODS = [Period.half_year(2026, 1), Period.half_year(2024, 2)]


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def figures():
    """What `manage.py figures` answers for each of the periods."""
    answers = []
    for period in PERIODS:
        out = StringIO()
        asked = ["--from", period.first.isoformat(), "--to", period.last.isoformat(), "--json"]
        call_command("figures", *asked, stdout=out)
        answers.append(json.loads(out.getvalue())["figures"])
    return answers


def empty_the_database():
    connection.check_constraints()
    tables = ", ".join(record_type.table for record_type in all_types())
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {tables} CASCADE")


def test_an_exported_municipality_answers_equal_figures_where_it_is_taken_in(tmp_path):
    made, first, second = tmp_path / "made", tmp_path / "first", tmp_path / "second"
    call_command("generate_records", made, scale=0.1, seed=3, years=5, until=UNTIL, verbosity=0)
    call_command("import_records", made, verbosity=0)
    call_command("export_records", first, verbosity=0)
    before = figures()
    assert len({str(answer) for answer in before}) == len(PERIODS), "the periods differ"
    assert before[0]["applications.received"] > 10
    empty_the_database()
    assert not Household.objects.exists()
    call_command("import_records", first, verbosity=0)
    call_command("export_records", second, verbosity=0)
    assert contents(first) == contents(second)
    assert figures() == before
