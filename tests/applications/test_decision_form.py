"""The decision form by kind: what is asked and stored, conditions, drafts, phrases, and deciding after an appeal."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.forms.decisions import DecisionForm
from applications.models import Application, Condition, Decision, Routine
from housing import deadlines
from housing.database import Refused
from housing.models import CaseEvent, Contract, Draft, Household, Letter
from tests import make
from tests.at_once import at_once

TODAY = timezone.localdate()


def no(day):
    return f"{day:%d.%m.%Y}"


COMMON = {
    "outcome": "granted",
    "decided_on": no(TODAY),
    "main_content": "Du får det du trenger.",
    "conditions": "Faller bort etter ett år.",
    "facts": "Du bor hos en venn.",
    "considerations": "Du kan ikke skaffe bolig selv.",
    "applicant_view": "Du ønsker Sentrum.",
}
DWELLING = {"rooms": "2", "lease_years": "3", "needs_lift_or_ground_floor": "no"}
# Application → the form that grants it.
SENT = {
    "new": COMMON | DWELLING | {"kind": "municipal_dwelling", "law_codes": ["boligsosialloven_4", "husll_11_1"]},
    "transfer": COMMON | DWELLING | {"kind": "municipal_dwelling", "law_codes": ["boligsosialloven_4"]},
    "extension": COMMON | {"kind": "extension", "lease_years": "5", "law_codes": ["husll_9_3"]},
    "assistance": COMMON | {"kind": "housing_assistance", "law_codes": ["boligsosialloven_6", "boligsosialloven_7"]},
    "temporary": COMMON
    | {"kind": "temporary_housing", "law_codes": ["sotjl_27"], "valid_until": no(TODAY + timedelta(days=30))},
}
CONDITIONS = {
    "condition_1": "Du tar imot oppfølging.",
    "supervise_1": no(TODAY + timedelta(days=60)),
    "condition_3": "Du melder fra om inntekt.",
}
ADVICE = {"outcome": "rejected", "advice": "Søk bostøtte."}


@pytest.fixture
def home(household):
    return make.tenancy(household, make.dwelling())


@pytest.fixture
def apply(household, kari, home):
    def made(kind) -> Application:
        about = {"tenancy": home} if kind in ("transfer", "extension") else {}
        return make.application(household, by=kari, kind=kind, **about)

    return made


def form_for(case, kari, sent):
    return DecisionForm(sent, application=case, by=kari)


def decided(case, kari, sent) -> Decision:
    form = form_for(case, kari, sent)
    assert form.is_valid(), form.errors
    form.decide(by=kari)
    return case.decisions.first()


@pytest.mark.django_db
class TestKinds:
    @pytest.mark.parametrize("kind", SENT)
    def test_each_is_granted_on_its_own_facts(self, apply, kari, kind):
        made = decided(apply(kind), kari, SENT[kind])
        assert made.kind == SENT[kind]["kind"]
        assert made.letter.html
        follows_guidelines = kind in ("new", "transfer", "extension")
        assert (made.guidelines == Routine().guidelines) is follows_guidelines

    @pytest.mark.parametrize(
        ("kind", "foreign"),
        [
            ("extension", {"rooms": "3", "valid_until": no(TODAY)}),
            ("temporary", {"rooms": "3", "lease_years": "5"}),
            ("assistance", {"lease_years": "5", "needs_wheelchair": "on", "staffing": "daytime"}),
            ("new", {"valid_until": no(TODAY + timedelta(days=1)), "advice": "Søk bostøtte."}),
        ],
    )
    def test_what_belongs_to_another_kind_is_never_stored(self, apply, kari, kind, foreign):
        made = decided(apply(kind), kari, SENT[kind] | foreign)
        empty = {"rooms": None, "lease_years": None, "needs_wheelchair": None, "staffing": "", "valid_until": None}
        for name in foreign.keys() & empty.keys():
            assert getattr(made, name) == empty[name], name
        assert made.advice == ""

    @pytest.mark.parametrize("outcome", ["rejected", "dismissed"])
    def test_a_refusal_gives_nothing_and_bad_leftovers_do_not_stop_it(self, apply, kari, outcome):
        left = CONDITIONS | {"rooms": "abc", "supervise_1": "x", "lease_years": "99", "valid_until": "y"}
        made = decided(apply("new"), kari, SENT["new"] | left | ADVICE | {"outcome": outcome})
        assert (made.rooms, made.lease_years, made.valid_until, made.conditions) == (None, None, None, "")
        assert made.advice == "Søk bostøtte."
        assert not Condition.objects.exists()

    @pytest.mark.parametrize(
        ("kind", "sent", "field"),
        [
            ("extension", {"lease_years": ""}, "lease_years"),
            ("temporary", {"valid_until": ""}, "valid_until"),
            ("temporary", {"valid_until": no(TODAY - timedelta(days=1))}, "valid_until"),
            ("temporary", {"kind": "municipal_dwelling"}, "kind"),
            ("assistance", {"main_content": ""}, "main_content"),
            ("new", {"kind": "extension"}, "kind"),
            ("new", {"supervise_2": no(TODAY)}, "condition_2"),
            ("new", {"condition_1": "Et vilkår.", "supervise_1": no(TODAY - timedelta(days=1))}, "supervise_1"),
            ("new", {"condition_1": "x" * 501}, "condition_1"),
            ("new", {"condition_1": "\x00"}, "condition_1"),
        ],
    )
    def test_what_is_wrong_is_told_at_its_field(self, apply, kari, kind, sent, field):
        assert field in form_for(apply(kind), kari, SENT[kind] | sent).errors

    def test_the_appeal_body_is_seen_with_the_kind(self, at, apply):
        page = at.get(reverse("decide", args=[apply("new").pk])).content.decode()
        assert "Kommunal utleiebolig (klage avgjøres av kommunal klagenemnd)" in page
        assert "Bistand etter boligsosialloven (klage avgjøres av statsforvalteren)" in page

    def test_an_extension_is_first_as_long_as_the_lease(self, apply, home, kari):
        starts_on = TODAY - timedelta(days=1000)
        Contract.objects.create(tenancy=home, starts_on=starts_on, ends_on=starts_on + timedelta(days=5 * 365 + 1))
        assert form_for(apply("extension"), kari, None).initial["lease_years"] == 5

    def test_the_guidelines_are_those_of_the_day(self, apply, kari):
        Routine.objects.create(valid_from=TODAY - timedelta(days=30), guidelines="retningslinjene av 1. juni")
        made = decided(apply("new"), kari, SENT["new"])
        Routine.objects.create(valid_from=TODAY + timedelta(days=1), guidelines="nye retningslinjer")
        assert made.guidelines == "retningslinjene av 1. juni"
        assert "retningslinjene av 1. juni" in made.letter.html


@pytest.mark.django_db
class TestConditions:
    def test_they_are_rows_with_days_and_stand_in_the_letter(self, at, apply, kari):
        made = decided(apply("new"), kari, SENT["new"] | CONDITIONS)
        rows = list(made.condition_rows.values_list("text", "supervise_on"))
        assert rows == [
            ("Du tar imot oppfølging.", TODAY + timedelta(days=60)),
            ("Du melder fra om inntekt.", None),
        ]
        assert all(text in made.letter.html for text, _day in rows)
        page = at.get(made.get_absolute_url()).content.decode()
        assert reverse("condition_supervise", args=[made.condition_rows.first().pk]) in page

    def test_they_are_seen_in_the_preview_before_they_are_rows(self, at, apply):
        sent = SENT["new"] | CONDITIONS | {"preview": "1"}
        page = at.post(reverse("decide", args=[apply("new").pk]), sent).content.decode()
        assert page.count("Du tar imot oppfølging.") == 2, "in the letter, and still in the form"
        assert not Condition.objects.exists()

    def supervised(self, at, condition, **sent):
        url = reverse("condition_supervise", args=[condition.pk])
        return at.post(url, {"supervised_on": no(TODAY), "is_met": "yes", "note": ""} | sent)

    def test_looked_after_once(self, at, apply, kari):
        made = decided(apply("new"), kari, SENT["new"] | CONDITIONS)
        condition = made.condition_rows.first()
        waits = [row for row in self.waiting(made) if row.kind == "conditions_to_supervise"]
        assert [row.due_on for row in waits] == [condition.supervise_on], "one has no day"
        assert self.supervised(at, condition).url == made.application.get_absolute_url()
        condition.refresh_from_db()
        assert (condition.is_met, condition.supervised_on, condition.by) == (True, TODAY, kari)
        assert CaseEvent.objects.filter(title="Vilkår fulgt opp: oppfylt").count() == 1
        assert "allerede fulgt opp" in self.supervised(at, condition, is_met="no", note="x").content.decode()
        assert not [row for row in self.waiting(made) if row.kind == "conditions_to_supervise"]

    def waiting(self, decision):
        return deadlines.waiting(Household.objects.filter(pk=decision.household.pk), TODAY)

    @pytest.mark.parametrize(
        ("sent", "text"),
        [
            ({"is_met": "no"}, "hva som skjer videre"),
            ({"is_met": ""}, "Du må rette 1 feil"),
            ({"supervised_on": no(TODAY + timedelta(days=1))}, "frem i tid"),
            ({"supervised_on": "01.01.2020"}, "før vedtaket"),
        ],
    )
    def test_what_is_wrong_is_told(self, at, apply, kari, sent, text):
        condition = decided(apply("new"), kari, SENT["new"] | CONDITIONS).condition_rows.first()
        assert text.lower() in self.supervised(at, condition, **sent).content.decode().lower()
        condition.refresh_from_db()
        assert condition.supervised_on is None


@pytest.mark.django_db
class TestDraft:
    def test_it_survives_a_closed_browser_and_is_gone_when_decided(self, at, apply, kari):
        url = reverse("decide", args=[apply("new").pk])
        case = Application.objects.get()
        half = {"outcome": "granted", "considerations": "Halvferdig tekst.", "rooms": "4", "law_codes": ["husll_9_3"]}
        at.post(reverse("draft_save", args=["decision", case.pk]), half | CONDITIONS)
        another_machine = Client()
        another_machine.force_login(kari)
        form = another_machine.get(url).context["form"]
        assert form["considerations"].value() == "Halvferdig tekst."
        assert form["law_codes"].value() == ["husll_9_3"]
        assert form["condition_3"].value() == "Du melder fra om inntekt."
        assert another_machine.post(url, SENT["new"]).status_code == 302
        assert not Draft.objects.exists()

    def test_a_decision_that_is_refused_leaves_the_draft(self, at, apply):
        case = apply("new")
        at.post(reverse("decide", args=[case.pk]), SENT["new"] | {"facts": "Ikke mist dette.", "rooms": ""})
        assert Draft.objects.get().data["facts"] == ["Ikke mist dette."]


@pytest.mark.django_db
class TestPhrases:
    def test_those_of_the_kinds_and_outcomes_stand_under_the_fields(self, at, apply):
        page = at.get(reverse("decide", args=[apply("new").pk])).content.decode()
        assert 'data-insert="id_considerations"' in page
        assert 'data-kinds="municipal_dwelling' in page
        assert "temporary_housing" not in page


@pytest.mark.django_db
class TestAfterAppeal:
    def upheld(self, case, kari):
        appeal = make.appeal(case, by=kari, assessment="Vi tok feil.")
        appeal.change(by=kari, day=TODAY)
        case.refresh_from_db()
        return appeal

    def test_a_granted_application_is_decided_again_and_keeps_its_place(self, at, apply, kari):
        case = apply("new")
        first = decided(case, kari, SENT["new"])
        Application.objects.filter(pk=case.pk).update(notified_on=TODAY)
        appeal = self.upheld(case, kari)
        url = reverse("decide", args=[case.pk])
        assert "beholder plassen" in at.get(url).content.decode()
        assert "outcome" in form_for(case, kari, SENT["new"] | ADVICE).errors, "what is granted is not refused"
        assert at.post(url, SENT["new"] | {"rooms": "4"}).url == case.get_absolute_url()
        second = case.decisions.first()
        assert (second.appeal, second.rooms) == (appeal, 4)
        case.refresh_from_db()
        assert (case.status, case.decided_on, case.notified_on) == ("granted", first.decided_on, None)
        assert at.get(url).url == case.get_absolute_url(), "and not a third time"
        assert Letter.objects.filter(kind="decision").count() == 2

    def test_a_refused_one_is_opened_again_and_the_decision_answers_the_appeal(self, apply, kari):
        case = apply("new")
        decided(case, kari, SENT["new"] | ADVICE)
        appeal = self.upheld(case, kari)
        made = decided(case, kari, SENT["new"])
        assert (made.appeal, case.status) == (appeal, "granted")

    @pytest.mark.parametrize("status", ["fulfilled", "withdrawn"])
    def test_nothing_else_is_decided(self, apply, kari, status):
        case = apply("new")
        form = form_for(case, kari, SENT["new"])
        assert form.is_valid(), form.errors
        if status == "withdrawn":
            case.withdraw(by=kari, withdrawn_on=TODAY)
        else:
            decided(Application.objects.get(), kari, SENT["new"])
            Application.objects.get().fulfil(by=kari, happened_on=TODAY)
        with pytest.raises(Refused, match="nettopp avgjort"):
            form.decide(by=kari)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_decide_again_at_once_one_does(monkeypatch, household, kari):
    monkeypatch.setattr("housing.tasks.print_letter.delay", lambda **kwargs: None)
    case = make.application(household, by=kari)
    decided(case, kari, SENT["new"])
    appeal = make.appeal(case, by=kari, assessment="Vi tok feil.")
    appeal.change(by=kari, day=TODAY)
    forms = [form_for(Application.objects.get(), kari, SENT["new"] | {"external_id": f"k{n}"}) for n in range(6)]
    assert all(form.is_valid() for form in forms)
    done, refused = at_once(lambda form: form.decide(by=kari), forms, threads=6)
    assert (done, len(refused)) == (1, 5)
    assert Decision.objects.count() == Letter.objects.filter(kind="decision").count() == 2
