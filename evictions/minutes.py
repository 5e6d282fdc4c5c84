"""The minutes of a meeting about arrears (referat), and what one service may take home from it.

The minutes are written in the transaction that closes the meeting, printed once, and never changed: they are for those
who hold the meetings. A service gets its own cases only, without a name where the tenant has not consented. Neither
holds an address or a national identity number.
"""

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone

from evictions import agenda
from evictions.models import ArrearsMeeting, ArrearsMinutes, ArrearsTask
from housing import letters


def write(meeting: ArrearsMeeting) -> ArrearsMinutes:
    """Keep the text, and have it printed once the transaction is kept."""
    today = timezone.localdate()
    entries = agenda.whole_for_minutes(meeting, today)
    html = render_to_string(
        "papers/arrears_minutes.html",
        {
            "meeting": meeting,
            "office": settings.MUNICIPALITY,
            "participants": list(meeting.participants.all()),
            "entries": entries,
            "settled": sum(entry.item.is_settled for entry in entries),
            "taken_off": meeting.items.filter(is_left_out=True).select_related("case"),
            "earlier": _earlier(meeting),
        },
    )
    made = ArrearsMinutes.objects.create(meeting=meeting, html=html)
    _print_later(made.pk)
    return made


def _earlier(meeting: ArrearsMeeting) -> list[ArrearsTask]:
    """What the meeting began with: tasks that were not done when it opened, and how they stand now."""
    opened_on = timezone.localdate(meeting.opened_at)
    rows = ArrearsTask.objects.filter(Q(done_on__isnull=True) | Q(done_on__gte=opened_on))
    rows = rows.filter(made_at__lt=meeting.opened_at).exclude(item__in=meeting.items.all())
    return list(rows.select_related("case", "owner").order_by("due_on", "pk"))


def _print_later(minutes_id: int) -> None:
    from evictions.tasks import print_minutes

    # Robust: with the queue out of reach, the first who opens the minutes has them printed.
    transaction.on_commit(lambda: print_minutes.delay(minutes_id=minutes_id), robust=True)


def paper_of(service: str, meeting: ArrearsMeeting, found: agenda.Agenda) -> bytes:
    """The cases of one service as a PDF, as they may be told today."""
    html = render_to_string(
        "papers/arrears_service.html",
        {
            "meeting": meeting,
            "office": settings.MUNICIPALITY,
            "service": agenda.label_of(service),
            "found": found,
            "printed_on": timezone.localdate(),
        },
    )
    return letters.as_pdf(html, style=letters.PAPER)
