"""Reads the histories that ``returns.py`` reckons from: a constant number of queries, however many households."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import F

from allocation.models import TemporaryStay
from evictions.models import ArrearsAction, ArrearsCase, Petition
from evictions.returns import History, Home, Start
from housing.models import Tenancy

RESOLVED = (ArrearsCase.ClosingReason.PAID, ArrearsCase.ClosingReason.PLAN_COMPLETED)


def histories(households: Iterable[int], as_of: date) -> dict[int, History]:
    """What was known of each of these households at the end of the day. Five queries."""
    households = set(households)
    if not households:
        return {}
    facts = {kind: defaultdict(list) for kind in ("evictions", "homes", "stays", "cases", "petitions")}
    out = Petition.objects.carried_out().filter(tenancy__household__in=households, outcome_on__lte=as_of)
    for household, day in out.order_by("outcome_on").values_list("tenancy__household", "outcome_on"):
        facts["evictions"][household].append(day)
    sent = Petition.objects.filter(tenancy__household__in=households, sent_on__lte=as_of)
    for household, day in sent.order_by("sent_on").values_list("tenancy__household", "sent_on"):
        facts["petitions"][household].append(day)
    homes = Tenancy.objects.municipal().filter(household__in=households, moved_in_on__lte=as_of)
    for household, *home in homes.order_by("moved_in_on", "pk").values_list(
        "household", "pk", "moved_in_on", "moved_out_on"
    ):
        facts["homes"][household].append(Home(*home))
    # One that ended the day it began never was.
    stays = TemporaryStay.objects.filter(household__in=households, starts_on__lte=as_of)
    stays = stays.exclude(ends_on__isnull=False, ends_on__lte=F("starts_on"))
    for household, day in stays.order_by("starts_on").values_list("household", "starts_on"):
        facts["stays"][household].append(day)
    cases = ArrearsCase.objects.filter(tenancy__household__in=households, opened_on__lte=as_of)
    for household, *case in cases.order_by("opened_on", "pk").values_list("tenancy__household", "tenancy", "opened_on"):
        facts["cases"][household].append(tuple(case))
    return {
        household: History(**{kind: tuple(found.get(household, ())) for kind, found in facts.items()})
        for household in households
    }


def evictions(as_of: date) -> list[Start]:
    """Every eviction carried out, with what was done in the case before it and who answered for it."""
    rows = Petition.objects.carried_out().filter(outcome_on__lte=as_of).order_by("outcome_on", "pk")
    found = list(rows.values_list("tenancy__household", "outcome_on", "case", "case__responsible_service"))
    done = _measures({case for _household, _day, case, _service in found}, as_of)
    return [
        Start(household, day, done.get(case, frozenset()), service or "") for household, day, case, service in found
    ]


def resolved(as_of: date) -> list[Start]:
    """Every case closed as paid, or by an agreement that was kept to its end."""
    rows = ArrearsCase.objects.filter(closed_on__lte=as_of, closing_reason__in=RESOLVED).order_by("closed_on", "pk")
    found = list(rows.values_list("tenancy__household", "closed_on", "pk", "responsible_service"))
    done = _measures({case for _household, _day, case, _service in found}, as_of)
    return [Start(household, day, done.get(case, frozenset()), service) for household, day, case, service in found]


def _measures(cases: set[int | None], as_of: date) -> dict[int, frozenset[str]]:
    rows = ArrearsAction.objects.filter(case__in=cases - {None}, done_on__lte=as_of).order_by()
    found = defaultdict(set)
    for case, kind in rows.values_list("case", "kind").distinct():
        found[case].add(kind)
    return {case: frozenset(kinds) for case, kinds in found.items()}
