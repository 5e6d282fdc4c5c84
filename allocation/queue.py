"""The waiting list on any day (ventelisten): who waits, in which order, and the facts behind each place.

The list is kept (``allocation/models/standing.py``). Today's is read off its index, page by page; a past day's is the
rows that were in force at its end, so it is the list that was shown that evening, whatever has been learned since. For
days before the log began it is reckoned from the facts as they are dated, and the page says so.
"""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone

from allocation import priority, recount
from allocation.contacts import last_contacts
from allocation.matching import Need
from allocation.models import Offer, QueueDay, Standing
from allocation.models.standing import end_of, numbers_of
from allocation.needs import need_of
from allocation.reckoning import Reckoned, for_places, reckon
from applications.models import Application, Mapping
from housing.models import Household
from housing.periods import add_months


@dataclass(frozen=True)
class Place:
    """One application's place on the list: its number, its points and what they come from."""

    number: int
    application: Application
    household: Household
    mapping: Mapping | None
    facts: priority.Facts
    priority: priority.Priority
    open_offers: tuple[Offer, ...]
    last_contact: date | None = None

    @property
    def total(self) -> int:
        return self.priority.total

    @property
    def waited_days(self) -> int:
        return self.facts.waiting_days

    @property
    def children(self) -> int:
        return len(self.facts.child_ages)

    @property
    def is_homeless(self) -> bool:
        return self.facts.situation == Mapping.Situation.NO_HOME and bool(self.facts.homeless_category)

    @property
    def need(self) -> Need:
        return need_of(self.application, self.household, self.facts.on)


def places_on(day: date) -> list[Place]:
    """All who wait on the day, first the one in greatest need; with equal points, children first.

    Today's are reckoned from the facts and the kept list is mended where it differs: whoever proposes or offers a
    dwelling reads the whole list, and must not read an old place.
    """
    if day >= timezone.localdate():
        recount.catch_up()
        found = from_facts(day)
        kept = {row.application_id: row for row in Standing.objects.open()}
        recount.restand(recount.differing_from(kept, found), by=None, cause=Standing.Cause.RECOUNT)
        return [_place(number, row, day) for number, row in enumerate(found, start=1)]
    return page_of(standings_on(day), day) if is_kept(day) else reckoned_places(day)


def is_kept(day: date) -> bool:
    """Whether the list of the day is in the log, or must be reckoned from dated facts."""
    begins = log_begins()
    return begins is not None and day >= begins


def log_begins() -> date | None:
    """The first day whose list is kept."""
    return QueueDay.first()


def from_facts(day: date) -> list[Reckoned]:
    """Everybody's place, reckoned and in order."""
    return sorted(reckon(for_places(Application.objects.waiting(day), day), day), key=lambda row: row.order)


def reckoned_places(day: date) -> list[Place]:
    return [_place(number, row, day) for number, row in enumerate(from_facts(day), start=1)]


def standings_on(day: date):
    """The kept list of the day, in order: today's is the rows without an end."""
    rows = Standing.objects.open() if day >= timezone.localdate() else Standing.objects.at(end_of(day))
    return rows.in_order()


def page_of(standings, day: date, *, first: int = 1, is_narrowed: bool = False) -> list[Place]:
    """Places of some rows of the list, numbered as on the whole of it.

    What is shown of today is reckoned anew from the facts, at a constant number of queries, and mended if it differs.
    """
    is_today = day >= timezone.localdate()
    rows = list(standings.prefetch_related(_applications(day)))
    if is_today and _mend(rows, day):
        rows = list(standings.all().prefetch_related(_applications(day)))
    numbers = {}
    if is_narrowed:
        numbers = numbers_of([row.application_id for row in rows], instant=None if is_today else end_of(day))
    mappings = Mapping.objects.in_bulk({row.mapping_id for row in rows if row.mapping_id})
    return [
        _kept_place(numbers.get(row.application_id, first + place), row, mappings.get(row.mapping_id), day)
        for place, row in enumerate(rows)
    ]


def _applications(day):
    return Prefetch("application", queryset=for_places(Application.objects, day))


def _mend(rows, day) -> int:
    kept = {row.application_id: row for row in rows}
    wrong = recount.differing_from(kept, reckon([row.application for row in rows], day))
    return recount.restand(wrong, by=None, cause=Standing.Cause.RECOUNT)


def place_of(application: Application, day: date) -> Place | None:
    """The application's place on today's list; None when it does not wait."""
    recount.catch_up()
    found = page_of(Standing.objects.open().filter(application=application), day, is_narrowed=True)
    return found[0] if found else None


def count_waiting() -> int:
    return Standing.objects.open().count()


def _place(number: int, row: Reckoned, day: date) -> Place:
    return Place(
        number,
        row.application,
        row.application.household,
        row.mapping,
        row.grounds.facts(day),
        row.priority,
        tuple(row.application.open_offers),
    )


def _kept_place(number: int, row: Standing, mapping: Mapping | None, day: date) -> Place:
    application = row.application
    return Place(
        number,
        application,
        application.household,
        mapping,
        row.known.facts(day),
        row.priority(day),
        tuple(application.open_offers),
    )


def with_contacts(places: list[Place], day: date) -> list[Place]:
    """With the day each household was last in touch: three questions for them all."""
    latest = last_contacts([place.household.pk for place in places], day)
    return [replace(place, last_contact=latest.get(place.household.pk)) for place in places]


def a_year_before(day: date) -> date:
    return add_months(day, -12)
