"""What waits to be done about applications and offers: from which fact, by when, and when it no longer waits."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.module_loading import import_string

from allocation import deadlines as allocation
from applications.deadlines import answers as applications
from applications.deadlines import appeals as appeal_deadlines
from applications.models import Routine, Transition
from housing import deadlines
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
    assert found(appeal_deadlines.appeals_to_answer, date(2026, 3, 20)) == [
        (date(2026, 4, 20), "forvaltningsloven §\u00a033")
    ]


def test_reasons_asked_for_give_three_new_weeks(household, kari):
    case = make.application(household, by=kari)
    decision = make.decision(case, by=kari, outcome="rejected", decided_on=date(2026, 3, 10))
    case.reject(by=kari, decision=decision)
    case.notified_on = date(2026, 3, 12)
    case.save()
    decision.reasons_asked_on = date(2026, 3, 30)
    decision.save()
    assert found(applications.appeal_periods, date(2026, 4, 1)) == []
    decision.reasons_given_on = date(2026, 4, 10)
    decision.save()
    # 1 May is a holiday, and then comes a weekend.
    assert found(applications.appeal_periods, date(2026, 4, 20)) == [(date(2026, 5, 4), "forvaltningsloven §\u00a029")]
    # Asked for after the three weeks, they change nothing.
    decision.reasons_asked_on = date(2026, 4, 8)
    decision.save()
    assert found(applications.appeal_periods, date(2026, 4, 20)) == []


def test_a_promised_day_is_a_deadline(household, kari):
    case = make.application(
        household, by=kari, preliminary_answer_on=date(2026, 3, 20), answer_promised_on=date(2026, 5, 1)
    )
    assert found(applications.preliminary_answers, DAY) == []
    assert found(applications.promised_answers, DAY) == [(date(2026, 5, 1), "forvaltningsloven §\u00a011 a")]
    row = next(applications.promised_answers(Household.objects.all(), DAY))
    assert (row.case, row.how) == (case.number, "svaret er lovet 01.05.2026")
    assert "Sivilombudet" in row.if_missed
    case.grant(by=kari, decision=make.decision(case, by=kari, rooms=2))
    assert found(applications.promised_answers, DAY) == []


def test_an_application_reopened_after_an_appeal_has_been_answered_once(household, kari):
    answered = {"preliminary_answer_on": date(2026, 3, 9), "answer_promised_on": date(2026, 3, 20)}
    case = make.application(household, by=kari, **answered)
    case.reject(by=kari, decision=make.decision(case, by=kari, outcome="rejected", decided_on=date(2026, 3, 10)))
    case.reopen(by=kari, note="Medhold")
    assert found(applications.preliminary_answers, DAY) == []
    assert found(applications.promised_answers, DAY) == []


def test_only_the_letter_of_the_latest_decision_is_to_be_sent(household, kari):
    case = make.granted(household, by=kari, decided_on=date(2026, 3, 10))
    make.decision(case, by=kari, decided_on=date(2026, 4, 13))
    letter = Letter.objects.create(household=household, kind="decision", title="Vedtak", recipient="A", html="x")
    case.decisions.update(letter=letter)
    assert found(applications.letters_not_sent, DAY) == [(date(2026, 4, 14), "forvaltningsloven §\u00a027")]


def test_a_mapping_is_old_after_a_year(household, kari):
    make.application(household, by=kari)
    make.mapping(household, mapped_on=date(2025, 4, 1))
    assert found(applications.old_mappings, DAY) == [(date(2026, 4, 1), "")]
    assert found(applications.old_mappings, date(2026, 2, 1)) == []
    Routine.objects.create(valid_from=DAY, mapping_months=6)
    assert found(applications.old_mappings, DAY) == [(date(2025, 10, 1), "")]
    make.mapping(household, mapped_on=date(2026, 2, 15))
    assert found(applications.old_mappings, DAY) == []


def test_a_release_without_a_home(household, kari):
    make.application(household, by=kari)
    make.mapping(household, mapped_on=DAY, homeless_category="3", release_on=date(2026, 4, 20))
    assert found(applications.old_mappings, DAY) == [(date(2026, 4, 20), "boligsosialloven §\u00a06")]
    followed = Transition(household=household, kind="release", notified_on=DAY, planned_on=date(2026, 4, 20))
    followed.begin(by=kari)
    assert found(applications.old_mappings, DAY) == []


def test_offers_and_keys(kari):
    case, home = make.granted(make.household(), by=kari), make.dwelling()
    offer = make.offer(case, home, by=kari, offered_on=date(2026, 4, 10), answer_by=date(2026, 4, 17))
    assert found(allocation.offers_to_answer, DAY) == [(date(2026, 4, 17), "")]
    offer.accept(by=kari, answered_on=date(2026, 4, 15))
    assert found(allocation.offers_to_answer, DAY) == []
    assert found(allocation.move_ins, DAY) == [(date(2026, 5, 15), "")]


def one_of_everything_that_waits(number, kari, today):
    household = make.household()
    make.application(household, by=kari).appeals.create(received_on=DAY)
    make.application(household, by=kari, preliminary_answer_on=DAY, answer_promised_on=today)
    make.mapping(household, mapped_on=date(2024, 1, 1))
    make.offer(make.granted(make.household(), by=kari), make.dwelling(f"Storgata {number}"), by=kari, answer_by=today)
    told = make.granted(make.household(), by=kari)
    make.offer(told, make.dwelling(f"Elvegata {number}"), by=kari).accept(by=kari, answered_on=today)
    refused = make.application(make.household(), by=kari)
    refused.reject(by=kari, decision=make.decision(refused, by=kari, outcome="rejected"))
    make.contract(make.tenancy(make.household(), make.dwelling(f"Skogveien {number}")), ends_on=today)


def test_each_source_asks_as_much_for_three_households_as_for_one(kari):
    today, asked = date(2026, 4, 30), {path: [] for path in deadlines.SOURCES}
    for number in range(3):
        one_of_everything_that_waits(number, kari, today)
        for path, counts in asked.items():
            with CaptureQueriesContext(connection) as questions:
                list(import_string(path)(Household.objects.all(), today))
            counts.append(len(questions))
    assert {path: counts for path, counts in asked.items() if not counts[0] == counts[2] <= 2} == {}


def test_only_the_households_asked_about(household, kari):
    make.application(household, by=kari)
    others = Household.objects.exclude(pk=household.pk)
    assert found(applications.preliminary_answers, DAY + timedelta(days=90), others) == []


def test_every_source_says_what_it_is_about():
    """A list of deadlines is narrowed by it: a source without a word of its own would be told as code."""
    names = [path.rpartition(".")[2] for path in deadlines.SOURCES]
    assert set(names) == set(deadlines.KINDS)
    assert len(names) == len(set(names))
    assert set(names) >= deadlines.SET_BY_LAW


def test_what_waits_is_sorted_and_knows_its_kind(household, kari):
    make.application(household, by=kari, received_on=date(2026, 2, 10))
    make.application(household, by=kari, received_on=date(2026, 1, 31))
    answered = {"preliminary_answer_on": DAY, "answer_promised_on": date(2026, 4, 1)}
    make.application(household, by=kari, received_on=date(2026, 1, 15), **answered)
    waiting = deadlines.waiting(Household.objects.all(), DAY)
    answers = [row for row in waiting if row.kind in {"preliminary_answers", "promised_answers"}]
    assert [row.kind_label for row in answers] == ["Foreløpig svar", "Foreløpig svar", "Lovet svar"]
    assert [row.due_on for row in waiting] == sorted(row.due_on for row in waiting)
