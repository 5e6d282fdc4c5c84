"""How one goes to a door: the strictest of what is known, and nothing milder because it is no longer known."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from housing_first.doorstep import (
    DANGEROUS,
    OF_THE_DOOR,
    Assessed,
    Conduct,
    Happened,
    Warned,
    Why,
    doorstep,
    same_door,
)

DAY = date(2026, 3, 2)
CALM = Assessed("home_visit", Conduct.ALONE, DAY - timedelta(days=10), DAY + timedelta(days=100), 1)
TWO = Warned("two_together", "Gå alltid to sammen", DAY - timedelta(days=30), DAY + timedelta(days=30))


def days(count):
    return timedelta(days=count)


def whys(door):
    return [reason.why for reason in door.reasons]


def test_a_door_nobody_has_assessed_is_gone_to_by_two():
    door = doorstep(DAY)
    assert door.conduct == Conduct.TWO_TOGETHER
    assert whys(door) == [Why.NEVER_ASSESSED]
    assert door.must_be_assessed


def test_a_door_that_was_found_calm_is_gone_to_alone():
    door = doorstep(DAY, [CALM])
    assert door.is_alone
    assert not door.must_be_assessed


@pytest.mark.parametrize("topic", ["needles", "medicine", "fire", "transport", "other"])
def test_an_assessment_of_something_else_says_nothing_of_the_door(topic):
    assert doorstep(DAY, [replace(CALM, topic=topic)]).conduct == Conduct.TWO_TOGETHER


def test_the_last_day_holds_and_the_day_after_it_is_two():
    ends = replace(CALM, expires_on=DAY)
    assert doorstep(DAY, [ends]).is_alone
    after = doorstep(DAY + days(1), [ends])
    assert after.conduct == Conduct.TWO_TOGETHER
    assert whys(after) == [Why.EXPIRED_ASSESSMENT]
    assert after.must_be_assessed


@pytest.mark.parametrize("conduct", [Conduct.MEET_ELSEWHERE, Conduct.WITH_POLICE])
def test_what_ran_out_is_no_milder_than_it_was(conduct):
    gone = replace(CALM, conduct=conduct, expires_on=DAY - days(1))
    assert doorstep(DAY, [gone]).conduct == conduct


def test_a_new_assessment_of_the_same_topic_takes_the_place_of_the_one_before():
    police = Assessed("home_visit", Conduct.WITH_POLICE, DAY - days(90), DAY + days(90), 1)
    assert doorstep(DAY, [CALM, police]).is_alone
    # Of two on one day, the one made last, whatever order they come in.
    same_day = replace(police, assessed_on=CALM.assessed_on, order=2)
    assert doorstep(DAY, [same_day, CALM]).conduct == Conduct.WITH_POLICE
    # Another topic stands beside it.
    assert doorstep(DAY, [CALM, replace(police, topic="violence")]).conduct == Conduct.WITH_POLICE


def test_an_assessment_from_tomorrow_is_not_known_today():
    assert doorstep(DAY, [replace(CALM, assessed_on=DAY + days(1))]).conduct == Conduct.TWO_TOGETHER


@pytest.mark.parametrize("kind", ["two_together", "threat"])
def test_no_assessment_makes_an_alert_milder(kind):
    assert doorstep(DAY, [CALM], [replace(TWO, kind=kind)]).conduct == Conduct.TWO_TOGETHER


@pytest.mark.parametrize("kind", ["animal", "health", "other"])
def test_another_alert_is_told_and_asks_for_nobody_more(kind):
    door = doorstep(DAY, [CALM], [replace(TWO, kind=kind)])
    assert door.is_alone
    assert Why.ALERT in whys(door)


def test_an_alert_that_ran_out_by_itself_still_holds():
    gone = replace(TWO, expires_on=DAY)
    door = doorstep(DAY, [CALM], [gone])
    assert door.conduct == Conduct.TWO_TOGETHER
    assert Why.LAPSED_ALERT in whys(door)
    # Years later too, until somebody has looked at the door or taken the alert away.
    assert doorstep(DAY + days(2000), [CALM], [gone]).conduct == Conduct.TWO_TOGETHER
    looked = replace(CALM, assessed_on=DAY)
    assert doorstep(DAY, [looked], [gone]).is_alone
    assert doorstep(DAY, [CALM], [replace(gone, ended=True)]).is_alone


def test_an_alert_that_begins_later_is_not_told_yet():
    assert doorstep(DAY, [CALM], [replace(TWO, starts_on=DAY + days(1))]).is_alone


@pytest.mark.parametrize("kind", sorted(DANGEROUS))
def test_what_has_happened_holds_until_the_door_is_assessed_after_it(kind):
    threat = Happened(kind, "Trusler", DAY)
    assert doorstep(DAY, [CALM], [], [threat]).conduct == Conduct.TWO_TOGETHER
    # Made the same day it may have been made before.
    assert doorstep(DAY, [replace(CALM, assessed_on=DAY)], [], [threat]).conduct == Conduct.TWO_TOGETHER
    assert doorstep(DAY + days(1), [replace(CALM, assessed_on=DAY + days(1))], [], [threat]).is_alone
    needles = replace(CALM, topic="needles", assessed_on=DAY + days(1))
    assert doorstep(DAY + days(1), [CALM, needles], [], [threat]).conduct == Conduct.TWO_TOGETHER


def test_damage_asks_for_nobody_more():
    assert doorstep(DAY, [CALM], [], [Happened("damage", "Skade", DAY)]).is_alone


def test_whoever_opens_may_be_the_other_one():
    calm, dangerous = doorstep(DAY, [CALM]), doorstep(DAY, [replace(CALM, conduct=Conduct.WITH_POLICE)])
    assert same_door(calm, [calm, dangerous]).conduct == Conduct.WITH_POLICE
    assert same_door(calm, [calm, doorstep(DAY)]).is_alone
    assert same_door(calm, [calm]) == calm


assessments = st.lists(
    st.builds(
        Assessed,
        topic=st.sampled_from(["home_visit", "violence", "needles", "fire"]),
        conduct=st.sampled_from(list(Conduct)),
        assessed_on=st.integers(-40, 5).map(lambda back: DAY + days(back)),
        expires_on=st.integers(-20, 40).map(lambda ahead: DAY + days(ahead)),
        order=st.integers(0, 99),
    ),
    max_size=5,
    unique_by=lambda row: row.order,
)
alerts = st.lists(
    st.builds(
        Warned,
        kind=st.sampled_from(["two_together", "threat", "animal", "other"]),
        label=st.just("x"),
        starts_on=st.integers(-40, 5).map(lambda back: DAY + days(back)),
        expires_on=st.integers(-20, 40).map(lambda ahead: DAY + days(ahead)),
        ended=st.booleans(),
    ),
    max_size=4,
)
events = st.lists(
    st.builds(
        Happened,
        kind=st.sampled_from(["threat", "weapon", "damage"]),
        label=st.just("x"),
        happened_on=st.integers(-40, 0).map(lambda back: DAY + days(back)),
    ),
    max_size=3,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(assessments, alerts, events)
def test_alone_is_said_only_when_somebody_has_looked_and_nothing_speaks_against(assessed, warned, happened):
    door = doorstep(DAY, assessed, warned, happened)
    assert door.conduct == max(reason.conduct for reason in door.reasons)
    known = [row for row in assessed if row.assessed_on <= DAY]
    looked = [row for row in known if row.topic in OF_THE_DOOR]
    if door.is_alone:
        assert looked
        last = max(row.assessed_on for row in looked)
        assert not [row for row in happened if row.kind in DANGEROUS and row.happened_on >= last]
        for topic in {row.topic for row in known}:
            latest = max((row for row in known if row.topic == topic), key=lambda row: (row.assessed_on, row.order))
            assert latest.conduct == Conduct.ALONE
            assert latest.expires_on >= DAY
        for row in warned:
            if row.kind in {"two_together", "threat"} and row.starts_on <= DAY and not row.ended:
                assert row.expires_on <= min(last, DAY)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(assessments, alerts, events)
def test_no_more_warnings_make_it_milder_and_time_alone_never_does(assessed, warned, happened):
    door = doorstep(DAY, assessed, warned, happened)
    for count in range(len(warned)):
        assert doorstep(DAY, assessed, warned[:count], happened).conduct <= door.conduct
    for count in range(len(happened)):
        assert doorstep(DAY, assessed, warned, happened[:count]).conduct <= door.conduct
    # What is known today and not looked at again asks for no less in a year.
    known = [row for row in assessed if row.assessed_on <= DAY]
    seen = [row for row in warned if row.starts_on <= DAY]
    later = doorstep(DAY + days(365), known, seen, happened)
    assert later.conduct >= doorstep(DAY, known, seen, happened).conduct
