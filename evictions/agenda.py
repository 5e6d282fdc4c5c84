"""The agenda of a meeting about arrears (dagsorden): made from the latest run, shown to each as they may see it.

Households with children come first, then the largest debts. A case that rests is left out and counted. What a person
has put on or taken off stands when the agenda is made anew.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evictions import meeting_privacy, standing, step_facts
from evictions.meeting_privacy import Sight, Subject
from evictions.models import (
    ArrearsAction,
    ArrearsCase,
    ArrearsItem,
    ArrearsMeeting,
    ArrearsRun,
    ArrearsRunLine,
    ArrearsTask,
)
from evictions.next_step import proposed
from housing.database import Refused
from housing.models import Consent, Household, Membership, Service
from housing.templatetags.norwegian import kr

FACTS = ["balance", "was_balance", "oldest_due_on", "children", "next_step", "position"]


# --- Made ------------------------------------------------------------------------------------------------------


def latest_run() -> ArrearsRun | None:
    return ArrearsRun.objects.order_by("-run_on").first()


def day_of(meeting: ArrearsMeeting, today: date) -> date:
    """The day the agenda is made for: a pause that is over by the meeting is no pause there."""
    return max(meeting.meets_on, today)


def fill(meeting: ArrearsMeeting, today: date) -> None:
    """Make it anew from the latest run. The meeting is held by the caller, and nothing is decided in it yet."""
    run, day = latest_run(), day_of(meeting, today)
    there = {item.case_id: item for item in meeting.items.select_related("case__tenancy")}
    lines = _lines_of(run)
    paused = set(ArrearsCase.objects.paused_on(day).filter(pk__in=lines).values_list("pk", flat=True))
    by_hand = {pk for pk, item in there.items() if item.is_by_hand and item.case.closed_on is None}
    cases = {pk: line.case for pk, line in lines.items() if pk not in paused}
    cases |= {pk: there[pk].case for pk in by_hand}
    items = [there.get(pk) or ArrearsItem(meeting=meeting, case=case) for pk, case in cases.items()]
    _tell_facts(items, lines, run, today)
    items.sort(key=lambda item: (not item.has_children, -item.balance, item.case_id))
    for position, item in enumerate(items):
        item.position = position
    gone = [item.pk for pk, item in there.items() if pk not in cases and not item.is_left_out]
    meeting.items.filter(pk__in=gone, decided_at__isnull=True).delete()
    ArrearsItem.objects.bulk_create([item for item in items if item.pk is None])
    ArrearsItem.objects.bulk_update([item for item in items if item.pk is not None], FACTS)
    meeting.run, meeting.paused = run, len(paused - by_hand)
    meeting.save(update_fields=["run", "paused"])


def refresh_planned(today: date) -> None:
    """Each night: the agendas of planned meetings follow the run, the pauses and what is paid."""
    for meeting in ArrearsMeeting.objects.planned():
        try:
            with transaction.atomic():
                fill(meeting.hold(ArrearsMeeting.Status.PLANNED), today)
        except Refused:
            continue  # it was opened while we looked


def put_on(meeting: ArrearsMeeting, case: ArrearsCase, *, by, reason: str, today: date) -> ArrearsItem:
    """A case the run does not give, or one that was taken off. The meeting is held by the caller."""
    item = meeting.items.filter(case=case).select_related("case__tenancy").first() or ArrearsItem(
        meeting=meeting, case=case, position=meeting.items.count()
    )
    _tell_facts([item], _lines_of(meeting.run), meeting.run, today)
    item.is_by_hand, item.is_left_out, item.reason, item.by = True, False, reason, by
    item.save()
    return item


def _lines_of(run: ArrearsRun | None) -> dict[int, ArrearsRunLine]:
    """The run's lines by case; a case closed since is dealt with."""
    rows = (
        ArrearsRunLine.objects.filter(run=run, case__closed_on__isnull=True) if run else ArrearsRunLine.objects.none()
    )
    return {line.case_id: line for line in rows.select_related("case__tenancy")}


