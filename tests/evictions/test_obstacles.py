"""What stands in the way of a petition and of what follows it, without a database."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evictions import obstacles
from evictions.obstacles import PetitionFacts, Warned

TODAY = date(2026, 3, 23)
SERVES = Warned(TODAY - timedelta(days=20), TODAY - timedelta(days=25), Decimal(8000), pk=1)
# A petition could be sent on it until yesterday.
OLD = Warned(date(2025, 3, 7), date(2025, 3, 1), Decimal(8000))
READY = PetitionFacts(today=TODAY, owed=Decimal(8000), warnings=(SERVES,), social_told_on=TODAY - timedelta(days=20))


def codes(**facts):
    found = obstacles.petition_obstacles(replace(READY, **facts))
    return {obstacle.code: obstacle for obstacle in found}


def test_nothing_stands_in_the_way():
    assert obstacles.petition_obstacles(READY) == []
    assert obstacles.earliest_petition_on(READY) == TODAY
    assert obstacles.serving_warning(READY) == SERVES


@pytest.mark.parametrize(
    ("code", "facts", "earliest"),
    [
        ("not_landlord", {"is_municipal": False}, None),
        ("moved_out", {"has_moved_out": True}, None),
        ("open_petition", {"has_open_petition": True}, None),
        ("no_clause", {"has_clause": False}, None),
        ("nothing_owed", {"owed": Decimal(0)}, None),
        ("plan_is_kept", {"plan_is_kept": True}, None),
        ("children", {"has_children": True}, None),
        ("no_warning", {"warnings": ()}, date(2026, 4, 7)),
        ("claim_paid", {"warnings": (replace(SERVES, unpaid=Decimal(0)),)}, date(2026, 4, 7)),
        ("too_early", {"warnings": (replace(SERVES, sent_on=date(2026, 3, 9)),)}, date(2026, 3, 24)),
        ("stale", {"warnings": (OLD,)}, date(2026, 4, 7)),
    ],
)
def test_each_refuses_alone_and_says_the_earliest_day(code, facts, earliest):
    found = codes(**facts)
    assert set(found) == {code}
    assert found[code].refuses
    assert found[code].earliest_on == earliest
    assert obstacles.earliest_petition_on(replace(READY, **facts)) == earliest
    if earliest:
        assert f"{earliest:%d.%m.%Y}" in found[code].text


def test_a_warning_serves_from_its_first_day_to_its_last():
    sent = date(2026, 3, 2)
    facts = replace(READY, warnings=(Warned(sent, sent, Decimal(1)),))
    serves = [
        day
        for day in (sent + timedelta(days=n) for n in range(500))
        if obstacles.serving_warning(replace(facts, today=day))
    ]
    assert (serves[0], serves[-1], len(serves)) == (date(2026, 3, 17), date(2027, 3, 17), 366)


def test_children_are_protected_until_a_plan_is_tried_or_the_leader_decides():
    assert "children" in codes(has_children=True)
    assert codes(has_children=True, plan_tried=True) == {}
    assert codes(has_children=True, is_overridden=True) == {}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"social_told_on": None}, {"social_wait": date(2026, 4, 7)}),
        ({"social_told_on": date(2026, 3, 20)}, {"social_wait": date(2026, 4, 4)}),
        ({"social_told_on": None, "has_reserved": True}, {}),
        ({"other_adults": 1}, {"adults": None}),
        ({"has_clause": None}, {"clause_unknown": None}),
    ],
)
def test_some_only_advise(facts, expected):
    found = codes(**facts)
    assert {code: obstacle.earliest_on for code, obstacle in found.items()} == expected
    assert not any(obstacle.refuses for obstacle in found.values())
    assert obstacles.earliest_petition_on(replace(READY, **facts)) == TODAY


def test_what_refuses_stands_first_and_no_day_is_promised_when_a_day_is_not_enough():
    facts = replace(READY, social_told_on=None, other_adults=2, has_children=True, warnings=())
    found = obstacles.petition_obstacles(facts)
    assert [obstacle.refuses for obstacle in found] == [True, True, False, False]
    assert obstacles.earliest_petition_on(facts) is None


DAYS = st.dates(date(2025, 1, 1), date(2027, 1, 1))
MONEY = st.integers(0, 3).map(Decimal)
WARNED = st.builds(Warned, sent_on=DAYS, due_on=DAYS, unpaid=MONEY)
FACTS = st.builds(
    PetitionFacts,
    today=DAYS,
    owed=MONEY,
    warnings=st.lists(WARNED, max_size=4).map(tuple),
    is_municipal=st.booleans(),
    has_moved_out=st.booleans(),
    has_clause=st.sampled_from([True, False, None]),
    has_open_petition=st.booleans(),
    plan_is_kept=st.booleans(),
    has_children=st.booleans(),
    plan_tried=st.booleans(),
    is_overridden=st.booleans(),
    social_told_on=st.none() | DAYS,
    has_reserved=st.booleans(),
    other_adults=st.integers(0, 2),
)


@given(FACTS)
def test_a_petition_is_never_let_through_against_the_law(facts):
    in_the_way = obstacles.refusing(obstacles.petition_obstacles(facts))
    lawful = [
        row
        for row in facts.warnings
        if row.unpaid > 0
        and timedelta(days=14) < facts.today - max(row.sent_on, row.due_on)
        and facts.today <= max(row.sent_on, row.due_on) + timedelta(days=15 + 366)
    ]
    if not in_the_way:
        assert lawful
        assert facts.owed > 0
        assert facts.plan_tried or facts.is_overridden or not facts.has_children
        assert facts.is_municipal
        assert [facts.has_open_petition, facts.has_moved_out, facts.plan_is_kept] == [False] * 3
        assert facts.has_clause is not False
    earliest = obstacles.earliest_petition_on(facts)
    assert (earliest == facts.today) == (not in_the_way)
    assert earliest is None or earliest >= facts.today


@given(FACTS)
def test_on_the_earliest_day_nothing_dated_is_in_the_way_when_one_waits_or_warns(facts):
    earliest = obstacles.earliest_petition_on(facts)
    if earliest is None:
        return
    needs_new = {row.code for row in obstacles.petition_obstacles(facts)} & {"no_warning", "claim_paid", "stale"}
    warnings = facts.warnings
    if needs_new:
        warnings += (Warned(facts.today, facts.today, Decimal(1)),)
    then = replace(facts, today=earliest, warnings=warnings)
    assert obstacles.refusing(obstacles.petition_obstacles(then)) == []


def test_what_follows_the_petition_has_its_days_too():
    put = date(2026, 3, 20)  # two weeks on is Good Friday
    first = date(2026, 4, 8)
    too_soon = obstacles.schedule_obstacles(first - timedelta(days=1), put_to_tenant_on=put)
    assert [(row.code, row.earliest_on) for row in too_soon] == [("before_answer", first)]
    assert obstacles.schedule_obstacles(first, put_to_tenant_on=put) == []
    assert obstacles.put_to_tenant_obstacles(put, sent_on=put) == []
    assert obstacles.put_to_tenant_obstacles(put, sent_on=first)[0].earliest_on == first
    assert obstacles.statement_obstacles(put, put_to_tenant_on=put) == []
    assert obstacles.statement_obstacles(put, put_to_tenant_on=first)[0].earliest_on == first


@pytest.mark.parametrize(
    ("on", "adults", "told", "expected"),
    [
        (0, 0, None, []),
        (-1, 0, None, ["before_day"]),
        (0, 1, None, ["adults_not_told"]),
        (0, 1, 1, ["adults_not_told"]),
        (0, 1, 0, []),
        (-1, 1, None, ["before_day", "adults_not_told"]),
    ],
)
def test_nobody_is_put_out_before_the_day_or_without_the_other_adults_told(on, adults, told, expected):
    day = date(2026, 5, 4)
    found = obstacles.carry_out_obstacles(
        day + timedelta(days=on),
        scheduled_on=day,
        other_adults=adults,
        adults_told_on=None if told is None else day + timedelta(days=told),
    )
    assert [row.code for row in found] == expected
