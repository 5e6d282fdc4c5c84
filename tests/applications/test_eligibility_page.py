"""The eligibility check as a caseworker makes it: what is known, what is kept, going on all the same."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from applications import decision_notices, eligibility_checks
from applications.models import EligibilityCheck, Routine
from housing.models import CaseEvent
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NO = f"{TODAY:%d.%m.%Y}"
ALL_WELL = {
    "checked_on": NO,
    "has_lawful_stay": "yes",
    "has_ties_to_norway": "yes",
    "is_housed_as_asylum_seeker": "no",
    "responsible": "stays_here",
    "external_id": "vilkar-1",
}


@pytest.fixture
def case(household, kari):
    return make.application(household, by=kari)


@pytest.fixture
def adult(household):
    person = household.members_on(TODAY)[0].person
    person.birth_date = date(1990, 5, 17)
    person.save()
    return person


def sent(at, case, **changed):
    return at.post(reverse("eligibility_new", args=[case.pk]), ALL_WELL | changed)


def test_all_is_well(at, case, adult, kari):
    page = at.get(reverse("eligibility_new", args=[case.pk])).content.decode()
    assert "Søkeren er fylt 18 år." in page
    answer = sent(at, case)
    assert answer.status_code == 302, answer.context["form"].errors
    check = EligibilityCheck.objects.get()
    assert (check.is_eligible, check.by, check.application) == (True, kari, case)
    assert {row["code"]: row["is_met"] for row in check.conditions} == {
        "age": True,
        "lawful_stay": True,
        "ties": True,
        "state_accommodation": True,
        "municipality": True,
    }
    assert "boligsosialloven §\u00a02" in [row["law"] for row in check.conditions]
    assert decision_notices.of_conditions(case) is None
    assert "Oppfylt" in at.get(case.get_absolute_url()).content.decode()


def test_what_is_not_clear_stops_nothing_and_is_said(at, case, adult):
    assert sent(at, case, responsible="").status_code == 302
    check = eligibility_checks.latest_check(case)
    assert check.is_eligible is None
    notice = decision_notices.of_conditions(case)
    assert notice.details == ("Det er ikke avklart hvilken kommune som er ansvarlig.",)
    assert CaseEvent.objects.filter(note="Ikke avklart: ansvarlig kommune").exists()


def test_an_obstacle_asks_what_then(at, case, adult):
    form = sent(at, case, responsible="elsewhere").context["form"]
    assert list(form.errors) == ["goes_on"]
    form = sent(at, case, responsible="elsewhere", goes_on="yes").context["form"]
    assert list(form.errors) == ["override_reason"]
    assert not EligibilityCheck.objects.exists()


def test_an_obstacle_that_stands_says_what_follows(at, case, adult):
    assert sent(at, case, responsible="elsewhere", goes_on="no", override_reason="Slettes").status_code == 302
    check = EligibilityCheck.objects.get()
    assert (check.is_eligible, check.override_reason) == (False, "")
    (detail,) = decision_notices.of_conditions(case).details
    assert "kommunen som er ansvarlig" in detail
    page = at.get(case.get_absolute_url()).content.decode()
    assert "Avvis søknaden, og hjelp søkeren" in page


def test_going_on_all_the_same(at, case, adult):
    answer = sent(at, case, responsible="elsewhere", goes_on="yes", override_reason="Avtalt med nabokommunen.")
    assert answer.status_code == 302
    assert EligibilityCheck.objects.get().override_reason == "Avtalt med nabokommunen."
    assert decision_notices.of_conditions(case) is None
    # The reason may tell of other people's lives, and the timeline is read by more.
    (event,) = CaseEvent.objects.filter(title__startswith="Vilkårene")
    assert event.note == "Ikke oppfylt: ansvarlig kommune. Behandles likevel."


def test_a_reason_about_no_obstacle_is_not_kept(at, case, adult):
    sent(at, case, goes_on="yes", override_reason="Uten grunn")
    assert EligibilityCheck.objects.get().override_reason == ""


def test_the_municipality_s_own_guidelines(at, case, adult, kari):
    Routine.objects.create(valid_from=TODAY, residence_months=24, guidelines="Lindviks retningslinjer", by=kari)
    last_year = f"{TODAY - timedelta(days=300):%d.%m.%Y}"
    answer = sent(at, case, resident_since=last_year, goes_on="no")
    assert answer.status_code == 302, answer.context["form"].errors
    (obstacle,) = [row for row in EligibilityCheck.objects.get().conditions if row["is_met"] is False]
    assert (obstacle["code"], obstacle["law"], obstacle["guidelines"]) == ("residence", "", "Lindviks retningslinjer")
    assert "ingen grunn til å avvise" in obstacle["follows"]
    settled = sent(at, case, responsible="settled_here", external_id="vilkar-2", seen=str(_last(case)))
    assert settled.status_code == 302
    assert eligibility_checks.latest_check(case).is_eligible is True


def _last(case):
    return case.eligibility_checks.order_by("-pk").first().pk


@pytest.mark.parametrize(
    ("kind", "asked"),
    [("assistance", set()), ("transfer", {"age", "rent_debt"}), ("new", {"age", "rent_debt", "residence"})],
)
def test_the_guidelines_are_about_a_dwelling_of_the_municipality_s(household, kari, kind, asked):
    routine = Routine(residence_months=12, rent_debt_is_obstacle=True)
    case = make.application(household, by=kari, kind=kind)
    rows = eligibility_checks.as_told(eligibility_checks.assessed(case, routine, TODAY, {}), routine, TODAY)
    assert {row["code"] for row in rows} & {"age", "rent_debt", "residence"} == asked


def test_shelter_for_the_night_has_no_conditions(at, household, kari):
    case = make.application(household, by=kari, kind="temporary")
    assert sent(at, case).status_code == 302
    assert not EligibilityCheck.objects.exists()
    assert decision_notices.of_conditions(case) is None
    assert "Vilkår for å få søknaden behandlet" not in at.get(case.get_absolute_url()).content.decode()


def test_nobody_is_asked_where_they_come_from(at, case):
    page = at.get(reverse("eligibility_new", args=[case.pk])).content.decode().lower()
    for word in ("statsborger", "opprinnelse", "fødeland", "fødested", "nasjonalitet", "etnisk", "religion"):
        assert word not in page, word


def test_a_new_check_begins_with_the_last_one_and_the_old_one_stands(at, case, adult):
    sent(at, case, responsible="")
    form = at.get(reverse("eligibility_new", args=[case.pk])).context["form"]
    assert form["has_lawful_stay"].value() == "yes"
    assert sent(at, case, external_id="vilkar-2", seen=str(_last(case))).status_code == 302
    assert [check.is_eligible for check in EligibilityCheck.objects.order_by("pk")] == [None, True]


def test_what_was_found_for_the_household_before_is_a_proposal(at, household, kari, case, adult):
    sent(at, case)
    later = make.application(household, by=kari)
    form = at.get(reverse("eligibility_new", args=[later.pk])).context["form"]
    assert form["responsible"].value() == "stays_here"
    assert form["seen"].value() == 0


def test_two_clicks_make_one(at, case, adult):
    assert sent(at, case).status_code == sent(at, case).status_code == 302
    assert EligibilityCheck.objects.count() == 1


def test_of_two_who_check_at_once_the_second_is_told(at, case, adult):
    sent(at, case)
    late = sent(at, case, external_id="vilkar-2")
    assert "Noen andre har nettopp vurdert" in late.content.decode()
    assert EligibilityCheck.objects.count() == 1


def test_a_decided_application_is_not_checked(at, household, kari, adult):
    case = make.granted(household, by=kari)
    assert at.get(reverse("eligibility_new", args=[case.pk])).status_code == 302
    assert sent(at, case).status_code == 302
    assert not EligibilityCheck.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"checked_on": f"{TODAY + timedelta(days=1):%d.%m.%Y}"}, "checked_on"),
        ({"checked_on": "01.01.2020"}, "checked_on"),
        ({"checked_on": ""}, "checked_on"),
        ({"has_lawful_stay": "kanskje"}, "has_lawful_stay"),
        ({"responsible": "moon"}, "responsible"),
        ({"responsible": "elsewhere", "goes_on": "yes", "override_reason": "x" * 501}, "override_reason"),
    ],
)
def test_what_cannot_be_so_is_said_at_the_field(at, case, adult, changed, field):
    answer = sent(at, case, **changed)
    assert answer.status_code == 200
    assert field in answer.context["form"].errors


def test_the_assessment_is_shown_as_one_answers(at, case, adult):
    url = reverse("eligibility_new", args=[case.pk])
    asked = ALL_WELL | {"responsible": "elsewhere", "preview": "1"}
    piece = at.post(url, asked, headers={"HX-Request": "true"}).content.decode()
    assert "Ikke oppfylt" in piece
    assert "<form" not in piece
    whole = at.post(url, asked)
    assert whole.context["form"]["responsible"].value() == "elsewhere"
    assert not whole.context["form"].errors
    assert not EligibilityCheck.objects.exists()


def test_who_decides_is_told_and_not_stopped(at, case, adult):
    decide = reverse("decide", args=[case.pk])
    assert "er ikke vurdert" in at.get(decide).content.decode()
    sent(at, case, responsible="elsewhere", goes_on="no")
    assert "vilkår for å få søknaden behandlet er ikke oppfylt" in at.get(decide).content.decode()
    sent(at, case, external_id="vilkar-2", seen=str(_last(case)))
    assert "for å få søknaden behandlet" not in at.get(decide).content.decode()
