"""Saving and the deposit fund in the exchange format: rules, what leaves, and what is never changed."""

from datetime import date

import pytest
from django.core.management import call_command

from housing.models import CaseEvent, Household
from rent_to_own import deposit_facts
from rent_to_own.models import FundBalance, FundEntry, SavingsAgreement, SavingsDeposit
from tests import make_rent_to_own as made
from tests.housing.exchange_folders import refusals, rows_of, take_in, world

pytestmark = pytest.mark.django_db

AGREEMENT = {
    "id": "SA1",
    "household": "H1",
    "dwelling": "B1",
    "starts_on": "2024-04-01",
    "ends_on": "2029-04-01",
    "fixed_price": "1500000",
    "savings_target": "60000",
    "outcome": "",
    "outcome_on": "",
}
BOUGHT = {"outcome": "bought", "outcome_on": "2026-04-01"}
DEPOSIT = {"id": "SD1", "agreement": "SA1", "posted_on": "2024-05-01", "amount": "1000"}


def entry(key, kind, amount, day, household="H1"):
    return {"id": key, "posted_on": day, "kind": kind, "amount": amount, "household": household}


FUND = [
    entry("DF1", "capital", "100000", "2024-01-01", ""),
    entry("DF2", "loan", "30000", "2024-02-01"),
    entry("DF3", "repayment", "1000.50", "2024-03-01"),
    entry("DF4", "return", "20000", "2025-03-01"),
    entry("DF5", "loss", "500", "2025-03-01"),
]


@pytest.mark.parametrize(("facts", "status"), [({}, "active"), (BOUGHT, "bought")])
def test_an_agreement_is_taken_in_and_out_as_it_was(tmp_path, facts, status):
    folder = world(tmp_path / "made", savings_agreements=[AGREEMENT | facts], savings_deposits=[DEPOSIT])
    take_in(folder)
    agreement = SavingsAgreement.objects.get()
    assert agreement.status == status
    assert agreement.plan.monthly == 1000
    assert agreement.standing(date(2024, 6, 1)).saved == 1000
    assert CaseEvent.objects.filter(title="Leie med sparing: avtale inngått", happened_on=date(2024, 4, 1)).exists()
    call_command("export_records", tmp_path / "out", verbosity=0)
    for name in ("savings_agreements", "savings_deposits"):
        assert rows_of(tmp_path / "out" / f"{name}.csv") == rows_of(folder / f"{name}.csv")


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"fixed_price": "0"}, "over null"),
        ({"ends_on": "2024-04-01"}, "etter fra-datoen"),
        ({"outcome": "bought"}, "Utfallet må ha en dato"),
        ({"outcome_on": "2026-04-01"}, "Utfallet må ha en dato"),
        (BOUGHT | {"outcome_on": "2024-03-01"}, "før avtalen begynte"),
        ({"household": "H9"}, "household"),
    ],
)
def test_what_is_wrong_with_an_agreement_is_told(tmp_path, facts, told):
    found = refusals(world(tmp_path, savings_agreements=[AGREEMENT | facts]))
    assert len(found) == 1
    assert told in found[0]


def test_no_more_is_taken_out_than_was_put_aside(tmp_path):
    out = DEPOSIT | {"id": "SD2", "posted_on": "2024-06-01", "amount": "-1000.01"}
    found = refusals(world(tmp_path, savings_agreements=[AGREEMENT], savings_deposits=[DEPOSIT, out]))
    assert len(found) == 1
    assert "linje 3" in found[0]
    assert not SavingsDeposit.objects.exists()


def test_the_past_is_told_as_it_was(tmp_path):
    take_in(
        world(tmp_path / "in", savings_agreements=[AGREEMENT | BOUGHT], savings_deposits=[DEPOSIT], deposit_fund=FUND)
    )
    for day, agreements, deposits, entries in [
        ("2024-03-31", 0, 0, 3),
        ("2024-05-01", 1, 1, 3),
        ("2026-04-01", 1, 1, 5),
    ]:
        call_command("export_records", tmp_path / day, as_of=date.fromisoformat(day), verbosity=0)
        found = rows_of(tmp_path / day / "savings_agreements.csv")
        assert len(found) == agreements
        assert [row["outcome"] for row in found] == ([] if not found else ["bought" if day == "2026-04-01" else ""])
        assert len(rows_of(tmp_path / day / "savings_deposits.csv")) == deposits
        assert len(rows_of(tmp_path / day / "deposit_fund.csv")) == entries


