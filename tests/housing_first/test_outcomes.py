"""Scores of how life goes: what they tell by rule, the form, who is due, the picture, the group's development."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from housing.periods import add_months
from housing_first import outcome_page, outcomes
from housing_first.models import OutcomeAssessment, Participation
from housing_first.outcomes import AREAS, Scored
from tests import make
from tests import make_housing_first as make_hf

TODAY = timezone.localdate()
START = date(2024, 1, 15)
D = Decimal


def ago(days):
    return TODAY - timedelta(days=days)


# --- By rule ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (START - timedelta(80), 0),
        (START, 0),
        (date(2024, 4, 14), 0),
        (date(2024, 4, 15), 1),
        (date(2024, 7, 15), 1),
        (date(2024, 10, 14), 1),
        (date(2024, 10, 15), 2),
        (date(2026, 1, 15), 4),
    ],
)
def test_a_score_belongs_to_the_nearest_half_year(day, number):
    assert outcomes.round_of(START, day) == number


def test_the_next_is_due_at_the_start_and_six_months_after_the_last():
    assert outcomes.next_due(START, None) == START
    assert outcomes.next_due(START, date(2024, 8, 31)) == date(2025, 2, 28)


def scored(who, day, score, by="staff", area="housing"):
    return Scored(who, START, day, by, {area: score})


def test_each_point_has_its_number_and_the_same_people_are_held_against_themselves():
    """Two started at 1 and 4. The one at 1 left; the mean goes up by far more than anybody's life did."""
    rows = [scored(1, START, 1), scored(2, START, 4), scored(2, add_months(START, 6), 5)]
    first, later = outcomes.development(rows, "housing", "staff")
    assert (first.months, first.mean, first.count, first.change_count) == (0, D("2.5"), 2, 0)
    assert (later.months, later.mean, later.count) == (6, D("5.0"), 1)
    assert (later.change, later.change_count) == (D("1.0"), 1)


def test_who_was_not_scored_at_the_start_is_in_no_change_and_an_empty_answer_in_nothing():
    rows = [scored(1, START, None), scored(1, add_months(START, 6), 4), scored(2, START, 3, by="participant")]
    (point,) = outcomes.development(rows, "housing", "staff")
    assert (point.months, point.count, point.change, point.change_count) == (6, 1, None, 0)


def test_of_two_in_one_half_year_the_latest_holds():
    rows = [scored(1, START + timedelta(20), 2), scored(1, START, 5)]
    (point,) = outcomes.development(rows, "housing", "staff")
    assert (point.mean, point.count) == (D("2.0"), 1)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(1, 5), st.integers(0, 1500), st.none() | st.integers(1, 5)), max_size=15))
def test_no_point_is_outside_the_scale_or_counts_anybody_twice(found):
    rows = [scored(who, START + timedelta(days=after), score) for who, after, score in found]
    for point in outcomes.development(rows, "housing", "staff"):
        assert 1 <= point.mean <= 5
        assert 1 <= point.count <= 5
        assert point.change_count <= point.count
        assert (point.change is None) == (point.change_count == 0)


def test_one_answer_is_a_start_and_no_now():
    assert outcomes.first_and_last([scored(1, START, 2)], "housing", "staff") == (2, None)
    rows = [scored(1, add_months(START, 6), 4), scored(1, START, 2), scored(1, add_months(START, 12), None)]
    assert outcomes.first_and_last(rows, "housing", "staff") == (2, 4)


# --- The form --------------------------------------------------------------------------------------------------------


def said(day):
    return f"{day:%d.%m.%Y}"


def answers(**given):
    return {"by": "participant", "assessed_on": said(TODAY), "housing": "4", "external_id": "m-1"} | given


@pytest.fixture
def participation(household, team, trine):
    return make_hf.participation(household, team, by=trine, started_on=ago(200))


