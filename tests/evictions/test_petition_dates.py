"""The earliest lawful day of each step, over weekends and holidays, and the year a warning lives."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evictions.petition_dates import eviction_from, social_wait_over_on, statement_due_on, warning_dates
from housing.workdays import is_workday

DAYS = st.dates(date(2010, 1, 1), date(2060, 12, 31))

# Sent, fell due, first day of a petition, last day of it.
WARNINGS = [
    # An ordinary Monday: Monday two weeks later is the last day of the wait.
    ("2026-03-02", "2026-03-01", "2026-03-17", "2027-03-17"),
    # Over Easter 2026 (2 to 6 April), and ending on Good Friday: the wait is not moved, nobody has to do anything then.
    ("2026-03-20", "2026-03-15", "2026-04-04", "2027-04-04"),
    # Ending on 17 May, a Sunday, and on Christmas Day.
    ("2026-05-03", "2026-05-01", "2026-05-18", "2027-05-18"),
    ("2026-12-11", "2026-12-01", "2026-12-26", "2027-12-26"),
    # Over New Year, sent on a Saturday.
    ("2026-12-26", "2026-12-15", "2027-01-10", "2028-01-10"),
    # Sent before the claim fell due: it runs from the day it did.
    ("2026-03-02", "2026-03-15", "2026-03-30", "2027-03-30"),
    # From 29 February: a year on there is none.
    ("2028-02-14", "2028-02-01", "2028-02-29", "2029-02-28"),
]

# Put to the tenant, last day to answer, first day of an eviction.
ANSWERS = [
    ("2026-03-02", "2026-03-16", "2026-03-17"),
    # Ends on a Saturday and on a Sunday: to Monday.
    ("2026-03-07", "2026-03-23", "2026-03-24"),
    ("2026-03-08", "2026-03-23", "2026-03-24"),
    # Maundy Thursday, Good Friday, Easter Day and Easter Monday 2026: all to Tuesday 7 April.
    ("2026-03-19", "2026-04-07", "2026-04-08"),
    ("2026-03-20", "2026-04-07", "2026-04-08"),
    ("2026-03-22", "2026-04-07", "2026-04-08"),
    ("2026-03-23", "2026-04-07", "2026-04-08"),
    # 1 May 2026 is a Friday: to Monday 4 May.
    ("2026-04-17", "2026-05-04", "2026-05-05"),
    # Ascension Day 2026, and 17 May 2027, a Monday.
    ("2026-04-30", "2026-05-15", "2026-05-16"),
    ("2027-05-03", "2027-05-18", "2027-05-19"),
    # Whit Monday 2026.
    ("2026-05-11", "2026-05-26", "2026-05-27"),
    # Christmas Eve is an ordinary day; Christmas Day 2026 is a Friday: to Monday.
    ("2026-12-10", "2026-12-24", "2026-12-25"),
    ("2026-12-11", "2026-12-28", "2026-12-29"),
    # New Year's Day 2027, a Friday.
    ("2026-12-18", "2027-01-04", "2027-01-05"),
]


def iso(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(("sent", "due", "first", "last"), WARNINGS)
def test_a_petition_waits_two_whole_weeks_and_a_warning_lives_a_year(sent, due, first, last):
    dates = warning_dates(iso(sent), due_on=iso(due))
    assert (dates.petition_from, dates.petition_until) == (iso(first), iso(last))
    assert [dates.allows(iso(day)) for day in (first, last)] == [True, True]
    assert not dates.allows(iso(first) - timedelta(days=1))
    assert not dates.allows(iso(last) + timedelta(days=1))


@pytest.mark.parametrize(("put", "answer", "eviction"), ANSWERS)
def test_the_tenant_has_two_weeks_that_never_end_on_a_holiday(put, answer, eviction):
    assert statement_due_on(iso(put)) == iso(answer)
    assert eviction_from(iso(put)) == iso(eviction)


def test_the_social_services_should_have_two_weeks():
    assert social_wait_over_on(date(2026, 3, 20)) == date(2026, 4, 4)


@given(DAYS, st.integers(-60, 60))
def test_a_petition_never_comes_before_two_weeks_have_passed(sent, days):
    due = sent + timedelta(days=days)
    dates = warning_dates(sent, due_on=due)
    assert (dates.petition_from - max(sent, due)).days == 15
    assert 365 <= (dates.petition_until - dates.petition_from).days <= 366


@given(DAYS)
def test_the_answer_is_due_on_a_workday_and_never_before_two_weeks(put):
    answer = statement_due_on(put)
    assert is_workday(answer)
    assert 14 <= (answer - put).days <= 14 + 5
    assert eviction_from(put) == answer + timedelta(days=1)
