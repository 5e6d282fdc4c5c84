"""Dwellings: pages, occupancy from dates, voids, and what PostgreSQL refuses."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from housing.cases import Refused
from housing.database import refusing_breaches
from housing.models import Dwelling, VoidPeriod
from housing.periods import Period
from housing.vacancy import void_days
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader(client):
    user = make.leader()
    client.force_login(user)
    return user


def test_dwelling_is_occupied_from_the_day_of_moving_in_until_the_day_of_moving_out():
    home = make.dwelling()
    make.tenancy(make.household(), home, moved_in_on=date(2026, 1, 10), moved_out_on=date(2026, 2, 1))

    states = [
        Dwelling.objects.occupied(day).count()
        for day in (date(2026, 1, 9), date(2026, 1, 10), date(2026, 1, 31), date(2026, 2, 1))
    ]

    assert states == [0, 1, 1, 0]


def test_dwelling_under_work_is_not_vacant_and_an_occupied_one_is_not_under_work():
    empty, lived_in = make.dwelling("Elvegata 1"), make.dwelling("Elvegata 3")
    make.tenancy(make.household(), lived_in)
    for home in (empty, lived_in):
        VoidPeriod.objects.create(
            dwelling=home, starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 11), reason="renovation"
        )

    assert list(Dwelling.objects.under_work(date(2026, 3, 10))) == [empty]
    assert list(Dwelling.objects.vacant(date(2026, 3, 10))) == []
    assert list(Dwelling.objects.vacant(date(2026, 3, 11))) == [empty]


def test_two_tenancies_of_one_dwelling_at_a_time_are_refused_in_words():
    home = make.dwelling()
    make.tenancy(make.household(), home, moved_in_on=date(2025, 1, 10), moved_out_on=date(2026, 2, 1))

    with pytest.raises(Refused, match="allerede leid ut"), refusing_breaches():
        make.tenancy(make.household(main=make.person("Per", "Solli")), home, moved_in_on=date(2026, 1, 31))


def test_next_tenant_may_move_in_on_the_day_the_last_one_left():
    home = make.dwelling()
    make.tenancy(make.household(), home, moved_in_on=date(2025, 1, 10), moved_out_on=date(2026, 2, 1))

    make.tenancy(make.household(main=make.person("Per", "Solli")), home, moved_in_on=date(2026, 2, 1))

    assert home.tenancies.count() == 2


def test_empty_days_and_lost_rent_are_counted_from_dates():
    home = make.dwelling(monthly_rent=Decimal(7300), acquired_on=date(2026, 1, 1))
    stay = make.tenancy(make.household(), home, moved_in_on=date(2026, 1, 11), moved_out_on=date(2026, 1, 21))

    empty = void_days(home, [stay], Period(date(2026, 1, 1), date(2026, 1, 31)))

    assert empty.days == 21
    assert empty.rent == Decimal("5040.00")


def test_list_has_the_same_number_of_queries_for_one_and_three_rows(client, leader, django_assert_num_queries):
    url = reverse("dwelling_list")
    make.dwelling()
    client.get(url)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        client.get(url)
    make.dwelling("Elvegata 1")
    make.dwelling("Elvegata 3")
    with django_assert_num_queries(len(one)):
        response = client.get(url)

    assert response.content.decode().count("Elvegata") == 2


def test_list_is_in_norwegian_order(client, leader):
    for street in ("Ågata 1", "Zoogata 1", "Østgata 1", "Ærgata 1"):
        make.dwelling(street)

    rows = client.get(reverse("dwelling_list"), {"sort": "address"}).context["page_obj"].object_list

    assert [row.address for row in rows] == ["Zoogata 1", "Ærgata 1", "Østgata 1", "Ågata 1"]


def test_house_numbers_are_in_the_order_of_numbers(client, leader):
    for address in ("Elvegata 11", "Elvegata 2", "Elvegata 112 B", "Elvegata 1"):
        make.dwelling(address)

    rows = client.get(reverse("dwelling_list"), {"sort": "address"}).context["page_obj"].object_list

    assert [row.address for row in rows] == ["Elvegata 1", "Elvegata 2", "Elvegata 11", "Elvegata 112 B"]


def test_list_can_be_narrowed_to_vacant_dwellings_and_taken_out(client, leader):
    make.dwelling("Elvegata 1")
    make.tenancy(make.household(), make.dwelling("Elvegata 3"))

    response = client.get(reverse("dwelling_list"), {"tilstand": "vacant", "format": "csv"})

    text = response.content.decode("utf-8-sig")
    assert response["Content-Disposition"].endswith(f'boliger-{timezone.localdate():%Y-%m-%d}.csv"')
    assert "Elvegata 1" in text
    assert "Elvegata 3" not in text


def test_dwelling_is_registered_once_however_often_the_button_is_pressed(client, leader):
    facts = {
        "address": "Nygata 7",
        "acquired_on": "01.02.2026",
        "ownership": "owned",
        "monthly_rent": "8 500,50 kr",
        "external_id": "a" * 32,
    }

    answers = [client.post(reverse("dwelling_new"), facts) for _click in range(2)]

    home = Dwelling.objects.get(address="Nygata 7")
    assert [answer.status_code for answer in answers] == [302, 302]
    assert home.monthly_rent == Decimal("8500.50")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("address", "", "påkrevd"),
        ("address", "x" * 201, "200"),
        ("address", "Gata\x001", "ikke kan lagres"),
        ("acquired_on", "32.01.2026", "dd.mm.åååå"),
        ("monthly_rent", "mye", "beløpet med tall"),
        ("rooms", "-1", ""),
        ("rooms", "99999999", ""),
        ("area_m2", "1e400", ""),
    ],
)
def test_bad_input_is_said_at_the_field_and_nothing_is_lost(client, leader, field, value, said):
    facts = {"address": "Nygata 7 😀", "acquired_on": "01.02.2026", "ownership": "owned", "district": "Havna"} | {
        field: value
    }

    response = client.post(reverse("dwelling_new"), facts)

    assert response.status_code == 200
    assert said in str(response.context["form"].errors[field])
    assert "Havna" in response.content.decode()
    assert not Dwelling.objects.exists()


def test_dwelling_cannot_leave_the_stock_while_somebody_lives_there(client, leader):
    home = make.dwelling()
    make.tenancy(make.household(), home)

    response = client.post(
        reverse("dwelling_leave", args=[home.pk]), {"left_stock_on": "01.03.2026", "left_stock_reason": "sold"}
    )

    assert "Noen bor i boligen" in response.content.decode()
    home.refresh_from_db()
    assert home.left_stock_on is None


def test_two_overlapping_voids_are_refused_at_the_form(client, leader):
    home = make.dwelling()
    VoidPeriod.objects.create(dwelling=home, starts_on=date(2026, 1, 1), reason="damage")

    response = client.post(reverse("void_new", args=[home.pk]), {"starts_on": "05.01.2026", "reason": "cleaning"})

    assert "allerede et opphold" in response.content.decode()
    assert home.voids.count() == 1


def test_follow_up_worker_sees_the_dwelling_and_not_who_lives_there(client):
    home = make.dwelling()
    make.tenancy(make.household(), home)
    client.force_login(make.user("follow_up"))

    page = client.get(reverse("dwelling", args=[home.pk])).content.decode()

    assert "Haugen" not in page
    assert "En annen husstand" in page


def test_protected_tenant_is_not_named_on_the_dwelling(client, leader):
    home = make.dwelling()
    make.tenancy(make.household(main=make.person(address_protection="strictly_confidential")), home)

    page = client.get(reverse("dwelling", args=[home.pk])).content.decode()

    assert "Haugen" not in page
    assert "Husstand med skjermet adresse" in page


def test_caseworker_may_read_and_not_change(client):
    home = make.dwelling()
    client.force_login(make.caseworker())

    assert client.get(reverse("dwelling", args=[home.pk])).status_code == 200
    assert client.get(reverse("dwelling_edit", args=[home.pk])).status_code == 403


def test_administrator_has_no_business_here(client):
    home = make.dwelling()
    client.force_login(make.user("administrator"))

    assert client.get(reverse("dwelling", args=[home.pk])).status_code == 403


def test_list_can_be_narrowed_by_rooms_and_wheelchair(client, leader):
    make.dwelling("Elvegata 1", rooms=3, is_wheelchair_accessible=True)
    make.dwelling("Elvegata 3", rooms=3, is_wheelchair_accessible=False)
    make.dwelling("Elvegata 5", rooms=1, is_wheelchair_accessible=True)

    rows = client.get(reverse("dwelling_list"), {"rom": "2", "rullestol": "ja"}).context["page_obj"].object_list

    assert [row.address for row in rows] == ["Elvegata 1"]
