"""What waits to be done about mappings, applications and appeals (rows of ``housing/deadlines.py``).

Each asks the database once, however many households.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.models import Appeal, Application, Decision, Mapping
from housing import terms
from housing.deadlines import Deadline
from housing.law import reference
from housing.periods import add_months
from housing.workdays import next_workday

MAPPING_LASTS_MONTHS = 12
MAPPING_WARNING_DAYS = 30


def _law(code: str, day) -> str:
    return str(reference(code, day).short)


def preliminary_answers(households, today) -> Iterator[Deadline]:
    """Not decided and not answered: within a month of receipt the applicant must hear from us (F1)."""
    waiting = Application.objects.undecided().filter(household__in=households, preliminary_answer_on__isnull=True)
    for row in waiting.only("pk", "received_on", "household_id", "caseworker_id"):
        term = terms.term("F1", row.received_on)
        yield Deadline(
            due_on=terms.due_on("F1", row.received_on),
            what=_("Vedtak eller foreløpig svar på {number}").format(number=row.number),
            household_id=row.household_id,
            url=reverse("application", args=[row.pk]),
            law=_law(term.law, today),
            if_missed=str(term.if_missed),
            caseworker_id=row.caseworker_id,
        )


def letters_not_sent(households, today) -> Iterator[Deadline]:
    """Decided, and the applicant not told: the appeal period has not begun to run."""
    untold = Decision.objects.filter(
        application__household__in=households, application__notified_on__isnull=True, letter__isnull=False
    ).exclude(application__outcome="")
    for row in untold.select_related("application"):
        yield Deadline(
            due_on=next_workday(row.decided_on + timedelta(days=1)),
            what=_("Send vedtaksbrevet i sak {number}").format(number=row.application.number),
            household_id=row.application.household_id,
            url=reverse("application", args=[row.application_id]),
            law=_law("fvl_27", today),
            if_missed=_("Klagefristen begynner ikke å løpe før søkeren er underrettet."),
            caseworker_id=row.application.caseworker_id,
        )


def appeal_periods(households, today) -> Iterator[Deadline]:
    """Refusals that may still be appealed; nobody is late, but one should know until when (F2)."""
    refused = Application.objects.filter(
        household__in=households,
        status__in=[Application.Status.REJECTED, Application.Status.DISMISSED],
        notified_on__gt=today - timedelta(days=40),
    ).exclude(appeals__status="received", appeals__isnull=False)
    for row in refused.only("pk", "notified_on", "household_id", "caseworker_id"):
        due_on = terms.due_on("F2", row.notified_on)
        if due_on < today:
            continue
        yield Deadline(
            due_on=due_on,
            what=_("Klagefristen går ut i sak {number}").format(number=row.number),
            household_id=row.household_id,
            url=reverse("application", args=[row.pk]),
            law=_law("fvl_29", today),
            caseworker_id=row.caseworker_id,
        )


def appeals_to_answer(households, today) -> Iterator[Deadline]:
    """An appeal is prepared and forwarded as soon as it can be; after a month the appellant must hear from us (F1)."""
    waiting = Appeal.objects.with_us().filter(application__household__in=households)
    for row in waiting.select_related("application"):
        yield Deadline(
            due_on=terms.due_on("F1", row.received_on),
            what=_("Klage i sak {number} skal behandles eller sendes videre").format(number=row.application.number),
            household_id=row.application.household_id,
            url=reverse("application", args=[row.application_id]),
            law=_law("fvl_33", today),
            if_missed=str(terms.term("F1", row.received_on).if_missed),
            caseworker_id=row.application.caseworker_id,
        )


def old_mappings(households, today) -> Iterator[Deadline]:
    """Households with an open application whose mapping is a year old, or who leave an institution without a home."""
    open_cases = Application.objects.open().filter(household__in=households)
    current = Mapping.objects.current(today).filter(household__in=open_cases.values("household"))
    for row in current:
        url = reverse("mapping", args=[row.pk])
        if row.release_on and row.homeless_category == Mapping.HomelessCategory.INSTITUTION:
            yield Deadline(
                due_on=row.release_on,
                what=_("Løslates eller utskrives uten egen bolig"),
                household_id=row.household_id,
                url=url,
                law=_law("boligsosialloven_6", today),
                if_missed=_("Noen står uten et sted å bo den dagen."),
            )
        due_on = add_months(row.mapped_on, MAPPING_LASTS_MONTHS)
        if due_on <= today + timedelta(days=MAPPING_WARNING_DAYS):
            yield Deadline(
                due_on=due_on,
                what=_("Kartlegg på nytt"),
                household_id=row.household_id,
                url=reverse("mapping_new", args=[row.household_id]),
                if_missed=_("Prioriteringen bygger på opplysninger som er mer enn ett år gamle."),
            )
