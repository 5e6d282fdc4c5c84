"""Where a dwelling lies, against a place somebody must not live: rather a door too many than one too few."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housing.places import is_at, place_of

HOME = place_of("Strandgata 4", "Strømsø")


@pytest.mark.parametrize(
    "written",
    [
        "Strandgata 4",
        "STRANDGATA 4",
        "Strandgata 4B",
        "strandgata 4 b",
        "Strandgata  4, H0101",
        "Strandgaten 4",
        "Strandgt. 4",
        "Strand gate 4",
        "Strandgata 2-6",
        "Strandgata 04",
    ],
)
def test_the_building_however_it_is_written(written):
    assert is_at(HOME, "building", written) is True


@pytest.mark.parametrize("written", ["Strandgata 40", "Strandgata 14", "Strandveien 4", "Strandgata 5–7", "Elvegata 4"])
def test_another_building(written):
    assert is_at(HOME, "building", written) is False


@pytest.mark.parametrize(
    ("home", "written"),
    [("Åsveien 3", "Åsveg"), ("Åsvn. 3", "Åsvegen"), ("7. juni gate 3", "7. juni gate"), ("Kråkerøy 1", "kråkerøy")],
)
def test_a_street_is_all_its_buildings(home, written):
    assert is_at(place_of(home), "street", written) is True
    assert is_at(place_of("Elvegata 1"), "street", written) is False


@pytest.mark.parametrize(
    ("district", "answer"), [("Strømsø", True), ("STRØMSØ", True), ("Bragernes", False), ("", None)]
)
def test_a_district_that_is_not_registered_is_unknown(district, answer):
    assert is_at(place_of("Strandgata 4", district), "district", "Strømsø") is answer


@pytest.mark.parametrize(("address", "answer"), [("", None), ("Strandgata", None), ("Elvegata", False)])
def test_an_address_that_is_not_whole_may_be_there(address, answer):
    assert is_at(place_of(address), "building", "Strandgata 4") is answer


@given(st.text(max_size=40), st.text(max_size=40))
def test_whatever_is_written_has_an_answer(home, where):
    assert is_at(place_of(home), "building", where) in {True, False, None}
    if place_of(home).street:
        assert is_at(place_of(home), "building", home) is True
