"""No arrears case is left to lie: two weeks after the last thing done, somebody is told."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evictions.case_deadlines import cases_left_alone
from evictions.models import ArrearsPause
from housing import deadlines
from housing.models import Household
from tests import make, make_evictions
from tests.evictions.case_steps import TODAY, ago, owing_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def kari():
    return make.caseworker()


def due():
    return [row.due_on for row in cases_left_alone(Household.objects.all(), TODAY)]


def test_two_weeks_after_it_was_opened_and_then_after_the_last_thing_done(kari):
    case = owing_case(kari, opened=20)
    (row,) = cases_left_alone(Household.objects.all(), TODAY)
    assert (row.due_on, row.case, row.caseworker_id) == (ago(6), case.number, case.caseworker_id)
    assert row.is_late(TODAY)
    make_evictions.action(case, by=kari, done_on=ago(9), was_met=False)
    make_evictions.action(case, by=kari, done_on=ago(12), was_met=True)
    assert due() == [ago(-5)]


def test_rests_while_something_else_has_its_own_day(kari):
    case = owing_case(kari, opened=40)
    case.pause(ArrearsPause(starts_on=ago(20), ends_on=ago(-2), reason="Syk."), by=kari)
    assert due() == []
    case.resume(by=kari, on=ago(3))
    assert due() == [ago(-11)]
    task = make_evictions.arrears_task(case, by=kari, due_on=ago(-3))
    assert due() == []
    task.finish(by=kari, on=TODAY)
    plan = make_evictions.plan(case, by=kari, agreed_on=ago(2))
    assert due() == []
    plan.find_breached(by=kari, on=TODAY)
    assert due() == [ago(-12)]
    petition = make_evictions.petition(case.tenancy, by=kari, sent_on=ago(1), case=case)
    assert due() == []
    petition.avert(by=kari, on=TODAY, outcome="paid")
    assert due() == [ago(-12)]
    case.close(by=kari, closed_on=TODAY, closing_reason="paid")
    assert due() == []


def test_stands_in_the_table_and_is_one_question(kari):
    assert "evictions.case_deadlines.cases_left_alone" in deadlines.SOURCES
    assert "cases_left_alone" in deadlines.KINDS
    for how_many in (1, 3):
        while len(due()) < how_many:
            owing_case(kari)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert len(due()) == how_many
        assert len(asked) == 1


def test_only_the_households_one_asks_about(kari):
    case, _other = owing_case(kari), owing_case(kari)
    mine = Household.objects.filter(pk=case.household_id)
    assert [row.household_id for row in cases_left_alone(mine, TODAY)] == [case.household_id]