@pytest.mark.django_db
def test_a_score_is_kept_once_though_sent_twice(at, participation, trine):
    page = reverse("outcome_new", args=[participation.pk])
    assert at.get(page).status_code == 200
    for _time in range(2):
        response = at.post(page, answers(crime="5"))
        assert response["Location"] == reverse("participation_outcomes", args=[participation.pk])
    kept = OutcomeAssessment.objects.get()
    assert (kept.by, kept.housing, kept.crime, kept.health) == ("participant", 4, 5, None)
    assert kept.registered_by == trine


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"housing": ""}, "Svar på minst ett område."),
        ({"housing": "6"}, "Velg et gyldig valg"),
        ({"assessed_on": said(TODAY + timedelta(1))}, "Datoen er frem i tid."),
        ({"assessed_on": said(ago(500))}, "Deltakelsen begynte først"),
        ({"assessed_on": "i går"}, "Skriv datoen som"),
        ({"by": ""}, "Hvem vurderer"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(at, participation, sent, told):
    response = at.post(reverse("outcome_new", args=[participation.pk]), answers(**sent))
    assert told in response.content.decode()
    assert response.context["form"].errors
    assert not OutcomeAssessment.objects.exists()


@pytest.mark.django_db
def test_the_same_side_is_scored_once_a_day_and_can_be_put_right(at, participation):
    first = make_hf.outcome(participation, side="participant", assessed_on=TODAY)
    text = at.post(reverse("outcome_new", args=[participation.pk]), answers()).content.decode()
    assert "Det er allerede registrert en slik måling denne dagen." in text
    assert at.post(reverse("outcome_change", args=[first.pk]), answers(housing="5")).status_code == 302
    first.refresh_from_db()
    assert (first.housing, first.health) == (5, None)


@pytest.mark.django_db
def test_nobody_is_scored_before_they_are_a_participant_or_after(at, at_leader, household, team, trine):
    invited = make_hf.invited(household, team, by=trine, invited_on=ago(20))
    assert at.get(reverse("outcome_new", args=[invited.pk]))["Location"] == invited.get_absolute_url()
    invited.decline(by=trine, declined_on=ago(19))
    ended = make_hf.participation(household, team, by=trine, started_on=ago(300), ended_on=ago(100))
    at_leader.post(reverse("reason", args=[household.pk]), {"text": "Kontroll"})
    page = at_leader.post(reverse("outcome_new", args=[ended.pk]), answers())
    assert "Deltakelsen var slutt" in page.content.decode()


@pytest.mark.django_db
def test_another_team_reaches_none_of_it(at_other, participation):
    made = make_hf.outcome(participation, assessed_on=ago(10))
    for name, pk in [
        ("participation_outcomes", participation.pk),
        ("outcome_new", participation.pk),
        ("outcome_change", made.pk),
    ]:
        assert at_other.get(reverse(name, args=[pk])).status_code == 404
        assert at_other.post(reverse(name, args=[pk]), answers()).status_code in (404, 405)
    for name in ("outcome_list", "outcome_development", "retention"):
        text = at_other.get(reverse(name), {"team": participation.team_id}).content.decode()
        assert participation.number not in text
        assert "Jonas" not in text
        assert participation.team.name not in text


# --- Who is due, the picture, the group ------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_longest_overdue_is_first_and_each_side_has_its_own_day(team, trine):
    def one(started, **last):
        made = make_hf.participation(make.household(created_on=ago(900)), team, by=trine, started_on=ago(started))
        for side, days in last.items():
            make_hf.outcome(made, side=side, assessed_on=ago(days))
        return made

    fresh = one(400, staff=10, participant=10)
    never = one(300)
    half = one(600, staff=5)
    due = outcome_page.due_list(Participation.objects.all())
    assert [row.participation for row in due] == [half, never, fresh]
    assert (due[0].due_on, due[0].last["staff"]) == (ago(600), ago(5))
    assert due[2].due_on == add_months(ago(10), 6)
    assert [row.is_late(TODAY) for row in due] == [True, True, False]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["outcome_list", "outcome_development", "retention"])
def test_the_lists_ask_the_same_number_of_questions(at, team, trine, name):
    counts = []
    for _number in range(2):
        for _household in range(2):
            made = make_hf.participation(make.household(created_on=ago(900)), team, by=trine, started_on=ago(400))
            make.tenancy(made.household, moved_in_on=ago(390))
            make_hf.outcome(made, by=trine, assessed_on=ago(300))
        at.get(reverse(name))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert at.get(reverse(name)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_the_picture_shows_both_sides_from_the_start_until_now(at, participation):
    make_hf.outcome(participation, side="participant", assessed_on=ago(190), housing=2, work=None)
    make_hf.outcome(participation, side="participant", assessed_on=ago(5), housing=5, work=None)
    make_hf.outcome(participation, side="staff", assessed_on=ago(190), housing=1)
    chart = outcome_page.picture(participation)
    rows = {row[0]: row[1:] for row in chart.rows}
    assert rows["Bostabilitet"] == ["2", "5", "1", "–"]
    assert rows["Arbeid og aktivitet"] == ["–", "–", "3", "–"]
    assert len(rows) == len(AREAS)
    assert "Bostabilitet, Deltakeren: 2 → 5" in chart.description
    text = at.get(reverse("participation_outcomes", args=[participation.pk])).content.decode()
    assert chart.description in text
    assert "Skriv ut siden" in text


@pytest.mark.django_db
def test_the_participants_page_says_when_the_next_is_due(at, participation):
    make_hf.outcome(participation, side="staff", assessed_on=ago(30))
    text = at.get(participation.get_absolute_url()).content.decode()
    assert f"{said(ago(30))}, neste {said(add_months(ago(30), 6))}" in text
    assert f"ingen ennå, neste {said(participation.started_on)}" in text


@pytest.mark.django_db
def test_the_group_is_told_with_the_number_behind_each_point(at, participation, team, trine):
    other = make_hf.participation(make.household(created_on=ago(900)), team, by=trine, started_on=ago(200))
    for one, score in [(participation, 2), (other, 3)]:
        make_hf.outcome(one, assessed_on=ago(200), housing=score)
    make_hf.outcome(other, assessed_on=ago(15), housing=5)
    text = at.get(reverse("outcome_development")).content.decode()
    assert "Teamet etter 0 måneder: 2,5 (n = 2); Teamet etter 6 måneder: 5,0 (n = 1)" in text
    assert ">+2,0<" in text
    earlier = at.get(reverse("outcome_development"), {"day": said(ago(100))}).content.decode()
    assert "n = 2" in earlier
    assert "6 måneder:" not in earlier
