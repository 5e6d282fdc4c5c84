"""The API: who may read, what is hidden, what is logged, and that no question makes it fail."""

import re
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from knox.models import AuthToken

from housing.models import ViewLog
from tests import make
from tests.conftest import forget

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]

LISTS = ["husstander", "boliger", "leieforhold", "soknader"]


def get(client, path, user=None, **headers):
    if user is not None:
        headers["authorization"] = f"Token {AuthToken.objects.create(user)[1]}"
    return client.get(f"/api/v1/{path}", headers=headers)


def home_of(household, street="Hemmeliggata 7", **fields):
    return make.tenancy(household, make.dwelling(street), **fields)


@pytest.fixture
def caseworker():
    return make.caseworker()


# Who may read


@pytest.mark.parametrize("path", [*LISTS, "husstander/1", "openapi.json", "ingenting"])
def test_stranger_is_told_to_log_in_and_is_not_sent_to_a_page(client, path):
    response = get(client, path if path.endswith(".json") else f"{path}/")

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Token"
    assert "Logg inn" in response.json()["detail"]


@pytest.mark.parametrize("token", ["x", "a" * 64, "å" * 30, "a\x00" + "b" * 40, "a" * 5000])
def test_wrong_token_is_refused_whatever_it_looks_like(client, token):
    response = client.get("/api/v1/boliger/", HTTP_AUTHORIZATION=f"Token {token}")

    assert response.status_code == 401
    assert "Logg inn" in response.json()["detail"]


@pytest.mark.parametrize("role", ["programme", "steering", "administrator", "auditor"])
@pytest.mark.parametrize("path", [*LISTS, "openapi.json"])
def test_roles_without_the_api_are_refused(client, role, path):
    response = get(client, path if path.endswith(".json") else f"{path}/", make.user(role))

    # The programme leader reads figures by the API, and so what the API is.
    if (role, path) == ("programme", "openapi.json"):
        assert response.status_code == 200
        return
    assert response.status_code == 403
    assert "Rollen din" in response.json()["detail"]


def test_rent_reads_tenants_but_no_applications_and_nobody_else(client):
    rent = make.user("rent")
    tenant = home_of(make.household()).household
    make.household(main=make.person("Per", "Solli"))

    found = get(client, "husstander/", rent).json()["results"]

    assert [row["id"] for row in found] == [tenant.pk]
    assert get(client, "soknader/", rent).status_code == 403


def test_follow_up_reads_only_those_they_follow(client):
    worker = make.user("follow_up")
    followed, other = make.household(), make.household(main=make.person("Per", "Solli"))
    followed.take_responsibility(worker, kind="follow_up", day=date(2026, 1, 1))

    assert [row["id"] for row in get(client, "husstander/", worker).json()["results"]] == [followed.pk]
    assert get(client, f"husstander/{other.pk}/", worker).status_code == 404


def test_expired_and_revoked_tokens_and_closed_accounts_open_nothing(client, caseworker):
    from datetime import timedelta

    _row, expired = AuthToken.objects.create(caseworker, expiry=timedelta(seconds=-1))
    _row, token = AuthToken.objects.create(caseworker)
    assert get(client, "boliger/", authorization=f"Token {expired}").status_code == 401
    assert get(client, "boliger/", authorization=f"Token {token}").status_code == 200

    caseworker.is_active = False
    caseworker.save()

    assert get(client, "boliger/", authorization=f"Token {token}").status_code == 401


def test_the_session_of_the_pages_reads_too_and_nothing_can_be_written(client, caseworker):
    client.force_login(caseworker)

    assert get(client, "boliger/").status_code == 200
    refused = client.post("/api/v1/boliger/", {"address": "Nygata 1"})
    assert refused.status_code == 405
    assert "GET" in refused.json()["detail"]


def test_a_page_of_another_site_cannot_post_with_the_session(client, caseworker):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(caseworker)

    assert strict.post("/api/v1/boliger/", {"address": "Nygata 1"}).status_code in {403, 405}


# What is hidden


