"""The discussion between services: planned, moved, called off, written up once, and asked for before an offer."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from allocation.models import Offer
from applications.forms.discussions import HeldForm
from applications.models import Advice, Discussion, Routine
from housing import deadlines
from housing.models import CaseEvent, Household
from tests import make
from tests.at_once import at_once

TODAY = timezone.localdate()
PLANNED = {"planned_on": f"{TODAY:%d.%m.%Y}", "agenda": "Hvem følger opp?", "services": ["nav", "mental_health"]}
HELD = {
    "held_on": f"{TODAY:%d.%m.%Y}",
    "here_nav": "on",
    "advice_nav": "Økonomien er i orden.",
    "here_mental_health": "on",
    "here_follow_up": "on",
    "advice_follow_up": "Kan følge opp to ganger i uken.",
    "recommendation": "grant",
    "recommendation_text": "Tjenestene er enige.",
}


@pytest.fixture
def case(household, kari):
    return make.granted(household, by=kari)


@pytest.fixture
def planned(at, case):
    at.post(reverse("discussion_new", args=[case.pk]), PLANNED)
    return Discussion.objects.get()


def minutes(at, discussion, sent=HELD):
    return at.post(reverse("discussion_hold", args=[discussion.pk]), sent)


@pytest.mark.django_db
class TestDiscussion:
    def test_planned_it_stands_on_the_application_and_among_the_deadlines(self, at, case, planned):
        assert planned.services == ["nav", "mental_health"]
        assert "Planlagt" in at.get(case.get_absolute_url()).content.decode()
        waits = deadlines.waiting(Household.objects.filter(pk=case.household_id), TODAY)
        due = [(row.url, row.due_on) for row in waits if row.kind == "planned_discussions"]
        assert due == [(planned.get_absolute_url(), TODAY)]
        assert "NAV" in CaseEvent.objects.get(title="Tverrfaglig drøfting planlagt").note

    def test_a_double_click_plans_one(self, at, case):
        for _ in range(2):
            at.post(reverse("discussion_new", args=[case.pk]), PLANNED | {"external_id": "k"})
        assert Discussion.objects.count() == 1

    @pytest.mark.parametrize(
        ("sent", "field"),
        [
            ({"planned_on": "x"}, "planned_on"),
            ({"planned_on": "01.01.2020"}, "planned_on"),
            ({"planned_on": "01.01.2199"}, "planned_on"),
            ({"agenda": ""}, "agenda"),
            ({"services": []}, "services"),
            ({"services": ["tull"]}, "services"),
        ],
    )
    def test_what_is_wrong_with_a_plan_is_told_at_its_field(self, at, case, sent, field):
        page = at.post(reverse("discussion_new", args=[case.pk]), PLANNED | sent)
        assert field in page.context["form"].errors
        assert not Discussion.objects.exists()

    def test_it_is_moved_and_called_off(self, at, case, planned):
        later = TODAY + timedelta(days=7)
        at.post(reverse("discussion_change", args=[planned.pk]), PLANNED | {"planned_on": f"{later:%d.%m.%Y}"})
        planned.refresh_from_db()
        assert planned.planned_on == later
        assert at.post(reverse("discussion_cancel", args=[planned.pk])).url == case.get_absolute_url()
        assert not Discussion.objects.exists()
        assert CaseEvent.objects.filter(title="Tverrfaglig drøfting avlyst").exists()

    def test_held_it_says_who_advised_what_and_is_one_page(self, at, case, planned):
        assert minutes(at, planned).url == planned.get_absolute_url()
        planned.refresh_from_db()
        assert planned.present == ["nav", "mental_health", "follow_up"]
        assert list(Advice.objects.values_list("service", flat=True)) == ["nav", "follow_up"]
        page = at.get(planned.get_absolute_url()).content.decode()
        assert all(text in page for text in ("Økonomien er i orden.", "Tjenestene er enige.", "Oppfølging i bolig"))
        assert "data-print" in page
        event = CaseEvent.objects.get(title="Tverrfaglig drøfting holdt")
        assert event.note == "Anbefaler: innvilge", "what each advised is not for the timeline"
        waits = deadlines.waiting(Household.objects.filter(pk=case.household_id), TODAY)
        assert "planned_discussions" not in {row.kind for row in waits}

    @pytest.mark.parametrize(
        ("sent", "text"),
        [
            ({"held_on": f"{TODAY + timedelta(days=1):%d.%m.%Y}"}, "frem i tid"),
            ({"recommendation": ""}, "Du må rette 1 feil"),
            ({"recommendation_text": ""}, "Du må rette 1 feil"),
            ({"here_nav": ""}, "Kryss av for at tjenesten var til stede"),
            ({"advice_nav": "x" * 2001}, "Du må rette 1 feil"),
        ],
    )
    def test_what_is_wrong_with_the_minutes_is_told_and_nothing_forgotten(self, at, planned, sent, text):
        page = minutes(at, planned, HELD | sent).content.decode()
        assert text in page
        assert "Kan følge opp to ganger i uken." in page
        assert not Discussion.objects.held().exists()

    def test_somebody_was_there(self, at, planned):
        nobody = {name: value for name, value in HELD.items() if not name.startswith(("here", "advice"))}
        assert "minst én tjeneste" in minutes(at, planned, nobody).content.decode()

    def test_minutes_stand_as_they_are_written(self, at, planned):
        minutes(at, planned)
        assert "allerede skrevet" in minutes(at, planned).content.decode()
        for name in ("discussion_hold", "discussion_change"):
            assert at.get(reverse(name, args=[planned.pk])).url == planned.get_absolute_url()
        at.post(reverse("discussion_cancel", args=[planned.pk]))
        assert Discussion.objects.held().exists()
        assert Advice.objects.count() == 2

    def test_a_withdrawn_application_is_not_discussed(self, at, household, kari):
        case = make.application(household, by=kari)
        case.withdraw(by=kari, withdrawn_on=TODAY)
        assert at.get(reverse("discussion_new", args=[case.pk])).url == case.get_absolute_url()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_write_the_minutes_at_once_one_does(kari, household):
    planned = make.discussion(make.application(household, by=kari), by=kari)
    forms = [HeldForm(HELD, discussion=Discussion.objects.get(pk=planned.pk)) for _ in range(5)]
    assert all(form.is_valid() for form in forms)
    done, refused = at_once(lambda form: form.hold(by=kari), forms, threads=5)
    assert (done, len(refused)) == (1, 4)
    assert Advice.objects.count() == 2


@pytest.mark.django_db
class TestBeforeOffer:
    @pytest.fixture(autouse=True)
    def _asks(self):
        Routine.objects.create(valid_from=TODAY - timedelta(days=60), discussion_before_offer=True)

    @pytest.fixture
    def home(self):
        return make.dwelling()

    @pytest.fixture
    def at_leaders(self, household):
        mona = make.leader()
        household.take_responsibility(mona, kind="follow_up")
        browser = Client()
        browser.force_login(mona)
        return browser

    def offered(self, browser, case, home, **sent):
        answer_by = TODAY + timedelta(days=7)
        dates = {
            "offered_on": f"{TODAY:%d.%m.%Y}",
            "answer_by": f"{answer_by:%d.%m.%Y}",
            "grounds": "Først i køen.",
            "reason": "waits",
        }
        return browser.post(reverse("offer_new", args=[home.pk, case.pk]), dates | sent)

    def test_without_a_discussion_a_caseworker_is_refused_with_the_way_on(self, at, case, home):
        page = self.offered(at, case, home, undiscussed="Haster.").content.decode()
        assert "må drøftes med de andre tjenestene" in page
        assert reverse("discussion_new", args=[case.pk]) in page
        assert not Offer.objects.exists()

    def test_a_planned_one_is_not_enough_and_a_held_one_is(self, at, case, home, planned):
        self.offered(at, case, home)
        assert not Offer.objects.exists()
        minutes(at, planned)
        page = at.get(reverse("candidates", args=[home.pk])).content.decode()
        assert "anbefaler innvilge" in " ".join(page.replace('</a><span class="sub">:', "").split())
        assert "Tjenestene er enige." in at.get(reverse("offer_new", args=[home.pk, case.pk])).content.decode()
        assert self.offered(at, case, home).status_code == 302
        assert Offer.objects.count() == 1

    def test_the_leader_goes_on_with_a_written_reason(self, at_leaders, case, home):
        assert self.offered(at_leaders, case, home).status_code == 200
        assert not Offer.objects.exists()
        assert self.offered(at_leaders, case, home, undiscussed="Akutt, avklart på telefon.").status_code == 302
        event = CaseEvent.objects.get(title="Tilbud uten tverrfaglig drøfting")
        assert event.note == "Akutt, avklart på telefon."

    def test_where_the_routine_does_not_ask_nothing_is_asked(self, at, case, home):
        Routine.objects.update(discussion_before_offer=False)
        assert self.offered(at, case, home).status_code == 302
