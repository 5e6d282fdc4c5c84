"""Who the municipality shall decide about."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.eligibility import Applicant, Responsible, assess
from housing import law

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
