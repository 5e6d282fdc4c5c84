"""Every address × every role: the program answers what ``tests/rights_table.py`` says, and nothing is left out."""

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import path, reverse

from housing.roles import Role
from tests.program_rules import addresses, without_a_row, without_an_address
from tests.rights_registers import READ_BY_STEERING
from tests.rights_table import ROWS

ANONYMOUS = "anonymous"
REFUSED = {"login", "reason", "401", "403", "404"}
# Addresses about one household's case: whoever does not reach the household is not told that it is there.
OF_A_CASE = {"household", "person", "member", "consent", "alert", "document", "letter", "mapping", "application"}
OF_A_CASE |= {"measure", "waiting", "rejected", "appeal", "offer", "tenancy", "allocated"}
OF_A_CASE |= {"transition", "forwarded_appeal", "hold", "help_plan"}
OF_A_CASE |= {"stay", "settlement"}
OF_A_CASE |= {"rent_notice"}
# What the steering group reads beside reports: the plan it adopted, and its own organisation.
OF_THE_PROGRAMME = {"plan_measure_list", "plan_measure", "organisation", "organisation_chart"}
OF_THE_PROGRAMME |= {"steering_room", "steering_chart", "target_list", "figure_definitions"}
OF_A_CASE |= {"override"}
OF_A_CASE |= {"record"}
OF_A_CASE |= {"referral", "participation", "invited_participation", "time_away", "home_offer"}
OF_A_CASE |= {"contact", "risk", "incident"}
OF_A_CASE |= {"arrears_item", "settled_arrears_item", "arrears_task"}

pytestmark = pytest.mark.django_db


class Visitor:
    """One user of a role, or nobody, with a browser of their own."""

    def __init__(self, user=None):
        self.client = Client(raise_request_exception=False)
        if user:
            self.client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    def gets(self, url: str, method: str) -> str:
        """The status code, or where it leads when that says more: to log in, or to give a reason."""
        with transaction.atomic():
            response = self.client.generic(method, url)
            # What it did is undone: the next address finds the same world.
            transaction.set_rollback(True)
        if response.status_code != 302:
            return str(response.status_code)
        leads_to = {reverse("login"): "login", "begrunnelse/": "reason"}
        return next((word for part, word in leads_to.items() if part in response.url), "302")


def address_of(name: str, row, case: dict) -> str:
    given = {key: word[1:] if word.startswith("=") else case[word].pk for key, word in row.about.items()}
    return reverse(name, kwargs=given)


def expected(row, role: str, method: str) -> str:
    if role == ANONYMOUS:
        return row.anonymous
    answers = (row.get if method == "GET" else row.post).split()
    assert len(answers) == len(Role), row
    return answers[list(Role).index(role)]


@pytest.mark.parametrize("role", [ANONYMOUS, *Role])
def test_every_address_answers_as_the_table_says(role, built):
    visitor = Visitor(built.users.get(role))
    wrong = []
    for name, row in ROWS.items():
        url = address_of(name, row, built.own)
        asked = visitor.gets(url, "GET")
        if asked != expected(row, role, "GET"):
            wrong.append(f"GET {name}: {asked}, not {expected(row, role, 'GET')}")
        if row.post and role != ANONYMOUS:
            posted = Visitor(built.users[role]).gets(url, "POST") if name == "logout" else visitor.gets(url, "POST")
            if posted != expected(row, role, "POST"):
                wrong.append(f"POST {name}: {posted}, not {expected(row, role, 'POST')}")
        elif asked in REFUSED and (posted := visitor.gets(url, "POST")) not in REFUSED | {"405"}:
            wrong.append(f"POST {name}: {posted}, though the page is {asked}")
    assert wrong == []


@pytest.mark.parametrize("role", [Role.FOLLOW_UP, Role.RENT])
def test_a_household_out_of_reach_is_not_there(role, built):
    """Not followed by the team, and no tenant: nothing of its case is found, by page, button or API."""
    visitor = Visitor(built.users[role])
    found = []
    for name, row in ROWS.items():
        if OF_A_CASE & set(row.about.values()):
            url = address_of(name, row, built.strange)
            found += [f"{method} {name}" for method in ("GET", "POST") if visitor.gets(url, method) in {"200", "302"}]
            found += [f"{name} tells of it" for _ in [1] if visitor.gets(url, "GET") == "reason"]
    assert found == []


@pytest.mark.parametrize("role", [Role.STEERING, Role.LEADER])
def test_a_draft_is_not_there_for_those_who_read_reports(role, built):
    visitor = Visitor(built.users[role])
    drafts = {"report": "draft", "run": "draft_run", "run_pdf": "draft_run"}
    answers = {visitor.gets(reverse(name, args=[built.own[about].pk]), "GET") for name, about in drafts.items()}
    assert answers == {"404"}


def test_every_address_has_a_row_and_every_row_an_address():
    assert without_a_row(addresses(), ROWS) == []
    assert without_an_address(addresses(), ROWS) == []


def test_a_planted_address_without_a_row_is_found():
    from housing.urls import urlpatterns

    planted = addresses(
        [*urlpatterns, path("hemmelig/", HttpResponse, name="secret"), path("uten-navn/", HttpResponse)]
    )
    assert without_a_row(planted, addresses()) == ["secret", "uten-navn/"]
    assert without_an_address(addresses(), [*addresses(), "gone"]) == ["gone"]


@pytest.mark.urls("tests.open_door")
def test_a_door_left_open_is_found(built):
    """A page that forgets its permission answers 200 to those who have no business there."""
    url = reverse("secret", kwargs={"pk": built.own["household"].pk})
    assert Visitor(built.users[Role.STEERING]).gets(url, "GET") == "200"
    assert expected(ROWS["household"], Role.STEERING, "GET") == "403"
    assert Visitor().gets(url, "GET") == "login", "closed by default, even so"


def test_the_administrator_sees_no_case_and_the_steering_group_reports_alone():
    def opens(role):
        return {name for name, row in ROWS.items() if row.get.split()[list(Role).index(role)] in {"200", "reason"}}

    of_all = {name for name, row in ROWS.items() if row.get.split() == ["200"] * len(Role)}
    assert {word for name in opens(Role.ADMINISTRATOR) for word in ROWS[name].about.values()} & OF_A_CASE == set()
    steering = opens(Role.STEERING) - of_all
    assert {name for name in steering if not name.startswith(("report", "run"))} == OF_THE_PROGRAMME | READ_BY_STEERING
    assert {word for name in steering for word in ROWS[name].about.values()} & OF_A_CASE == set()
    assert opens(Role.AUDITOR) & {"household", "household_list", "application", "search"} == set()
