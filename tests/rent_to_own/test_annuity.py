"""What a loan costs, to the øre: borders by name, worked examples, and thousands of loans reckoned another way."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rent_to_own.annuity import (
    Terms,
    first_payment,
    highest_payment,
    largest_loan,
    regular_payment,
    schedule,
)

D = Decimal
# --- Another way to reckon the same: whole øre and fractions, and a division in place of a power -----------------


def nearest(value: Fraction) -> int:
    """The nearest whole øre; a half goes up."""
    return int((2 * value + 1) // 2)


def present_value(monthly: Fraction, months: int) -> Fraction:
    """What one øre a month for so many months is worth now, summed month by month."""
    worth, factor = Fraction(0), Fraction(1)
    for _month in range(months):
        factor /= 1 + monthly
        worth += factor
    return worth


def independently(loan_øre, rate, months, free, fixed=None, later=None):
    """Each month's interest, principal and what is left, in øre."""
    left, payment, last_rate, found = loan_øre, 0, None, []
    for month in range(1, months + 1):
        now = later if later is not None and month > (fixed or 0) else rate
        interest = nearest(left * now / 1200)
        if month == months:
            principal = left
        elif month <= free:
            principal = 0
        else:
            if now != last_rate:
                payment, last_rate = nearest(left / present_value(now / 1200, months - month + 1)), now
            principal = min(payment - interest, left)
        left -= principal
        found.append((interest, principal, left))
    return found


def in_øre(payments):
    return [(int(p.interest * 100), int(p.principal * 100), int(p.left * 100)) for p in payments]


kroner = st.integers(1, 6_000_000)
rates = st.integers(0, 15_000).map(lambda thousandths: D(thousandths) / 1000)


@st.composite
def terms_of(draw, most=360):
    months = draw(st.one_of(st.integers(1, 24), st.integers(1, most)))
    free = draw(st.one_of(st.just(0), st.integers(0, months)))
    return Terms(draw(rates), months, free)


# Short loans by the thousand, and long ones by the dozen: the sum of fractions grows with the months.
@settings(max_examples=3000, deadline=None)
@given(øre=st.integers(1, 600_000_000), rate=rates, months=st.integers(1, 36), data=st.data())
def test_three_thousand_short_loans_agree_to_the_øre(øre, rate, months, data):
    free = data.draw(st.integers(0, months))
    terms = Terms(rate, months, free)
    assert in_øre(schedule(D(øre) / 100, terms)) == independently(øre, Fraction(rate), months, free)


@settings(max_examples=50, deadline=None)
@given(loan=kroner, terms=terms_of())
@example(loan=2_000_000, terms=Terms(D("4.5"), 360))
@example(loan=2_000_000, terms=Terms(D("4.5"), 360, 96))
def test_long_loans_agree_to_the_øre(loan, terms):
    known = independently(loan * 100, Fraction(terms.rate), terms.months, terms.interest_only_months)
    assert in_øre(schedule(D(loan), terms)) == known


@settings(max_examples=500, deadline=None)
@given(loan=kroner, months=st.integers(2, 60), data=st.data(), rate=rates, later=rates)
def test_a_rate_that_changes_when_it_is_no_longer_fixed_agrees_to_the_øre(loan, months, data, rate, later):
    fixed, free = data.draw(st.integers(0, months)), data.draw(st.integers(0, months))
    known = independently(loan * 100, Fraction(rate), months, free, fixed, Fraction(later))
    assert in_øre(schedule(D(loan), Terms(rate, months, free, fixed), later)) == known


def test_the_longest_loan_agrees_to_the_øre():
    known = independently(123_456_700, Fraction("4.523"), 600, 96)
    assert in_øre(schedule(D(1_234_567), Terms(D("4.523"), 600, 96))) == known


# --- Worked examples, from any table of annuities ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("loan", "rate", "months", "monthly"),
    [
        (1_000_000, "5", 360, "5368.22"),
        (2_000_000, "4.5", 360, "10133.71"),
        (100_000, "12", 12, "8884.88"),
        (200_000, "6", 360, "1199.10"),
    ],
)
def test_known_annuities(loan, rate, months, monthly):
    assert regular_payment(D(loan), Terms(D(rate), months)) == D(monthly)


