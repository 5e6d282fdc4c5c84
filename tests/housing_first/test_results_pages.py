"""The page of retention: whose, as of which day, by lease and status, and Bodø's shares with their whole."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from housing_first import first_homes, retention_page
from housing_first.models import Participation
from tests import make
from tests import make_housing_first as make_hf

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def ago(days):
    return TODAY - timedelta(days=days)


def said(day):
    return f"{day:%d.%m.%Y}"


def one(team, by, *, lived=(), status="", tenure="private", reason="evicted"):
    """Somebody followed for 1000 days, with a home from and until so many days ago."""
    household = make.household(created_on=ago(1500))
    referral = make_hf.referral(household, team, received_on=ago(1010), housing_status=status) if status else None
    if referral:
        made = referral.accept(by=by, decided_on=ago(1005))
        made.start(by=by, started_on=ago(1000))
    else:
        made = make_hf.participation(household, team, by=by, started_on=ago(1000))
    if lived:
        began, ended = lived
        home = make.dwelling(f"Sjøgata {made.pk}") if tenure == "municipal" else None
        out = {} if ended is None else {"moved_out_on": ago(ended), "end_reason": reason}
        make.tenancy(household, home, moved_in_on=ago(began), **out)
    return made


@pytest.fixture
def four(team, trine):
    """Three with a home, one of whom lost it after 300 days; and one who never got any."""
    return [
        one(team, trine, lived=(900, None), status="no_fixed_abode"),
        one(team, trine, lived=(900, 600), status="no_fixed_abode"),
        one(team, trine, lived=(400, None), tenure="municipal"),
        one(team, trine),
    ]


def lines(day=TODAY):
    found = retention_page.lines(first_homes.followed(Participation.objects.all()), day)
    return {line.label: line for line in found}


def test_all_and_each_group_have_their_own_numbers(four):
    found = lines()
    everyone = found["Alle"]
    assert (everyone.count, everyone.lost, everyone.median) == (3, 1, "ikke nådd")
    assert [(mark.months, mark.percent, mark.at_risk) for mark in everyone.marks] == [
        (6, Decimal("100.0"), 3),
        (12, Decimal("66.7"), 2),
        (18, Decimal("66.7"), 1),
        (24, Decimal("66.7"), 1),
    ]
    assert (found["Første bolig: privat"].count, found["Første bolig: privat"].median) == (2, "300 dager (10 måneder)")
    assert (found["Første bolig: kommunal"].count, found["Første bolig: kommunal"].lost) == (1, 0)
    assert found["Ved henvisning: uten fast bolig (UFB)"].count == 2
    assert found["Ved henvisning: uten henvisning, eller ikke registrert"].count == 1
    assert "Ved henvisning: annet" not in found


def test_an_earlier_day_knows_less(four):
    found = lines(ago(650))
    assert (found["Alle"].count, found["Alle"].lost) == (2, 0)
    assert "Første bolig: kommunal" not in found


def test_bodos_shares_have_their_whole_and_their_day(at, four):
    text = at.get(reverse("retention")).content.decode()
    assert f"Slik Bodø telte, per {said(TODAY)}" in text
    shares = retention_page.bodos_shares(first_homes.followed(Participation.objects.all()), TODAY)
    assert [(row["share"].part, row["share"].whole, row["text"]) for row in shares] == [
        (1, 4, "25,0\N{NO-BREAK SPACE}%"),
        (1, 4, "25,0\N{NO-BREAK SPACE}%"),
        (2, 4, "50,0\N{NO-BREAK SPACE}%"),
    ]


def test_who_has_left_is_still_in_the_sums_of_the_team(at, four, trine):
    four[1].end(by=trine, ended_on=ago(10), end_reason="moved")
    assert at.get(reverse("retention")).context["lines"][0].count == 3


def test_each_sees_their_own_teams_and_the_leader_all(at_other, at_leader, four):
    assert at_other.get(reverse("retention")).context["lines"][0].count == 0
    page = at_leader.get(reverse("retention"), {"team": four[0].team_id, "day": said(ago(650))})
    assert page.context["lines"][0].count == 2
    assert said(ago(650)) in page.content.decode()
    assert "<img" in page.content.decode()


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"day": "31.02.2026"}, "Skriv datoen som"),
        ({"day": said(TODAY + timedelta(1))}, "Datoen er frem i tid."),
        ({"team": "x"}, "gyldig valg"),
        ({"team": "999999"}, "gyldig valg"),
    ],
)
def test_what_cannot_be_asked_is_told_at_its_field(at, four, sent, told):
    response = at.get(reverse("retention"), sent)
    assert response.status_code == 200
    assert told in response.content.decode()


def test_nobody_yet_is_an_empty_table_and_no_curve(at):
    page = at.get(reverse("retention"))
    assert page.context["chart"] is None
    assert "<img" not in page.content.decode()
