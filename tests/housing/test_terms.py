"""Legal deadlines, counted as domstolloven says."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housing import law, terms
from housing.terms import TERMS, Nature, due_on, passed_on, term
from housing.workdays import is_workday

days = st.dates(date(2024, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("term_id", "start", "last_day"),
    [
        ("F1", date(2026, 1, 31), date(2026, 2, 28)),
        ("F1", date(2026, 10, 22), date(2026, 11, 22)),
        ("F1_reminder", date(2026, 11, 2), date(2026, 11, 23)),
        ("F2", date(2026, 11, 2), date(2026, 11, 23)),
        ("F2", date(2026, 3, 12), date(2026, 4, 7)),
        ("F2", date(2026, 12, 4), date(2026, 12, 28)),
        ("F2", date(2026, 12, 3), date(2026, 12, 24)),
        ("F3", date(2026, 4, 10), date(2026, 5, 4)),
        ("F4", date(2024, 2, 29), date(2025, 2, 28)),
        ("F5", date(2026, 4, 26), date(2026, 5, 18)),
        ("F6", date(2026, 11, 22), date(2026, 11, 29)),
        ("F7", date(2026, 11, 2), date(2026, 11, 16)),
        ("F7_stale", date(2026, 11, 17), date(2027, 11, 17)),
        ("F7_social", date(2026, 11, 2), date(2026, 11, 16)),
        ("F8", date(2026, 11, 2), date(2026, 11, 16)),
        ("F9", date(2026, 1, 1), date(2027, 1, 1)),
        ("F9_notice", date(2026, 1, 31), date(2026, 2, 28)),
        ("F10", date(2024, 1, 1), date(2026, 7, 1)),
        ("F10_notice", date(2026, 8, 31), date(2027, 2, 28)),
        ("F10_change", date(2026, 8, 31), date(2027, 8, 31)),
        ("F11", date(2026, 8, 31), date(2026, 11, 30)),
        ("F12", date(2026, 11, 10), date(2027, 2, 28)),
        ("F12", date(2026, 10, 31), date(2027, 1, 31)),
        ("F12_protest", date(2026, 11, 25), date(2026, 12, 28)),
        ("F12_suit", date(2026, 12, 28), date(2027, 3, 28)),
        ("F13", date(2026, 11, 20), date(2026, 12, 28)),
        ("F14", date(2026, 12, 31), date(2027, 1, 1)),
        ("F15", date(2026, 12, 31), date(2027, 2, 15)),
        ("F15_accounts", date(2026, 12, 31), date(2027, 2, 22)),
        ("F16", date(2026, 1, 1), date(2026, 6, 20)),
        ("F16", date(2026, 6, 21), date(2026, 12, 20)),
        ("F16", date(2026, 12, 21), date(2027, 6, 20)),
    ],
)
def test_the_last_day(term_id, start, last_day):
    assert due_on(term_id, start) == last_day


def test_every_row_of_the_table_has_a_case_above():
    marks = test_the_last_day.pytestmark[0].args[1]
    assert {row.id for row in TERMS} == {term_id for term_id, _start, _last in marks}


@given(days)
def test_three_weeks_end_on_the_same_weekday_or_roll_to_a_workday(start):
    last = due_on("F2", start)
    same_weekday = start + timedelta(weeks=3)
    assert is_workday(last)
    assert last == same_weekday or not is_workday(same_weekday)
    assert (last - same_weekday).days <= 5


@given(days, st.sampled_from([row.id for row in TERMS]))
def test_no_term_ends_before_it_starts(start, term_id):
    assert due_on(term_id, start) >= start
    assert passed_on(term_id, start) == due_on(term_id, start) + timedelta(days=1)


def test_a_petition_may_be_sent_the_day_after_two_whole_weeks():
    assert term("F7", date(2026, 11, 2)).nature == Nature.WAIT
    assert passed_on("F7", date(2026, 11, 2)) == date(2026, 11, 17)


def test_every_term_cites_a_rule_in_force():
    for row in TERMS:
        assert row.id == "F16" or law.reference(row.law, date(2026, 11, 22))


def test_a_row_may_be_replaced_from_a_day(monkeypatch):
    change = date(2028, 1, 1)
    rows = (
        terms.Term("F2", "", "", "fvl_29", "", weeks=3, valid_to=change),
        terms.Term("F2", "", "", "fvl_29", "", weeks=4, valid_from=change),
    )
    monkeypatch.setattr(terms, "TERMS", rows)
    assert due_on("F2", date(2027, 12, 31)) == date(2028, 1, 21)
    assert due_on("F2", change) == date(2028, 1, 29)


def test_an_unknown_term():
    with pytest.raises(LookupError):
        due_on("F99", date(2026, 1, 1))
