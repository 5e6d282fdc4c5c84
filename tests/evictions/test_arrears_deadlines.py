"""What waits to be done about arrears and evictions, with the day it is due and whose it is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evictions import deadlines
from evictions.models import ArrearsPause, EvictionFollowUp, Petition
from housing import deadlines as all_of_them
from housing.models import Household
from tests import make, make_evictions
from tests.evictions.case_steps import TODAY, ago, owing_case, warned

pytestmark = pytest.mark.django_db
EVERY = [
    deadlines.warnings_that_serve,
    deadlines.petition_steps,
    deadlines.evictions_scheduled,
    deadlines.instalments,
    deadlines.consents_that_end,
    deadlines.arrears_tasks,
    deadlines.pauses_that_end,
    deadlines.eviction_follow_ups,
    deadlines.followed_at_home,
]


@pytest.fixture
def kari():
    return make.caseworker()


def of(source):
    return [(row.due_on, row.what) for row in source(Household.objects.all(), TODAY)]


def test_a_warning_tells_its_first_day_then_rests_and_tells_when_it_is_nearly_spent(kari):
    case = owing_case(kari, opened=500)
    made = warned(case, by=kari, days=5)
    (row,) = deadlines.warnings_that_serve(Household.objects.all(), TODAY)
    assert (row.due_on, row.caseworker_id, row.case) == (made.dates.petition_from, kari.pk, case.number)
    assert "2 uker" in row.how
    type(made).objects.update(sent_on=ago(100), due_on=ago(400))
    assert of(deadlines.warnings_that_serve) == []
    type(made).objects.update(sent_on=ago(365))
    ((due_on, what),) = of(deadlines.warnings_that_serve)
    assert TODAY < due_on < ago(-30)
    assert "for gammelt" in what
    make_evictions.petition(case.tenancy, by=kari, sent_on=ago(1))
    assert of(deadlines.warnings_that_serve) == []


def test_the_newest_warning_is_the_one_that_counts(kari):
    case = owing_case(kari, opened=500)
    warned(case, by=kari, days=365)
    newer = warned(case, by=kari, days=3)
    assert [due_on for due_on, _what in of(deadlines.warnings_that_serve)] == [newer.dates.petition_from]


def test_an_eviction_tells_of_the_children_first(kari):
    for children in ([], [ago(2000)]):
        case = owing_case(kari, children=children)
        made = make_evictions.petition(case.tenancy, by=kari, sent_on=ago(60), case=case)
        made.put_to_tenant(by=kari, on=ago(40))
    told = of(deadlines.petition_steps)
    assert sorted(what.startswith("Barn bor her") for _day, what in told) == [False, True]
    for made in Petition.objects.all():
        made.schedule(by=kari, on=ago(1), scheduled_on=ago(-5))
    told = of(deadlines.evictions_scheduled)
    assert sorted(what for _day, what in told) == [
        "Barn mister boligen: utkastelsen er berammet",
        "Utkastelsen er berammet",
    ]
    assert of(deadlines.petition_steps) == []
    Petition.objects.update(scheduled_on=ago(2))
    assert all("Registrer hva som skjedde" in what for _day, what in of(deadlines.evictions_scheduled))


def test_a_petition_of_somebody_who_has_moved_must_be_settled(kari):
    case = owing_case(kari)
    make_evictions.petition(case.tenancy, by=kari, sent_on=ago(60), case=case)
    case.tenancy.move_out(by=kari, moved_out_on=ago(3), end_reason="other")
    assert of(deadlines.petition_steps) == [(ago(3), "Husstanden har flyttet ut: registrer utfallet av begjæringen")]


def test_the_next_instalment_and_a_broken_plan(kari):
    case = owing_case(kari)
    plan = make_evictions.plan(case, by=kari, agreed_on=ago(35))
    assert [due_on for due_on, _what in of(deadlines.instalments)] == [ago(-25)]
    plan.find_breached(by=None, on=ago(1))
    assert of(deadlines.instalments) == [(ago(1), "Nedbetalingsavtalen er brutt: snakk med leieren")]
    plan.cancel(by=kari, on=TODAY)
    assert of(deadlines.instalments) == []


def test_a_consent_that_runs_out_under_a_draw(kari):
    case = owing_case(kari)
    consent = make_evictions.consent(case.household, by=kari, given_on=ago(300), expires_on=ago(-12))
    make_evictions.consent(case.household, by=kari, given_on=ago(300), expires_on=ago(-5))  # nothing stands on it
    draw = make_evictions.deduction(case, consent, by=kari, starts_on=ago(10))
    assert [due_on for due_on, _what in of(deadlines.consents_that_end)] == [ago(-12)]
    draw.end(by=kari, on=TODAY, reason="paid")
    assert of(deadlines.consents_that_end) == []


def test_tasks_pauses_and_those_followed_at_home(kari):
    case = owing_case(kari)
    siri = make.user("follow_up")
    task = make_evictions.arrears_task(case, by=kari, owner=siri, due_on=ago(-3))
    (row,) = deadlines.arrears_tasks(Household.objects.all(), TODAY)
    assert (row.due_on, row.caseworker_id, row.what) == (ago(-3), siri.pk, "Restanse: Ring leieren")
    task.finish(by=siri, on=TODAY)
    assert of(deadlines.arrears_tasks) == []

    case.pause(ArrearsPause(starts_on=ago(5), ends_on=ago(-2), reason="x"), by=kari)
    assert [due_on for due_on, _what in of(deadlines.pauses_that_end)] == [ago(-2)]
    case.resume(by=kari, on=TODAY)
    assert of(deadlines.pauses_that_end) == []

    assert of(deadlines.followed_at_home) == []
    case.household.take_responsibility(siri, kind="follow_up", day=ago(90))
    (row,) = deadlines.followed_at_home(Household.objects.all(), TODAY)
    assert (row.due_on, row.caseworker_id) == (ago(33), siri.pk)
    make_evictions.action(case, by=siri, done_on=TODAY, was_met=True)
    assert of(deadlines.followed_at_home) == []


def test_a_follow_up_past_its_day_and_one_that_is_nobodys(kari):
    case = owing_case(kari)
    made = make_evictions.petition(case.tenancy, by=kari, sent_on=ago(60), scheduled_on=ago(20), case=case)
    made.carry_out(by=kari, on=ago(20))
    (row,) = deadlines.eviction_follow_ups(Household.objects.all(), TODAY)
    assert (row.due_on, row.caseworker_id, row.is_late(TODAY)) == (ago(13), kari.pk, True)
    EvictionFollowUp.objects.update(owner=None, due_on=ago(-100))
    (row,) = deadlines.eviction_follow_ups(Household.objects.all(), TODAY)
    assert (row.due_on, row.caseworker_id) == (TODAY, None)
    assert "Ingen har ansvaret" in row.what
    EvictionFollowUp.objects.update(closed_on=TODAY, went_to="private")
    assert of(deadlines.eviction_follow_ups) == []


def test_each_asks_a_constant_number_of_questions_and_is_in_the_table(kari):
    def fill():
        case = owing_case(kari)
        warned(case, by=kari, days=5)
        make_evictions.plan(case, by=kari, agreed_on=ago(35))
        make_evictions.arrears_task(case, by=kari)
        case.pause(ArrearsPause(starts_on=ago(5), ends_on=ago(-2), reason="x"), by=kari)
        case.household.take_responsibility(kari, kind="follow_up", day=ago(90))
        consent = make_evictions.consent(case.household, by=kari, given_on=ago(300), expires_on=ago(-12))
        make_evictions.deduction(case, consent, by=kari, starts_on=ago(10))
        old = make.tenancy(case.household, moved_in_on=ago(900), moved_out_on=ago(800))
        make_evictions.petition(old, by=kari, sent_on=ago(850), outcome="carried_out", outcome_on=ago(800))
        other = owing_case(kari)
        made = make_evictions.petition(other.tenancy, by=kari, sent_on=ago(60), case=other)
        made.put_to_tenant(by=kari, on=ago(40))
        third = owing_case(kari)
        make_evictions.petition(third.tenancy, by=kari, sent_on=ago(60), scheduled_on=ago(-3), case=third)

    counts = []
    for times in (1, 2):
        for _time in range(times):
            fill()
        asked = {}
        for source in EVERY:
            with CaptureQueriesContext(connection) as seen:
                rows = list(source(Household.objects.all(), TODAY))
            assert rows, source.__name__
            asked[source.__name__] = len(seen)
        counts.append(asked)
    assert counts[0] == counts[1]
    assert max(counts[0].values()) <= 3
    for source in EVERY:
        assert f"evictions.deadlines.{source.__name__}" in all_of_them.SOURCES
        assert source.__name__ in all_of_them.KINDS
