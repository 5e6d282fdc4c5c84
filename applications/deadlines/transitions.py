"""What waits to be done before somebody leaves prison or an institution (a row of ``housing/deadlines.py``).

Sixty days before, what they need must be settled: an application is in, or a home is found. Fourteen days before, a
home must be ready. When the day has passed, the register must hear whether they are out.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.models import Application, Transition
from housing.deadlines import Deadline
from housing.law import reference

SETTLED_DAYS = 60
READY_DAYS = 14
# Told late, one still has some days to find out what is needed.
BREATH_DAYS = 7


def releases_without_home(households, today) -> Iterator[Deadline]:
    """One line for each person expected: the next thing that is missing."""
    applied = Application.objects.open().filter(household=OuterRef("household"))
    coming = Transition.objects.expected().filter(household__in=households, planned_on__isnull=False)
    for row in coming.annotate(has_applied=Exists(applied)).order_by("pk"):
        facts = _next(row, today)
        if facts:
            yield Deadline(
                household_id=row.household_id,
                url=reverse("transition", args=[row.pk]),
                caseworker_id=row.caseworker_id,
                case=row.number,
                **facts,
            )


def _next(row, today) -> dict:
    """What is missing, by when and why; nothing when a home is ready."""
    words = {"kind": row.get_kind_display(), "day": f"{row.planned_on:%d.%m.%Y}"}
    if row.planned_on < today:
        what = _("{kind} var ventet {day}: er de ute?").format(**words)
        return {"due_on": row.planned_on, "what": what, "how": _("dagen de var ventet ut")}
    if row.housing_ready_on:
        return {}
    ready_by = max(row.planned_on - timedelta(days=READY_DAYS), row.notified_on)
    if row.has_applied or today >= ready_by:
        facts = {"due_on": ready_by, "what": _("{kind} {day}: bolig må være klar").format(**words)}
        facts["how"] = _("{days} dager før de ventes ut").format(days=READY_DAYS)
    else:
        settled_by = max(row.planned_on - timedelta(days=SETTLED_DAYS), row.notified_on + timedelta(days=BREATH_DAYS))
        what = _("{kind} {day}: avklar hva slags bolig som trengs").format(**words)
        facts = {"due_on": min(settled_by, ready_by), "what": what}
        facts["how"] = _("{days} dager før de ventes ut, eller en uke etter meldingen").format(days=SETTLED_DAYS)
    law = str(reference("boligsosialloven_6", today).short)
    return facts | {"law": law, "if_missed": _("Noen står uten et sted å bo den dagen.")}
