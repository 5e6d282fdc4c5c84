"""A building from its addresses and unit numbers; and what may be told of the neighbours."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from housing import building_facts
from housing.buildings import building_of, plan, spot_of
from housing.models import Dwelling
from tests import make

TODAY = timezone.localdate()


@pytest.mark.parametrize(
    ("address", "building", "stairs"),
    [
        ("Strandgata 4", "Strandgata 4", ""),
        ("Strandgata 4A", "Strandgata 4", "A"),
        ("Strandgata 4 b", "Strandgata 4", "B"),
        ("Øvre Ås vei 12Å", "Øvre Ås vei 12", "Å"),
        ("7. juni-plassen 1", "7. juni-plassen 1", ""),
        ("Kvartal Havna", "Kvartal Havna", ""),
        ("", "", ""),
    ],
)
def test_a_building_and_its_stairs(address, building, stairs):
    assert building_of(address) == (building, stairs)


def test_from_the_loft_to_the_cellar():
    units = ["H0101", "K0101", "U0101", "L0101", "H0202", "H0201", "U0201", "", "H1001"]
    found = plan((spot_of("Gata 1", unit, None), unit) for unit in units)
    assert [floor.homes for stairs in found for floor in stairs.floors] == [
        ("L0101",),
        ("H1001",),
        ("H0201", "H0202"),
        ("H0101",),
        ("U0101",),
        ("U0201",),
        ("K0101",),
        ("",),
    ]


def test_without_a_unit_number_the_floor_is_what_is_registered():
    assert spot_of("Gata 1 A", "", 3) == spot_of("Gata 1A", "", 3)
    assert (spot_of("Gata 1", "", 3).kind, spot_of("Gata 1", "", 3).floor) == ("H", 3)
    assert (spot_of("Gata 1", "leil. 4", 0).kind, spot_of("Gata 1", "leil. 4", 0).floor) == ("U", 1)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=6), st.text(max_size=8), st.one_of(st.none(), st.integers(-5, 20)))))
def test_no_dwelling_is_lost_from_the_plan(homes):
    spots = [(spot_of(f"Gata {a}", unit, floor), number) for number, (a, unit, floor) in enumerate(homes)]
    drawn = [home for stairs in plan(spots) for floor in stairs.floors for home in floor.homes]
    assert sorted(drawn) == list(range(len(homes)))


@pytest.fixture
def house(db):
    """Five dwellings: three let, one under work, one vacant. The next house has its own."""
    homes = [make.dwelling("Strandgata 4", unit_number=f"H0{n}01", postal_code="9992") for n in range(1, 6)]
    make.dwelling("Strandgata 40", postal_code="9992")
    make.dwelling("Strandgata 4", unit_number="H0601", postal_code="9993")
    make.void(homes[3], starts_on=date(2026, 1, 5))
    return homes


def let(home, *, children=0, **person):
    born = [date(TODAY.year - 5, 1, 1 + number) for number in range(children)]
    return make.tenancy(make.household(main=make.person("Sol", "Skjult", **person), children=born), home)


def page_of(client, home):
    return client.get(reverse("building", args=[home.pk]))


def test_a_protected_household_cannot_be_told_from_the_plan(house, client):
    client.force_login(make.caseworker())
    let(house[0])
    let(house[1])
    before = page_of(client, house[0]).content
    type(make.person()).objects.filter(family_name="Skjult").update(address_protection="strictly_confidential")

    after = page_of(client, house[0]).content

    assert _stripped(before) == _stripped(after)
    assert b"Skjult" not in after
    assert b"skjermet" not in after
    assert page_of(client, house[0]).context["building"].states == {"occupied": 2, "vacant": 2, "under_work": 1}


def _stripped(page: bytes) -> bytes:
    """Without the token that is new for each request."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"|hx-headers=\'[^\']+\'', b"", page)


def test_few_children_and_few_families_are_not_told(house):
    def told():
        return building_facts.of(house[0], Dwelling.objects.all(), TODAY).children

    let(house[0], children=4)
    assert told() is None, "four are few"
    let(house[1], children=3)
    assert told() is None, "seven of two families point at them"
    hidden = let(house[2], children=2, address_protection="confidential")
    assert told() is None, "a protected family is not counted"
    let(house[4], children=1)
    assert told() == 8
    hidden.move_out(by=make.leader(), moved_out_on=TODAY, end_reason="other")
    assert told() == 8, "nor seen to leave"


def test_the_next_house_and_the_next_town_are_not_in_it(house, client):
    client.force_login(make.user("follow_up"))
    assert page_of(client, house[0]).context["building"].count == 5


def test_as_many_questions_for_a_tower_as_for_a_cottage(house, client, django_assert_num_queries):
    client.force_login(make.caseworker())
    alone = make.dwelling("Stille vei 1")
    page_of(client, alone)
    with django_assert_num_queries(4):
        page_of(client, alone)
    with django_assert_num_queries(4):
        page_of(client, house[0])
