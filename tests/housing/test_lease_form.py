"""The lease on the page: each rule of husleieloven refuses, or warns, and lets through, in the caseworker's words."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from housing.models import CaseEvent, Contract, Letter
from housing.terms import due_on
from tests import make

pytestmark = pytest.mark.django_db
SHORT = {"length": "other", "ends_on": "01.05.2027"}
REASON = {"short_term_reason": "Boligen skal rives"}
TOLD = {"notice_signed_on": "20.04.2026"}


@pytest.fixture
def worker(client):
    user = make.caseworker()
    client.force_login(user)
    return user


@pytest.fixture
def home(worker):
    household = make.household(caseworker=worker)
    return make.tenancy(household, make.dwelling(), moved_in_on=date(2026, 5, 1), monthly_rent=9000)


def typed(**fields):
    return {
        "starts_on": "01.05.2026",
        "length": "36",
        "monthly_rent": "9000",
        "advance_months": "1",
        "says_no_notice_in_lease": "on",
        "has_unpaid_clause": "on",
        "has_expiry_clause": "on",
    } | fields


def draw_up(client, home, **fields):
    return client.post(reverse("contract_new", args=[home.pk]), typed(**fields), follow=True)


def short_before(home, worker):
    """A short lease of the same home, and an extension granted after a talk."""
    make.contract(home, starts_on=date(2025, 5, 1), ends_on=date(2026, 5, 1), short_term_reason="Prøvetid")
    extension_granted(home, worker)


def lease_before(home, worker):
    make.contract(home, starts_on=date(2023, 5, 1), ends_on=date(2026, 5, 1))
    make.talk(home, by=worker, held_on=date(2026, 2, 1))


def extension_granted(home, worker):
    make.talk(home, by=worker, held_on=date(2026, 2, 1))
    make.granted(home.household, by=worker, kind="extension", tenancy=home)


def of_an_owner(home, worker):
    type(home.dwelling).objects.filter(pk=home.dwelling_id).update(ownership="nomination")


REFUSED = [
    # rule, what was before, what is refused, the sentence, what lets it through
    ("V1", None, SHORT | TOLD, "under tre år må ha en skriftlig grunn", SHORT | TOLD | REASON),
    (
        "V2",
        short_before,
        SHORT | TOLD | REASON,
        "En til krever tungtveiende grunner",
        SHORT | TOLD | REASON | {"weighty_reason": "Leieren skal på sykehjem"},
    ),
    ("V3", None, SHORT | REASON, "må ha fått skriftlig opplysning", SHORT | REASON | TOLD),
    ("V3", None, SHORT | REASON, "må ha fått skriftlig opplysning", SHORT | REASON | {"short_term_ground": "just"}),
    (
        "V3",
        None,
        {"exceptions": ["household"]},
        "må ha fått skriftlig opplysning",
        {"exceptions": ["household"]} | TOLD,
    ),
    (
        "V5",
        None,
        {"deposit_amount": "27000", "guarantee_amount": "27000,01"},
        "ikke være mer enn seks måneders leie",
        {"deposit_amount": "27000", "guarantee_amount": "27000"},
    ),
    ("V6", None, {"advance_months": "2"}, "mer enn én måned på forskudd", {"advance_months": "1"}),
    ("V10", of_an_owner, {}, "Boligen leies ut av eieren", {"is_owners_lease": "on"}),
]


@pytest.mark.parametrize(("code", "before", "wrong", "sentence", "right"), REFUSED)
def test_what_is_refused_is_told_on_the_page(client, worker, home, code, before, wrong, sentence, right):
    if before:
        before(home, worker)
    known = home.contracts.count()
    page = draw_up(client, home, **wrong)
    assert sentence in page.content.decode()
    assert home.contracts.count() == known
    assert draw_up(client, home, **right).redirect_chain
    assert home.contracts.count() == known + 1


def test_an_extension_needs_its_own_decision(client, worker, home):
    """V9: a new lease, after a decision; no date is moved in silence."""
    lease_before(home, worker)
    assert "En forlengelse krever eget vedtak" in draw_up(client, home).content.decode()
    granted = make.granted(home.household, by=worker, kind="extension", tenancy=home)
    page = draw_up(client, home, signed_on="20.04.2026")
    assert granted.number in page.content.decode()
    lease = home.contracts.first()
    granted.refresh_from_db()
    assert (lease.application, lease.ends_on, granted.status) == (granted, date(2029, 5, 1), "fulfilled")


WARNED = [
    ("V4", {"says_no_notice_in_lease": ""}, "sier ikke at den ikke kan sies opp"),
    ("V7", {"has_unpaid_clause": ""}, "ingen utkastelsesklausul for ubetalt leie"),
    ("V7", {"has_expiry_clause": ""}, "ingen utkastelsesklausul for når leietiden er ute"),
]


@pytest.mark.parametrize(("code", "facts", "sentence"), WARNED)
def test_what_is_unwise_is_saved_and_warned_of(client, home, code, facts, sentence):
    assert sentence in draw_up(client, home, **facts).content.decode()
    lease = home.contracts.get()
    assert [breach.code for breach in lease.rules_broken()] == [code]


def test_a_good_lease_warns_of_nothing(client, home):
    assert "Dette bør ses på" not in draw_up(client, home).content.decode()


@pytest.mark.parametrize(
    ("length", "ends_on"),
    [
        ("36", date(2031, 2, 28)),
        ("48", date(2032, 2, 29)),
        ("60", date(2033, 2, 28)),
        ("120", date(2038, 2, 28)),
        ("0", None),
    ],
)
def test_lengths_from_a_leap_day(client, home, length, ends_on):
    draw_up(client, home, starts_on="29.02.2028", length=length)
    assert home.contracts.get().ends_on == ends_on


def test_another_length_needs_its_end(client, home):
    assert "Skriv når kontrakten går ut." in draw_up(client, home, length="other").content.decode()


def test_an_unsigned_lease_is_signed_or_discarded(client, worker, home):
    draw_up(client, home)
    lease = home.contracts.get()
    assert lease.is_unsigned
    client.post(reverse("contract_sign", args=[lease.pk]), {"signed_on": "20.04.2026"})
    lease.refresh_from_db()
    assert lease.signed_on == date(2026, 4, 20)
    assert CaseEvent.objects.filter(title="Leiekontrakt inngått").count() == 1
    client.post(reverse("contract_discard", args=[lease.pk]))
    assert Contract.objects.filter(pk=lease.pk).exists()
    assert client.post(reverse("contract_sign", args=[lease.pk]), {"signed_on": "21.04.2026"}).status_code == 302
    lease.refresh_from_db()
    assert lease.signed_on == date(2026, 4, 20)


def test_only_one_lease_waits_for_signatures(client, worker, home):
    draw_up(client, home)
    extension_granted(home, worker)
    assert "Signer eller forkast den" in draw_up(client, home, no_talk_reason="X").content.decode()
    lease = home.contracts.get()
    client.post(reverse("contract_discard", args=[lease.pk]))
    assert not home.contracts.exists()
    assert Letter.objects.get(kind="lease").title == "Husleiekontrakt, forkastet uten å bli signert"


def test_the_special_notice_is_a_paper_of_its_own(client, home):
    exceptions = {"exceptions": ["household", "subletting"]}
    client.post(reverse("lease_notice_new", args=[home.pk]), exceptions)
    notice = home.lease_notices.get()
    assert (notice.letter.kind, notice.signed_on) == ("lease_notice", None)
    assert "før noen flytter inn hos deg" in notice.letter.html
    assert "11-2" not in notice.letter.html
    page = client.post(reverse("lease_notice_sign", args=[notice.pk]), {"signed_on": "01.01.2020"})
    assert "før den er skrevet" in page.content.decode()
    client.post(reverse("lease_notice_sign", args=[notice.pk]), {"signed_on": f"{notice.written_on:%d.%m.%Y}"})
    form = client.get(reverse("contract_new", args=[home.pk])).context["form"]
    assert form.fields["exceptions"].initial == ["household", "subletting"]
    assert form.fields["notice_signed_on"].initial == notice.written_on


def secure(client, home, kind, amount, **facts):
    sent = {"kind": kind, "amount": amount, "held_by": "NAV", "established_on": "02.05.2026"} | facts
    return client.post(reverse("security_new", args=[home.pk]), sent, follow=True).content.decode()


def test_deposit_and_guarantee_stay_within_six_months_rent_together(client, home):
    assert "særskilt konto i leierens navn" in secure(client, home, "deposit", "27000")
    assert not home.securities.exists()
    secure(client, home, "deposit", "27000", is_own_account="on")
    assert "seks måneders leie, 54" in secure(client, home, "guarantee", "27000,01")
    secure(client, home, "guarantee", "27000")
    assert sorted(home.securities.values_list("amount", flat=True)) == [Decimal(27000), Decimal(27000)]
    assert "Månedsleien er ikke kjent" in secure(client, _without_rent(home), "guarantee", "1")


def _without_rent(home):
    type(home).objects.filter(pk=home.pk).update(monthly_rent=None)
    return home


def test_a_deposit_is_paid_out_five_weeks_after_the_bank_has_told_the_tenant(client, home):
    secure(client, home, "deposit", "27000", is_own_account="on")
    deposit = home.securities.get()
    url = reverse("security_pay_out", args=[deposit.pk])
    claimed = date(2026, 6, 1)
    early = {"paid_to": "landlord", "claimed_on": "01.06.2026", "paid_out_on": "30.06.2026"}
    assert "fem uker" in client.post(url, early).content.decode()
    client.post(url, early | {"paid_out_on": f"{due_on('F13', claimed):%d.%m.%Y}"})
    deposit.refresh_from_db()
    assert (deposit.paid_to, deposit.paid_out_on) == ("landlord", due_on("F13", claimed))
    assert not home.securities.standing(date(2026, 8, 1)).exists()
    assert home.securities.standing(date(2026, 6, 2)).exists()
