"""The next step in an arrears case: each rule alone, their order, and what is never proposed where children live."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evictions.next_step import OTHERWISE, RULES, Facts, Step, proposals, proposed

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
    ({"oldest_on": TODAY - timedelta(days=60)}, Step.LETTER, "first_small_debt"),
    ({"oldest_on": TODAY - timedelta(days=61)}, Step.PHONE, "not_sought"),
    ({"letters": 1, "last_tried_on": LONG_AGO}, Step.PHONE, "letter_unanswered"),
    ({"letters": 1, "last_tried_on": JUST_NOW}, Step.WAIT, "just_done"),
    ({"calls": 1, "last_tried_on": LONG_AGO}, Step.PHONE, "not_reached"),
    ({"calls": 1, "last_tried_on": JUST_NOW}, Step.WAIT, "just_done"),
    ({"calls": 2, "last_tried_on": JUST_NOW}, Step.HOME_VISIT, "does_not_answer"),
    ({"calls": 1, "was_met": True}, Step.PAYMENT_PLAN, "met_without_plan"),
    ({"calls": 1, "was_met": True, "plan": "active", "plan_tried": True}, Step.WAIT, "plan_is_kept"),
    ({"plan": "breached", "calls": 1, "last_tried_on": LONG_AGO}, Step.PHONE, "plan_is_broken"),
    ({"plan": "breached", "children": 2, "visits": 1}, Step.HOME_VISIT, "plan_is_broken_with_children"),
    ({"children": 1}, Step.HOME_VISIT, "children_first"),
    ({"children": 1, "visits": 1, "last_tried_on": JUST_NOW}, Step.WAIT, "just_done"),
    ({"earlier_evictions": 1}, Step.MEETING, "evicted_before"),
    ({"calls": 1, "was_met": True, "plan_tried": True, "has_consent": True}, Step.BENEFIT_DEDUCTION, "consent_given"),
    ({"visits": 1, "was_met": True, "plan_tried": True}, Step.ADVICE, "lasting_debt"),
    ({"visits": 1, "was_met": True, "plan_tried": True, "advised": True}, Step.MEETING, "tried_alone"),
    ({"owed": LARGE, "visits": 1, "met_about_on": LONG_AGO}, Step.WARNING, "nothing_helped"),
    ({"owed": LARGE, "visits": 1, "met_about_on": LONG_AGO, "warned_on": JUST_NOW}, Step.HOME_VISIT, "already_warned"),
    ({"has_petition": True, "visits": 1}, Step.PETITION, "petition_runs"),
    ({"owed": LARGE, "visits": 1, "met_about_on": JUST_NOW}, Step.WAIT, "just_done"),
    ({"visits": 1, "last_tried_on": LONG_AGO}, Step.MEETING, "stands_still"),
    ({"has_deduction": True, "visits": 1, "was_met": True}, Step.WAIT, "deduction_runs"),
    ({"has_deduction": True, "missed": 2}, Step.PHONE, "not_sought"),
    ({"has_moved_out": True}, Step.PAYMENT_PLAN, "has_moved"),
    ({"has_moved_out": True, "plan": "active"}, Step.WAIT, "plan_is_kept"),
    ({"has_moved_out": True, "plan": "breached", "children": 2}, Step.PAYMENT_PLAN, "has_moved"),
    ({"owed": Decimal(0), "has_petition": True}, Step.PETITION, "paid_after_petition"),
    ({"owed": Decimal(-9), "has_petition": True, "paused_until": TODAY}, Step.PETITION, "paid_after_petition"),
    ({"owed": Decimal(0)}, Step.CLOSE, "nothing_owed"),
    ({"owed": Decimal(0), "paused_until": TODAY + timedelta(days=9)}, Step.WAIT, "paused"),
]


@pytest.mark.parametrize(("known", "step", "rule"), CASES, ids=[f"{case[2]}-{n}" for n, case in enumerate(CASES)])
def test_each_rule_is_proposed_when_it_comes_first(known, step, rule):
    found = proposed(facts(**known))
    assert (found.step, found.rule) == (step, rule)
    assert found.why


def test_every_rule_has_a_case_where_it_comes_first():
    assert {rule.name for rule in (*RULES, *OTHERWISE)} == {rule for _known, _step, rule in CASES}


def test_what_else_spoke_for_something_stands_behind_the_proposal():
    found = proposals(facts(children=1, earlier_evictions=1))
    assert [row.rule for row in found] == ["children_first", "evicted_before", "first_small_debt"]


def test_reasons_hold_the_facts_and_dates_as_one_reads_them():
    assert proposed(facts(paused_until=date(2026, 4, 1))).why == "Saken er på pause til 01.04.2026."
    assert proposed(facts(children=3)).why == "Det bor 3 barn her, og ingen har vært på døren."


def test_what_to_think_of_first_goes_with_every_step():
    found = proposed(facts(two_together=True, interpreter="dari", is_followed_up=True))
    assert found.care == ("Gå alltid to sammen.", "Bestill tolk: dari.", "Snakk med oppfølgingsteamet først.")
    assert proposed(facts(has_alert=True)).care == ("Les varslene om dem før du drar dit.",)
    assert proposed(facts(has_alert=True, two_together=True)).care == ("Gå alltid to sammen.",)


def test_a_visit_one_must_not_make_alone_says_so_by_its_name():
    """A list for the meeting shows the name of the step and nothing more."""
    assert proposed(facts(children=1, two_together=True)).label == "Dra på hjemmebesøk, to sammen"
    assert proposed(facts(children=1)).label == "Dra på hjemmebesøk"
    assert proposed(facts(two_together=True)).label == "Send påminnelse"


def test_without_a_known_rent_a_debt_is_large_by_its_kroner_and_nobody_is_warned_for_it():
    assert proposed(facts(owed=LARGE, rent=None)).rule == "not_sought"
    assert proposed(facts(owed=SMALL, rent=None)).rule == "first_small_debt"
    tried = facts(owed=LARGE, rent=None, visits=1, met_about_on=LONG_AGO)
    assert Step.WARNING not in [row.step for row in proposals(tried)]


calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
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
    has_moved_out=st.booleans(),
    two_together=st.booleans(),
    paused_until=st.none() | st.dates(TODAY, TODAY + timedelta(days=60)),
)


@calm
@given(ANY)
def test_nothing_towards_an_eviction_before_somebody_was_at_the_door(known):
    for proposal in proposals(known):
        if proposal.step == Step.WARNING:
            assert known.visits
            assert known.met_about_on
            assert known.plan_tried or not known.children
            assert known.months >= 2


WARNED = {"owed": LARGE, "visits": 1, "met_about_on": LONG_AGO, "plan_tried": True}


@pytest.mark.parametrize(
    "known",
    [
        {"plan": "active"},
        {"has_deduction": True},
        {"paused_until": TODAY + timedelta(days=9)},
        {"has_petition": True},
        {"has_moved_out": True},
        {"owed": Decimal(0)},
        {"children": 1, "plan_tried": False},
        {"children": 1, "visits": 0},
        {"last_tried_on": JUST_NOW},
        {"met_about_on": JUST_NOW},
        {"rent": None},
    ],
)
def test_who_keeps_an_agreement_pays_or_was_just_spoken_to_is_not_warned(known):
    """Not even behind another proposal."""
    assert Step.WARNING in [row.step for row in proposals(facts(**WARNED))]
    assert Step.WARNING not in [row.step for row in proposals(facts(**WARNED | known))]


@calm
@given(ANY)
def test_nothing_is_proposed_against_whoever_does_what_was_agreed(known):
    pays = known.plan == "active" or (known.has_deduction and not known.missed) or known.owed <= 0
    if pays or known.paused_until or known.has_petition or known.has_moved_out:
        assert Step.WARNING not in [row.step for row in proposals(known)]


@calm
@given(ANY)
def test_no_one_is_visited_where_they_no_longer_live(known):
    assert not (known.has_moved_out and Step.HOME_VISIT in [row.step for row in proposals(known)])


@calm
@given(ANY)
def test_a_petition_is_never_lost_sight_of_and_its_case_never_closed(known):
    """A case with a petition cannot be closed; whoever has paid must have it withdrawn, also in a pause."""
    if known.has_petition:
        steps = [row.step for row in proposals(known)]
        assert Step.CLOSE not in steps
        assert Step.PETITION in steps
        assert known.owed > 0 or steps[0] == Step.PETITION


@calm
@given(ANY)
def test_there_is_always_a_proposal_with_a_reason(known):
    assert all(row.why and row.label for row in proposals(known))


@calm
@given(ANY)
def test_no_deduction_is_proposed_without_a_consent(known):
    assert known.has_consent or Step.BENEFIT_DEDUCTION not in [row.step for row in proposals(known)]
