"""What is known today of the dwellings that become free and the households that need one (framskriving).

Gathers the facts for ``stock_need.py``: a constant number of questions to the database, however large the stock.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import F, Max, Q

from allocation import queue
from allocation.matching import NOT_FOR_A_LEASE
from allocation.stock_need import HORIZONS, Kind, Living, Supply, Want, Why, changes, growing, rooms_on
from applications.models import Application, Transition
from housing.models import Contract, Dwelling, Household, Tenancy, VoidPeriod
from housing.periods import Period, add_months

LOOKED_BACK_MONTHS = 24
# A tenant who has left so soon after the contract ran out left because it did.
LEFT_WITHIN_MONTHS = 3
# Work without a plan, or over its plan, is reckoned to take so long from today.
WORK_MONTHS = 3


@dataclass(frozen=True)
class Experience:
    """How many contracts ran out in the last two years, and how many of the tenants left then."""

    ended: int
    left: int

    @property
    def share(self) -> Fraction:
        return Fraction(self.left, self.ended) if self.ended else Fraction()


@dataclass(frozen=True)
class Forecast:
    today: date
    stock: list[Kind]
    vacant: list[Kind]
    wants: list[Want]
    supplies: list[Supply]
    experience: Experience
    # Dwellings that leave the stock within two years, let or not.
    leaving_stock: int
    # Granted the last year: what comes in is not forecast, and this says how much that may be.
    granted_last_year: int
    # Expected out without a home, and no day is known.
    releases_without_day: int


def experience_on(day: date) -> Experience:
    """Of tenancies whose last contract ran out in the last two years: how many were left within three months."""
    window = Period(add_months(day, -LOOKED_BACK_MONTHS), add_months(day, -LEFT_WITHIN_MONTHS))
    ends = (
        Contract.objects.filter(tenancy__tenure=Tenancy.Tenure.MUNICIPAL, tenancy__moved_in_on__isnull=False)
        .values("tenancy", left_on=F("tenancy__moved_out_on"))
        .annotate(last=Max("ends_on", filter=Q(starts_on__lte=day)))
    )
    # A contract renewed meanwhile is not the last one, but it ran out all the same.
    renewed = Contract.objects.filter(
        tenancy__tenure=Tenancy.Tenure.MUNICIPAL, ends_on__range=(window.first, window.last)
    ).count()
    left = sum(
        1
        for row in ends
        if row["left_on"]
        and row["last"]
        and row["last"] in window
        and row["last"] <= row["left_on"] <= add_months(row["last"], LEFT_WITHIN_MONTHS)
    )
    return Experience(renewed, min(left, renewed))


def forecast_on(today: date) -> Forecast:
    until = add_months(today, max(HORIZONS))
    homes = list(
        Dwelling.objects.in_stock(today).exclude(category__in=NOT_FOR_A_LEASE).with_occupancy(today).order_by("pk")
    )
    living = _living_in(homes, today)
    experience = experience_on(today)
    promised = set(Tenancy.objects.filter(status=Tenancy.Status.ALLOCATED).values_list("dwelling", flat=True))
    works = {void.dwelling_id: void for void in VoidPeriod.objects.open(today)}
    places = queue.places_on(today)
    waiting = {place.household.pk for place in places}
    wants = [part for place in places for part in _waiting(place, today, until)]
    supplies: list[Supply] = []
    for home in homes:
        tenancy = living.get(home.pk)
        if tenancy is None:
            if home.pk not in promised:
                supplies.append(_empty(home, works.get(home.pk), today))
        else:
            more, freed = _let(home, tenancy, waiting, experience.share, today, until)
            wants += more
            supplies += freed
    released, undated = _released(waiting, today, until)
    return Forecast(
        today=today,
        stock=[kind_of(home) for home in homes],
        vacant=[row.kind for row in supplies if row.why == Why.VACANT],
        wants=wants + released,
        supplies=supplies,
        experience=experience,
        leaving_stock=sum(bool(lost_on(home)) and lost_on(home) <= until for home in homes),
        granted_last_year=Application.objects.filter(
            outcome="granted",
            kind__in=["new", "transfer"],
            decided_on__gt=add_months(today, -12),
            decided_on__lte=today,
        ).count(),
        releases_without_day=undated,
    )


def kind_of(home: Dwelling) -> Kind:
    return Kind.of(
        home.rooms,
        accessible=bool(home.is_wheelchair_accessible),
        category=home.category,
        staffing=home.staffing or "none",
    )


def lost_on(home: Dwelling) -> date | None:
    """The day the municipality no longer has it: registered, or by the owner's lease to us."""
    return min((day for day in (home.left_stock_on, home.lease_in_ends_on) if day), default=None)


