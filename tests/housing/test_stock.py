"""Comings and goings of the stock: bought, leased in, sold, handed back; and what refuses to be sold."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from housing.home_deadlines import lease_ins_that_end
from housing.models import Dwelling, Household
from housing.periods import Period, add_months
from housing.stock_years import years_of
from reporting.figures import BY_CODE
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def leader(client):
    user = make.leader()
    client.force_login(user)
    return user


def leave(client, home, on=TODAY, reason="sold", price="1 000 000"):
    facts = {"left_stock_on": f"{on:%d.%m.%Y}" if on else "", "left_stock_reason": reason, "disposal_price": price}
    response = client.post(reverse("dwelling_leave", args=[home.pk]), facts)
    home.refresh_from_db()
    return response


def said(response):
    return " ".join(str(error) for errors in response.context["form"].errors.values() for error in errors)


def register(client, **facts):
    known = {"address": "Nygata 1", "acquired_on": "01.02.2026", "ownership": "owned"}
    return client.post(reverse("dwelling_new"), known | facts)


def test_what_is_bought_has_a_price_and_what_is_leased_in_an_end(client, leader):
    assert register(client, acquisition_price="2 500 000").status_code == 302
    leased = {"ownership": "leased_in", "lease_in_ends_on": "31.01.2029", "lease_in_rent": "9 500"}
    assert register(client, address="Leiegata 1", **leased).status_code == 302
    home = Dwelling.objects.get(address="Leiegata 1")
    assert (home.lease_in_ends_on, home.lease_in_rent) == (date(2029, 1, 31), Decimal(9500))


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"lease_in_rent": "9 500"}, "lease_in_rent"),
        ({"lease_in_ends_on": "31.01.2029"}, "lease_in_ends_on"),
        ({"ownership": "leased_in", "acquisition_price": "1"}, "acquisition_price"),
        ({"ownership": "leased_in", "lease_in_ends_on": "31.01.2026"}, "lease_in_ends_on"),
    ],
)
def test_facts_that_do_not_go_together_are_said_at_the_field(client, leader, facts, field):
    assert field in register(client, **facts).context["form"].errors
    assert not Dwelling.objects.exists()


def test_nothing_is_sold_under_somebody(client, leader):
    home = make.dwelling()
    make.tenancy(make.household(), home)
    assert "Noen bor i boligen" in said(leave(client, home))
    assert home.left_stock_on is None


def test_nor_what_is_offered_allocated_or_held(client, leader):
    for home in (make.dwelling("Tilbudt 1"), make.dwelling("Tildelt 1"), make.dwelling("Holdt 1")):
        if home.address == "Tilbudt 1":
            make.offer(make.granted(make.household(), by=leader), home, by=leader)
        elif home.address == "Tildelt 1":
            make.tenancy(make.household(), home, moved_in_on=None, allocated_on=TODAY)
        else:
            make.hold(make.appeal(make.refused(make.household(), by=leader), by=leader), home, by=leader)
        assert "Boligen" in said(leave(client, home))
        assert home.left_stock_on is None


def test_a_sale_to_the_tenant_ends_the_tenancy_the_same_day(client, leader):
    home = make.dwelling()
    tenancy = make.tenancy(make.household(), home)
    assert leave(client, home, reason="sold_to_tenant").status_code == 302
    tenancy.refresh_from_db()
    assert (tenancy.status, tenancy.end_reason, tenancy.moved_out_on) == ("ended", "bought", TODAY)
    assert (home.left_stock_on, home.disposal_price) == (TODAY, Decimal(1_000_000))
    assert tenancy.household.events.filter(became="ended").exists()


def test_the_rent_office_does_not_end_somebodys_tenancy(client):
    client.force_login(make.user("rent"))
    home = make.dwelling()
    tenancy = make.tenancy(make.household(), home)
    assert "Be saksbehandleren" in said(leave(client, home, reason="sold_to_tenant"))
    tenancy.refresh_from_db()
    assert tenancy.status == "active"


def test_only_a_tenant_is_sold_to_as_a_tenant(client, leader):
    home = make.dwelling()
    assert "ingen er registrert som kjøper" in said(leave(client, home, reason="sold_to_tenant"))
    make.tenancy(make.household(), home, moved_out_on=date(2026, 3, 1), end_reason="bought")
    assert leave(client, home, on=date(2026, 3, 1), reason="sold_to_tenant").status_code == 302


@pytest.mark.parametrize(
    ("ownership", "reason", "price", "why"),
    [
        ("owned", "sold", "", "solgt for"),
        ("owned", "demolished", "5", "Bare en solgt"),
        ("owned", "lease_ended", "", "lease_ended"),
        ("leased_in", "sold", "5", "sold"),
    ],
)
def test_how_it_leaves_fits_how_it_was_held(client, leader, ownership, reason, price, why):
    home = make.dwelling(ownership=ownership)
    assert why in said(leave(client, home, reason=reason, price=price))
    assert home.left_stock_on is None


def test_one_registered_by_mistake_is_back(client, leader):
    home = make.dwelling()
    leave(client, home)
    assert leave(client, home, on=None, reason="", price="").status_code == 302
    assert (home.left_stock_on, home.left_stock_reason, home.disposal_price) == (None, "", None)


def test_what_leaves_later_is_in_stock_until_then(client, leader):
    home = make.dwelling(ownership="leased_in")
    leave(client, home, on=TODAY + timedelta(days=30), reason="lease_ended", price="")
    page = client.get(reverse("dwelling", args=[home.pk]))
    assert page.context["state"] == "vacant"
    assert "går ut av boligmassen" in page.content.decode()


def test_the_second_of_two_who_register_it_is_told(client, leader):
    home = make.dwelling()
    stale = Dwelling.objects.get(pk=home.pk)
    leave(client, home)
    with pytest.raises(Exception, match="Noen andre har nettopp"):
        stale.leave_stock(by=leader, left_on=TODAY, reason="demolished")


def test_a_year_agrees_with_the_figures(client, leader):
    this, last = TODAY.year, TODAY.year - 1
    for number, (year, facts) in enumerate(
        [
            (this, {"acquisition_price": Decimal("2500000.50")}),
            (this, {}),
            (last, {"acquisition_price": 3_000_000}),
            (this, {"ownership": "leased_in", "lease_in_rent": 9500}),
            (last, {"ownership": "nomination"}),
            (2015, {}),
        ]
    ):
        make.dwelling(f"Inn {number}", acquired_on=date(year, 1, 1), **facts)
    for number, (year, reason, price) in enumerate(
        [(this, "sold_to_tenant", 900_000), (last, "sold_to_tenant", 800_000), (last, "sold", 7), (this, "other", None)]
    ):
        day = date(year, 1, 1)
        make.dwelling(f"Ut {number}", left_stock_on=day, left_stock_reason=reason, disposal_price=price)
    for year in years_of(Dwelling.objects.all(), TODAY):
        period = Period(date(year.year, 1, 1), min(date(year.year, 12, 31), TODAY))
        figure = {
            code: BY_CODE[f"dwellings.{code}"].of(period)
            for code in ("bought", "bought_cost", "sold_to_tenant", "sold_income", "total")
        }
        assert year.bought == figure["bought"]
        assert year.bought_cost == figure["bought_cost"]
        assert year.sold_to_tenant == figure["sold_to_tenant"]
        assert year.sold_to_tenant_income == figure["sold_income"]
        assert year.in_stock == figure["total"]
    page = client.get(reverse("stock_years"), {"aar": str(last)})
    assert [home.address for home in page.context["came"]] == ["Inn 2", "Inn 4"]
    text = client.get(reverse("stock_years"), {"format": "csv"}).content.decode("utf-8-sig")
    assert f"\r\n{this};2;2500000,50;1;9500,00;0;1;" in text


def test_a_household_in_a_leased_in_home_has_a_deadline_and_others_have_none():
    soon, far = add_months(TODAY, 5), add_months(TODAY, 7)
    homes = [
        make.dwelling("Snart 1", ownership="leased_in", lease_in_ends_on=soon),
        make.dwelling("Sen 1", ownership="leased_in", lease_in_ends_on=far),
        make.dwelling("Levert 1", ownership="leased_in", lease_in_ends_on=soon, left_stock_on=TODAY),
    ]
    living = [make.tenancy(make.household(), home) for home in homes]
    found = list(lease_ins_that_end(Household.objects.all(), TODAY))
    assert [(row.household_id, row.due_on) for row in found] == [(living[0].household_id, soon)]
    assert "Snart 1" not in found[0].what


def test_the_list_of_dwellings_says_what_waits(client, leader):
    make.dwelling("Innleid 1", ownership="leased_in", lease_in_ends_on=add_months(TODAY, 2))
    make.void(make.dwelling("Sen 1"), starts_on=date(2026, 1, 1), planned_ends_on=TODAY - timedelta(days=1))
    page = client.get(reverse("dwelling_list")).content.decode()
    assert "1 opphold er over planen" in page
    assert "1 innleie går ut" in page
