"""Keeps the waiting list in step with the facts (ny gjennomregning av ventelisten).

Points change for three reasons, and each has its own way here:

- **A fact changes.** The row of ``housing/consequences.py`` calls ``restand`` for the household in the same
  transaction: the old row ends and the new one begins at that instant, with the cause and the user. Both or neither.
- **Time passes.** Waiting days, days in temporary housing, ages, contracts near their end, a scheme that begins. Rows
  hold dates and not day counts (``grounds.py``), so only those whose points do change get a new row. ``go_through``
  runs every night, and, when it has not, by the first who opens the list that day: a place shown is never of an older
  day. An advisory lock makes the others wait for it and then find it done.
- **Many rows at once.** An import ends with one ``go_through``.

What if a fact is changed somewhere that calls nobody? Whoever waits and is not on the list, and whoever is on it and no
longer waits, is found by one question each time the list is opened (``mend``). The places on the page, and the one of a
household that is opened, are reckoned anew from the facts, and mended when they differ (``queue.py``). So nobody is
shown a place its facts do not give, and the nightly going through finds the rest.

Two who change a household's facts at once: ``restand`` locks the application before it reads, so the second sees what
the first has done. Applications are locked in the order of their keys, so that two never wait for each other.
"""

from django.db import connection, transaction
from django.utils import timezone

from allocation.models import QueueDay, Standing
from allocation.reckoning import reckon, with_members
from applications.models import Application

# Any number, the same everywhere: the list is gone through by one at a time.
LOCK = 7_204_112
BATCH = 1000
Cause = Standing.Cause


def restand(application_ids, *, by, cause: str) -> int:
    """Reckon these anew; where anything differs the old row ends and a new one begins. Answers how many did."""
    ids = sorted(set(application_ids))
    if not ids:
        return 0
    with transaction.atomic():
        locked = Application.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=ids)
        list(locked.order_by("pk").values_list("pk"))
        kept = {row.application_id: row for row in Standing.objects.open().filter(application__in=ids)}
        reckoned = _reckoned(ids)
        ending, beginning = [], []
        for pk in ids:
            was, now = kept.get(pk), reckoned.get(pk)
            if (was is None and now is None) or (was and now and was.says(now.values())):
                continue
            instant = _instant(was)
            if was:
                _end(was, instant, leaves=now is None, by=by, cause=cause)
                ending.append(was)
            if now:
                beginning.append(
                    Standing(application_id=pk, since=instant, by=by, cause=_why(cause, was, now), **now.values())
                )
        Standing.objects.bulk_update(ending, ["until", "left_because", "left_by"], batch_size=BATCH)
        Standing.objects.bulk_create(beginning, batch_size=BATCH)
    return len({row.application_id for row in [*ending, *beginning]})


def restand_households(household_ids, *, by, cause: str) -> int:
    """Those of the households' applications that wait, or that the list says wait."""
    if not household_ids:
        return 0
    today = timezone.localdate()
    waiting = Application.objects.waiting(today).filter(household__in=household_ids).values_list("pk", flat=True)
    shown = Standing.objects.open().filter(application__household__in=household_ids)
    return restand({*waiting, *shown.values_list("application", flat=True)}, by=by, cause=cause)


def go_through(*, cause: str = Cause.TIME, is_due_only: bool = False) -> None:
    """The whole list, once: those whose place is no longer what the facts give get a new row."""
    today = timezone.localdate()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        if is_due_only and QueueDay.objects.filter(day=today).exists():
            return
        if QueueDay.first() is None:
            cause = Cause.BEGAN
        waiting = list(Application.objects.waiting(today).order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(waiting), BATCH):
            restand(_differing(waiting[start : start + BATCH]), by=None, cause=cause)
        restand(_no_longer_waiting(today), by=None, cause=cause)
        QueueDay.objects.update_or_create(day=today, defaults={"counted_at": timezone.now()})


def catch_up() -> None:
    """Before the list is shown: gone through today, everybody who waits on it, and nobody else."""
    if not QueueDay.objects.filter(day=timezone.localdate()).exists():
        go_through(is_due_only=True)
    mend()


def mend() -> None:
    """Whoever waits without a place, and whoever has a place without waiting, found by one question and put right."""
    today = timezone.localdate()
    shown = Standing.objects.open().values("application")
    missing = Application.objects.waiting(today).exclude(pk__in=shown).order_by().values_list("pk", flat=True)
    restand(missing.union(_no_longer_waiting(today), all=True), by=None, cause=Cause.RECOUNT)


def differing_from(shown: dict[int, Standing], reckoned) -> list[int]:
    """Applications whose kept place is not what is reckoned."""
    return [
        row.application.pk
        for row in reckoned
        if (kept := shown.get(row.application.pk)) is None or not kept.says(row.values())
    ]


def _differing(application_ids) -> list[int]:
    kept = {row.application_id: row for row in Standing.objects.open().filter(application__in=application_ids)}
    return differing_from(kept, _reckoned(application_ids).values())


def _reckoned(application_ids) -> dict:
    today = timezone.localdate()
    waiting = with_members(Application.objects.waiting(today).filter(pk__in=application_ids), today)
    return {row.application.pk: row for row in reckon(waiting, today)}


def _no_longer_waiting(today):
    waiting = Application.objects.waiting(today).values("pk")
    return Standing.objects.open().exclude(application__in=waiting).values_list("application", flat=True)


def _instant(was):
    """Now; never before the row that ends began, should the clock have been set back."""
    now = timezone.now()
    return max(now, was.since) if was else now


def _end(was, instant, *, leaves, by, cause) -> None:
    was.until = instant
    if leaves:
        was.left_because, was.left_by = cause, by


def _why(cause, was, now) -> str:
    """Of what the passing of time brings, a scheme that begins is told as that."""
    if cause == Cause.TIME and was is not None and was.scheme_id != now.values()["scheme_id"]:
        return Cause.SCHEME
    return Cause.RECOUNT if cause == Cause.TIME and was is None else cause
