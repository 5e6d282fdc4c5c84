"""What a meeting gives somebody to do: done once, or carried on; the next meeting opens with what was not done."""

from datetime import timedelta

import pytest
from django.urls import reverse

from evictions import agenda
from evictions.forms import agenda as item_forms
from evictions.forms import tasks as forms
from evictions.models import ArrearsTask
from housing.database import Refused
from housing.models import CaseEvent, ViewLog
from tests import make, make_evictions
from tests.at_once import at_once
from tests.evictions.meeting_steps import TODAY, case_of, closed, no, opened, plan, run, task

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def mona():
    return make.leader()


@pytest.fixture
def siri():
    return make.user("follow_up", name="Siri Holm")


@pytest.fixture
def item(mona):
    run((case_of("Haugen", by=mona), 5000))
    return opened(mona).items.get()


class TestGiven:
    def test_has_a_service_an_owner_and_a_day_and_is_told_on_the_timeline(self, item, mona, siri):
        made = task(item, mona, owner=siri.pk, due_on=TOMORROW)
        assert (made.service, made.owner, made.due_on, made.case, made.item) == ("nav", siri, TOMORROW, item.case, item)
        assert CaseEvent.objects.filter(title="Restanse: oppgave", note="Ring leieren. NAV").exists()

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"what": ""}, "what"),
            ({"what": "Ring Haugen"}, "what"),
            ({"service": ""}, "service"),
            ({"due_on": no(TODAY - timedelta(days=1))}, "due_on"),
            ({"due_on": no(TODAY + timedelta(days=900))}, "due_on"),
            ({"due_on": ""}, "due_on"),
        ],
    )
    def test_what_cannot_be_so_is_said_at_the_field(self, item, changed, field):
        sent = {"what": "Ring leieren", "service": "nav", "due_on": no(TODAY)} | changed
        assert field in item_forms.TaskForm(sent, item=item).errors

    def test_pressed_twice_it_is_given_once(self, client, item, mona):
        client.force_login(mona)
        sent = {"what": "Ring leieren", "service": "nav", "due_on": no(TODAY), "external_id": "oppgave-1"}
        url = reverse("arrears_item_task", args=[item.pk])
        assert {client.post(url, sent).url for _click in range(2)} == {item.get_absolute_url()}
        assert ArrearsTask.objects.count() == 1


class TestDone:
    def test_once_with_a_result(self, client, item, mona):
        made = task(item, mona)
        client.force_login(mona)
        url = reverse("arrears_task_done", args=[made.pk])
        answer = client.post(f"{url}?mote={item.meeting_id}", {"done_on": no(TODAY), "result": "Avtale fra mandag"})
        assert answer.url == item.meeting.get_absolute_url()
        made.refresh_from_db()
        assert (made.done_on, made.result, made.done_by) == (TODAY, "Avtale fra mandag", mona)
        assert "allerede gjort" in client.post(url, {"done_on": no(TODAY)}).content.decode()
        assert client.get(url).url == made.case.get_absolute_url()
        with pytest.raises(Refused, match="allerede gjort"):
            made.finish(by=mona, on=TODAY)
        assert CaseEvent.objects.filter(title="Restanse: oppgave gjort").count() == 1

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"done_on": no(TOMORROW)}, "done_on"),
            ({"done_on": no(TODAY - timedelta(days=1))}, "done_on"),
            ({"done_on": ""}, "done_on"),
            ({"result": "Amina gråt"}, "result"),
        ],
    )
    def test_what_cannot_be_so_is_said_at_the_field(self, item, mona, changed, field):
        form = forms.DoneForm({"done_on": no(TODAY)} | changed, task=task(item, mona))
        assert field in form.errors

    def test_ones_own_task_is_reached_though_the_household_is_not_and_stands_without_a_name(
        self, client, item, mona, siri
    ):
        made = task(item, mona, owner=siri.pk)
        client.force_login(siri)
        url = reverse("arrears_task_done", args=[made.pk])
        page = client.get(url).content.decode()
        assert item.case.number in page
        assert "Haugen" not in page
        assert ViewLog.objects.get(user=siri).household == item.household
        assert client.post(url, {"done_on": no(TODAY)}).url == reverse("home")
        assert ArrearsTask.objects.get().done_by == siri

    def test_with_consent_to_the_tasks_service_the_name_stands_there(self, client, item, mona, siri):
        made = task(item, mona, owner=siri.pk)
        make_evictions.consent(item.household, by=mona)
        client.force_login(siri)
        assert "Haugen" in client.get(reverse("arrears_task_done", args=[made.pk])).content.decode()

    def test_a_task_of_another_in_a_case_out_of_reach_is_not_there(self, client, item, mona, siri):
        made = task(item, mona)
        client.force_login(siri)
        assert client.get(reverse("arrears_task_done", args=[made.pk])).status_code == 404

    def test_in_anothers_case_it_is_asked_why(self, client, item, mona):
        made = task(item, mona)
        client.force_login(make.caseworker(name="Ola Lie"))
        assert "begrunnelse" in client.get(reverse("arrears_task_done", args=[made.pk])).url

    @pytest.mark.parametrize("asked", ["abc", "-1", "9" * 30, "٣", "0"])
    def test_back_to_a_meeting_that_is_none_is_back_to_the_case(self, client, item, mona, asked):
        made = task(item, mona)
        client.force_login(mona)
        url = f"{reverse('arrears_task_done', args=[made.pk])}?mote={asked}"
        assert client.post(url, {"done_on": no(TODAY)}).url == made.case.get_absolute_url()


