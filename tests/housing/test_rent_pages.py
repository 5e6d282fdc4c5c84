"""The rent office's other pages: claims, what the history does not know, the price index, what homes cost."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from housing import regulation, rent_letters
from housing.models import Contract, Dwelling, Letter, PriceIndex, RentNotice, Tenancy
from housing.periods import add_months
from housing.rent_history import HowSet, fixing
from housing.terms import due_on
from tests import make

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
LONG_AGO = add_months(TODAY, -40)
EARLIEST = due_on("F10_notice", TODAY)


@pytest.fixture(autouse=True)
def _no_queue(monkeypatch):
    for task in ("print_letter", "write_waiting_rent_letters"):
        monkeypatch.setattr(f"housing.tasks.{task}.delay", lambda **kwargs: None)


@pytest.fixture
def petter(client):
    user = make.user("rent", name="Petter Myrdal")
    client.force_login(user)
    return user


def lease(by, *, agreed_on=LONG_AGO, amount=9000, **person):
    household = make.household(main=make.person(**person), caseworker=by)
    home = make.tenancy(household, make.dwelling(), moved_in_on=agreed_on)
    if amount:
        make.rent(home, Decimal(amount), agreed_on)
    home.refresh_from_db()
    return home


def typed(day):
    return f"{day:%d.%m.%Y}"


def claim(client, home, day, amount="9 800"):
    answers = {"amount": amount, "takes_effect_on": typed(day), "grounds": "Tre lignende boliger i Elvegata."}
    return client.post(reverse("rent_claim_new", args=[home.pk]), answers | {"external_id": "krav-1"})


def rent_of(home):
    return Tenancy.objects.get(pk=home.pk).monthly_rent


def history(home):
    return [rent.as_row for rent in home.rents.all()]


# The going rate


def test_a_claim_for_the_going_rate(client, petter):
    home = lease(petter, written_language="nn")
    assert claim(client, home, EARLIEST).status_code == 302
    assert claim(client, home, EARLIEST).status_code == 302
    notice = RentNotice.objects.get()
    letter = Letter.objects.get()
    assert (notice.status, notice.notified_on, notice.letter) == ("notified", TODAY, letter)
    assert letter.title == "Krav om ny husleige: gjengs leige"
    assert "Tre lignende boliger i Elvegata." in letter.html
    assert "husleigelova §\u00a04-3" in letter.html
    regulation.put_in_force(EARLIEST - timedelta(days=1))
    assert rent_of(home) == 9000
    for _night in range(2):
        regulation.put_in_force(EARLIEST + timedelta(days=2))
    assert rent_of(home) == 9800
    row = home.rents.first()
    assert (row.in_force_from, row.how, row.claimed_on) == (EARLIEST, "going_rate", TODAY)


@pytest.mark.parametrize(
    ("agreed_on", "day", "said"),
    [
        (add_months(TODAY, -29), EARLIEST, "Gjengs leie kan først kreves etter to år og seks måneder."),
        (LONG_AGO, EARLIEST - timedelta(days=1), "Gjengs leie gjelder tidligst seks måneder etter skriftlig krav."),
        (LONG_AGO, LONG_AGO - timedelta(days=1), "Leien denne dagen er ikke kjent."),
    ],
)
def test_a_claim_too_early_is_refused_with_the_rule(client, petter, agreed_on, day, said):
    page = claim(client, lease(petter, agreed_on=agreed_on), day)
    assert page.context["form"].errors["takes_effect_on"] == [said]
    assert not RentNotice.objects.exists()


def test_a_year_after_the_last_index_regulation(client, petter):
    home = lease(petter)
    make.rent(home, Decimal(9200), TODAY - timedelta(days=30), how="index")
    earliest = due_on("F10_change", TODAY - timedelta(days=30))
    page = claim(client, home, earliest - timedelta(days=1))
    assert page.context["form"].errors["takes_effect_on"] == [
        "Gjengs leie gjelder tidligst ett år etter forrige endring."
    ]
    assert claim(client, home, earliest).status_code == 302


def test_a_claim_is_above_the_rent_and_not_above_the_going_rate_we_know(client, petter):
    home = lease(petter)
    assert "høyere enn leien nå" in claim(client, home, EARLIEST, "9 000").context["form"].errors["amount"][0]
    make.rent_cost(home.dwelling, going_rate=Decimal(9500))
    assert "høyere enn gjengs leie" in claim(client, home, EARLIEST).context["form"].errors["amount"][0]
    assert claim(client, home, EARLIEST, "9 500").status_code == 302


def test_two_notices_at_a_time_are_one_too_many(client, petter):
    home = lease(petter)
    claim(client, home, EARLIEST)
    answers = {"amount": "9 900", "takes_effect_on": typed(EARLIEST), "grounds": "X", "external_id": "krav-2"}
    page = client.post(reverse("rent_claim_new", args=[home.pk]), answers)
    assert "allerede et varsel" in page.context["form"].non_field_errors()[0]


def test_a_claim_is_called_off_and_the_tenant_told(client, petter):
    home = lease(petter)
    claim(client, home, EARLIEST)
    notice = RentNotice.objects.get()
    client.post(reverse("rent_claim_call_off", args=[notice.pk]), {"why": "Regnet feil"})
    rent_letters.tell_called_off()
    assert Letter.objects.order_by("pk").last().title == "Husleien din blir ikke endret"
    regulation.put_in_force(EARLIEST)
    assert rent_of(home) == 9000


# What the history does not know


def test_when_the_rent_of_a_lease_was_fixed(client, petter):
    home = lease(petter, amount=None)
    Tenancy.objects.filter(pk=home.pk).update(monthly_rent=9000)
    url = reverse("rent_fixed_new", args=[home.pk])
    assert "Vi vet ikke når leien ble fastsatt" in client.get(reverse("tenancy_rents", args=[home.pk])).content.decode()
    answers = {"how": "agreed", "in_force_from": typed(LONG_AGO - timedelta(days=1)), "note": "Kontrakten"}
    assert "før husstanden flyttet inn" in client.post(url, answers).context["form"].errors["in_force_from"][0]
    assert client.post(url, answers | {"in_force_from": typed(LONG_AGO), "index": ""}).status_code == 302
    fixed = fixing(history(home), TODAY)
    assert (fixed.in_force_from, fixed.how, fixed.amount) == (LONG_AGO, HowSet.AGREED, 9000)
    assert rent_of(home) == 9000
    page = client.get(reverse("tenancy_rents", args=[home.pk]), {"dato": typed(LONG_AGO)})
    assert page.context["asked_rent"].amount == 9000
    assert client.get(reverse("tenancy_rents", args=[home.pk]), {"dato": "31.02.2026"}).context["asked_error"]


def test_when_all_the_rents_that_were_read_in_were_fixed(client, petter):
    day = add_months(TODAY.replace(day=1), -6)
    index = make.price_index(add_months(day, -2), Decimal(130))
    old, new, known = (lease(petter, agreed_on=on) for on in (LONG_AGO, TODAY - timedelta(days=9), LONG_AGO))
    for home in (old, new):
        Tenancy.objects.filter(pk=home.pk).update(monthly_rent=9100)
    answers = {
        "how": "index",
        "in_force_from": typed(day),
        "index": index.pk,
        "note": "Listen",
        "later_are_agreed": "on",
    }
    assert client.post(reverse("rent_fixed_batch"), answers).status_code == 302
    found = {home: fixing(history(home), TODAY) for home in (old, new, known)}
    assert (found[old].in_force_from, found[old].how, found[old].index_month) == (day, "index", index.month)
    assert (found[new].in_force_from, found[new].how) == (TODAY - timedelta(days=9), "agreed")
    assert found[known].in_force_from == LONG_AGO


def test_a_rent_is_corrected_downwards_and_never_up(client, petter):
    home = lease(petter)
    url = reverse("rent_correct", args=[home.pk])
    answers = {"in_force_from": typed(LONG_AGO), "note": "Skrevet feil"}
    assert "bare rettes ned" in client.post(url, answers | {"amount": "9001"}).context["form"].errors["amount"][0]
    assert client.post(url, answers | {"amount": "8 900"}).status_code == 302
    assert rent_of(home) == 8900
    fixed = fixing(history(home), TODAY)
    assert (fixed.in_force_from, fixed.how) == (LONG_AGO, HowSet.AGREED), "corrected, not fixed anew"


def test_a_new_contract_fixes_the_rent_from_its_first_day(client):
    kari = make.caseworker()
    client.force_login(kari)
    home = lease(kari)
    starts = TODAY + timedelta(days=20)
    answers = {"starts_on": typed(starts), "length": "36", "monthly_rent": "9 400", "advance_months": "1"}
    answers |= {"deposit_amount": "0", "guarantee_amount": "0", "signed_on": typed(TODAY)}
    response = client.post(reverse("contract_new", args=[home.pk]), answers)
    assert response.status_code == 302, response.context["form"].errors
    assert Contract.objects.get().starts_on == starts
    row = home.rents.first()
    assert (row.in_force_from, row.amount, row.how, row.by) == (starts, 9400, "agreed", kari)
    assert home.rents.count() == 2
    assert rent_of(home) == 9400


# The index


def index_answers(**changed):
    answers = {"month_number": "3", "year": "2026", "value": "136,4", "base_year": "2015", "source": "SSB 03013"}
    return answers | changed


def test_the_index_is_typed_in_once_a_month(client, petter):
    url = reverse("price_index_new")
    assert client.post(url, index_answers()).status_code == 302
    row = PriceIndex.objects.get()
    assert (row.month, row.value, row.by) == (date(2026, 3, 1), Decimal("136.4"), petter)
    page = client.post(url, index_answers(value="137"))
    assert page.context["form"].non_field_errors() == ["Indeksen for denne måneden er allerede lagt inn."]
    page = client.post(url, index_answers(month_number=str(TODAY.month), year=str(TODAY.year)))
    assert "ikke kjent før måneden er over" in page.context["form"].errors["month_number"][0]
    assert client.post(reverse("price_index_edit", args=[row.pk]), index_answers(value="136,5")).status_code == 302


def test_an_index_tenants_are_told_of_stands(client, petter):
    row = make.price_index(date(2026, 3, 1), Decimal(136))
    run = make.rent_run(row, by=petter, takes_effect_on=TODAY + timedelta(days=40))
    type(run).objects.update(status="notified", notified_on=TODAY)
    page = client.post(reverse("price_index_edit", args=[row.pk]), index_answers())
    assert "kan ikke endres" in page.context["form"].non_field_errors()[0]
    row.refresh_from_db()
    assert row.value == 136


# What homes cost


def test_the_cost_covering_rent_is_reckoned_and_asked_of_the_next_tenant(client, petter):
    home = lease(petter)
    dwelling = home.dwelling
    answers = {"year": "2026", "interest": "60 000", "insurance": "", "loss_percent": "4", "going_rate": "5 000"}
    url = reverse("rent_cost_new", args=[dwelling.pk])
    double = client.post(url, answers | {"internal_rent": "1"}).context["form"].errors["internal_rent"]
    assert "teller to ganger" in double[0]
    assert "Arealet må være kjent" in client.post(url, answers | {"maintenance_per_m2": "200"}).content.decode()
    assert client.post(url, answers).status_code == 302
    cost = dwelling.rent_costs.get()
    assert cost.comparison.cost_covering == Decimal("5208.33")
    page = client.get(reverse("dwelling_rents", args=[dwelling.pk])).content.decode()
    assert "husleieloven §\u00a04-1" in page
    use = reverse("rent_cost_covering", args=[cost.pk])
    assert client.get(use).context["form"]["amount"].value() == "5000,00"
    told = {"amount": "5 208", "in_force_from": typed(TODAY)}
    assert "over gjengs leie" in client.post(use, told).context["form"].errors["amount"][0]
    assert "høyere enn det boligen koster" in client.post(use, told | {"amount": "5 209"}).content.decode()
    assert client.post(use, told | {"is_considered": "on"}).status_code == 302
    dwelling = Dwelling.objects.get()
    assert (dwelling.monthly_rent, dwelling.rent_model) == (5208, "cost_covering")
    assert (dwelling.rents.first().how, rent_of(home)) == ("cost_covering", 9000)
