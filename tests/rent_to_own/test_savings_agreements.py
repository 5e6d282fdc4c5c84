"""Renting with saving through its pages: agreed, saved, talked about, bought or ended; and what is refused."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from housing.database import Refused
from housing.models import CaseEvent, Household, Person
from housing.periods import Period, add_months
from rent_to_own import savings_deadlines as deadlines
from rent_to_own.models import Appraisal, Purchase, ReinvestmentEntry, SavingsAgreement
from tests import make
from tests import make_rent_to_own as made

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
D = Decimal


def ago(days):
    return TODAY - timedelta(days=days)


def said(day):
    return f"{day:%d.%m.%Y}"


@pytest.fixture
def home(household):
    dwelling = make.dwelling(ownership="owned", acquired_on=ago(3000))
    make.tenancy(household, dwelling, moved_in_on=ago(2500))
    return dwelling


@pytest.fixture
def agreement(household, home, kari):
    return made.savings_agreement(household, home, by=kari, starts_on=add_months(TODAY, -10))


def post(client, name, pk, **sent):
    response = client.post(reverse(name, args=[pk]), sent)
    form = (response.context or {}).get("form") if response.status_code == 200 else None
    return response, {field: " ".join(told) for field, told in form.errors.items()} if form else {}


def new(home, **sent):
    terms = {"fixed_price": "1 500 000", "savings_target": "60 000", "early_end_terms": "Pengene er deres."}
    return {"dwelling": home.pk, "starts_on": said(TODAY)} | terms | sent


def reason(client, household):
    client.post(reverse("reason", args=[household.pk]), {"text": "Henvendelse fra NAV"})


# --- Agreed ----------------------------------------------------------------------------------------------------


def test_an_agreement_is_five_years_at_a_price_that_stands(at, household, home, kari):
    response, errors = post(at, "savings_new", household.pk, **new(home))
    assert errors == {}
    agreed = SavingsAgreement.objects.get()
    assert response.url == agreed.get_absolute_url()
    assert agreed.ends_on == agreed.option_on == add_months(TODAY, 60)
    assert (agreed.fixed_price, agreed.monthly_amount, agreed.caseworker) == (1_500_000, 1000, kari)
    page = at.get(response.url).content.decode().replace("\u00a0", " ")
    assert "1 500 000 kr" in page
    assert "data:image/svg+xml" in page
    assert "Pengene er deres." in page
    assert CaseEvent.objects.filter(title="Leie med sparing: avtale inngått").exists()
    assert agreed.number in at.get(household.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("sent", "field", "told"),
    [
        ({"dwelling": ""}, "dwelling", ""),
        ({"starts_on": said(ago(-1))}, "starts_on", "frem i tid"),
        ({"fixed_price": "0"}, "fixed_price", ""),
        ({"savings_target": "1 500 001"}, "savings_target", "høyere enn prisen"),
        ({"monthly_amount": "999"}, "monthly_amount", "minst 1"),
        ({"option_on": said(ago(1))}, "option_on", "fem år"),
        ({"option_on": said(add_months(TODAY, 61))}, "option_on", "fem år"),
        ({"early_end_terms": ""}, "early_end_terms", ""),
    ],
)
def test_what_cannot_be_is_told_at_its_field(at, household, home, sent, field, told):
    _response, errors = post(at, "savings_new", household.pk, **new(home, **sent))
    assert told in errors[field]
    assert not SavingsAgreement.objects.exists()


def test_only_the_home_they_rent_and_the_municipality_owns(at, household, home):
    hired = make.dwelling(unit_number="H0102", ownership="leased")
    make.tenancy(make.household(), hired)
    for other in (hired, make.dwelling(unit_number="H0103")):
        _response, errors = post(at, "savings_new", household.pk, **new(other))
        assert "dwelling" in errors


def test_sent_twice_it_is_one_and_a_second_one_is_refused(at, household, home):
    for _time in range(2):
        post(at, "savings_new", household.pk, **new(home), external_id="dobbelt-1")
    response, _errors = post(at, "savings_new", household.pk, **new(home))
    assert "allerede en avtale" in response.content.decode()
    assert SavingsAgreement.objects.count() == 1


# --- While they save ------------------------------------------------------------------------------------------


def test_deposits_add_up_and_no_more_is_taken_out(at, agreement):
    for day, amount in [(ago(60), "5 000"), (ago(30), "2 500,50"), (ago(1), "-500")]:
        _response, errors = post(at, "savings_deposit_new", agreement.pk, posted_on=said(day), amount=amount)
        assert errors == {}
    assert agreement.standing(TODAY).saved == D("7000.50")
    response, _errors = post(at, "savings_deposit_new", agreement.pk, posted_on=said(TODAY), amount="-7 000,51")
    assert "ikke spart så mye" in response.content.decode()
    # Nor on a day that has been, before the money came.
    response, _errors = post(at, "savings_deposit_new", agreement.pk, posted_on=said(ago(61)), amount="-1")
    assert "ikke spart så mye" in response.content.decode()
    assert agreement.deposits.count() == 3
    page = at.get(agreement.get_absolute_url()).content.decode().replace("\u00a0", " ")
    assert "7 000,50 kr" in page
    assert "2 999,50 kr bak planen (3 måneder)" in page


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"amount": "0"}, "amount"),
        ({"amount": "en tusenlapp"}, "amount"),
        ({"posted_on": said(ago(-1))}, "posted_on"),
        ({"posted_on": "01.01.2020"}, "posted_on"),
    ],
)
def test_a_deposit_that_cannot_be(at, agreement, sent, field):
    _response, errors = post(
        at, "savings_deposit_new", agreement.pk, **({"posted_on": said(TODAY), "amount": "1"} | sent)
    )
    assert set(errors) == {field}


def test_talks_and_training_and_what_the_price_is_worth(at, agreement, home):
    post(at, "savings_meeting_new", agreement.pk, kind="talk", held_on=said(ago(5)), note="Går bra.")
    post(at, "savings_meeting_new", agreement.pk, kind="training", held_on=said(ago(4)), note="Ventilasjon.")
    sent = {"appraised_on": said(ago(3)), "amount": "1 900 000", "appraiser": "Takst AS", "external_id": "t1"}
    for _time in range(2):
        post(at, "savings_appraisal_new", agreement.pk, **sent)
    assert Appraisal.objects.get().dwelling == home
    page = at.get(agreement.get_absolute_url()).content.decode().replace("\u00a0", " ")
    for text in ("Går bra.", "Ventilasjon.", "400 000 kr under taksten"):
        assert text in page


# --- Bought or ended ------------------------------------------------------------------------------------------------


def test_the_home_is_theirs_at_the_fixed_price(agreement, household, home, at_leader):
    reason(at_leader, household)
    response, errors = post(at_leader, "savings_buy", agreement.pk, day=said(TODAY))
    assert errors == {}
    agreement.refresh_from_db()
    home.refresh_from_db()
    assert (agreement.status, agreement.outcome, agreement.outcome_on) == ("bought", "bought", TODAY)
    purchase = Purchase.objects.get()
    assert (purchase.price, purchase.dwelling, purchase.bought_on) == (1_500_000, home, TODAY)
    assert agreement.number in purchase.price_reason
    assert (home.left_stock_on, home.left_stock_reason) == (TODAY, "sold_to_tenant")
    assert ReinvestmentEntry.objects.balance() == 1_500_000
    assert household.tenancies.get().end_reason == "bought"
    period = Period(TODAY, TODAY)
    assert SavingsAgreement.objects.bought_in(period).count() == 1
    assert not SavingsAgreement.objects.active_on(TODAY).exists()
    assert SavingsAgreement.objects.active_on(ago(1)).count() == 1
    response, _errors = post(at_leader, "savings_buy", agreement.pk, day=said(TODAY))
    assert response.status_code == 200
    assert Purchase.objects.count() == 1


def test_a_sale_that_is_refused_leaves_the_agreement(agreement, household, mona):
    household.tenancies.get().move_out(by=mona, moved_out_on=ago(1), end_reason="moved_private")
    with pytest.raises(Refused, match="leier ikke"):
        agreement.buy(by=mona, bought_on=TODAY)
    agreement.refresh_from_db()
    assert agreement.is_active
    assert not Purchase.objects.exists()


def test_the_caseworker_does_not_sell(at, agreement):
    assert post(at, "savings_buy", agreement.pk, day=said(TODAY))[0].status_code == 403
    assert reverse("savings_buy", args=[agreement.pk]) not in at.get(agreement.get_absolute_url()).content.decode()


def test_ended_early_with_a_reason_and_then_nothing_more(at, agreement, household):
    _response, errors = post(at, "savings_end", agreement.pk, day=said(ago(400)), reason="")
    assert set(errors) == {"day", "reason"}
    post(at, "savings_end", agreement.pk, day=said(ago(1)), reason="Flytter til familien.")
    agreement.refresh_from_db()
    assert (agreement.status, agreement.outcome_on) == ("ended", ago(1))
    assert "Flytter til familien." in at.get(agreement.get_absolute_url()).content.decode()
    response, _errors = post(at, "savings_deposit_new", agreement.pk, posted_on=said(TODAY), amount="1")
    assert "Avtalen er avsluttet" in response.content.decode()
    assert at.get(reverse("savings_deposit_new", args=[agreement.pk])).status_code == 302
    made.savings_agreement(household, by=None, starts_on=TODAY)


# --- Deadlines, the list, protection ----------------------------------------------------------------------------------


def _due(source, day=TODAY):
    return [row.due_on for row in source(Household.objects.all(), day)]


def test_the_talk_is_due_a_year_after_the_last(agreement, at):
    assert _due(deadlines.savings_talks) == [add_months(agreement.starts_on, 12)]
    post(at, "savings_meeting_new", agreement.pk, kind="training", held_on=said(ago(4)), note="x")
    assert _due(deadlines.savings_talks) == [add_months(agreement.starts_on, 12)]
    post(at, "savings_meeting_new", agreement.pk, kind="talk", held_on=said(ago(5)), note="x")
    assert _due(deadlines.savings_talks) == [add_months(ago(5), 12)]


def test_two_months_behind_is_told_and_less_is_not(agreement):
    made.savings_deposit(agreement, ago(1), "8000.01")
    assert _due(deadlines.savings_behind) == []
    made.savings_deposit(agreement, ago(1), "-50.01")
    assert _due(deadlines.savings_behind) == [TODAY]


def test_the_option_is_told_half_a_year_before_and_the_end_after(agreement):
    assert _due(deadlines.savings_options) == []
    assert _due(deadlines.savings_options, add_months(agreement.ends_on, -6)) == [agreement.ends_on]
    assert _due(deadlines.savings_run_out, agreement.ends_on - timedelta(days=1)) == []
    assert _due(deadlines.savings_run_out, agreement.ends_on) == [agreement.ends_on]


def test_the_list_has_children_first_and_asks_as_much_for_three(at, kari):
    def begin(*children):
        household = make.household(children=children, caseworker=kari)
        made.savings_deposit(made.savings_agreement(household, by=kari, starts_on=ago(200)), ago(5))

    begin()
    at.get(reverse("savings_list"))
    with CaptureQueriesContext(connection) as one:
        at.get(reverse("savings_list"))
    begin(), begin(TODAY - timedelta(days=900))
    with CaptureQueriesContext(connection) as three:
        page = at.get(reverse("savings_list"))
    assert [row.children for row in page.context["page_obj"]] == [1, 0, 0]
    assert len(three) == len(one)
    file = at.get(reverse("savings_list"), {"format": "csv"}).content.decode("utf-8-sig")
    assert file.count("\r\n") == 4


def test_a_protected_households_home_is_told_to_nobody(at, agreement, home, kari):
    Person.objects.update(address_protection="strictly_confidential")
    for address in (
        agreement.get_absolute_url(),
        reverse("savings_list"),
        reverse("savings_deposit_new", args=[agreement.pk]),
    ):
        assert home.address not in at.get(address).content.decode()
    assert "Adressen er skjermet" in at.get(agreement.get_absolute_url()).content.decode()
