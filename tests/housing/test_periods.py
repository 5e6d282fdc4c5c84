"""Periods, ages, records with a start and an end, and rounding."""

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from statistics import median as textbook_median

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from housing.periods import (
    Period,
    add_months,
    age_on,
    in_force,
    mean,
    median,
    month_end,
    overlaps,
    percent,
    round_half_up,
    years_before,
)

days = st.dates(date(1990, 1, 1), date(2040, 12, 31))
open_ends = st.none() | days


@st.composite
def periods(draw):
    first = draw(days)
    return Period(first, first + timedelta(days=draw(st.integers(0, 1500))))


def each_day(period):
    return [period.first + timedelta(days=n) for n in range(period.days)]


def test_a_half_year_has_both_its_days():
    first = Period.half_year(2026, 1)
    assert (first.first, first.last, first.days) == (date(2026, 1, 1), date(2026, 6, 30), 181)
    second = Period.half_year(2026, 2)
    assert (second.first, second.last, second.days) == (date(2026, 7, 1), date(2026, 12, 31), 184)
    assert date(2026, 6, 30) in first
    assert date(2026, 1, 1) in first
    assert date(2026, 7, 1) not in first
    assert date(2025, 12, 31) not in first


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="ends"):
        Period(date(2026, 2, 1), date(2026, 1, 31))
    with pytest.raises(ValueError, match="half"):
        Period.half_year(2026, 3)


def test_a_period_is_not_made_of_instants():
    with pytest.raises(TypeError):
        Period(datetime(2026, 1, 1, 12), datetime(2026, 1, 2, 12))


def test_a_period_of_one_day():
    period = Period(date(2026, 2, 28), date(2026, 2, 28))
    assert period.days == 1
    assert period.months() == []
    assert period.month_ends() == [date(2026, 2, 28)]


def test_months_are_whole_and_begin_in_the_period():
    period = Period(date(2025, 11, 2), date(2026, 2, 1))
    assert period.months() == [
        Period.of_month(2025, 12),
        Period.of_month(2026, 1),
        Period(date(2026, 2, 1), date(2026, 2, 28)),
    ]
    assert period.month_ends() == [date(2025, 11, 30), date(2025, 12, 31), date(2026, 1, 31)]
    assert len(Period.year(2026).months()) == len(Period.year(2026).month_ends()) == 12


@given(periods())
def test_months_and_month_ends_against_a_walk_through_the_days(period):
    walked = each_day(period)
    assert [month.first for month in period.months()] == [day for day in walked if day.day == 1]
    assert period.month_ends() == [day for day in walked if (day + timedelta(days=1)).day == 1]


@pytest.mark.parametrize(
    ("period", "label"),
    [
        (Period.half_year(2026, 1), "1. halvår 2026"),
        (Period.half_year(2025, 2), "2. halvår 2025"),
        (Period.of_month(2026, 11), "november 2026"),
        (Period.of_month(2024, 2), "februar 2024"),
        (Period.year(2026), "2026"),
        (Period(date(2026, 1, 1), date(2026, 6, 29)), "01.01.2026–29.06.2026"),
        (Period(date(2025, 7, 1), date(2026, 6, 30)), "01.07.2025–30.06.2026"),
    ],
)
def test_the_label_is_what_a_heading_says(period, label):
    assert period.label == label
    assert str(period) == label


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (Period.half_year(2026, 1), Period.half_year(2025, 1)),
        (Period.of_month(2025, 2), Period.of_month(2024, 2)),
        (Period.of_month(2024, 2), Period.of_month(2023, 2)),
        (Period(date(2024, 2, 29), date(2024, 3, 10)), Period(date(2023, 2, 28), date(2023, 3, 10))),
    ],
)
def test_the_same_period_a_year_before(period, before):
    assert period.previous_year() == before


@given(days, st.integers(-400, 400))
def test_adding_months_clamps_to_the_end_of_the_month(day, months):
    assert add_months(day, months) == day + relativedelta(months=months)


