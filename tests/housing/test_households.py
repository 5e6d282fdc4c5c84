"""Households: the list, registering one once, its page with tabs, and who answers for it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from housing.models import CaseEvent, Household, Membership, Person, Responsibility, ViewLog
from housing.national_ids import make_synthetic
from tests import make

pytestmark = pytest.mark.django_db

NEW = {"given_name": "Amina", "family_name": "Haugen", "address_protection": "none", "written_language": "nb"}


@pytest.fixture
def berg(client):
    user = make.caseworker(name="Kari Berg")
    client.force_login(user)
    return user


def key(letter):
    return {"external_id": letter * 32}


def rows_of(response):
    return [row.name for row in response.context["page_obj"]]


def test_list_shows_name_home_caseworker_and_state(client, berg):
    household = make.household(children=[date(2020, 1, 1)], caseworker=berg, district="Sentrum")
    make.tenancy(household, make.dwelling("Fjellgata 4"))
    page = client.get(reverse("household_list")).content.decode()
    for text in (household.number, "Haugen, Amina + 1 barn", "Fjellgata 4, H0101", "K. Berg", "Bor her", "Sentrum"):
        assert text in page


def test_list_is_filtered_by_the_query_string(client, berg):
    family = make.household(children=[date(2020, 1, 1)], caseworker=berg, district="Åssiden")
    other = make.household(main=make.person("Ola", "Ås"), target_groups=["refugee"], created_on=date(2026, 2, 1))
    for query, expected in {
        "mine=on": [family],
        "children=on": [family],
        "district=Åssiden": [family],
        f"caseworker={berg.pk}": [family],
        "target_group=refugee": [other],
        "registered_from=01.02.2026": [other],
        "registered_to=31.01.2026": [family],
        "registered_from=tull": [other, family],
    }.items():
        page = client.get(f"{reverse('household_list')}?{query}").context["page_obj"]
        assert list(page) == expected, query


def test_names_are_in_norwegian_order(client, berg):
    for name in ("Ås", "Ødegård", "Ærlig", "Zahl", "Aas"):
        make.household(main=make.person("A", name))
    page = client.get(reverse("household_list") + "?sort=name")
    assert rows_of(page) == ["Aas, A", "Zahl, A", "Ærlig, A", "Ødegård, A", "Ås, A"]


def test_list_and_page_ask_the_same_number_of_questions(client, berg):
    def fill(number):
        household = make.household(children=[date(2020, 1, 1)], caseworker=berg)
        make.tenancy(household, make.dwelling(f"Gata {number}"))
        make.application(household, by=berg)
        return household

    first = fill(1)
    addresses = [reverse("household_list"), first.get_absolute_url()]
    for address in addresses:
        client.get(address)
    counts = [_queries(client, address) for address in addresses]
    for number in (2, 3):
        fill(number)
        make.application(first, by=berg)
        make.tenancy(first, moved_in_on=date(2020, number, 1), moved_out_on=date(2020, number, 9), private_address="X")
    assert [_queries(client, address) for address in addresses] == counts


def _queries(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_list_is_taken_out_and_written_down(client, berg, kind):
    make.household()
    response = client.get(f"{reverse('household_list')}?format={kind}")
    assert response.status_code == 200
    assert ViewLog.objects.get(channel="export").user == berg


def test_rent_sees_tenants_alone_and_no_target_groups(client):
    client.force_login(make.user("rent"))
    tenant = make.household(main=make.person("Ola", "Lie"))
    make.tenancy(tenant, make.dwelling())
    make.household()
    response = client.get(reverse("household_list") + "?target_group=refugee")
    assert rows_of(response) == ["Lie, Ola"]
    assert "target_group" not in response.context["filter"].form.fields


@pytest.mark.parametrize("role", ["administrator", "auditor", "steering", "programme"])
def test_others_have_no_business_among_households(client, role):
    household = make.household()
    client.force_login(make.user(role))
    for name, args in [("household_list", []), ("household", [household.pk]), ("reason", [household.pk])]:
        assert client.get(reverse(name, args=args)).status_code == 403, name


def test_out_of_reach_is_not_found(client):
    household = make.household()
    client.force_login(make.user("follow_up"))
    assert client.get(household.get_absolute_url()).status_code == 404
    assert client.get("/husstander/999999/").status_code == 404


def test_anonymous_is_sent_to_log_in(client):
    response = client.get(reverse("household_list"))
    assert response.status_code == 302
    assert response.url.startswith(reverse("login"))


def test_registering_makes_household_member_responsible_and_timeline(client, berg):
    number = make_synthetic(date(1990, 5, 17), 3)
    sent = NEW | key("a") | {"national_id": f"{number[:6]} {number[6:]}", "birth_date": "17.05.1990"}
    sent |= {"district": "Sentrum", "target_groups": ["refugee"]}
    response = client.post(reverse("household_new"), sent)
    household = Household.objects.get()
    assert response.url == household.get_absolute_url()
    member = household.memberships.get()
    assert (member.role, member.person.national_id, member.person.birth_date) == ("main", number, date(1990, 5, 17))
    assert (household.district, household.target_groups) == ("Sentrum", ["refugee"])
    assert household.responsibilities.get().user == berg
    assert household.events.get().title == "Husstand registrert"
    assert client.get(response.url).status_code == 200


def test_double_click_registers_once(client, berg):
    for _click in range(2):
        response = client.post(reverse("household_new"), NEW | key("b"))
    assert response.url == Household.objects.get().get_absolute_url()
    assert Person.objects.count() == 1


def test_same_number_is_refused_with_a_way_to_the_household(client, berg):
    there = make.numbered_person()
    household = make.household(main=there)
    sent = NEW | key("c") | {"given_name": "X", "family_name": "Y", "national_id": there.national_id}
    response = client.post(reverse("household_new"), sent)
    page = response.content.decode()
    assert "allerede registrert" in page
    assert household.get_absolute_url() in page
    assert Household.objects.count() == 1
    # Used as the same person, the rule of one household at a time stops it and says why.
    page = client.post(reverse("household_new"), sent | {"same_person": there.pk}).content.decode()
    assert "En voksen kan ikke være medlem av to husstander" in page
    assert Household.objects.count() == 1


@pytest.mark.parametrize(("given_name", "born"), [("Amina", ""), ("Amine", "17.05.1990")])
def test_likely_the_same_person_is_shown_and_asked_about(client, berg, given_name, born):
    there = make.person(birth_date=date(1990, 5, 17))
    sent = NEW | key("d") | {"given_name": given_name, "birth_date": born}
    page = client.post(reverse("household_new"), sent).content.decode()
    assert "Kan dette være samme person?" in page
    assert "Nei, registrer likevel" in page
    assert Household.objects.count() == 0
    client.post(reverse("household_new"), sent | {"same_person": there.pk})
    assert Household.objects.get().memberships.get().person == there


def test_a_namesake_is_registered_when_one_says_so(client, berg):
    make.person()
    client.post(reverse("household_new"), NEW | key("e") | {"same_person": "new"})
    assert Person.objects.count() == 2


def test_unlike_persons_are_not_asked_about(client, berg):
    make.person("Wei", "Li", birth_date=date(1990, 5, 17))
    client.post(reverse("household_new"), NEW | key("f") | {"birth_date": "17.05.1990"})
    assert Household.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("given_name", "", "påkrevd"),
        ("given_name", "x" * 201, "200"),
        ("given_name", "Ami\x00na", "ikke kan lagres"),
        ("national_id", "17059012345", "Kontrollsifrene"),
        ("national_id", "1705901234", "elleve sifre"),
        ("national_id", "abc", "bare av sifre"),
        ("birth_date", "31.02.2020", "dd.mm.åååå"),
        ("birth_date", "01.01.2199", "frem i tid"),
        ("birth_date", "01.01.1500", "Året"),
        ("email", "ikke-epost", "gyldig"),
        ("address_protection", "tull", "gyldig"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_lost(client, berg, field, value, words):
    response = client.post(reverse("household_new"), NEW | key("1") | {"phone": "412 00 000", field: value})
    assert response.status_code == 200
    assert words in " ".join(response.context["form"].errors[field])
    assert "412 00 000" in response.content.decode()
    assert not Person.objects.exists()


def test_emoji_and_every_alphabet_are_names(client, berg):
    client.post(reverse("household_new"), NEW | key("2") | {"given_name": "Nguyễn 🌻", "family_name": "محمد"})
    assert str(Person.objects.get()) == "Nguyễn 🌻 محمد"


def test_page_shows_who_they_are_and_every_tab_opens(client, berg):
    main = make.person(
        birth_date=date(1990, 1, 1), phone="41200000", interpreter_language="somali", guardian_name="Verge Vik"
    )
    household = make.household(main=main, children=[date(2018, 1, 1)], caseworker=berg)
    household.memberships.filter(role="child").update(custody_percent=50)
    make.application(household, by=berg)
    page = client.get(household.get_absolute_url()).content.decode()
    for text in ("Amina Haugen + 1 barn", "41200000", "somali", "Verge Vik", "50 %", "Søknad: mottatt"):
        assert text in page, text
    for tab in ("soknader", "kartlegging", "bolig", "dokumenter", "logg"):
        assert client.get(reverse("household_tab", args=[household.pk, tab])).status_code == 200
    assert client.get(f"/husstander/{household.pk}/tull/").status_code == 404


def test_what_has_no_page_of_its_own_stands_on_the_timeline_without_a_link(client, berg):
    household = make.household(caseworker=berg)
    household.tell("Medlem", by=berg, subject=household.memberships.first())
    page = client.get(household.get_absolute_url())
    assert [event["url"] for event in page.context["events"]] == [""]


def test_rent_sees_the_tenancy_and_not_the_case(client):
    household = make.household()
    make.tenancy(household, make.dwelling())
    make.application(household, by=make.caseworker())
    rent = make.user("rent")
    client.force_login(rent)
    client.post(reverse("reason", args=[household.pk]), {"text": "Følger opp restanse"})
    page = client.get(household.get_absolute_url()).content.decode()
    assert "Bolig og kontrakt" in page
    assert "Søknad: mottatt" not in page
    assert client.get(reverse("household_tab", args=[household.pk, "soknader"])).status_code == 404


def test_leader_gives_the_household_to_a_caseworker(client):
    leader, other = make.leader(), make.caseworker(name="Per Li")
    household = make.household(caseworker=leader)
    client.force_login(leader)
    client.post(reverse("household_assign", args=[household.pk]), {"user": other.pk})
    today = timezone.localdate()
    assert household.responsibilities.open(today).get().user == other
    assert CaseEvent.objects.get(household=household).note == "Per Li"


def test_caseworker_takes_over_but_does_not_assign(client, berg):
    household = make.household(caseworker=make.caseworker())
    client.post(reverse("reason", args=[household.pk]), {"text": "Overtar saken"})
    assert client.post(reverse("household_take_over", args=[household.pk])).status_code == 302
    assert household.responsibilities.open(timezone.localdate()).get().user == berg
    assert client.get(reverse("household_assign", args=[household.pk])).status_code == 403


def test_one_who_follows_up_sees_the_case(client, berg):
    household = make.household(caseworker=berg)
    outreach = make.user("follow_up")
    client.post(reverse("household_follow_up", args=[household.pk]), {"user": outreach.pk})
    assert Responsibility.objects.filter(user=outreach, kind="follow_up").exists()
    client.force_login(outreach)
    assert client.get(household.get_absolute_url()).status_code == 200


def test_district_and_groups_are_changed(client, berg):
    household = make.household(caseworker=berg)
    client.post(reverse("household_edit", args=[household.pk]), {"district": "Ås", "target_groups": ["youth"]})
    household.refresh_from_db()
    assert (household.district, household.target_groups) == ("Ås", ["youth"])


def test_name_of_a_household_all_have_left_is_its_number():
    household = make.household()
    Membership.objects.update(left_on=timezone.localdate() - timedelta(days=1))
    assert household.name == household.number


def test_a_letter_asks_for_the_members_once_and_afterwards_they_are_asked_for_anew(django_assert_num_queries):
    household, today = make.household(), timezone.localdate()
    with django_assert_num_queries(2), household.read_once(), household.read_once():
        for day in (today, today - timedelta(days=1), today):
            household.members_on(day)
    make.member(household, make.person("Ida", "Haugen"), role="partner", joined_on=today)
    assert len(household.members_on(today)) == 2


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_instant_register_once():
    berg = make.caseworker()
    sent = NEW | key("9")

    def click(_number):
        client = Client()
        client.force_login(berg)
        try:
            return client.post(reverse("household_new"), sent).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=6) as hands:
        answers = list(hands.map(click, range(6)))
    assert set(answers) == {302}
    assert Household.objects.count() == Person.objects.count() == 1
