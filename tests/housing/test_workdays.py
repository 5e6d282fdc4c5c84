"""Holidays and workdays in Norway."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housing.workdays import add_workdays, holidays, is_holiday, is_workday, next_workday

days = st.dates(date(1970, 1, 1), date(2098, 12, 1))


def easter_by_gauss(year):
    """Easter Sunday by the anonymous Gregorian algorithm, independent of the library we use."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def test_the_holidays_of_2026():
    assert sorted(holidays(2026)) == [
        date(2026, 1, 1),
        date(2026, 4, 2),
        date(2026, 4, 3),
        date(2026, 4, 5),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 14),
        date(2026, 5, 17),
        date(2026, 5, 24),
        date(2026, 5, 25),
        date(2026, 12, 25),
        date(2026, 12, 26),
    ]
    assert str(holidays(2026)[date(2026, 5, 14)]) == "Kristi himmelfartsdag"


@given(st.integers(1970, 2098))
def test_movable_holidays_follow_easter(year):
    sunday = easter_by_gauss(year)
    for after in (-3, -2, 0, 1, 39, 49, 50):
        assert is_holiday(sunday + timedelta(days=after))
    assert not holidays(year).keys() & {sunday - timedelta(days=1)} - {date(year, 5, 1)}
    assert 10 <= len(holidays(year)) <= 12


@pytest.mark.parametrize("day", [date(2026, 12, 24), date(2026, 12, 31), date(2025, 4, 16)])
def test_eves_are_workdays(day):
    assert is_workday(day)


@pytest.mark.parametrize("day", [date(2026, 5, 1), date(2027, 5, 17), date(2026, 4, 4), date(2026, 4, 12)])
def test_days_off(day):
    assert not is_workday(day)


def test_a_feast_on_17_may_is_called_17_may():
    assert str(holidays(2027)[date(2027, 5, 17)]) == "17. mai"
    assert date(2027, 5, 17) == easter_by_gauss(2027) + timedelta(days=50)


def test_the_next_workday():
    assert next_workday(date(2026, 4, 1)) == date(2026, 4, 1)
    assert next_workday(date(2026, 4, 2)) == date(2026, 4, 7)
    assert next_workday(date(2026, 12, 25)) == date(2026, 12, 28)


def test_adding_workdays():
    assert add_workdays(date(2026, 4, 1), 1) == date(2026, 4, 7)
    assert add_workdays(date(2026, 4, 7), -1) == date(2026, 4, 1)
    assert add_workdays(date(2026, 4, 4), 0) == date(2026, 4, 4)
    assert add_workdays(date(2026, 11, 20), 5) == date(2026, 11, 27)


@given(days)
def test_the_next_workday_skips_only_days_off(day):
    found = next_workday(day)
    assert is_workday(found)
    assert found >= day
    assert not any(is_workday(day + timedelta(days=n)) for n in range((found - day).days))


@given(days, st.integers(1, 60))
def test_adding_workdays_counts_workdays(day, count):
    found = add_workdays(day, count)
    passed = [day + timedelta(days=n) for n in range(1, (found - day).days + 1)]
    assert is_workday(found)
    assert sum(map(is_workday, passed)) == count
