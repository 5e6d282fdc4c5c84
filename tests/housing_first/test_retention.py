"""Kaplan and Meier against an independent package, over random lives; each rule of a home by hand; Bodø's shares."""

import warnings
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from housing_first import retention
from housing_first.retention import Followed, Lease, Observation, Share

with warnings.catch_warnings():
    # What it is built on warns of its own coming changes; ours are still errors.
    warnings.simplefilter("ignore")
    from lifelines import KaplanMeierFitter

BEGAN = date(2020, 1, 1)
LAST = 1300


def day(number: int) -> date:
    return BEGAN + timedelta(days=number)


def lease(moved_in, moved_out=None, reason="other", tenure="private") -> Lease:
    if moved_out is None:
        return Lease(day(moved_in), tenure=tenure)
    return Lease(day(moved_in), day(moved_out), reason, tenure)


def followed(*leases, ended=None, started=0) -> Followed:
    return Followed(day(started), None if ended is None else day(ended), leases)


def seen(one: Followed, as_of: int) -> tuple[int, bool] | None:
    found = retention.observe(one, day(as_of))
    return found and (found.days, found.is_lost)


# --- Each rule by hand -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gap", "expected"),
    [(0, (400, False)), (30, (400, False)), (31, (100, True))],
    ids=["the same day", "thirty days", "thirty-one days"],
)
def test_a_home_goes_on_over_a_gap_of_at_most_thirty_days(gap, expected):
    assert seen(followed(lease(0, 100), lease(100 + gap)), 400) == expected


def test_a_gap_is_counted_from_the_last_day_in_any_of_the_homes():
    two_at_once = followed(lease(0, 200), lease(50, 100), lease(220))
    assert seen(two_at_once, 400) == (400, False)


@pytest.mark.parametrize("reason", ["dead", "bought"])
def test_who_died_or_bought_lost_nothing(reason):
    assert seen(followed(lease(0, 100, reason)), 400) == (100, False)


@pytest.mark.parametrize("reason", ["evicted", "prison", "institution", "neighbour_conflict", "moved_private", ""])
def test_every_other_reason_is_a_loss_when_nothing_follows(reason):
    assert seen(followed(lease(0, 100, reason)), 400) == (100, True)


def test_it_is_the_last_reason_that_tells():
    assert seen(followed(lease(0, 100, "dead"), lease(110, 150, "evicted")), 400) == (150, True)
    assert seen(followed(lease(0, 100, "evicted"), lease(110, 150, "bought")), 400) == (150, False)


@pytest.mark.parametrize(
    ("ended", "expected"),
    [(101, (100, True)), (100, (100, False)), (99, (99, False)), (900, (100, True))],
    ids=["the day after", "the same day", "the day before", "after the day asked about"],
)
def test_a_home_is_lost_only_before_the_participation_ended(ended, expected):
    assert seen(followed(lease(0, 100), ended=ended), 400) == expected


def test_nothing_that_was_still_to_come_is_known():
    one = followed(lease(0, 100, "evicted"), lease(120))
    assert seen(one, 99) == (99, False)
    assert seen(one, 100) == (100, True)
    assert seen(one, 119) == (100, True)
    assert seen(one, 120) == (120, False)
    assert seen(followed(lease(10)), 9) is None
    assert seen(followed(lease(10)), 10) == (0, False)


def test_the_first_home_is_the_first_moved_in_on_after_the_start_and_before_the_end():
    assert seen(followed(lease(5), started=5), 10) == (5, False)
    assert seen(followed(lease(4), started=5), 10) is None
    assert seen(followed(lease(20), ended=20), 40) is None
    assert seen(followed(lease(19), ended=20), 40) == (1, False)
    older = retention.first_home(day(5), None, [lease(9), lease(4), lease(7, 8)])
    assert older == lease(7, 8)


def test_an_older_lease_does_not_carry_a_home_on():
    assert seen(followed(lease(0, 300), lease(50, 100), started=10), 400) == (50, True)


def test_of_nobody_there_is_no_share():
    none = retention.kaplan_meier([])
    assert (none.at(365), none.median(), none.count, none.at_risk(0)) == (None, None, 0, 0)


def test_a_curve_by_hand():
    """Four: lost on day 10, not followed from 10, lost on 20, followed to 30."""
    curve = retention.kaplan_meier(
        [Observation(10, True), Observation(10, False), Observation(20, True), Observation(30, False)]
    )
    assert [curve.at(when) for when in (0, 9, 10, 19, 20, 99)] == [
        1, 1, Fraction(3, 4), Fraction(3, 4), Fraction(3, 8), Fraction(3, 8),
    ]  # fmt: skip
    assert [curve.at_risk(when) for when in (0, 10, 11, 20, 21, 31)] == [4, 4, 2, 2, 1, 0]
    assert (curve.median(), curve.lost, curve.count) == (20, 2, 4)


# --- Against a package that shares nothing with it -------------------------------------------------------------------


