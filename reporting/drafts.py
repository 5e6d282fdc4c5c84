"""Drafts that are begun by themselves: the half-year report's four weeks before it is due, and the sheets asked for."""

import logging
from datetime import date

from django.db import transaction

from housing.database import Refused
from reporting import kinds
from reporting.kinds import Kind
from reporting.models import Event, Report, ReportNotice, ReportSubscription

log = logging.getLogger(__name__)


def begin_due(today: date) -> list[Report]:
    """A draft of each kind's latest period whose day has come and that has none.

    The half-year report always; a sheet only where somebody has asked to be told of that kind.
    """
    asked_for = set(ReportSubscription.objects.values_list("kind", flat=True))
    begun = []
    for kind in Kind:
        period = kinds.latest_begun(kind, today)
        wanted = kind == Kind.HALF_YEAR or kind in asked_for
        if not wanted or Report.objects.of_kind(kind).filter(period_first=period.first).exists():
            continue
        try:
            with transaction.atomic():
                report = Report.write_new(period, by=None, kind=kind)
                ReportNotice.tell(report, Event.DRAFTED, by=None)
        except Refused:
            log.info("the draft of a %s report was begun by another", kind)
            continue
        begun.append(report)
    return begun
