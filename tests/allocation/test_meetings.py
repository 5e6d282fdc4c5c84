"""The allocation meeting: its agenda is made of vacancies and the list, the leader decides, the minutes stand."""

import hashlib
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import InternalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from allocation import agenda
from allocation.forms import agenda as item_forms
from allocation.forms import meetings as forms
from allocation.models import AgendaItem, AllocationMeeting, Minutes, Offer, Participant
from housing.database import Refused
from housing.models import Letter, ViewLog, VoidPeriod
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def no(day):
    return f"{day:%d.%m.%Y}"


@pytest.fixture
def odd():
    return make.leader(name="Odd Fjellheim")


@pytest.fixture
def as_leader(client, odd):
    client.force_login(odd)
    return client


def waiting(kari, name, *, points=True, **fields):
    """Waits for a dwelling, as the leader's own case, so that no reason is asked for."""
    case = make.granted(make.household(main=make.person("Amina", name), caseworker=kari), by=kari, **fields)
    if points:
        make.mapping(case.household)
    return case


def plan(odd, **changed):
    form = forms.MeetingForm({"meets_on": no(TODAY), "chair": odd.pk} | changed, by=odd)
    assert form.is_valid(), form.errors
    return form.plan(by=odd)


def opened(odd):
    meeting = plan(odd)
    forms.open_meeting(meeting, by=odd)
    return meeting


def decision(item, case, **changed):
    sent = {"offered_on": no(TODAY), "answer_by": no(TODAY + timedelta(days=7)), "grounds": "Størst behov."}
    sent |= {"reason": "no_contact"} | changed
    return item_forms.AllocateForm(sent, item=item, application=case)


def allocated(item, case, by, **changed):
    form = decision(item, case, **changed)
    assert form.is_valid(), form.errors
    return form.allocate(by=by)


def settled(item, by, outcome="postponed", grounds="Venter på maleren."):
    form = item_forms.SettleForm({"outcome": outcome, "grounds": grounds}, item=item)
    assert form.is_valid(), form.errors
    return form.settle(by=by)


def closed(meeting, by, *, remarks="", present=None):
    people = [person.pk for person in meeting.participants.all()] if present is None else present
    form = forms.CloseForm({"present": people, "remarks": remarks}, meeting=meeting)
    assert form.is_valid(), form.errors
    return form.close(by=by)


