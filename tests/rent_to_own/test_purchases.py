"""Buying the municipal flat: all of it or none of it, both balances, the account, and the share of a borettslag."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from housing.database import Refused
from housing.models import Dwelling
from rent_to_own import sales
from rent_to_own.models import Appraisal, Guidance, HousingAssociation, Purchase, ReinvestmentEntry
from tests import make
from tests import make_rent_to_own as make_rto

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def home():
    return make.dwelling("Solvangveien 1", in_housing_association=True)


@pytest.fixture
def guidance(mona, home):
    household = make_rto.tenant(home, children=[date(2018, 1, 1)], caseworker=mona)
    one = make_rto.assessed(household, by=mona)
    make_rto.granted_loan(one, by=mona)
    return one


def sale(home, **facts):
    return {
        "dwelling": home.pk,
        "appraised_on": "01.06.2026",
        "amount": "1 000 000",
        "appraiser": "Takst AS",
        "bought_on": f"{TODAY:%d.%m.%Y}",
        "price": "1 000 000",
        "external_id": "salg",
    } | facts


def test_it_is_summed_up_first_and_then_done_in_one(at_leader, guidance, home):
    url = reverse("purchase_municipal", args=[guidance.pk])
    page = at_leader.post(url, sale(home))
    around = page.context["around"]
    assert (around.account_before, around.account_after) == (0, Decimal(1_000_000))
    assert (around.stock_before, around.stock_after) == (1, 0)
    assert not Purchase.objects.exists()
    seen = page.context["form"].data["seen"]
    # A price changed after it was summed up is summed up anew.
    page = at_leader.post(url, sale(home, seen=seen, price="900 000", price_reason="Fast pris fra sparingen."))
    assert page.context["around"].account_after == Decimal(900_000)
    assert not Purchase.objects.exists()
    assert at_leader.post(url, sale(home, seen=seen)).status_code == 302
    _is_sold(guidance, home)
    # Sent twice it is done once.
    at_leader.post(url, sale(home, seen=seen))
    assert Purchase.objects.count() == ReinvestmentEntry.objects.count() == Appraisal.objects.count() == 1
    page = at_leader.get(guidance.get_absolute_url()).context
    assert (page["balance"].account_before, page["balance"].account_after) == (0, Decimal(1_000_000))


def _is_sold(guidance, home):
    home.refresh_from_db()
    guidance.refresh_from_db()
    assert (home.left_stock_on, home.left_stock_reason, home.disposal_price) == (TODAY, "sold_to_tenant", 1_000_000)
    tenancy = home.tenancies.get()
    assert (tenancy.status, tenancy.moved_out_on, tenancy.end_reason) == ("ended", TODAY, "bought")
    assert guidance.status == "bought"
    assert guidance.next_contact_on > TODAY
    assert ReinvestmentEntry.objects.balance() == 1_000_000
    assert Purchase.objects.get().appraisal.amount == 1_000_000


def test_nothing_is_done_when_one_part_is_refused(mona, guidance, home):
    """The dwelling is allocated to somebody: it cannot leave the stock, so nothing else has happened either."""
    other = make.household()
    other.tenancies.create(dwelling=home, tenure="municipal", allocated_on=TODAY, status="allocated")
    with pytest.raises(Refused, match="tilbudt eller tildelt"):
        make_rto.municipal_purchase(guidance, home, by=mona, bought_on=TODAY)
    assert Guidance.objects.get(pk=guidance.pk).status == "certificate"
    assert not Purchase.objects.exists()
    assert not ReinvestmentEntry.objects.exists()
    assert Dwelling.objects.get(pk=home.pk).left_stock_on is None


def test_only_the_one_who_rents_it_buys_it(mona, guidance):
    elsewhere = make.dwelling("Elvegata 2")
    with pytest.raises(Refused, match="leier ikke"):
        make_rto.municipal_purchase(guidance, elsewhere, by=mona, bought_on=TODAY)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"price": "900 000"}, "price_reason"),
        ({"appraised_on": f"{TODAY + timedelta(days=1):%d.%m.%Y}"}, "appraised_on"),
        ({"amount": "0"}, "amount"),
        ({"dwelling": "999999"}, "dwelling"),
        ({"bought_on": f"{TODAY + timedelta(days=1):%d.%m.%Y}"}, "bought_on"),
        ({"bought_on": "01.04.2026"}, "appraised_on"),
        ({"appraiser": ""}, "appraiser"),
    ],
)
def test_what_does_not_fit_is_told_at_its_field(at_leader, guidance, home, facts, field):
    page = at_leader.post(reverse("purchase_municipal", args=[guidance.pk]), sale(home, **facts))
    assert field in page.context["form"].errors
    assert not Purchase.objects.exists()


def test_the_account_is_only_added_to(mona, guidance, home):
    make_rto.municipal_purchase(guidance, home, by=mona, bought_on=TODAY)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReinvestmentEntry.objects.update(amount=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReinvestmentEntry.objects.all().delete()


def test_a_replacement_lowers_the_balance_once(at_leader, mona, guidance, home):
    make_rto.municipal_purchase(guidance, home, by=mona, bought_on=TODAY)
    bought = make.dwelling("Nyveien 4", acquired_on=TODAY, acquisition_price=1_700_000)
    facts = {"dwelling": bought.pk, "amount": "1 800 000"}
    page = at_leader.post(reverse("replacement_new"), facts)
    assert set(page.context["form"].errors) == {"amount"}
    facts["amount"] = "1 200 000,50"
    for _twice in range(2):
        at_leader.post(reverse("replacement_new"), facts)
    assert ReinvestmentEntry.objects.balance() == Decimal("-200000.50")
    page = at_leader.get(reverse("purchase_years"))
    assert page.context["balance"] == Decimal("-200000.50")
    total = page.context["rows"][-1]
    assert (total.bought, total.cost, total.sold, total.income) == (1, 1_700_000, 1, 1_000_000)
    assert at_leader.get(reverse("purchase_years"), {"format": "csv"}).status_code == 200


def test_the_share_of_a_borettslag(at_leader):
    for number in range(11):
        make.dwelling("Solvangveien 1", unit_number=f"H01{number:02}", in_housing_association=True)
    make.dwelling("Ukjentveien 2", in_housing_association=True)
    make.dwelling("Selveierveien 3", in_housing_association=False)
    facts = {"name": "Solvang", "shares": "100", "most_percent": "10", "addresses": "Solvangveien 1\nSolvangveien 3"}
    assert at_leader.post(reverse("association_new"), facts).status_code == 302
    page = at_leader.get(reverse("association_list"))
    (row,) = page.context["known"]
    assert (row.owned, row.most, row.room_for) == (11, 10, -1)
    assert page.context["unknown"].addresses == {"Ukjentveien 2": 1}
    text = page.content.decode()
    assert "Over grensen" in text
    assert "11,0\N{NO-BREAK SPACE}%" in text
    one = HousingAssociation.objects.get()
    at_leader.post(reverse("association_change", args=[one.pk]), facts | {"most_percent": "30"})
    known, _unknown = sales.shares(Dwelling.objects.all(), HousingAssociation.objects.all(), TODAY)
    assert known[0].room_for == 19
    page = at_leader.post(reverse("association_new"), facts | {"name": "Annet", "most_percent": "31", "shares": "0"})
    assert set(page.context["form"].errors) == {"most_percent", "shares", "addresses"}


def test_shares_that_are_not_known_are_told_as_that(at_leader):
    make.dwelling("Strandgata 4", in_housing_association=True)
    make_rto.association(shares=None)
    assert "ikke kjent" in at_leader.get(reverse("association_list")).content.decode()
