"""What the demo's waiting list has beside the imported records: two weeks of log, two overrides and a draft scheme.

All of it is made up, and nothing in it contradicts the dated facts of the households.
"""

from datetime import datetime, time, timedelta

from django.utils import timezone

from allocation import queue
from allocation.models import Override, PriorityScheme, QueueDay, SchemeDraft, Standing
from housing.models import User
from housing.roles import Role

COLLEAGUE = ("Anne Skogheim", "leder2@lindvik.example")
DAYS_OF_LOG = 14
BY_NIGHT = time(0, 5)
Cause = Standing.Cause
# What makes a place another one.
KEPT = ["scheme_id", "is_first", "points", "children", "decided_on", "is_homeless", "mapping_id", "grounds", "lines"]


def leave_overrides(leader, administrator) -> None:
    """Once, and only where somebody waits."""
    today = timezone.localdate()
    waiting = [place.application for place in queue.places_on(today)]
    if Override.objects.exists() or len(waiting) < 3:
        return
    _leave_log(today)
    colleague = _colleague()
    last, middle = waiting[-1], waiting[len(waiting) // 2]
    _propose(middle, "Sønnen skal begynne i behandling i nabokommunen i januar.", colleague, today, points=15).approve(
        by=leader
    )
    _propose(last, "Sykehuset har bekreftet at tilstanden er forverret.", colleague, today, kind="first")
    _leave_draft(administrator)


def _colleague() -> User:
    """A second leader, without whom no override could be approved. Nobody logs in as her."""
    name, email = COLLEAGUE
    found = User.objects.filter(email=email).first() or User(email=email)
    found.name, found.roles = name, [Role.LEADER]
    found.set_unusable_password()
    found.save()
    return found


def _propose(application, reason, by, today, *, kind="points", points=0):
    until = today + timedelta(days=60)
    made = Override(application=application, kind=kind, points=points, reason=reason, valid_until=until)
    return made.propose(by=by)


def _leave_draft(by) -> None:
    rules = PriorityScheme.objects.on(timezone.localdate()).rules
    changed = {"children": 20, "waiting_time": 2}
    SchemeDraft.objects.create(
        name="Barn og ventetid teller mer",
        by=by,
        criteria=[
            {
                "code": rule.code,
                "label": rule.label,
                "points": changed.get(rule.code, rule.points),
                "maximum": rule.maximum * 2 if rule.code in changed and rule.maximum else rule.maximum,
            }
            for rule in rules
        ],
    )


def _leave_log(today) -> None:
    """As if the program had been in use for two weeks: the places each night gave, until those of today."""
    rows: dict[int, list[Standing]] = {}
    for days in range(DAYS_OF_LOG, 0, -1):
        day = today - timedelta(days=days)
        instant = timezone.make_aware(datetime.combine(day, BY_NIGHT))
        reckoned = {row.application.pk: row.values() for row in queue.from_facts(day)}
        for pk, values in reckoned.items():
            _go_on(rows.setdefault(pk, []), values, instant, is_first_day=days == DAYS_OF_LOG)
        for pk in rows.keys() - reckoned.keys():
            _leaves(rows[pk][-1], instant)
        QueueDay.objects.create(day=day, counted_at=instant)
    _join_today(rows)
    Standing.objects.bulk_create([row for rows_of_one in rows.values() for row in rows_of_one])


def _go_on(rows, values, instant, *, is_first_day) -> None:
    last = rows[-1] if rows else None
    if last and last.until is None and last.says(values):
        return
    cause = Cause.BEGAN if is_first_day else Cause.DECISION
    if last and last.until is None:
        last.until = instant
        cause = Cause.MAPPING if last.mapping_id != values["mapping_id"] else Cause.TIME
    rows.append(Standing(since=instant, cause=cause, **values))


def _leaves(row, instant) -> None:
    if row.until is None:
        row.until, row.left_because = instant, Cause.HOUSED


def _join_today(rows) -> None:
    """The row that stands today began when it became what it is."""
    today = {row.application_id: row for row in Standing.objects.open()}
    for pk, of_one in rows.items():
        for row in of_one:
            row.application_id = pk
        last, stands = of_one[-1], today.get(pk)
        if last.until is not None:
            continue
        if stands is None:
            _leaves(last, timezone.now())
        elif last.says({name: getattr(stands, name) for name in KEPT}):
            Standing.objects.filter(pk=stands.pk).update(since=last.since, cause=last.cause)
            of_one.pop()
        else:
            last.until = stands.since
            Standing.objects.filter(pk=stands.pk).update(cause=Cause.TIME)
