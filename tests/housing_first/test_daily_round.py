"""Who must be seen today: days unseen, meetings missed, what was agreed; each rule by hand, and over random logs."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from housing_first.daily_round import ANY_KIND, Because, Met, place_in_round, standing
from housing_first.doorstep import Conduct

DAY = date(2026, 3, 2)
BEGAN = DAY - timedelta(days=100)


def ago(days, kind="visit", was_met=True, next_in=None, order=0):
    happened_on = DAY - timedelta(days=days)
    return Met(happened_on, kind, was_met, None if next_in is None else DAY + timedelta(days=next_in), order)


def stands(*contacts, limit=7, **more):
    return standing(DAY, BEGAN, limit, contacts, **more)


def test_whoever_nobody_has_seen_is_unseen_since_they_began():
    found = stands()
    assert (found.unseen_days, found.last_seen_on, found.because) == (100, None, (Because.UNSEEN,))
    assert standing(DAY, DAY, 7, []).because == ()
    assert standing(DAY, DAY + timedelta(days=3), 7, []).unseen_days == 0


@pytest.mark.parametrize(("days", "is_due"), [(6, False), (7, True), (8, True)])
def test_the_limit_is_reached_on_its_day(days, is_due):
    assert (Because.UNSEEN in stands(ago(days)).because) is is_due


def test_a_call_is_contact_and_nobody_has_seen_them():
    found = stands(ago(9), ago(1, "phone"))
    assert found.unseen_days == 9
    assert found.last_reached_on == DAY - timedelta(days=1)
    assert Because.UNSEEN in found.because


def test_of_whoever_is_in_prison_a_call_is_what_there_is():
    found = stands(ago(20), ago(3, "phone"), limit=14, seen_by=ANY_KIND)
    assert (found.unseen_days, found.because) == (3, ())
    assert stands(ago(20), ago(3, "phone", was_met=False), limit=14, seen_by=ANY_KIND).unseen_days == 20


def test_missed_meetings_are_counted_since_they_were_last_seen():
    log = [ago(9), ago(8, was_met=False), ago(7, "phone"), ago(6, "meeting", was_met=False), ago(5, "phone", False)]
    assert stands(*log).missed_in_a_row == 2
    assert stands(*log, ago(4, "accompaniment")).missed_in_a_row == 0
    # Two on one day: the order they were written in.
    assert stands(ago(1, order=1), ago(1, was_met=False, order=2)).missed_in_a_row == 1
    assert stands(ago(1, was_met=False, order=1), ago(1, order=2)).missed_in_a_row == 0


def test_what_is_agreed_is_due_on_its_day_and_after_until_it_is_kept():
    assert stands(ago(1, next_in=0)).because == (Because.AGREED,)
    assert stands(ago(3, next_in=-1)).because == (Because.AGREED_BEFORE,)
    assert stands(ago(1, next_in=2)).because == ()
    assert stands(ago(1, next_in=2)).agreed_on == DAY + timedelta(days=2)
    # A call before the day changes nothing; whatever is done on the day, or after it, has kept or broken it.
    assert stands(ago(3, next_in=0), ago(1, "phone")).because == (Because.AGREED,)
    assert stands(ago(3, next_in=-1), ago(0, "phone", was_met=False)).because == ()
    assert stands(ago(3, next_in=0), ago(0, "phone", was_met=False)).because == ()
    # Agreed anew.
    assert stands(ago(3, next_in=0), ago(1, "phone", next_in=4)).agreed_on == DAY + timedelta(days=4)


def test_what_happens_tomorrow_is_not_known_today():
    assert stands(ago(9), ago(-1)).unseen_days == 9


def test_the_strictest_doors_come_first_among_those_who_must_be_seen():
    due, seen = stands(ago(9)), stands(ago(1))
    rows = {
        "calm, seen": (Conduct.ALONE, seen),
        "police, seen": (Conduct.WITH_POLICE, seen),
        "calm, long ago": (Conduct.ALONE, stands(ago(30))),
        "calm, due": (Conduct.ALONE, due),
        "two, due": (Conduct.TWO_TOGETHER, due),
    }
    order = sorted(rows, key=lambda name: place_in_round(*rows[name]))
    assert order == ["two, due", "calm, long ago", "calm, due", "police, seen", "calm, seen"]


logs = st.lists(
    st.builds(
        ago,
        days=st.integers(-3, 60),
        kind=st.sampled_from(sorted(ANY_KIND)),
        was_met=st.booleans(),
        next_in=st.none() | st.integers(-50, 10),
        order=st.integers(0, 1000),
    ),
    max_size=12,
    unique_by=lambda row: row.order,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(logs, st.integers(1, 20))
def test_the_log_may_come_in_any_order_and_a_meeting_today_is_enough(log, limit):
    found = stands(*log, limit=limit)
    assert found == stands(*reversed(log), limit=limit)
    faces = [row for row in log if row.is_face_to_face and row.was_met and row.happened_on <= DAY]
    assert found.unseen_days == (min((DAY - row.happened_on).days for row in faces) if faces else 100)
    today = ago(0, order=5000)
    met = stands(*log, today, limit=limit)
    assert met.because == ()
    assert met.missed_in_a_row == 0
