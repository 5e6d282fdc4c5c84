"""What the demo is left beside its files: members, costs, wishes and repairs, once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from housing.models import User
from housing_first.example import COSTS, HALF_YEARS, leave_teams
from housing_first.models import OwnWish, Participation, RepairCost, RiskAssessment, TeamCost, TeamMember
from tests import make
from tests import make_housing_first as make_hf

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def test_it_is_left_once_and_the_follow_up_reaches_the_team(mona):
    maja = make.user("follow_up", name="Maja Strandli")
    team, outreach = make_hf.team(), make_hf.team("Ute", kind="ambulant")
    for number, where in enumerate([team, team, outreach]):
        household = make.household(created_on=TODAY - timedelta(900))
        make_hf.participation(household, where, started_on=TODAY - timedelta(800))
        home = make.dwelling(f"Sjøgata {number}", acquired_on=TODAY - timedelta(2000))
        make.tenancy(household, home, moved_in_on=TODAY - timedelta(700))
    for _time in range(2):
        leave_teams(maja, mona)
    assert team.members.filter(user=maja).count() == 1
    assert TeamCost.objects.count() == 2 * HALF_YEARS
    assert OwnWish.objects.count() == 2
    assert RepairCost.objects.count() == 6
    doors = RiskAssessment.objects.filter(team=team, participation__isnull=False)
    assert sorted(doors.values_list("participation", flat=True)) == sorted(
        team.participations.values_list("pk", flat=True)
    )
    assert set(Participation.objects.visible_to(maja)) == set(team.participations.all())


def test_the_posts_are_those_the_teams_cost_and_no_colleague_can_log_in(mona):
    maja = make.user("follow_up", name="Maja Strandli")
    team, outreach, other = make_hf.team(), make_hf.team("Ute", kind="ambulant"), make_hf.team("Bolig først 2")
    for where in (team, outreach, other):
        make_hf.participation(make.household(), where, started_on=TODAY - timedelta(200))
    leave_teams(maja, mona)
    assert [team.posts_on(TODAY), outreach.posts_on(TODAY)] == [COSTS[row.kind][0] for row in (team, outreach)]
    assert not other.members.exists()
    colleagues = User.objects.filter(team_memberships__isnull=False).exclude(pk=maja.pk)
    assert not any(user.has_usable_password() for user in colleagues)
    assert {tuple(user.roles) for user in colleagues} == {("follow_up",)}


def test_nothing_is_left_where_no_file_told_of_teams(mona):
    make_hf.team()
    leave_teams(make.user("follow_up"), mona)
    assert not TeamMember.objects.exists()
    assert not TeamCost.objects.exists()
