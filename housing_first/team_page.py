"""What the list of teams and one team's page show: posts, participants and room for more, as the day is."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db.models import Count, Q, Sum

from allocation.models import TemporaryStay
from housing.database import in_force
from housing.models import Tenancy
from housing.periods import round_half_up
from housing.protection import hidden_household_ids
from housing_first import fidelity
from housing_first.models import FidelityCheck, HouseRules, OnCall, Participation, Referral, Team, TeamMember

ON_CALL_DAYS = 14
WARN_DAYS = 30


@dataclass(frozen=True)
class Row:
    """One team on the day: whole posts, participants, those who are invited, referrals that wait."""

    team: Team
    posts: Decimal
    active: int
    invited: int
    referred: int

    @property
    def capacity(self) -> int | None:
        return None if self.team.persons_per_post is None else int(self.posts * self.team.persons_per_post)

    @property
    def per_post(self) -> Decimal | None:
        """Participants on each whole post (deltakere per stilling), with one decimal."""
        return round_half_up(Decimal(self.active) / self.posts, 1) if self.posts else None

    @property
    def free(self) -> int | None:
        """Room for more; below nothing when the team follows more than it should."""
        return None if self.capacity is None else self.capacity - self.active - self.invited


def rows_of(teams, day) -> list[Row]:
    """Four questions, however many teams. Numbers only: nobody is named."""
    found = list(teams)
    posts = dict(
        TeamMember.objects.in_force(day)
        .filter(team__in=found)
        .order_by()
        .values_list("team")
        .annotate(Sum("post_percent"))
    )
    followed = {
        team: (active, invited)
        for team, active, invited in Participation.objects.filter(team__in=found)
        .order_by()
        .values("team")
        .annotate(
            active=Count("pk", filter=in_force(day, "started_on", "ended_on")),
            invited=Count("pk", filter=Q(status=Participation.Status.INVITED)),
        )
        .values_list("team", "active", "invited")
    }
    waiting = dict(Referral.objects.open().filter(team__in=found).order_by().values_list("team").annotate(Count("pk")))
    return [
        Row(
            team,
            round_half_up(Decimal(posts.get(team.pk, 0)) / 100, 2),
            *followed.get(team.pk, (0, 0)),
            waiting.get(team.pk, 0),
        )
        for team in found
    ]


def free_places(team, day) -> int | None:
    return rows_of([team], day)[0].free


def facts_of(team, user, day, moment) -> dict:
    """All that one team's page needs, for those who may see the team."""
    participants = Participation.objects.visible_to(user).current(day).filter(team=team)
    checks = list(FidelityCheck.objects.visible_to(user).filter(team=team)[:4])
    for check in checks:
        check.result = fidelity.result(check.questions, check.points)
    shifts = OnCall.objects.visible_to(user).filter(team=team, ends_at__gt=moment).select_related("user")
    members = TeamMember.objects.visible_to(user).filter(team=team).select_related("user")
    return {
        "row": rows_of([team], day)[0],
        "participants": list(participants.select_related("person", "caseworker").order_by("person__sort_key", "pk")),
        "referrals": list(
            Referral.objects.visible_to(user)
            .open()
            .filter(team=team)
            .select_related("person")
            .order_by("received_on", "pk")
        ),
        "members": list(members.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day))),
        "on_call_now": list(shifts.at(moment)),
        "shifts": list(shifts.filter(starts_at__lt=moment + timedelta(days=ON_CALL_DAYS))),
        "checks": checks,
        "agreements": list(agreements_that_end(participants, day)),
        "base": base_of(team, user, day) if team.is_base else None,
    }


def agreements_that_end(participations, day):
    """Agreements that end within a month or have ended, and those who have signed none (samarbeidsavtaler)."""
    soon = Q(agreement_until__lte=day + timedelta(days=WARN_DAYS))
    rows = participations.filter(Q(agreement_signed_on__isnull=True) | soon, status=Participation.Status.ACTIVE)
    return rows.select_related("person").order_by("agreement_until", "started_on", "pk")


def base_of(team, user, day) -> dict:
    """The base's homes, who is there on which weekday, and the rules. Never who lives where, nor a protected home."""
    homes = list(team.dwellings.in_force(day).select_related("dwelling").order_by("dwelling__sort_key", "pk"))
    hidden = _homes_not_told([row.dwelling_id for row in homes], day)
    rules = list(HouseRules.objects.visible_to(user).filter(team=team).select_related("by"))
    return {
        "dwellings": [row for row in homes if row.dwelling_id not in hidden],
        "presences": list(team.presences.in_force(day)),
        "rules": next((row for row in rules if row.valid_from <= day), None),
        "later_rules": [row for row in rules if row.valid_from > day],
    }


def _homes_not_told(dwellings, day) -> set[int]:
    """Homes of somebody protected, or promised to them: beside a team's participants they are told to nobody."""
    lived = Tenancy.objects.filter(dwelling__in=dwellings, moved_out_on=None).order_by()
    stayed = TemporaryStay.objects.not_over(day).filter(dwelling__in=dwellings).order_by()
    pairs = [*lived.values_list("dwelling", "household"), *stayed.values_list("dwelling", "household")]
    hidden = hidden_household_ids({household for _dwelling, household in pairs}, day)
    return {dwelling for dwelling, household in pairs if household in hidden}
