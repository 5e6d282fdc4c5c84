"""Mapping a household: what is asked for, the NIBR logic, repeating it and ending it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.forms.mappings import MappingEndForm, MappingForm
from applications.models import Mapping
from housing.cases import Refused
from housing.models import CaseEvent
from housing.periods import add_months
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def no(day):
    return f"{day:%d.%m.%Y}"


def answers(**changed):
    return {"mapped_on": no(TODAY), "situation": "no_home", "homeless_category": "2"} | changed


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"homeless_category": ""}, "homeless_category"),
        ({"situation": "at_risk"}, "homeless_category"),
        ({"homeless_category": "3"}, "release_on"),
        ({"homeless_category": "3", "release_on": no(add_months(TODAY, 2) + timedelta(days=1))}, "release_on"),
        ({"homeless_category": "3", "release_on": no(TODAY - timedelta(days=1))}, "release_on"),
        ({"mapped_on": no(TODAY + timedelta(days=1))}, "mapped_on"),
        ({"lasted_since": no(TODAY + timedelta(days=1))}, "lasted_since"),
        ({"mapped_on": "i går"}, "mapped_on"),
        ({"description": "\x00"}, "description"),
        ({"situation": "luksus"}, "situation"),
        ({"source": "x" * 201}, "source"),
    ],
)
def test_what_cannot_be_so_is_said_at_the_field(household, changed, field):
    form = MappingForm(answers(**changed), household=household)
    assert not form.is_valid()
    assert field in form.errors


@pytest.mark.parametrize("days", [0, 30])
def test_category_three_within_two_months(household, kari, days):
    form = MappingForm(answers(homeless_category="3", release_on=no(TODAY + timedelta(days=days))), household=household)
    assert form.is_valid(), form.errors
    assert form.register(by=kari).release_on == TODAY + timedelta(days=days)


def test_it_is_on_the_timeline_and_the_next_begins_where_it_ended(at, household):
    at.post(
        reverse("mapping_new", args=[household.pk]), answers(problems=["heavy_debt"], description="Bor hos søster 🏠")
    )
    event = CaseEvent.objects.get(title__startswith="Kartlagt")
    assert (event.title, event.note) == ("Kartlagt: uten egen bolig, kategori 2", "Høy gjeld")
    form = at.get(reverse("mapping_new", args=[household.pk])).context["form"]
    assert form["description"].value() == "Bor hos søster 🏠"
    assert form["mapped_on"].value() == TODAY


def test_sent_twice_is_made_once(at, household):
    url = reverse("mapping_new", args=[household.pk])
    first, second = (at.post(url, answers(external_id="k-1")) for _time in range(2))
    assert first.url == second.url
    assert Mapping.objects.count() == 1


def test_ending_it_counts_nobody_as_homeless_from_that_day(household, kari):
    mapping = make.mapping(household, mapped_on=TODAY - timedelta(days=30))
    form = MappingEndForm({"ended_on": no(TODAY)}, mapping=mapping)
    assert form.is_valid()
    form.end(by=kari)
    assert not Mapping.objects.homeless(TODAY).exists()
    assert Mapping.objects.homeless(TODAY - timedelta(days=1)).exists()
    with pytest.raises(Refused, match="allerede avsluttet"):
        form.end(by=kari)


def test_it_cannot_end_before_it_began(household):
    mapping = make.mapping(household, mapped_on=date(2026, 3, 2))
    assert "ended_on" in MappingEndForm({"ended_on": "01.03.2026"}, mapping=mapping).errors


def test_pages_ask_for_the_right_to_map(client, household):
    client.force_login(make.user("rent"))
    assert client.get(reverse("mapping_new", args=[household.pk])).status_code == 403
    mapping = make.mapping(household)
    assert client.get(mapping.get_absolute_url()).status_code == 403


def test_somebody_elses_case_asks_for_a_reason_first(client, household):
    client.force_login(make.caseworker())
    mapping = make.mapping(household)
    answer = client.get(mapping.get_absolute_url())
    assert answer.status_code == 302
    assert "begrunnelse" in answer.url