# --- The fund ---------------------------------------------------------------------------------------------------


def test_the_fund_is_taken_in_with_its_lines_and_out_again(tmp_path):
    folder = world(tmp_path / "made", deposit_fund=FUND)
    take_in(folder)
    balance = FundBalance.now()
    # figures.md: capital + repayment + return − loan − loss
    assert f"{balance.bank}" == "90500.50"
    assert f"{balance.loans}" == "8999.50"
    assert deposit_facts.available(date(2024, 2, 29)) == 70_000
    assert all(row.lines.count() == 2 for row in FundEntry.objects.all())
    call_command("export_records", tmp_path / "out", verbosity=0)
    assert rows_of(tmp_path / "out" / "deposit_fund.csv") == rows_of(folder / "deposit_fund.csv")
    # Read again, nothing happens.
    take_in(tmp_path / "out")
    assert FundEntry.objects.count() == 5
    assert FundBalance.now().bank == balance.bank


@pytest.mark.parametrize(
    ("rows", "line", "told"),
    [
        ([entry("X", "loan", "90500.51", "2025-04-01")], 7, "ikke i fondet"),
        ([entry("X", "loan", "80000", "2024-02-15")], 7, "ikke i fondet"),
        ([entry("X", "repayment", "8999.51", "2025-04-01")], 7, "skylder ikke"),
        ([entry("X", "repayment", "1", "2024-01-15")], 7, "skylder ikke"),
        ([entry("X", "loan", "0", "2025-04-01")], 7, "over null"),
        ([entry("X", "loan", "-5", "2025-04-01")], 7, "over null"),
        ([entry("X", "capital", "5", "2025-04-01")], 7, "gjelder en husstand"),
        ([entry("X", "loan", "5", "2025-04-01", "")], 7, "gjelder en husstand"),
        ([entry("X", "write_off", "5", "2025-04-01")], 7, "kind"),
        ([entry("X", "gave", "5", "2025-04-01")], 7, "kind"),
        ([entry("X", "", "5", "2025-04-01")], 7, "kind"),
        ([entry("X", "loan", "", "2025-04-01")], 7, "amount"),
    ],
)
def test_what_the_pages_refuse_an_import_refuses_with_its_line(tmp_path, rows, line, told):
    found = refusals(world(tmp_path, deposit_fund=[*FUND, *rows]))
    assert len(found) == 1
    assert f"linje {line}" in found[0]
    assert told in found[0]
    assert not FundEntry.objects.exists()


def test_what_is_entered_is_not_changed_by_a_file(tmp_path):
    take_in(world(tmp_path / "made", deposit_fund=FUND))
    found = refusals(world(tmp_path / "new", deposit_fund=[FUND[0], FUND[1] | {"amount": "29000"}]))
    assert len(found) == 1
    assert "endres ikke" in found[0]
    assert FundBalance.now().bank == 90_500 + FundBalance.now().bank % 1


def test_a_file_spends_what_is_here(tmp_path):
    take_in(world(tmp_path / "made", deposit_fund=FUND))
    more = entry("DF6", "loan", "90500.51", "2025-06-01")
    found = refusals(world(tmp_path / "more", deposit_fund=[more]))
    assert len(found) == 1
    take_in(world(tmp_path / "less", deposit_fund=[more | {"amount": "90500.50"}]))
    assert FundBalance.now().bank == 0


def test_corrections_and_what_is_written_off_stay_here(tmp_path):
    take_in(world(tmp_path / "made", deposit_fund=FUND))
    household = Household.objects.get()
    wrong = made.fund_entry("loan", 700, household=household, posted_on=date(2025, 5, 1))
    wrong.take_back(by=None, posted_on=date(2025, 5, 2), note="Feil", external_id="motbilag")
    made.fund_entry("write_off", "8999.50", household=household, posted_on=date(2025, 6, 1))
    call_command("export_records", tmp_path / "out", verbosity=0)
    assert [row["id"] for row in rows_of(tmp_path / "out" / "deposit_fund.csv")] == ["DF1", "DF2", "DF3", "DF4", "DF5"]
    take_in(tmp_path / "out")
    assert FundBalance.now().loans == 0
