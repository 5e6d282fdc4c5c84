"""Times a dwelling cannot be let: who pays, what it costs, when it was to be ready, and that it ends."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
BEGAN = TODAY - timedelta(days=30)


@pytest.fixture
def rent(client):
    user = make.user("rent")
    client.force_login(user)
    return user


def typed(day):
    return f"{day:%d.%m.%Y}"


def test_it_is_registered_with_its_plan_and_cost_once(client, rent):
    home = make.dwelling()
    facts = {
        "external_id": "nokkel-1",
        "reason": "damage",
        "note": "Vannskade på badet",
        "starts_on": typed(BEGAN),
        "planned_ends_on": typed(TODAY),
        "cost_bearer": "insurance",
        "estimated_cost": "120 000",
    }
    for _ in range(2):
        assert client.post(reverse("void_new", args=[home.pk]), facts).status_code == 302
    void = home.voids.get()
    assert (void.cost_bearer, void.estimated_cost, void.planned_ends_on) == ("insurance", Decimal(120_000), TODAY)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"planned_ends_on": "01.01.2026"}, "planned_ends_on"),
        ({"ends_on": typed(TODAY + timedelta(days=1))}, "ends_on"),
        ({"starts_on": "01.01.2001"}, "starts_on"),
        ({"estimated_cost": "-1"}, "estimated_cost"),
        ({"cost_bearer": "naboen"}, "cost_bearer"),
    ],
)
def test_what_cannot_be_is_said_at_the_field(client, rent, facts, field):
    home = make.dwelling()
    known = {"reason": "damage", "starts_on": typed(BEGAN)} | facts
    assert field in client.post(reverse("void_new", args=[home.pk]), known).context["form"].errors
    assert not home.voids.exists()


def test_it_ends_with_what_it_came_to_and_only_once(client, rent):
    void = make.void(make.dwelling(), starts_on=BEGAN, estimated_cost=50_000)
    url = reverse("void_end", args=[void.pk])
    facts = {"ends_on": typed(TODAY), "cost_bearer": "tenant", "actual_cost": "61 250,50"}
    assert client.post(url, facts).status_code == 302
    void.refresh_from_db()
    assert (void.ends_on, void.cost_bearer, void.actual_cost) == (TODAY, "tenant", Decimal("61250.50"))
    assert "avsluttet allerede" in client.post(url, facts | {"actual_cost": "1"}).content.decode()
    void.refresh_from_db()
    assert void.actual_cost == Decimal("61250.50")


def test_the_one_most_over_its_plan_stands_first(client, rent):
    late, later, fine, unplanned = (make.void(make.dwelling(f"Gata {n}"), starts_on=BEGAN) for n in range(4))
    for void, days in ((late, -1), (later, -20), (fine, 10)):
        type(void).objects.filter(pk=void.pk).update(planned_ends_on=TODAY + timedelta(days=days))
    make.void(make.dwelling("Ferdig 1"), starts_on=BEGAN, ends_on=TODAY)
    gone = make.dwelling("Solgt 1", left_stock_on=TODAY, left_stock_reason="demolished")
    make.void(gone, starts_on=BEGAN, planned_ends_on=BEGAN)

    def rows(**asked):
        return client.get(reverse("void_list"), asked).context["page_obj"].object_list

    assert rows() == [later, late, fine, unplanned]
    assert rows(vis="over") == [later, late]
    assert len(rows(vis="alle")) == 6
    assert (rows()[0].late_days, rows()[0].empty_days) == (20, 31)


def test_days_somebody_lives_there_are_not_lost(client, rent):
    home = make.dwelling(monthly_rent=Decimal(7300))
    make.tenancy(make.household(), home, moved_in_on=date(2025, 1, 1), moved_out_on=TODAY - timedelta(days=10))
    make.void(home, starts_on=BEGAN)
    page = client.get(reverse("dwelling", args=[home.pk]))
    void = page.context["voids"][0]
    assert (void.empty_days, void.loss) == (11, Decimal("2640.00"))
    assert page.context["empty_years"][0]["days"] == 11


def test_as_many_questions_for_three_as_for_one(client, rent, django_assert_num_queries):
    make.void(make.dwelling("Gata 1"), starts_on=BEGAN)
    client.get(reverse("void_list"))
    with django_assert_num_queries(4):
        client.get(reverse("void_list"))
    for number in (2, 3):
        make.void(make.dwelling(f"Gata {number}"), starts_on=BEGAN)
    with django_assert_num_queries(4):
        client.get(reverse("void_list"))


def test_a_caseworker_reads_and_does_not_change(client):
    client.force_login(make.caseworker())
    void = make.void(make.dwelling())
    assert client.get(reverse("void_list")).status_code == 200
    assert client.post(reverse("void_end", args=[void.pk]), {"ends_on": typed(TODAY)}).status_code == 403