class TestAgenda:
    def test_is_made_of_what_is_vacant_and_what_soon_will_be(self, kari, odd):
        vacant, soon, later, painted, lived_in = (make.dwelling(f"Elvegata {number}") for number in range(1, 6))
        shelter = make.dwelling("Natthjemmet 1", category="emergency")
        offered, promised = make.dwelling("Tilbudt 1"), make.dwelling("Lovet 1")
        make.tenancy(make.household(), soon, leaves_on=TODAY + timedelta(days=10))
        make.tenancy(make.household(), later, leaves_on=TODAY + timedelta(days=agenda.SOON_DAYS + 1))
        make.tenancy(make.household(), lived_in)
        VoidPeriod.objects.create(
            dwelling=painted, starts_on=TODAY, planned_ends_on=TODAY + timedelta(days=5), reason="renovation"
        )
        make.offer(waiting(kari, "Bakke"), offered, by=kari)
        make.tenancy(make.household(), promised, moved_in_on=None, allocated_on=TODAY)
        meeting = plan(odd)
        assert [item.dwelling for item in meeting.items.all()] == [vacant, painted, soon]
        assert shelter not in [item.dwelling for item in meeting.items.all()]
        entries = agenda.entries_of(agenda.items_of(meeting, TODAY), TODAY)
        assert [entry.standing for entry in entries] == [
            "Ledig",
            f"Under arbeid til {no(TODAY + timedelta(days=5))}",
            f"Bebodd, ledig {no(TODAY + timedelta(days=10))}",
        ]
        assert [entry.may_be_offered for entry in entries] == [True, True, False]

    def test_the_best_of_the_list_stand_on_each_item_children_first_on_equal_points(self, kari, odd):
        make.dwelling()
        alone = waiting(kari, "Aas", points=False)
        family = make.granted(
            make.household(main=make.person("Bo", "Berg"), children=[TODAY.replace(year=2020)]), by=kari
        )
        first = waiting(kari, "Dahl")
        too_big = waiting(kari, "Eide", rooms_min=5)
        too_big.decisions.update(rooms=5)
        # A criterion for children would decide it by points; here the points are equal.
        assert [place.application for place in agenda.queue.places_on(TODAY)][:2] != [alone, family]
        [entry] = agenda.entries_of(agenda.items_of(plan(odd), TODAY), TODAY)
        names = [row.place.application for row in entry.households]
        assert too_big not in names
        assert names[0] == first
        assert names.index(family) < names.index(alone)

    def test_the_chair_puts_on_and_takes_off(self, kari, odd):
        make.dwelling()
        one, two, three, four = (waiting(kari, name) for name in ("Aas", "Berg", "Dahl", "Eide"))
        meeting = plan(odd)
        item = meeting.items.get()
        assert len(item_forms.households_of(item)) == 4
        item_forms.put(item, one, is_left_out=True, by=odd)
        form = item_forms.HouseholdForm({"case": f" {four.number.lower()} "}, item=item)
        assert form.is_valid(), form.errors
        form.add(by=odd)
        item = agenda.items_of(meeting, TODAY)[0]
        [entry] = agenda.entries_of([item], TODAY, at_most=2)
        assert [row.place.application for row in entry.households] == [two, three, four]
        # Off the agenda is not off the list: whoever goes before them is still asked why.
        assert decision(item, two).passed_over[0].place.application == one

    def test_whoever_has_an_offer_to_answer_is_counted_and_leaves_the_place_to_the_next(self, kari, odd):
        one, two = waiting(kari, "Aas"), waiting(kari, "Berg")
        make.offer(one, make.dwelling("Tilbudt 1"), by=kari)
        make.dwelling()
        [entry] = agenda.entries_of(agenda.items_of(plan(odd), TODAY), TODAY, at_most=1)
        assert [row.place.application for row in entry.households] == [two]
        assert entry.have_offers == 1

    def test_a_meeting_that_is_over_shows_no_list_of_today(self, as_leader, odd):
        make.dwelling()
        waiting(odd, "Haugen")
        meeting = closed(opened(odd), odd)
        for page in (meeting, meeting.items.get()):
            assert "Haugen" not in as_leader.get(page.get_absolute_url()).content.decode()
        assert "Haugen" in meeting.minutes.html

    def test_only_those_on_the_list_are_put_on(self, kari, odd):
        make.dwelling()
        item = plan(odd).items.get()
        undecided = make.application(make.household(), by=kari)
        for typed in (undecided.number, "S-999999", "Haugen", "9" * 30, ""):
            assert "case" in item_forms.HouseholdForm({"case": typed}, item=item).errors

    def test_what_was_not_decided_goes_to_the_next_meeting(self, kari, odd):
        homes = [make.dwelling(f"Elvegata {number}") for number in (1, 2, 3)]
        cases = [waiting(kari, name) for name in ("Aas", "Berg")]
        meeting = opened(odd)
        first, second, third = meeting.items.all()
        allocated(first, cases[0], odd)
        settled(second, odd)
        settled(third, odd, "nobody", "Skal selges.")
        later = plan(odd, meets_on=no(TODAY + timedelta(days=7)))
        assert not later.items.filter(carried_from__isnull=False).exists()
        closed(meeting, odd)
        assert list(later.items.filter(carried_from__isnull=False).values_list("carried_from", "dwelling")) == [
            (second.pk, homes[1].pk)
        ]
        assert not agenda.left_by_earlier_meetings()
        forms.call_off(later, by=odd)
        again = plan(odd)
        assert again.items.get(dwelling=homes[1]).carried_from.carried_from == second
        assert not again.items.filter(dwelling=homes[0]).exists(), "it is offered"

    def test_the_same_people_are_asked_again(self, odd, kari):
        before = plan(odd)
        form = forms.ParticipantForm({"name": "Siri Holm", "service": "nav"}, meeting=before)
        assert form.is_valid(), form.errors
        form.ask()
        assert [str(person) for person in plan(odd).participants.all()] == [
            "Odd Fjellheim, Boligtjenesten",
            "Siri Holm, NAV",
        ]


