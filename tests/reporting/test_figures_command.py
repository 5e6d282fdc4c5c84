"""``manage.py figures``: JSON as other programs read it, a table for people, clear errors."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from reporting.figures import BY_CODE
from tests import make

pytestmark = pytest.mark.django_db


def figures(capsys, *arguments):
    call_command("figures", *arguments)
    return capsys.readouterr().out


def test_json_has_the_period_and_every_code_as_a_number(capsys):
    make.dwelling(
        acquired_on=date(2026, 1, 30), monthly_rent=Decimal("1000.00"), acquisition_price=Decimal("1234567.50")
    )

    answer = json.loads(figures(capsys, "--from", "2026-01-01", "--to", "31.01.2026", "--json"))

    assert answer["from"] == "2026-01-01"
    assert answer["to"] == "2026-01-31"
    assert list(answer["figures"]) == list(BY_CODE)
    assert answer["figures"]["dwellings.total"] == 1
    assert answer["figures"]["dwellings.bought_cost"] == 1234567.5
    assert answer["figures"]["dwellings.rent_loss"] == 65.75
    assert answer["figures"]["applications.median_days"] is None
    assert answer["figures"]["applications.received"] == 0


def test_by_month_gives_a_value_for_each_month_that_begins(capsys):
    make.dwelling(acquired_on=date(2026, 3, 10))

    answer = json.loads(figures(capsys, "--from", "2026-01-15", "--to", "2026-04-02", "--by", "month", "--json"))

    assert answer["figures"]["dwellings.total"] == [0, 1, 1]
    assert answer["figures"]["dwellings.empty_days"] == [0, 22, 30]


def test_the_table_is_read_by_people(capsys):
    text = figures(capsys, "--from", "2026-01-01", "--to", "2026-06-30")

    assert "1. halvår 2026" in text
    assert "Bostedsløse husstander" in text


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-02-30", "2026-03-01", "«2026-02-30» er ikke en dato"),
        ("2026-03-02", "i går", "«i går» er ikke en dato"),
        ("2026-03-02", "2026-03-01", "slutter 2026-03-01 før den begynner"),
    ],
)
def test_wrong_dates_are_told(first, last, said):
    with pytest.raises(CommandError, match=said):
        call_command("figures", "--from", first, "--to", last)
