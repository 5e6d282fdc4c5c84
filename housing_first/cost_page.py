"""What the page of costs shows (kostnader): each team and half-year, per participant, and repairs before and after."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from housing.models import Tenancy
from housing.periods import Period, overlaps, round_half_up
from housing_first import repairs
from housing_first.first_homes import leases_of_participants
from housing_first.models import Participation, RepairCost, TeamCost, TeamMember
from housing_first.repairs import BeforeAndAfter, Stay


@dataclass(frozen=True)
class TeamLine:
    """One team in one half-year: what it cost, and how many it followed at some time in it."""

    cost: TeamCost
    followed: int
    # By the list of members, to hold against what was registered.
    posts_by_members: Decimal | None

    @property
    def per_participant(self) -> Decimal | None:
        return round_half_up(self.cost.total / self.followed, 0) if self.followed else None


@dataclass(frozen=True)
class RepairLine:
    """One dwelling a participant moved into: its number, and what repairs cost before and after."""

    dwelling: str
    moved_in_on: date
    found: BeforeAndAfter


def team_lines(costs, today: date) -> list[TeamLine]:
    """Three queries, however many: the half-years, and all participations and members of their teams."""
    rows = list(costs.select_related("team"))
    teams = {row.team_id for row in rows}
    began = Participation.objects.filter(team__in=teams, started_on__isnull=False)
    participations, memberships = defaultdict(list), defaultdict(list)
    for team, *dates in began.values_list("team", "started_on", "ended_on"):
        participations[team].append(dates)
    members = TeamMember.objects.filter(team__in=teams)
    for team, *facts in members.values_list("team", "starts_on", "ends_on", "post_percent"):
        memberships[team].append(facts)
    return [
        TeamLine(
            row,
            sum(overlaps(*dates, row.period) for dates in participations[row.team_id]),
            posts_in(row.period, memberships[row.team_id], today),
        )
        for row in rows
    ]


def repair_lines(today) -> tuple[list[RepairLine], BeforeAndAfter]:
    """Each municipal lease a participant moved in on, the latest first; and all that can be compared, together.

    A dwelling is told by its number alone, and only one with a repair registered is shown.
    """
    leases = leases_of_participants("moved_in_on").filter(tenure=Tenancy.Tenure.MUNICIPAL, moved_in_on__lte=today)
    costs = defaultdict(list)
    for dwelling, paid_on, amount in RepairCost.objects.values_list("dwelling", "paid_on", "amount"):
        costs[dwelling].append((paid_on, amount))
    leases = leases.filter(dwelling__in=list(costs)).order_by("-moved_in_on", "-pk")
    rows = leases.values_list("dwelling", "moved_in_on", "moved_out_on", "dwelling__acquired_on")
    found = [
        RepairLine(
            f"B-{dwelling:06d}", moved_in_on, repairs.compare(Stay(moved_in_on, out, acquired), costs[dwelling], today)
        )
        for dwelling, moved_in_on, out, acquired in rows
    ]
    return found, repairs.together(line.found for line in found)


def posts_in(period: Period, memberships, today: date) -> Decimal | None:
    """Whole posts by the list of members (årsverk): each day of the half-year, as far as it has come, weighed alike."""
    end = min(period.last, today) + timedelta(days=1)
    days = (end - period.first).days
    if days <= 0:
        return None
    worked = [
        max(0, (min(ends_on or end, end) - max(starts_on, period.first)).days) * percent
        for starts_on, ends_on, percent in memberships
    ]
    return round_half_up(Fraction(sum(worked), 100 * days), 2)
