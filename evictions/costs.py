"""What evictions cost beside what is done to prevent them (kostnader), with the municipality's own unit prices.

Each event is priced with the price in force on its own day. An event without a price is told as missing, and is never
counted as free. A night belongs to the day it begins on; a household's nights count from the day it was put out and
for twelve months, each night once however many stays or evictions it can be laid to. Kroner.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from housing.periods import Period, add_months

# The codes of ``UnitPrice.What``.
PETITION, EVICTION, REPAIR, NIGHT = "petition", "eviction", "repair", "temporary_night"
MONTHS_AFTER = 12
# The nights of fewer households than this would tell of one of them.
FEWEST_HOUSEHOLDS = 5


class Prices:
    """Unit prices as versions: ``(what, valid_from, price)``."""

    def __init__(self, rows: Iterable[tuple[str, date, Decimal]]):
        self._days: dict[str, list[date]] = {}
        self._prices: dict[str, list[Decimal]] = {}
        for what, valid_from, price in sorted(rows, key=lambda row: row[:2]):
            self._days.setdefault(what, []).append(valid_from)
            self._prices.setdefault(what, []).append(price)

    def on(self, what: str, day: date) -> Decimal | None:
        """The price in force on the day; None before the first one."""
        place = bisect_right(self._days.get(what, []), day)
        return self._prices[what][place - 1] if place else None


@dataclass(frozen=True)
class Cost:
    """So many of something, and what those with a price cost. ``missing``: how many lack one, by what it is."""

    count: int = 0
    kr: Decimal = Decimal(0)
    priced: int = 0
    missing: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: "Cost") -> "Cost":
        missing = dict(Counter(self.missing) + Counter(other.missing))
        return Cost(self.count + other.count, self.kr + other.kr, self.priced + other.priced, missing)

    @property
    def is_unknown(self) -> bool:
        """Nothing of it has a price."""
        return bool(self.missing) and not self.priced

    @property
    def is_complete(self) -> bool:
        return not self.missing


def cost_of(what: str, days: Mapping[date, int], period: Period, prices: Prices) -> Cost:
    """``days``: how many happened on each day. Those of the period count."""
    count, kr, priced, lacking = 0, Decimal(0), 0, 0
    for day, number in days.items():
        if day not in period:
            continue
        count += number
        price = prices.on(what, day)
        if price is None:
            lacking += number
        else:
            kr, priced = kr + price * number, priced + number
    return Cost(count, kr, priced, {what: lacking} if lacking else {})


def together(costs: Iterable[Cost], *, count: int | None = None) -> Cost:
    """The sum; ``count`` where the parts are several prices of the same events."""
    total = sum(costs, Cost())
    return total if count is None else Cost(count, total.kr, total.priced, total.missing)


def nights_after(
    evictions: Iterable[tuple[int, date]], stays: Iterable[tuple[int, date, date | None]], today: date
) -> dict[date, set[int]]:
    """Which households put out within the twelve months before lay in temporary housing each night, up to today.

    :param evictions: household and the day it was put out.
    :param stays: household, first day, and the day it left or None.
    """
    put_out: dict[int, list[date]] = {}
    for household, day in evictions:
        put_out.setdefault(household, []).append(day)
    nights: dict[date, set[int]] = {}
    for household, starts_on, ends_on in stays:
        for day in put_out.get(household, []):
            night = max(starts_on, day)
            end = min(ends_on or today, today, add_months(day, MONTHS_AFTER))
            while night < end:
                nights.setdefault(night, set()).add(household)
                night += timedelta(days=1)
    return nights


@dataclass(frozen=True)
class Events:
    """All that happened, by day: set-based readings, nothing of any person but the keys that keep nights apart."""

    petitions: Mapping[date, int]
    evictions: Mapping[date, int]
    averted: Mapping[date, int]
    actions: Mapping[str, Mapping[date, int]]
    nights: Mapping[date, set[int]]


@dataclass(frozen=True)
class Line:
    """The costs of one period. ``nights`` is None where it would tell of single households."""

    period: Period
    petitions: Cost
    evictions: Cost
    repairs: Cost
    nights: Cost | None
    actions: Mapping[str, Cost]
    averted: Cost

    @property
    def carried_out(self) -> Cost:
        """The evictions with what it costs to put the dwellings right."""
        return together([self.evictions, self.repairs], count=self.evictions.count)

    @property
    def evicting(self) -> Cost:
        """All that came of evicting; without the nights where they are not told."""
        parts = [self.petitions, self.evictions, self.repairs, *([self.nights] if self.nights else [])]
        return together(parts, count=self.evictions.count)

    @property
    def preventing(self) -> Cost:
        return together(self.actions.values())


def line_of(period: Period, events: Events, prices: Prices, *, tells_nights: bool) -> Line:
    averted = cost_of(EVICTION, events.averted, period, prices)
    would_cost = together([averted, cost_of(REPAIR, events.averted, period, prices)], count=averted.count)
    by_night = {day: len(households) for day, households in events.nights.items()}
    return Line(
        period,
        cost_of(PETITION, events.petitions, period, prices),
        cost_of(EVICTION, events.evictions, period, prices),
        cost_of(REPAIR, events.evictions, period, prices),
        cost_of(NIGHT, by_night, period, prices) if tells_nights else None,
        {kind: cost_of(kind, days, period, prices) for kind, days in events.actions.items()},
        would_cost,
    )


def households_behind(nights: Mapping[date, set[int]], period: Period) -> int:
    return len(set().union(*(households for day, households in nights.items() if day in period)))


def may_tell_nights(nights: Mapping[date, set[int]], periods: Iterable[Period]) -> bool:
    """Not when any of the periods rests on one to four households: two sums would give it away by subtraction."""
    return all(not 0 < households_behind(nights, period) < FEWEST_HOUSEHOLDS for period in periods)


def table(periods: list[Period], events: Events, prices: Prices, *, tells_all: bool) -> tuple[list[Line], Line]:
    """A line for each period, and one for them all. ``tells_all``: for those who may see each household anyway."""
    tells_nights = tells_all or may_tell_nights(events.nights, periods)
    whole = Period(periods[0].first, periods[-1].last)
    lines = [line_of(period, events, prices, tells_nights=tells_nights) for period in periods]
    return lines, line_of(whole, events, prices, tells_nights=tells_nights)
