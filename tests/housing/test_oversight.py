"""Oversight: who opened and who changed a case, for the auditor alone; and the trace that nobody can wipe out."""

from datetime import date

import pytest
from django.db import Error, connection, transaction
from django.urls import reverse

from housing.models import Household, Person, Responsibility, Tenancy, User, ViewLog
from housing.roles import Role
from tests import make

pytestmark = pytest.mark.django_db

WHY = "Krav om innsyn 26/114"


@pytest.fixture
def auditor(client):
    user = make.user("auditor", name="Viktor By")
    client.force_login(user)
    return user


@pytest.fixture
def worker():
    return make.caseworker(name="Sara Li")


def ask(client, **asked):
    return client.post(reverse("access_log"), {"reason": WHY} | asked)


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("role", [role for role in Role if role != Role.AUDITOR])
def test_only_the_auditor_sees_who_has_seen(client, role):
    client.force_login(make.user(role))
    household = make.household()
    pages = ["access_log_household", "access_log_csv", "access_log_changes"]

    answers = [client.get(reverse(name, args=[household.pk])) for name in pages]
    answers += [ask(client, household=household.number), client.get(reverse("access_log_user", args=[1]))]

    assert {answer.status_code for answer in answers} == {403}
    assert not ViewLog.objects.exists()


@pytest.mark.parametrize("name", ["household_list", "application_list", "dwelling_list", "search", "user_list"])
def test_the_auditor_sees_no_case(client, auditor, name):
    assert client.get(reverse(name)).status_code == 403


def test_the_auditor_answers_who_has_opened_the_case(client, auditor, worker):
    household = make.household(caseworker=worker)
    ViewLog.objects.create(household=household, user=worker, what="Husstand: oversikt", is_own_case=True)
    stranger = make.leader(name="Odd Fjell")
    ViewLog.objects.create(
        household=household, user=stranger, channel="api", what="husstand", is_own_case=False, reason="Vikarierer"
    )

    answer = ask(client, household=household.number.lower())
    page = text_of(client.get(answer["Location"]))

    assert answer["Location"] == reverse("access_log_household", args=[household.pk])
    for told in ("Sara Li", "Saksbehandler", "Egen sak", "Odd Fjell", "Leder", "Vikarierer", "API"):
        assert told in page
    own = ViewLog.objects.filter(household=household, user=auditor)
    assert [(look.what, look.is_own_case, look.reason) for look in own] == [
        ("innsyn", False, WHY),
        ("innsyn: søk", False, WHY),
    ]


@pytest.mark.django_db(transaction=True)
def test_the_role_told_is_the_one_the_employee_had_then(client, auditor, worker):
    household = make.household()
    ViewLog.objects.create(household=household, user=worker, what="Husstand", is_own_case=True)
    worker.roles = ["programme"]
    worker.save()
    ask(client, household=household.number)

    page = text_of(client.get(reverse("access_log_household", args=[household.pk])))

    assert "Saksbehandler" in page
    assert "Programleder" not in page


def test_national_id_finds_every_household_and_stands_in_no_address(client, auditor):
    person = make.numbered_person()
    first = make.household(main=person)
    first.memberships.update(left_on=date(2025, 6, 1))
    second = Household.objects.create(created_on=date(2025, 6, 1))
    make.member(second, person, joined_on=date(2025, 6, 1))
    number = f"{person.national_id[:6]} {person.national_id[6:]}"

    page = text_of(ask(client, household=number))

    assert first.number in page
    assert second.number in page
    assert person.national_id not in page
    assert client.get(reverse("access_log_household", args=[first.pk])).status_code == 200
    assert not ViewLog.objects.filter(what__contains=person.national_id).exists()


@pytest.mark.parametrize("name", ["access_log_household", "access_log_csv", "access_log_changes", "access_log_user"])
def test_without_a_reason_today_the_question_comes_first(client, auditor, worker, name):
    pk = worker.pk if name == "access_log_user" else make.household().pk

    answer = client.get(reverse(name, args=[pk]))

    assert answer["Location"] == reverse("access_log")
    assert not ViewLog.objects.exists()