@pytest.mark.parametrize("protection", ["client", "confidential", "strictly_confidential"])
def test_no_list_names_a_protected_address_to_anybody(client, protection):
    leader = make.leader()
    hidden = make.household(main=make.person(address_protection=protection), caseworker=leader, district="Havna")
    home_of(hidden)

    households, tenancies = get(client, "husstander/", leader), get(client, "leieforhold/", leader)
    by_district = get(client, "husstander/?district=Havna", leader)

    assert "Hemmeliggata" not in households.content.decode() + tenancies.content.decode()
    assert households.json()["results"][0]["address"] == "Adressen er skjermet"
    assert households.json()["results"][0]["district"] == ""
    assert tenancies.json()["results"][0]["dwelling"] is None
    assert by_district.json()["results"] == []


@pytest.mark.parametrize(("protection", "seen"), [("confidential", True), ("strictly_confidential", False)])
def test_one_household_shows_what_the_page_shows(client, protection, seen):
    leader = make.leader()
    hidden = make.household(main=make.person(address_protection=protection), caseworker=leader)
    tenancy = home_of(hidden)

    answers = [get(client, f"{path}/", leader) for path in (f"husstander/{hidden.pk}", f"leieforhold/{tenancy.pk}")]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert ["Hemmeliggata 7" in answer.content.decode() for answer in answers] == [seen, seen]
    assert (answers[1].json()["dwelling"] == tenancy.dwelling_id) is seen


def test_national_id_and_postal_address_are_never_part_of_an_answer(client, caseworker):
    person = make.numbered_person(postal_address="Postboks 99")
    household = make.household(main=person, caseworker=caseworker)

    text = "".join(
        get(client, path, caseworker).content.decode() for path in ("husstander/", f"husstander/{household.pk}/")
    )

    assert "Haugen" in text
    assert person.national_id not in text
    assert "Postboks" not in text


# What is logged


def test_a_case_of_ones_own_is_opened_and_logged(client, caseworker):
    household = make.household(caseworker=caseworker)

    assert get(client, f"husstander/{household.pk}/", caseworker).status_code == 200

    look = ViewLog.objects.get(household=household)
    assert (look.user, look.channel, look.is_own_case, look.reason) == (caseworker, "api", True, "")
    assert look.what == f"husstand {household.number}"


@pytest.mark.parametrize("thing", ["husstander", "leieforhold"])
def test_a_case_of_another_asks_for_a_reason_which_is_kept(client, caseworker, thing):
    household = make.household()
    pk = household.pk if thing == "husstander" else home_of(household).pk

    refused = get(client, f"{thing}/{pk}/", caseworker)
    assert (refused.status_code, ViewLog.objects.count()) == (403, 0)
    assert "X-Begrunnelse" in refused.json()["detail"]
    assert get(client, f"{thing}/{pk}/", caseworker, **{"x-begrunnelse": " x \x00 "}).status_code == 403

    reason = "Vikarierer på søknaden".encode().decode("latin-1")
    assert get(client, f"{thing}/{pk}/", caseworker, **{"x-begrunnelse": reason}).status_code == 200
    assert ViewLog.objects.get(household=household).reason == "Vikarierer på søknaden"
    assert get(client, f"{thing}/{pk}/", caseworker).status_code == 200, "it holds for the rest of the day"


@pytest.mark.parametrize("thing", LISTS)
def test_a_list_is_one_line_in_the_log(client, caseworker, thing):
    get(client, f"{thing}/", caseworker)

    look = ViewLog.objects.get()
    assert (look.household, look.channel) == (None, "api")
    assert re.fullmatch(r"\w+: 0", look.what)


# How it reads


@pytest.mark.parametrize("thing", LISTS)
def test_list_asks_the_database_as_often_for_three_rows_as_for_one(client, caseworker, thing):
    client.force_login(caseworker)

    def fill(street):
        household = make.household(main=make.person(family_name=street))
        make.contract(home_of(household, street))
        make.application(household, by=caseworker)

    fill("Elvegata 1")
    get(client, f"{thing}/")
    with CaptureQueriesContext(connection) as one:
        get(client, f"{thing}/")
    fill("Elvegata 3")
    fill("Elvegata 5")
    with CaptureQueriesContext(connection) as three:
        assert len(get(client, f"{thing}/").json()["results"]) == 3

    assert len(three) == len(one)


