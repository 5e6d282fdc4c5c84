"""What repairs of a dwelling cost before a participant moved in, and after (reparasjoner, Mandal), in kroner a year.

Before is the two years until they moved in, or since the municipality had the dwelling. After is at most two years
from the day they moved in, while they live there. A year is 365 days; fewer than thirty on either side say nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from housing.periods import add_months, round_half_up

MONTHS = 24
FEWEST_DAYS = 30


@dataclass(frozen=True)
class Stay:
    """One participant's time in one dwelling. ``acquired_on`` is the municipality's first day with it."""

    moved_in_on: date
    moved_out_on: date | None
    acquired_on: date


@dataclass(frozen=True)
class Side:
    """The sum of one side, over how many days, and a year's worth of it; nothing when the days are too few."""

    total: Decimal
    days: int

    @property
    def yearly(self) -> Decimal | None:
        if self.days < FEWEST_DAYS:
            return None
        return round_half_up(Fraction(self.total) * 365 / self.days, 0)


@dataclass(frozen=True)
class BeforeAndAfter:
    before: Side
    after: Side

    @property
    def is_comparable(self) -> bool:
        return self.before.yearly is not None and self.after.yearly is not None


def compare(stay: Stay, costs: Iterable[tuple[date, Decimal]], today: date) -> BeforeAndAfter:
    """``costs`` are (day, kroner) of the dwelling. The day they moved in belongs to the time after."""
    known = list(costs)
    begins = max(add_months(stay.moved_in_on, -MONTHS), stay.acquired_on)
    # Today is over only tomorrow: what was paid today counts.
    ends = min(add_months(stay.moved_in_on, MONTHS), stay.moved_out_on or date.max, today + timedelta(days=1))
    return BeforeAndAfter(_side(known, begins, stay.moved_in_on), _side(known, stay.moved_in_on, ends))


def together(found: Iterable[BeforeAndAfter]) -> BeforeAndAfter:
    """All that can be compared, added up: a dwelling that says nothing on one side is in neither."""
    both = [one for one in found if one.is_comparable]
    sides = [
        Side(sum((side.total for side in part), Decimal(0)), sum(side.days for side in part))
        for part in ([one.before for one in both], [one.after for one in both])
    ]
    return BeforeAndAfter(*sides)


def _side(costs, first: date, end: date) -> Side:
    return Side(sum((kr for day, kr in costs if first <= day < end), Decimal(0)), max(0, (end - first).days))
