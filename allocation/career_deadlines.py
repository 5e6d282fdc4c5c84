"""What waits to be done with households' plans for their homes (rows of ``housing/deadlines.py``)."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from allocation.models import CareerPlan, CareerStep, Settlement
from housing.deadlines import Deadline
from housing.models import Contract, Tenancy

# Our own routine: a plan is made within a month of the lease, or of the settlement.
DAYS_TO_MAKE = 30
# Of those who had lived here long when this was asked for, nobody is reminded at once.
LOOKED_BACK = 365


def career_plans(households, today) -> Iterator[Deadline]:
    """The day we said we would talk again about where they want to live (boligkarriereplan)."""
    plans = CareerPlan.objects.in_force().filter(household__in=households)
    moved = Settlement.objects.filter(household=OuterRef("household"), afterwards__in=["own", "moved_away"])
    for plan in plans.exclude(Exists(moved)).order_by("pk"):
        yield Deadline(
            due_on=plan.follow_up_on,
            what=_("Følg opp boligkarriereplanen: {step}").format(step=plan.next_step),
            household_id=plan.household_id,
            url=plan.get_absolute_url(),
            if_missed=_("Kontrakten kan løpe ut uten at noen har snakket med dem om neste bolig."),
            caseworker_id=plan.by_id,
            how=_("avtalt da planen ble laget {day:%d.%m.%Y}").format(day=plan.made_on),
        )


def career_steps(households, today) -> Iterator[Deadline]:
    """A step whose day has come and that nobody has said is done."""
    steps = CareerStep.objects.filter(
        plan__household__in=households, plan__ended_on__isnull=True, done_on__isnull=True, due_on__lte=today
    )
    for step in steps.select_related("plan").order_by("pk"):
        yield Deadline(
            due_on=step.due_on,
            what=_("Boligkarriereplan, {who}: {step}").format(who=step.get_done_by_display().lower(), step=step.what),
            household_id=step.plan.household_id,
            url=step.plan.get_absolute_url(),
            caseworker_id=step.plan.by_id,
        )


def missing_career_plans(households, today) -> Iterator[Deadline]:
    """30 days after a lease with an end, or a settlement, began: who has no plan."""
    in_force = CareerPlan.objects.in_force().filter(household=OuterRef("household"))
    since = today - timedelta(days=LOOKED_BACK)
    first: dict[int, tuple] = {}
    settled = Settlement.objects.filter(household__in=households, settled_on__range=(since, today))
    settled = settled.exclude(afterwards__in=["own", "moved_away"]).exclude(Exists(in_force))
    for household, day in settled.values_list("household", "settled_on"):
        first.setdefault(household, (day, _("bosatt {day:%d.%m.%Y}").format(day=day)))
    lives_there = Tenancy.objects.municipal().filter(
        pk=OuterRef("tenancy"), moved_in_on__lte=today, moved_out_on__isnull=True
    )
    leases = Contract.objects.filter(tenancy__household__in=households, starts_on__range=(since, today))
    leases = leases.filter(Exists(lives_there), ends_on__gt=today).exclude(
        Exists(CareerPlan.objects.in_force().filter(household=OuterRef("tenancy__household")))
    )
    for household, day in leases.values_list("tenancy__household", "starts_on"):
        if household not in first or day < first[household][0]:
            first[household] = (day, _("tidsbestemt leiekontrakt fra {day:%d.%m.%Y}").format(day=day))
    for household, (day, how) in sorted(first.items()):
        yield Deadline(
            due_on=day + timedelta(days=DAYS_TO_MAKE),
            what=_("Lag boligkarriereplan sammen med husstanden"),
            household_id=household,
            url=reverse("career_plan_new", args=[household]),
            if_missed=_("Kontrakten kan løpe ut uten at noen har snakket med dem om neste bolig."),
            how=_("30 dager etter: {what}").format(what=how),
        )
