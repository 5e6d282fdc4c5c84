"""The next step in an arrears case: each rule alone, their order, and what is never proposed where children live."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evictions.next_step import RULES, Facts, Step, proposals, proposed

TODAY = date(2026, 3, 16)
LONG_AGO, JUST_NOW = TODAY - timedelta(days=60), TODAY - timedelta(days=3)
SMALL, LARGE = Decimal(3000), Decimal(20000)


def facts(**known):
    return Facts(**({"today": TODAY, "owed": SMALL, "rent": Decimal(8000)} | known))


# What is known, and what is proposed first and by which rule.
CASES = [
    ({}, Step.LETTER, "first_small_debt"),
    ({"missed": 2}, Step.PHONE, "not_sought"),
    ({"owed": LARGE}, Step.PHONE, "not_sought"),
    ({"letters": 1, "last_tried_on": LONG_AGO}, Step.PHONE, "letter_unanswered"),
    ({"letters": 1, "last_tried_on": JUST_NOW}, Step.WAIT, ""),
    ({"calls": 1, "last_tried_on": LONG_AGO}, Step.PHONE, "not_reached"),
    ({"calls": 1, "last_tried_on": JUST_NOW}, Step.WAIT, ""),
    ({"calls": 2, "last_tried_on": JUST_NOW}, Step.HOME_VISIT, "does_not_answer"),
    ({"calls": 1, "was_met": True}, Step.PAYMENT_PLAN, "met_without_plan"),
    ({"calls": 1, "was_met": True, "plan": "active", "plan_tried": True}, Step.WAIT, "plan_is_kept"),
    ({"plan": "breached", "calls": 1, "last_tried_on": LONG_AGO}, Step.PHONE, "plan_is_broken"),
    ({"plan": "breached", "children": 2, "visits": 1}, Step.HOME_VISIT, "plan_is_broken_with_children"),
    ({"children": 1}, Step.HOME_VISIT, "children_first"),
    ({"children": 1, "visits": 1, "last_tried_on": JUST_NOW}, Step.WAIT, ""),
    ({"earlier_evictions": 1}, Step.MEETING, "evicted_before"),
    ({"calls": 1, "was_met": True, "plan_tried": True, "has_consent": True}, Step.BENEFIT_DEDUCTION, "consent_given"),
    ({"visits": 1, "was_met": True, "plan_tried": True}, Step.ADVICE, "lasting_debt"),
    ({"visits": 1, "was_met": True, "plan_tried": True, "advised": True}, Step.MEETING, "tried_alone"),
    ({"owed": LARGE, "visits": 1, "met_about_on": LONG_AGO}, Step.WARNING, "nothing_helped"),
    ({"owed": LARGE, "visits": 1, "met_about_on": LONG_AGO, "warned_on": JUST_NOW}, Step.HOME_VISIT, "already_warned"),
    ({"has_petition": True, "visits": 1}, Step.PETITION, "petition_runs"),
    ({"has_moved_out": True}, Step.PAYMENT_PLAN, "has_moved"),
    ({"owed": Decimal(0)}, Step.CLOSE, "nothing_owed"),
    ({"owed": Decimal(0), "paused_until": TODAY + timedelta(days=9)}, Step.WAIT, "paused"),
]


@pytest.mark.parametrize(("known", "step", "rule"), CASES, ids=[case[2] or f"wait-{n}" for n, case in enumerate(CASES)])
def test_each_rule_is_proposed_when_it_comes_first(known, step, rule):
    found = proposed(facts(**known))
    assert (found.step, found.rule) == (step, rule)
    assert found.why


def test_every_rule_has_a_case_where_it_comes_first():
    assert {rule.name for rule in RULES} == {rule for _known, _step, rule in CASES if rule}


def test_what_else_spoke_for_something_stands_behind_the_proposal():
    found = proposals(facts(children=1, earlier_evictions=1))
    assert [row.rule for row in found] == ["children_first", "evicted_before", "first_small_debt"]


def test_reasons_hold_the_facts_and_dates_as_one_reads_them():
    assert proposed(facts(paused_until=date(2026, 4, 1))).why == "Saken er på pause til 01.04.2026."
    assert proposed(facts(children=3)).why == "Det bor 3 barn her, og ingen har vært på døren."


def test_what_to_think_of_first_goes_with_every_step():
    found = proposed(facts(two_together=True, interpreter="dari", is_followed_up=True))
    assert found.care == ("Gå alltid to sammen.", "Bestill tolk: dari.", "Snakk med oppfølgingsteamet først.")


ANY = st.builds(
    Facts,
    today=st.just(TODAY),
    owed=st.integers(-5000, 200_000).map(Decimal),
    rent=st.none() | st.integers(4000, 15000).map(Decimal),
    missed=st.integers(0, 6),
    children=st.integers(0, 5),
    earlier_evictions=st.integers(0, 2),
    plan=st.sampled_from(["", "active", "breached"]),
    plan_tried=st.booleans(),
    letters=st.integers(0, 3),
    calls=st.integers(0, 4),
    visits=st.integers(0, 3),
    was_met=st.booleans(),
    advised=st.booleans(),
    has_consent=st.booleans(),
    has_deduction=st.booleans(),
    last_tried_on=st.none() | st.dates(LONG_AGO, TODAY),
    met_about_on=st.none() | st.dates(LONG_AGO, TODAY),
    warned_on=st.none() | st.dates(LONG_AGO, TODAY),
    has_petition=st.booleans(),
)


@given(ANY)
def test_nothing_towards_an_eviction_before_somebody_was_at_the_door(known):
    for proposal in proposals(known):
        if proposal.step == Step.WARNING:
            assert known.visits
            assert known.met_about_on
            assert known.plan_tried or not known.children
            assert known.months >= 2


@given(ANY)
def test_there_is_always_a_proposal_with_a_reason(known):
    assert all(row.why and row.label for row in proposals(known))


@given(ANY)
def test_no_deduction_is_proposed_without_a_consent(known):
    assert known.has_consent or Step.BENEFIT_DEDUCTION not in [row.step for row in proposals(known)]
