"""The meeting about arrears: planned, opened, one service for each case, closed with minutes that stand."""

import hashlib
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse
from pypdf import PdfReader

from evictions.forms import agenda as item_forms
from evictions.forms import meetings as forms
from evictions.models import ArrearsItem, ArrearsMeeting, ArrearsMinutes
from housing.database import Refused
from housing.models import CaseEvent, ViewLog
from tests import make, make_evictions
from tests.at_once import at_once
from tests.evictions.meeting_steps import (
    TODAY,
    case_of,
    close_form,
    closed,
    no,
    opened,
    plan,
    run,
    settle_form,
    settled,
    task,
)


@pytest.fixture
def mona():
    return make.leader()


@pytest.fixture
def as_leader(client, mona):
    client.force_login(mona)
    return client


@pytest.mark.django_db
class TestMeeting:
    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"meets_on": no(TODAY - timedelta(days=1))}, "meets_on"),
            ({"meets_on": no(TODAY + timedelta(days=900))}, "meets_on"),
            ({"chair": ""}, "chair"),
            ({"place": "x" * 201}, "place"),
        ],
    )
    def test_what_cannot_be_so_is_said_at_the_field(self, mona, changed, field):
        assert field in forms.MeetingForm({"meets_on": no(TODAY), "chair": mona.pk} | changed, by=mona).errors

    def test_is_led_by_one_who_may_hold_it(self, mona):
        siri = make.user("follow_up")
        assert "chair" in forms.MeetingForm({"meets_on": no(TODAY), "chair": siri.pk}, by=mona).errors

    def test_is_not_opened_before_its_day_and_may_be_moved(self, mona):
        meeting = plan(mona, meets_on=no(TODAY + timedelta(days=1)))
        with pytest.raises(Refused, match="Endre datoen"):
            forms.open_meeting(meeting, by=mona)
        form = forms.MeetingForm({"meets_on": no(TODAY), "chair": mona.pk, "place": "Rom 4"}, by=mona, instance=meeting)
        assert form.is_valid(), form.errors
        form.change(by=mona)
        forms.open_meeting(meeting, by=mona)
        assert (meeting.status, meeting.place) == ("open", "Rom 4")
        with pytest.raises(Refused, match="pågår"):
            form.change(by=mona)

    def test_each_move_is_made_once_and_only_from_where_it_leads(self, mona):
        meeting = opened(mona)
        for move in (forms.open_meeting, forms.call_off):
            with pytest.raises(Refused):
                move(meeting, by=mona)
        closed(meeting, mona)
        with pytest.raises(Refused):
            close_form(meeting).close(by=mona)
        off = plan(mona)
        forms.call_off(off, by=mona)
        with pytest.raises(Refused):
            forms.open_meeting(off, by=mona)

    def test_a_participant_is_a_colleague_or_a_name_once_for_each_service(self, mona):
        meeting = plan(mona)
        for sent in ({}, {"user": mona.pk, "name": "Siri"}):
            assert "name" in forms.ParticipantForm({"service": "nav"} | sent, meeting=meeting).errors
        form = forms.ParticipantForm({"name": "Tone Lie", "service": "nav"}, meeting=meeting)
        assert form.is_valid()
        form.ask()
        with pytest.raises(Refused, match="allerede på listen"):
            form.ask()
        person = meeting.participants.get(name="Tone Lie")
        forms.remove_participant(person)
        assert not meeting.participants.filter(name="Tone Lie").exists()

    def test_nobody_is_asked_to_one_that_is_over(self, mona):
        meeting = closed(opened(mona), mona)
        form = forms.ParticipantForm({"name": "Tone Lie", "service": "nav"}, meeting=meeting)
        assert form.is_valid()
        with pytest.raises(Refused, match="holdt"):
            form.ask()
        with pytest.raises(Refused, match="holdt"):
            forms.remove_participant(meeting.participants.first())

    def test_pressed_twice_it_is_planned_once(self, as_leader, mona):
        sent = {"meets_on": no(TODAY), "chair": mona.pk, "external_id": "mote-1"}
        assert len({as_leader.post(reverse("arrears_meeting_new"), sent).url for _click in range(2)}) == 1
        assert ArrearsMeeting.objects.count() == 1


