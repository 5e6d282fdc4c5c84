"""Reads what the page of costs is reckoned from: counts by day, six queries however many cases there are."""

from datetime import date

from django.db.models import Count

from allocation.models import TemporaryStay
from evictions import costs
from evictions.models import ArrearsAction, Petition, UnitPrice
from housing.periods import Period, add_months


def prices() -> costs.Prices:
    return costs.Prices(UnitPrice.objects.values_list("what", "valid_from", "price"))


def events_of(period: Period, today: date) -> costs.Events:
    petitions = Petition.objects.sent_in(period)
    ended = Petition.objects.ended_in(period)
    actions: dict[str, dict[date, int]] = {}
    counted = ArrearsAction.objects.done_in(period).order_by().values_list("kind", "done_on").annotate(Count("pk"))
    for kind, day, count in counted:
        actions.setdefault(kind, {})[day] = count
    return costs.Events(
        petitions=_by_day(petitions, "sent_on"),
        evictions=_by_day(ended.carried_out(), "outcome_on"),
        averted=_by_day(ended.averted(), "outcome_on"),
        actions=actions,
        nights=_nights(period, today),
    )


def _by_day(rows, field: str) -> dict[date, int]:
    return dict(rows.order_by().values_list(field).annotate(Count("pk")))


def _nights(period: Period, today: date) -> dict[date, set[int]]:
    """Also of those put out before the period, as long as their twelve months reach into it."""
    since = add_months(period.first, -costs.MONTHS_AFTER)
    put_out = Petition.objects.carried_out().filter(outcome_on__gte=since, outcome_on__lte=period.last).order_by()
    evictions = list(put_out.values_list("tenancy__household", "outcome_on"))
    stays = TemporaryStay.objects.filter(household__in={household for household, _day in evictions})
    found = costs.nights_after(
        evictions, stays.overlapping(period).order_by().values_list("household", "starts_on", "ends_on"), today
    )
    return {day: households for day, households in found.items() if day in period}
