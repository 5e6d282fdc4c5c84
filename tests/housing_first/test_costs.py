"""What a team costs in half a year and for each participant; and repairs before and after somebody moved in."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from housing.periods import Period
from housing_first import cost_page, repairs
from housing_first.models import RepairCost, TeamCost
from housing_first.repairs import Stay
from tests import make
from tests import make_housing_first as make_hf

TODAY = timezone.localdate()
SPRING = Period.half_year(2026, 1)
IN = date(2025, 1, 1)
D = Decimal


# --- By rule ---------------------------------------------------------------------------------------------------------


def test_the_day_they_moved_in_belongs_to_the_time_after():
    costs = [(IN - timedelta(1), D(100)), (IN, D(10)), (date(2022, 12, 31), D(5000)), (date(2027, 1, 1), D(7000))]
    found = repairs.compare(Stay(IN, None, date(2010, 1, 1)), costs, date(2028, 1, 1))
    assert (found.before.total, found.before.days) == (D(100), 731)
    assert (found.after.total, found.after.days) == (D(10), 730)


def test_a_short_side_says_nothing():
    new = repairs.compare(Stay(IN, None, IN - timedelta(29)), [(IN - timedelta(1), D(100))], date(2026, 1, 1))
    assert new.before.yearly is None
    assert not new.is_comparable
    left = repairs.compare(Stay(IN, IN + timedelta(30), date(2010, 1, 1)), [(IN, D(600))], date(2026, 1, 1))
    assert left.after.yearly == D(7300)
    assert repairs.together([new, left]) == repairs.together([left]) == left


@given(
    st.lists(st.tuples(st.dates(date(2018, 1, 1), date(2030, 1, 1)), st.integers(1, 9999).map(D)), max_size=12),
    st.dates(date(2020, 1, 1), date(2024, 1, 1)),
    st.integers(0, 900),
)
def test_nothing_is_counted_on_both_sides(costs, moved_in_on, lived):
    stay = Stay(moved_in_on, moved_in_on + timedelta(days=lived), date(2019, 6, 1))
    found = repairs.compare(stay, costs, date(2026, 1, 1))
    assert found.before.total + found.after.total <= sum((kr for _day, kr in costs), D(0))
    assert 0 <= found.after.days <= min(lived, 731)
    assert 0 <= found.before.days <= 731


@pytest.mark.parametrize(
    ("memberships", "today", "posts"),
    [
        ([(date(2025, 1, 1), None, 100)] * 4 + [(date(2025, 1, 1), None, 50)], date(2026, 12, 1), D("4.50")),
        ([(date(2025, 1, 1), date(2026, 4, 1), 100)], date(2026, 12, 1), D("0.50")),
        ([(date(2026, 4, 2), None, 100)], date(2026, 12, 1), D("0.50")),
        ([(date(2026, 1, 1), None, 80)], date(2026, 1, 10), D("0.80")),
        ([(date(2026, 8, 1), None, 80), (date(2020, 1, 1), date(2026, 1, 1), 80)], date(2026, 12, 1), D("0.00")),
        ([], date(2025, 12, 31), None),
    ],
)
def test_posts_are_the_shares_day_by_day(memberships, today, posts):
    assert cost_page.posts_in(SPRING, memberships, today) == posts


# --- The page --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_bodos_half_year_is_half_of_three_point_two_million(team, trine):
    cost = make_hf.team_cost(team, expenses="50000")
    assert (cost.salaries, cost.total) == (D(1_600_000), D(1_650_000))
    for started, ended in [(date(2026, 1, 1), None), (date(2025, 5, 1), date(2026, 1, 1)), (date(2026, 6, 30), None)]:
        household = make.household(created_on=date(2025, 1, 1))
        make_hf.participation(household, team, by=trine, started_on=started, ended_on=ended)
    (line,) = cost_page.team_lines(TeamCost.objects.all(), TODAY)
    assert (line.followed, line.per_participant) == (2, D(825_000))
    assert line.posts_by_members == D("1.00")


def sent(of, **more):
    facts = {"team": of.pk, "year": "2026", "half": "1", "posts": "4,5", "price_per_post": "800 000", "expenses": ""}
    return facts | {"external_id": "k-1"} | more


@pytest.mark.django_db
def test_a_half_year_is_registered_once_and_put_right(at_leader, team):
    for _time in range(2):
        assert at_leader.post(reverse("team_cost_new"), sent(team)).status_code == 302
    cost = TeamCost.objects.get()
    assert (cost.posts, cost.total) == (D("4.50"), D(1_800_000))
    text = at_leader.post(reverse("team_cost_new"), sent(team, external_id="k-2")).content.decode()
    assert "Kostnadene for dette halvåret er allerede registrert." in text
    page = reverse("team_cost_change", args=[cost.pk])
    assert "4,5" in at_leader.get(page).content.decode()
    assert at_leader.post(page, sent(team, posts="4", expenses="1 000,50")).status_code == 302
    cost.refresh_from_db()
    assert cost.total == D("1601000.50")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"posts": "-1"},
        {"posts": "mange"},
        {"posts": "501"},
        {"year": "1999"},
        {"year": str(TODAY.year + 1)},
        {"year": "99999999999"},
        {"half": "3"},
        {"price_per_post": ""},
        {"team": "0"},
    ],
)
def test_a_wrong_half_year_is_told_at_its_field(at_leader, team, wrong):
    response = at_leader.post(reverse("team_cost_new"), sent(team, **wrong))
    assert response.status_code == 200
    assert set(response.context["form"].errors) == set(wrong)
    assert not TeamCost.objects.exists()


@pytest.mark.django_db
def test_repairs_are_told_by_the_dwellings_number_and_never_its_address(at_leader, team, trine):
    home = make.dwelling("Hemmelige vei 7", acquired_on=date(2010, 1, 1))
    household = make.household(created_on=date(2023, 1, 1))
    make_hf.participation(household, team, by=trine, started_on=date(2024, 12, 1))
    make.tenancy(household, home, moved_in_on=IN)
    for paid_on, amount in [(date(2024, 3, 1), "20000"), (date(2025, 3, 1), "1000")]:
        made = {"dwelling": home.pk, "paid_on": f"{paid_on:%d.%m.%Y}", "amount": amount, "external_id": f"r-{amount}"}
        assert at_leader.post(reverse("repair_new"), made).status_code == 302
    assert RepairCost.objects.count() == 2
    text = at_leader.get(reverse("team_cost_list")).content.decode()
    assert f"B-{home.pk:06d}" in text
    assert "Hemmelige" not in text
    ((line,), together) = cost_page.repair_lines(TODAY)
    assert line.found.before.yearly == D(9986)
    assert line.found.after.yearly < D(1000)
    assert together == line.found


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"dwelling": "999999"}, "dwelling"),
        ({"dwelling": "99999999999999999999"}, "dwelling"),
        ({"dwelling": "x"}, "dwelling"),
        ({"amount": "0"}, "amount"),
        ({"paid_on": f"{TODAY + timedelta(1):%d.%m.%Y}"}, "paid_on"),
    ],
)
def test_a_wrong_repair_is_told_at_its_field(at_leader, wrong, field):
    home = make.dwelling()
    made = {"dwelling": home.pk, "paid_on": f"{TODAY:%d.%m.%Y}", "amount": "500"} | wrong
    response = at_leader.post(reverse("repair_new"), made)
    assert field in response.context["form"].errors
    assert not RepairCost.objects.exists()


@pytest.mark.django_db
def test_the_page_is_the_leaders_and_asks_the_same_number_of_questions(at, at_leader, team):
    page = reverse("team_cost_list")
    assert at.get(page).status_code == 403
    counts = []
    for half in (1, 2):
        made = make_hf.team(f"Team {half}")
        make_hf.team_cost(made, half=half)
        home = make.dwelling(f"Sjøgata {half}")
        household = make.household(created_on=date(2023, 1, 1))
        make_hf.participation(household, made, started_on=date(2024, 12, 1))
        make.tenancy(household, home, moved_in_on=IN)
        make_hf.repair(home, date(2024, 3, 1), "500")
        at_leader.get(page)
        with CaptureQueriesContext(connection) as asked:
            at_leader.get(page)
        counts.append(len(asked))
    assert counts[0] == counts[1]
