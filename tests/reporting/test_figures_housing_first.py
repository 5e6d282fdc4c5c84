"""Bodø's table through the figures, and the edges of each figure; all of them together are counted elsewhere."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from housing.models import Household, Membership, Person, Tenancy
from housing.periods import Period
from housing_first.models import Contact, Participation, Referral, Team
from reporting.answers import Content
from reporting.families import PARTS_OF
from reporting.figures import BY_CODE, FIGURES, Group
from reporting.models import FrozenFigure, Report
from reporting.published import HIDDEN, published
from tests import make
from tests import make_housing_first as make_hf

pytestmark = pytest.mark.django_db
BODO = Period(date(2018, 2, 1), date(2020, 8, 18))
SPRING = Period.half_year(2026, 1)
FIRST, LAST = SPRING.first, SPRING.last


def figure(code, period=SPRING):
    return BY_CODE[code].of(period)


# --- Bodø ------------------------------------------------------------------------------------------------------------


def bodo() -> None:
    """96 referrals of single persons, 33 followed, 29 housed: rows put straight in, so that the numbers are plain."""
    start, count = BODO.first, 96
    people = Person.objects.bulk_create(
        Person(
            given_name="Person",
            family_name=f"{number:03d}",
            sex="female" if number < 27 else "male",
            birth_date=date(1979, 2, 1),
        )
        for number in range(count)
    )
    households = Household.objects.bulk_create(Household(created_on=start) for _number in range(count))
    Membership.objects.bulk_create(
        Membership(household=household, person=person, role="main", joined_on=start)
        for household, person in zip(households, people, strict=True)
    )
    team = Team.objects.create(name="Bolig først", kind="housing_first")
    statuses = ["no_fixed_abode"] * 22 + ["unclear"] * 40 + ["transfer"] * 16 + ["temporary"] * 12 + ["other"] * 6
    # The first six are the women who were housed, the last ten were refused.
    Referral.objects.bulk_create(
        Referral(
            household=households[number],
            person=people[number],
            team=team,
            received_on=start + timedelta(days=number),
            housing_status=statuses[number],
            had_municipal_services=number % 2 == 0,
            status="rejected" if number >= count - 10 else "received",
            decision="rejected" if number >= count - 10 else "",
            decided_on=BODO.last if number >= count - 10 else None,
        )
        for number in range(count)
    )
    homes = _housed(households, people, team)
    Tenancy.objects.bulk_create(homes)


def _housed(households, people, team) -> list[Tenancy]:
    """Six women and 23 men with a home, and four men without; six private leases and two municipal ones ended."""
    start, chosen, homes = BODO.first, [*range(6), *range(27, 54)], []
    for place, number in enumerate(chosen):
        Participation.objects.create(
            household=households[number], person=people[number], team=team, status="active", started_on=start
        )
        if place >= 29:
            continue
        is_private = place < 17
        has_ended = place < 6 or 17 <= place < 19
        homes.append(
            Tenancy(
                household=households[number],
                tenure="private" if is_private else "municipal",
                private_address="Storgata 1" if is_private else "",
                dwelling=None if is_private else make.dwelling(f"Sjøgata {place}"),
                moved_in_on=start + timedelta(days=place),
                moved_out_on=start + timedelta(days=400) if has_ended else None,
                end_reason="neighbour_conflict" if has_ended else "",
                status="ended" if has_ended else "active",
            )
        )
    return homes


def test_bodos_table_comes_out_of_the_figures():
    bodo()
    codes = [
        "hf.referrals",
        "hf.referrals_women",
        "hf.referrals_men",
        "hf.referrals_no_fixed_abode",
        "hf.referrals_unclear",
        "hf.rejected",
        "hf.housed",
        "hf.housed_men",
        "hf.housed_women",
        "hf.leases_private",
        "hf.leases_municipal",
        "hf.leases_ended_private",
        "hf.leases_ended_municipal",
    ]
    found = {code: figure(code, BODO) for code in codes}
    assert list(found.values()) == [96, 27, 69, 22, 40, 10, 29, 23, 6, 17, 12, 6, 2], found
    changing = figure("hf.referrals_transfer", BODO) + figure("hf.referrals_temporary", BODO)
    assert changing == 28
    assert (figure("hf.followed", BODO), figure("hf.active", BODO)) == (33, 33)
    assert figure("hf.referrals_mean_age", BODO) == Decimal("39.0")
    assert figure("hf.referrals_without_services", BODO) * 2 == 96
    # 8 of 29 lost their home after about 390 days: none in the first year, and 21 of 29 are left after two.
    assert figure("hf.retention_12", BODO) == Decimal("100.0")
    assert figure("hf.retention_24", BODO) == Decimal("72.4")


# --- Edges -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def team():
    return make_hf.team()


def _lives(household, moved_in_on, moved_out_on=None, **fields):
    return make.tenancy(household, tenure="private", moved_in_on=moved_in_on, moved_out_on=moved_out_on, **fields)


@pytest.mark.parametrize(("day", "found"), [(FIRST, 1), (LAST, 1), (LAST + timedelta(1), 0), (FIRST - timedelta(1), 0)])
def test_both_ends_of_the_period_count(team, day, found):
    made = make_hf.referral(make.household(created_on=date(2025, 1, 1)), team, received_on=day)
    made.reject(by=None, decided_on=day, refusal="other", decision_note="")
    assert (figure("hf.referrals"), figure("hf.rejected")) == (found, found)


@pytest.mark.parametrize(
    ("started", "ended", "followed", "active"),
    [
        (FIRST, None, 1, 1),
        (LAST, None, 1, 1),
        (FIRST - timedelta(9), FIRST, 0, 0),
        (FIRST - timedelta(9), FIRST + timedelta(1), 1, 0),
        (FIRST, LAST, 1, 0),
        (FIRST, LAST + timedelta(1), 1, 1),
        (FIRST + timedelta(5), FIRST + timedelta(5), 0, 0),
    ],
)
def test_the_day_it_ends_no_longer_counts(team, started, ended, followed, active):
    make_hf.participation(make.household(created_on=date(2025, 1, 1)), team, started_on=started, ended_on=ended)
    assert (figure("hf.followed"), figure("hf.active")) == (followed, active)


def test_who_is_invited_is_not_followed(team):
    make_hf.invited(make.household(), team, invited_on=make.DAY)
    assert (figure("hf.followed"), figure("hf.housed"), figure("hf.retention_12")) == (0, 0, None)


def test_an_unknown_answer_about_services_is_no_no(team):
    make_hf.referral(make.household(), team, had_municipal_services=None)
    make_hf.referral(make.household(), team, had_municipal_services=True)
    assert figure("hf.referrals_without_services") == 0


@pytest.mark.parametrize(
    ("moved_in", "ended", "housed", "leases"),
    [
        (make.DAY, None, 1, 1),
        (make.DAY - timedelta(1), None, 0, 0),
        (make.DAY + timedelta(9), make.DAY + timedelta(9), 0, 0),
        (make.DAY + timedelta(8), make.DAY + timedelta(9), 1, 1),
    ],
)
def test_a_first_home_begins_while_they_are_followed(team, moved_in, ended, housed, leases):
    household = make.household(created_on=date(2025, 1, 1))
    make_hf.participation(household, team, started_on=make.DAY, ended_on=ended)
    _lives(household, moved_in)
    assert (figure("hf.housed"), figure("hf.leases_private")) == (housed, leases)


def test_two_participations_of_a_household_count_its_lease_once(team):
    household = make.household(children=[date(2005, 1, 1)])
    main, other = [row.person for row in household.members_on(make.DAY)]
    for person in (main, other):
        make_hf.participation(household, team, started_on=make.DAY, person=person)
    _lives(household, make.DAY)
    assert (figure("hf.leases_private"), figure("hf.housed"), figure("hf.followed")) == (1, 2, 2)


def test_retention_knows_only_what_had_happened_by_the_day(team):
    household = make.household(created_on=date(2023, 1, 1))
    make_hf.participation(household, team, started_on=date(2024, 1, 1))
    _lives(household, date(2024, 1, 1), date(2024, 6, 1), end_reason="evicted")
    assert figure("hf.retention_12", Period.of_month(2024, 5)) == Decimal("100.0")
    assert figure("hf.retention_12", Period(date(2024, 6, 1), date(2024, 6, 1))) == Decimal("0.0")
    _lives(household, date(2024, 7, 1))
    assert figure("hf.retention_12", Period(date(2024, 7, 1), date(2024, 7, 1))) == Decimal("100.0")


def test_met_is_of_visits_alone(team):
    one = make_hf.participation(make.household(), team)
    for kind, was_met in [("visit", True), ("visit", False), ("visit", False), ("phone", True), ("meeting", True)]:
        Contact.objects.create(participation=one, happened_on=make.DAY, kind=kind, was_met=was_met)
    assert (figure("hf.contacts"), figure("hf.met_percent")) == (5, Decimal("33.3"))


@pytest.mark.parametrize("count", [1, 3])
def test_each_figure_asks_the_same_number_of_questions(team, count, django_assert_max_num_queries):
    for _number in range(count):
        household = make.household()
        make_hf.participation(household, team)
        _lives(household, make.DAY)
    for one in FIGURES:
        if one.group == Group.HOUSING_FIRST:
            with django_assert_max_num_queries(2):
                one.of(SPRING)


# --- Who is told -----------------------------------------------------------------------------------------------------


def test_rows_name_a_participant_to_the_leader_alone(client, team):
    household = make.household(district="Bergsletta")
    one = make_hf.participation(household, team)
    home = _lives(household, make.DAY)
    both = make.user("programme", "caseworker")
    asked = {"fra": "2026-01-01", "til": "2026-06-30"}
    for code in ("hf.active", "hf.leases_private", "hf.housed", "hf.retention_12"):
        page = reverse("figure", args=[code], query=asked)
        client.force_login(both)
        text = client.get(page).content.decode()
        assert not any(word in text for word in (one.number, home.number, "Bergsletta")), code
        client.force_login(make.leader())
        text = client.get(page).content.decode()
        assert one.number in text or home.number in text


def _content(**values):
    given = {code.replace("__", "."): value for code, value in values.items()}
    report = Report(period_first=SPRING.first, period_last=SPRING.last)
    answers = {
        one.code: FrozenFigure(report=report, code=one.code, label=one.label, value=given.get(one.code, 100))
        for one in FIGURES
    }
    return Content(report, answers, {}, False)


def test_no_report_tells_of_the_few():
    few = {"hf__referrals": 7, "hf__referrals_women": 2, "hf__referrals_men": 5}
    statuses = {f"hf__referrals_{code}": 0 for code in ("no_fixed_abode", "unclear", "transfer")}
    shown = published(_content(**few, **statuses, hf__referrals_temporary=7, hf__leases_ended_private=1))
    assert shown["hf.referrals_women"] is shown["hf.referrals_men"] is shown["hf.leases_ended_private"] is HIDDEN
    # Were either total told, it would be told by both.
    parts = ["hf.referrals", *(part for of_total in PARTS_OF["hf.referrals"] for part in of_total)]
    if shown["hf.referrals"] is HIDDEN:
        assert all(shown[code] is HIDDEN for code in parts)
    of_few = published(_content(hf__followed=3, hf__referrals=2, hf__contacts=4))
    for code in ("hf.retention_12", "hf.retention_24", "hf.referrals_mean_age", "hf.met_percent"):
        assert of_few[code] is HIDDEN
