"""The log of one place on the waiting list in words (ventelistens logg): what moved it, which fact, when, by whom."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from allocation.models import Standing
from allocation.models.standing import end_of

# The number each row's application had on the whole list at an instant the row was in force.
HELD = """
    SELECT own.id, 1 + (
        SELECT count(*) FROM allocation_standing AS other
        WHERE other.since < asked.instant AND (other.until IS NULL OR other.until >= asked.instant)
        AND (NOT other.is_first, -other.points, NOT other.has_children, other.decided_on, other.application_id)
          < (NOT own.is_first, -own.points, NOT own.has_children, own.decided_on, own.application_id)
    ) FROM unnest(%s::bigint[], %s::timestamptz[]) AS asked(id, instant)
    JOIN allocation_standing AS own ON own.id = asked.id
"""


@dataclass(frozen=True)
class Change:
    """One line of points that is not what it was. None: the line was not there."""

    label: str
    was: int | None
    now: int | None
    fact: str


@dataclass(frozen=True)
class Entry:
    at: datetime
    title: str
    by: object
    changes: tuple[Change, ...] = ()
    points: int | None = None
    points_before: int | None = None
    number: int | None = None


def log_of(application, *, at_most: int = 50) -> list[Entry]:
    """The newest first. As many questions for a long log as for a short one."""
    rows = application.standings.select_related("by", "left_by").order_by("-since", "-pk")[: at_most + 1]
    rows = sorted(rows, key=lambda row: (row.since, row.pk))
    numbers = _numbers(rows)
    before = rows.pop(0) if len(rows) > at_most else None
    entries = []
    for row in rows:
        entries.append(_entry(row, before, numbers.get(row.pk)))
        if row.left_because:
            title = _("Gikk ut av ventelisten: {why}").format(why=_lowered(row.get_left_because_display()))
            entries.append(Entry(row.until, title, row.left_by, points_before=row.points))
        before = row
    return entries[::-1]


def _entry(row, before, number) -> Entry:
    is_new = before is None or bool(before.left_because)
    changes = () if is_new else changes_between(before, row)
    if is_new:
        why = _lowered(row.get_cause_display())
        title = _("Kom på ventelisten: {why}").format(why=why)
    else:
        title = str(row.get_cause_display())
    return Entry(row.since, title, row.by, changes, row.points, None if is_new else before.points, number)


def changes_between(before: Standing, row: Standing) -> tuple[Change, ...]:
    """Each line whose points or fact differ; both read as of the day of the change, so that a passed day is no news."""
    day = timezone.localdate(row.since)
    was, now = ({line.code: line for line in one.priority(day).lines} for one in (before, row))
    found = []
    for code in [*now, *(code for code in was if code not in now)]:
        old, new = was.get(code), now.get(code)
        if old and new and (old.points, str(old.fact)) == (new.points, str(new.fact)):
            continue
        line = new or old
        found.append(Change(str(line.label), old.points if old else None, new.points if new else None, str(line.fact)))
    return tuple(found)


def _numbers(rows) -> dict[int, int]:
    """At the end of the day the row began; at its own end when that came before; now for one that stands."""
    if not rows:
        return {}
    now = timezone.now()
    instants = [min(row.until or now, end_of(timezone.localdate(row.since))) for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(HELD, [[row.pk for row in rows], instants])
        return dict(cursor.fetchall())


def _lowered(text) -> str:
    text = str(text)
    return text[:1].lower() + text[1:]
