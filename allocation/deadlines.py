"""What waits to be done about offers and keys (rows of ``housing/deadlines.py``). One question to the database each."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from allocation.models import Offer, Override
from housing.deadlines import Deadline
from housing.models import Tenancy

# A dwelling that stands empty after it is allocated costs a rent a month; the municipality's own limit.
MOVE_IN_DAYS = 30
# A place that is to be moved should not wait for the next allocation; our own limit.
OVERRIDE_DAYS = 7


def offers_to_answer(households, today) -> Iterator[Deadline]:
    """Open offers: an answer, or the nightly job lets them expire and the dwelling goes to the next."""
    waiting = Offer.objects.open().filter(application__household__in=households, answer_by__isnull=False)
    for row in waiting.select_related("application"):
        yield Deadline(
            due_on=row.answer_by,
            what=_("Svar på tilbud {number}").format(number=row.number),
            household_id=row.application.household_id,
            url=row.get_absolute_url(),
            if_missed=_("Tilbudet faller bort, og boligen kan gis til en annen."),
            caseworker_id=row.caseworker_id or row.application.caseworker_id,
            case=row.application.number,
        )


def move_ins(households, today) -> Iterator[Deadline]:
    """Allocated and not moved in (tildelt, ikke innflyttet)."""
    promised = Tenancy.objects.municipal().filter(
        household__in=households, status=Tenancy.Status.ALLOCATED, allocated_on__isnull=False
    )
    for row in promised.only("pk", "allocated_on", "household_id", "caseworker_id"):
        yield Deadline(
            due_on=row.allocated_on + timedelta(days=MOVE_IN_DAYS),
            what=_("Kontrakt og innflytting i leieforhold {number}").format(number=row.number),
            household_id=row.household_id,
            url=reverse("tenancy", args=[row.pk]),
            if_missed=_("Boligen står tom uten leieinntekt."),
            caseworker_id=row.caseworker_id,
            case=row.number,
            how=_("{days} dager etter tildelingen {day:%d.%m.%Y}").format(days=MOVE_IN_DAYS, day=row.allocated_on),
        )


def overrides_to_answer(households, today) -> Iterator[Deadline]:
    """Places that one leader has proposed to move, and another has not yet answered."""
    waiting = Override.objects.waiting().filter(application__household__in=households).select_related("application")
    for row in waiting:
        yield Deadline(
            due_on=row.asked_on + timedelta(days=OVERRIDE_DAYS),
            what=_("Svar på overstyring av plass {number}").format(number=row.number),
            household_id=row.application.household_id,
            url=row.get_absolute_url(),
            if_missed=_("Plassen blir stående som kriteriene gir, også når noen tildeles bolig."),
            caseworker_id=row.application.caseworker_id,
            case=row.application.number,
            how=_("{days} dager etter forslaget {day:%d.%m.%Y}").format(days=OVERRIDE_DAYS, day=row.asked_on),
        )
