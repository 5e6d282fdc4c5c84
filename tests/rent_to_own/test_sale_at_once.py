"""The same flat sold twice at the same moment, from real connections: one sale, and the other is told in words."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from housing.database import Refused
from housing.models import Dwelling, Tenancy
from rent_to_own.models import Appraisal, Guidance, Purchase, ReinvestmentEntry, SavingsAgreement
from rent_to_own.models.purchase import IS_PROMISED, IS_SOLD
from rent_to_own.models.savings import IS_OVER
from tests import make
from tests import make_rent_to_own as made
from tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = timezone.localdate()
DONE = "Salget er gjennomført."
# What the second is told: on the page of the case, at the field, or above the form, by how late the first was seen.
TOLD = [
    "Saken er avsluttet, eller kjøpet er registrert.",
    "Husstanden leier ikke denne boligen, eller den er allerede solgt.",
    str(IS_SOLD),
]


@pytest.fixture
def home():
    return make.dwelling("Solvangveien 1", in_housing_association=True)


@pytest.fixture
def guidance(mona, home):
    household = made.tenant(home, children=[make.DAY.replace(year=2018)], caseworker=mona)
    one = made.assessed(household, by=mona)
    made.granted_loan(one, by=mona)
    return one


def is_sold_once(home, price):
    home.refresh_from_db()
    purchase = Purchase.objects.get()
    assert (purchase.dwelling, purchase.price, purchase.bought_on) == (home, price, TODAY)
    assert (home.left_stock_on, home.disposal_price) == (TODAY, price)
    assert Tenancy.objects.get().status == "ended"
    assert ReinvestmentEntry.objects.get().purchase == purchase
    assert ReinvestmentEntry.objects.balance() == price
    assert Guidance.objects.get().status == "bought"


def at_the_last_step(guidance, home, name):
    """A leader who has the sale summed up on the screen, and what the last click sends."""
    client = Client()
    client.force_login(make.leader(name=name))
    client.post(reverse("reason", args=[guidance.household_id]), {"text": "Salg av boligen"})
    facts = {
        "dwelling": home.pk,
        "appraised_on": "01.06.2026",
        "amount": "1 000 000",
        "appraiser": f"Takst AS, bestilt av {name}",
        "bought_on": f"{TODAY:%d.%m.%Y}",
        "price": "1 000 000",
        "external_id": name,
    }
    page = client.post(reverse("purchase_municipal", args=[guidance.pk]), facts)
    return client, facts | {"seen": page.context["form"].data["seen"]}


def test_of_two_leaders_who_sell_the_same_flat_one_does_and_the_other_is_told(guidance, home):
    address = reverse("purchase_municipal", args=[guidance.pk])
    leaders = [at_the_last_step(guidance, home, name) for name in ("Odd", "Liv")]

    def sell(leader):
        client, facts = leader
        page = client.post(address, facts, follow=True).content.decode()
        if DONE not in page:
            raise Refused(" ".join(words for words in TOLD if words in page))

    done, refused = at_once(sell, leaders, threads=2)
    assert (done, len(refused)) == (1, 1)
    assert refused[0] in TOLD
    is_sold_once(home, 1_000_000)
    # The appraisal of the one who was too late went with the sale.
    assert Appraisal.objects.get() == Purchase.objects.get().appraisal


def test_whoever_comes_after_the_sale_is_told_on_the_page_of_the_case(guidance, home):
    (first, facts), (second, late) = (at_the_last_step(guidance, home, name) for name in ("Odd", "Liv"))
    address = reverse("purchase_municipal", args=[guidance.pk])
    assert DONE in first.post(address, facts, follow=True).content.decode()
    answer = second.post(address, late, follow=True)
    assert answer.redirect_chain == [(guidance.get_absolute_url(), 302)]
    assert TOLD[0] in answer.content.decode()
    is_sold_once(home, 1_000_000)


def test_of_six_sales_at_once_five_are_told_that_it_is_sold(guidance, home, mona):
    def sell(_number):
        one, dwelling = Guidance.objects.get(), Dwelling.objects.get()
        made.municipal_purchase(one, dwelling, by=mona, bought_on=TODAY)

    done, refused = at_once(sell, list(range(6)), threads=6)
    assert (done, len(refused)) == (1, 5)
    assert set(refused) == {str(IS_SOLD)}
    is_sold_once(home, 1_000_000)


def test_what_is_promised_a_saver_is_sold_at_the_fixed_price_whoever_sells_at_once(guidance, home, mona):
    made.savings_agreement(guidance.household, home, by=mona, price=900_000)

    def sell(through):
        if through == "agreement":
            SavingsAgreement.objects.get().buy(by=mona, bought_on=TODAY)
        else:
            one, dwelling = Guidance.objects.get(), Dwelling.objects.get()
            made.municipal_purchase(one, dwelling, by=mona, bought_on=TODAY, price=1_000_000)

    done, refused = at_once(sell, ["agreement", "guidance"] * 3, threads=6)
    assert (done, len(refused)) == (1, 5)
    assert set(refused) <= {str(IS_OVER), str(IS_PROMISED), str(IS_SOLD)}
    is_sold_once(home, 900_000)
    agreement = SavingsAgreement.objects.get()
    assert (agreement.status, agreement.outcome_on) == ("bought", TODAY)


def test_a_home_that_is_promised_a_saver_is_not_sold_past_the_agreement(guidance, home, mona):
    agreement = made.savings_agreement(guidance.household, home, by=mona)
    client = Client()
    client.force_login(mona)
    for act in (client.get, client.post):
        answer = act(reverse("purchase_municipal", args=[guidance.pk]), follow=True)
        assert answer.redirect_chain == [(guidance.get_absolute_url(), 302)]
        assert str(IS_PROMISED) in answer.content.decode()
    with pytest.raises(Refused, match="lovet bort"):
        made.municipal_purchase(guidance, home, by=mona, bought_on=TODAY)
    agreement.end(by=mona, ended_on=TODAY, reason="Kjøper til takst i stedet.")
    made.municipal_purchase(Guidance.objects.get(), home, by=mona, bought_on=TODAY)
    is_sold_once(home, 1_000_000)
