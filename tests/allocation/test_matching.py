"""Which dwelling fits which household."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.matching import STAFFING, Home, Need, in_order, match, rooms_needed

HOME = Home(id=1, rooms=2, area_m2=50, floor=1, has_lift=False, is_wheelchair_accessible=False)
unknown_or = st.none().__or__

needs = st.builds(
    Need,
    rooms_min=st.integers(1, 5),
    persons=st.integers(1, 6),
    needs_wheelchair=st.booleans(),
    needs_lift_or_ground_floor=st.booleans(),
    staffing_need=st.sampled_from(STAFFING),
    target_groups=st.frozensets(st.sampled_from(["elderly", "youth"])),
)
homes = st.builds(
    Home,
    id=st.integers(1, 999),
    rooms=unknown_or(st.integers(1, 6)),
    area_m2=unknown_or(st.integers(15, 200)),
    floor=unknown_or(st.integers(0, 6)),
    has_lift=unknown_or(st.booleans()),
    is_wheelchair_accessible=unknown_or(st.booleans()),
    category=st.sampled_from(["ordinary", "adapted", "temporary"]),
    staffing=st.sampled_from(STAFFING),
    earmarked_for=st.sampled_from(["", "elderly", "youth"]),
)


def fits(need=None, **home):
    return match(need or Need(), replace(HOME, **home)).fits


def test_one_person_fits_an_ordinary_home():
    assert fits() is True
    assert fits(rooms=1, area_m2=18) is True
    space = match(Need(persons=1), Home(id=1)).requirements[1]
    assert (str(space.label), space.is_met) == ("Plass", True)


@pytest.mark.parametrize(("rooms", "answer"), [(1, False), (2, True), (3, True), (None, None)])
def test_rooms(rooms, answer):
    assert fits(Need(rooms_min=2), rooms=rooms) is answer


@pytest.mark.parametrize(
    ("rooms", "area", "answer"),
    [(3, 40, True), (2, 75, True), (2, 74, False), (2, None, None), (None, 75, True), (None, 60, None)],
)
def test_three_people_are_not_crowded(rooms, area, answer):
    found = match(Need(rooms_min=1, persons=3), replace(HOME, rooms=rooms, area_m2=area)).requirements
    assert next(row.is_met for row in found if str(row.label) == "Plass") is answer


@pytest.mark.parametrize(("accessible", "answer"), [(True, True), (False, False), (None, None)])
def test_wheelchair(accessible, answer):
    assert fits(Need(needs_wheelchair=True), is_wheelchair_accessible=accessible) is answer
    assert fits(Need(), is_wheelchair_accessible=accessible) is True


@pytest.mark.parametrize(
    ("floor", "lift", "answer"),
    [
        (1, False, True),
        (0, None, True),
        (3, True, True),
        (None, True, True),
        (2, False, False),
        (2, None, None),
        (None, False, None),
    ],
)
def test_no_stairs(floor, lift, answer):
    assert fits(Need(needs_lift_or_ground_floor=True), floor=floor, has_lift=lift) is answer
    assert fits(Need(), floor=floor, has_lift=lift) is True


@pytest.mark.parametrize(("staffing", "answer"), [("none", False), ("ambulant", False), ("base", True)])
def test_at_least_the_staffing_needed(staffing, answer):
    assert fits(Need(staffing_need="base"), staffing=staffing) is answer
    assert fits(Need(staffing_need="base"), staffing="round_the_clock") is True


def test_an_earmarked_home_is_for_its_group():
    assert fits(Need(target_groups=frozenset({"youth"})), earmarked_for="youth") is True
    assert fits(Need(target_groups=frozenset({"elderly"})), earmarked_for="youth") is False
    assert fits(Need(), earmarked_for="youth") is False


@pytest.mark.parametrize("category", ["temporary", "emergency"])
def test_a_temporary_home_is_not_let(category):
    assert fits(category=category) is False


def test_the_words_of_a_requirement():
    rows = match(Need(rooms_min=3, needs_lift_or_ground_floor=True), replace(HOME, floor=4)).requirements
    assert [(str(row.label), str(row.need_text), str(row.home_text)) for row in rows] == [
        ("Rom", "minst 3", "2"),
        ("Plass", "1 person", "50 m²"),
        ("Etasje og heis", "første etasje eller heis", "4. etasje, heis: nei"),
    ]


def test_the_closest_fit_comes_first():
    candidates = [
        replace(HOME, id=1, rooms=1),
        replace(HOME, id=2, rooms=4),
        replace(HOME, id=3, rooms=None),
        replace(HOME, id=4, rooms=2, staffing="round_the_clock"),
        replace(HOME, id=5, rooms=2, is_wheelchair_accessible=True),
        replace(HOME, id=7, rooms=2),
        replace(HOME, id=6, rooms=2),
    ]
    assert [found.home.id for found in in_order(Need(rooms_min=2), candidates)] == [6, 7, 2, 5, 4, 3, 1]


@given(needs, homes)
def test_a_home_fits_exactly_when_every_requirement_is_met(need, home):
    found = match(need, home)
    answers = {row.is_met for row in found.requirements}
    assert found.fits == (False if False in answers else None if None in answers else True)


@given(needs, homes)
def test_learning_more_about_a_home_never_turns_a_yes_or_no_around(need, home):
    known = replace(home, rooms=home.rooms or 2, has_lift=bool(home.has_lift), floor=home.floor or 1)
    before = match(need, home).fits
    assert before is None or match(need, known).fits is before


@given(needs, st.lists(homes, max_size=8, unique_by=lambda home: home.id))
def test_the_order_does_not_depend_on_the_order_asked_in(need, all_homes):
    assert in_order(need, all_homes) == in_order(need, all_homes[::-1])


@pytest.mark.parametrize(
    ("adults", "children", "shared", "rooms"),
    [
        (1, [], [], 1),
        (2, [], [], 2),
        (3, [], [], 3),
        (1, [4], [], 3),
        (1, [4, 11], [], 3),
        (1, [4, 12], [], 4),
        (2, [1, 5, 9], [], 4),
        (2, [13, 15, 17], [], 5),
        (1, [], [14, 6], 3),
        (1, [3], [14], 4),
    ],
)
def test_rooms_needed(adults, children, shared, rooms):
    assert rooms_needed(adults, children, shared) == rooms


@given(st.integers(1, 6), st.lists(st.integers(0, 17), max_size=8), st.integers(0, 17))
def test_one_more_in_the_family_never_needs_fewer_rooms(adults, ages, age):
    assert rooms_needed(adults, [*ages, age]) >= rooms_needed(adults, ages)
    assert rooms_needed(adults + 1, ages) >= rooms_needed(adults, ages)
    assert rooms_needed(adults, ages, [age]) >= rooms_needed(adults, ages)
