"""Persons and members: facts that are changed, who joins and leaves, and who the case is about."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from housing.models import CaseEvent, Membership, Person
from housing.national_ids import make_synthetic
from tests import make

pytestmark = pytest.mark.django_db

NEW = {"given_name": "Wei", "family_name": "Li", "address_protection": "none", "written_language": "nb"}
TODAY = timezone.localdate


@pytest.fixture
def berg(client):
    user = make.caseworker(name="Kari Berg")
    client.force_login(user)
    return user


@pytest.fixture
def household(berg):
    return make.household(caseworker=berg)


def joining(**facts):
    return NEW | {"external_id": "a" * 32, "role": "child", "joined_on": f"{TODAY():%d.%m.%Y}"} | facts


def edited(person, **facts):
    return NEW | {"given_name": person.given_name, "family_name": person.family_name} | facts


def test_a_child_with_shared_custody_joins(client, household):
    address = reverse("member_new", args=[household.pk])
    for _click in range(2):
        response = client.post(address, joining(birth_date="01.02.2019", custody_percent="50"))
    assert response.url == household.get_absolute_url()
    member = household.memberships.get(role="child")
    assert (member.custody_percent, member.person.birth_date) == (50, date(2019, 2, 1))
    assert CaseEvent.objects.filter(household=household, title="Nytt medlem").count() == 1


def test_a_child_lives_in_two_households(client, household):
    child = make.numbered_person(birth_date=date(2019, 2, 1), given_name="Mia")
    make.member(make.household(main=make.person("Ola", "Ås")), child, role="child")
    sent = joining(national_id=child.national_id, same_person=child.pk, custody_percent="50")
    client.post(reverse("member_new", args=[household.pk]), sent)
    assert child.memberships.on(TODAY()).count() == 2
    # Its own facts stay as they were registered, whatever was typed here.
    child.refresh_from_db()
    assert child.given_name == "Mia"


def test_an_adult_lives_in_one_household_at_a_time(client, household):
    adult = make.numbered_person(given_name="Per")
    make.household(main=adult)
    sent = joining(role="partner", national_id=adult.national_id, same_person=adult.pk)
    response = client.post(reverse("member_new", args=[household.pk]), sent)
    assert "En voksen kan ikke være medlem av to husstander på samme tid." in response.content.decode()
    assert household.memberships.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("custody_percent", "0", "1"),
        ("custody_percent", "101", "100"),
        ("joined_on", "01.01.2199", "frem i tid"),
        ("joined_on", "01.01.2010", "før fødselsdatoen"),
        ("role", "main", "gyldig"),
    ],
)
def test_what_is_wrong_with_a_member_is_said_at_the_field(client, household, field, value, words):
    response = client.post(
        reverse("member_new", args=[household.pk]), joining(birth_date="01.02.2019", **{field: value})
    )
    assert words in " ".join(response.context["form"].errors[field])
    assert household.memberships.count() == 1


def test_a_member_leaves_on_a_day(client, household):
    member = make.member(household, make.person("Ola", "Ås"), role="partner")
    address = reverse("member_leave", args=[member.pk])
    for wrong, words in {"01.01.2000": "før fra-datoen", "01.01.2199": "frem i tid"}.items():
        assert words in client.post(address, {"left_on": wrong}).content.decode()
    client.post(address, {"left_on": "01.06.2026"})
    member.refresh_from_db()
    assert member.left_on == date(2026, 6, 1)
    assert "allerede avsluttet" in client.post(address, {"left_on": "02.06.2026"}).content.decode()


def test_the_main_person_leaves_last(client, household):
    make.member(household, make.person("Ola", "Ås"), role="partner")
    main = household.memberships.get(role="main")
    response = client.post(reverse("member_leave", args=[main.pk]), {"left_on": f"{TODAY():%d.%m.%Y}"})
    assert "Velg en ny hovedperson først" in response.content.decode()


def test_another_becomes_the_main_person(client, household):
    partner = make.member(household, make.person("Ola", "Ås"), role="partner")
    client.post(reverse("main_person", args=[household.pk]), {"membership": partner.pk, "day": "01.06.2026"})
    assert household.name == "Ås, Ola + 1 voksen"
    assert [row.role for row in household.members_on(date(2026, 6, 1))] == ["main", "partner"]
    assert household.name_on(date(2026, 5, 31)) == "Haugen, Amina + 1 voksen"


@pytest.mark.parametrize("day", ["01.01.2000", "01.01.2199", "tull"])
def test_main_person_is_not_changed_on_an_impossible_day(client, household, day):
    partner = make.member(household, make.person("Ola", "Ås"), role="partner")
    response = client.post(reverse("main_person", args=[household.pk]), {"membership": partner.pk, "day": day})
    assert response.context["form"].errors["day"]
    assert Membership.objects.count() == 2


def test_a_person_is_changed(client, household):
    person = household.members_on(TODAY())[0].person
    number = make_synthetic(date(1990, 5, 17), 9)
    facts = edited(person, national_id=number, birth_date="17051990", phone="412 00 000", guardian_name="Verge Vik")
    assert client.post(reverse("person_edit", args=[person.pk]), facts).status_code == 302
    person.refresh_from_db()
    assert (person.national_id, person.phone, person.guardian_name) == (number, "412 00 000", "Verge Vik")
    page = client.get(reverse("person_edit", args=[person.pk])).content.decode()
    assert "17.05.1990" in page


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"birth_date": "01.02.1990", "died_on": "31.01.1990"}, "died_on", "før fødselsdatoen"),
        ({"died_on": "01.01.2199"}, "died_on", "frem i tid"),
        ({"family_name": "y" * 201}, "family_name", "200"),
        ({"national_id": "01010112345"}, "national_id", "Kontrollsifrene"),
        ({"guardian_contact": "\x00"}, "guardian_contact", "ikke kan lagres"),
    ],
)
def test_what_is_wrong_with_a_person_is_said_at_the_field(client, household, facts, field, words):
    person = household.members_on(TODAY())[0].person
    response = client.post(reverse("person_edit", args=[person.pk]), edited(person, **facts))
    assert response.status_code == 200
    assert words in " ".join(response.context["form"].errors[field])
    assert not response.context["form"].non_field_errors()


def test_anothers_number_is_refused(client, household):
    other = make.numbered_person(given_name="Ola")
    person = household.members_on(TODAY())[0].person
    response = client.post(reverse("person_edit", args=[person.pk]), edited(person, national_id=other.national_id))
    assert "allerede registrert" in response.content.decode()


def test_synthetic_numbers_are_refused_in_production(client, household, settings):
    settings.ALLOW_SYNTHETIC_IDS = False
    person = household.members_on(TODAY())[0].person
    sent = edited(person, national_id=make_synthetic(date(1990, 5, 17), 1))
    response = client.post(reverse("person_edit", args=[person.pk]), sent)
    assert "laget for testing" in " ".join(response.context["form"].errors["national_id"])


def test_address_protection_is_asked_about_twice_and_told_without_its_level(client, household):
    person = household.members_on(TODAY())[0].person
    address = reverse("person_edit", args=[person.pk])
    sent = edited(person, address_protection="strictly_confidential")
    assert "Kryss av for at det er riktig" in client.post(address, sent).content.decode()
    assert Person.objects.get(pk=person.pk).address_protection == "none"
    client.post(address, sent | {"confirm_protection": "on"})
    assert Person.objects.get(pk=person.pk).address_protection == "strictly_confidential"
    event = household.events.get()
    assert "fortrolig" not in f"{event.title} {event.note}".lower()


def test_only_those_who_may_change_a_household_reach_the_forms(client, household):
    person = household.members_on(TODAY())[0].person
    member = household.memberships.get()
    outreach = make.user("follow_up")
    household.take_responsibility(outreach, kind="follow_up", day=TODAY() - timedelta(days=1))
    client.force_login(outreach)
    for name, pk in [
        ("person_edit", person.pk),
        ("member_new", household.pk),
        ("member_leave", member.pk),
        ("main_person", household.pk),
        ("household_edit", household.pk),
    ]:
        assert client.get(reverse(name, args=[pk])).status_code == 403, name
