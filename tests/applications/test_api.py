"""Applications in the API: who reads them, what is left out, and what the filters find."""

from datetime import date

import pytest
from knox.models import AuthToken

from housing.models import ViewLog
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]


def get(client, path, user, **headers):
    token = AuthToken.objects.create(user)[1]
    return client.get(f"/api/v1/soknader/{path}", headers={"authorization": f"Token {token}"} | headers)


def test_one_application_is_read_and_logged_with_its_household(client):
    worker = make.caseworker()
    made = make.application(make.household(caseworker=worker), by=worker, wishes="Ikke nær Storgata 3")

    answer = get(client, f"{made.pk}/", worker)

    assert (answer.json()["number"], answer.json()["status"]) == (made.number, "received")
    assert "Storgata" not in answer.content.decode()
    assert ViewLog.objects.get(household=made.household).what == f"søknad {made.number}"


def test_an_application_of_another_asks_for_a_reason(client):
    worker = make.caseworker()
    made = make.application(make.household(), by=make.caseworker())

    assert get(client, f"{made.pk}/", worker).status_code == 403
    assert get(client, f"{made.pk}/", worker, **{"x-begrunnelse": "Vikarierer"}).status_code == 200


@pytest.mark.parametrize(("role", "status"), [("leader", 200), ("follow_up", 200), ("rent", 403), ("auditor", 403)])
def test_who_may_list(client, role, status):
    assert get(client, "", make.user(role)).status_code == status


def test_filters_find_by_status_and_day_received(client):
    worker = make.caseworker()
    household = make.household()
    early = make.application(household, by=worker, received_on=date(2026, 1, 5))
    late = make.granted(make.household(main=make.person("Per", "Solli")), by=worker, received_on=date(2026, 2, 5))

    def found(query):
        return [row["id"] for row in get(client, query, worker).json()["results"]]

    assert found("?status=granted") == [late.pk]
    assert found("?received_from=2026-01-01&received_to=2026-01-31") == [early.pk]
    assert found(f"?household={household.pk}") == [early.pk]
    assert get(client, "?received_from=32.13.2026", worker).json()["errors"]["received_from"]
