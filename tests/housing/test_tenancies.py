"""A tenancy's life: contract, moving in, moving out, falling through; and each door's refusals."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from housing import tenancy_deadlines
from housing.cases import Refused
from housing.models import CaseEvent, Contract, Household, Tenancy, ViewLog
from housing.periods import add_months
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(client):
    user = make.caseworker()
    client.force_login(user)
    return user


@pytest.fixture
def allocated(worker):
    household = make.household(caseworker=worker)
    application = make.granted(household, by=worker)
    offer = make.offer(application, make.dwelling(), by=worker)
    offer.accept(by=worker, answered_on=date(2026, 4, 15))
    return Tenancy.objects.get(application=application)


def lease(**fields):
    return {
        "signed_on": "20.04.2026",
        "starts_on": "01.05.2026",
        "length": "other",
        "ends_on": "01.05.2029",
        "monthly_rent": "9000",
        "deposit_amount": "27000",
        "external_id": "c" * 32,
    } | fields


def test_contract_is_signed_once_and_sets_the_rent(client, allocated):
    for _click in range(2):
        assert client.post(reverse("contract_new", args=[allocated.pk]), lease()).status_code == 302

    contract = Contract.objects.get(tenancy=allocated)
    allocated.refresh_from_db()
    assert (contract.ends_on, allocated.monthly_rent, allocated.deposit_amount) == (date(2029, 5, 1), 9000, 27000)
    assert CaseEvent.objects.filter(title="Leiekontrakt inngått").count() == 1


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"ends_on": "01.05.2027"}, "short_term_reason"),
        ({"ends_on": "01.05.2027", "short_term_reason": "Boligen rives"}, "notice_signed_on"),
        ({"deposit_amount": "54000,01"}, "deposit_amount"),
        ({"ends_on": "01.04.2026"}, "ends_on"),
    ],
)
def test_contract_that_breaks_the_law_is_refused_at_the_field(client, allocated, facts, field):
    response = client.post(reverse("contract_new", args=[allocated.pk]), lease(**facts))

    assert response.context["form"].errors[field]
    assert not Contract.objects.exists()


def test_second_short_contract_for_the_same_home_needs_weighty_reasons(client, worker, allocated):
    make.contract(allocated, starts_on=date(2025, 5, 1), ends_on=date(2026, 5, 1), short_term_reason="Prøvetid")
    make.granted(allocated.household, by=worker, kind="extension", tenancy=allocated)
    short = lease(ends_on="01.05.2027", short_term_reason="Prøvetid", notice_signed_on="20.04.2026")
    short["no_talk_reason"] = "Boligen skal selges."

    assert client.post(reverse("contract_new", args=[allocated.pk]), short).status_code == 200
    granted = client.post(reverse("contract_new", args=[allocated.pk]), short | {"weighty_reason": "Boligen selges"})

    assert granted.status_code == 302


def test_extension_is_carried_out_by_its_new_contract(client, worker, allocated):
    allocated.move_in(by=worker, moved_in_on=date(2026, 5, 1))
    extension = make.application(allocated.household, by=worker, kind="extension", tenancy=allocated)
    extension.grant(by=worker, decision=make.decision(extension, by=worker))

    client.post(reverse("contract_new", args=[allocated.pk]), lease(starts_on="01.05.2029", ends_on="01.05.2032"))

    extension.refresh_from_db()
    assert extension.status == "fulfilled"


def test_household_moves_in_and_out(client, allocated):
    client.post(reverse("move_in", args=[allocated.pk]), {"moved_in_on": "01.05.2026"})
    client.post(reverse("move_out", args=[allocated.pk]), {"moved_out_on": "01.09.2026", "end_reason": "moved_private"})

    allocated.refresh_from_db()
    assert (allocated.status, allocated.moved_in_on, allocated.moved_out_on) == (
        "ended",
        date(2026, 5, 1),
        date(2026, 9, 1),
    )
    assert list(allocated.history.values_list("status", flat=True).order_by("pgh_id")) == [
        "allocated",
        "active",
        "ended",
    ]


@pytest.mark.parametrize(
    ("page", "facts", "field"),
    [
        ("move_in", {"moved_in_on": "14.04.2026"}, "moved_in_on"),
        ("move_in", {"moved_in_on": "31.12.2099"}, "moved_in_on"),
        ("tenancy_cancel", {"cancelled_on": "14.04.2026", "note": "Ombestemte seg"}, "cancelled_on"),
        ("tenancy_cancel", {"cancelled_on": "16.04.2026", "note": ""}, "note"),
    ],
)
def test_dates_out_of_order_are_said_at_the_field(client, allocated, page, facts, field):
    response = client.post(reverse(page, args=[allocated.pk]), facts)

    assert response.context["form"].errors[field]
    allocated.refresh_from_db()
    assert allocated.status == "allocated"


def test_nobody_moves_in_twice_or_out_of_a_home_never_entered(client, worker, allocated):
    with pytest.raises(Refused):
        allocated.move_out(by=worker, moved_out_on=date(2026, 5, 1), end_reason="other")
    allocated.move_in(by=worker, moved_in_on=date(2026, 5, 1))
    with pytest.raises(Refused):
        allocated.move_in(by=worker, moved_in_on=date(2026, 5, 2))

    late = Tenancy.objects.get(pk=allocated.pk)
    Tenancy.objects.get(pk=allocated.pk).move_out(by=worker, moved_out_on=date(2026, 6, 1), end_reason="other")
    with pytest.raises(Refused, match="Noen andre"):
        late.move_out(by=worker, moved_out_on=date(2026, 7, 1), end_reason="bought")

    allocated.refresh_from_db()
    assert allocated.moved_out_on == date(2026, 6, 1)


def test_allocation_that_falls_through_puts_the_household_back_with_its_old_dates(client, allocated):
    decided_on = allocated.application.decided_on

    client.post(
        reverse("tenancy_cancel", args=[allocated.pk]), {"cancelled_on": "20.04.2026", "note": "Ombestemte seg"}
    )

    application = allocated.application
    application.refresh_from_db()
    assert (application.status, application.decided_on) == ("granted", decided_on)
    assert application in type(application).objects.waiting(date(2026, 4, 20))
    make.offer(application, allocated.dwelling, by=make.caseworker(), offered_on=date(2026, 4, 21))


def test_one_failing_consequence_undoes_the_whole_move(allocated, monkeypatch):
    from housing import consequences

    def refuse(case, *, by):
        raise Refused("Nei.")

    monkeypatch.setitem(consequences.TABLE, "housing.tenancy.active", ["tests.housing.test_tenancies.refuse"])
    monkeypatch.setattr("housing.consequences.import_string", lambda path: refuse)
    with pytest.raises(Refused, match="Nei"):
        allocated.move_in(by=None, moved_in_on=date(2026, 5, 1))

    assert allocated.status == "allocated"
    assert Tenancy.objects.get(pk=allocated.pk).status == "allocated"
    assert not CaseEvent.objects.filter(became="active").exists()


def test_private_home_is_registered(client, worker):
    household = make.household(caseworker=worker)

    client.post(
        reverse("private_tenancy_new", args=[household.pk]),
        {"private_address": "Skogveien 9", "moved_in_on": "01.03.2026", "external_id": "d" * 32},
    )

    home = Tenancy.objects.get(household=household)
    assert (home.tenure, home.status, home.private_address) == ("private", "active", "Skogveien 9")


def test_protected_private_address_is_never_kept(client, worker):
    household = make.household(main=make.person(address_protection="confidential"), caseworker=worker)

    response = client.post(
        reverse("private_tenancy_new", args=[household.pk]),
        {"private_address": "Skogveien 9", "moved_in_on": "01.03.2026", "external_id": "d" * 32},
    )

    assert "skal ikke lagres" in str(response.context["form"].errors["private_address"])
    assert not Tenancy.objects.exists()


def test_opening_a_tenancy_is_logged_and_asks_why_when_it_is_not_ones_own(client, allocated):
    assert client.get(reverse("tenancy", args=[allocated.pk])).status_code == 200
    assert ViewLog.objects.get().is_own_case

    client.force_login(make.caseworker(name="Per Solli"))
    response = client.get(reverse("tenancy", args=[allocated.pk]))

    assert response.status_code == 302
    assert ViewLog.objects.count() == 1


def test_strictly_confidential_address_stands_nowhere_on_the_tenancy(client, worker):
    household = make.household(main=make.person(address_protection="strictly_confidential"), caseworker=worker)
    home = make.tenancy(household, make.dwelling("Hemmeligveien 3", unit_number="H0909"))

    for url in (home.get_absolute_url(), reverse("tenancy_list"), reverse("tenancy_list") + "?format=csv"):
        page = client.get(url).content.decode()
        assert "Hemmeligveien" not in page
        assert "H0909" not in page


def test_lease_deadlines_warn_before_the_end_and_before_it_turns_indefinite(worker):
    today = timezone.localdate()
    ending = make.tenancy(make.household(), make.dwelling("Elvegata 1"), moved_in_on=date(2020, 1, 1))
    make.contract(ending, starts_on=date(2020, 1, 1), ends_on=today + timedelta(days=30))
    ended = make.tenancy(
        make.household(main=make.person("Per", "Solli")), make.dwelling("Elvegata 3"), moved_in_on=date(2020, 1, 1)
    )
    make.contract(ended, starts_on=date(2020, 1, 1), ends_on=today)
    households = Household.objects.all()

    [soon] = tenancy_deadlines.expiring_contracts(households, today)
    [silent] = tenancy_deadlines.expired_in_place(households, today)

    assert (soon.household_id, soon.due_on) == (ending.household_id, add_months(today + timedelta(days=30), -3))
    assert silent.household_id == ended.household_id
    assert today + timedelta(days=80) < silent.due_on <= today + timedelta(days=93)
