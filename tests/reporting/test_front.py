"""The front page: what is late, what comes, what stands still; children and breaches for leaders."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
HOME = "/"


@pytest.fixture
def kari():
    return make.caseworker()


def test_own_deadlines_late_and_coming(client, kari):
    late = make.application(make.household(caseworker=kari), by=kari, received_on=TODAY - timedelta(days=60))
    make.application(make.household(caseworker=kari), by=kari, received_on=TODAY - timedelta(days=25))
    make.application(make.household(), by=kari, received_on=TODAY - timedelta(days=60))
    client.force_login(kari)
    page = client.get(HOME)
    assert [row.url for row in page.context["late"]] == [late.get_absolute_url()]
    assert page.context["coming_count"] == 1
    assert "Haugen, Amina" in page.content.decode()
    assert page.context["children"] is None


def test_a_leader_sees_all_that_is_late_the_breaches_and_the_children(client, kari):
    family = make.household(children=[date(2020, 1, 1), date(2000, 1, 1)], caseworker=kari)
    make.mapping(family, mapped_on=TODAY)
    make.granted(family, by=kari)
    stays = {"starts_on": TODAY - timedelta(days=5), "decided_on": TODAY, "next_step": "Visning", "next_step_on": TODAY}
    make.temporary_stay(family, by=kari, **stays)
    make.application(make.household(), by=kari, received_on=TODAY - timedelta(days=60))
    client.force_login(make.leader())
    page = client.get(HOME)
    assert page.context["breaches"] == [("forvaltningsloven §\u00a011 a", 1)]
    assert page.context["children"] == [
        ("Bor midlertidig", "1 barn i 1 husstand", f"{reverse('temporary_list')}?children=ja"),
        ("Venter på bolig", "1 barn i 1 husstand"),
        ("Uten egen bolig", "1 barn i 1 husstand"),
        ("Kan miste boligen", "0 barn i 0 husstander"),
    ]


def test_what_stands_still(client, kari):
    still = make.application(make.household(), by=kari, received_on=TODAY - timedelta(days=40), caseworker=kari)
    make.application(make.household(), by=kari, received_on=TODAY - timedelta(days=5), caseworker=kari)
    client.force_login(kari)
    assert [(row["case"], row["days"]) for row in client.get(HOME).context["still"]] == [(still, 40)]


@pytest.mark.parametrize("role", ["caseworker", "leader"])
def test_as_many_questions_for_three_as_for_one(client, role):
    me = make.user(role)
    client.force_login(me)

    def add():
        household = make.household(caseworker=me, children=[date(2020, 1, 1)])
        make.application(household, by=me, received_on=TODAY - timedelta(days=60), caseworker=me)
        make.mapping(household, mapped_on=TODAY)

    add()
    client.get(HOME)
    with CaptureQueriesContext(connection) as one:
        client.get(HOME)
    add(), add()
    with CaptureQueriesContext(connection) as three:
        assert client.get(HOME).context["late_count"] == 3
    assert len(three) == len(one)


@pytest.mark.parametrize(
    ("role", "room"),
    [
        ("administrator", "user_list"),
        ("auditor", "access_log"),
        ("steering", "steering_room"),
        ("programme", "report_list"),
    ],
)
def test_those_without_cases_go_to_their_own_room(client, role, room):
    client.force_login(make.user(role))
    assert client.get(HOME).url == reverse(room)


def test_nobody_without_a_role_sees_a_case(client):
    client.force_login(make.user())
    page = client.get(HOME)
    assert "Be administratoren om en rolle." in page.content.decode()