@pytest.mark.parametrize(
    ("asked", "field", "said"),
    [
        ({"household": "H-000001", "reason": ""}, "reason", "påkrevd"),
        ({"household": "H-000001", "reason": "x" * 301}, "reason", "300"),
        ({"household": "12345678901"}, "household", "Fant ingen"),
        ({"household": "H-" + "9" * 30}, "household", "Fant ingen"),
        ({"household": "😀\x00"}, "household", "ikke kan lagres"),
        ({"household": "x" * 41}, "household", "40"),
        ({}, "household", "velg en ansatt"),
        ({"employee": "abc"}, "employee", ""),
        ({"employee": "9" * 30}, "employee", ""),
    ],
)
def test_bad_questions_are_told_at_the_field(client, auditor, asked, field, said):
    answer = ask(client, **asked)

    assert answer.status_code == 200
    assert said in str(answer.context["form"].errors[field])


def test_the_log_of_one_employee_tells_which_cases(client, auditor, worker):
    household = make.household()
    ViewLog.objects.create(household=household, user=worker, what="Husstand", is_own_case=False, reason="Vikarierer")

    answer = ask(client, employee=worker.pk)
    page = text_of(client.get(answer["Location"]))

    assert household.number in page
    assert "Vikarierer" in page


def test_the_file_holds_the_log_and_no_address(client, auditor, worker):
    household = make.household(main=make.person(address_protection="strictly_confidential"))
    make.tenancy(household, make.dwelling("Hemmeliggata 7"))
    ViewLog.objects.create(
        household=household, user=worker, what="Husstand", is_own_case=False, reason="Vannskade i hemmeliggata 7"
    )
    ask(client, household=household.number)

    answer = client.get(reverse("access_log_csv", args=[household.pk]))

    text = answer.content.decode("utf-8-sig")
    by_employee = text_of(client.get(ask(client, employee=worker.pk)["Location"]))
    for told in (text, by_employee):
        assert "Vannskade i Adressen er skjermet" in told
        assert "hemmeliggata" not in told.lower()
    assert household.number in answer["Content-Disposition"]
    assert ViewLog.objects.filter(user=auditor, channel="export").count() == 1


def test_log_asks_as_often_for_three_lines_as_for_one(client, auditor, worker, django_assert_num_queries):
    from django.test.utils import CaptureQueriesContext

    household = make.household()
    ask(client, household=household.number)
    url = reverse("access_log_household", args=[household.pk])
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for user in (worker, make.leader(), make.user("rent")):
        ViewLog.objects.create(household=household, user=user, what="Husstand", is_own_case=True)
    with django_assert_num_queries(len(one)):
        client.get(url)


# What was changed


def changes(client, household):
    ask(client, household=household.number)
    return text_of(client.get(reverse("access_log_changes", args=[household.pk])))


def test_the_change_tells_field_before_after_who_and_where(client, auditor, worker):
    household = make.household(caseworker=worker, district="Havna")
    stay = make.tenancy(household, make.dwelling("Elvegata 1"))
    make.contract(stay)
    client.force_login(worker)
    url = reverse("household_edit", args=[household.pk])
    client.post(url, {"district": "Sentrum", "target_groups": ["refugee"]})
    client.force_login(auditor)

    page = changes(client, household)

    assert Household.objects.get(pk=household.pk).district == "Sentrum"
    assert "Bydel: Havna → Sentrum" in page
    assert "Målgrupper: – → Flyktning" in page
    assert f'Sara Li<br><span class="sub">{url}</span>' in page
    assert "Husstandsmedlem" in page
    assert "Person: Amina Haugen" in page
    assert "Bolig: Elvegata 1, H0101" in page
    assert f"Leieforhold: {stay.number}" in page


