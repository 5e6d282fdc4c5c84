"""What waits to be done about applications and offers: from which fact, by when, and when it no longer waits."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from allocation import deadlines as allocation
from applications import deadlines as applications
from housing.models import Household, Letter
from tests import make

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


def found(source, today, households=None):
    rows = Household.objects.all() if households is None else households
    return [(row.due_on, row.law) for row in source(rows, today)]


def test_a_month_to_answer(household, kari):
    case = make.application(household, by=kari, received_on=date(2026, 1, 31))
    assert found(applications.preliminary_answers, DAY) == [(date(2026, 2, 28), "forvaltningsloven §\u00a011 a")]
    case.preliminary_answer_on = date(2026, 2, 20)
    case.save()
    assert found(applications.preliminary_answers, DAY) == []


def test_nobody_waits_for_an_answer_when_it_is_decided(household, kari):
    make.granted(household, by=kari)
    assert found(applications.preliminary_answers, DAY) == []


def test_the_letter_must_be_sent(household, kari):
    case = make.granted(household, by=kari, decided_on=date(2026, 4, 30))
    assert found(applications.letters_not_sent, DAY) == []
    decision = case.decisions.get()
    decision.letter = Letter.objects.create(
        household=household, kind="decision", title="Vedtak", recipient="A", html="x"
    )
    decision.save()
    # 1 May is a holiday, and then comes a weekend.
    assert found(applications.letters_not_sent, DAY) == [(date(2026, 5, 4), "forvaltningsloven §\u00a027")]
    case.notified_on = date(2026, 5, 5)
    case.save()
    assert found(applications.letters_not_sent, DAY) == []


def test_three_weeks_to_appeal_a_refusal(household, kari):
    case = make.application(household, by=kari)
    case.reject(by=kari, decision=make.decision(case, by=kari, outcome="rejected", decided_on=date(2026, 3, 10)))
    case.notified_on = date(2026, 3, 12)
    case.save()
    # Three weeks later is Maundy Thursday, and the next workday comes after Easter.
    assert found(applications.appeal_periods, date(2026, 3, 20)) == [(date(2026, 4, 7), "forvaltningsloven §\u00a029")]
    assert found(applications.appeal_periods, date(2026, 4, 8)) == []
    case.appeals.create(received_on=date(2026, 3, 20))
    assert found(applications.appeal_periods, date(2026, 3, 20)) == []
    assert found(applications.appeals_to_answer, date(2026, 3, 20)) == [
        (date(2026, 4, 20), "forvaltningsloven §\u00a033")
    ]


def test_a_mapping_is_old_after_a_year(household, kari):
    make.application(household, by=kari)
    make.mapping(household, mapped_on=date(2025, 4, 1))
    assert found(applications.old_mappings, DAY) == [(date(2026, 4, 1), "")]
    assert found(applications.old_mappings, date(2026, 2, 1)) == []
    make.mapping(household, mapped_on=date(2026, 2, 15))
    assert found(applications.old_mappings, DAY) == []


def test_a_release_without_a_home(household, kari):
    make.application(household, by=kari)
    make.mapping(household, mapped_on=DAY, homeless_category="3", release_on=date(2026, 4, 20))
    assert found(applications.old_mappings, DAY) == [(date(2026, 4, 20), "boligsosialloven §\u00a06")]


def test_offers_and_keys(kari):
    case, home = make.granted(make.household(), by=kari), make.dwelling()
    offer = make.offer(case, home, by=kari, offered_on=date(2026, 4, 10), answer_by=date(2026, 4, 17))
    assert found(allocation.offers_to_answer, DAY) == [(date(2026, 4, 17), "")]
    offer.accept(by=kari, answered_on=date(2026, 4, 15))
    assert found(allocation.offers_to_answer, DAY) == []
    assert found(allocation.move_ins, DAY) == [(date(2026, 5, 15), "")]


@pytest.mark.parametrize(
    "source",
    [
        applications.preliminary_answers,
        applications.letters_not_sent,
        applications.appeal_periods,
        applications.appeals_to_answer,
        applications.old_mappings,
        allocation.offers_to_answer,
        allocation.move_ins,
    ],
)
def test_each_asks_once_however_many_households(source, kari):
    today = date(2026, 4, 30)
    for number in range(3):
        household = make.household()
        make.application(household, by=kari).appeals.create(received_on=DAY)
        make.mapping(household, mapped_on=date(2024, 1, 1))
        case = make.granted(make.household(), by=kari)
        make.offer(case, make.dwelling(f"Storgata {number}"), by=kari, answer_by=today)
        told = make.granted(make.household(), by=kari)
        make.offer(told, make.dwelling(f"Elvegata {number}"), by=kari).accept(by=kari, answered_on=today)
    with CaptureQueriesContext(connection) as asked:
        list(source(Household.objects.all(), today))
    assert len(asked) == 1


def test_only_the_households_asked_about(household, kari):
    make.application(household, by=kari)
    others = Household.objects.exclude(pk=household.pk)
    assert found(applications.preliminary_answers, DAY + timedelta(days=90), others) == []
