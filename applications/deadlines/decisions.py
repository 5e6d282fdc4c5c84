"""What waits to be done around decisions: conditions, discussions, readings, reasons asked for.

Rows of ``housing/deadlines.py``; each asks the database once, however many households.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.models import Condition, Decision, Discussion, SecondReading
from housing.deadlines import Deadline
from housing.law import reference
from housing.workdays import next_workday

# The law says only «as soon as can be» of these; what the office itself holds to is told as a day all the same.
READ_WITHIN_DAYS = 2
REASONS_WITHIN_DAYS = 7


def conditions_to_supervise(households, today) -> Iterator[Deadline]:
    """Conditions to be looked after on a day (tilsyn med vilkår)."""
    waiting = Condition.objects.open().filter(decision__application__household__in=households)
    for row in waiting.select_related("decision__application"):
        application = row.decision.application
        yield Deadline(
            due_on=row.supervise_on,
            what=_("Følg opp vilkår i sak {number}").format(number=application.number),
            household_id=application.household_id,
            url=reverse("condition_supervise", args=[row.pk]),
            if_missed=_("Ingen vet om vilkåret blir holdt."),
            caseworker_id=application.caseworker_id,
            case=application.number,
        )


def planned_discussions(households, today) -> Iterator[Deadline]:
    """Discussions that are planned, or were planned and have no minutes yet."""
    planned = Discussion.objects.planned().filter(application__household__in=households)
    for row in planned.select_related("application"):
        yield Deadline(
            due_on=row.planned_on,
            what=_("Tverrfaglig drøfting av {number}").format(number=row.application.number),
            household_id=row.application.household_id,
            url=row.get_absolute_url(),
            if_missed=_("Referatet mangler, eller drøftingen skal flyttes eller avlyses."),
            caseworker_id=row.application.caseworker_id,
            case=row.application.number,
        )


def waiting_readings(households, today) -> Iterator[Deadline]:
    """Decisions that wait for a colleague to read them."""
    waiting = SecondReading.objects.waiting().filter(application__household__in=households)
    for row in waiting.select_related("application").defer("data"):
        yield Deadline(
            due_on=next_workday(timezone.localdate(row.asked_at) + timedelta(days=READ_WITHIN_DAYS)),
            what=_("Vedtaket i sak {number} ligger til andrelesing").format(number=row.application.number),
            household_id=row.application.household_id,
            url=row.get_absolute_url(),
            if_missed=_("Søkeren venter på et vedtak som er skrevet."),
            caseworker_id=row.application.caseworker_id,
            case=row.application.number,
        )


def asked_reasons(households, today) -> Iterator[Deadline]:
    """Reasons asked for and not given: meanwhile the appeal period stands still."""
    asked = Decision.objects.filter(
        application__household__in=households, reasons_asked_on__isnull=False, reasons_given_on__isnull=True
    )
    for row in asked.select_related("application"):
        yield Deadline(
            due_on=next_workday(row.reasons_asked_on + timedelta(days=REASONS_WITHIN_DAYS)),
            what=_("Gi begrunnelse for vedtaket i sak {number}").format(number=row.application.number),
            household_id=row.application.household_id,
            url=reverse("reasons_given", args=[row.pk]),
            law=str(reference("fvl_24", today).short),
            if_missed=_("Klagefristen begynner ikke å løpe før begrunnelsen er kommet frem."),
            caseworker_id=row.application.caseworker_id,
            case=row.application.number,
        )
