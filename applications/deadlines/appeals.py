"""What waits to be done about appeals and held dwellings (rows of ``housing/deadlines.py``).

Each asks the database once, however many households.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.models import Appeal, Hold
from housing import terms
from housing.deadlines import Deadline
from housing.law import reference

# The municipality's own limits: when to ask the appeal body, and how long a dwelling may stand empty for an appeal.
ASK_BODY_DAYS = 90
HOLD_DAYS = 60


def _law(code: str, day) -> str:
    return str(reference(code, day).short)


def _about(appeal, **said) -> Deadline:
    return Deadline(
        household_id=appeal.application.household_id,
        url=reverse("appeal", args=[appeal.pk]),
        case=appeal.application.number,
        caseworker_id=appeal.caseworker_id or appeal.application.caseworker_id,
        **said,
    )


def appeals_to_answer(households, today) -> Iterator[Deadline]:
    """An appeal is prepared and forwarded as soon as it can be; after a month the appellant must hear from us (F1)."""
    waiting = Appeal.objects.with_us().filter(application__household__in=households)
    for row in waiting.select_related("application"):
        yield _about(
            row,
            due_on=terms.due_on("F1", row.received_on),
            what=_("Klage i sak {number} skal behandles eller sendes videre").format(number=row.application.number),
            law=_law("fvl_33", today),
            if_missed=str(terms.term("F1", row.received_on).if_missed),
        )


def postponements_to_answer(households, today) -> Iterator[Deadline]:
    """Asked to put the decision off: answered as soon as can be, or the question is answered by the wait."""
    asked = Appeal.objects.open().filter(
        application__household__in=households, asks_for_postponement=True, is_postponed__isnull=True
    )
    for row in asked.select_related("application"):
        yield _about(
            row,
            due_on=row.received_on + timedelta(weeks=1),
            what=_("Svar på om vedtaket i sak {number} skal vente").format(number=row.application.number),
            law=_law("fvl_42", today),
            if_missed=_("Vedtaket kan bli satt i verk før noen har tatt stilling til det."),
        )


def appeals_with_the_body(households, today) -> Iterator[Deadline]:
    """Forwarded, and not heard from: ask how it goes."""
    forwarded = Appeal.objects.with_the_body().filter(application__household__in=households, forwarded_on__isnull=False)
    for row in forwarded.select_related("application"):
        yield _about(
            row,
            due_on=row.forwarded_on + timedelta(days=ASK_BODY_DAYS),
            what=_("Spør klageinstansen om klagen i sak {number}").format(number=row.application.number),
            law=_law("fvl_11a", today),
            if_missed=_("Søkeren vet ikke hva som skjer med klagen."),
        )


def new_decisions(households, today) -> Iterator[Deadline]:
    """Upheld, and not decided anew yet: within a month (F1)."""
    upheld = Appeal.objects.awaiting_new_decision().filter(
        application__household__in=households, decided_on__isnull=False
    )
    for row in upheld.select_related("application"):
        yield _about(
            row,
            due_on=terms.due_on("F1", row.decided_on),
            what=_("Fatt nytt vedtak etter klage i sak {number}").format(number=row.application.number),
            law=_law("fvl_11a", today),
            if_missed=_("Søkeren har fått medhold, og står uten det nye vedtaket."),
        )


def old_holds(households, today) -> Iterator[Deadline]:
    """A dwelling held for an appeal stands empty: it costs a rent a month."""
    held = Hold.objects.open().filter(appeal__application__household__in=households)
    for row in held.select_related("appeal__application"):
        yield _about(
            row.appeal,
            due_on=row.starts_on + timedelta(days=HOLD_DAYS),
            what=_("Skal boligen fortsatt holdes av for klagen i sak {number}?").format(
                number=row.appeal.application.number
            ),
            if_missed=_("Boligen står tom uten leieinntekt."),
        )


ABOUT_APPEALS = [appeals_to_answer, postponements_to_answer, appeals_with_the_body, new_decisions, old_holds]
