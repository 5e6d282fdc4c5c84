"""A dwelling held for a household while its appeal is dealt with: offered to nobody else, and freed by itself."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from allocation.candidates import offerable
from allocation.forms.offers import OfferForm
from applications.deadlines import appeals as appeal_deadlines
from applications.models import Hold
from housing.database import Refused
from housing.models import CaseEvent, Household
from tests import make
from tests.at_once import at_once

TODAY = timezone.localdate()
NO = f"{TODAY:%d.%m.%Y}"
WEEK = f"{TODAY + timedelta(days=7):%d.%m.%Y}"


def keep(appeal, home, kari):
    return Hold(appeal=appeal, dwelling=home, starts_on=TODAY).keep(by=kari)


def offer_to(household, home, kari):
    case = make.granted(household, by=kari)
    sent = {"offered_on": NO, "answer_by": WEEK, "grounds": "Står for tur.", "reason": "waits"}
    form = OfferForm(sent, application=case, dwelling=home)
    assert form.is_valid(), form.errors
    return form.make(by=kari)


@pytest.fixture
def home():
    return make.dwelling("Holdeveien 1")


@pytest.fixture
def appeal(household, kari):
    return make.appeal(make.refused(household, by=kari), by=kari)


@pytest.mark.django_db
class TestHeld:
    def test_nobody_else_is_offered_it(self, appeal, home, kari):
        keep(appeal, home, kari)
        other = make.household(caseworker=kari)
        with pytest.raises(Refused, match="holdes av for en klage"):
            offer_to(other, home, kari)
        assert home not in offerable(other, TODAY)
        assert home in offerable(appeal.household, TODAY)
        assert offer_to(appeal.household, home, kari).dwelling == home

    @pytest.mark.parametrize("promised", ["lived_in", "offered", "allocated", "held", "under_work"])
    def test_only_a_home_promised_to_nobody_can_be_held(self, appeal, home, kari, promised):
        other = make.household(caseworker=kari)
        if promised == "lived_in":
            make.tenancy(other, home)
        elif promised == "offered":
            offer_to(other, home, kari)
        elif promised == "allocated":
            offer_to(other, home, kari).accept(by=kari, answered_on=TODAY)
        elif promised == "held":
            keep(make.appeal(make.refused(other, by=kari), by=kari), home, kari)
        else:
            home.voids.create(starts_on=TODAY, reason="renovation")
        with pytest.raises(Refused, match="ikke ledig"):
            keep(appeal, home, kari)

    def test_only_while_the_appeal_is_open(self, appeal, home, kari):
        appeal.withdraw(by=kari, day=TODAY)
        with pytest.raises(Refused, match="Klagen er avgjort"):
            keep(appeal, home, kari)


@pytest.mark.django_db
class TestFreed:
    @pytest.mark.parametrize("end", ["withdrawn", "dismissed", "upheld"])
    def test_when_the_appeal_is_decided(self, appeal, home, kari, end):
        held = keep(appeal, home, kari)
        if end == "upheld":
            appeal.assessment = "Vurdert."
            appeal.late_reason = "special"
            appeal.forward(by=kari, day=TODAY)
            appeal.answered_by_body("upheld", by=kari, day=TODAY, text="Nei.")
        elif end == "dismissed":
            appeal.dismiss(by=kari, day=TODAY, note="")
        else:
            appeal.withdraw(by=kari, day=TODAY)
        held.refresh_from_db()
        assert held.ends_on == TODAY
        assert CaseEvent.objects.filter(title="Boligen holdes ikke lenger av").count() == 1
        assert home in offerable(make.household(), TODAY)

    @pytest.mark.parametrize(("outcome", "is_held"), [("rejected", False), ("granted", True)])
    def test_when_what_was_appealed_is_decided_anew(self, appeal, home, kari, outcome, is_held):
        held = keep(appeal, home, kari)
        appeal.assessment, appeal.late_reason = "Vurdert.", "special"
        appeal.change(by=kari, day=TODAY)
        held.refresh_from_db()
        assert held.is_open, "they have got what they asked for, and wait for the new decision"
        case = appeal.application
        case.refresh_from_db()
        decided = make.decision(case, by=kari, outcome=outcome, decided_on=TODAY)
        (case.grant if outcome == "granted" else case.reject)(by=kari, decision=decided)
        held.refresh_from_db()
        assert held.is_open == is_held
        if is_held:
            make.offer(case, home, by=kari, offered_on=TODAY).accept(by=kari, answered_on=TODAY)
            held.refresh_from_db()
            assert not held.is_open, "housed in it"

    def test_an_old_hold_asks_whether_it_is_still_needed(self, appeal, home, kari):
        make.hold(appeal, home, by=kari, starts_on=TODAY - timedelta(days=61))
        [found] = appeal_deadlines.old_holds(Household.objects.all(), TODAY)
        assert found.due_on == TODAY - timedelta(days=1)
        assert "Holdeveien" not in found.what


@pytest.mark.django_db
class TestPages:
    def test_held_and_freed(self, at, appeal, home, kari):
        new = reverse("hold_new", args=[appeal.pk])
        assert "Holdeveien 1" in at.get(new).content.decode()
        sent = {"dwelling": home.pk, "reason": "Tilpasset behovet.", "external_id": "hold-1"}
        assert at.post(new, sent).url == appeal.get_absolute_url() == at.post(new, sent).url
        held = Hold.objects.get()
        assert "Holdeveien 1" in at.get(appeal.get_absolute_url()).content.decode()
        assert "holdes av for en klage" in at.get(home.get_absolute_url()).content.decode()
        candidates = at.get(reverse("candidates", args=[home.pk])).content.decode()
        assert "holdes av for en klage" in candidates
        assert appeal.household.name not in candidates
        end = reverse("hold_end", args=[held.pk])
        assert at.get(end).status_code == 200
        assert at.post(end, {"note": "Trengs ikke."}).url == appeal.get_absolute_url()
        assert at.get(end).url == appeal.get_absolute_url()
        assert at.post(end, {}).status_code == 200
        assert "holdes av" not in at.get(home.get_absolute_url()).content.decode()

    def test_a_protected_household_is_not_joined_to_the_home_held_for_it(self, at, kari, home):
        main = make.person("Sol", "Skjult", address_protection="strictly_confidential")
        appeal = make.appeal(make.refused(make.household(main=main, caseworker=kari), by=kari), by=kari)
        held = keep(appeal, home, kari)
        for url in (appeal.get_absolute_url(), reverse("hold_end", args=[held.pk])):
            assert "Holdeveien" not in at.get(url).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_hold_and_an_offer_at_once(monkeypatch):
    monkeypatch.setattr("housing.tasks.print_letter.delay", lambda **kwargs: None)
    kari, home = make.caseworker(), make.dwelling("Holdeveien 1")
    appeal = make.appeal(make.refused(make.household(), by=kari), by=kari)
    case = make.granted(make.household(caseworker=kari), by=kari)
    sent = {"offered_on": NO, "answer_by": WEEK, "grounds": "Står for tur."}
    form = OfferForm(sent, application=case, dwelling=home)
    assert form.is_valid(), form.errors
    acts = [lambda: form.make(by=kari), lambda: keep(appeal, home, kari)]
    did, refused = at_once(lambda act: act(), acts, threads=2)
    assert (did, len(refused)) == (1, 1)
