"""What follows when a case moves: each row of the table, from the move to what it brought about."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from housing import consequences
from housing.cases import Refused
from housing.models import CaseEvent
from tests import make

pytestmark = pytest.mark.django_db
YES_ON = date(2026, 4, 20)


@pytest.fixture
def leader():
    return make.leader()


@pytest.fixture
def application(leader):
    return make.granted(make.household(children=[date(2018, 5, 17)]), by=leader)


@pytest.fixture
def offer(application, leader):
    return make.offer(application, make.dwelling(monthly_rent=9500), by=leader)


def test_an_accepted_offer_becomes_a_tenancy_that_waits_for_moving_in(offer, application, leader):
    offer.accept(by=leader, answered_on=YES_ON)
    tenancy = application.resulting_tenancies.get()
    assert (tenancy.status, tenancy.allocated_on, tenancy.dwelling) == ("allocated", YES_ON, offer.dwelling)
    assert (tenancy.household, tenancy.tenure, tenancy.monthly_rent) == (application.household, "municipal", 9500)
    application.refresh_from_db()
    assert application.status == "fulfilled"
    told = CaseEvent.objects.filter(household=application.household, happened_on=YES_ON)
    assert {(event.subject_type.model, event.became) for event in told} == {
        ("offer", "accepted"),
        ("tenancy", "allocated"),
        ("application", "fulfilled"),
    }


def test_a_dwelling_that_is_taken_refuses_the_whole_acceptance(offer, application, leader):
    make.tenancy(make.household(), offer.dwelling, moved_in_on=None, allocated_on=date(2026, 4, 1))
    with pytest.raises(Refused, match="Boligen er allerede tildelt en annen husstand"):
        offer.accept(by=leader, answered_on=YES_ON)
    offer.refresh_from_db()
    application.refresh_from_db()
    assert (offer.status, application.status) == ("open", "granted")
    assert not application.resulting_tenancies.exists()
    assert not CaseEvent.objects.filter(household=application.household, happened_on=YES_ON).exists()


def test_an_application_taken_off_the_list_takes_its_offer_with_it(offer, application, leader):
    application.close(by=leader, closed_on=date(2026, 5, 1), reason="Flyttet fra kommunen")
    offer.refresh_from_db()
    assert offer.status == "withdrawn"


def test_other_offers_stay_when_one_application_leaves(offer, application, leader):
    other = make.offer(make.granted(make.household(), by=leader), make.dwelling("Elvegata 2"), by=leader)
    application.close(by=leader, closed_on=date(2026, 5, 1), reason="Flyttet fra kommunen")
    other.refresh_from_db()
    assert other.status == "open"


def test_an_allocation_that_fell_through_puts_the_household_back_on_the_list(offer, application, leader):
    offer.accept(by=leader, answered_on=YES_ON)
    application.resulting_tenancies.get().cancel(by=leader, cancelled_on=date(2026, 5, 2), note="Ville ikke likevel.")
    application.refresh_from_db()
    offer.refresh_from_db()
    assert (application.status, application.decided_on) == ("granted", date(2026, 4, 1))
    assert offer.status == "withdrawn"
    assert application in type(application).objects.waiting(date(2026, 5, 3))
    # And the dwelling can be offered again.
    make.offer(application, offer.dwelling, by=leader, offered_on=date(2026, 5, 3))


def test_a_private_tenancy_has_no_list_to_return_to(leader):
    tenancy = make.tenancy(make.household(), moved_in_on=None)
    tenancy.cancel(by=leader, cancelled_on=date(2026, 5, 2), note="Avtalen ble ikke noe av.")
    assert tenancy.status == "cancelled"


def test_what_follows_runs_in_the_order_of_the_table(offer, leader, monkeypatch):
    order = []
    monkeypatch.setattr(consequences, "TABLE", {"allocation.offer.declined": ["first", "second"]})
    monkeypatch.setattr(consequences, "import_string", lambda path: lambda case, by: order.append((path, case, by)))
    offer.decline(by=leader, answered_on=YES_ON, reason="For langt unna")
    assert order == [("first", offer, leader), ("second", offer, leader)]


def test_the_table_can_be_printed():
    out = StringIO()
    call_command("consequences", stdout=out)
    for key, paths in consequences.TABLE.items():
        assert key in out.getvalue()
        assert all(path in out.getvalue() for path in paths)