@pytest.mark.django_db
class TestDecision:
    def test_one_service_gets_the_case_and_its_timeline_says_so(self, mona):
        case = case_of("Haugen", by=mona)
        run((case, 5000))
        siri = make.user("follow_up", name="Siri Holm")
        item = opened(mona).items.get()
        settled(item, mona, caseworker=siri.pk)
        case.refresh_from_db()
        assert (case.responsible_service, case.caseworker) == ("nav", siri)
        assert (item.service, item.conclusion, item.by) == ("nav", "Nedbetalingsavtale.", mona)
        assert CaseEvent.objects.filter(title="Restanse: ansvarlig tjeneste", note="NAV").exists()

    def test_is_made_once_and_may_be_taken_up_again_while_the_meeting_goes_on(self, mona):
        run((case_of("Haugen", by=mona), 5000))
        meeting = opened(mona)
        item = meeting.items.get()
        stale = ArrearsItem.objects.get(pk=item.pk)
        settled(item, mona)
        with pytest.raises(Refused, match="allerede behandlet"):
            settled(stale, mona, service="economy")
        item.take_up_again()
        assert not item.is_settled
        with pytest.raises(Refused, match="ikke behandlet"):
            item.take_up_again()
        settled(item, mona, service="economy")
        closed(meeting, mona)
        with pytest.raises(Refused, match="holdt"):
            item.take_up_again()

    @pytest.mark.parametrize("status", ["planned", "closed"])
    def test_is_refused_in_a_meeting_that_is_not_open(self, mona, status):
        run((case_of("Haugen", by=mona), 5000))
        meeting = plan(mona) if status == "planned" else closed(opened(mona), mona)
        item = meeting.items.get()
        for act in (lambda: settled(item, mona), lambda: task(item, mona)):
            with pytest.raises(Refused, match="Møtet er"):
                act()
        assert (item.case.tasks.count(), item.case.responsible_service) == (0, "")

    def test_a_closed_case_is_given_to_nobody(self, mona):
        case = case_of("Haugen", by=mona)
        run((case, 5000))
        item = opened(mona).items.get()
        case.close(by=mona, closed_on=TODAY, closing_reason="paid")
        with pytest.raises(Refused, match="lukket"):
            settled(item, mona)
        item.refresh_from_db()
        assert not item.is_settled

    def test_asks_for_one_service_and_a_conclusion_without_names(self, mona):
        run((case_of("Haugen", by=mona), 5000))
        item = opened(mona).items.get()
        for sent, field in (
            ({"service": "", "conclusion": "x"}, "service"),
            ({"service": "nav", "conclusion": ""}, "conclusion"),
            ({"service": "tull", "conclusion": "x"}, "service"),
            ({"service": "nav", "conclusion": "Haugen får en avtale"}, "conclusion"),
            ({"service": "nav", "conclusion": "Født 17059012345"}, "conclusion"),
        ):
            assert field in item_forms.SettleForm(sent, item=item).errors

    def test_the_database_holds_that_a_settled_item_has_a_service_and_one_by_hand_a_reason(self, mona):
        meeting, case = plan(mona), case_of("Haugen", by=mona)
        from django.utils import timezone

        for fields in ({"decided_at": timezone.now()}, {"is_by_hand": True}, {"is_left_out": True}):
            with pytest.raises(IntegrityError), transaction.atomic():
                make_evictions.arrears_item(meeting, case, **fields)


@pytest.mark.django_db
class TestLooking:
    """Whoever sits in the meeting that goes on is not asked why; anybody else is, and each look is written down."""

    def test_in_the_meeting(self, as_leader, mona):
        kari = make.caseworker()
        run((case_of("Haugen", by=kari), 5000))
        meeting = opened(mona)
        item = meeting.items.get()
        assert as_leader.get(item.get_absolute_url()).status_code == 200
        look = ViewLog.objects.get(user=mona)
        assert (look.household, look.what, look.is_own_case, look.reason) == (item.household, str(meeting), False, "")
        # And it is no leave to look at the rest of the case.
        assert "begrunnelse" in as_leader.get(item.household.get_absolute_url()).url

    @pytest.mark.parametrize("status", ["planned", "closed"])
    def test_before_and_after_it(self, as_leader, mona, status):
        kari = make.caseworker()
        run((case_of("Haugen", by=kari), 5000))
        meeting = plan(mona) if status == "planned" else closed(opened(mona), mona)
        assert "begrunnelse" in as_leader.get(meeting.items.get().get_absolute_url()).url

    def test_one_who_is_not_in_the_meeting(self, client, mona):
        kari = make.caseworker()
        run((case_of("Haugen", by=kari), 5000))
        item = opened(mona).items.get()
        client.force_login(make.caseworker(name="Ola Lie"))
        assert "begrunnelse" in client.get(item.get_absolute_url()).url


def pdf_text(made) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(bytes(made.file.content))).pages)


