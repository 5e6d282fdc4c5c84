"""Answers before the decision: one, a delay of what was promised, and many in one action."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from applications.forms.preliminary import DelayNoticeForm, PreliminaryAnswerForm
from applications.models import Application
from housing import terms
from housing.cases import Refused
from housing.models import CaseEvent, Letter, ViewLog
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=30)
BATCH = "/soknader/forelopig-svar/"


def no(day):
    return f"{day:%d.%m.%Y}"


def late(**fields):
    """An application whose month is over."""
    return {"received_on": TODAY - timedelta(days=45)} | fields


def answer(case, *, by, **changed):
    sent = {"reason": "Vi venter på papirer.", "expected_on": no(SOON), "sent_on": no(TODAY)} | changed
    form = PreliminaryAnswerForm(sent, application=case)
    assert form.is_valid(), form.errors
    return form.answer(by=by)


def test_the_preliminary_answer_is_a_letter_and_a_promise(household, kari):
    case = make.application(household, by=kari)
    letter = answer(case, by=kari)
    case.refresh_from_db()
    assert (case.preliminary_answer_on, case.answer_promised_on) == (TODAY, SOON)
    assert "Vi venter på papirer." in letter.html
    assert "forvaltningsloven §\u00a011 a" in letter.html
    assert letter.sent_on is None
    letter.refresh_from_db()
    assert letter.sent_on == TODAY
    with pytest.raises(Refused, match="allerede sendt"):
        answer(case, by=kari)
    assert Letter.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"expected_on": no(TODAY)}, "expected_on"),
        ({"expected_on": "31.02.2027"}, "expected_on"),
        ({"sent_on": no(TODAY + timedelta(days=1))}, "sent_on"),
        ({"sent_on": "01.01.2020"}, "sent_on"),
        ({"reason": ""}, "reason"),
        ({"reason": "å" * 2001}, "reason"),
        ({"reason": "\x00"}, "reason"),
    ],
)
def test_what_cannot_be_so_is_said_at_the_field(at, household, kari, changed, field):
    case = make.application(household, by=kari)
    sent = {"reason": "Kø.", "expected_on": no(SOON), "sent_on": no(TODAY)} | changed
    page = at.post(reverse("preliminary_answer", args=[case.pk]), sent)
    assert field in page.context["form"].errors
    assert not Letter.objects.exists()


def test_a_delay_is_told_with_a_new_day(at, household, kari):
    promised = TODAY + timedelta(days=2)
    case = make.application(household, by=kari, preliminary_answer_on=TODAY, answer_promised_on=promised)
    url = reverse("delay_notice", args=[case.pk])
    assert at.get(url).status_code == 200
    assert at.post(url, {"reason": "Syk saksbehandler.", "expected_on": no(SOON), "sent_on": no(TODAY)}).url
    case.refresh_from_db()
    assert case.answer_promised_on == SOON
    letter = Letter.objects.get(kind="delay")
    assert no(promised) in letter.html
    assert no(SOON) in letter.html
    assert "Syk saksbehandler." in letter.html
    assert CaseEvent.objects.get(title="Melding om forsinkelse sendt").note == f"Svar ventes innen {no(SOON)}"


def test_two_who_tell_of_the_same_delay(household, kari):
    case = make.application(household, by=kari, preliminary_answer_on=TODAY, answer_promised_on=TODAY)
    sent = {"reason": "Kø.", "expected_on": no(SOON), "sent_on": no(TODAY)}
    first, second = (DelayNoticeForm(sent, application=Application.objects.get(pk=case.pk)) for _copy in range(2))
    assert first.is_valid()
    assert second.is_valid()
    first.notify(by=kari)
    with pytest.raises(Refused, match="ny dato"):
        second.notify(by=kari)
    assert Letter.objects.filter(kind="delay").count() == 1


def test_a_delay_is_no_shorter_and_only_of_what_was_answered(at, household, kari):
    case = make.application(household, by=kari, preliminary_answer_on=TODAY, answer_promised_on=SOON)
    early = {"reason": "Kø.", "expected_on": no(SOON - timedelta(days=1)), "sent_on": no(TODAY)}
    page = at.post(reverse("delay_notice", args=[case.pk]), early)
    assert "expected_on" in page.context["form"].errors
    silent = make.application(household, by=kari)
    assert at.get(reverse("delay_notice", args=[silent.pk])).url == silent.get_absolute_url()
    page = at.post(reverse("delay_notice", args=[silent.pk]), early)
    assert "nettopp fått en ny dato" in str(page.context["form"].errors)
    # From an older system: answered, and nobody knows what was promised.
    old = make.application(household, by=kari, preliminary_answer_on=TODAY)
    assert at.post(reverse("delay_notice", args=[old.pk]), early).url == old.get_absolute_url()


def test_nobody_is_told_to_wait_for_what_is_decided(household, kari):
    case = make.granted(household, by=kari)
    with pytest.raises(Refused, match="avgjort"):
        answer(case, by=kari)
    assert not Letter.objects.filter(kind="preliminary").exists()


def batch(at, *cases, **changed):
    sent = {"chosen": [case.pk for case in cases], "reason": "Kø.", "expected_on": no(SOON), "sent_on": no(TODAY)}
    return at.post(BATCH, sent | changed, follow=True)


def told(page):
    return [str(message) for message in page.context["messages"]]


def test_the_list_has_those_who_have_heard_nothing_and_chooses_the_urgent(at, household, kari):
    oldest = make.application(household, by=kari, **late())
    fresh = make.application(make.household(), by=kari, received_on=TODAY)
    make.application(household, by=kari, preliminary_answer_on=TODAY, **late())
    make.granted(make.household(), by=kari)
    page = at.get(BATCH)
    lines = page.context["form"].lines
    assert [(line.application, line.is_chosen) for line in lines] == [(oldest, True), (fresh, False)]
    assert lines[0].due_on == terms.due_on("F1", oldest.received_on)
    assert lines[0].days_left < 0
    everyone = at.get(f"{BATCH}?within=alle").context["form"].lines
    assert [line.is_chosen for line in everyone] == [True, True]
    assert len(at.get(f"{BATCH}?caseworker=mine").context["form"].lines) == 0
    assert len(at.get(f"{BATCH}?within=tull&caseworker=tull").context["form"].lines) == 2


def test_looking_at_the_list_is_written_down(at, household, kari):
    make.application(household, by=kari)
    at.get(BATCH)
    seen = ViewLog.objects.get()
    assert (seen.user, seen.household, seen.what) == (kari, None, "Liste: foreløpige svar (1)")


def test_many_answers_in_one_action(at, household, kari):
    first, second = (make.application(household, by=kari, **late()) for _number in range(2))
    own = TODAY + timedelta(days=60)
    page = batch(at, first, second, **{f"expected_{second.pk}": no(own)})
    assert told(page) == ["2 brev er skrevet."]
    promised = Application.objects.order_by("pk").values_list("answer_promised_on", flat=True)
    assert list(promised) == [SOON, own]
    assert Letter.objects.filter(kind="preliminary", sent_on=TODAY).count() == 2
    assert CaseEvent.objects.filter(title="Foreløpig svar sendt").count() == 2
    assert told(batch(at, first, second)) == ["0 brev er skrevet, 2 søknader var allerede besvart."]
    assert Letter.objects.count() == 2


def test_one_was_answered_while_the_list_stood_open(at, household, kari):
    first, second = (make.application(household, by=kari, **late()) for _number in range(2))
    answer(second, by=kari)
    assert told(batch(at, first, second)) == ["1 brev er skrevet, 1 søknad var allerede besvart."]
    assert Letter.objects.count() == 2


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"chosen": []}, "chosen"),
        ({"chosen": ["tull"]}, "chosen"),
        ({"chosen": ["9" * 40]}, "chosen"),
        ({"reason": ""}, "reason"),
        ({"expected_on": no(TODAY)}, "expected_on"),
        ({"sent_on": no(TODAY - timedelta(days=100))}, "sent_on"),
        ({"own": no(TODAY)}, "own"),
        ({"own": "i morgen"}, "own"),
    ],
)
def test_the_batch_says_what_is_wrong_and_keeps_what_was_typed(at, household, kari, changed, field):
    case = make.application(household, by=kari, **late())
    own = {f"expected_{case.pk}": changed.pop("own")} if "own" in changed else {}
    page = batch(at, case, **{"reason": "Min egen grunn."} | changed | own)
    assert (f"expected_{case.pk}" if field == "own" else field) in page.context["form"].errors
    assert not Letter.objects.exists()
    if field != "reason":
        assert "Min egen grunn." in page.content.decode()


def test_only_those_one_may_see(client, at, kari):
    case = make.application(make.household(), by=kari, **late())
    client.force_login(make.user("follow_up"))
    assert client.get(BATCH).status_code == 403
    assert client.post(BATCH, {"chosen": [case.pk]}).status_code == 403


def test_the_list_asks_as_much_for_three_as_for_one(at, kari):
    make.application(make.household(children=[date(2020, 1, 1)]), by=kari)
    at.get(BATCH)
    with CaptureQueriesContext(connection) as one:
        at.get(BATCH)
    for _row in range(2):
        make.application(make.household(caseworker=kari), by=kari, caseworker=kari)
    with CaptureQueriesContext(connection) as three:
        assert len(at.get(BATCH).context["form"].lines) == 3
    assert len(three) == len(one)


def test_over_the_deadline_in_the_list_of_applications(at, household, kari):
    yesterday = TODAY - timedelta(days=1)
    broken = make.application(household, by=kari, preliminary_answer_on=yesterday, answer_promised_on=yesterday)
    make.application(household, by=kari, preliminary_answer_on=TODAY, answer_promised_on=SOON)
    page = at.get(f"{reverse('application_list')}?late=ja")
    assert list(page.context["page_obj"]) == [broken]


def test_the_case_shows_each_of_its_deadlines_once(at, household, kari):
    case = make.application(household, by=kari, preliminary_answer_on=TODAY, answer_promised_on=SOON)
    make.application(household, by=kari, **late())
    page = at.get(case.get_absolute_url())
    assert [(row.kind, row.due_on) for row in page.context["deadlines"]] == [("promised_answers", SOON)]
    assert page.context["deadline"].due_on == SOON
    assert "Melding om forsinkelse" in page.content.decode()
