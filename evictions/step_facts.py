"""Gathers what ``next_step.py`` asks about many cases at once: so many questions, however many cases."""

from collections import defaultdict
from datetime import date

from django.db.models import Count, Max, Prefetch, Q

from evictions import standing
from evictions.models import (
    ArrearsAction,
    ArrearsCase,
    ArrearsItem,
    ArrearsPause,
    ArrearsRoutine,
    BenefitDeduction,
    EvictionWarning,
    PaymentPlan,
    Petition,
)
from evictions.next_step import BROKEN, PLAN, Facts
from evictions.petition_dates import warning_dates
from evictions.petition_facts import adults_of, children_of, plan_was_tried
from housing.database import in_force
from housing.models import Alert, Consent, Household, Responsibility

Kind = ArrearsAction.Kind
CONTACTS = (Kind.LETTER, Kind.PHONE, Kind.HOME_VISIT, Kind.MEETING)
# The word that tells a consent to draw from a benefit from one to share or to fetch.
DEDUCTION = "trekk"


def with_households(cases, day: date):
    """The cases with their tenancies and households, as lists show them."""
    household = Prefetch("tenancy__household", queryset=Household.objects.for_list(day))
    return cases.select_related("tenancy__dwelling", "caseworker").prefetch_related(household)


def facts_of(cases: list[ArrearsCase], day: date, debts: dict[int, standing.Debt] | None = None) -> dict[int, Facts]:
    """By case. Each must come from ``with_households``; ``debts`` are theirs that day, when they are known already."""
    if debts is None:
        debts = standing.debts_on(day, tenancies=[case.tenancy_id for case in cases])
    tolerance = ArrearsRoutine.objects.on(day).tolerance_days
    missed = standing.missed_on(day, tolerance, debts)
    parts = _Parts(cases, day)
    return {case.pk: _facts(case, debts.get(case.tenancy_id), missed.get(case.tenancy_id, 0), parts) for case in cases}


def _facts(case: ArrearsCase, debt, missed: int, parts: "_Parts") -> Facts:
    household, day = case.household, parts.day
    done = parts.actions.get(case.pk, [])
    told = {kind: [row for row in done if row.kind == kind] for kind in Kind}
    tried_on = [row.done_on for row in done if row.kind in CONTACTS]
    plans = parts.plans.get(case.pk, [])
    adults = adults_of(household, day)
    return Facts(
        today=day,
        owed=debt.owed if debt else 0,
        rent=case.tenancy.monthly_rent,
        oldest_on=debt.oldest_on if debt else None,
        missed=missed,
        children=len(children_of(household, day)),
        earlier_evictions=parts.evictions.get(household.pk, 0),
        two_together=any(row.person_id in parts.two_together for row in household.members_on(day)),
        has_alert=any(row.person_id in parts.alerted for row in household.members_on(day)),
        interpreter=next((row.person.interpreter_language for row in adults if row.person.interpreter_language), ""),
        is_followed_up=household.pk in parts.followed,
        has_consent=household.pk in parts.consenting,
        has_deduction=case.pk in parts.deducted,
        plan=next((status for status in (_standing_on(plan, day) for plan in plans) if status), ""),
        plan_tried=any(plan_was_tried(plan, day) for plan in plans),
        letters=len(told[Kind.LETTER]),
        calls=len(told[Kind.PHONE]),
        visits=len(told[Kind.HOME_VISIT]),
        was_met=any(row.was_met for row in done),
        last_tried_on=max(tried_on, default=None),
        advised=bool(told[Kind.ADVICE]),
        met_about_on=parts.met.get(case.pk),
        warned_on=parts.warned.get(case.pk),
        has_petition=case.tenancy_id in parts.petitioned,
        has_moved_out=case.tenancy.moved_out_on is not None and case.tenancy.moved_out_on <= day,
        paused_until=parts.paused.get(case.pk),
    )


class _Parts:
    """What the questions answered, by case, tenancy, household or person."""

    def __init__(self, cases: list[ArrearsCase], day: date):
        self.day = day
        keys = [case.pk for case in cases]
        households = {case.household_id for case in cases}
        people = {row.person_id for case in cases for row in case.household.members_on(day)}
        self.actions = _by_case(ArrearsAction.objects.filter(case__in=keys, done_on__lte=day).order_by("done_on", "pk"))
        self.plans = _by_case(
            PaymentPlan.objects.filter(case__in=keys, agreed_on__lte=day).prefetch_related("instalments")
        )
        self.deducted = set(BenefitDeduction.objects.on(day).filter(case__in=keys).values_list("case", flat=True))
        self.paused = dict(ArrearsPause.objects.filter(in_force(day), case__in=keys).values_list("case", "ends_on"))
        self.warned = _warned(EvictionWarning.objects.filter(case__in=keys, sent_on__lte=day), day)
        held = ArrearsItem.objects.filter(case__in=keys, meeting__status="closed", meeting__meets_on__lte=day)
        self.met = _latest(held, "meeting__meets_on")
        tenancies = [case.tenancy_id for case in cases]
        standing_on = Petition.objects.filter(Q(outcome_on__isnull=True) | Q(outcome_on__gt=day), sent_on__lte=day)
        self.petitioned = set(standing_on.filter(tenancy__in=tenancies).values_list("tenancy", flat=True))
        evicted = Petition.objects.carried_out().filter(tenancy__household__in=households, outcome_on__lte=day)
        self.evictions = dict(
            evicted.order_by()
            .values("tenancy__household")
            .annotate(n=Count("pk"))
            .values_list("tenancy__household", "n")
        )
        alerts = list(Alert.objects.on(day).filter(person__in=people).values_list("person", "kind"))
        self.alerted = {person for person, _kind in alerts}
        self.two_together = {person for person, kind in alerts if kind == Alert.Kind.TWO_TOGETHER}
        self.consenting = set(
            Consent.objects.on(day)
            .filter(household__in=households, purpose__icontains=DEDUCTION)
            .values_list("household", flat=True)
        )
        self.followed = set(
            Responsibility.objects.open(day)
            .filter(household__in=households, kind=Responsibility.Kind.FOLLOW_UP)
            .values_list("household", flat=True)
        )


def _by_case(rows) -> dict[int, list]:
    found = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)
    return found


def _standing_on(plan: PaymentPlan, day: date) -> str:
    """Kept or broken on the day; nothing once it has ended."""
    if plan.ended_on is not None and plan.ended_on <= day:
        return ""
    return BROKEN if plan.breached_on is not None and plan.breached_on <= day else PLAN


def _warned(rows, day: date) -> dict[int, date]:
    """The newest warning that has not grown too old: after a year it is as if none was sent."""
    living = (row for row in rows if warning_dates(row.sent_on, due_on=row.due_on).petition_until >= day)
    return {row.case_id: row.sent_on for row in sorted(living, key=lambda row: row.sent_on)}


def _latest(rows, field: str) -> dict[int, date]:
    return dict(rows.order_by().values("case").annotate(last=Max(field)).values_list("case", "last"))