# --- The borders -------------------------------------------------------------------------------------------------


def test_a_rate_of_nought_pays_down_in_equal_parts():
    assert regular_payment(D(360_000), Terms(D(0), 360)) == 1000
    payments = list(schedule(D(1000), Terms(D(0), 3)))
    assert [payment.total for payment in payments] == [D("333.33"), D("333.33"), D("333.34")]
    assert largest_loan(D(1000), Terms(D(0), 360)) == 360_000


def test_a_term_of_one_month_is_the_loan_with_a_months_interest():
    terms = Terms(D(12), 1)
    assert [(p.interest, p.principal, p.left) for p in schedule(D(1000), terms)] == [(10, 1000, 0)]
    assert regular_payment(D(1000), terms) == highest_payment(D(1000), terms) == 1010
    assert largest_loan(D(1010), terms) == 1000
    assert largest_loan(D("1009.99"), terms) == 999


def test_interest_only_to_the_end_pays_it_all_in_the_last_month():
    terms = Terms(D(6), 24, 24)
    totals = [payment.total for payment in schedule(D(100_000), terms)]
    assert totals == [D(500)] * 23 + [D(100_500)]
    assert first_payment(D(100_000), terms) == 500
    assert regular_payment(D(100_000), terms) == highest_payment(D(100_000), terms) == 100_500
    assert largest_loan(D(100_500), terms) == 100_000


def test_eight_years_of_interest_only_leave_twenty_two_to_bear_the_loan():
    with_free, without = Terms(D(5), 360, 96), Terms(D(5), 264)
    assert first_payment(D(1_500_000), with_free) == 6250
    assert regular_payment(D(1_500_000), with_free) == regular_payment(D(1_500_000), without)
    assert largest_loan(D(9000), with_free) == largest_loan(D(9000), without)


def test_no_money_a_month_carries_no_loan():
    assert largest_loan(D(0), Terms(D(4), 360)) == 0
    assert largest_loan(D(-500), Terms(D(4), 360)) == 0
    assert largest_loan(D("0.01"), Terms(D(0), 1)) == 0
    assert highest_payment(D(0), Terms(D(4), 360)) == first_payment(D(0), Terms(D(4), 360)) == 0


def test_a_fixed_rate_is_not_dearer_before_it_ends():
    totals = [payment.total for payment in schedule(D(1_000_000), Terms(D(4), 360, 0, 60), D(7))]
    assert len(set(totals[:60])) == 1
    assert totals[59] < totals[60]
    whole = Terms(D(4), 360, 0, 360)
    assert list(schedule(D(1_000_000), whole, D(7))) == list(schedule(D(1_000_000), whole))


@pytest.mark.parametrize(
    ("rate", "months", "free", "fixed"),
    [("-1", 12, 0, 0), ("NaN", 12, 0, 0), ("Infinity", 12, 0, 0), ("4", 0, 0, 0), ("4", 12, 13, 0), ("4", 12, 0, 13)],
)
def test_terms_that_cannot_be_are_refused(rate, months, free, fixed):
    with pytest.raises(ValueError, match=r"\."):
        Terms(D(rate), months, free, fixed)


# --- What always holds -------------------------------------------------------------------------------------------


@settings(max_examples=100, deadline=None)
@given(loan=kroner, terms=terms_of(600))
def test_all_is_paid_and_nothing_more(loan, terms):
    payments = list(schedule(D(loan), terms))
    assert len(payments) == terms.months
    assert payments[-1].left == 0
    assert sum(payment.principal for payment in payments) == loan
    assert all(payment.principal >= 0 and payment.interest >= 0 for payment in payments)


@settings(max_examples=100, deadline=None)
@given(øre=st.integers(0, 3_000_000), terms=terms_of(600))
def test_the_largest_loan_is_carried_and_none_above_it_is(øre, terms):
    monthly = D(øre) / 100
    largest = largest_loan(monthly, terms)
    assert largest == int(largest)
    assert highest_payment(largest, terms) <= monthly
    # Rounding makes a dent or two just above; those are tried one by one, and far above it is hopeless.
    for more in (*range(1, 12), 40, 1000, 100_000):
        assert highest_payment(largest + more, terms) > monthly