@pytest.mark.django_db
class TestMinutes:
    def test_tell_what_was_decided_what_was_not_and_who_was_there(self, as_leader, mona):
        one, two, off = (case_of(name, by=mona) for name in ("Aas", "Berg", "Dahl"))
        run((one, 9000), (two, 8000), (off, 7000))
        earlier = make_evictions.arrears_task(two, by=mona, what="Søke bostøtte")
        meeting = opened(mona, place="Rom 4")
        task(settled(meeting.items.get(case=one), mona), mona, what="Avtale om trekk")
        form = item_forms.LeaveOutForm({"reason": "Har betalt"}, item=meeting.items.get(case=off))
        assert form.is_valid()
        form.leave_out(by=mona)
        earlier.finish(by=mona, on=TODAY, result="Søknaden er sendt")
        closed(meeting, mona, remarks="Neste gang på rådhuset.")
        text = pdf_text(ArrearsMinutes.printed(meeting.minutes.pk))
        for told in ("Aas, Amina", "Ansvarlig: NAV.", "Nedbetalingsavtale.", "Avtale om trekk", "Rom 4", "Mona Dahl"):
            assert told in text
        for told in ("Ikke behandlet.", "Har betalt", "Neste gang på rådhuset.", "2, 1 behandlet", "Søknaden er sendt"):
            assert told in text
        assert "Elvegata" not in text
        answer = as_leader.get(reverse("arrears_meeting_minutes", args=[meeting.pk]))
        assert answer["Content-Disposition"] == f'attachment; filename="referat-restansemote-{TODAY:%Y-%m-%d}.pdf"'
        assert ViewLog.objects.filter(user=mona, channel="export").count() == 1

    def test_are_not_there_before_it_is_closed(self, as_leader, mona):
        assert as_leader.get(reverse("arrears_meeting_minutes", args=[opened(mona).pk])).status_code == 404

    def test_are_kept_word_for_word(self, mona):
        case = case_of("Aas", by=mona)
        run((case, 9000))
        meeting = closed(opened(mona), mona)
        made = ArrearsMinutes.printed(meeting.minutes.pk)
        digest = hashlib.sha256(bytes(made.file.content)).hexdigest()
        person = case.household.members_on(TODAY)[0].person
        person.family_name = "Nyttnavn"
        person.save()
        again = ArrearsMinutes.printed(made.pk)
        assert hashlib.sha256(bytes(again.file.content)).hexdigest() == digest
        for change in (
            lambda: ArrearsMinutes.objects.filter(pk=made.pk).update(html="<p>Noe annet</p>"),
            lambda: ArrearsMinutes.objects.filter(pk=made.pk).update(file=None),
            lambda: ArrearsMinutes.objects.filter(pk=made.pk).delete(),
        ):
            with pytest.raises(InternalError), transaction.atomic():
                change()

    def test_are_for_those_who_hold_the_meetings(self, mona):
        meeting = closed(opened(mona), mona)
        siri = make.user("follow_up")
        make_evictions.arrears_participant(meeting, user=siri, name=siri.name)
        assert ArrearsMinutes.objects.visible_to(mona).count() == 1
        assert ArrearsMinutes.objects.visible_to(siri).count() == 0


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """Each from a database connection of its own."""

    @pytest.fixture(autouse=True)
    def _no_paper(self, monkeypatch):
        monkeypatch.setattr("evictions.tasks.print_minutes.delay", lambda **known: None)

    def test_many_who_close_it_write_its_minutes_once(self, mona):
        meeting = opened(mona)

        def close(by):
            close_form(ArrearsMeeting.objects.get(pk=meeting.pk)).close(by=by)

        done, refused = at_once(close, [mona, make.leader(name="Odd")] * 5, threads=10)
        assert (done, len(refused)) == (1, 9)
        assert ArrearsMinutes.objects.count() == 1

    def test_two_who_decide_one_case_give_it_to_one_service(self, mona):
        case = case_of("Haugen", by=mona)
        run((case, 5000))
        item = opened(mona).items.get()

        def decide(service):
            stale = ArrearsItem.objects.select_related("meeting", "case__tenancy").get(pk=item.pk)
            settle_form(stale, service=service).settle(by=mona)

        done, refused = at_once(decide, ["nav", "economy"] * 5, threads=10)
        assert (done, len(refused)) == (1, 9)
        case.refresh_from_db()
        item.refresh_from_db()
        assert case.responsible_service == item.service
        assert CaseEvent.objects.filter(title="Restanse: ansvarlig tjeneste").count() == 1

    @pytest.mark.parametrize("attempt", range(5))
    def test_a_decision_as_the_meeting_closes_stands_in_the_minutes_or_is_refused(self, mona, attempt):
        case = case_of("Haugen", by=mona)
        run((case, 5000))
        meeting = opened(mona)
        item = meeting.items.select_related("meeting", "case__tenancy").get()
        decide = settle_form(item)
        close = close_form(ArrearsMeeting.objects.get(pk=meeting.pk))
        done, refused = at_once(lambda form: _press(form, mona), [decide, close], threads=2)
        case.refresh_from_db()
        was_given = case.responsible_service == "nav"
        assert (done, len(refused)) == ((2, 0) if was_given else (1, 1))
        assert ("Ansvarlig: NAV" in ArrearsMinutes.objects.get().html) == was_given
        assert ArrearsMeeting.objects.get(pk=meeting.pk).status == "closed"


def _press(form, by):
    form.settle(by=by) if hasattr(form, "settle") else form.close(by=by)
