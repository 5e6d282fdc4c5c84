"""When a dwelling stands empty, and why: stays and work against the days it is in stock (tomgang).

Every stretch is half open: on the day somebody moves out somebody else may move in. Money is not rounded here; a sum of
rounded rows would not be the figure.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

# No work on it: it could have been let (ledig).
VACANT = "vacant"


@dataclass(frozen=True)
class Stretch:
    """From a day until another that no longer counts; without an end it goes on."""

    starts: date
    ends: date | None = None
    why: str = VACANT

    def within(self, first: date, after_last: date) -> "Stretch | None":
        starts, ends = max(self.starts, first), min(self.ends or after_last, after_last)
        return Stretch(starts, ends, self.why) if starts < ends else None

    @property
    def days(self) -> int:
        return (self.ends - self.starts).days if self.ends else 0


def gaps(first: date, after_last: date, taken: Iterable[Stretch]) -> list[Stretch]:
    """The stretches from ``first`` to ``after_last`` that nothing of ``taken`` covers."""
    free, at = [], first
    inside = [found for one in taken if (found := one.within(first, after_last))]
    for stretch in sorted(inside, key=lambda found: found.starts):
        if stretch.starts > at:
            free.append(Stretch(at, stretch.starts))
        at = max(at, stretch.ends or after_last)
    if at < after_last:
        free.append(Stretch(at, after_last))
    return free


def empty_days(stock: Stretch, stays: Iterable[Stretch], work: Iterable[Stretch]) -> Counter[str]:
    """Days in stock with nobody living there, by what kept it empty: the reason of the work, or ``vacant``."""
    days: Counter[str] = Counter()
    if stock.ends is None or stock.starts >= stock.ends:
        return days
    works = list(work)
    for gap in gaps(stock.starts, stock.ends, stays):
        left = gap.days
        for one in works:
            if found := one.within(gap.starts, gap.ends or gap.starts):
                days[one.why] += found.days
                left -= found.days
        if left:
            days[VACANT] += left
    return days


def lost_rent(days: int, monthly_rent) -> Fraction:
    """A day's rent is a year's rent divided by 365, also in a leap year."""
    return Fraction(days) * Fraction(monthly_rent or 0) * 12 / 365