class TestDecision:
    def test_to_allocate_is_to_offer_through_the_door_of_offers(self, kari, odd):
        home, case = make.dwelling(), waiting(kari, "Haugen")
        meeting = opened(odd)
        item = allocated(meeting.items.get(), case, odd)
        offer = Offer.objects.get()
        assert (item.outcome, item.offer, item.grounds, item.decided_by) == ("allocated", offer, "Størst behov.", odd)
        assert (offer.dwelling, offer.application, offer.status, offer.grounds) == (home, case, "open", "Størst behov.")
        assert Letter.objects.filter(kind="offer").count() == 1
        assert offer.record.meeting == meeting

    def test_grounds_are_always_asked_for(self, kari, odd):
        make.dwelling()
        item = opened(odd).items.get()
        assert "grounds" in decision(item, waiting(kari, "Haugen"), grounds="").errors
        assert "grounds" in item_forms.SettleForm({"outcome": "postponed"}, item=item).errors
        assert "outcome" in item_forms.SettleForm({"outcome": "allocated", "grounds": "x"}, item=item).errors

    def test_is_made_once(self, kari, odd):
        make.dwelling()
        one, two = waiting(kari, "Aas"), waiting(kari, "Berg")
        item = opened(odd).items.get()
        stale = AgendaItem.objects.select_related("meeting", "dwelling").get(pk=item.pk)
        allocated(item, one, odd)
        with pytest.raises(Refused, match="allerede"):
            allocated(stale, two, odd)
        with pytest.raises(Refused, match="avgjort"):
            settled(stale, odd)
        with pytest.raises(Refused, match="trekkes på tilbudets side"):
            item_forms.take_up_again(item)
        assert Offer.objects.count() == 1

    @pytest.mark.parametrize("status", ["planned", "closed"])
    def test_is_refused_in_a_meeting_that_is_not_open(self, kari, odd, status):
        make.dwelling()
        meeting = plan(odd) if status == "planned" else closed(opened(odd), odd)
        item, case = meeting.items.get(), waiting(kari, "Haugen")
        for decide in (lambda: allocated(item, case, odd), lambda: settled(item, odd)):
            with pytest.raises(Refused, match="Møtet er"):
                decide()
        assert not Offer.objects.exists()

    def test_a_dwelling_somebody_lives_in_is_not_allocated(self, kari, odd):
        make.tenancy(make.household(), make.dwelling(), leaves_on=TODAY + timedelta(days=3))
        item = opened(odd).items.get()
        with pytest.raises(Refused, match="Noen bor i boligen"):
            allocated(item, waiting(kari, "Haugen"), odd)
        item.refresh_from_db()
        assert item.outcome == ""

    def test_postponed_may_be_taken_up_again(self, odd):
        make.dwelling()
        item = settled(opened(odd).items.get(), odd)
        item_forms.take_up_again(item)
        assert (item.outcome, item.grounds, item.decided_by) == ("", "", None)

    def test_sent_twice_by_a_browser_is_one_offer(self, as_leader, odd):
        make.dwelling()
        case = waiting(odd, "Haugen")
        item = opened(odd).items.get()
        sent = {
            "offered_on": no(TODAY),
            "answer_by": no(TODAY),
            "grounds": "Størst behov.",
            "reason": "no_contact",
            "external_id": "m-1",
        }
        url = reverse("agenda_allocate", args=[item.pk, case.pk])
        assert {as_leader.post(url, sent).url for _click in range(2)} == {item.get_absolute_url()}
        assert Offer.objects.count() == 1

    def test_a_caseworker_advises_and_does_not_decide(self, at, kari, odd):
        make.dwelling()
        case = waiting(kari, "Haugen")
        item = opened(odd).items.get()
        sent = {"participant": item.meeting.participants.get().pk, "application": case.pk, "text": "Nær skolen."}
        assert at.post(reverse("agenda_advice", args=[item.pk]), sent).url == item.get_absolute_url()
        page = at.get(item.get_absolute_url()).content.decode()
        assert "Nær skolen." in page
        assert reverse("agenda_allocate", args=[item.pk, case.pk]) not in page
        for name in ("agenda_settle", "meeting_close", "meeting_open"):
            target = item.meeting if name.startswith("meeting") else item
            assert at.post(reverse(name, args=[target.pk])).status_code == 403
        assert at.post(reverse("agenda_allocate", args=[item.pk, case.pk])).status_code == 403


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
    def test_what_cannot_be_so_is_said_at_the_field(self, odd, changed, field):
        form = forms.MeetingForm({"meets_on": no(TODAY), "chair": odd.pk} | changed, by=odd)
        assert field in form.errors

    def test_is_led_by_one_who_may_decide(self, odd, kari):
        assert "chair" in forms.MeetingForm({"meets_on": no(TODAY), "chair": kari.pk}, by=odd).errors

    def test_a_participant_is_a_colleague_or_a_name(self, odd, kari):
        meeting = plan(odd)
        for sent in ({}, {"user": kari.pk, "name": "Siri"}):
            assert "name" in forms.ParticipantForm({"service": "nav"} | sent, meeting=meeting).errors
        form = forms.ParticipantForm({"user": kari.pk, "service": "housing"}, meeting=meeting)
        assert form.is_valid()
        form.ask()
        with pytest.raises(Refused, match="allerede på listen"):
            form.ask()

    def test_one_who_has_advised_is_not_taken_off(self, odd):
        make.dwelling()
        meeting = opened(odd)
        person = meeting.participants.get()
        sent = {"participant": person.pk, "text": "Vent til våren."}
        form = item_forms.AdviceForm(sent, item=meeting.items.get(), households=[])
        assert form.is_valid(), form.errors
        form.advise(by=odd)
        with pytest.raises(Refused, match="gitt råd"):
            forms.remove_participant(person)
        with pytest.raises(Refused, match="gitt råd"):
            item_forms.remove_item(meeting.items.get())

    def test_is_not_opened_before_its_day(self, odd):
        meeting = plan(odd, meets_on=no(TODAY + timedelta(days=1)))
        with pytest.raises(Refused, match="Endre datoen"):
            forms.open_meeting(meeting, by=odd)

    def test_each_move_is_made_once_and_only_from_where_it_leads(self, odd):
        meeting = plan(odd)
        stale = AllocationMeeting.objects.get(pk=meeting.pk)
        forms.open_meeting(meeting, by=odd)
        for move in (forms.open_meeting, forms.call_off):
            with pytest.raises(Refused, match="Noen andre"):
                move(stale, by=odd)
        closed(meeting, odd)
        with pytest.raises(Refused):
            closed(stale, odd)
        with pytest.raises(Refused):
            forms.call_off(meeting, by=odd)
        assert Minutes.objects.count() == 1

    def test_pages_ask_as_much_for_three_as_for_one(self, as_leader, odd):
        meeting = opened(odd)
        make.agenda_item(meeting, make.dwelling("Elvegata 1"))
        waiting(odd, "Aas")

        def asked(url):
            with CaptureQueriesContext(connection) as queries:
                assert as_leader.get(url).status_code == 200
            return len(queries)

        for url in (meeting.get_absolute_url(), reverse("meeting_list")):
            asked(url)
            one = asked(url)
            for number in (2, 3):
                make.agenda_item(meeting, make.dwelling(f"Elvegata {number}{len(url)}"))
                waiting(odd, f"Berg{number}")
                plan(odd)
            assert asked(url) == one