def _living_in(homes, today) -> dict[int, Tenancy]:
    rows = Tenancy.objects.lived_in(today).filter(dwelling__in=[home.pk for home in homes]).with_latest_contract(today)
    households = Household.objects.filter(pk__in=rows.values("household")).for_list(today)
    known = {household.pk: household for household in households}
    found = {}
    for row in rows:
        row.household = known[row.household_id]
        found[row.dwelling_id] = row
    return found


def members_of(household, today) -> list[Living]:
    return [
        Living(
            is_child=member.role == "child",
            birth_date=member.person.birth_date,
            is_part_time=(member.custody_percent or 100) < 100,
        )
        for member in household.members_on(today)
    ]


def _waiting(place, today, until) -> list[Want]:
    need = place.need
    kind = Kind.of(need.rooms_min, accessible=need.needs_wheelchair, category="", staffing=need.staffing_need)
    want = Want(kind, Why.WAITING, today, target_groups=need.target_groups)
    return growing(want, members_of(place.household, today), today, until)


def _empty(home, work, today) -> Supply:
    kind, ends = kind_of(home), lost_on(home)
    if work is None:
        return Supply(kind, Why.VACANT, today, ends, earmarked_for=home.earmarked_for)
    is_planned = work.planned_ends_on is not None and work.planned_ends_on > today
    ready = work.planned_ends_on if is_planned else add_months(today, WORK_MONTHS)
    return Supply(kind, Why.WORK, ready, ends, earmarked_for=home.earmarked_for)


def _let(home, tenancy, waiting, share, today, until) -> tuple[list[Want], list[Supply]]:
    """What a let dwelling gives ahead: it is left, it is handed back, or the household grows out of it."""
    kind, ends, earmark = kind_of(home), lost_on(home), home.earmarked_for
    if tenancy.leaves_on:
        return [], [Supply(kind, Why.LEAVES, max(tenancy.leaves_on, today), ends, earmarked_for=earmark)]
    groups = frozenset(tenancy.household.target_groups)
    members = members_of(tenancy.household, today)
    if ends and ends <= until:
        if tenancy.household_id in waiting:
            return [], []
        want = Want(_same_kind(kind, rooms_on(members, ends)), Why.LEASE_IN, max(ends, today), target_groups=groups)
        return growing(want, members, max(ends, today), until), []
    grown = _outgrown(home, members, today, until)
    if grown and tenancy.household_id not in waiting:
        day, rooms = grown
        want = Want(_same_kind(kind, rooms), Why.SWAP, day, target_groups=groups)
        return [want], [Supply(kind, Why.SWAP, day, ends, earmarked_for=earmark)]
    runs_out = tenancy.contract_ends_on
    if runs_out and today < runs_out <= until and share:
        return [], [Supply(kind, Why.CONTRACT, runs_out, ends, share, earmark)]
    return [], []


def _same_kind(kind: Kind, rooms: int) -> Kind:
    return Kind(min(max(rooms, 1), 5), kind.type, kind.staffing)


def _outgrown(home, members, today, until) -> tuple[date, int] | None:
    """The day the children are too old for the rooms there are, when there were enough until then."""
    if not home.rooms or rooms_on(members, today) > home.rooms:
        return None
    return next(((day, rooms) for day, rooms in changes(members, today, until) if rooms > home.rooms), None)


def _released(waiting, today, until) -> tuple[list[Want], int]:
    """Expected out of prison or an institution without a home; those who wait already are counted there."""
    rows = list(
        Transition.objects.expected()
        .filter(housing_ready_on__isnull=True)
        .exclude(home_before=Transition.HomeBefore.HAS)
        .exclude(household__in=waiting)
    )
    households = Household.objects.filter(pk__in={row.household_id for row in rows}).for_list(today)
    known = {household.pk: household for household in households}
    wants = []
    seen = set()
    for row in sorted(rows, key=lambda found: (found.planned_on is None, found.planned_on)):
        if row.planned_on is None or row.planned_on > until or row.household_id in seen:
            continue
        seen.add(row.household_id)
        day, household = max(row.planned_on, today), known[row.household_id]
        kind = Kind.of(rooms_on(members_of(household, today), day), accessible=False, category="", staffing="none")
        wants.append(Want(kind, Why.RELEASE, day, target_groups=frozenset(household.target_groups)))
    return wants, sum(row.planned_on is None for row in rows)
