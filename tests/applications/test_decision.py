"""Deciding: what a letter must have, who appeals go to, one decision whatever happens, and appeals."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.forms.decisions import DecisionForm
from applications.forms.notices import NotifiedForm
from applications.models import Application, Decision
from housing.cases import Refused
from housing.models import CaseEvent, Letter
from tests import make
from tests.at_once import at_once

TODAY = timezone.localdate()
NO = f"{TODAY:%d.%m.%Y}"
GRANT = {
    "outcome": "granted",
    "kind": "municipal_dwelling",
    "decided_on": NO,
    "main_content": "Du får leie en kommunal bolig.",
    "rooms": "2",
    "lease_years": "3",
    "needs_lift_or_ground_floor": "no",
    "conditions": "Ingen vilkår.",
    "law_codes": ["boligsosialloven_4", "husll_11_1"],
    "facts": "Du bor hos en venn.",
    "considerations": "Du kan ikke skaffe bolig selv.",
    "applicant_view": "Du ønsker Sentrum.",
}
REJECT = GRANT | {"outcome": "rejected", "advice": "Søk bostøtte.", "main_content": "Du får ikke bolig."}


def form_for(case, by, sent):
    return DecisionForm(sent, application=case, by=by)


def decided(case, by, sent) -> Decision:
    form = form_for(case, by, sent)
    assert form.is_valid(), form.errors
    form.decide(by=by)
    return case.decisions.get()


@pytest.mark.django_db
class TestDecision:
    @pytest.mark.parametrize(
        ("sent", "field"),
        [
            (GRANT | {"main_content": " "}, "main_content"),
            (GRANT | {"rooms": ""}, "rooms"),
            (GRANT | {"lease_years": ""}, "lease_years"),
            (GRANT | {"needs_lift_or_ground_floor": ""}, "needs_lift_or_ground_floor"),
            (GRANT | {"conditions": ""}, "conditions"),
            (GRANT | {"law_codes": []}, "law_codes"),
            (GRANT | {"law_codes": ["husll_11_2"]}, "law_codes"),
            (GRANT | {"applicant_view": ""}, "applicant_view"),
            (GRANT | {"outcome": ""}, "outcome"),
            (GRANT | {"kind": "housing_assistance"}, "kind"),
            (GRANT | {"decided_on": "01.01.2020"}, "decided_on"),
            (GRANT | {"decided_on": f"{TODAY + timedelta(days=1):%d.%m.%Y}"}, "decided_on"),
            (REJECT | {"facts": ""}, "facts"),
            (REJECT | {"considerations": ""}, "considerations"),
            (REJECT | {"advice": ""}, "advice"),
            (REJECT | {"main_content": "Vedtaket kan ikke påklages."}, "__all__"),
            (GRANT | {"facts": "\x00"}, "facts"),
        ],
    )
    def test_a_letter_that_lacks_a_block_is_refused_by_name(self, household, kari, sent, field):
        form = form_for(make.application(household, by=kari), kari, sent)
        assert field in form.errors

    def test_the_childs_view_is_asked_for_where_there_are_children(self, kari):
        case = make.application(make.household(children=[TODAY - timedelta(days=3000)]), by=kari)
        assert "child_view" in form_for(case, kari, GRANT).errors
        assert form_for(case, kari, GRANT | {"child_view": "Vil bli på skolen."}).is_valid()

    @pytest.mark.parametrize(
        ("kind", "body"), [("municipal_dwelling", "kommunal klagenemnd"), ("housing_assistance", "statsforvalteren")]
    )
    def test_the_letter_names_the_right_appeal_body(self, household, kari, kind, body):
        made = decided(make.application(household, by=kari), kari, REJECT | {"kind": kind})
        html = made.letter.html
        for block in (
            body,
            "tre uker",
            "§\u00a029",
            "§\u00a032",
            "§\u00a018",
            "Søk bostøtte.",
            "Du bor hos en venn.",
            str(kari),
        ):
            assert block in html
        assert made.rooms is None
        assert made.letter.title in html

    def test_granting_puts_it_on_the_list_with_date_and_timeline(self, household, kari):
        case = make.application(household, by=kari)
        made = decided(case, kari, GRANT)
        assert (case.status, case.decided_on) == ("granted", TODAY)
        assert Application.objects.waiting(TODAY).get() == case
        assert CaseEvent.objects.get(became="granted").note == "2-roms, 3 år"
        assert made.summary == "Innvilget, 2-roms, 3 år"

    def test_a_decided_application_is_not_decided_again(self, at, household, kari):
        case = make.application(household, by=kari)
        stale = form_for(Application.objects.get(pk=case.pk), kari, GRANT)
        decided(case, kari, REJECT)
        assert stale.is_valid()
        with pytest.raises(Refused, match="Noen andre"):
            stale.decide(by=kari)
        with pytest.raises(Refused, match="Avslått"):
            Application.objects.get(pk=case.pk).grant(by=kari, decision=case.decisions.get())
        assert (Decision.objects.count(), Letter.objects.count()) == (1, 1)
        assert at.get(reverse("decide", args=[case.pk])).url == case.get_absolute_url()

    def test_what_was_typed_is_kept_when_refused(self, at, household, kari):
        case = make.application(household, by=kari)
        page = at.post(reverse("decide", args=[case.pk]), REJECT | {"advice": ""})
        assert page.context["form"]["considerations"].value() == "Du kan ikke skaffe bolig selv."
        assert "Et avslag uten råd sendes ikke." in page.content.decode()

    def test_preview_without_javascript_saves_nothing(self, at, household, kari):
        case = make.application(household, by=kari)
        page = at.post(reverse("decide", args=[case.pk]), REJECT | {"preview": "1", "facts": ""}).content.decode()
        assert "Søk bostøtte." in page
        assert "Brevet kan ikke sendes ennå" in page
        assert not Decision.objects.exists()

    @pytest.mark.parametrize("sent", [{}, {"kind": "tull", "decided_on": "x", "law_codes": ["x"], "outcome": "x"}])
    def test_preview_of_almost_nothing(self, at, household, kari, sent):
        case = make.application(household, by=kari)
        assert at.post(reverse("decide", args=[case.pk]), sent | {"preview": "1"}).status_code == 200

    def test_told_once_and_the_letter_is_marked_sent(self, household, kari):
        case = make.application(household, by=kari)
        made = decided(case, kari, REJECT)
        form = NotifiedForm({"sent_on": NO, "notified_on": NO}, application=case)
        assert form.is_valid()
        form.register(by=kari)
        made.letter.refresh_from_db()
        assert made.letter.sent_on == TODAY
        with pytest.raises(Refused, match="allerede underrettet"):
            form.register(by=kari)


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    @pytest.mark.parametrize(
        "keys", [["k"] * 8, [f"k{number}" for number in range(8)]], ids=["double click", "two users"]
    )
    def test_one_decision_and_one_letter(self, household, kari, keys):
        case = make.application(household, by=kari)
        forms = []
        for number, key in enumerate(keys):
            sent = (GRANT if number % 2 else REJECT) | {"external_id": key}
            form = form_for(Application.objects.get(pk=case.pk), kari, sent)
            assert form.is_valid()
            forms.append(form)
        done, refused = at_once(lambda form: form.decide(by=kari), forms, threads=8)
        assert (done, len(refused)) == (1, 7)
        assert (Decision.objects.count(), Letter.objects.count()) == (1, 1)
        case.refresh_from_db()
        assert case.status == Decision.objects.get().outcome
        assert CaseEvent.objects.filter(became__in=["granted", "rejected"]).count() == 1