class TestMinutes:
    def text_of(self, meeting):
        made = Minutes.printed(meeting.minutes.pk)
        return " ".join(
            " ".join(page.extract_text() for page in PdfReader(BytesIO(bytes(made.file.content))).pages).split()
        )

    def test_tell_who_was_there_what_was_advised_and_what_was_decided(self, kari, odd):
        for number in (1, 2, 3):
            make.dwelling(f"Elvegata {number}")
        case = waiting(kari, "Haugen")
        meeting = opened(odd)
        away = Participant.objects.create(meeting=meeting, name="Siri Holm", service="nav")
        first, second, _third = meeting.items.all()
        advice = {"participant": away.pk, "application": case.pk, "text": "Trenger oppfølging."}
        form = item_forms.AdviceForm(advice, item=first, households=item_forms.households_of(first))
        assert form.is_valid(), form.errors
        form.advise(by=odd)
        allocated(first, case, odd)
        settled(second, odd)
        closed(meeting, odd, remarks="Neste gang på rådhuset.", present=[meeting.participants.first().pk])
        text = self.text_of(meeting)
        for told in (
            "Odd Fjellheim Boligtjenesten ja",
            "Siri Holm NAV nei",
            f"Tildelt: {case.household.name}, {case.number}.",
            "Begrunnelse: Størst behov.",
            f"Siri Holm, NAV, om {case.household.name}: Trenger oppfølging.",
            "Utsatt.",
            "Venter på maleren.",
            "Ikke avgjort. Saken går videre til neste møte.",
            "Neste gang på rådhuset.",
        ):
            assert told in text, told

    def test_are_tagged_kept_with_a_checksum_and_never_changed(self, odd):
        meeting = closed(opened(odd), odd)
        made = Minutes.printed(meeting.minutes.pk)
        content = bytes(made.file.content)
        assert made.file.sha256 == hashlib.sha256(content).hexdigest()
        assert PdfReader(BytesIO(content)).trailer["/Root"]["/MarkInfo"]["/Marked"]
        assert Minutes.printed(made.pk).file_id == made.file_id
        for change in (
            lambda: Minutes.objects.update(html="x"),
            lambda: Minutes.objects.update(file=None),
            lambda: Minutes.objects.all().delete(),
        ):
            with pytest.raises(InternalError), transaction.atomic():
                change()

    def test_never_join_a_protected_household_to_a_dwelling(self, odd, as_leader):
        for number in (1, 2):
            make.dwelling(f"Elvegata {number}")
        hidden = make.household(
            main=make.person("Sol", "Skjult", address_protection="strictly_confidential"), caseworker=odd
        )
        case = make.granted(hidden, by=odd)
        make.mapping(hidden)
        meeting = opened(odd)
        first = meeting.items.first()
        advice = {"participant": meeting.participants.get().pk, "application": case.pk, "text": "Skjult bør ha den."}
        form = item_forms.AdviceForm(advice, item=first, households=item_forms.households_of(first))
        assert form.is_valid(), form.errors
        form.advise(by=odd)
        allocated(first, case, odd, grounds="Skjult trenger den.")
        for page in (meeting, first):
            html = as_leader.get(page.get_absolute_url()).content.decode()
            assert "Skjult" not in html.replace("Skjult adresse", "")
            assert case.number not in html
            assert case.offers.get().get_absolute_url() not in html
        closed(meeting, odd)
        assert "Skjult" not in meeting.minutes.html
        assert case.number not in meeting.minutes.html
        assert "Husstand med skjermet adresse" in meeting.minutes.html

    def test_taking_them_out_is_logged(self, as_leader, odd):
        meeting = opened(odd)
        assert as_leader.get(reverse("meeting_minutes", args=[meeting.pk])).status_code == 404
        closed(meeting, odd)
        answer = as_leader.get(reverse("meeting_minutes", args=[meeting.pk]))
        assert answer["Content-Disposition"] == f'attachment; filename="referat-tildelingsmote-{TODAY:%Y-%m-%d}.pdf"'
        assert ViewLog.objects.filter(user=odd, channel="export").count() == 1
