"""The generated teams: people who can be, contacts while they were followed, and numbers like Bodø's and Drammen's."""

from datetime import timedelta
from statistics import mean

import pytest

from housing.periods import age_on
from housing_first.daily_round import FACE_TO_FACE
from tests.housing.test_generator import UNTIL, a_year, lasts, municipality

pytestmark = pytest.mark.xdist_group("generated")


@pytest.fixture
def drammen_sized():
    return municipality(scale=1, seed=1)


@pytest.fixture(params=[2, "whole"])
def town(request):
    if request.param == "whole":
        return municipality(scale=1, seed=1)
    return municipality(scale=0.1, seed=request.param)


def test_each_is_a_grown_person_of_the_household_and_alive(town):
    members = {(row["household"], row["person"]): row for row in town.rows("household_members")}
    for name, day in [("referrals", "received_on"), ("participations", "started_on")]:
        for row in town.rows(name):
            member, person = members[row["household"], row["person"]], town.persons[row["person"]]
            assert lasts(member["joined_on"], member["left_on"], row[day]), row
            assert person["died_on"] is None or person["died_on"] >= row[day]
            assert age_on(person["birth_date"], row[day]) >= 18


def test_a_participation_follows_a_referral_that_was_taken_in(town):
    persons = [row["person"] for row in town.rows("participations")]
    assert len(set(persons)) == len(persons)
    for row in town.rows("participations"):
        referral = town.referrals[row["referral"]]
        assert (referral["person"], referral["team"], referral["decision"]) == (row["person"], row["team"], "accepted")
        assert referral["decided_on"] <= row["started_on"]
        assert bool(row["ended_on"]) == bool(row["end_reason"])
    for row in town.rows("referrals"):
        assert bool(row["decision"]) == bool(row["decided_on"])


def test_contacts_and_scores_are_from_the_time_they_were_followed(town):
    for name, day in [("contacts", "happened_on"), ("outcome_assessments", "assessed_on")]:
        for row in town.rows(name):
            one = town.participations[row["participation"]]
            assert one["started_on"] <= row[day] <= (one["ended_on"] or UNTIL), row
    for row in town.rows("contacts"):
        assert bool(row["minutes"]) == (row["was_met"] == "ja")


def test_there_are_as_many_as_elsewhere(drammen_sized):
    town = drammen_sized
    team = next(row["id"] for row in town.rows("teams") if row["kind"] == "housing_first")
    referred = [row for row in town.rows("referrals") if row["team"] == team]
    followed = [row for row in town.rows("participations") if row["team"] == team]
    assert a_year(referred, "received_on") == pytest.approx(38, abs=8)
    now = [row for row in followed if lasts(row["started_on"], row["ended_on"], UNTIL)]
    assert 25 <= len(now) <= 55
    sexes = [town.persons[row["person"]]["sex"] for row in referred]
    assert 0.5 < sexes.count("male") / len(sexes) < 0.85
    ages = [age_on(town.persons[row["person"]]["birth_date"], row["received_on"]) for row in referred]
    assert mean(ages) == pytest.approx(39, abs=5)
    homes = town.by("tenancies", "household")
    housed = [
        row
        for row in followed
        if any(home["moved_in_on"] and home["moved_in_on"] >= row["started_on"] for home in homes[row["household"]])
    ]
    assert len(housed) / len(followed) > 0.85
    tenures = {home["tenure"] for row in housed for home in homes[row["household"]]}
    assert tenures == {"municipal", "private"}


def test_a_missed_visit_is_as_common_as_bodo_said(drammen_sized):
    visits = [row["was_met"] for row in drammen_sized.rows("contacts") if row["kind"] == "visit"]
    assert 0.6 < visits.count("ja") / len(visits) < 0.8


def test_most_of_those_followed_now_were_met_this_week(drammen_sized):
    town = drammen_sized
    team = next(row["id"] for row in town.rows("teams") if row["kind"] == "housing_first")
    met = {
        row["participation"]
        for row in town.rows("contacts")
        if row["was_met"] == "ja"
        and row["kind"] in FACE_TO_FACE
        and UNTIL - timedelta(days=7) < row["happened_on"] <= UNTIL
    }
    followed = [row["id"] for row in town.rows("participations") if row["team"] == team and not row["ended_on"]]
    must_be_seen = [one for one in followed if one not in met]
    assert 3 <= len(must_be_seen) <= 10
    assert len(must_be_seen) < len(followed) / 4


def test_life_goes_better_on_the_whole(drammen_sized):
    by_one = drammen_sized.by("outcome_assessments", "participation")
    moved = []
    for rows in by_one.values():
        scores = [int(row["housing"]) for row in sorted(rows, key=lambda row: row["assessed_on"]) if row["housing"]]
        if len(scores) > 3:
            moved.append(scores[-1] - scores[0])
    assert mean(moved) > 0.5
