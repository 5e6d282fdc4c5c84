"""What empty dwellings cost in a period, dwelling by dwelling and reason by reason (tapt leie).

The sums are those of the figures ``dwellings.empty_days`` and ``dwellings.rent_loss``; here they are taken apart.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from django.db.models import Prefetch, Q

from housing.empty_days import VACANT, Stretch, empty_days, lost_rent
from housing.models import Dwelling, Tenancy, VoidPeriod
from housing.periods import Period, round_half_up


@dataclass(frozen=True)
class Line:
    """One dwelling's empty days in the period, by what kept it empty."""

    dwelling: Dwelling
    by_reason: Counter

    @property
    def days(self) -> int:
        return sum(self.by_reason.values())

    @property
    def vacant_days(self) -> int:
        return self.by_reason[VACANT]

    @property
    def work_days(self) -> int:
        return self.days - self.vacant_days

    @property
    def loss(self) -> Fraction:
        return lost_rent(self.days, self.dwelling.monthly_rent)

    @property
    def kr(self) -> Decimal:
        return round_half_up(self.loss, 2)


@dataclass(frozen=True)
class Sum:
    """The days and kroner of one reason, or of all. Rounded once, as the figure is."""

    why: str
    days: int
    kr: Decimal


def lines_of(dwellings, period: Period) -> list[Line]:
    """Every dwelling with an empty day in the period, the dearest first. Three questions to the database."""
    stays = (
        Tenancy.objects.municipal().filter(moved_in_on__lte=period.last).only("dwelling", "moved_in_on", "moved_out_on")
    )
    stock = dwellings.filter(
        Q(left_stock_on__isnull=True) | Q(left_stock_on__gt=period.first), acquired_on__lte=period.last
    ).prefetch_related(
        Prefetch("tenancies", queryset=stays, to_attr="stays"),
        Prefetch("voids", queryset=VoidPeriod.objects.filter(starts_on__lte=period.last), to_attr="works"),
    )
    lines = [Line(home, days) for home in stock if (days := days_of(home, period))]
    return sorted(lines, key=lambda line: (-line.loss, -line.days, line.dwelling.sort_key))


def days_of(dwelling, period: Period) -> Counter:
    """Needs ``stays`` and ``works`` on the dwelling."""
    after_last = period.last + timedelta(days=1)
    stock = Stretch(dwelling.acquired_on, dwelling.left_stock_on).within(period.first, after_last)
    if stock is None:
        return Counter()
    stays = [Stretch(row.moved_in_on, row.moved_out_on) for row in dwelling.stays if row.moved_in_on]
    return empty_days(stock, stays, [Stretch(row.starts_on, row.ends_on, row.reason) for row in dwelling.works])


def sums_of(lines: list[Line]) -> list[Sum]:
    """By reason, the dearest first."""
    days: Counter = Counter()
    loss: dict[str, Fraction] = {}
    for line in lines:
        for why, count in line.by_reason.items():
            days[why] += count
            loss[why] = loss.get(why, Fraction()) + lost_rent(count, line.dwelling.monthly_rent)
    found = [Sum(why, days[why], round_half_up(loss[why], 2)) for why in days]
    return sorted(found, key=lambda one: (-one.kr, -one.days))


def total_of(lines: list[Line]) -> Sum:
    return Sum("", sum(line.days for line in lines), round_half_up(sum((line.loss for line in lines), Fraction()), 2))


def show_loss(void, home, today) -> None:
    """Hang on a void the days nobody lived there because of the work, what they cost, and how late it is.

    Needs ``stays`` on the dwelling.
    """
    # Today counts, as it does in the figures.
    last = min(day for day in (void.ends_on, home.left_stock_on, today + timedelta(days=1)) if day)
    stays = [Stretch(row.moved_in_on, row.moved_out_on) for row in home.stays]
    void.empty_days = sum(empty_days(Stretch(void.starts_on, last), stays, ()).values())
    known = home.monthly_rent is not None
    void.loss = round_half_up(lost_rent(void.empty_days, home.monthly_rent), 2) if known else None
    void.late_days = (today - void.planned_ends_on).days if void.is_overdue(today) else 0
