"""Who the municipality shall decide about."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.eligibility import ADULT, FOLLOWS_FROM_GUIDELINE, Applicant, Responsible, Rules, assess, what_follows
from housing import law
from housing.periods import add_months

TODAY = date(2026, 11, 22)
KNOWN = Applicant(
    on=TODAY,
    birth_date=date(2000, 1, 1),
    has_lawful_stay=True,
    is_housed_as_asylum_seeker=False,
    has_ties_to_norway=True,
    responsible=Responsible.STAYS_HERE,
)
answers = st.none() | st.booleans()
days = st.none() | st.dates(date(1930, 1, 1), TODAY)
STRICT = Rules(minimum_age=20, residence_months=24, rent_debt_is_obstacle=True)
rules = st.builds(
    Rules,
    minimum_age=st.none() | st.integers(16, 25),
    residence_months=st.integers(0, 60),
    rent_debt_is_obstacle=st.booleans(),
)
applicants = st.builds(
    Applicant,
    on=st.just(TODAY),
    birth_date=days,
    has_own_children=st.booleans(),
    has_lawful_stay=answers,
    is_housed_as_asylum_seeker=answers,
    has_ties_to_norway=answers,
    responsible=st.none() | st.sampled_from(Responsible),
    resident_since=days,
    has_rent_debt=answers,
)


def obstacles(**facts):
    return [condition.code for condition in assess(replace(KNOWN, **facts)).obstacles]


def test_an_ordinary_applicant():
    assessment = assess(KNOWN)
    assert assessment.is_eligible is True
    assert not assessment.obstacles
    assert not assessment.unknown


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"birth_date": date(2008, 11, 23)}, "age"),
        ({"has_lawful_stay": False}, "lawful_stay"),
        ({"has_ties_to_norway": False}, "ties"),
        ({"is_housed_as_asylum_seeker": True}, "state_accommodation"),
        ({"responsible": Responsible.ELSEWHERE}, "municipality"),
    ],
)
def test_each_condition_alone_is_enough_to_say_no(facts, code):
    assert obstacles(**facts) == [code]
    assert assess(replace(KNOWN, **facts)).is_eligible is False


def test_eighteen_on_the_day_or_a_child_of_ones_own():
    assert obstacles(birth_date=date(2008, 11, 22)) == []
    assert obstacles(birth_date=date(2009, 11, 22), has_own_children=True) == []


@pytest.mark.parametrize("responsible", [Responsible.STAYED_HERE_BEFORE, Responsible.SETTLED_HERE])
def test_other_ways_to_belong_here(responsible):
    assert obstacles(responsible=responsible) == []


@pytest.mark.parametrize(
    "unknown",
    ["birth_date", "has_lawful_stay", "is_housed_as_asylum_seeker", "has_ties_to_norway", "responsible"],
)
def test_what_is_not_known_is_not_held_against_anyone(unknown):
    assessment = assess(replace(KNOWN, **{unknown: None}))
    assert assessment.is_eligible is None
    assert len(assessment.unknown) == 1
    assert not assessment.obstacles


@given(answers, answers, answers, st.none() | st.sampled_from(Responsible), st.none() | st.dates())
def test_the_answer_follows_from_the_conditions(lawful, housed, ties, responsible, born):
    assessment = assess(Applicant(TODAY, born, False, lawful, housed, ties, responsible))
    met = [condition.is_met for condition in assessment.conditions]
    assert assessment.is_eligible == (False if False in met else None if None in met else True)
    for condition in assessment.conditions:
        assert str(condition.reason).endswith(".")
        assert not condition.law or law.reference(condition.law, TODAY)


def by_code(applicant, rules=STRICT):
    return {condition.code: condition for condition in assess(applicant, rules).conditions}


@given(applicants, rules)
def test_an_empty_answer_never_makes_an_obstacle(applicant, rules):
    """Whatever is forgotten of what is known, no condition goes from met or unclear to not met."""
    before = {condition.code for condition in assess(applicant, rules).obstacles}
    for name in (
        "birth_date",
        "has_lawful_stay",
        "is_housed_as_asylum_seeker",
        "has_ties_to_norway",
        "resident_since",
        "has_rent_debt",
    ):
        after = {condition.code for condition in assess(replace(applicant, **{name: None}), rules).obstacles}
        assert after <= before, name
    nothing = Applicant(on=TODAY, has_own_children=applicant.has_own_children)
    assert not assess(nothing, rules).obstacles


@given(applicants, rules)
def test_settled_by_agreement_never_needs_to_have_lived_here(applicant, rules):
    settled = by_code(replace(applicant, responsible=Responsible.SETTLED_HERE), rules)
    assert "residence" not in settled or settled["residence"].is_met is True


@given(applicants, rules)
def test_a_guideline_is_never_told_as_law(applicant, rules):
    """And nobody who meets the law is told to be turned away for a guideline."""
    law_alone = {condition.code for condition in assess(applicant, Rules(minimum_age=None)).conditions}
    for condition in assess(applicant, rules).conditions:
        assert not (condition.is_guideline and condition.law)
        assert condition.code in {*law_alone, "age"} or condition.is_guideline
        if condition.is_guideline:
            assert what_follows(condition.code, is_guideline=True) == FOLLOWS_FROM_GUIDELINE
        elif condition.is_met is False:
            assert what_follows(condition.code) != FOLLOWS_FROM_GUIDELINE


@given(applicants, rules)
def test_asking_for_more_never_lets_in_somebody_new(applicant, rules):
    ladder = {False: 0, None: 1, True: 2}
    stricter = replace(rules, minimum_age=max(rules.minimum_age or 0, 21), residence_months=rules.residence_months + 6)
    assert ladder[assess(applicant, stricter).is_eligible] <= ladder[assess(applicant, rules).is_eligible]


def test_the_law_alone_asks_for_no_time_lived_here_and_no_settled_debt():
    assert {condition.code for condition in assess(KNOWN).conditions} == {
        "age",
        "lawful_stay",
        "ties",
        "state_accommodation",
        "municipality",
    }


@pytest.mark.parametrize(("days", "is_met"), [(0, True), (1, False)])
def test_lived_here_long_enough_on_the_day(days, is_met):
    since = add_months(TODAY, -24).replace(day=TODAY.day)
    lived = replace(KNOWN, resident_since=date.fromordinal(since.toordinal() + days))
    residence = by_code(lived)["residence"]
    assert residence.is_met is is_met
    assert residence.is_guideline
    # When it is not so yet, the caseworker is told from which day it will be.
    assert is_met or "23.11.2026" in str(residence.reason)


def test_not_known_how_long_is_not_held_against_anyone():
    assert by_code(KNOWN)["residence"].is_met is None
    assert by_code(KNOWN)["rent_debt"].is_met is None


@pytest.mark.parametrize(("has_debt", "is_met"), [(True, False), (False, True)])
def test_old_rent_debt(has_debt, is_met):
    assert by_code(replace(KNOWN, has_rent_debt=has_debt))["rent_debt"].is_met is is_met


@pytest.mark.parametrize(
    ("born", "is_met", "is_guideline"),
    [(date(2006, 11, 22), True, True), (date(2007, 11, 22), False, True), (date(2009, 11, 22), False, False)],
)
def test_of_age_and_too_young_for_the_routine_meets_no_rule_of_law(born, is_met, is_guideline):
    age = by_code(replace(KNOWN, birth_date=born))["age"]
    assert (age.is_met, age.is_guideline) == (is_met, is_guideline)
    assert not by_code(replace(KNOWN, birth_date=born), Rules(minimum_age=ADULT))["age"].is_guideline


def test_help_under_the_act_knows_no_age():
    assert "age" not in by_code(KNOWN, Rules(minimum_age=None))