@st.composite
def lives(draw) -> Followed:
    """A start, a row of leases that follow, overlap or leave gaps on both sides of thirty days, and maybe an end."""
    # Tens of days, so that much happens on the same day as something else.
    started, at, leases = 10 * draw(st.integers(0, 20)), 10 * draw(st.integers(0, 25)), []
    for _number in range(draw(st.integers(0, 4))):
        lasts = draw(st.sampled_from([10, 20, 60, 100, 200, 300, None]))
        reason = draw(st.sampled_from(["dead", "bought", "evicted", "prison", "other"]))
        leases.append(lease(at, lasts and at + lasts, reason))
        at += (lasts or 30) + draw(st.sampled_from([-20, 0, 1, 29, 30, 31, 32, 90]))
        at = max(at, 0)
    ended = draw(st.none() | st.integers(started // 10, LAST // 10).map(lambda tens: 10 * tens))
    return followed(*draw(st.permutations(leases)), started=started, ended=ended)


def plainly(one: Followed, as_of: date) -> tuple[int, int] | None:
    """The same rules walked day by day: a home is over when thirty-one days in a row nobody lived in one."""
    begun = [row.moved_in_on for row in one.leases if one.started_on <= row.moved_in_on <= as_of]
    if not begun or (one.ended_on and min(begun) >= one.ended_on):
        return None
    first = min(begun)
    until = min(one.ended_on or as_of, as_of)
    lived = set()
    for row in one.leases:
        if first <= row.moved_in_on <= as_of:
            out = row.moved_out_on if row.moved_out_on and row.moved_out_on <= as_of else as_of + timedelta(days=1)
            lived |= {row.moved_in_on + timedelta(days=n) for n in range((out - row.moved_in_on).days)}
    empty, today = 0, first
    while today <= as_of and empty <= 30:
        empty = 0 if today in lived else empty + 1
        today += timedelta(days=1)
    if not empty:
        return (until - first).days, 0
    over = today - timedelta(days=empty)
    if one.ended_on and over >= one.ended_on:
        return (until - first).days, 0
    why = {row.end_reason for row in one.leases if row.moved_out_on == over and first <= row.moved_in_on}
    return (over - first).days, int(not why & {"dead", "bought"})


# A hundred towns of some thirty each: thousands of lives.
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(lives(), min_size=20, max_size=40), st.integers(20, LAST // 10))
def test_it_agrees_with_lifelines_over_random_lives(everyone, number):
    as_of = day(10 * number)
    plain = [one for one in (plainly(life, as_of) for life in everyone) if one is not None]
    curve = retention.curve(everyone, as_of)
    assert sorted(curve.durations) == sorted(days for days, _lost in plain)
    if not plain:
        assert curve.at(365) is None
        return
    fitted = KaplanMeierFitter().fit([days for days, _lost in plain], [lost for _days, lost in plain])
    marks = [0, 1, *retention.MARKS.values(), *(step.day for step in curve.steps)]
    theirs = fitted.survival_function_at_times(marks)
    for mark, share in zip(marks, theirs, strict=True):
        assert float(curve.at(mark)) == pytest.approx(share, abs=1e-9), mark
    median = fitted.median_survival_time_
    assert curve.median() == (None if median == float("inf") else median)
    for step in curve.steps:
        row = fitted.event_table.loc[step.day]
        assert (step.lost, step.at_risk) == (row["observed"], row["at_risk"])


# --- Bodø's ways -----------------------------------------------------------------------------------------------------


def test_more_than_nineteen_months_means_more():
    as_of = date(2021, 8, 1)
    assert retention.longer_than([followed(lease(0))], 19, as_of) == Share(0, 1)
    assert retention.longer_than([followed(lease(0))], 19, as_of + timedelta(days=1)) == Share(1, 1)


def test_those_who_never_got_a_home_are_in_the_whole():
    everyone = [followed(lease(0)), followed(), followed(lease(0, 50)), followed(lease(0), ended=200)]
    later = Followed(day(900), None, (lease(901),))
    assert retention.still_housed([*everyone, later], day(800)) == Share(1, 4)
    assert retention.longer_than([*everyone, later], 19, day(800)) == Share(2, 4)


def test_bodos_own_shares_come_out_as_they_printed_them():
    """31.08.2020: 78 % of 33 with more than 19 months, 70 % still followed and housed, by people like theirs."""
    as_of = date(2020, 8, 31)
    long_ago, lately = date(2018, 2, 1), date(2019, 6, 1)
    still = [Followed(long_ago, None, (Lease(long_ago),))] * 20 + [Followed(lately, None, (Lease(lately),))] * 3
    left = [Followed(long_ago, as_of, (Lease(long_ago, date(2020, 3, 1), "other"),))] * 6
    without = [Followed(lately, None)] * 4
    everyone = still + left + without
    assert retention.longer_than(everyone, retention.BODO_MONTHS, as_of) == Share(26, 33)
    assert retention.still_housed(everyone, as_of) == Share(23, 33)