class TestCarried:
    def test_the_next_meeting_opens_with_what_was_not_done(self, client, item, mona):
        late = task(item, mona, what="Hjemmebesøk")
        done = task(item, mona, what="Ring leieren")
        assert agenda.seen_by(mona, item.meeting, TODAY).left == []
        closed(item.meeting, mona)
        done.finish(by=mona, on=TODAY)
        following = plan(mona)
        assert [row.task for row in agenda.seen_by(mona, following, TODAY).left] == [late]
        client.force_login(mona)
        page = client.get(following.get_absolute_url()).content.decode()
        assert page.index("Ikke gjort fra før") < page.index("Dagsorden</h2>")
        assert "Hjemmebesøk" in page
        assert reverse("arrears_task_carry", args=[late.pk]) in page
        url = f"{reverse('arrears_task_carry', args=[late.pk])}?mote={following.pk}"
        assert client.post(url, {"due_on": no(TOMORROW)}).url == following.get_absolute_url()
        late.refresh_from_db()
        assert (late.due_on, late.carried) == (TOMORROW, 1)
        assert CaseEvent.objects.filter(title="Restanse: oppgave utsatt").count() == 1
        assert "utsatt 1 gang" in client.get(following.get_absolute_url()).content.decode()

    @pytest.mark.parametrize("day", [TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=900)])
    def test_only_to_a_later_day(self, item, mona, day):
        assert "due_on" in forms.CarryForm({"due_on": no(day)}, task=task(item, mona)).errors

    def test_one_that_is_done_or_was_moved_meanwhile_is_not_carried(self, item, mona):
        made = task(item, mona)
        stale = ArrearsTask.objects.select_related("case__tenancy").get(pk=made.pk)
        made.carry_on(by=mona, due_on=TOMORROW)
        with pytest.raises(Refused, match="nettopp endret"):
            stale.carry_on(by=mona, due_on=TOMORROW + timedelta(days=7))
        made.finish(by=mona, on=TODAY)
        with pytest.raises(Refused, match="gjort"):
            made.carry_on(by=mona, due_on=TOMORROW + timedelta(days=7))

    def test_those_who_attend_see_their_own_and_their_services_and_the_number_of_the_rest(self, item, mona, siri):
        theirs = task(item, mona, what="Ring leieren")
        own = task(item, mona, what="Hjemmebesøk", service="economy", owner=siri.pk)
        task(item, mona, what="Skjult", service="economy")
        closed(item.meeting, mona)
        following = plan(mona)
        make_evictions.arrears_participant(following, user=siri, name=siri.name, service="nav")
        seen = agenda.seen_by(siri, following, TODAY)
        assert {row.task for row in seen.left} == {theirs, own}
        assert seen.left_others == 1
        assert {row.name for row in seen.left} == {""}
        assert {row.task: row.may_be_done for row in seen.left} == {theirs: False, own: True}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_many_who_finish_one_task_do_it_once(mona):
    made = make_evictions.arrears_task(case_of("Haugen", by=mona), by=mona)

    def finish(_number):
        ArrearsTask.objects.select_related("case__tenancy").get(pk=made.pk).finish(by=mona, on=TODAY)

    done, refused = at_once(finish, range(10), threads=10)
    assert (done, len(refused)) == (1, 9)
    assert CaseEvent.objects.filter(title="Restanse: oppgave gjort").count() == 1
