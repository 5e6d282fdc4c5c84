"""What a household is reckoned to live on (livsoppholdssatser): versions with a source, kept by the administrator."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from housing.database import Refused
from rent_to_own.living_costs import Step, Table
from rent_to_own.models import ReferenceBudget, ReferenceBudgetLine
from tests import make, make_assessments

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
URL = "reference_budget_new"
TYPED = {
    "valid_from": f"{TODAY:%d.%m.%Y}",
    "source": "Referansebudsjett for prøve, 2026",
    "is_made_up": "on",
    "age_1": "0",
    "age_1_amount": "3 000",
    "age_2": "18",
    "age_2_amount": "8000,50",
    "size_1": "1",
    "size_1_amount": "1000",
}


@pytest.fixture
def at_administrator(client):
    client.force_login(make.user("administrator"))
    return client


def post(client, **sent):
    response = client.post(reverse(URL), TYPED | sent)
    form = (response.context or {}).get("form") if response.status_code == 200 else None
    return response, {field: " ".join(told) for field, told in form.errors.items()} if form else {}


def test_new_amounts_begin_with_their_source_and_are_shown(at_administrator):
    response, told = post(at_administrator, age_3="6", age_3_amount="4000")
    assert (response.status_code, told) == (302, {})
    made = ReferenceBudget.objects.get()
    assert made.table() == Table(
        (Step(0, Decimal(3000)), Step(6, Decimal(4000)), Step(18, Decimal("8000.50"))), (Step(1, Decimal(1000)),)
    )
    page = at_administrator.get(reverse("reference_budget_list")).content.decode().replace("\u00a0", " ")
    assert "Referansebudsjett for prøve, 2026" in page
    assert "Oppdiktede satser" in page
    assert "8 000,50 kr" in page
    # The next version opens with this one.
    assert 'value="8000,50"' in at_administrator.get(reverse(URL)).content.decode()


@pytest.mark.parametrize(
    ("sent", "field", "told"),
    [
        ({"valid_from": f"{TODAY - timedelta(days=1):%d.%m.%Y}"}, "valid_from", "i dag eller senere"),
        ({"valid_from": f"{TODAY + timedelta(days=800):%d.%m.%Y}"}, "valid_from", "to år"),
        ({"source": ""}, "source", ""),
        ({"age_1": "1"}, "age_1", "fra 0 år"),
        ({"size_1": "2"}, "size_1", "fra 1 person"),
        ({"age_2": "0"}, "age_2", "begynner likt"),
        ({"age_2_amount": ""}, "age_2_amount", "Skriv beløpet"),
        ({"age_2": ""}, "age_2", "gjelder fra"),
        ({"age_2": "121"}, "age_2", ""),
        ({"age_2_amount": "-1"}, "age_2_amount", ""),
    ],
)
def test_what_cannot_be_is_told_at_its_field(at_administrator, sent, field, told):
    _response, errors = post(at_administrator, **sent)
    assert told in errors[field]
    assert not ReferenceBudget.objects.exists()


def test_a_version_is_in_force_from_its_day_until_the_next():
    first = make_assessments.reference_budget(date(2025, 1, 1))
    second = make_assessments.reference_budget(date(2026, 1, 1))
    on = ReferenceBudget.objects.on
    assert on(date(2024, 12, 31)) is None
    assert on(date(2025, 12, 31)) == first
    assert on(date(2026, 1, 1)) == second


def test_sent_twice_it_begins_once_and_others_on_the_same_day_are_refused(at_administrator):
    assert [post(at_administrator)[0].status_code for _time in range(2)] == [302, 302]
    response, _errors = post(at_administrator, age_2_amount="9000")
    assert "allerede satser som begynner denne dagen" in response.content.decode()
    assert ReferenceBudget.objects.count() == 1
    assert ReferenceBudgetLine.objects.count() == 3


def test_two_amounts_from_one_age_are_refused_by_the_database():
    twice = (Step(0, Decimal(1)), Step(0, Decimal(2)))
    with pytest.raises(Refused, match="samme alder"):
        make_assessments.reference_budget(ages=twice)
    assert not ReferenceBudget.objects.exists()


def test_the_page_asks_as_much_for_three_as_for_one(at_administrator):
    url = reverse("reference_budget_list")
    make_assessments.reference_budget()
    at_administrator.get(url)
    with CaptureQueriesContext(connection) as one:
        at_administrator.get(url)
    for year in (2021, 2022):
        make_assessments.reference_budget(date(year, 1, 1))
    with CaptureQueriesContext(connection) as three:
        at_administrator.get(url)
    assert len(three) == len(one)


def test_only_the_administrator_sets_them(client):
    for role, answers in (("leader", (200, 403)), ("caseworker", (403, 403)), ("administrator", (200, 200))):
        client.force_login(make.user(role))
        assert (
            client.get(reverse("reference_budget_list")).status_code,
            client.get(reverse(URL)).status_code,
        ) == answers
