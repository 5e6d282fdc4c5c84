"""What the generator tells after the town has lived: releases, help plans and requests agree with what happened."""

from collections import Counter, defaultdict
from datetime import date

import pytest

from housing.periods import add_months
from tests.housing.test_generator import UNTIL, a_year, municipality, none_overlap, overlap

pytestmark = pytest.mark.xdist_group("generated")


@pytest.fixture
def drammen_sized():
    return municipality(scale=1, seed=1)


@pytest.fixture(params=[2, "whole"])
def town(request):
    if request.param == "whole":
        return municipality(scale=1, seed=1)
    return municipality(scale=0.1, seed=request.param)


def test_whoever_is_found_in_category_3_is_expected_out_as_long_as_that_holds(town):
    expected = town.by("transitions", "household")
    for mapping in town.rows("mappings"):
        if mapping["homeless_category"] != "3":
            continue
        assert (mapping["ended_on"] or UNTIL) <= add_months(mapping["mapped_on"], 2), "category 3 holds for two months"
        stays = [
            row
            for row in expected[mapping["household"]]
            if row["notified_on"] <= mapping["mapped_on"]
            and (row["actual_on"] is None or row["actual_on"] >= (mapping["ended_on"] or date.max))
        ]
        assert len(stays) == 1, mapping
        if mapping["ended_on"] is None:
            assert stays[0]["actual_on"] is None
            assert stays[0]["planned_on"] <= add_months(mapping["mapped_on"], 2)


def test_releases_are_whole(town):
    hidden = {p["id"] for p in town.rows("persons") if p["address_protection"] not in ("none", "client")}
    hidden = {m["household"] for m in town.rows("household_members") if m["person"] in hidden}
    moved_in = {(t["household"], t["moved_in_on"]): t["tenure"] for t in town.rows("tenancies") if t["moved_in_on"]}
    for row in town.rows("transitions"):
        assert bool(row["actual_on"]) == bool(row["outcome"])
        assert bool(row["institution"]) == (row["household"] not in hidden), row
        if row["outcome"] in ("municipal", "private", "own"):
            assert row["housing_ready_on"]
        if row["outcome"] in ("none", "temporary"):
            assert not row["housing_ready_on"]
        if row["housing_ready_on"] and row["actual_on"]:
            assert row["notified_on"] <= row["housing_ready_on"] <= row["actual_on"]
        assert moved_in.get((row["household"], row["actual_on"]), row["outcome"]) == row["outcome"]


def test_a_help_plan_follows_a_refusal_and_an_ended_one_has_an_outcome(town):
    plans = Counter(plan["application"] for plan in town.rows("help_plans"))
    assert set(plans.values()) == {1}
    for plan in town.rows("help_plans"):
        application = town.applications[plan["application"]]
        assert application["outcome"] == "rejected"
        assert plan["made_on"] >= application["decided_on"]
        assert plan["measures"]
        assert bool(plan["outcome"]) == bool(plan["outcome_on"])


def test_requests_for_other_help_are_decided_and_wait_on_no_list(town):
    others = [row for row in town.rows("applications") if row["kind"] in ("assistance", "temporary")]
    assert others
    offered = {offer["application"] for offer in town.rows("offers")}
    for row in others:
        assert row["id"] not in offered
        assert not row["tenancy"]
        assert row["received_on"] >= town.households[row["household"]]["created_on"]


def test_there_are_as_many_as_in_drammen_and_some_are_soon_out_without_a_home(drammen_sized):
    town = drammen_sized
    rows = list(town.rows("transitions"))
    kinds = {
        kind: a_year([row for row in rows if row["kind"] == kind], "notified_on") for kind in ("release", "discharge")
    }
    assert kinds["release"] == pytest.approx(75, abs=20)
    assert kinds["discharge"] == pytest.approx(46, abs=15)
    out = [row for row in rows if row["actual_on"]]
    assert 0.7 < sum(bool(row["housing_ready_on"]) for row in out) / len(out) < 0.9
    soon = [row for row in rows if not row["actual_on"] and not row["housing_ready_on"]]
    assert len(soon) == pytest.approx(33, abs=6)
    assert all(row["planned_on"] for row in soon)


def test_refusals_got_plans_as_the_years_went_by(drammen_sized):
    planned = {plan["application"] for plan in drammen_sized.rows("help_plans")}
    shares = defaultdict(list)
    for row in drammen_sized.rows("applications"):
        if row["outcome"] == "rejected":
            shares[row["decided_on"].year].append(row["id"] in planned)
    assert sum(shares[2022]) / len(shares[2022]) < 0.3
    assert sum(shares[2026]) / len(shares[2026]) > 0.6


def test_temporary_stays_are_whole_and_nobody_is_in_two_places(town):
    hidden = {p["id"] for p in town.rows("persons") if p["address_protection"] not in ("none", "client")}
    hidden = {m["household"] for m in town.rows("household_members") if m["person"] in hidden}
    homes = town.by("tenancies", "household")
    for household, stays in town.by("temporary_stays", "household").items():
        times = [(stay["starts_on"], stay["ends_on"]) for stay in stays]
        assert none_overlap(times), household
        lived = [(home["moved_in_on"], home["moved_out_on"]) for home in homes[household] if home["moved_in_on"]]
        assert not any(overlap(time, home) for time in times for home in lived), household
        for stay in stays:
            assert bool(stay["ends_on"]) == bool(stay["exit_to"])
            assert bool(stay["place"]) == (household not in hidden)
            assert stay["ends_on"] is None or stay["starts_on"] < stay["ends_on"]
    for dwelling_id, stays in town.by("temporary_stays", "dwelling").items():
        if dwelling_id:
            assert town.dwellings[dwelling_id]["category"] in ("temporary", "emergency")
            assert none_overlap([(stay["starts_on"], stay["ends_on"]) for stay in stays])


def test_whoever_is_found_in_a_shelter_today_is_there(town):
    there = {row["household"] for row in town.rows("temporary_stays") if row["ends_on"] is None}
    found = {m["household"] for m in town.rows("mappings") if m["homeless_category"] == "1" and not m["ended_on"]}
    assert len(found - there) <= 1 + len(found) // 10


def test_temporary_housing_and_settlement_are_drammens(drammen_sized):
    """76 households in 2011, 134 in 2013, 22 of them over three months and no family; some 130 refugees a year."""
    town = drammen_sized
    year = (date(2025, 11, 23), UNTIL)
    stays = [
        row
        for row in town.rows("temporary_stays")
        if row["starts_on"] <= year[1] and (row["ends_on"] or date.max) > year[0]
    ]
    assert 80 <= len({row["household"] for row in stays}) <= 150
    long = {row["household"] for row in stays if ((row["ends_on"] or UNTIL) - row["starts_on"]).days > 90}
    assert 4 <= len(long) <= 24
    assert any(row["dwelling"] for row in stays)
    members = town.by("household_members", "household")
    settled = [row for row in town.rows("settlements") if row["settled_on"] > date(2023, 11, 22)]
    assert 80 <= sum(len(members[row["household"]]) for row in settled) / 3 <= 180
    tenures = Counter(town.tenancies[row["tenancy"]]["tenure"] for row in settled if row["tenancy"])
    assert tenures["municipal"] > 5 * tenures["private"] > 0
    for row in settled:
        if row["tenancy"]:
            assert town.tenancies[row["tenancy"]]["household"] == row["household"]
            assert town.tenancies[row["tenancy"]]["moved_in_on"] == row["settled_on"]
