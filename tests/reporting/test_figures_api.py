"""The figures in the API: the same numbers as on the page, for whoever may see them there."""

from datetime import date

import pytest
from django.urls import reverse
from knox.models import AuthToken

from housing.models import ViewLog
from reporting.figures import BY_CODE
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]

SPRING = {"from": "2026-01-01", "to": "2026-06-30"}


def asked(client, user, *code, **query):
    token = AuthToken.objects.create(user)[1]
    url = reverse("api-figures-detail", args=code) if code else reverse("api-figures-list")
    return client.get(url, query or SPRING, headers={"Authorization": f"Token {token}"})


@pytest.fixture
def programme():
    by = make.leader()
    for day in (date(2026, 1, 5), date(2026, 3, 3)):
        make.application(make.household(), by=by, received_on=day)
    return make.user("programme")


def test_every_figure_of_a_period(client, programme):
    answer = asked(client, programme).json()

    assert (answer["from"], answer["to"]) == ("2026-01-01", "2026-06-30")
    assert [figure["code"] for figure in answer["figures"]] == list(BY_CODE)
    by_code = {figure["code"]: figure for figure in answer["figures"]}
    assert by_code["applications.received"]["value"] == 2
    assert by_code["applications.median_days"]["value"] is None
    assert ViewLog.objects.get(user=programme).channel == ViewLog.Channel.API


def test_one_figure_month_by_month(client, programme):
    answer = asked(client, programme, "applications.received", **SPRING, by="month").json()

    assert answer["value"] == 2
    assert [month["value"] for month in answer["months"]] == [1, 0, 1, 0, 0, 0]
    assert answer["months"][1] == {"from": "2026-02-01", "to": "2026-02-28", "value": 0}
    assert asked(client, programme, "applications.received").json()["months"] == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"from": "2026-01-01"}, "to"),
        ({"from": "01.01.2026", "to": "2026-02-01"}, "from"),
        ({"from": "2026-02-01", "to": "2026-01-01"}, "to"),
        ({"from": "0001-01-01", "to": "2026-01-01"}, "from"),
        ({"from": "1950-01-01", "to": "2026-01-01", "by": "month"}, "to"),
        (SPRING | {"by": "week"}, "by"),
        (SPRING | {"per": "month"}, "per"),
    ],
)
def test_what_is_wrong_is_told_by_name(client, programme, query, field):
    answer = asked(client, programme, "applications.received", **query)

    assert answer.status_code == 400
    assert field in answer.json()["errors"]


def test_an_unknown_figure_is_not_found(client, programme):
    assert asked(client, programme, "no.such").status_code == 404


def test_a_token_opens_the_figures_to_the_programme_leader_and_nothing_else(client, programme):
    token = AuthToken.objects.create(programme)[1]
    for name in ("api-husstander-list", "api-boliger-list", "api-leieforhold-list", "api-soknader-list"):
        assert client.get(reverse(name), headers={"Authorization": f"Token {token}"}).status_code == 403
    assert asked(client, make.caseworker()).status_code == 403
    assert asked(client, make.user("steering")).status_code == 403
