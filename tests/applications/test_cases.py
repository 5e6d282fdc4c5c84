"""An application before it is decided: received, taken, changed, withdrawn, answered in the meantime; and the list."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from applications.filters import last_answered_in_time
from applications.forms.cases import WithdrawForm
from applications.models import Application
from housing import terms
from housing.cases import Refused
from housing.models import CaseEvent
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def no(day):
    return f"{day:%d.%m.%Y}"


def send(at, household, **changed):
    sent = {"kind": "new", "received_on": no(TODAY), "rooms_min": "1"} | changed
    return at.post(reverse("application_new", args=[household.pk]), sent)


def test_received_is_on_the_timeline_and_is_made_once(at, household, kari):
    first, second = send(at, household, external_id="s-1"), send(at, household, external_id="s-1")
    case = Application.objects.get()
    assert first.url == second.url == case.get_absolute_url()
    assert (case.status, case.caseworker) == ("received", kari)
    assert CaseEvent.objects.get(became="received").note == "Ny"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"received_on": no(TODAY + timedelta(days=1))}, "received_on"),
        ({"received_on": "01.01.1900"}, "received_on"),
        ({"received_on": "31.02.2026"}, "received_on"),
        ({"kind": "transfer"}, "tenancy"),
        ({"kind": "extension"}, "tenancy"),
        ({"kind": "gave"}, "kind"),
        ({"rooms_min": "0"}, "rooms_min"),
        ({"rooms_min": "99999"}, "rooms_min"),
        ({"wishes": "å" * 2001}, "wishes"),
        ({"wishes": "\x00"}, "wishes"),
    ],
)
def test_what_cannot_be_so_is_said_at_the_field(at, household, changed, field):
    page = send(at, household, **changed)
    assert page.status_code == 200
    assert field in page.context["form"].errors
    assert not Application.objects.exists()


def test_a_transfer_is_about_a_home_of_the_household(at, household):
    mine, other = make.tenancy(household, make.dwelling()), make.tenancy(make.household(), make.dwelling("Storgata 1"))
    assert "tenancy" in send(at, household, kind="transfer", tenancy=other.pk).context["form"].errors
    send(at, household, kind="transfer", tenancy=mine.pk)
    assert Application.objects.get().tenancy == mine


def test_rooms_are_proposed_from_who_lives_there(kari):
    family = make.household(children=[date(TODAY.year - 15, 1, 1), date(TODAY.year - 4, 1, 1)])
    assert family.rooms_needed_on(TODAY) == 4
    assert make.household().rooms_needed_on(TODAY) == 1


def test_taking_the_case(household, kari):
    odd, case = make.caseworker(name="Odd Lie"), make.application(make.household(), by=kari)
    case.take(by=odd)
    assert (case.status, case.caseworker) == ("under_review", odd)
    assert case.household.is_case_of(odd)
    with pytest.raises(Refused, match="Til behandling"):
        case.take(by=kari)
    stale = Application.objects.get(pk=case.pk)
    stale.status = "received"
    with pytest.raises(Refused, match="Noen andre"):
        stale.take(by=kari)


def test_withdrawing(household, kari):
    case = make.application(household, by=kari)
    form = WithdrawForm({"withdrawn_on": no(TODAY), "note": "Fant bolig"}, application=case)
    assert form.is_valid()
    form.withdraw(by=kari)
    assert (case.status, case.outcome, case.decided_on) == ("withdrawn", "withdrawn", TODAY)
    with pytest.raises(Refused):
        form.withdraw(by=kari)
    early = WithdrawForm({"withdrawn_on": no(case.received_on - timedelta(days=1))}, application=case)
    assert "withdrawn_on" in early.errors


@pytest.mark.parametrize("today", [date(2026, 3, day) for day in (1, 28, 29, 30, 31)] + [date(2028, 3, 1)])
def test_late_in_the_list_is_late_by_the_rule(today):
    last = last_answered_in_time(today)
    assert terms.due_on("F1", last) < today
    assert not terms.due_on("F1", last + timedelta(days=1)) < today


def test_the_list_asks_as_much_for_three_as_for_one(at, kari):
    url = reverse("application_list")
    make.application(make.household(children=[date(2020, 1, 1)]), by=kari)
    at.get(url)
    with CaptureQueriesContext(connection) as one:
        assert len(at.get(url).context["page_obj"]) == 1
    for _row in range(2):
        make.application(make.household(caseworker=kari), by=kari, caseworker=kari)
    with CaptureQueriesContext(connection) as three:
        assert len(at.get(url).context["page_obj"]) == 3
    assert len(three) == len(one)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=received", 1),
        ("status=granted", 1),
        ("caseworker=mine", 1),
        ("caseworker=ingen", 1),
        ("late=ja", 1),
        ("received_from=01.01.2026", 2),
        ("received_to=01.01.2026", 0),
        ("received_from=tull", 2),
        ("kind=transfer", 0),
    ],
)
def test_filters(at, household, kari, query, found):
    make.application(household, by=kari)
    make.granted(make.household(), by=kari)
    page = at.get(f"{reverse('application_list')}?{query}")
    assert page.context["page_obj"].paginator.count == found


def test_the_list_as_a_file(at, household, kari):
    make.application(household, by=kari)
    text = at.get(f"{reverse('application_list')}?format=csv&sort=name").content.decode("utf-8-sig")
    assert text.splitlines()[0].startswith("Saksnummer;Husstand;")
    assert "Haugen, Amina" in text


def test_who_may_not(client, household, kari):
    case = make.application(household, by=kari)
    client.force_login(make.user("steering"))
    assert client.get(reverse("application_list")).status_code == 403
    assert client.get(case.get_absolute_url()).status_code == 403
    assert client.post(reverse("application_take", args=[case.pk])).status_code == 403
