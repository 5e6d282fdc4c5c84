"""Reasons asked for after a decision without any (fvl § 24): asked in time, written, arrived, and a new period."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.forms.reasons import ReasonsForm
from applications.models import Application, Decision
from housing import deadlines, terms
from housing.models import Household, Letter
from tests import make
from tests.at_once import at_once

TODAY = timezone.localdate()
TOLD_ON = TODAY - timedelta(days=5)
REASONS = {"facts": "Du bor hos en venn.", "considerations": "Du kan ikke skaffe bolig selv."}


def no(day):
    return f"{day:%d.%m.%Y}"


@pytest.fixture(autouse=True)
def _nothing_printed(monkeypatch):
    monkeypatch.setattr("housing.tasks.print_letter.delay", lambda **kwargs: None)


@pytest.fixture
def case(household, kari):
    made = make.granted(household, by=kari, decided_on=TOLD_ON)
    Application.objects.filter(pk=made.pk).update(notified_on=TOLD_ON)
    return Application.objects.get(pk=made.pk)


@pytest.fixture
def decision(case):
    return case.decisions.get()


@pytest.fixture
def asked(at, decision):
    at.post(reverse("reasons_asked", args=[decision.pk]), {"asked_on": no(TODAY)})
    return Decision.objects.get()


def given(at, decision, sent):
    return at.post(reverse("reasons_given", args=[decision.pk]), sent)


def waiting(case, kind):
    rows = deadlines.waiting(Household.objects.filter(pk=case.household_id), TODAY)
    return [row for row in rows if row.kind == kind]


@pytest.mark.django_db
class TestReasons:
    def test_from_asked_to_arrived(self, at, case, asked):
        assert asked.reasons_asked_on == TODAY
        assert [row.url for row in waiting(case, "asked_reasons")] == [reverse("reasons_given", args=[asked.pk])]
        assert given(at, asked, REASONS).url == case.get_absolute_url()
        letter = Letter.objects.get(kind="reasons")
        for text in (*REASONS.values(), "kommunal klagenemnd", "tre uker", "§\u00a024", "§\u00a029"):
            assert text in letter.html
        assert "Begrunnelsen kom frem" in at.get(reverse("reasons_given", args=[asked.pk])).content.decode()
        given(at, asked, {"sent_on": no(TODAY), "arrived_on": no(TODAY)})
        asked.refresh_from_db()
        letter.refresh_from_db()
        assert (asked.reasons_given_on, letter.sent_on) == (TODAY, TODAY)
        assert not waiting(case, "asked_reasons")

    def test_a_new_appeal_period_runs_from_the_arrival(self, at, case, asked, kari):
        late = terms.due_on("F2", TOLD_ON) + timedelta(days=1)
        Decision.objects.update(reasons_given_on=TODAY)
        appeal = make.appeal(case, by=kari, received_on=late, decision=Decision.objects.get())
        assert not appeal.timeliness.is_late
        assert appeal.timeliness.begins_on == TODAY

    def test_offered_only_where_the_letter_had_none(self, at, case, decision):
        link = reverse("reasons_asked", args=[decision.pk])
        assert link in at.get(case.get_absolute_url()).content.decode()
        Decision.objects.update(considerations="Derfor.")
        assert link not in at.get(case.get_absolute_url()).content.decode()

    @pytest.mark.parametrize("day", ["", "x", no(TODAY + timedelta(days=1)), "01.01.2020"])
    def test_a_day_that_cannot_be(self, at, decision, day):
        page = at.post(reverse("reasons_asked", args=[decision.pk]), {"asked_on": day})
        assert page.context["form"].errors["asked_on"]

    def test_too_late_to_ask(self, at, case, decision):
        Application.objects.update(notified_on=TODAY - timedelta(days=60), decided_on=TODAY - timedelta(days=60))
        Decision.objects.update(decided_on=TODAY - timedelta(days=60))
        page = at.post(reverse("reasons_asked", args=[decision.pk]), {"asked_on": no(TODAY)}).content.decode()
        assert "gir ikke ny klagefrist" in page

    def test_asked_once(self, at, asked):
        page = at.post(reverse("reasons_asked", args=[asked.pk]), {"asked_on": no(TODAY)})
        assert "allerede krevd" in page.content.decode()

    @pytest.mark.parametrize("missing", REASONS)
    def test_reasons_are_facts_and_considerations(self, at, asked, missing):
        assert given(at, asked, REASONS | {missing: " "}).context["form"].errors[missing]
        assert not Letter.objects.exists()

    def test_none_are_given_that_nobody_asked_for(self, at, decision):
        assert "ikke krevd begrunnelse" in given(at, decision, REASONS).content.decode()

    def test_a_double_click_writes_one_letter(self, at, case, asked):
        for _ in range(2):
            assert given(at, asked, REASONS | {"external_id": "k"}).url == case.get_absolute_url()
        assert Letter.objects.count() == 1

    @pytest.mark.parametrize(
        ("sent_on", "arrived_on", "field"),
        [
            (no(TODAY), no(TODAY - timedelta(days=1)), "arrived_on"),
            (no(TODAY - timedelta(days=1)), no(TODAY), "sent_on"),
            (no(TODAY), no(TODAY + timedelta(days=1)), "arrived_on"),
        ],
    )
    def test_the_days_of_the_letter_are_in_order(self, at, asked, sent_on, arrived_on, field):
        given(at, asked, REASONS)
        page = given(at, asked, {"sent_on": sent_on, "arrived_on": arrived_on})
        assert page.context["form"].errors[field]


@pytest.mark.django_db(transaction=True)
def test_of_many_who_write_the_reasons_at_once_one_does(household, kari):
    case = make.granted(household, by=kari, decided_on=TOLD_ON)
    Decision.objects.update(reasons_asked_on=TODAY)
    forms = [ReasonsForm(REASONS | {"external_id": f"k{n}"}, decision=case.decisions.get()) for n in range(5)]
    assert all(form.is_valid() for form in forms)
    done, refused = at_once(lambda form: form.write(by=kari), forms, threads=5)
    assert (done, len(refused)) == (1, 4)
    assert Letter.objects.count() == 1
