"""What waits to be done for settled refugees (a row of ``housing/deadlines.py``). One question to the database."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from allocation.models import CareerPlan
from housing.deadlines import Deadline


def career_plans(households, today) -> Iterator[Deadline]:
    """The day we said we would talk again about where they want to live (boligkarriereplan)."""
    plans = CareerPlan.objects.in_force().filter(settlement__household__in=households)
    plans = plans.exclude(Q(settlement__afterwards__in=["own", "moved_away"]))
    for plan in plans.select_related("settlement").order_by("pk"):
        yield Deadline(
            due_on=plan.follow_up_on,
            what=_("Følg opp boligkarriereplanen: {step}").format(step=plan.next_step),
            household_id=plan.settlement.household_id,
            url=reverse("settlement", args=[plan.settlement_id]),
            if_missed=_("Kontrakten kan løpe ut uten at noen har snakket med dem om neste bolig."),
            caseworker_id=plan.by_id,
            case=plan.settlement.number,
            how=_("avtalt da planen ble laget {day:%d.%m.%Y}").format(day=plan.made_on),
        )
