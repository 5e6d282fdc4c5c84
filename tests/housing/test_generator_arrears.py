"""Five years of rent in the generated municipality: the ledger, and the cases and petitions that follow from it."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from evictions.petition_dates import warning_dates
from housing.periods import age_on
from housing.workdays import is_workday
from tests.housing.test_generator import UNTIL, lasts, municipality, none_overlap

pytestmark = pytest.mark.xdist_group("generated")

FIRST_RUN = date(2024, 1, 1)
LIMIT = 1000


@pytest.fixture
def drammen_sized():
    return municipality(scale=1, seed=1)


@pytest.fixture(params=[1, 2, 3, "whole"])
def town(request):
    if request.param == "whole":
        return municipality(scale=1, seed=1)
    return municipality(scale=0.1, seed=request.param)


def effect(row) -> Decimal:
    return Decimal(row["amount"]) * (-1 if row["kind"] == "payment" else 1)


def balance(rows, day: date) -> Decimal:
    return sum((effect(row) for row in rows if row["posted_on"] <= day), Decimal(0))


def children_on(town, household: str, day: date) -> bool:
    members = town.by("household_members", "household")[household]
    return any(
        lasts(member["joined_on"], member["left_on"], day)
        and 0 <= age_on(town.persons[member["person"]]["birth_date"], day) < 18
        for member in members
    )


def test_each_month_is_charged_once_and_only_for_the_days_lived_there(town):
    for tenancy_id, rows in town.by("ledger", "tenancy").items():
        tenancy = town.tenancies[tenancy_id]
        assert tenancy["tenure"] == "municipal"
        charges = [row for row in rows if row["kind"] == "charge"]
        rents = [row for row in charges if row["posted_on"].day == 1 or row["posted_on"] == tenancy["moved_in_on"]]
        months = [(row["posted_on"].year, row["posted_on"].month) for row in rents]
        assert len(set(months)) == len(months), tenancy
        assert all(then - now in (1, 89) for now, then in pairwise(y * 100 + m for y, m in months))
        for row in charges:
            assert tenancy["moved_in_on"] <= row["posted_on"] < (tenancy["moved_out_on"] or date.max), row
            assert Decimal(row["amount"]) > 0
        if rents and rents[-1]["posted_on"].day == 1 and tenancy["moved_out_on"]:
            last, before = rents[-1], [row for row in rents if row["posted_on"].year == rents[-1]["posted_on"].year]
            full = Decimal(before[-2]["amount"]) if len(before) > 2 else None
            lived = (tenancy["moved_out_on"] - last["posted_on"]).days
            if full and lived < 28:
                assert Decimal(last["amount"]) == pytest.approx(full * lived / 30, rel=Decimal("0.08"))
        assert [row["posted_on"] for row in rows] == sorted(row["posted_on"] for row in rows)


def test_a_case_is_opened_on_the_day_of_a_run_over_the_limit_and_one_at_a_time(town):
    ledger, cases = town.by("ledger", "tenancy"), town.by("arrears_cases", "tenancy")
    for tenancy_id, of_tenancy in cases.items():
        assert none_overlap([(case["opened_on"], case["closed_on"]) for case in of_tenancy])
        for case in of_tenancy:
            assert (case["opened_on"] - FIRST_RUN).days % 14 == 0
            assert balance(ledger[tenancy_id], case["opened_on"]) > LIMIT
            assert bool(case["closed_on"]) == bool(case["closing_reason"])
            if case["closing_reason"] in ("paid", "plan_completed"):
                assert balance(ledger[tenancy_id], case["closed_on"]) <= 100


def test_nobody_over_the_limit_at_a_run_is_without_a_case(town):
    ledger, cases = town.by("ledger", "tenancy"), town.by("arrears_cases", "tenancy")
    for run in (date(2024, 1, 1), date(2026, 11, 2), date(2022, 12, 19)):
        assert (run - FIRST_RUN).days % 14 == 0
        for tenancy_id, rows in ledger.items():
            tenancy = town.tenancies[tenancy_id]
            if lasts(tenancy["moved_in_on"], tenancy["moved_out_on"], run) and balance(rows, run) > LIMIT:
                assert any(lasts(case["opened_on"], case["closed_on"], run) for case in cases[tenancy_id]), tenancy


def test_what_was_done_was_done_while_the_case_was_open(town):
    for action in town.rows("arrears_actions"):
        case = town.arrears_cases[action["case"]]
        assert case["opened_on"] <= action["done_on"] <= (case["closed_on"] or UNTIL)


def test_an_evicted_tenancy_has_a_petition_carried_out_that_day_and_no_other_has(town):
    carried_out = {
        (row["tenancy"], row["outcome_on"]) for row in town.rows("petitions") if row["outcome"] == "carried_out"
    }
    evicted = {(row["id"], row["moved_out_on"]) for row in town.rows("tenancies") if row["end_reason"] == "evicted"}
    assert carried_out == evicted
    assert evicted
    for case in town.rows("arrears_cases"):
        ended = (case["tenancy"], case["closed_on"])
        assert (case["closing_reason"] == "evicted") == (ended in evicted), case


def test_a_petition_comes_lawfully_after_its_warning_and_after_other_measures(town):
    actions = town.by("arrears_actions", "case")
    for row in town.rows("petitions"):
        case = town.arrears_cases[row["case"]]
        assert case["tenancy"] == row["tenancy"]
        assert case["opened_on"] < row["warned_on"]
        assert lasts(case["opened_on"], case["closed_on"], row["sent_on"])
        assert warning_dates(row["warned_on"], due_on=row["warned_on"]).allows(row["sent_on"])
        assert is_workday(row["sent_on"])
        assert bool(row["outcome"]) == bool(row["outcome_on"])
        household = town.tenancies[row["tenancy"]]["household"]
        if children_on(town, household, row["sent_on"]):
            plans = [a for a in actions[case["id"]] if a["kind"] == "payment_plan" and a["done_on"] < row["warned_on"]]
            assert plans, row
    for petitions in town.by("petitions", "tenancy").values():
        assert none_overlap([(row["sent_on"], row["outcome_on"]) for row in petitions])


def test_petitions_and_evictions_are_drammens(drammen_sized):
    rows = list(drammen_sized.rows("petitions"))
    ago = lambda day: (UNTIL - day).days * 100 // 36525  # noqa: E731
    sent = Counter(ago(row["sent_on"]) for row in rows)
    out = Counter(ago(row["outcome_on"]) for row in rows if row["outcome"] == "carried_out")
    for year, (petitions, evictions) in enumerate([(34, 18), (41, 15), (47, 20), (58, 24), (74, 27)]):
        assert sent[year] == pytest.approx(petitions, abs=6)
        assert out[year] == pytest.approx(evictions, abs=2)
    assert 2 <= sum(not row["outcome"] for row in rows) <= 10
    months = Counter(row["sent_on"].month for row in rows)
    assert len(months) == 12


def test_about_a_tenth_owes_more_than_a_thousand_at_any_time(drammen_sized):
    """8–12 %, on any day: also when the rent has just been charged, and when the next is about to be."""
    effects = defaultdict(list)
    for row in drammen_sized.rows("ledger"):
        effects[row["tenancy"]].append((row["posted_on"], effect(row)))
    tenancies = [row for row in drammen_sized.rows("tenancies") if row["tenure"] == "municipal"]
    for day in (date(2022, 1, 3), date(2023, 5, 31), date(2024, 8, 14), date(2025, 6, 30), date(2026, 11, 2), UNTIL):
        active = sum(lasts(row["moved_in_on"], row["moved_out_on"], day) for row in tenancies)
        owing = sum(sum(kr for on, kr in rows if on <= day) > LIMIT for rows in effects.values())
        assert 0.07 < owing / active < 0.135, (day, owing, active)
    assert 160_000 < len(drammen_sized.ledger) < 200_000


def test_payments_come_in_believable_ways(drammen_sized):
    kinds = Counter(row["kind"] for row in drammen_sized.rows("ledger"))
    assert kinds["adjustment"] > 500
    assert kinds["payment"] > kinds["charge"]
    paid = [row["posted_on"].day for row in drammen_sized.rows("ledger") if row["kind"] == "payment"]
    assert sum(day == 1 or day > 26 for day in paid) / len(paid) > 0.5
    months = Counter(
        row["done_on"].year for row in drammen_sized.rows("arrears_actions") if row["kind"] == "home_visit"
    )
    assert months[2025] > months[2022]
    closed = Counter(row["closing_reason"] for row in drammen_sized.rows("arrears_cases"))
    assert {"paid", "plan_completed", "evicted", "moved"} <= set(closed)


def test_some_go_round(drammen_sized):
    """Put out, in a temporary place, in a new municipal home, and in arrears again; and a few put out once more."""
    town = drammen_sized
    tenancies, stays = town.by("tenancies", "household"), town.by("temporary_stays", "household")
    cases = {row["tenancy"] for row in town.rows("arrears_cases")}
    round_and_round, twice = 0, 0
    for household, homes in tenancies.items():
        homes = sorted((row for row in homes if row["moved_in_on"]), key=lambda row: row["moved_in_on"])
        put_out = [row["moved_out_on"] for row in homes if row["end_reason"] == "evicted"]
        twice += any((then - now).days <= 730 for now, then in pairwise(put_out))
        for home, following in pairwise(homes):
            between = [
                stay
                for stay in stays[household]
                if home["moved_out_on"] and home["moved_out_on"] <= stay["starts_on"] < following["moved_in_on"]
            ]
            round_and_round += home["end_reason"] == "evicted" and bool(between) and following["id"] in cases
    assert round_and_round >= 5
    assert twice >= 2


def test_the_ledger_is_of_tenancies_with_rent_and_ends_near_nothing_when_they_have_left(town):
    ledger = town.by("ledger", "tenancy")
    for tenancy_id, rows in ledger.items():
        tenancy = town.tenancies[tenancy_id]
        assert town.dwellings[tenancy["dwelling"]]["ownership"] != "nomination"
        if tenancy["moved_out_on"] and tenancy["moved_out_on"] < UNTIL - timedelta(days=270):
            assert balance(rows, UNTIL) == 0, tenancy


def test_nobody_protected_has_left_a_household_that_is_not(town):
    """The files of the household they left tell where it lived."""
    hidden = {
        p["id"] for p in town.rows("persons") if p["address_protection"] in ("confidential", "strictly_confidential")
    }
    for person, members in town.by("household_members", "person").items():
        if person in hidden:
            assert len({member["household"] for member in members}) == 1
