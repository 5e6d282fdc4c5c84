"""A meeting's agenda (dagsorden): made from the dwellings that are vacant or soon will be, and from the waiting list.

The households of an item are not stored: they are the best on the list the day one looks, with those put on or taken
off by hand. The list is fetched once for a whole agenda.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery
from django.utils.translation import gettext as _

from allocation import discussed, matching, queue
from allocation.candidates import Candidate, home_of
from allocation.models import AgendaItem, AllocationMeeting, MeetingAdvice, Offer
from applications.models import Discussion, Hold, Routine
from housing.database import in_force
from housing.known_before import Known, known_of
from housing.models import Dwelling, Tenancy, VoidPeriod
from housing.models import Household as People
from housing.protection import hidden_household_ids

SOON_DAYS = 60
FEW, MANY = 3, 10


def with_standing(dwellings, day: date):
    """Adds what an agenda must know of each dwelling: who is promised it, and when it will be free."""
    living = Tenancy.objects.filter(dwelling=OuterRef("pk")).lived_in(day)
    work = VoidPeriod.objects.filter(in_force(day), dwelling=OuterRef("pk"))
    return dwellings.with_occupancy(day).annotate(
        leaves_on=Subquery(living.values("leaves_on")[:1]),
        work_ends_on=Subquery(work.values("planned_ends_on")[:1]),
        is_offered=Exists(Offer.objects.open().filter(dwelling=OuterRef("pk"))),
        is_allocated=Exists(Tenancy.objects.filter(dwelling=OuterRef("pk"), status=Tenancy.Status.ALLOCATED)),
        is_held=Exists(Hold.objects.on(day).filter(dwelling=OuterRef("pk"))),
    )


def vacancies(day: date) -> list[Dwelling]:
    """Vacant and promised to nobody, then those that will be within sixty days, soonest first."""
    last = day + timedelta(days=SOON_DAYS)
    stock = Dwelling.objects.in_stock(day).exclude(category__in=matching.NOT_FOR_A_LEASE)
    found = with_standing(stock, day).filter(
        Q(is_occupied=False, is_under_work=False)
        | Q(is_occupied=True, leaves_on__lte=last)
        | Q(is_under_work=True, work_ends_on__lte=last),
        is_offered=False,
        is_allocated=False,
    )
    return sorted(found, key=lambda home: (_free_on(home, day), home.sort_key, home.pk))


def _free_on(home, day: date) -> date:
    if home.is_occupied:
        return max(home.leaves_on or date.max, day + timedelta(days=1))
    return max(home.work_ends_on or date.max, day + timedelta(days=1)) if home.is_under_work else day


def standing_text(home, day: date) -> str:
    """«Ledig», «Bebodd, ledig 12.12.2026», «Holdes av for en klage». Never who lives there."""
    if home.left_stock_on and home.left_stock_on <= day:
        return _("Ute av boligmassen")
    if home.is_offered:
        return _("Tilbudt, venter på svar")
    if home.is_allocated:
        return _("Tildelt, ikke innflyttet")
    if home.is_occupied:
        return _("Bebodd, ledig {day}").format(day=f"{home.leaves_on:%d.%m.%Y}") if home.leaves_on else _("Bebodd")
    if home.is_held:
        return _("Holdes av for en klage")
    if home.is_under_work:
        ends = home.work_ends_on
        return _("Under arbeid til {day}").format(day=f"{ends:%d.%m.%Y}") if ends else _("Under arbeid")
    return _("Ledig")


def may_be_offered(home, day: date) -> bool:
    """Whether the offer's own door would let it through today (``forms/offers.py`` asks again, under lock)."""
    left = home.left_stock_on and home.left_stock_on <= day
    return not (left or home.is_offered or home.is_allocated or home.is_occupied or home.is_held)


def fill(meeting: AllocationMeeting, day: date) -> int:
    """Put on what is not there: first what earlier meetings left, then every vacancy. Answers how many were added."""
    there = dict(meeting.items.values_list("dwelling_id", "pk"))
    place = meeting.items.count()
    carried = {item.dwelling_id: item for item in left_by_earlier_meetings() if item.meeting_id != meeting.pk}
    homes = with_standing(Dwelling.objects.in_stock(day).filter(pk__in=carried), day)
    still = [home for home in homes if not (home.is_offered or home.is_allocated)]
    added = []
    for home in [*sorted(still, key=lambda home: home.sort_key), *vacancies(day)]:
        earlier = carried.pop(home.pk, None)
        if home.pk not in there:
            item = AgendaItem(meeting=meeting, dwelling=home, position=place + len(added), carried_from=earlier)
            added.append(item)
            there[home.pk] = None
        elif earlier is not None and there[home.pk]:
            AgendaItem.objects.filter(pk=there[home.pk], carried_from__isnull=True).update(carried_from=earlier)
    AgendaItem.objects.bulk_create(added)
    return len(added)


def left_by_earlier_meetings() -> list[AgendaItem]:
    """The newest item of each dwelling among meetings that are over, where it was not decided and goes on."""
    over = AgendaItem.objects.filter(meeting__in=AllocationMeeting.objects.over())
    newest = over.order_by("dwelling_id", "-meeting__meets_on", "-pk").distinct("dwelling_id")
    return list(AgendaItem.objects.to_carry_over().filter(pk__in=newest.values("pk")))


