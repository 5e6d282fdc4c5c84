"""A place moved by hand: one leader asks, another answers, and all of it stands on the timeline and in the points."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from allocation import queue
from allocation.deadlines import overrides_to_answer
from allocation.models import Override, Standing
from housing.database import Refused
from housing.models import CaseEvent, Household
from tests import make
from tests.at_once import at_once

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def odd():
    return make.leader(name="Odd Fjell")


@pytest.fixture
def mona():
    return make.leader(name="Mona Dahl")


@pytest.fixture
def case(kari, household):
    return make.granted(household, by=kari)


@pytest.fixture
def rival(kari):
    """Stands before the other: granted earlier, and otherwise alike."""
    return make.granted(make.household(caseworker=kari), by=kari, decided_on=date(2026, 3, 3))


def numbers():
    return [place.application.pk for place in queue.places_on(TODAY)]


def login(client, user, household):
    """Logged in, and with the household as their own, so that no page asks why it is opened."""
    household.take_responsibility(user, kind="follow_up")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")


def asked(client, case, **changed):
    sent = {"kind": "points", "points": "20", "reason": "Alvorlig sykdom som ikke er kartlagt."} | changed
    form = client.get(reverse("override_new", args=[case.pk])).context["form"]
    sent["external_id"] = form["external_id"].value() if "external_id" in form.fields else ""
    return client.post(reverse("override_new", args=[case.pk]), sent)


def test_nothing_moves_before_a_second_person_has_said_yes(client, case, rival, odd, mona):
    assert numbers() == [rival.pk, case.pk]
    login(client, odd, case.household)
    assert asked(client, case).status_code == 302
    made = Override.objects.get()
    assert numbers() == [rival.pk, case.pk]
    answer = reverse("override_answer", args=[made.pk])
    own = client.post(answer, {"answer": "approve"})
    assert "En annen leder må godkjenne den" in str(own.context["form"].non_field_errors())
    assert numbers() == [rival.pk, case.pk]
    login(client, mona, case.household)
    assert client.post(answer, {"answer": "approve"}).status_code == 302
    assert numbers() == [case.pk, rival.pk]
    line = queue.places_on(TODAY)[0].priority.lines[-1]
    assert (line.code, str(line.label), line.points) == ("override", "Overstyrt plass", 20)
    assert f"{made.number}, godkjent {TODAY:%d.%m.%Y}" in str(line.fact)
    told = CaseEvent.objects.filter(household=case.household, subject_id=made.pk).values_list("became", "by")
    assert {("proposed", odd.pk), ("approved", mona.pk)} <= set(told)
    assert "Overstyrt" in client.get(reverse("waiting_list")).content.decode()


def test_the_first_on_the_list_whatever_the_points(case, rival, odd, mona, kari):
    make.mapping(rival.household, homeless_category="4")
    make.override(case, by=odd, kind="first", points=0).approve(by=mona)
    assert numbers() == [case.pk, rival.pk]
    assert queue.places_on(TODAY)[0].priority.is_first


def test_points_down_may_go_below_nothing(case, rival, odd, mona):
    make.override(case, by=odd, points=-100).approve(by=mona)
    assert numbers() == [rival.pk, case.pk]
    assert Standing.objects.open().get(application=case).points < 0


def test_it_waits_among_the_deadlines_until_it_is_answered(case, odd, mona):
    made = make.override(case, by=odd)
    households = Household.objects.filter(pk=case.household_id)
    found = list(overrides_to_answer(households, TODAY))
    assert [(row.due_on, row.url) for row in found] == [(TODAY + timedelta(days=7), made.get_absolute_url())]
    made.approve(by=mona)
    assert list(overrides_to_answer(households, TODAY)) == []


def test_a_refusal_says_why_and_moves_nothing(client, case, rival, odd, mona):
    made = make.override(case, by=odd)
    login(client, mona, case.household)
    answer = reverse("override_answer", args=[made.pk])
    assert "why" in client.post(answer, {"answer": "refuse"}).context["form"].errors
    assert client.post(answer, {"answer": "refuse", "why": "Kartlegg på nytt."}).status_code == 302
    made.refresh_from_db()
    assert (made.status, made.answered_by, made.answer) == ("refused", mona, "Kartlegg på nytt.")
    assert numbers() == [rival.pk, case.pk]
    assert client.get(answer).status_code == 302


def test_cancelled_it_counts_no_more(client, case, rival, odd, mona):
    made = make.override(case, by=odd)
    made.approve(by=mona)
    login(client, mona, case.household)
    assert client.post(reverse("override_cancel", args=[made.pk]), {"why": "Kartlagt på nytt."}).status_code == 302
    assert numbers() == [rival.pk, case.pk]
    assert "Opphevet" in client.get(reverse("override", args=[made.pk])).content.decode()


def test_its_asker_alone_takes_it_back(client, case, odd, mona):
    made = make.override(case, by=odd)
    url = reverse("override_withdraw", args=[made.pk])
    login(client, mona, case.household)
    client.post(url)
    made.refresh_from_db()
    assert made.status == "proposed"
    login(client, odd, case.household)
    client.post(url)
    made.refresh_from_db()
    assert made.status == "withdrawn"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"points": ""}, "points"),
        ({"points": "0"}, "points"),
        ({"points": "101"}, "points"),
        ({"points": "mange"}, "points"),
        ({"kind": "first"}, "points"),
        ({"kind": "hva"}, "kind"),
        ({"valid_until": f"{TODAY - timedelta(days=1):%d.%m.%Y}"}, "valid_until"),
    ],
)
def test_what_cannot_be_so_is_said_at_the_field(client, case, odd, changed, field):
    login(client, odd, case.household)
    assert field in asked(client, case, **changed).context["form"].errors
    assert not Override.objects.exists()


def test_one_waits_and_one_holds(client, case, odd, mona):
    login(client, odd, case.household)
    first = make.override(case, by=odd)
    assert "venter allerede" in str(asked(client, case).context["form"].non_field_errors())
    first.approve(by=mona)
    second = make.override(case, by=odd)
    with pytest.raises(Refused, match="Opphev den som gjelder"):
        second.approve(by=mona)
    assert Override.objects.get(pk=second.pk).status == "proposed"


def test_not_for_one_who_does_not_wait(client, case, odd, mona, kari):
    made = make.override(case, by=odd)
    case.close(by=kari, closed_on=TODAY, reason="Flyttet")
    made = Override.objects.get(pk=made.pk)
    with pytest.raises(Refused, match="ikke på ventelisten"):
        made.approve(by=mona)
    login(client, odd, case.household)
    assert "ikke på ventelisten" in str(asked(client, case).context["form"].non_field_errors())


def test_the_database_holds_it_too(case, odd):
    made = make.override(case, by=odd)
    with pytest.raises(IntegrityError), transaction.atomic():
        Override.objects.filter(pk=made.pk).update(status="approved", approved_on=TODAY, answered_by=odd)


def test_caseworkers_see_it_and_do_not_move_anybody(at, case, odd):
    made = make.override(case, by=odd)
    assert at.get(reverse("override", args=[made.pk])).status_code == 200
    assert at.get(reverse("override_list")).status_code == 200
    for name, about in [("override_new", case), ("override_answer", made), ("override_cancel", made)]:
        assert at.get(reverse(name, args=[about.pk])).status_code == 403
    assert at.post(reverse("override_withdraw", args=[made.pk])).status_code == 403


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_of_two_who_answer_at_once_one_does():
    kari, odd = make.caseworker(), make.leader()
    case = make.granted(make.household(caseworker=kari), by=kari)
    made = make.override(case, by=odd)
    leaders = [make.leader(name=f"Leder {number}") for number in range(4)]

    def answer(leader):
        found = Override.objects.select_related("application__household").get(pk=made.pk)
        found.approve(by=leader)

    done, refused = at_once(answer, leaders, threads=4)
    assert (done, len(refused)) == (1, 3)
    assert Standing.objects.filter(application=case, cause="override").count() == 1
    assert CaseEvent.objects.filter(subject_id=made.pk, became="approved").count() == 1
