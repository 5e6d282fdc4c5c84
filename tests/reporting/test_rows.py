"""The rows behind a figure: numbers and dates; links for those who may open them; no name, no protected place."""

from datetime import date

import pytest
from django.urls import reverse

from housing.models import Person
from housing.periods import Period
from reporting.figures import FIGURES
from reporting.rows import SHAPES
from tests import make

pytestmark = pytest.mark.django_db

SPRING = Period.half_year(2026, 1)


def rows_page(client, user, code, **query):
    client.force_login(user)
    return client.get(reverse("figure", args=[code], query=query or {"fra": "2026-01-01", "til": "2026-06-30"}))


@pytest.fixture
def household():
    made = make.household(main=make.person("Zainab", "Qvist"), district="Bergsletta")
    make.mapping(made, mapped_on=date(2026, 3, 2))
    return made


def test_a_leader_gets_a_link_and_nobody_gets_a_name(client, household):
    text = rows_page(client, make.leader(), "homeless.households").content.decode()

    assert f'href="{household.get_absolute_url()}">{household.number}<' in text
    assert "02.03.2026" in text
    assert "Bergsletta" in text
    assert "Qvist" not in text


def test_the_programme_leader_sees_the_number_without_a_link(client, household):
    text = rows_page(client, make.user("programme"), "homeless.households").content.decode()

    assert household.number in text
    assert household.get_absolute_url() not in text


def test_a_protected_household_has_no_district_and_its_home_no_address(client, household):
    home = make.dwelling("Hemmelige vei 7", district="Bergsletta")
    make.tenancy(household, home)
    Person.objects.update(address_protection="strictly_confidential")

    for code in ("homeless.households", "tenancies.active", "dwellings.occupied", "homeless.adults"):
        text = rows_page(client, make.leader(), code).content.decode()
        assert "Hemmelige" not in text
        if code != "dwellings.occupied":
            assert "Bergsletta" not in text


def test_every_figure_can_be_opened_and_says_what_it_is(client, household):
    user = make.leader()
    assert {figure.rows(SPRING).model for figure in FIGURES} == set(SHAPES)
    for figure in FIGURES:
        text = rows_page(client, user, figure.code).content.decode()
        assert figure.code in text


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("code", ["homeless.households", "homeless.adults"])
def test_the_rows_ask_the_same_number_of_questions(client, count, code, django_assert_max_num_queries):
    for _number in range(count):
        make.mapping(make.household(), mapped_on=date(2026, 3, 2))
    client.force_login(make.leader())

    with django_assert_max_num_queries(10):
        client.get(reverse("figure", args=[code], query={"fra": "2026-01-01", "til": "2026-06-30"}))


@pytest.mark.parametrize(
    "query", [{"fra": "31.02.2026", "til": "1.3.2026"}, {"fra": "2026-03-02", "til": "2026-03-01"}, {"fra": "x"}]
)
def test_a_wrong_period_is_told_and_the_half_year_is_shown(client, household, query):
    user = make.leader()

    answer = rows_page(client, user, "homeless.households", **query)

    assert answer.status_code == 200
    assert "ds-validation-message" in answer.content.decode()
    client.force_login(user)
    assert client.get(reverse("figure_list", query=query)).status_code == 200


def test_an_unknown_figure_is_not_found(client):
    assert rows_page(client, make.leader(), "homeless.nobody").status_code == 404