@dataclass(frozen=True)
class Household:
    """One household on one item: its place held against the dwelling, and what to know before it is chosen."""

    candidate: Candidate
    is_by_hand: bool
    discussion: Discussion | None
    lacks_discussion: bool
    known: list[Known] = field(default_factory=list)

    @property
    def place(self) -> queue.Place:
        return self.candidate.place


@dataclass
class Entry:
    """One item as it is shown: the dwelling's standing and the first few households."""

    item: AgendaItem
    home: Dwelling
    standing: str
    may_be_offered: bool
    households: list[Household] = field(default_factory=list)
    # Before the last of them on the list, fitted as well, and waiting to answer an offer of another dwelling.
    have_offers: int = 0


def entries_of(items: list[AgendaItem], day: date, *, at_most: int = FEW) -> list[Entry]:
    """The items with their households: a constant number of queries however many there are. Items come with by_hand."""
    standing = with_standing(Dwelling.objects.filter(pk__in=[item.dwelling_id for item in items]), day)
    homes = {home.pk: home for home in standing}
    undecided = [item for item in items if not item.outcome] if at_most else []
    places = queue.places_on(day) if undecided else []
    best = {item.pk: best_for(item, places, at_most) for item in undecided}
    chosen = _without_given_away({pk: rows for pk, (rows, _busy) in best.items()}, day)
    asked = {row.place.application.pk for rows in chosen.values() for row in rows}
    talked_over = discussed.latest_held(asked)
    is_asked_for = Routine.objects.on(day).discussion_before_offer
    entries = []
    for item in items:
        home, by_hand = homes[item.dwelling_id], {row.application_id for row in item.by_hand.all()}
        households = [_household(row, by_hand, talked_over, is_asked_for) for row in chosen.get(item.pk, [])]
        busy = best.get(item.pk, ([], 0))[1]
        entries.append(Entry(item, home, standing_text(home, day), may_be_offered(home, day), households, busy))
    return entries


def tell_known(entry: Entry, user, day: date) -> None:
    """Beside each household, what the reader may know of it before a home is given to it."""
    known = known_of([row.place.household.pk for row in entry.households], user, day)
    entry.households = [replace(row, known=known.get(row.place.household.pk, [])) for row in entry.households]


def _without_given_away(chosen: dict[int, list[Candidate]], day: date) -> dict[int, list[Candidate]]:
    """«Has an offer» beside a protected household, and a dwelling offered to nobody named, would join the two."""
    offered = {row.place.household.pk for rows in chosen.values() for row in rows if row.has_open_offer}
    hidden = hidden_household_ids(offered, day) if offered else set()
    return {pk: [row for row in rows if row.place.household.pk not in hidden] for pk, rows in chosen.items()}


def _household(row: Candidate, by_hand: set, talked_over: dict, is_asked_for: bool) -> Household:
    pk = row.place.application.pk
    discussion = talked_over.get(pk)
    return Household(row, pk in by_hand, discussion, is_asked_for and discussion is None)


def best_for(item: AgendaItem, places: list[queue.Place], at_most: int) -> tuple[list[Candidate], int]:
    """The first few the dwelling fits, then those it may fit, in the order of the list; those put on by hand always.

    Whoever has an offer to answer cannot be offered another, and is only counted. It stops when there are enough: a
    long list is not held against every dwelling of the agenda.
    """
    home = home_of(item.dwelling)
    hands = {row.application_id: row.is_left_out for row in item.by_hand.all()}
    fitting, perhaps, added, busy = [], [], [], 0
    wanted = sum(not out for out in hands.values())
    for place in places:
        pk = place.application.pk
        if hands.get(pk) is False:
            added.append(Candidate(place, matching.match(place.need, home)))
        elif pk not in hands and len(fitting) < at_most:
            found = Candidate(place, matching.match(place.need, home))
            if found.has_open_offer:
                busy += found.match.fits is True
            elif found.match.fits is not False:
                (fitting if found.match.fits else perhaps).append(found)
        if len(fitting) >= at_most and len(added) >= wanted:
            break
    rows = [*fitting, *perhaps][:at_most] + added
    return sorted(rows, key=lambda row: ({True: 0, None: 1, False: 2}[row.match.fits], row.place.number)), busy


def items_of(meeting: AllocationMeeting, day: date) -> list[AgendaItem]:
    return list(whole(meeting.items, day).order_by("position", "pk"))


def whole(items, day: date):
    """Items with all that is shown of them, households' names included."""
    named = People.objects.for_list(day)
    advice = MeetingAdvice.objects.select_related("participant", "application").prefetch_related(
        Prefetch("application__household", queryset=named)
    )
    return items.select_related(
        "meeting__chair", "dwelling", "decided_by", "carried_from__meeting", "offer__application", "offer__record"
    ).prefetch_related(
        "by_hand",
        Prefetch("offer__application__household", queryset=named),
        Prefetch("advice", queryset=advice),
    )
