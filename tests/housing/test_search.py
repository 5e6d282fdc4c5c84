"""Search: forgives typing errors, finds by number and case, and tells nobody more than the pages do."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from housing.models import Person, ViewLog
from reporting.search import _alike
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def berg(client):
    user = make.caseworker(name="Kari Berg")
    client.force_login(user)
    return user


def found(client, text):
    response = client.post(reverse("search"), {"q": text})
    assert response.status_code == 200
    # Only the answer: the rail and the form hold what was typed.
    return response.content.decode().partition("</form>")[2].rpartition("</main>")[0].rpartition('role="search"')[2]


@pytest.mark.parametrize(
    "text", ["Amina Haugen", "amina", "HAUGEN, amina", "Hagen", "Amina Haugne", "hauge", "Aminah Haugen"]
)
def test_names_are_found_with_typing_errors(client, berg, text):
    household = make.household()
    make.household(main=make.person("Wei", "Li"))
    answer = found(client, text)
    assert household.get_absolute_url() in answer
    assert "Li, Wei" not in answer


@pytest.mark.parametrize("text", ["Østbye", "ostbye", "Bjørn Østby", "bjorn"])
def test_norwegian_letters_and_their_likes_are_one(client, berg, text):
    make.household(main=make.person("Bjørn", "Østbye"))
    assert "Østbye, Bjørn" in found(client, text)


def test_a_number_is_found_exactly_and_the_search_is_written_down_without_it(client, berg):
    person = make.numbered_person()
    household = make.household(main=person)
    number = person.national_id
    assert household.number in found(client, f" {number[:6]} {number[6:]} ")
    seen = ViewLog.objects.get()
    assert (seen.channel, seen.household, seen.what) == ("search", household, "Søk på fødselsnummer")
    assert number not in repr(ViewLog.objects.values_list())
    assert "Ingen treff" in found(client, number[:10] + str((int(number[10]) + 1) % 10))
    assert ViewLog.objects.count() == 2


@pytest.mark.parametrize("text", ["{number}", "h{pk}", "H-{pk}", "h 000{pk}", "{pk}"])
def test_case_numbers_are_found_with_or_without_zeros(client, berg, text):
    household = make.household()
    assert household.get_absolute_url() in found(client, text.format(number=household.number, pk=household.pk))


def test_each_kind_of_case_has_its_letter(client, berg):
    household = make.household()
    application = make.granted(household, by=berg)
    offer = make.offer(application, make.dwelling(), by=berg)
    tenancy = make.tenancy(household, private_address="Annet sted 1")
    for case in (application, offer, tenancy):
        assert case.get_absolute_url() in found(client, case.number.lower()), case


@pytest.mark.parametrize("text", ["Fjellgata 4", "fjelgata", "fjellgt 4"])
def test_an_address_leads_to_the_dwelling_and_who_lives_there(client, berg, text):
    dwelling = make.dwelling("Fjellgata 4")
    household = make.household()
    make.tenancy(household, dwelling)
    answer = found(client, text)
    assert dwelling.get_absolute_url() in answer
    assert household.get_absolute_url() in answer


@pytest.mark.parametrize("level", ["client", "confidential", "strictly_confidential"])
def test_an_address_never_leads_to_a_protected_household(client, berg, level):
    household = make.household(main=make.person(address_protection=level))
    make.tenancy(household, make.dwelling("Fjellgata 4"))
    for user in (berg, make.leader()):
        client.force_login(user)
        answer = found(client, "Fjellgata 4")
        assert "Fjellgata 4" in answer
        assert "Haugen" not in answer


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "%", "'; drop", "-", "🌻", "x" * 5000, "H-", "H-99999999999", "0", "12345678901"]
)
def test_whatever_is_typed_there_is_an_answer(client, berg, text):
    assert client.post(reverse("search"), {"q": text}).status_code == 200


def test_nothing_is_searched_from_an_address(client, berg):
    make.household()
    assert "Haugen" not in client.get(reverse("search") + "?q=Haugen").content.decode()


def test_each_role_finds_what_it_may_open(client):
    tenant = make.household(main=make.person("Ola", "Haugen"))
    make.tenancy(tenant, make.dwelling())
    followed = make.household(main=make.person("Per", "Haugen"))
    make.household(main=make.person("Mia", "Haugen"))
    outreach = make.user("follow_up")
    followed.take_responsibility(outreach, kind="follow_up", day=date(2025, 1, 1))
    for user, names in [(make.user("rent"), {"Ola"}), (outreach, {"Per"}), (make.caseworker(), {"Ola", "Per", "Mia"})]:
        client.force_login(user)
        answer = found(client, "haugen")
        assert {name for name in ("Ola", "Per", "Mia") if f"Haugen, {name}" in answer} == names
    client.force_login(make.user("rent"))
    assert make.household(main=make.person("Eli", "Moe")).number not in found(client, "H-1")
    for role in ("administrator", "auditor", "steering", "programme"):
        client.force_login(make.user(role))
        assert client.post(reverse("search"), {"q": "haugen"}).status_code == 403, role


def test_twenty_are_shown_with_a_word_about_the_rest_in_a_constant_number_of_queries(client, berg):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            answer = found(client, "Haugen")
        return len(queries), answer

    make.tenancy(make.household(), make.dwelling("Haugenveien 1"))
    asked()
    first, answer = asked()
    assert "Skriv mer" not in answer
    for number in range(22):
        make.tenancy(make.household(), make.dwelling("Haugenveien 2", unit_number=f"H{number:04}"))
    then, answer = asked()
    assert then == first
    assert answer.count("Haugen, Amina</a> <span") == 20
    assert "Skriv mer for å finne flere" in answer


def test_the_index_is_used(berg):
    """With few rows the planner prefers to read them all; here it may not, and then it must have an index to go to."""
    make.household()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = _alike(Person.objects.visible_to(berg), ["haugen"]).explain()
    assert "person_search" in plan