def test_pages_follow_each_other_without_loss(client, caseworker):
    client.force_login(caseworker)
    made = [make.dwelling(f"Elvegata {number}").pk for number in range(5)]
    seen, url = [], "/api/v1/boliger/?limit=2&in_stock=true"

    while url:
        answer = client.get(url).json()
        seen += [row["id"] for row in answer["results"]]
        url = answer["next"]

    assert seen == made[::-1]


def test_filters_narrow(client, caseworker):
    client.force_login(caseworker)
    make.dwelling("Elvegata 1", district="Havna")
    make.dwelling("Elvegata 3", left_stock_on=date(2020, 1, 1))
    home_of(make.household())

    counts = [
        len(get(client, path).json()["results"])
        for path in ("boliger/?district=Havna", "boliger/?in_stock=false", "leieforhold/?status=ended")
    ]

    assert counts == [1, 1, 0]


@pytest.mark.parametrize(
    ("query", "status", "about"),
    [
        ("status=borte", 400, "status"),
        ("statsu=active", 400, "statsu"),
        ("household=9" + "9" * 5000, 400, "household"),
        ("household=99999999999999999999", 200, ""),
        ("household=1e400", 400, "household"),
        ("cursor=tull", 404, ""),
        ("cursor=cD1hYmM%3D", 404, ""),
        ("cursor=cD05OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", 404, ""),
        ("cursor=%00%F0%9F%98%80", 404, ""),
        ("limit=-1", 200, ""),
        ("limit=" + "9" * 5000, 200, ""),
        ("status=%00", 400, "status"),
    ],
)
def test_bad_questions_are_answered_in_norwegian(client, caseworker, query, status, about):
    client.force_login(caseworker)

    answer = get(client, f"leieforhold/?{query}")

    assert answer.status_code == status
    if status != 200:
        assert re.search("feil|Ugyldig", answer.json()["detail"])
    assert about in answer.json().get("errors", {"": ""})


@pytest.mark.parametrize("pk", ["0", "999999999999999999", "9" * 30, "abc", "1%00", "-1"])
def test_what_is_not_there_is_not_found(client, caseworker, pk):
    client.force_login(caseworker)

    answer = get(client, f"husstander/{pk}/")

    assert answer.status_code == 404
    assert "Finnes ikke" in answer.json()["detail"]


NAMES = ["status", "kind", "tenure", "district", "household", "in_stock", "cursor", "limit", "received_from", "format"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    thing=st.sampled_from(LISTS),
    query=st.dictionaries(
        st.sampled_from(NAMES), st.text(max_size=12) | st.integers().map(str) | st.dates().map(str), max_size=3
    ),
)
def test_no_question_makes_it_fail(client, caseworker, redis_of_this_run, thing, query):
    forget(f"{redis_of_this_run}:1:*")
    client.force_login(caseworker)

    answer = client.get(f"/api/v1/{thing}/", query)

    assert answer.status_code in {200, 400, 404}
    answer.json()


def test_too_many_calls_are_told_when_to_come_back(client, caseworker, monkeypatch):
    from rest_framework.throttling import UserRateThrottle

    monkeypatch.setattr(UserRateThrottle, "THROTTLE_RATES", {"user": "2/min"})
    client.force_login(caseworker)

    answers = [get(client, "boliger/") for _call in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert re.fullmatch(r"For mange kall\. Prøv igjen om \d+ sekunder\.", answers[2].json()["detail"])


def test_the_document_describes_all_of_it(client, caseworker):
    out = StringIO()
    call_command("spectacular", "--fail-on-warn", "--validate", stdout=out)

    described = get(client, "openapi.json", caseworker).json()

    assert set(described["paths"]) == {
        "/api/v1/openapi.json",
        "/api/v1/soknader/innsendt/{reference}/",
        "/api/v1/figures/",
        "/api/v1/figures/{code}/",
        *(f"/api/v1/{thing}/{one}" for thing in LISTS for one in ("", "{id}/")),
    } - {"/api/v1/openapi.json"}
    # A number is handed in with an application and is part of no answer.
    kinds = described["components"]["schemas"]
    assert {name for name, kind in kinds.items() if "national_id" in kind.get("properties", {})} == {
        "ApplicantSent",
        "MemberSent",
    }
    answers = [
        answer
        for path in described["paths"].values()
        for call in path.values()
        for answer in call["responses"].values()
    ]
    assert "Sent" not in str(answers)
