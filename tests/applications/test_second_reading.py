"""A colleague reads the decision before it is made: sent, approved, sent back, taken back, and many at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from applications.forms.readings import AnswerForm
from applications.models import Application, Decision, Routine, SecondReading
from housing import deadlines
from housing.models import CaseEvent, Draft, Household, Letter, User
from tests import make
from tests.at_once import at_once

TODAY = timezone.localdate()
REJECT = {
    "outcome": "rejected",
    "kind": "municipal_dwelling",
    "decided_on": f"{TODAY:%d.%m.%Y}",
    "main_content": "Du får ikke bolig.",
    "law_codes": ["boligsosialloven_4", "boligsosialloven_7"],
    "facts": "Du bor hos en venn.",
    "considerations": "Du kan skaffe bolig selv.",
    "applicant_view": "Du ønsker Sentrum.",
    "advice": "Søk bostøtte.",
}
GRANT = REJECT | {
    "outcome": "granted",
    "advice": "",
    "rooms": "2",
    "lease_years": "3",
    "needs_lift_or_ground_floor": "no",
    "conditions": "Ingen vilkår.",
    "condition_1": "Du tar imot oppfølging.",
}


@pytest.fixture(autouse=True)
def _nothing_printed(monkeypatch):
    monkeypatch.setattr("housing.tasks.print_letter.delay", lambda **kwargs: None)


@pytest.fixture
def routine(db):
    return Routine.objects.create(valid_from=TODAY - timedelta(days=60), second_reader="always")


@pytest.fixture
def case(household, kari, routine):
    return make.application(household, by=kari, caseworker=kari)


@pytest.fixture
def nora(household):
    """A colleague who may read: the household is hers too, so no page asks why."""
    nora = make.caseworker(name="Nora Vik")
    household.take_responsibility(nora, kind="follow_up")
    return nora


@pytest.fixture
def at_noras(nora):
    browser = Client()
    browser.force_login(nora)
    return browser


@pytest.fixture
def reading(at, case):
    at.post(reverse("decide", args=[case.pk]), REJECT | {"external_id": "sendt"})
    return SecondReading.objects.get()


def answered(browser, reading, answer, comment=""):
    return browser.post(reverse("second_reading", args=[reading.pk]), {"answer": answer, "comment": comment})


@pytest.mark.django_db
class TestSending:
    @pytest.mark.parametrize(
        ("asks", "sent", "reads"),
        [
            ("always", GRANT, True),
            ("always", REJECT, True),
            ("refusals", GRANT, False),
            ("refusals", REJECT, True),
            ("refusals", REJECT | {"outcome": "dismissed"}, True),
            ("never", REJECT, False),
        ],
    )
    def test_the_routine_says_which_decisions_are_read(self, at, case, asks, sent, reads):
        Routine.objects.update(second_reader=asks)
        at.post(reverse("decide", args=[case.pk]), sent)
        assert (SecondReading.objects.count(), Decision.objects.count()) == ((1, 0) if reads else (0, 1))

    def test_the_button_says_so(self, at, case):
        url = reverse("decide", args=[case.pk])
        assert "Send til andreleser" in at.get(url).content.decode()
        Routine.objects.update(second_reader="never")
        assert "Send til andreleser" not in at.get(url).content.decode()

    def test_nothing_is_decided_and_the_draft_is_gone(self, at, case):
        at.post(reverse("draft_save", args=["decision", case.pk]), REJECT)
        page = at.post(reverse("decide", args=[case.pk]), REJECT, follow=True).content.decode()
        assert "Vedtaket ligger til andrelesing" in page
        case.refresh_from_db()
        assert (case.status, case.outcome) == ("received", "")
        assert not Decision.objects.exists()
        assert not Letter.objects.exists()
        assert not Draft.objects.exists()
        assert CaseEvent.objects.filter(title="Vedtaket er sendt til andreleser").count() == 1

    def test_a_double_click_sends_it_once(self, at, case, reading):
        again = at.post(reverse("decide", args=[case.pk]), REJECT | {"external_id": "sendt"})
        assert again.url == reading.get_absolute_url()
        assert SecondReading.objects.count() == 1

    def test_two_windows_send_one(self, at, case, reading):
        page = at.post(reverse("decide", args=[case.pk]), GRANT | {"external_id": "annet-vindu"})
        assert "ligger allerede hos en andreleser" in page.content.decode()
        assert SecondReading.objects.count() == 1
        assert at.get(reverse("decide", args=[case.pk])).url == reading.get_absolute_url()

    def test_an_autosave_on_its_way_leaves_no_draft(self, at, case, reading):
        at.post(reverse("draft_save", args=["decision", case.pk]), REJECT | {"external_id": "sendt"})
        assert not Draft.objects.exists()

    def test_a_decision_past_the_reader_is_refused(self, at, case, reading):
        Routine.objects.update(second_reader="never")
        page = at.post(reverse("decide", args=[case.pk]), REJECT).content.decode()
        assert "ligger hos en andreleser" in page
        assert not Decision.objects.exists()

    def test_it_waits_on_the_list_and_among_the_deadlines(self, at, at_noras, case, reading):
        assert "1 vedtak venter på at du" in at_noras.get(reverse("application_list")).content.decode()
        assert "vedtak venter på at du" not in at.get(reverse("application_list")).content.decode()
        assert "Les vedtaket" in at_noras.get(reverse("reading_list")).content.decode()
        assert "Les vedtaket" not in at.get(reverse("reading_list")).content.decode(), "nobody reads their own"
        waits = deadlines.waiting(Household.objects.filter(pk=case.household_id), TODAY)
        assert [row.url for row in waits if row.kind == "waiting_readings"] == [reading.get_absolute_url()]

    def test_the_list_asks_as_often_for_one_as_for_three(self, at, case, kari, reading):
        def count():
            with CaptureQueriesContext(connection) as asked:
                at.get(reverse("reading_list"))
            return len(asked)

        one = count()
        for _ in range(2):
            make.reading(make.application(make.household(caseworker=kari), by=kari), by=kari)
        assert count() == one


@pytest.mark.django_db
class TestAnswer:
    def test_approved_is_decided_by_the_writer_today_with_the_reader_named(self, at_noras, case, kari, nora, reading):
        SecondReading.objects.update(data=reading.data | {"decided_on": [f"{TODAY - timedelta(days=9):%d.%m.%Y}"]})
        page = at_noras.get(reading.get_absolute_url()).content.decode()
        assert "Du kan skaffe bolig selv." in page
        assert answered(at_noras, reading, "approved").url == case.get_absolute_url()
        made = Decision.objects.get()
        assert (made.by, made.second_reader, made.decided_on) == (kari, nora, TODAY)
        case.refresh_from_db()
        assert case.status == "rejected"
        assert str(kari) in made.letter.html
        reading.refresh_from_db()
        assert (reading.answer, reading.answered_by) == ("approved", nora)

    def test_conditions_come_along(self, at, at_noras, case):
        at.post(reverse("decide", args=[case.pk]), GRANT)
        answered(at_noras, SecondReading.objects.get(), "approved")
        assert Decision.objects.get().condition_rows.get().text == "Du tar imot oppfølging."

    def test_nobody_approves_their_own(self, at, reading):
        assert "En kollega må lese det" in answered(at, reading, "approved").content.decode()
        assert "En kollega må lese det" in answered(at, reading, "returned", "Nei.").content.decode()
        assert not Decision.objects.exists()

    def test_sent_back_the_writer_goes_on_with_everything_and_the_comment(self, at, at_noras, case, reading):
        assert "Skriv hva som må endres" in answered(at_noras, reading, "returned").content.decode()
        assert answered(at_noras, reading, "returned", "Begrunnelsen er for kort.").status_code == 302
        url = reverse("decide", args=[case.pk])
        page = at.get(url)
        assert "Begrunnelsen er for kort." in page.content.decode()
        assert page.context["form"]["considerations"].value() == "Du kan skaffe bolig selv."
        assert page.context["form"]["law_codes"].value() == REJECT["law_codes"]
        at.post(url, REJECT | {"considerations": "Lengre begrunnelse."})
        assert SecondReading.objects.waiting().get().data["considerations"] == ["Lengre begrunnelse."]

    def test_what_is_typed_after_it_came_back_is_newer(self, at, at_noras, case, reading):
        answered(at_noras, reading, "returned", "Skriv mer.")
        at.post(reverse("draft_save", args=["decision", case.pk]), REJECT | {"considerations": "Mer."})
        page = at.get(reverse("decide", args=[case.pk]))
        assert page.context["form"]["considerations"].value() == "Mer."
        assert "Skriv mer." in page.content.decode()

    def test_the_writer_takes_it_back_and_nobody_else_does(self, at, at_noras, case, reading):
        assert "Bare den som har skrevet" in answered(at_noras, reading, "taken_back").content.decode()
        assert answered(at, reading, "taken_back").status_code == 302
        assert at.get(reverse("decide", args=[case.pk])).context["form"]["facts"].value() == "Du bor hos en venn."

    @pytest.mark.parametrize("answer", ["", "tull"])
    def test_no_answer(self, at_noras, reading, answer):
        assert answered(at_noras, reading, answer).status_code == 200
        assert SecondReading.objects.waiting().exists()

    def test_what_has_changed_meanwhile_is_told_and_it_can_only_be_sent_back(self, at_noras, case, reading):
        child = make.person("Barn", birth_date=TODAY - timedelta(days=900))
        make.member(case.household, child, role="child", joined_on=TODAY)
        page = at_noras.get(reading.get_absolute_url()).content.decode()
        assert "Barnas syn mangler" in page
        assert "Godkjenn vedtaket" not in page
        assert "kan ikke godkjennes" in answered(at_noras, reading, "approved").content.decode()
        assert SecondReading.objects.waiting().exists(), "a refused approval answers nothing"

    def test_an_application_withdrawn_meanwhile_is_read_by_nobody(self, at_noras, case, kari, reading):
        case.withdraw(by=kari, withdrawn_on=TODAY)
        assert "nettopp svart" in answered(at_noras, reading, "approved").content.decode()
        reading.refresh_from_db()
        assert (reading.answer, reading.answered_by) == ("taken_back", kari)
        assert not Decision.objects.exists()

    def test_an_answered_one_is_closed(self, at_noras, case, reading):
        answered(at_noras, reading, "approved")
        assert at_noras.get(reading.get_absolute_url()).url == case.get_absolute_url()
        assert "nettopp svart" in answered(at_noras, reading, "returned", "Nei.").content.decode()
        assert Decision.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("answers", [["approved"] * 6, ["approved", "returned"] * 3], ids=["alike", "both ways"])
def test_of_many_readers_at_once_one_answers(at, case, reading, answers):
    readers = [make.caseworker(name=f"Leser {number}") for number in range(6)]
    forms = []
    for reader, answer in zip(readers, answers, strict=True):
        row = SecondReading.objects.select_related("application__household", "asked_by").get()
        form = AnswerForm({"answer": answer, "comment": "Skriv mer."}, reading=row, by=User.objects.get(pk=reader.pk))
        assert form.is_valid(), form.errors
        forms.append(form)
    done, refused = at_once(lambda form: form.give(), forms, threads=6)
    assert (done, len(refused)) == (1, 5)
    given = SecondReading.objects.get().answer
    made = 1 if given == "approved" else 0
    assert (Decision.objects.count(), Letter.objects.count()) == (made, made)
    assert Application.objects.get().is_undecided is not bool(made)
