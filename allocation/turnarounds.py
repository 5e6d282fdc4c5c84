"""The turnarounds there are (omløp): the days of each step gathered from where they are registered, for all at once.

When a tenant moved out and the next one in stands on their tenancies, the offer on the offer, and work on the dwelling
on its void period: a renovation or damage that is mended is «utbedret», and when no work is left the dwelling is
«klar». What nothing else tells stands on ``Turnaround``. Reckoning is ``housing/turnaround.py``.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from allocation.models import Offer
from housing.models import Dwelling, Tenancy, TurnaroundTarget, VoidPeriod
from housing.periods import Period
from housing.protection import hidden_household_ids
from housing.turnaround import STANDARD, Dates, Turn, turn

REPAIRS = {VoidPeriod.Reason.RENOVATION, VoidPeriod.Reason.DAMAGE}


@dataclass(frozen=True)
class Turnover:
    """One turnaround of one dwelling: the tenancy it comes after, the one that ends it, and how it goes."""

    dwelling: Dwelling
    former: Tenancy
    following: Tenancy | None
    offers: int
    declined: int
    # By the period of work, not by a day typed here.
    known_from_work: frozenset[str]
    turn: Turn
    # Its days would tell where a household with a protected address lives now.
    is_hidden: bool


def ongoing(day: date, dwellings=None) -> list[Turnover]:
    """Dwellings in stock that their tenant has left, or is known to be leaving, with nobody new moved in."""
    stock = (Dwelling.objects.all() if dwellings is None else dwellings).in_stock(day)
    let = Tenancy.objects.municipal().filter(moved_in_on__lte=day, dwelling__in=stock)
    latest = let.order_by("dwelling_id", "-moved_in_on", "-pk").distinct("dwelling_id")
    leaving = Q(leaves_on__isnull=False) | Q(turnaround__notice_on__isnull=False)
    formers = Tenancy.objects.filter(Q(moved_out_on__lte=day) | leaving, pk__in=latest.values("pk"))
    return _gathered([(former, None) for former in _with_facts(formers)], day)


def finished(period, day: date, dwellings=None) -> list[Turnover]:
    """Those the next tenant's moving in ended in the period."""
    moved_in = Tenancy.objects.municipal().filter(moved_in_on__range=(period.first, min(period.last, day)))
    if dwellings is not None:
        moved_in = moved_in.filter(dwelling__in=dwellings)
    following = list(moved_in)
    left = Tenancy.objects.municipal().filter(
        dwelling__in={row.dwelling_id for row in following}, moved_in_on__isnull=False, moved_out_on__isnull=False
    )
    by_home = defaultdict(list)
    for row in _with_facts(left).order_by("moved_out_on", "moved_in_on"):
        by_home[row.dwelling_id].append(row)
    pairs = []
    for row in following:
        before = [one for one in by_home[row.dwelling_id] if one.pk != row.pk and one.moved_out_on <= row.moved_in_on]
        if before:
            pairs.append((before[-1], row))
    return _gathered(pairs, day)


def latest_of(dwelling: Dwelling, day: date) -> Turnover | None:
    """The dwelling's turnaround now, else the last that ended."""
    only = Dwelling.objects.filter(pk=dwelling.pk)
    now = ongoing(day, only)
    if now:
        return now[0]
    moved_in = Tenancy.objects.lived_in(day).filter(dwelling=dwelling).first()
    if moved_in is None:
        return None
    return next(iter(finished(Period(moved_in.moved_in_on, moved_in.moved_in_on), day, only)), None)


def _with_facts(tenancies):
    return tenancies.select_related("dwelling", "turnaround")


def _gathered(pairs, day) -> list[Turnover]:
    homes = {former.dwelling_id for former, _next in pairs}
    offers, works, promised = _offers_of(homes), _works_of(homes), _promised(homes)
    versions = list(TurnaroundTarget.objects.order_by("-starts_on"))
    hidden = hidden_household_ids({row.household_id for pair in pairs for row in pair if row}, day)
    found = []
    for former, following in pairs:
        made = [
            offer
            for offer in offers[former.dwelling_id]
            if former.moved_in_on < offer.offered_on <= (following.moved_in_on if following else day)
        ]
        work = _work_between(works[former.dwelling_id], former, following, day)
        dates, from_work = _dates(former, following or promised.get(former.dwelling_id), made, work, day)
        living = following if following else (None if dates.moved_out else former)
        found.append(
            Turnover(
                dwelling=former.dwelling,
                former=former,
                following=following,
                offers=len(made),
                declined=sum(offer.status in ("declined", "expired") for offer in made),
                known_from_work=from_work,
                turn=turn(dates, _targets_on(versions, former.moved_out_on or day), day),
                is_hidden=living is not None and living.household_id in hidden,
            )
        )
    return found


def _dates(former, following, offers, work, day) -> tuple[Dates, frozenset[str]]:
    typed = getattr(former, "turnaround", None)
    repaired, ready = (typed.repaired_on, typed.ready_on) if typed else (None, None)
    from_work = set()
    done = [one.ends_on for one in work if one.ends_on and one.ends_on <= day]
    if ready is None and work and len(done) == len(work):
        ready = max(done)
        from_work.add("ready")
    repairs = [one for one in work if one.reason in REPAIRS]
    if repaired is None and repairs and all(one.ends_on and one.ends_on <= day for one in repairs):
        repaired = max(one.ends_on for one in repairs)
        from_work.add("repaired")
    offered = [offer.offered_on for offer in offers]
    if following is not None and following.allocated_on:
        offered.append(following.allocated_on)
    dates = Dates(
        notice=typed.notice_on if typed else None,
        moved_out=former.moved_out_on if former.moved_out_on and former.moved_out_on <= day else None,
        inspected=typed.inspected_on if typed else None,
        repaired=repaired,
        ready=ready,
        offered=min(offered, default=None),
        moved_in=following.moved_in_on if following is not None else None,
    )
    return dates, frozenset(from_work)


def _offers_of(homes) -> dict[int, list[Offer]]:
    found = defaultdict(list)
    for offer in Offer.objects.filter(dwelling__in=homes).exclude(status="withdrawn").order_by("offered_on"):
        found[offer.dwelling_id].append(offer)
    return found


def _works_of(homes) -> dict[int, list[VoidPeriod]]:
    found = defaultdict(list)
    for void in VoidPeriod.objects.filter(dwelling__in=homes):
        found[void.dwelling_id].append(void)
    return found


def _work_between(works, former, following, day) -> list[VoidPeriod]:
    """Work begun after the tenant left, and before the next one came. Work ended the day it began was none."""
    if former.moved_out_on is None:
        return []
    until = following.moved_in_on if following else day
    return [one for one in works if former.moved_out_on <= one.starts_on <= until and one.ends_on != one.starts_on]


def _promised(homes) -> dict[int, Tenancy]:
    rows = Tenancy.objects.filter(dwelling__in=homes, status=Tenancy.Status.ALLOCATED)
    return {row.dwelling_id: row for row in rows}


def _targets_on(versions, day):
    """The municipality's targets on the day: what it aimed at then, not what it aims at now."""
    return next((row.days for row in versions if row.starts_on <= day), STANDARD)
