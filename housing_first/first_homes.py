"""The participants' homes, asked of the leases: whose first home began when, and all that ``retention`` needs."""

from collections import defaultdict

from django.db.models import Exists, F, Min, OuterRef, Q, Subquery

from housing.models import Tenancy
from housing_first.models import Participation
from housing_first.retention import Followed, Lease


def with_first_home(participations):
    """Adds ``first_home_on``: the day the household first moved in somewhere after they began, before they ended."""
    leases = Tenancy.objects.filter(household=OuterRef("household"), moved_in_on__gte=OuterRef("started_on"))
    first = leases.order_by().values("household").annotate(first=Min("moved_in_on")).values("first")
    found = participations.annotate(first_home_on=Subquery(first)).filter(first_home_on__isnull=False)
    return found.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=F("first_home_on")))


def housed_in(period):
    """Participations whose first home began in the period (bosatt)."""
    return with_first_home(Participation.objects.all()).filter(first_home_on__range=(period.first, period.last))


def housed_by(day):
    """Participations whose first home began on or before the day: those the estimate is made of."""
    return with_first_home(Participation.objects.all()).filter(first_home_on__lte=day)


def leases_of_participants(date_field):
    """Leases whose household had a participation in force on their ``date_field``, each lease once."""
    in_force = Participation.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=OuterRef(date_field)),
        household=OuterRef("household"),
        started_on__lte=OuterRef(date_field),
    )
    return Tenancy.objects.filter(Exists(in_force))


def followed(participations) -> list[Followed]:
    """Each participation that began, with its household's leases: two queries, however many."""
    rows = list(
        participations.filter(started_on__isnull=False)
        .order_by("pk")
        .values_list("household", "started_on", "ended_on", "referral__housing_status")
    )
    by_household: dict[int, list[Lease]] = defaultdict(list)
    leases = Tenancy.objects.filter(household__in={row[0] for row in rows}, moved_in_on__isnull=False)
    for household, *facts in leases.order_by("pk").values_list(
        "household", "moved_in_on", "moved_out_on", "end_reason", "tenure"
    ):
        by_household[household].append(Lease(*facts))
    return [
        Followed(started_on, ended_on, tuple(by_household[household]), status or "")
        for household, started_on, ended_on, status in rows
    ]
