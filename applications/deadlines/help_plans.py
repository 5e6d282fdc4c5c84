"""What waits to be done for those who were refused (rows of ``housing/deadlines.py``). One question each."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.models import Application, HelpPlan
from housing.deadlines import Deadline
from housing.law import reference

# The municipality's own: how soon a refusal gets its plan, and after how long nobody is asked any more.
PLAN_DAYS = 14
ASKED_FOR_DAYS = 180


def refusals_without_plan(households, today) -> Iterator[Deadline]:
    """Refused, and no plan made: advice is due to everybody who is disadvantaged, also to those refused a dwelling."""
    refused = Application.objects.filter(
        ~Exists(HelpPlan.objects.filter(application=OuterRef("pk"))),
        household__in=households,
        status=Application.Status.REJECTED,
        decided_on__gt=today - timedelta(days=ASKED_FOR_DAYS),
    )
    for row in refused.only("pk", "decided_on", "household_id", "caseworker_id"):
        yield Deadline(
            due_on=row.decided_on + timedelta(days=PLAN_DAYS),
            what=_("Lag hjelpeplan etter avslaget i sak {number}").format(number=row.number),
            household_id=row.household_id,
            url=reverse("help_plan_new", args=[row.pk]),
            law=str(reference("boligsosialloven_6", today).short),
            if_missed=_("Søkeren har fått nei, og ingen har avtalt hva som skjer videre."),
            caseworker_id=row.caseworker_id,
            case=row.number,
        )


def plans_to_follow_up(households, today) -> Iterator[Deadline]:
    """The day we said we would ask how it goes."""
    plans = HelpPlan.objects.open().filter(application__household__in=households, follow_up_on__isnull=False)
    for row in plans.select_related("application"):
        yield Deadline(
            due_on=row.follow_up_on,
            what=_("Følg opp hjelpeplanen i sak {number}").format(number=row.application.number),
            household_id=row.application.household_id,
            url=reverse("help_plan_follow_up", args=[row.pk]),
            if_missed=_("Ingen vet om hjelpen førte til noe."),
            caseworker_id=row.responsible_id or row.application.caseworker_id,
            case=row.application.number,
        )
