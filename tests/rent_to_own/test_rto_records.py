"""Guidance, loans and purchases in the exchange format: status, rules, timeline, income, and as of an earlier day."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from housing.exchange.values import BadValue, Days
from housing.models import CaseEvent
from rent_to_own.models import Guidance, Purchase, ReinvestmentEntry, StartLoan
from tests.housing.exchange_folders import WORLD, refusals, rows_of, take_in, warnings, write

GUIDED = {
    "id": "G1",
    "household": "H1",
    "started_on": "2024-01-10",
    "origin": "tenant",
    "potential": "",
    "closed_on": "",
    "closing_reason": "",
    "reopened_on": "",
}
LENT = {
    "id": "L1",
    "household": "H1",
    "guidance": "G1",
    "applied_on": "2024-02-01",
    "outcome": "granted",
    "decided_on": "2024-03-01",
    "loan_amount": "1500000",
    "grant_amount": "",
    "is_bank_cofinanced": "nei",
    "paid_out_on": "",
}
BOUGHT = {
    "id": "P1",
    "household": "H1",
    "guidance": "G1",
    "kind": "private",
    "dwelling": "",
    "bought_on": "2024-05-01",
    "price": "2000000",
}
CLOSED = {"closed_on": "2024-06-01", "closing_reason": "not_wanted"}


def people(folder, **files):
    kept = ("persons", "households", "household_members", "dwellings")
    return write(folder, **{name: WORLD[name] for name in kept}, **files)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "files", "status"),
    [
        ({}, {}, "guided"),
        ({"potential": "now"}, {}, "assessed"),
        ({}, {"loans": [LENT | {"outcome": "", "decided_on": "", "loan_amount": ""}]}, "loan_applied"),
        ({}, {"loans": [LENT]}, "certificate"),
        ({"potential": "none"}, {"loans": [LENT | {"outcome": "rejected", "loan_amount": ""}]}, "assessed"),
        ({}, {"loans": [LENT], "purchases": [BOUGHT]}, "bought"),
        (CLOSED, {"purchases": [BOUGHT]}, "closed"),
        (CLOSED | {"reopened_on": "2024-07-01"}, {}, "guided"),
        (CLOSED | {"reopened_on": "2024-06-01"}, {}, "guided"),
        (CLOSED | {"reopened_on": "2024-02-01|2024-05-31"}, {}, "closed"),
        ({"reopened_on": "01.03.2024"}, {}, "guided"),
    ],
)
def test_a_guidance_has_the_status_of_its_facts(tmp_path, facts, files, status):
    folder = people(tmp_path, guidance=[GUIDED | facts], **files)
    take_in(folder)
    one = Guidance.objects.get()
    assert one.status == status
    # Read in again it changes nothing, and nobody who has come further is put back.
    Guidance.objects.filter(status="certificate").update(status="bid")
    take_in(folder)
    assert Guidance.objects.get().status == ("bid" if status == "certificate" else status)


@pytest.mark.django_db
def test_the_timeline_tells_of_it(tmp_path):
    facts = CLOSED | {"reopened_on": "2024-07-01|2024-09-01"}
    take_in(people(tmp_path, guidance=[GUIDED | facts], loans=[LENT], purchases=[BOUGHT]))
    titles = list(CaseEvent.objects.order_by("happened_on", "pk").values_list("title", flat=True))
    assert titles == [
        "Leie til eie: til veiledning",
        "Startlån: søkt",
        "Startlån: innvilget",
        "Kjøpte bolig",
        "Leie til eie: avsluttet",
        "Leie til eie: gjenåpnet",
        "Leie til eie: gjenåpnet",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("files", "column"),
    [
        ({"guidance": [GUIDED | {"closed_on": "2023-12-01", "closing_reason": "other"}]}, "closed_on"),
        ({"guidance": [GUIDED | {"closing_reason": "other"}]}, "closing_reason"),
        ({"guidance": [GUIDED | {"reopened_on": "2024-07-01|i fjor"}]}, "reopened_on"),
        ({"guidance": [GUIDED | {"reopened_on": "2023-07-01"}]}, "reopened_on"),
        ({"loans": [LENT | {"guidance": "", "outcome": ""}]}, "decided_on"),
        ({"loans": [LENT | {"guidance": "", "paid_out_on": "2024-02-01"}]}, "paid_out_on"),
        ({"loans": [LENT | {"guidance": "", "loan_amount": "-1"}]}, "loan_amount"),
        ({"loans": [LENT]}, "guidance"),
        ({"purchases": [BOUGHT | {"guidance": "", "kind": "municipal"}]}, "dwelling"),
        ({"purchases": [BOUGHT | {"guidance": "", "dwelling": "B1"}]}, "dwelling"),
    ],
)
def test_what_breaks_a_rule_is_refused(tmp_path, files, column):
    folder = people(tmp_path, **files)
    (told,) = refusals(folder)
    assert column in told


@pytest.mark.django_db
def test_the_income_of_a_sale_is_on_the_account_once(tmp_path):
    home = WORLD["dwellings"][0]
    sold = BOUGHT | {"guidance": "", "kind": "municipal", "dwelling": home["id"]}
    folder = people(tmp_path, purchases=[sold])
    (told,) = warnings(folder)
    assert "solgt til leietaker" in told
    take_in(folder)
    assert ReinvestmentEntry.objects.balance() == Decimal(2_000_000)
    assert ReinvestmentEntry.objects.get().posted_on == date(2024, 5, 1)
    take_in(people(tmp_path, purchases=[sold | {"price": "1900000"}]))
    assert ReinvestmentEntry.objects.balance() == Decimal(1_900_000)
    assert Purchase.objects.get().price == Decimal(1_900_000)


@pytest.mark.django_db
def test_out_again_as_it_was_also_on_an_earlier_day(tmp_path):
    facts = CLOSED | {"reopened_on": "2024-07-01|2024-09-01"}
    take_in(people(tmp_path / "in", guidance=[GUIDED | facts], loans=[LENT], purchases=[BOUGHT]))
    call_command("export_records", tmp_path / "out", verbosity=0)
    assert rows_of(tmp_path / "out" / "guidance.csv") == [GUIDED | facts]
    assert rows_of(tmp_path / "out" / "loans.csv") == [LENT]
    assert rows_of(tmp_path / "out" / "purchases.csv") == [BOUGHT]
    call_command("export_records", tmp_path / "then", as_of=date(2024, 8, 1), verbosity=0)
    assert rows_of(tmp_path / "then" / "guidance.csv") == [GUIDED | facts | {"reopened_on": "2024-07-01"}]
    call_command("export_records", tmp_path / "before", as_of=date(2024, 2, 15), verbosity=0)
    assert rows_of(tmp_path / "before" / "guidance.csv") == [GUIDED]
    unknown = {"outcome": "", "decided_on": "", "loan_amount": "", "is_bank_cofinanced": ""}
    assert rows_of(tmp_path / "before" / "loans.csv") == [LENT | unknown]
    assert rows_of(tmp_path / "before" / "purchases.csv") == []
    assert StartLoan.objects.count() == 1


def test_dates_of_a_list_come_in_order_and_both_ways_of_writing_them():
    kind = Days()
    assert kind.read("2024-09-01| 01.07.2024 |") == [date(2024, 7, 1), date(2024, 9, 1)]
    assert kind.write(kind.read("2024-09-01|2024-07-01")) == "2024-07-01|2024-09-01"
    assert kind.read("2024-07-01|2024-07-01") == [date(2024, 7, 1)] * 2
    with pytest.raises(BadValue):
        kind.read("2024-13-01")
