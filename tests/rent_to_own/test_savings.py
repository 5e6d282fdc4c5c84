"""Saving against the plan, reckoned without a database (leie med sparing)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from housing.periods import add_months
from rent_to_own import savings

START = date(2026, 1, 15)
PLAN = savings.Plan(START, savings.last_day(START), Decimal(60_000), Decimal(1000))
D = Decimal


def test_five_years_and_the_least_that_reaches_the_target():
    assert PLAN.ends_on == date(2031, 1, 15)
    assert PLAN.months == 60
    assert savings.monthly_for(D(60_000)) == 1000
    assert savings.monthly_for(D(60_001)) == 1001
    assert savings.last_day(date(2024, 2, 29)) == date(2029, 2, 28)


@pytest.mark.parametrize(
    ("day", "planned"),
    [
        (date(2025, 1, 1), 0),
        (START, 0),
        (date(2026, 2, 14), 0),
        (date(2026, 2, 15), 1000),
        (date(2027, 1, 15), 12_000),
        (date(2031, 1, 14), 59_000),
        (date(2031, 1, 15), 60_000),
        (date(2040, 1, 1), 60_000),
    ],
)
def test_the_plan_puts_an_instalment_aside_at_the_end_of_each_month(day, planned):
    assert PLAN.planned(day) == planned


def test_the_last_of_the_month_is_the_last_of_a_short_month():
    plan = savings.Plan(date(2026, 1, 31), date(2031, 1, 31), D(60_000), D(1000))
    assert plan.planned(date(2026, 2, 27)) == 0
    assert plan.planned(date(2026, 2, 28)) == 1000


def test_behind_in_kroner_and_months_and_when_the_target_is_reached():
    found = savings.standing(PLAN, [(date(2026, 2, 15), D(500)), (date(2026, 4, 1), D(1000))], date(2026, 5, 15))
    assert (found.planned, found.saved, found.left) == (4000, 1500, 58_500)
    assert (found.ahead, found.behind) == (-2500, 2500)
    assert found.months_ahead == D("-2.5")
    assert (found.is_behind_by(2), found.is_behind_by(3)) == (True, False)
    # 1500 in 120 days is 12,50 a day: 58 500 takes 4680 days.
    assert found.reached_on == date(2026, 5, 15) + timedelta(days=4680)


def test_ahead_counts_too_and_the_future_does_not():
    deposits = [(START, D(10_000)), (date(2030, 1, 1), D(50_000))]
    found = savings.standing(PLAN, deposits, date(2026, 3, 15))
    assert (found.ahead, found.months_ahead, found.behind) == (8000, 8, 0)
    assert not found.is_reached


def test_reached_since_the_day_it_stayed_reached():
    deposits = [(date(2026, 2, 1), D(60_000)), (date(2026, 3, 1), D(-1)), (date(2026, 4, 1), D(1))]
    found = savings.standing(PLAN, deposits, date(2026, 5, 1))
    assert found.is_reached
    assert found.reached_on == date(2026, 4, 1)


@pytest.mark.parametrize("deposits", [[], [(START, D(100)), (START, D(-100))], [(date(2026, 2, 1), D("0.01"))]])
def test_whoever_saves_nothing_or_next_to_nothing_never_reaches_it(deposits):
    found = savings.standing(PLAN, deposits, date(2030, 1, 1))
    assert found.reached_on is None


def test_the_fixed_price_is_worth_what_the_home_has_risen():
    assert savings.value_of_price(D(1_500_000), D(1_900_000)) == 400_000
    assert savings.value_of_price(D(1_500_000), D(1_400_000)) == -100_000


def test_the_curve_stops_where_today_is():
    points = savings.curve(PLAN, [(date(2026, 2, 1), D(700))], date(2026, 8, 1))
    assert [point.day for point in points][:3] == [START, date(2026, 7, 15), date(2026, 8, 1)]
    assert [point.saved for point in points][:4] == [0, 700, 700, None]
    assert points[-1] == savings.Point(PLAN.ends_on, D(60_000), None)


AMOUNTS = st.integers(100, 999_999_999).map(lambda oere: D(oere) / 100)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DAYS, AMOUNTS, st.integers(0, 3000), st.lists(st.tuples(st.integers(0, 3000), AMOUNTS), max_size=20))
def test_what_always_holds(starts_on, target, after, posted):
    ends_on = savings.last_day(starts_on)
    plan = savings.Plan(starts_on, ends_on, target, savings.monthly_for(target))
    day = starts_on + timedelta(days=after)
    deposits = [(starts_on + timedelta(days=days), amount) for days, amount in posted]
    found = savings.standing(plan, deposits, day)
    assert found.planned + found.ahead == found.saved
    assert found.saved == sum((amount for on, amount in deposits if on <= day), D(0))
    assert 0 <= found.planned <= target
    assert plan.planned(day) <= plan.planned(day + timedelta(days=31))
    assert plan.planned(ends_on) == target
    assert (found.left == 0) == found.is_reached
    if found.is_reached:
        assert found.reached_on <= day
    elif found.reached_on:
        pace = found.saved / (day - starts_on).days
        assert pace * (found.reached_on - starts_on).days >= target - D("0.01")
        assert found.reached_on > day


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DAYS, st.integers(0, 400))
def test_months_are_counted_as_they_are_added(starts_on, months):
    day = add_months(starts_on, months)
    assert savings.whole_months(starts_on, day) == months
    assert savings.whole_months(starts_on, day - timedelta(days=1)) == max(months - 1, 0)
