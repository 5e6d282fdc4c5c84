"""Points for need, where they come from, and the order they give."""

from dataclasses import fields, replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.priority import (
    FIRST_SCHEME,
    MEASURES,
    Candidate,
    Criterion,
    Facts,
    in_order,
    order_key,
    prioritise,
    started,
)

TODAY = date(2026, 11, 22)
NOBODY = Facts(on=TODAY)
GROUPS = ["substance_use", "refugee", "elderly", "youth", "family_with_children"]
PROBLEMS = ["evicted_last_6_months", "heavy_debt", "released_last_6_months"]

some_facts = st.builds(
    Facts,
    on=st.just(TODAY),
    decided_on=st.none() | st.dates(date(2020, 1, 1), date(2027, 1, 1)),
    situation=st.sampled_from(["none", "no_home", "at_risk", "unsuitable"]),
    homeless_category=st.sampled_from(["", "1", "2", "3", "4", "other"]),
    child_ages=st.lists(st.integers(0, 17), max_size=6).map(tuple),
    target_groups=st.frozensets(st.sampled_from(GROUPS)),
    problems=st.frozensets(st.sampled_from(PROBLEMS)),
    temporary_days=st.none() | st.integers(0, 900),
    contract_ends_on=st.none() | st.dates(date(2026, 1, 1), date(2028, 1, 1)),
    leaves_institution_on=st.none() | st.dates(date(2026, 1, 1), date(2028, 1, 1)),
)


def points(**facts):
    return {line.code: line.points for line in prioritise(replace(NOBODY, **facts)).lines}


def test_someone_without_any_of_the_needs_has_no_points():
    assert prioritise(NOBODY).lines == ()
    assert prioritise(NOBODY).total == 0


@pytest.mark.parametrize(("category", "given_points"), [("1", 40), ("2", 30), ("3", 35), ("4", 50)])
def test_homeless_by_category(category, given_points):
    code = f"homeless_category_{category}"
    assert points(situation="no_home", homeless_category=category) == {code: given_points}
    assert code not in points(situation="at_risk", homeless_category=category)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"situation": "at_risk"}, {"at_risk": 25}),
        ({"situation": "unsuitable"}, {"unsuitable": 20}),
        ({"child_ages": (3,)}, {"children": 10}),
        ({"child_ages": (3, 5, 9)}, {"children": 20}),
        ({"child_ages": (3,), "temporary_days": 0}, {"children": 10, "children_in_temporary": 20}),
        ({"temporary_days": 31}, {"temporary_time": 4}),
        ({"temporary_days": 400}, {"temporary_time": 12}),
        ({"leaves_institution_on": date(2027, 1, 22)}, {"release_or_discharge": 10}),
        ({"leaves_institution_on": date(2027, 1, 23)}, {}),
        ({"leaves_institution_on": date(2026, 11, 21)}, {}),
        ({"problems": frozenset({"released_last_6_months"})}, {"release_or_discharge": 10}),
        ({"problems": frozenset({"evicted_last_6_months"})}, {"evicted": 5}),
        ({"problems": frozenset({"heavy_debt"})}, {}),
        ({"target_groups": frozenset({"refugee"})}, {"refugee": 15}),
        ({"target_groups": frozenset({"substance_use", "mental_illness"})}, {"health_or_substance": 10}),
        ({"target_groups": frozenset({"elderly"})}, {"adapted_home": 10}),
        ({"contract_ends_on": date(2027, 5, 22)}, {"contract_expiring": 15}),
        ({"contract_ends_on": date(2027, 5, 23)}, {}),
    ],
)
def test_each_criterion(facts, expected):
    assert points(**facts) == expected


@pytest.mark.parametrize(("waited", "given_points"), [(0, 0), (1, 1), (10, 1), (11, 2), (120, 12), (2000, 12)])
def test_a_point_for_each_started_ten_days_of_waiting(waited, given_points):
    assert points(decided_on=TODAY - timedelta(days=waited)).get("waiting_time", 0) == given_points


def test_a_decision_in_the_future_gives_no_waiting():
    assert points(decided_on=TODAY + timedelta(days=3)) == {}


def test_the_fact_is_shown():
    lines = prioritise(replace(NOBODY, child_ages=(3, 5), decided_on=TODAY - timedelta(days=143))).lines
    assert [(str(line.label), str(line.fact)) for line in lines] == [
        ("Barn i husstanden", "2 barn"),
        ("Ventetid", "143 dager"),
    ]


@given(some_facts)
def test_the_total_is_the_sum_of_the_lines(facts):
    priority = prioritise(facts)
    assert priority.total == sum(line.points for line in priority.lines)
    maxima = {criterion.code: criterion.maximum for criterion in FIRST_SCHEME}
    for line in priority.lines:
        assert line.points > 0
        assert str(line.fact)
        assert maxima[line.code] is None or line.points <= maxima[line.code]


@given(some_facts, st.integers(1, 400))
def test_waiting_longer_never_moves_anyone_down(facts, days):
    if facts.decided_on is None:
        return
    earlier = replace(facts, decided_on=facts.decided_on - timedelta(days=days))
    assert prioritise(earlier).total >= prioritise(facts).total


def test_nothing_about_who_someone_is_can_be_counted():
    assert [field.name for field in fields(Facts)] == [
        "on",
        "decided_on",
        "situation",
        "homeless_category",
        "child_ages",
        "target_groups",
        "problems",
        "temporary_days",
        "contract_ends_on",
        "leaves_institution_on",
    ]


def test_the_first_scheme_uses_every_measure_once():
    assert [criterion.code for criterion in FIRST_SCHEME] == list(MEASURES)


def test_a_municipality_may_have_its_own_scheme():
    scheme = [Criterion("children", "Barn", 7), Criterion("waiting_time", "Ventetid", 0)]
    facts = replace(NOBODY, child_ages=(1, 2), decided_on=date(2026, 1, 1))
    assert [(line.code, line.points) for line in prioritise(facts, scheme).lines] == [("children", 14)]


def test_started():
    assert [started(days, 10) for days in (0, 1, 9, 10, 11, 20, 21)] == [0, 1, 1, 1, 2, 2, 3]


def test_equal_points_are_ordered_by_decision_and_then_by_application():
    older, newer = date(2026, 1, 1), date(2026, 2, 1)
    assert sorted([order_key(5, newer, 1), order_key(5, older, 9), order_key(5, older, 2), order_key(6, newer, 7)]) == [
        order_key(6, newer, 7),
        order_key(5, older, 2),
        order_key(5, older, 9),
        order_key(5, newer, 1),
    ]


@given(st.lists(some_facts, max_size=12), st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_the_order_asked_in(all_facts, shuffler: Random):
    candidates = [Candidate(number, date(2026, 1, 1), facts) for number, facts in enumerate(all_facts)]
    shuffled = shuffler.sample(candidates, len(candidates))
    assert in_order(shuffled) == in_order(candidates)
    totals = [priority.total for _candidate, priority in in_order(candidates)]
    assert totals == sorted(totals, reverse=True)
