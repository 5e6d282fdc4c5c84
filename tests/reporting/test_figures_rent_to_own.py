"""The edges of the figures of rent to own, one hand-made case each; all of them together are counted elsewhere."""

from datetime import date
from decimal import Decimal

import pytest

from housing.periods import Period
from rent_to_own import indicators
from rent_to_own.models import Purchase, StartLoan
from reporting.figures import BY_CODE
from tests import make
from tests import make_rent_to_own as make_rto

pytestmark = pytest.mark.django_db
SPRING = Period.half_year(2026, 1)
FIRST, LAST = SPRING.first, SPRING.last
AFTER = date(2026, 7, 1)


def figure(code, period=SPRING):
    return BY_CODE[code].of(period)


@pytest.mark.parametrize(("day", "found"), [(FIRST, 1), (LAST, 1), (AFTER, 0), (date(2025, 12, 31), 0)])
def test_both_ends_of_the_period_count(day, found):
    one = make_rto.guidance(make.household(), started_on=day)
    assert figure("rto.guided") == found
    StartLoan.objects.create(
        household=one.household,
        guidance=one,
        applied_on=day,
        outcome="granted",
        decided_on=day,
        loan_amount=Decimal(1),
        grant_amount=Decimal(1),
        is_bank_cofinanced=True,
    )
    Purchase.objects.create(household=one.household, guidance=one, kind="private", bought_on=day)
    codes = ["rto.loans", "rto.grants", "loans.count", "grants.count", "loans.cofinanced"]
    assert [figure(code) for code in codes] == [found] * 5
    assert (figure("rto.bought_private"), figure("rto.new_owners"), figure("rto.bought_municipal")) == (found, found, 0)


@pytest.mark.parametrize(
    ("born", "found"), [(date(2008, 3, 3), 1), (date(2008, 3, 2), 0), (date(2026, 3, 2), 1), (None, 0)]
)
def test_a_child_is_under_eighteen_the_day_it_began(born, found):
    make_rto.guidance(make.household(children=[born]), started_on=date(2026, 3, 2))
    assert figure("rto.guided_with_children") == found


def test_two_children_are_one_household():
    make_rto.guidance(make.household(children=[date(2015, 1, 1), date(2018, 1, 1)]))
    assert figure("rto.guided_with_children") == 1


@pytest.mark.parametrize(("joined", "left", "found"), [(make.DAY, None, 1), (date(2026, 3, 3), None, 0)])
def test_only_who_lived_there_that_day(joined, left, found):
    household = make.household()
    child = make.person(birth_date=date(2018, 1, 1))
    make.member(household, child, role="child", joined_on=joined, left_on=left)
    make_rto.guidance(household, started_on=make.DAY)
    assert figure("rto.guided_with_children") == found


def test_each_time_it_is_opened_again_counts():
    one = make_rto.guidance(make.household())
    one.reopened_on = [date(2025, 12, 31), FIRST, FIRST, LAST, AFTER]
    one.save()
    assert figure("rto.reopened") == 3
    assert figure("rto.reopened", Period(AFTER, AFTER)) == 1
    assert len(BY_CODE["rto.reopened"].rows(SPRING)) == 1


def test_nothing_lent_is_no_loan_and_a_grant_alone_is_one():
    household = make.household()
    facts = {"household": household, "applied_on": FIRST, "decided_on": FIRST, "outcome": "granted"}
    StartLoan.objects.create(**facts, loan_amount=Decimal(0), grant_amount=None)
    StartLoan.objects.create(**facts, loan_amount=None, grant_amount=Decimal(250_000))
    assert (figure("loans.count"), figure("loans.amount"), figure("loans.mean")) == (0, None, None)
    assert (figure("grants.count"), figure("grants.amount")) == (1, Decimal("250000.00"))
    assert figure("rto.grants") == 0


def test_the_mean_has_one_decimal_and_half_goes_up():
    household = make.household()
    for amount in ("100.00", "100.10"):
        StartLoan.objects.create(
            household=household, applied_on=FIRST, decided_on=FIRST, outcome="granted", loan_amount=Decimal(amount)
        )
    assert figure("loans.amount") == Decimal("200.10")
    assert figure("loans.mean") == Decimal("100.1")


def test_the_page_and_the_report_say_the_same():
    one = make_rto.guidance(make.household(children=[date(2018, 1, 1)]))
    make_rto.granted_loan(one, grant_amount=100_000)
    make_rto.private_purchase(one)
    one.close(by=None, closed_on=LAST, closing_reason="private_tenancy")
    for row in indicators.INDICATORS:
        assert row.of(SPRING) == figure(row.code), row.code
    assert figure("rto.private_tenancies") == 1
