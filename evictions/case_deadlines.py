"""No arrears case is left to lie (restansesak uten tiltak): a row of ``housing/deadlines.py``. One question."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext as _

from evictions.models import ArrearsAction, ArrearsCase, ArrearsPause, ArrearsTask, PaymentPlan, Petition
from evictions.next_step import TRY_AGAIN_DAYS
from housing.database import in_force
from housing.deadlines import Deadline


def cases_left_alone(households, today) -> Iterator[Deadline]:
    """Two weeks after the last thing that was done, or after a pause.

    Not where something else has its own day: a pause, a plan that is kept, a petition, a task from a meeting.
    """
    of_case = {"case": OuterRef("pk")}
    cases = ArrearsCase.objects.open().filter(
        ~Exists(ArrearsPause.objects.filter(in_force(today), **of_case)),
        ~Exists(PaymentPlan.objects.active().filter(**of_case)),
        ~Exists(Petition.objects.open().filter(tenancy=OuterRef("tenancy"))),
        ~Exists(ArrearsTask.objects.filter(done_on__isnull=True, **of_case)),
        tenancy__household__in=households,
    )
    done = ArrearsAction.objects.filter(done_on__lte=today, **of_case).order_by("-done_on")
    paused = ArrearsPause.objects.filter(ends_on__lte=today, **of_case).order_by("-ends_on")
    rows = cases.select_related("tenancy").annotate(
        done_on=Subquery(done.values("done_on")[:1]), rested_until=Subquery(paused.values("ends_on")[:1])
    )
    for case in rows.order_by("pk"):
        last = max(day for day in (case.opened_on, case.done_on, case.rested_until) if day)
        yield Deadline(
            household_id=case.household_id,
            url=case.get_absolute_url(),
            case=case.number,
            caseworker_id=case.caseworker_id,
            due_on=last + timedelta(days=TRY_AGAIN_DAYS),
            what=_("Ta neste steg i restansesaken"),
            how=_("To uker etter det siste som ble gjort, {day:%d.%m.%Y}").format(day=last),
            if_missed=_("Gjelden vokser mens ingen gjør noe."),
        )
