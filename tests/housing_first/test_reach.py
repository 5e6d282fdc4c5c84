"""Who reaches what of a team's work: its members while they are in it, the leader, and nobody else by any way."""

import io

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from housing.access import give_reason
from housing.roles import Role
from housing_first.models import Participation, Referral
from tests import make_housing_first as make_hf
from tests import rights_housing_first
from tests.rights_table import ROWS

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TODAY = timezone.localdate()
SECRET = "kodeordet"


def browser(user):
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def ask(client, method, url, data=None):
    """The answer, and what it did taken back."""
    with transaction.atomic():
        response = client.get(url) if method == "GET" else client.post(url, data or {})
        transaction.set_rollback(True)
    return response


def text_of(response) -> str:
    """What a page, a file or a workbook says."""
    if "spreadsheet" in response.headers.get("Content-Type", ""):
        sheet = load_workbook(io.BytesIO(response.content)).active
        return "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    return response.content.decode(errors="replace")


def addresses(case):
    """Every address of the program about this case; lists are about none, and are asked for as files too."""
    for name, row in ROWS.items():
        if any(not word.startswith("=") and word not in case for word in row.about.values()):
            continue
        given = {key: word[1:] if word.startswith("=") else case[word].pk for key, word in row.about.items()}
        url = reverse(name, kwargs=given)
        yield name, "GET", url
        if not row.about:
            yield name, "GET", f"{url}?format=csv"
            yield name, "GET", f"{url}?format=xlsx"
    for tab in ("oversikt", "soknader", "kartlegging", "bolig", "husleie", "dokumenter", "logg"):
        yield "household_tab", "GET", reverse("household_tab", args=[case["household"].pk, tab])


def searches(case, participation, referral):
    person = participation.person
    words = [participation.number, referral.number, str(participation.pk), str(referral.pk), str(person), SECRET]
    yield from ((reverse("search"), {"q": word}) for word in [*words, "Bolig først Elvebyen"])


def secret_words(case):
    """What only the team and the leader may read of the case, hidden in every text of it."""
    participation, referral = case["participation"], case["referral"]
    Referral.objects.filter(team=referral.team).update(need=SECRET, earlier_services=SECRET, decision_note=SECRET)
    participation.own_wishes.update(words=SECRET)
    participation.home_offers.update(what=SECRET)
    participation.times_away.update(plan=SECRET)
    participation.contacts.update(note=SECRET)
    participation.risk_assessments.update(danger=SECRET, measures=SECRET)
    participation.incidents.update(what=SECRET, at_once=SECRET)
    numbers = [row.number for row in Participation.objects.filter(household=case["household"])]
    numbers += [row.number for row in Referral.objects.filter(household=case["household"])]
    return [SECRET, case["other_team"].name, *numbers]


def told(text, words, name, case):
    """Which of the words are told. That there is a team of that name is no secret where one refers to it."""
    if name == "referral_new":
        words = [word for word in words if word != case["other_team"].name]
    return [word for word in words if word in text]


@pytest.fixture
def outsiders(built):
    """In a team, and not in the one that follows the household: of each role that may be in one."""
    caseworker = built.users[Role.CASEWORKER]
    make_hf.member(built.own["team"], caseworker)
    give_reason(caseworker, built.strange["household"], "Ringer om en søknad.")
    return [built.users[Role.FOLLOW_UP], caseworker]


def test_somebody_on_another_team_reaches_nothing_by_any_way(built, outsiders):
    case = built.strange
    words = secret_words(case)
    leaks = []
    for user in outsiders:
        client = browser(user)
        for name, method, url in addresses(case):
            leaks += [f"{user} {url} {word}" for word in told(text_of(ask(client, method, url)), words, name, case)]
        for url, asked in searches(case, case["participation"], case["referral"]):
            answer = text_of(ask(client, "POST", url, asked)).partition("</form>")[2].rpartition("</main>")[0]
            answer = answer.replace(f'value="{asked["q"]}"', "")
            leaks += [f"{user} search {asked} {word}" for word in words if word in answer and word != asked["q"]]
            addresses_of = (case["participation"].get_absolute_url(), case["referral"].get_absolute_url())
            leaks += [f"{user} search {asked} leads there" for address in addresses_of if address in answer]
    assert leaks == []


def test_no_address_of_the_room_opens_for_another_team(built, outsiders):
    """By page or by button: as if it were not there."""
    opened = []
    of_a_team = set()
    for name, row in rights_housing_first.ROWS.items():
        about = {word for word in row.about.values() if not word.startswith("=")}
        if not about or about <= {"household", "team", "base", "team_member", "on_call", "fidelity_check"} | {
            "base_dwelling",
            "presence",
        }:
            continue
        of_a_team.add(name)
        url = reverse(name, kwargs={key: built.strange[word].pk for key, word in row.about.items()})
        for user in outsiders:
            answers = {ask(browser(user), method, url).status_code for method in ("GET", "POST")}
            opened += [f"{user} {name} {answers}"] if answers - {403, 404, 405} else []
    assert opened == []
    assert len(of_a_team) > 15
    team = reverse("team", args=[built.strange["other_team"].pk])
    assert {ask(browser(user), "GET", team).status_code for user in outsiders} == {404}


def test_the_walk_finds_a_leak(built, outsiders, monkeypatch):
    """Were a team's rows everybody's, the walk above would say so."""
    from housing_first.reach import TeamQuerySet

    monkeypatch.setattr(TeamQuerySet, "within_reach_of", lambda rows, user: rows)
    words = secret_words(built.strange)
    client = browser(outsiders[1])
    leaking = {"participation", "participation_list", "referral_list", "household"}
    found = {
        name
        for name, method, url in addresses(built.strange)
        if name in leaking and told(text_of(ask(client, method, url)), words, name, built.strange)
    }
    assert found == leaking


def test_the_leader_reaches_all_of_it(built):
    mona = built.users[Role.LEADER]
    give_reason(mona, built.strange["household"], "Går gjennom teamene.")
    secret_words(built.strange)
    client = browser(mona)
    wrong = {}
    for name in ("participation", "referral", "time_away_end", "home_offer_answer"):
        row = rights_housing_first.ROWS[name]
        url = reverse(name, kwargs={key: built.strange[word].pk for key, word in row.about.items()})
        if (code := ask(client, "GET", url).status_code) != 200:
            wrong[name] = code
    assert wrong == {}
    page = text_of(ask(client, "GET", built.strange["participation"].get_absolute_url()))
    assert SECRET in page
    assert built.strange["participation"].number in text_of(ask(client, "GET", reverse("participation_list")))
    assert "Bolig først Elvebyen" in text_of(ask(client, "GET", built.strange["household"].get_absolute_url()))