def _tell_facts(items: list[ArrearsItem], lines: dict[int, ArrearsRunLine], run: ArrearsRun | None, today: date):
    """What the meeting sees of each: owed as the run counted it, the rest as it stands today. So many queries."""
    cases = step_facts.with_households(ArrearsCase.objects.filter(pk__in=[item.case_id for item in items]), today)
    facts = step_facts.facts_of(list(cases), today)
    tenancies = [item.case.tenancy_id for item in items]
    earlier = run.previous() if run else None
    before = ArrearsRunLine.objects.filter(run=earlier, tenancy__in=tenancies) if earlier else []
    was = {line.tenancy_id: line.balance for line in before}
    unlisted = standing.debts_on(today, tenancies=[item.case.tenancy_id for item in items if item.case_id not in lines])
    for item in items:
        line, debt = lines.get(item.case_id), unlisted.get(item.case.tenancy_id)
        item.balance = line.balance if line else debt.owed if debt else Decimal(0)
        item.oldest_due_on = line.oldest_due_on if line else debt.oldest_on if debt else None
        item.was_balance = was.get(item.case.tenancy_id)
        item.children = facts[item.case_id].children
        # The step alone: why it is proposed stands in the case, for those who may open it.
        item.next_step = str(proposed(facts[item.case_id]).label)


# --- Shown -----------------------------------------------------------------------------------------------------


@dataclass
class Entry:
    """One item as somebody may see it."""

    item: ArrearsItem
    number: int
    sight: Sight
    shared_with: frozenset[str]
    debt_days: int | None
    tried: list[str]
    tasks: list[ArrearsTask]
    is_in_reach: bool

    @property
    def is_named(self) -> bool:
        return self.sight == Sight.NAMED

    @property
    def name(self) -> str:
        return self.item.case.household.name if self.is_named else ""

    @property
    def children_text(self) -> str:
        count = self.item.children
        return ngettext("{count} barn", "{count} barn", count).format(count=count) if count else ""

    @property
    def change_text(self) -> str:
        """Since the run before: «opp 8 000,00 kr», «ny siden sist»; empty for one no run has seen."""
        change = self.item.change
        if change is None:
            return "" if self.item.is_by_hand else _("ny siden sist")
        if change == 0:
            return _("uendret")
        return (_("opp {kr}") if change > 0 else _("ned {kr}")).format(kr=kr(abs(change)))

    @property
    def responsible_label(self) -> str:
        return label_of(self.item.responsible)

    @property
    def consents(self) -> list[str]:
        """The services the tenant lets know, in words."""
        return [label for code, label in Service.choices if code in self.shared_with]

    @property
    def may_share(self) -> bool:
        """Whether the service that has the case may be told who it is."""
        return meeting_privacy.may_name_to(self.item.responsible, self.shared_with)


@dataclass
class LeftTask:
    """Something an earlier meeting decided, that is not done (det som ikke ble gjort)."""

    task: ArrearsTask
    sight: Sight
    may_be_done: bool

    @property
    def name(self) -> str:
        return self.task.case.household.name if self.sight == Sight.NAMED else ""


@dataclass
class Agenda:
    """What one who looks sees of a meeting; ``others`` are the items they are only told the number of."""

    entries: list[Entry] = field(default_factory=list)
    others: int = 0
    left: list[LeftTask] = field(default_factory=list)
    left_others: int = 0
    taken_off: list[Entry] = field(default_factory=list)


def label_of(service: str) -> str:
    return str(dict(Service.choices).get(service, service))


def services_of(user, meeting: ArrearsMeeting) -> frozenset[str]:
    """The services somebody is asked to the meeting for."""
    return frozenset(meeting.participants.filter(user=user).values_list("service", flat=True))


def seen_by(user, meeting: ArrearsMeeting, today: date) -> Agenda:
    """The agenda as the user may see it: a constant number of queries, however many items there are."""
    attends_for = services_of(user, meeting)
    items = list(_whole(meeting.items, today))
    left = [] if meeting.is_over else list(_left_by_earlier(meeting, today))
    cases = {row.case_id for row in [*items, *left]}
    reached = set(ArrearsCase.objects.visible_to(user).filter(pk__in=cases).values_list("pk", flat=True))
    shared = shared_by_household([row.case.household for row in [*items, *left]], today)
    found = Agenda()
    number = 0
    for item in items:
        subject = Subject(item.case_id in reached, item.responsible, shared[item.case.household_id])
        sight = meeting_privacy.sight(attends_for, subject)
        number += not item.is_left_out
        if item.is_left_out:
            found.taken_off += [entry_of(item, 0, sight, subject, today)] if sight else []
        elif sight:
            found.entries.append(entry_of(item, number, sight, subject, today))
        else:
            found.others += 1
    for task in left:
        mine = attends_for | ({task.service} if task.owner_id == user.pk else set())
        subject = Subject(task.case_id in reached, task.service, shared[task.case.household_id])
        sight = meeting_privacy.sight(mine, subject)
        if sight:
            found.left.append(LeftTask(task, sight, subject.is_in_reach or task.owner_id == user.pk))
        else:
            found.left_others += 1
    return found


