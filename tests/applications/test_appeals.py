"""An appeal's life: in time or not, assessed anew, changed, passed on, answered, dismissed, withdrawn."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from applications import appeal_terms
from applications.deadlines import appeals as appeal_deadlines
from applications.forms import appeals as forms
from applications.forms.notices import NotifiedForm
from applications.models import Appeal, Application
from housing import terms
from housing.database import Refused
from housing.models import CaseEvent, Household, Letter
from tests import make
from tests.at_once import at_once

TODAY = timezone.localdate()
NO = f"{TODAY:%d.%m.%Y}"
ASSESSED = {"assessment": "Klagen tilfører ikke noe nytt."}


def ago(days):
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "verdict", "last_day"),
    [
        ({"notified_on": None}, "not_begun", None),
        ({"received_on": date(2026, 3, 23)}, "in_time", date(2026, 3, 23)),
        ({"received_on": date(2026, 3, 24)}, "late", date(2026, 3, 23)),
        # Handed to the post in time.
        ({"received_on": date(2026, 3, 27), "posted_on": date(2026, 3, 23)}, "in_time", date(2026, 3, 23)),
        # The last day is Maundy Thursday: the next workday is Tuesday after Easter.
        ({"notified_on": date(2026, 3, 12), "received_on": date(2026, 4, 7)}, "in_time", date(2026, 4, 7)),
        # Reasons asked for in time: the period runs from when they arrived, and not before.
        ({"reasons_asked_on": date(2026, 3, 23), "received_on": date(2026, 6, 1)}, "not_begun", None),
        (
            {
                "reasons_asked_on": date(2026, 3, 23),
                "reasons_given_on": date(2026, 4, 7),
                "received_on": date(2026, 4, 28),
            },
            "in_time",
            date(2026, 4, 28),
        ),
        # Asked for too late: nothing is moved.
        ({"reasons_asked_on": date(2026, 3, 24), "received_on": date(2026, 4, 1)}, "late", date(2026, 3, 23)),
        ({"received_on": date(2027, 3, 1)}, "late", date(2026, 3, 23)),
        ({"received_on": date(2027, 3, 2)}, "too_old", date(2026, 3, 23)),
        # Never told: nothing is missed, however long ago.
        ({"notified_on": None, "received_on": date(2028, 1, 1)}, "not_begun", None),
    ],
)
def test_in_time(days, verdict, last_day):
    facts = {
        "decided_on": date(2026, 3, 1),
        "notified_on": date(2026, 3, 2),
        "received_on": date(2026, 3, 20),
    } | days
    judged = appeal_terms.judge(**facts)
    assert (judged.verdict, judged.last_day) == (verdict, last_day)
    assert judged.is_late == (verdict in ("late", "too_old"))


@pytest.fixture
def refused(household, kari):
    return make.refused(household, by=kari, received_on=ago(100), decided_on=ago(40))


@pytest.fixture
def appeal(refused, kari):
    return make.appeal(refused, by=kari, received_on=ago(30))


def done(form, act, kari):
    assert form.is_valid(), form.errors
    return getattr(form, act)(by=kari)


def assessed(appeal, kari):
    return done(forms.AppealAssessForm(ASSESSED, appeal=appeal), "assess", kari) and Appeal.objects.get(pk=appeal.pk)


def forwarded(appeal, kari):
    form = forms.AppealForwardForm({"day": f"{ago(20):%d.%m.%Y}"}, appeal=assessed(appeal, kari))
    return done(form, "forward", kari)


def texts(kind):
    return Letter.objects.get(kind=kind).html


@pytest.mark.django_db
class TestReceived:
    def sent(self, refused, **more):
        return forms.AppealForm({"received_on": NO, "grounds": "Jeg er uenig."} | more, application=refused)

    def test_it_is_about_the_latest_decision_and_a_letter_says_what_happens(self, refused, kari):
        made = done(self.sent(refused, confirms="on", asks_for_postponement="on"), "register", kari)
        assert (made.status, made.decision) == ("received", refused.decisions.get())
        assert made.timeliness.verdict == "late"
        text = texts("appeal_received")
        for said in ("kom etter klagefristen", "kommunal klagenemnd", "særlige grunner", "satt i verk", "§\u00a033"):
            assert said in text
        assert f"Dato: {TODAY:%d.%m.%Y}" in text

    def test_no_letter_when_none_is_asked_for(self, refused, kari):
        done(self.sent(refused), "register", kari)
        assert not Letter.objects.exists()

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"received_on": f"{ago(41):%d.%m.%Y}"}, "received_on"),
            ({"received_on": f"{TODAY + timedelta(days=1):%d.%m.%Y}"}, "received_on"),
            ({"received_on": f"{ago(10):%d.%m.%Y}", "posted_on": f"{ago(9):%d.%m.%Y}"}, "posted_on"),
            ({"posted_on": f"{ago(50):%d.%m.%Y}"}, "posted_on"),
        ],
    )
    def test_days_in_order(self, refused, more, field):
        form = self.sent(refused, **more)
        assert not form.is_valid()
        assert list(form.errors) == [field]

    def test_one_open_at_a_time_also_when_it_is_passed_on(self, refused, appeal, kari):
        with pytest.raises(Refused, match="allerede en klage"):
            done(self.sent(refused), "register", kari)
        forwarded(appeal, kari)
        with pytest.raises(Refused, match="allerede en klage"):
            done(self.sent(refused), "register", kari)

    def test_nothing_to_appeal(self, household, kari):
        with pytest.raises(Refused, match="ikke noe vedtak"):
            done(self.sent(make.application(household, by=kari)), "register", kari)

    def test_a_dismissal_may_be_appealed_in_its_turn(self, refused, appeal, kari):
        appeal.dismiss(by=kari, day=ago(5), note="For sent")
        again = done(self.sent(refused), "register", kari)
        assert again.dismissal_appealed == appeal
        assert again.timeliness.verdict == "in_time", "counted from the dismissal"


@pytest.mark.django_db
class TestAssessed:
    def test_nothing_is_changed_or_passed_on_before_the_case_is_looked_at_anew(self, appeal, kari):
        for act in (appeal.change, appeal.forward):
            with pytest.raises(Refused, match="nye vurderingen"):
                act(by=kari, day=TODAY)
        assert assessed(appeal, kari).assessment == ASSESSED["assessment"]
        assert CaseEvent.objects.filter(title="Klagen er vurdert på nytt").count() == 1

    def test_a_late_appeal_needs_a_reason_to_be_heard(self, refused, kari):
        late = make.appeal(refused, by=kari, received_on=TODAY)
        form = forms.AppealAssessForm(ASSESSED, appeal=late)
        assert not form.is_valid()
        assert list(form.errors) == ["late_reason"]
        done(forms.AppealAssessForm(ASSESSED | {"late_reason": "special"}, appeal=late), "assess", kari)
        late.refresh_from_db()
        late.forward(by=kari, day=TODAY)
        assert late.status == "forwarded"

    def test_after_a_year_it_can_only_be_dismissed(self, household, kari):
        old = make.refused(household, by=kari, received_on=ago(500), decided_on=ago(400))
        appeal = make.appeal(old, by=kari, received_on=TODAY)
        form = forms.AppealAssessForm(ASSESSED | {"late_reason": "special"}, appeal=appeal)
        with pytest.raises(Refused, match="ett år"):
            done(form, "assess", kari)
        appeal.assessment, appeal.late_reason = "Ja.", "special"
        with pytest.raises(Refused, match="ett år"):
            appeal.forward(by=kari, day=TODAY)

    def test_another_persons_text_is_not_written_over(self, appeal, kari):
        seen = forms.AppealAssessForm(appeal=appeal).initial["seen"]
        assessed(appeal, kari)
        form = forms.AppealAssessForm({"assessment": "Min.", "seen": seen}, appeal=Appeal.objects.get())
        with pytest.raises(Refused, match="mens du skrev"):
            done(form, "assess", kari)

    @pytest.mark.parametrize(("answer", "is_postponed"), [("yes", True), ("no", False)])
    def test_postponement_is_answered(self, appeal, kari, answer, is_postponed):
        form = forms.AppealPostponementForm({"answer": answer, "note": "Ingen skade."}, appeal=appeal)
        done(form, "answer_request", kari)
        appeal.refresh_from_db()
        assert appeal.is_postponed is is_postponed


@pytest.mark.django_db
class TestDecided:
    def test_changed_opens_a_refused_application_again(self, refused, appeal, kari):
        done(forms.AppealChangeForm({"day": NO, "note": "Innvilges."}, appeal=assessed(appeal, kari)), "change", kari)
        refused.refresh_from_db()
        assert (refused.status, refused.outcome, refused.decided_on) == ("under_review", "", None)
        assert Appeal.objects.awaiting_new_decision().get() == appeal
        refused.grant(by=kari, decision=make.decision(refused, by=kari, decided_on=TODAY))
        assert not Appeal.objects.awaiting_new_decision().exists()

    def test_a_granted_application_keeps_its_place_until_it_is_decided_again(self, household, kari):
        case = make.granted(household, by=kari)
        appeal = make.appeal(case, by=kari)
        assessed(appeal, kari).change(by=kari, day=TODAY)
        case.refresh_from_db()
        assert case.status == "granted"
        assert Application.objects.waiting(TODAY).get() == case
        assert Appeal.objects.awaiting_new_decision().get() == appeal
        with pytest.raises(Refused, match="allerede tatt til følge"):
            done(forms.AppealForm({"received_on": NO}, application=case), "register", kari)
        case.decide_again(by=kari, decision=make.decision(case, by=kari, decided_on=TODAY))
        assert not Appeal.objects.awaiting_new_decision().exists()

    def test_an_imported_changed_appeal_waits_for_nothing(self, refused):
        refused.appeals.create(received_on=ago(30), status="changed", decided_on=ago(5))
        assert not Appeal.objects.awaiting_new_decision().exists()

    @pytest.mark.parametrize("status", ["changed", "upheld", "dismissed"])
    def test_the_body_answers(self, refused, appeal, kari, status):
        forwarded(appeal, kari)
        sent = {"status": status, "day": NO, "text": "Nemnda mener dette."}
        form = forms.AppealResultForm(sent, appeal=Appeal.objects.get())
        done(form, "register", kari)
        appeal.refresh_from_db()
        refused.refresh_from_db()
        assert (appeal.status, appeal.decided_on, appeal.result_text) == (status, TODAY, "Nemnda mener dette.")
        assert refused.status == ("under_review" if status == "changed" else "rejected")
        assert not CaseEvent.objects.filter(note__contains="Nemnda").exists()

    def test_the_bodys_answer_is_not_before_it_was_sent(self, appeal, kari):
        forwarded(appeal, kari)
        sent = {"status": "upheld", "day": f"{ago(21):%d.%m.%Y}", "text": "x"}
        form = forms.AppealResultForm(sent, appeal=Appeal.objects.get())
        assert list(form.errors) == ["day"]

    def test_we_never_uphold_our_own_decision(self, appeal, kari):
        assert "upheld" not in Appeal.MOVES["received"]
        with pytest.raises(Refused, match="ikke sendt klageinstansen"):
            appeal.answered_by_body("upheld", by=kari, day=TODAY, text="Nei.")
        with pytest.raises(Refused):
            appeal.move_to("upheld", by=kari, decided_on=TODAY)

    def test_what_is_with_the_body_is_not_dismissed_by_us(self, appeal, kari):
        forwarded(appeal, kari)
        with pytest.raises(Refused, match="hos klageinstansen"):
            Appeal.objects.get().dismiss(by=kari, day=TODAY, note="")

    def test_withdrawn(self, refused, appeal, kari):
        done(forms.AppealWithdrawForm({"day": NO}, appeal=appeal), "withdraw", kari)
        refused.refresh_from_db()
        assert (appeal.status, refused.status) == ("withdrawn", "rejected")


@pytest.mark.django_db
class TestToldOfTheNewDecision:
    def told(self, case, day):
        return NotifiedForm({"sent_on": f"{day:%d.%m.%Y}", "notified_on": f"{day:%d.%m.%Y}"}, application=case)

    def test_not_before_it_was_made(self, household, kari):
        case = make.granted(household, by=kari)
        assessed(make.appeal(case, by=kari), kari).change(by=kari, day=ago(5))
        case.decide_again(by=kari, decision=make.decision(case, by=kari, decided_on=ago(3)))
        assert list(self.told(case, ago(4)).errors) == ["sent_on"]
        assert self.told(case, ago(3)).is_valid()

    def test_not_when_the_application_was_withdrawn_in_the_meantime(self, at, refused, appeal, kari):
        assessed(appeal, kari).change(by=kari, day=ago(5))
        refused.refresh_from_db()
        refused.withdraw(by=kari, withdrawn_on=ago(2))
        with pytest.raises(Refused, match="underrettet"):
            done(self.told(refused, TODAY), "register", kari)
        assert at.get(reverse("notified", args=[refused.pk])).url == refused.get_absolute_url()


@pytest.mark.django_db
class TestLetters:
    @pytest.mark.parametrize(
        ("kind", "decided", "body"),
        [
            ("new", "municipal_dwelling", "Kommunal klagenemnd"),
            ("new", "housing_assistance", "Statsforvalteren"),
            ("transfer", "municipal_dwelling", "Kommunal klagenemnd"),
            ("extension", "extension", "Kommunal klagenemnd"),
            ("assistance", "housing_assistance", "Statsforvalteren"),
            ("temporary", "temporary_housing", "Statsforvalteren"),
        ],
    )
    def test_each_kind_goes_to_its_own_body(self, household, kari, kind, decided, body):
        case = make.refused(household, by=kari, kind=kind, received_on=ago(100), decided_on=ago(40))
        case.decisions.update(kind=decided)
        appeal = make.appeal(case, by=kari, received_on=ago(30), decision=case.decisions.get())
        forwarded(appeal, kari)
        letter = Letter.objects.get(kind="appeal_forwarded")
        assert letter.recipient.startswith(body)
        assert letter.recipient.splitlines()[0] in letter.html
        assert letter.copy_to == "Amina Haugen"
        assert ASSESSED["assessment"] in letter.html
        assert "i tide" in letter.html
        assert letter.sent_on == ago(20)

    def test_the_chosen_documents_are_listed(self, refused, appeal, kari):
        mine = Letter.objects.create(
            household=refused.household, subject=refused, kind="preliminary", title="Foreløpig svar", recipient="x"
        )
        Letter.objects.create(household=refused.household, kind="other", title="Et annet brev", recipient="x")
        form = forms.AppealForwardForm(appeal=assessed(appeal, kari))
        assert form.fields["papers"].initial == [f"letter-{mine.pk}"]
        sent = {"day": NO, "papers": [f"letter-{mine.pk}"], "message": "Haster."}
        done(forms.AppealForwardForm(sent, appeal=Appeal.objects.get()), "forward", kari)
        text = texts("appeal_forwarded")
        assert "Foreløpig svar" in text
        assert "Haster." in text
        assert "Et annet brev" not in text

    def test_a_dismissal_is_a_decision_with_a_right_of_appeal(self, refused, kari):
        late = make.appeal(refused, by=kari, received_on=TODAY)
        sent = {"day": NO, "reason": "late", "grounds": "Du fikk brevet og hadde god tid."}
        done(forms.AppealDismissForm(sent, appeal=late), "dismiss", kari)
        text = texts("appeal_dismissed")
        for said in ("Vi avviser klagen", "særlige grunner", sent["grounds"], "Klagefristen er tre uker", "klagenemnd"):
            assert said in text
        assert "rett til å se dokumentene" in text

    def test_what_the_body_has_decided_is_not_heard_again(self, refused, appeal, kari):
        first = forms.AppealDismissForm(appeal=appeal).fields["reason"].choices
        assert "decided" not in dict(first)
        forwarded(appeal, kari)
        Appeal.objects.get().answered_by_body("upheld", by=kari, day=ago(10), text="Nei.")
        again = make.appeal(refused, by=kari, received_on=ago(5))
        sent = {"day": NO, "reason": "decided", "grounds": "Nemnda avgjorde klagen i fjor."}
        done(forms.AppealDismissForm(sent, appeal=again), "dismiss", kari)
        assert "Kommunal klagenemnd har allerede avgjort" in texts("appeal_dismissed")

    def test_an_appeal_in_time_is_not_dismissed_as_late(self, appeal):
        sent = {"day": NO, "reason": "late", "grounds": "x"}
        assert list(forms.AppealDismissForm(sent, appeal=appeal).errors) == ["reason"]


def due(source, today=TODAY):
    return [(row.due_on, row.url) for row in source(Household.objects.all(), today)]


@pytest.mark.django_db
class TestDeadlines:
    def test_each_state_waits_for_somebody(self, refused, appeal, kari):
        url = reverse("appeal", args=[appeal.pk])
        assert due(appeal_deadlines.appeals_to_answer) == [(terms.due_on("F1", ago(30)), url)]
        forwarded(appeal, kari)
        assert due(appeal_deadlines.appeals_to_answer) == []
        assert due(appeal_deadlines.appeals_with_the_body) == [(ago(20) + timedelta(days=90), url)]
        Appeal.objects.get().answered_by_body("changed", by=kari, day=TODAY, text="Endret.")
        assert due(appeal_deadlines.appeals_with_the_body) == []
        assert due(appeal_deadlines.new_decisions) == [(terms.due_on("F1", TODAY), url)]

    def test_a_question_of_postponement_waits_a_week(self, refused, kari):
        appeal = make.appeal(refused, by=kari, received_on=ago(3), asks_for_postponement=True)
        assert due(appeal_deadlines.postponements_to_answer) == [(ago(-4), appeal.get_absolute_url())]
        Appeal.objects.update(is_postponed=False)
        assert due(appeal_deadlines.postponements_to_answer) == []

    def test_each_asks_the_database_once(self, household, kari, django_assert_num_queries):
        for _ in range(3):
            case = make.refused(household, by=kari)
            appeal = make.appeal(case, by=kari, asks_for_postponement=True)
            make.hold(appeal, make.dwelling(f"Gata {case.pk}"), by=kari)
        for source in appeal_deadlines.ABOUT_APPEALS:
            with django_assert_num_queries(1):
                due(source)


@pytest.mark.django_db
class TestPages:
    def test_the_way_through(self, at, refused, kari):
        new = reverse("appeal_new", args=[refused.pk])
        assert at.get(new).status_code == 200
        sent = {"received_on": f"{ago(30):%d.%m.%Y}", "external_id": "klage-1", "asks_for_postponement": "on"}
        first = at.post(new, sent)
        appeal = Appeal.objects.get()
        assert first.url == appeal.get_absolute_url() == at.post(new, sent).url
        assert at.get(new).url == appeal.get_absolute_url(), "one at a time"
        page = at.get(appeal.get_absolute_url()).content.decode()
        for said in (
            "fremsatt i tide",
            "Vurder saken på nytt",
            "ber om at vedtaket ikke settes i verk",
            "denne klagen",
        ):
            assert said in page
        steps = [
            ("appeal_postponement", {"answer": "no", "note": "Ingen grunn."}),
            ("appeal_assess", ASSESSED),
            ("appeal_forward", {"day": NO}),
            ("appeal_result", {"status": "changed", "day": NO, "text": "Endret."}),
        ]
        for name, data in steps:
            assert at.get(reverse(name, args=[appeal.pk])).status_code == 200
            assert at.post(reverse(name, args=[appeal.pk]), data).status_code == 302, name
        page = at.get(appeal.get_absolute_url()).content.decode()
        assert "Fatt nytt vedtak" in page
        assert at.get(reverse("decide", args=[refused.pk])).status_code == 200
        assert appeal.number in at.get(refused.get_absolute_url()).content.decode()

    @pytest.mark.parametrize("name", ["appeal_assess", "appeal_change", "appeal_forward", "appeal_dismiss"])
    def test_what_is_over_leads_back(self, at, appeal, kari, name):
        appeal.withdraw(by=kari, day=TODAY)
        url = reverse(name, args=[appeal.pk])
        assert at.get(url).url == appeal.get_absolute_url()
        sent = {"day": NO, "note": "x", "assessment": "x", "reason": "formal", "grounds": "x"}
        assert at.post(url, sent).status_code == 200, "told on the form"

    def test_the_household_says_where_the_appeal_stands(self, at, household, appeal):
        assert "Klage til behandling." in at.get(household.get_absolute_url()).content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_an_appeal_at_once_one_does(monkeypatch):
    monkeypatch.setattr("housing.tasks.print_letter.delay", lambda **kwargs: None)
    kari = make.caseworker()
    case = make.refused(make.household(caseworker=kari), by=kari)
    appeal = make.appeal(case, by=kari, assessment="Vurdert.")
    acts = [
        lambda found: found.change(by=kari, day=TODAY),
        lambda found: found.withdraw(by=kari, day=TODAY),
        lambda found: found.forward(by=kari, day=TODAY),
    ]
    things = [(act, Appeal.objects.select_related("application", "decision").get(pk=appeal.pk)) for act in acts]
    did, refused = at_once(lambda thing: thing[0](thing[1]), things, threads=3)
    assert (did, len(refused)) == (1, 2)
    assert CaseEvent.objects.filter(became__in=["changed", "withdrawn", "forwarded"]).count() == 1
