"""Settlement of refugees (bosetting): the year against what is agreed, the plan, the home afterwards."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from allocation.career_deadlines import career_plans
from allocation.models import CareerPlan, Settlement, SettlementRequest
from allocation.settlement_facts import home_after
from housing.models import Household
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LIST = "/bosetting/"


def said(day):
    return f"{day:%d.%m.%Y}"


def asked(year, asked_on, agreed=None, **fields):
    agreed_on = asked_on if agreed is not None else None
    return SettlementRequest.objects.create(
        year=year, asked_on=asked_on, asked_for=60, agreed=agreed, agreed_on=agreed_on, **fields
    )


def cards(page):
    return {str(card["label"]): card["value"] for card in page.context["cards"]}


@pytest.fixture
def family():
    return make.household(children=[date(2015, 5, 17), date(2017, 5, 17)])


def test_the_year_stands_against_what_is_agreed_last(at, family):
    home = make.tenancy(family, make.dwelling(), moved_in_on=date(2026, 3, 2))
    make.contract(home, starts_on=date(2026, 3, 2), ends_on=date(2031, 3, 2))
    make.settlement(family, settled_on=date(2026, 3, 2), tenancy=home)
    make.settlement(make.household(), settled_on=date(2026, 5, 4), is_unaccompanied_minor=True)
    make.settlement(make.household(), settled_on=date(2025, 12, 31))
    asked(2026, date(2025, 11, 1), agreed=40)
    asked(2026, date(2026, 2, 1), agreed=50)
    page = at.get(LIST, {"ar": "2026"})
    assert cards(page) == {
        "Vedtatt": 50,
        "Bosatt, personer": 4,
        "Gjenstår": 46,
        "I kommunal bolig": 3,
        "Enslige mindreårige": 1,
    }
    assert dict(page.context["months"])["Mars"] == 3
    text = page.content.decode()
    assert "02.03.2031" in text
    assert cards(at.get(LIST, {"ar": "2025"}))["Bosatt, personer"] == 1
    assert at.get(LIST, {"ar": "1066"}).context["year"] == TODAY.year
    assert "Enslig mindreårig" in at.get(LIST, {"ar": "2026", "format": "csv"}).content.decode("utf-8-sig")


def test_as_many_questions_for_three_as_for_one(at):
    def settle():
        household = make.household()
        home = make.tenancy(household, make.dwelling(unit_number=f"H{household.pk:04}"), moved_in_on=date(2026, 3, 2))
        make.contract(home, starts_on=date(2026, 3, 2))
        make.settlement(household, tenancy=home)

    settle()
    at.get(LIST, {"ar": "2026"})
    with CaptureQueriesContext(connection) as one:
        at.get(LIST, {"ar": "2026"})
    settle(), settle()
    with CaptureQueriesContext(connection) as three:
        assert len(at.get(LIST, {"ar": "2026"}).context["page_obj"]) == 3
    assert len(three) == len(one)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"agreed": "50", "agreed_on": ""}, "agreed_on"),
        ({"agreed": "", "agreed_on": said(TODAY)}, "agreed"),
        ({"agreed": "5", "agreed_on": said(TODAY), "agreed_minors": "6"}, "agreed_minors"),
        ({"year": "1066"}, "year"),
        ({"asked_for": "-1"}, "asked_for"),
    ],
)
def test_an_agreement_is_whole(client, sent, field):
    client.force_login(make.leader())
    whole = {"year": "2026", "asked_on": said(TODAY), "asked_for": "60"}
    page = client.post(reverse("settlement_request_new"), whole | sent)
    assert field in page.context["form"].errors
    assert not SettlementRequest.objects.exists()
    client.post(reverse("settlement_request_new"), whole | {"agreed": "50", "agreed_on": said(TODAY)})
    assert SettlementRequest.objects.get().agreed == 50


def test_a_household_is_settled_and_a_plan_is_made_and_renewed(at, household):
    sent = {"settled_on": said(TODAY - timedelta(days=30)), "is_unaccompanied_minor": "nei"}
    at.post(reverse("settlement_new", args=[household.pk]), sent)
    page = at.post(reverse("settlement_new", args=[household.pk]), sent)
    assert "allerede registrert bosatt" in page.content.decode()
    made = Settlement.objects.get()
    plan = {"made_on": said(TODAY), "goal": "save", "next_step": "Møte med banken", "follow_up_on": said(TODAY)}
    page = at.post(reverse("career_plan_new", args=[household.pk]), plan)
    assert "follow_up_on" in page.context["form"].errors
    later = TODAY + timedelta(days=90)
    at.post(reverse("career_plan_new", args=[household.pk]), plan | {"follow_up_on": said(later)})
    (deadline,) = career_plans(Household.objects.all(), TODAY)
    assert (deadline.due_on, deadline.what) == (later, "Følg opp boligkarriereplanen: Møte med banken")
    at.post(reverse("career_plan_new", args=[household.pk]), plan | {"goal": "own", "follow_up_on": said(later)})
    assert list(CareerPlan.objects.in_force().values_list("goal", flat=True)) == ["own"]
    text = at.get(made.get_absolute_url()).content.decode()
    assert "Kjøpe egen bolig" in text
    assert "avløst" in text
    assert "Møte med banken" in at.get(household.get_absolute_url()).content.decode()


def test_only_the_households_own_tenancy_is_its_home(at, household):
    other = make.tenancy(make.household())
    page = at.post(reverse("settlement_new", args=[household.pk]), {"settled_on": said(TODAY), "tenancy": other.pk})
    assert "tenancy" in page.context["form"].errors


@pytest.mark.parametrize(
    ("reason", "then", "found"),
    [
        ("", None, ""),
        ("bought", None, "Kjøpt bolig, 01.05.2026"),
        ("moved_private", "private", "Leier privat, 01.05.2026"),
        ("moved_private", None, "Flyttet til privat bolig, 01.05.2026"),
        ("moved_municipal", "municipal", "Annen kommunal bolig, 01.05.2026"),
    ],
)
def test_the_home_afterwards_follows_from_the_tenancies(household, reason, then, found):
    left = date(2026, 5, 1) if reason else None
    first = make.tenancy(household, make.dwelling(), moved_out_on=left, end_reason=reason)
    made = make.settlement(household, settled_on=first.moved_in_on, tenancy=first)
    if then:
        make.tenancy(household, make.dwelling("Elvegata 1") if then == "municipal" else None, moved_in_on=left)
    assert home_after(made, list(household.tenancies.all()), date(2026, 6, 1)) == found
    made.afterwards, made.afterwards_on = "moved_away", date(2026, 7, 1)
    assert home_after(made, [], date(2026, 6, 1)) == "Flyttet fra kommunen, 01.07.2026"