def test_free_text_and_national_ids_are_not_told(client, auditor, worker):
    person = make.numbered_person()
    household = make.household(main=person)
    household.notes.create(by=worker, text="Har vært innlagt")
    Person.objects.filter(pk=person.pk).update(national_id=None)

    page = changes(client, household)

    assert "(fritekst, 16 tegn)" in page
    assert "innlagt" not in page
    assert "(skjult nummer) → –" in page
    assert person.national_id not in page


@pytest.mark.parametrize("protection", ["none", "client", "confidential", "strictly_confidential"])
def test_address_in_the_history_is_hidden_as_elsewhere(client, auditor, protection):
    household = make.household(main=make.person(address_protection=protection, postal_address="Postboks 99"))
    make.tenancy(household, private_address="Hemmeliggata 7")

    page = changes(client, household)

    assert ("Hemmeliggata 7" in page) is (protection == "none")
    assert "Postboks 99" not in page
    assert "Leieforhold" in page


# What the database keeps


def refused(statement, *values):
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_view_log_can_be_neither_changed_nor_wiped_out_in_raw_sql(worker):
    look = ViewLog.objects.create(household=make.household(), user=worker, what="Husstand", is_own_case=True)

    refused("update housing_viewlog set reason = 'x' where id = %s", look.pk)
    refused("delete from housing_viewlog where id = %s", look.pk)

    assert ViewLog.objects.get(pk=look.pk).reason == ""


def test_a_bulk_or_raw_change_leaves_its_rows_of_history():
    made = [make.household(main=make.person(family_name=name)) for name in ("Berg", "Dahl")]

    Household.objects.filter(pk__in=[row.pk for row in made]).update(district="Havna")
    with connection.cursor() as cursor:
        cursor.execute("update housing_person set phone = '99'")

    history = Household.history.rel.related_model.objects.filter(pgh_label="update")
    assert sorted(history.values_list("pgh_obj_id", "district")) == [(row.pk, "Havna") for row in made]
    assert Person.history.rel.related_model.objects.filter(pgh_label="update", phone="99").count() == 2


@pytest.mark.parametrize("model", [Household, Person, Tenancy, Responsibility, User])
def test_history_is_append_only_in_raw_sql(worker, model):
    make.tenancy(make.household(caseworker=worker))
    table = model.history.rel.related_model._meta.db_table

    refused(f"update {table} set pgh_label = 'x'")
    refused(f"delete from {table}")

    assert model.history.rel.related_model.objects.exists()


def test_the_trace_knows_the_user_and_the_page_and_no_personal_data(client):
    worker = make.caseworker()
    household = make.household(caseworker=worker)
    client.force_login(worker)

    client.post(reverse("household_edit", args=[household.pk]) + "?navn=Haugen", {"district": "Havna"})

    trace = household.history.order_by("-pgh_id").first()
    assert trace.pgh_context.metadata == {"user": worker.pk, "url": reverse("household_edit", args=[household.pk])}


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1280, 360])
def test_pages_hold_for_everyone(page, live_server, client, axe, width):
    client.force_login(make.user("auditor"))
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.set_viewport_size({"width": width, "height": 900})
    household = make.household(caseworker=make.caseworker(), district="Havna")
    found = []

    def look():
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found.extend(axe(page))

    page.goto(reverse("access_log"))
    page.get_by_role("button", name="Vis").press("Enter")
    page.locator(".ds-error-summary").wait_for()
    look()
    page.get_by_label("Husstand").fill(household.number)
    page.get_by_label("Hvorfor").fill(WHY)
    page.get_by_role("button", name="Vis").press("Enter")
    page.get_by_role("heading", name="Hvem har åpnet saken").wait_for()
    look()
    page.get_by_role("link", name="Hvem har endret hva").press("Enter")
    page.get_by_role("heading", name="Hvem har endret hva").wait_for()
    look()
    assert found == []
