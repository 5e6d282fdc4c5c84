"""Which leases husleieloven lets the municipality make."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from housing import law
from housing.contracts import RULES, LeaseTerms, RentChange, breaches, is_refused, rent_change_breaches

START = date(2026, 1, 1)
TODAY = date(2026, 11, 22)
amounts = st.decimals(0, 200_000, places=2)


def codes(**terms):
    return [breach.code for breach in breaches(LeaseTerms(**({"starts_on": START} | terms)))]


def short(**terms):
    known = {"ends_on": date(2027, 1, 1), "short_term_reason": "Skal rives", "special_notice_signed": True}
    return codes(**(known | terms))


def test_an_ordinary_lease_breaks_nothing():
    assert codes() == []
    assert codes(ends_on=date(2029, 1, 1)) == []
    assert short() == []


@pytest.mark.parametrize(
    ("ends_on", "is_short"),
    [(None, False), (date(2029, 1, 1), False), (date(2028, 12, 31), False), (date(2028, 12, 30), True)],
)
def test_three_years_with_the_end_written_either_way(ends_on, is_short):
    assert LeaseTerms(START, ends_on).is_short == is_short


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(1, 2500))
def test_what_is_short_against_a_calendar(starts_on, days):
    ends_on = starts_on + timedelta(days=days)
    assert LeaseTerms(starts_on, ends_on).is_short == (ends_on < starts_on + relativedelta(years=3) - timedelta(days=1))


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_short_lease_needs_a_reason(reason):
    assert short(short_term_reason=reason) == ["V1"]


def test_a_second_short_lease_needs_weighty_reasons():
    assert short(previous_short_leases=1) == ["V2"]
    assert short(previous_short_leases=1, weighty_reason="Alvorlig syk, flytter til sykehjem") == []
    assert codes(previous_short_leases=1) == []


def test_the_exceptions_need_to_be_told_in_writing():
    assert short(special_notice_signed=False) == ["V3"]
    refused = breaches(LeaseTerms(START, date(2027, 1, 1), "Skal rives", special_notice_signed=False))
    unknown = breaches(LeaseTerms(START, date(2027, 1, 1), "Skal rives"))
    assert is_refused(refused)
    assert [breach.code for breach in unknown] == ["V3"]
    assert not is_refused(unknown)
    assert codes(special_notice_signed=False) == []


def test_a_fixed_lease_says_that_notice_cannot_be_given():
    assert codes(ends_on=date(2029, 1, 1), says_no_notice_in_lease=False) == ["V4"]
    assert codes(ends_on=date(2029, 1, 1), says_no_notice_in_lease=True) == []
    assert codes(says_no_notice_in_lease=False) == []


@given(amounts, amounts, amounts)
def test_deposit_and_guarantee_are_six_months_rent_at_most(rent, deposit, guarantee):
    found = codes(monthly_rent=rent, deposit_amount=deposit, guarantee_amount=guarantee)
    assert (found == ["V5"]) == (deposit + guarantee > rent * 6)


def test_exactly_six_months_is_allowed():
    assert codes(monthly_rent=Decimal("9000.50"), deposit_amount=Decimal("54003.00")) == []
    assert codes(monthly_rent=Decimal("9000.50"), deposit_amount=Decimal("54003.01")) == ["V5"]
    assert codes(monthly_rent=None, deposit_amount=Decimal("99999")) == []


def test_the_other_rules():
    assert codes(advance_months=2) == ["V6"]
    assert codes(has_unpaid_clause=False) == ["V7"]
    assert codes(has_expiry_clause=False) == []
    assert codes(ends_on=date(2029, 1, 1), has_expiry_clause=False) == ["V7"]
    assert codes(is_extension=True, has_decision=False) == ["V9"]
    assert codes(is_extension=True) == []
    assert codes(is_leased_by_owner=True) == ["V10"]


def test_all_breaches_are_told_at_once():
    assert short(short_term_reason="", previous_short_leases=2, advance_months=3) == ["V1", "V2", "V6"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_each_rule_says_why_and_by_which_law(rule):
    assert str(rule.message).endswith(".")
    assert law.reference(rule.law, TODAY)


def change(**facts):
    known = {"takes_effect_on": date(2027, 1, 1), "fixed_on": date(2026, 1, 1), "notified_on": date(2026, 12, 1)}
    return [str(breach.message) for breach in rent_change_breaches(RentChange(**(known | facts)))]


def test_index_regulation_after_a_year_and_a_months_notice():
    assert change() == []
    assert "ett år" in change(fixed_on=date(2026, 1, 2))[0]
    assert "én måned" in change(notified_on=date(2026, 12, 2))[0]
    assert "varsles" in change(notified_on=None)[0]


def test_the_going_rate_after_two_and_a_half_years():
    claim = {"fixed_on": date(2024, 1, 1), "claimed_on": date(2026, 7, 1)}
    assert change(**claim) == []
    assert "to år og seks måneder" in change(**claim | {"fixed_on": date(2024, 1, 2)})[0]
    assert "to år og seks måneder" in change(**claim | {"unindexed_since": date(2024, 6, 1)})[0]
    assert "seks måneder etter" in change(**claim | {"takes_effect_on": date(2026, 12, 31)})[0]
    indexed = {"fixed_on": date(2026, 1, 2), "unindexed_since": date(2020, 1, 1)}
    assert change(**claim | indexed) == ["Gjengs leie gjelder tidligst ett år etter forrige endring."]
