"""The figures above the waiting list, each one question to the database however many wait (tallene over listen)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Aggregate, Count, DurationField, F, FloatField, Min, Q, Sum
from django.db.models.functions import Coalesce, Extract

from allocation.needs import rooms_needed
from allocation.queue import is_kept, standings_on
from applications.models import Application, Mapping
from housing.models import Membership
from housing.periods import Period, add_months, round_half_up, years_before

ADULT = 18
MONTHS_OF_HISTORY = 24
# A median of fewer says nothing, and may say something about one household.
FEWEST = 5


class Median(Aggregate):
    """The middle one; of an even number, halfway between the two in the middle."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


class MedianTime(Median):
    output_field = DurationField()


@dataclass(frozen=True)
class Summary:
    waiting: int
    children: int
    households_with_children: int
    homeless: int
    median_days: int
    longest_days: int


@dataclass(frozen=True)
class Wait:
    """How long those who needed so many rooms waited, from the decision to their yes."""

    rooms: int
    days: int
    count: int


def summary_on(day: date) -> Summary:
    """Of the kept list, or, before the log began, of those the dated facts say waited."""
    return _of_kept(day) if is_kept(day) else _of_facts(day)


def _of_kept(day) -> Summary:
    found = (
        standings_on(day)
        .order_by()
        .aggregate(
            waiting=Count("pk"),
            children=Coalesce(Sum("children"), 0),
            families=Count("pk", filter=Q(has_children=True)),
            homeless=Count("pk", filter=Q(is_homeless=True)),
            median=Median(Extract("decided_on", "epoch")),
            first=Min("decided_on"),
        )
    )
    return _summary(found, day)


def _of_facts(day) -> Summary:
    waiting = Application.objects.waiting(day)
    found = waiting.order_by().aggregate(
        waiting=Count("pk"), median=Median(Extract("decided_on", "epoch")), first=Min("decided_on")
    )
    born_after = years_before(day, ADULT)
    children = Membership.objects.on(day).filter(
        Q(person__birth_date__isnull=True) | Q(person__birth_date__gt=born_after),
        role=Membership.Role.CHILD,
        household__applications__in=waiting,
    )
    found |= children.order_by().aggregate(
        children=Count("pk"), families=Count("household__applications", distinct=True)
    )
    homeless = Mapping.objects.homeless(day).values("household")
    found["homeless"] = waiting.filter(household__in=homeless).count()
    return _summary(found, day)


def _summary(found, day) -> Summary:
    # The median is of days since 1970; a decision is as many days before the day as that.
    middle = found["median"] / 86_400 if found["median"] is not None else None
    return Summary(
        waiting=found["waiting"],
        children=found["children"],
        households_with_children=found["families"],
        homeless=found["homeless"],
        median_days=int(round_half_up(_days_since_1970(day) - middle, 0)) if middle is not None else 0,
        longest_days=(day - found["first"]).days if found["first"] else 0,
    )


def _days_since_1970(day) -> int:
    return (day - date(1970, 1, 1)).days


def expected_waits(day: date) -> list[Wait]:
    """By rooms needed: the median from decision to yes among those housed the last 24 months (forventet ventetid).

    Our own history and nothing else; a size that fewer than five were housed in is left out.
    """
    period = Period(add_months(day, -MONTHS_OF_HISTORY), day)
    housed = (
        Application.objects.filter(
            kind__in=[Application.Kind.NEW, Application.Kind.TRANSFER],
            decided_on__isnull=False,
            offers__status="accepted",
            offers__answered_on__range=(period.first, period.last),
            offers__answered_on__gte=F("decided_on"),
        )
        .annotate(rooms_needed=rooms_needed())
        .filter(rooms_needed__isnull=False)
        .order_by()
        .values("rooms_needed")
        .annotate(count=Count("pk"), median=MedianTime(F("offers__answered_on") - F("decided_on")))
        .filter(count__gte=FEWEST)
        .order_by("rooms_needed")
    )
    return [Wait(row["rooms_needed"], round(row["median"].total_seconds() / 86_400), row["count"]) for row in housed]