def test_month_end():
    assert month_end(date(2024, 2, 3)) == date(2024, 2, 29)
    assert month_end(date(2026, 12, 31)) == date(2026, 12, 31)


def test_age_is_in_whole_years():
    born = date(2008, 6, 15)
    assert age_on(born, date(2026, 6, 14)) == 17
    assert age_on(born, date(2026, 6, 15)) == 18
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert age_on(date(2008, 2, 29), date(2026, 3, 1)) == 18


@given(days, days, st.integers(0, 100))
def test_younger_than_n_is_born_after_the_date_n_years_before(birth_date, day, years):
    assert (age_on(birth_date, day) < years) == (birth_date > years_before(day, years))


def test_a_record_counts_from_its_first_day_to_the_day_before_its_last():
    starts, ends = date(2026, 1, 10), date(2026, 1, 20)
    assert not in_force(starts, ends, date(2026, 1, 9))
    assert in_force(starts, ends, starts)
    assert in_force(starts, ends, date(2026, 1, 19))
    assert not in_force(starts, ends, ends)
    assert in_force(starts, None, date(2099, 1, 1))
    assert not in_force(None, None, starts)


def test_a_record_overlaps_the_first_and_the_last_day_of_a_period():
    period = Period.of_month(2026, 1)
    assert overlaps(date(2026, 1, 31), None, period)
    assert not overlaps(date(2026, 2, 1), None, period)
    assert overlaps(date(2025, 1, 1), date(2026, 1, 2), period)
    assert not overlaps(date(2025, 1, 1), date(2026, 1, 1), period)
    assert not overlaps(date(2026, 1, 15), date(2026, 1, 15), period)
    assert not overlaps(None, None, period)


@given(st.none() | st.dates(date(2026, 1, 1), date(2026, 2, 9)), open_ends, st.data())
def test_overlapping_is_being_in_force_on_a_day_of_the_period(starts, ends, data):
    first = data.draw(st.dates(date(2025, 12, 20), date(2026, 2, 20)))
    period = Period(first, first + timedelta(days=data.draw(st.integers(0, 60))))
    if ends is not None and data.draw(st.booleans()):
        ends = first + timedelta(days=data.draw(st.integers(-5, 60)))
    assert overlaps(starts, ends, period) == any(in_force(starts, ends, day) for day in each_day(period))


@given(st.decimals(-(10**12), 10**12, places=6), st.integers(0, 4))
def test_rounding_is_half_up(value, places):
    expected = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    rounded = round_half_up(value, places)
    assert rounded == expected
    assert -rounded.as_tuple().exponent == places


def test_rounding_does_not_pass_through_binary_fractions():
    assert round_half_up(Decimal("2.675"), 2) == Decimal("2.68")
    assert round_half_up(Fraction(1, 3), 1) == Decimal("0.3")
    assert str(round_half_up(12, 1)) == "12.0"
    assert round_half_up(Fraction(10**30 + 1, 2), 1) == Decimal("500000000000000000000000000000.5")


@given(st.lists(st.integers(-1000, 4000), min_size=1))
def test_the_median_of_days_is_the_textbook_one(values):
    assert median(values) == Decimal(str(textbook_median(values)))


def test_of_nothing_there_is_nothing():
    assert median([]) is None
    assert mean([]) is None
    assert percent(0, 0) is None
    assert percent(0, 7) == Decimal("0.0")


def test_means_and_percentages_have_one_decimal():
    assert str(mean([1, 2, 2])) == "1.7"
    assert str(mean(iter([Decimal("0.10"), Decimal("0.20")]), places=2)) == "0.15"
    assert str(percent(1, 8)) == "12.5"
    assert str(percent(1, 16)) == "6.3"
    assert str(percent(239, 919)) == "26.0"
    assert str(median([3, 4])) == "3.5"


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=40))
def test_a_mean_lies_between_the_smallest_and_the_largest(values):
    assert min(values) <= mean(values) <= max(values)
