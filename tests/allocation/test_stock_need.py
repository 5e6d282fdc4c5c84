"""The stock against the need: the arithmetic by itself, the facts it is made of, and the page."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from allocation import stock_need as need
from allocation.forecast import Experience, experience_on, forecast_on
from allocation.stock_need import Kind, Living, Supply, Want, Why
from housing.periods import add_months
from tests import make

TODAY = date(2026, 6, 1)
NOW = timezone.localdate()
TWO = Kind(2, "ordinary", "none")
THREE = Kind(3, "ordinary", "none")
GROUPS = ["youth", "refugee"]


def wants(*kinds, groups=(), starts=TODAY, ends=None):
    return [Want(kind, Why.WAITING, starts, ends, frozenset(groups)) for kind in kinds]


def supply(kind=TWO, *, starts=TODAY, ends=None, share=1, earmark=""):
    return Supply(kind, Why.VACANT, starts, ends, Fraction(share), earmark)


def by_size(wanted, supplies):
    found = need.balances(wanted, supplies, [row.kind for row in supplies], [], lambda kind: kind.rooms, TODAY)
    return {row.key: {months: gap.short for months, gap in row.gaps.items()} for row in found}


def test_the_gap_is_what_is_needed_less_what_is_free():
    found = by_size(wants(TWO, TWO, TWO, THREE), [supply(), supply(starts=add_months(TODAY, 6)), supply(THREE)])
    assert found[2] == {0: 2, 6: 1, 12: 1, 24: 1}
    assert found[3] == {0: 0, 6: 0, 12: 0, 24: 0}


def test_a_surplus_of_one_size_helps_no_other():
    assert by_size(wants(TWO), [supply(THREE)]) == {
        2: dict.fromkeys((0, 6, 12, 24), 1),
        3: dict.fromkeys((0, 6, 12, 24), -1),
    }


def test_a_dwelling_that_leaves_the_stock_no_longer_helps():
    assert by_size(wants(TWO), [supply(ends=add_months(TODAY, 12))])[2] == {0: 0, 6: 0, 12: 1, 24: 1}


def test_what_is_earmarked_helps_those_it_is_for_and_nobody_else():
    earmarked = [supply(earmark="youth")]
    assert need.gap_of(wants(TWO), earmarked).short == 1
    assert need.gap_of(wants(TWO, groups=["youth"]), earmarked).short == 0
    # One young among two: the earmarked one is theirs, and the open one is the other's.
    both = wants(TWO) + wants(TWO, groups=["youth"])
    assert need.gap_of(both, [*earmarked, supply()]).short == 0
    assert need.gap_of([], earmarked).short == 0


kinds = st.builds(
    Kind, st.integers(1, 5), st.sampled_from(["ordinary", "adapted"]), st.sampled_from(["none", "ambulant"])
)
days = st.integers(0, 800).map(lambda number: TODAY + timedelta(days=number))
supplies = st.lists(
    st.builds(
        Supply,
        kinds,
        st.just(Why.VACANT),
        days,
        st.none() | days,
        st.fractions(0, 1, max_denominator=20),
        st.sampled_from(["", *GROUPS]),
    )
)
wanting = st.lists(
    st.builds(Want, kinds, st.just(Why.WAITING), days, st.none() | days, st.frozensets(st.sampled_from(GROUPS)))
)


@settings(max_examples=40, deadline=None)
@given(wanting, supplies)
def test_the_groups_of_a_table_add_up_and_the_gap_is_within_its_bounds(wanted, free):
    for key in (lambda kind: kind.rooms, lambda kind: (kind.rooms, kind.type, kind.staffing)):
        found = need.balances(wanted, free, [], [], key, TODAY)
        for months in (0, *need.HORIZONS):
            day = add_months(TODAY, months)
            assert sum(row.gaps[months].need for row in found) == len(need.active(wanted, day))
            assert sum(row.gaps[months].supply for row in found) == sum(
                (row.share for row in need.active(free, day)), Fraction()
            )
            for row in found:
                gap = row.gaps[months]
                assert gap.need - gap.supply <= gap.short <= gap.need


@settings(max_examples=40, deadline=None)
@given(wanting, supplies, st.sampled_from([TWO, THREE]))
def test_one_more_dwelling_never_makes_the_shortage_greater(wanted, free, kind):
    before = need.gap_of(wanted, free).short
    assert need.gap_of(wanted, [*free, supply(kind)]).short == before - 1
    assert need.gap_of(wanted, [*free, supply(kind, earmark="youth")]).short <= before


@pytest.mark.parametrize(
    ("rooms", "facts", "kind"),
    [
        (None, {}, Kind(1, "ordinary", "none")),
        (8, {}, Kind(5, "ordinary", "none")),
        (2, {"accessible": True}, Kind(2, "adapted", "none")),
        (2, {"category": "care", "staffing": "ambulant"}, Kind(2, "adapted", "ambulant")),
        (2, {"category": "care", "staffing": "base"}, Kind(2, "staffed", "base")),
    ],
)
def test_what_kind_it_is(rooms, facts, kind):
    assert Kind.of(rooms, **({"accessible": False, "category": "", "staffing": "none"} | facts)) == kind


def child(years, days=0, **facts):
    return Living(True, add_months(TODAY, -12 * years) + timedelta(days=days), **facts)


def test_children_who_turn_12_need_rooms_of_their_own():
    members = [Living(False), child(11, days=-300), child(8)]
    twelve = add_months(members[1].birth_date, 144)
    assert need.rooms_on(members, TODAY) == 3
    assert need.changes(members, TODAY, add_months(TODAY, 24)) == [(twelve, 4)]
    parts = need.growing(Want(THREE, Why.WAITING, TODAY), members, TODAY, add_months(TODAY, 24))
    assert [(part.kind.rooms, part.starts, part.ends) for part in parts] == [(3, TODAY, twelve), (4, twelve, None)]


def test_born_on_leap_day_turns_12_on_a_leap_day_and_18_on_the_first_of_march():
    members = [Living(False), Living(True, date(2012, 2, 29)), Living(True, date(2020, 5, 5))]
    assert [day for day, _rooms in need.changes(members, date(2024, 1, 1), date(2024, 12, 31))] == [date(2024, 2, 29)]
    assert need._turns(date(2012, 2, 29), 18) == date(2030, 3, 1)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.builds(Living, st.booleans(), st.none() | st.dates(date(2005, 1, 1), TODAY), st.booleans()), max_size=6)
)
def test_changes_are_the_days_the_need_is_another_than_the_day_before(members):
    until = TODAY + timedelta(days=60)
    told = dict(need.changes(members, TODAY, until))
    for number in range(1, 61):
        day = TODAY + timedelta(days=number)
        rooms, before = need.rooms_on(members, day), need.rooms_on(members, day - timedelta(days=1))
        assert (day in told) == (rooms != before)
        assert told.get(day, rooms) == rooms


def test_part_of_a_dwelling_is_not_ordered():
    key = lambda kind: (kind.rooms, kind.type, kind.staffing)  # noqa: E731
    found = need.balances(wants(TWO, THREE, THREE), [supply(share=Fraction(6, 10))], [], [], key, TODAY)
    assert [(line.kind, line.count, line.need) for line in need.proposed(found)] == [(THREE, 2, 2)]


# --- The facts ----------------------------------------------------------------------------------------------

in_database = pytest.mark.django_db


def whys(rows):
    return sorted(row.why for row in rows)


@in_database
def test_who_waits_and_what_is_free(kari):
    make.granted(make.household(), by=kari)
    make.dwelling("Ledig 1")
    make.dwelling("Nød 1", category="emergency")
    make.void(make.dwelling("Arbeid 1"), planned_ends_on=NOW + timedelta(days=50))
    make.tenancy(make.household(), make.dwelling("Tildelt 1"), moved_in_on=None, allocated_on=NOW)
    found = forecast_on(NOW)
    assert whys(found.wants) == ["waiting"]
    assert whys(found.supplies) == ["vacant", "work"]
    assert (len(found.stock), len(found.vacant)) == (3, 1)
    assert next(row.starts for row in found.supplies if row.why == Why.WORK) == NOW + timedelta(days=50)


@in_database
def test_a_home_that_is_handed_back_frees_nothing_and_its_tenant_needs_another():
    ends = add_months(NOW, 8)
    leased = make.dwelling("Leie 1", ownership="leased_in", lease_in_ends_on=ends, rooms=2)
    make.tenancy(make.household(children=[date(NOW.year - 3, 1, 1)]), leased)
    make.dwelling("Leie 2", ownership="leased_in", lease_in_ends_on=ends)
    found = forecast_on(NOW)
    assert [(row.why, row.starts, row.kind.rooms) for row in found.wants] == [(Why.LEASE_IN, ends, 3)]
    assert [(row.why, row.ends) for row in found.supplies] == [(Why.VACANT, ends)]
    assert found.leaving_stock == 2


@in_database
def test_a_tenant_who_is_leaving_frees_the_home_that_day_whatever_the_contract_says():
    home = make.tenancy(make.household(), make.dwelling(), leaves_on=NOW + timedelta(days=20))
    make.contract(home, ends_on=add_months(NOW, 3))
    found = forecast_on(NOW)
    assert [(row.why, row.starts, row.share) for row in found.supplies] == [(Why.LEAVES, home.leaves_on, 1)]


@in_database
def test_a_contract_that_runs_out_counts_by_experience():
    ended, day = add_months(NOW, -8), date(2020, 1, 1)
    for number, left in enumerate([ended + timedelta(days=20), None, None, None]):
        home = make.tenancy(make.household(), make.dwelling(f"Før {number}"), moved_in_on=day, moved_out_on=left)
        make.contract(home, starts_on=day, ends_on=ended)
        if left is None:
            make.contract(home, starts_on=ended, ends_on=None)
    make.contract(make.tenancy(make.household(), make.dwelling("Snart 1")), ends_on=add_months(NOW, 5))
    assert experience_on(NOW) == Experience(ended=4, left=1)
    assert [row.share for row in forecast_on(NOW).supplies if row.why == Why.CONTRACT] == [Fraction(1, 4)]


@in_database
def test_who_grows_out_of_a_home_needs_a_larger_and_frees_the_one_they_have(kari):
    twelve = NOW + timedelta(days=40)
    born = [add_months(twelve, -144), date(NOW.year - 7, 1, 1)]
    living = make.tenancy(make.household(children=born), make.dwelling(rooms=3))
    found = forecast_on(NOW)
    assert [(row.why, row.starts, row.kind.rooms) for row in found.wants] == [(Why.SWAP, twelve, 4)]
    assert [(row.why, row.starts, row.kind.rooms) for row in found.supplies] == [(Why.SWAP, twelve, 3)]
    make.granted(living.household, by=kari, kind="transfer")
    assert whys(forecast_on(NOW).wants) == ["waiting", "waiting"], "as it is now, and from the day: never twice"


@in_database
def test_who_is_to_come_out_without_a_home_is_counted_once(kari):
    out = NOW + timedelta(days=30)
    make.transition(make.household(), planned_on=out)
    make.transition(make.household(), planned_on=out, housing_ready_on=NOW)
    make.transition(make.household(), planned_on=out, home_before="has")
    make.transition(make.household())
    waits = make.granted(make.household(), by=kari)
    make.transition(waits.household, planned_on=out)
    found = forecast_on(NOW)
    assert whys(found.wants) == ["release", "waiting"]
    assert found.releases_without_day == 1


@in_database
def test_the_page_shows_the_tables_and_its_method(at, kari):
    make.granted(make.household(), by=kari)
    make.dwelling("Ledig 1", rooms=3)
    page = at.get(reverse("stock_need"))
    size = {row["label"]: row for row in page.context["tables"][0]["rows"]}
    assert [gap.whole_short for gap in size["2 rom"]["gaps"]] == [1, 1, 1, 1]
    assert (size["3 rom"]["line"].stock, size["3 rom"]["gaps"][0].whole_short) == (1, -1)
    html = page.content.decode()
    assert "Slik er det regnet" in html
    assert "1 søknader innvilget" in html
    assert "Haugen" not in html
    lines = at.get(reverse("stock_need"), {"format": "csv"}).content.decode("utf-8-sig").splitlines()
    assert "2;Ordinær;Ingen;0;0;1;1;1;1;1" in lines


@in_database
def test_as_many_questions_however_many_wait_and_live(at, kari, django_assert_num_queries):
    def one_more(number):
        make.granted(make.household(children=[date(2020, 1, 1)]), by=kari)
        make.contract(make.tenancy(make.household(), make.dwelling(f"Gata {number}")))
        make.transition(make.household(), planned_on=NOW + timedelta(days=30))

    one_more(1)
    at.get(reverse("stock_need"))
    with CaptureQueriesContext(connection) as first:
        at.get(reverse("stock_need"))
    one_more(2)
    one_more(3)
    with django_assert_num_queries(len(first)):
        at.get(reverse("stock_need"))
