"""Who reaches what of the teams' work: one's own team and its participants while they are in it; the leader all of it.

Nobody else is even told that somebody is a participant. ``housing/visibility.py`` asks here which households a member
of a team reaches.
"""

from django.apps import apps
from django.db.models import Q
from django.utils import timezone

from housing.models import Household
from housing.visibility import VisibleQuerySet

VIEW = "housing_first.view_team"
# The leader: every team.
ALL_TEAMS = "housing_first.see_all_teams"


def teams_of(user):
    """Keys of the teams a user is a member of today; a membership that has ended reaches nothing."""
    members = apps.get_model("housing_first", "TeamMember").objects
    return members.in_force(timezone.localdate()).filter(user_id=user.pk).values("team")


def followed_households_of(user):
    """Keys of households whose person is in one of the user's teams today, or invited: they are one's own case."""
    return _households(user, _followed)


def households_of(user):
    """Those, and whose person is referred and waits for an answer: the team opens them by saying why. Never who was."""
    return _households(user, lambda mine: _followed(mine) | _referred(mine))


def _households(user, condition):
    households = Household.objects.order_by().values("pk")
    if not user.is_authenticated or not user.has_perm(VIEW):
        return households.none()
    return households.filter(condition({"team__in": teams_of(user)}))


def _followed(mine) -> Q:
    rows = apps.get_model("housing_first", "Participation").objects.current(timezone.localdate())
    return Q(pk__in=rows.filter(**mine).order_by().values("household"))


def _referred(mine) -> Q:
    rows = apps.get_model("housing_first", "Referral").objects.open()
    return Q(pk__in=rows.filter(**mine).order_by().values("household"))


class TeamQuerySet(VisibleQuerySet):
    """Rows of a team's work. ``TEAM_PATH`` is the lookup from the row to its team, ``HOUSEHOLD_PATH`` to the household.

    A line of the timeline about such a row is for those who see the row.
    """

    VIEW_PERMISSION = VIEW
    HOUSEHOLD_PATH = "participation__household"
    TEAM_PATH = "participation__team"
    LINES_AS_ROWS = True

    def of_teams_of(self, user):
        """All rows of the user's teams, also of those who have left: for sums that name nobody."""
        if not user.is_authenticated or not user.has_perm(self.VIEW_PERMISSION):
            return self.none()
        if user.has_perm(ALL_TEAMS):
            return self
        return self.filter(**{f"{self.TEAM_PATH}__in": teams_of(user)})

    def within_reach_of(self, user):
        """The teams' rows whose household is within reach: of who has left the team, the leader's alone."""
        mine = self.of_teams_of(user)
        if user.is_authenticated and user.has_perm(ALL_TEAMS):
            return mine
        return mine.filter(Q(**{f"{self.HOUSEHOLD_PATH}__in": households_of(user)}))


class OfATeamQuerySet(TeamQuerySet):
    """What belongs to a team and to no household: members, the plan for who is on call, rules, sums."""

    HOUSEHOLD_PATH = ""
    TEAM_PATH = "team"

    def within_reach_of(self, user):
        return self.of_teams_of(user)