def whole_for_minutes(meeting: ArrearsMeeting, today: date) -> list[Entry]:
    """All of it, for the minutes."""
    items = list(_whole(meeting.items.on_agenda(), today))
    shared = shared_by_household([item.case.household for item in items], today)
    every = [(item, Subject(True, item.responsible, shared[item.case.household_id])) for item in items]
    return [entry_of(item, number, Sight.NAMED, subject, today) for number, (item, subject) in enumerate(every, 1)]


def on_paper_of(service: str, meeting: ArrearsMeeting, today: date) -> Agenda:
    """One service's cases alone, as they may leave the house today."""
    items = list(_whole(meeting.items.on_agenda(), today))
    shared = shared_by_household([item.case.household for item in items], today)
    found = Agenda()
    for number, item in enumerate(items, 1):
        subject = Subject(False, item.responsible, shared[item.case.household_id])
        sight = meeting_privacy.on_paper_of(service, subject)
        found.entries += [entry_of(item, number, sight, subject, today)] if sight else []
        found.others += not sight
    return found


def entry_of(item: ArrearsItem, number: int, sight: Sight, subject: Subject, today: date) -> Entry:
    meeting = item.meeting
    seen_on = meeting.meets_on if meeting.is_over else today
    days = (seen_on - item.oldest_due_on).days if item.oldest_due_on else None
    done, tasks = tried(item.case.actions.all()), list(item.tasks.all())
    return Entry(item, number, sight, subject.shared_with, days, done, tasks, subject.is_in_reach)


def tried(actions) -> list[str]:
    """«Telefon 2 ganger, sist 12.03.2026, fikk ikke kontakt»: what was done, and never what was said."""
    by_kind: dict[str, list[ArrearsAction]] = {}
    for action in sorted(actions, key=lambda action: (action.done_on, action.pk), reverse=True):
        by_kind.setdefault(action.kind, []).append(action)
    lines = []
    for rows in by_kind.values():
        newest = rows[0]
        told = newest.told[0].upper() + newest.told[1:]
        day = f"{newest.done_on:%d.%m.%Y}"
        times = _("{what}: {count} ganger, sist {day}") if len(rows) > 1 else _("{what}: {day}")
        lines.append(times.format(what=told, count=len(rows), day=day))
    return lines


def shared_by_household(households, day: date) -> dict[int, frozenset[str]]:
    """The services each household's main person has consented to share with, in force on the day.

    It is the main person's name that would be told, so nobody else in the household can let it through.
    """
    main = {
        household.pk: next((m.person_id for m in household.members_on(day) if m.role == Membership.Role.MAIN), None)
        for household in households
    }
    found: dict[int, frozenset[str]] = dict.fromkeys(main, frozenset())
    given = Consent.objects.on(day).filter(household__in=main)
    for household, person, recipient in given.values_list("household", "person", "recipient"):
        if person == main[household]:
            found[household] |= meeting_privacy.services_in(recipient)
    return found


def _whole(items, today: date):
    """Items with all that is shown of them."""
    named = Household.objects.for_list(today)
    return (
        items.select_related("meeting", "case__tenancy", "case__caseworker", "by")
        .prefetch_related(
            Prefetch("case__tenancy__household", queryset=named),
            Prefetch("case__actions", queryset=ArrearsAction.objects.order_by("-done_on", "-pk")),
            Prefetch("tasks", queryset=ArrearsTask.objects.select_related("owner").order_by("due_on", "pk")),
        )
        .order_by("position", "pk")
    )


def _left_by_earlier(meeting: ArrearsMeeting, today: date):
    """Tasks that are not done, but for those of this very meeting: the oldest day first."""
    named = Household.objects.for_list(today)
    rows = ArrearsTask.objects.open().exclude(item__in=meeting.items.all()).select_related("case__tenancy", "owner")
    return rows.prefetch_related(Prefetch("case__tenancy__household", queryset=named)).order_by("due_on", "pk")


def item_of(item_pk: int, today: date) -> ArrearsItem:
    return _whole(ArrearsItem.objects.filter(pk=item_pk), today).get()
