"""The stock held against the need, now and ahead: what is short of which size, type and staffing (boligbehov).

A dwelling that becomes free and a household that needs one are each known from a day, some until a day, and a tenant
whose contract runs out leaves with the share of such tenants who have left before. A dwelling earmarked for a target
group serves only those in it. The result is a gap per group: a size is not helped by what there is of another.

Knows neither the database nor the clock.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from housing.periods import add_months, age_on, round_half_up
from housing.rooms import SHARES_A_ROOM_UNDER, rooms_needed

MOST_ROOMS = 5
HORIZONS = (6, 12, 24)
ORDERED_FOR = 12
ADULT = 18
STAFFED = frozenset({"base", "round_the_clock"})
ADAPTED = frozenset({"adapted", "care"})


class Type(TextChoices):
    """The kinds of dwelling a need and a dwelling can both be sorted into, the most particular first."""

    STAFFED = "staffed", _("Med personale")
    ADAPTED = "adapted", _("Tilpasset")
    ORDINARY = "ordinary", _("Ordinær")


class Why(TextChoices):
    """Where a free dwelling or a need comes from."""

    VACANT = "vacant", _("Ledige nå")
    WORK = "work", _("Ferdig etter arbeid")
    LEAVES = "leaves", _("Leietaker skal flytte")
    CONTRACT = "contract", _("Kontrakt går ut, erfaringsandel")
    SWAP = "swap", _("Husstand må ha større bolig")
    WAITING = "waiting", _("Venter på bolig")
    RELEASE = "release", _("Løslates eller utskrives uten bolig")
    LEASE_IN = "lease_in", _("Bor der innleien går ut")


@dataclass(frozen=True)
class Kind:
    """What a dwelling is, or what is needed: rooms (5 is five or more), type and staffing."""

    rooms: int
    type: str
    staffing: str

    @classmethod
    def of(cls, rooms: int | None, *, accessible: bool, category: str, staffing: str) -> "Kind":
        size = min(max(rooms or 1, 1), MOST_ROOMS)
        if staffing in STAFFED:
            return cls(size, Type.STAFFED, staffing)
        kind = Type.ADAPTED if accessible or category in ADAPTED else Type.ORDINARY
        return cls(size, kind, staffing or "none")


@dataclass(frozen=True)
class Supply:
    """A dwelling that can be let from a day, until it leaves the stock; ``share`` of one when it is not certain."""

    kind: Kind
    why: Why
    starts: date
    ends: date | None = None
    share: Fraction = Fraction(1)
    earmarked_for: str = ""


@dataclass(frozen=True)
class Want:
    """A household that needs a dwelling of this kind from a day, or until it needs another."""

    kind: Kind
    why: Why
    starts: date
    ends: date | None = None
    target_groups: frozenset[str] = frozenset()


@dataclass
class Gap:
    """One group on one day: what is needed, what is free, and what is short after those it fits have got it."""

    need: int = 0
    supply: Fraction = Fraction()
    short: Fraction = Fraction()

    @property
    def whole_supply(self) -> int:
        return int(round_half_up(self.supply, 0))

    @property
    def whole_short(self) -> int:
        """Above zero: so many are short. Below: so many are more than needed."""
        return int(round_half_up(self.short, 0))


@dataclass
class Balance:
    """One group now and at each horizon (months ahead)."""

    key: object
    stock: int = 0
    vacant: int = 0
    gaps: dict[int, Gap] = field(default_factory=dict)


def active(rows: Iterable, day: date) -> list:
    return [row for row in rows if row.starts <= day and (row.ends is None or row.ends > day)]


def gap_of(wants: list[Want], supplies: list[Supply]) -> Gap:
    """Those of a target group take what is earmarked for it first; the rest share what is for anybody."""
    earmarked: dict[str, Fraction] = defaultdict(Fraction)
    for row in supplies:
        earmarked[row.earmarked_for] += row.share
    free = earmarked.pop("", Fraction())
    unmet = Fraction()
    for want in sorted(wants, key=lambda row: sorted(row.target_groups)):
        left = Fraction(1)
        for group in sorted(want.target_groups):
            taken = min(left, earmarked.get(group, Fraction()))
            if taken:
                earmarked[group] -= taken
                left -= taken
        unmet += left
    total = sum((row.share for row in supplies), Fraction())
    # What nobody waiting may live in is no surplus for others.
    return Gap(need=len(wants), supply=total, short=unmet - free)


def balances(
    wants: list[Want],
    supplies: list[Supply],
    stock: list[Kind],
    vacant: list[Kind],
    key: Callable[[Kind], object],
    today: date,
) -> list[Balance]:
    """By size, type or staffing, or by all three: whatever ``key`` makes of a kind."""
    found: dict[object, Balance] = {}

    def at(kind: Kind) -> Balance:
        return found.setdefault(key(kind), Balance(key(kind)))

    for kind in stock:
        at(kind).stock += 1
    for kind in vacant:
        at(kind).vacant += 1
    for months in (0, *HORIZONS):
        day = add_months(today, months)
        sides: dict[object, tuple[list[Want], list[Supply]]] = defaultdict(lambda: ([], []))
        for side, rows in enumerate((wants, supplies)):
            for row in active(rows, day):
                sides[at(row.kind).key][side].append(row)
        for group, (needed, free) in sides.items():
            found[group].gaps[months] = gap_of(needed, free)
    for balance in found.values():
        for months in (0, *HORIZONS):
            balance.gaps.setdefault(months, Gap())
    return sorted(found.values(), key=lambda row: row.key)


def by_why(rows: Iterable, day: date) -> dict[Why, Fraction]:
    """How many of the free dwellings, or of the needs, on a day come from what."""
    counted: dict[Why, Fraction] = defaultdict(Fraction)
    for row in active(rows, day):
        counted[row.why] += getattr(row, "share", Fraction(1))
    return {why: counted[why] for why in Why if counted[why]}


# --- Households change ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Living:
    """One member of a household: whether registered as a child, the birth date if known, and whether part-time."""

    is_child: bool
    birth_date: date | None = None
    is_part_time: bool = False


def rooms_on(members: Iterable[Living], day: date) -> int:
    """Rooms the household needs on the day (``housing/rooms.py``); a child without a birth date is the youngest."""
    adults, whole, part_time = 0, [], []
    for member in members:
        age = age_on(member.birth_date, day) if member.birth_date else 0
        if not member.is_child or age >= ADULT:
            adults += 1
        else:
            (part_time if member.is_part_time else whole).append(age)
    return rooms_needed(max(adults, 1), whole, part_time)


def changes(members: Iterable[Living], today: date, until: date) -> list[tuple[date, int]]:
    """The days from tomorrow on when the rooms needed change, and to what: a child turns 12 or 18."""
    members = list(members)
    days = {
        birthday
        for member in members
        if member.is_child and member.birth_date
        for years in (SHARES_A_ROOM_UNDER, ADULT)
        if today < (birthday := _turns(member.birth_date, years)) <= until
    }
    found, before = [], rooms_on(members, today)
    for day in sorted(days):
        rooms = rooms_on(members, day)
        if rooms != before:
            found.append((day, rooms))
            before = rooms
    return found


def _turns(born: date, years: int) -> date:
    """The day the age is reached; born on 29 February, on 1 March in a common year."""
    day = add_months(born, 12 * years)
    return day if day.day == born.day else date(day.year, 3, 1)


def growing(want: Want, members: Iterable[Living], today: date, until: date) -> list[Want]:
    """A need as the children grow: what the decision says now, and as many rooms more or fewer as their ages tell."""
    members = list(members)
    base = rooms_on(members, today)
    parts, current = [], want
    for day, rooms in changes(members, today, until):
        size = min(max(want.kind.rooms + rooms - base, 1), MOST_ROOMS)
        parts.append(replace(current, ends=day))
        current = replace(want, kind=replace(want.kind, rooms=size), starts=day)
    return [*parts, current]


@dataclass(frozen=True)
class Proposed:
    """A line for the order to the property company, and the numbers it comes from."""

    kind: Kind
    count: int
    need: int
    supply: int


def proposed(lines: list[Balance]) -> list[Proposed]:
    """What is short in a year, by rooms, type and staffing together; part of a dwelling is not ordered."""
    found = []
    for row in lines:
        gap = row.gaps[ORDERED_FOR]
        if gap.whole_short >= 1:
            found.append(Proposed(Kind(*row.key), gap.whole_short, gap.need, gap.whole_supply))
    return found
