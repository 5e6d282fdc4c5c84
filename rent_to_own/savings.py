"""Saving against the plan (leie med sparing), kroner and days. Pure: no query, no clock.

The plan puts one instalment aside at the end of each month of the agreement, until the target is reached; the last is
what is left. The source: the price is set when a five-year agreement of saving and letting begins (`seeds.md` § 6).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction

from housing.periods import add_months, round_half_up

YEARS = 5
# Our own routine: how far behind somebody may be before we talk with them.
MONTHS_BEHIND = 2
ZERO = Decimal("0.00")
# Whoever would need longer than this at the pace so far, does not reach the target.
FURTHEST_DAYS = 50 * 366

Deposit = tuple[date, Decimal]


def last_day(starts_on: date) -> date:
    """The day a five-year agreement is over."""
    return add_months(starts_on, 12 * YEARS)


def monthly_for(target: Decimal, months: int = 12 * YEARS) -> Decimal:
    """The least whole kroner a month that reach the target in time."""
    return (target / months).to_integral_value(ROUND_CEILING)


def whole_months(first: date, day: date) -> int:
    """Months that have passed since ``first``: the last counts on the day it is full."""
    if day <= first:
        return 0
    months = (day.year - first.year) * 12 + day.month - first.month
    return months if add_months(first, months) <= day else months - 1


@dataclass(frozen=True)
class Plan:
    """What is agreed: from when, until when, how much in all, and how much a month."""

    starts_on: date
    ends_on: date
    target: Decimal
    monthly: Decimal

    @property
    def months(self) -> int:
        return whole_months(self.starts_on, self.ends_on)

    def planned(self, day: date) -> Decimal:
        """What is to be saved by the end of the day."""
        if day >= self.ends_on:
            return self.target
        return min(self.monthly * whole_months(self.starts_on, day), self.target)


@dataclass(frozen=True)
class Standing:
    """How the saving goes on a day.

    ``ahead`` is kroner more than planned (less than nothing: behind), ``months_ahead`` the same in months of the plan,
    and ``reached_on`` the day the target was reached, or is, at the pace until now; None when it never is.
    """

    day: date
    monthly: Decimal
    planned: Decimal
    saved: Decimal
    left: Decimal
    ahead: Decimal
    months_ahead: Decimal
    is_reached: bool
    reached_on: date | None

    @property
    def behind(self) -> Decimal:
        return max(-self.ahead, ZERO)

    def is_behind_by(self, months: int) -> bool:
        """So many whole months of the plan, reckoned in kroner and not in what is rounded."""
        return self.behind >= months * self.monthly


def saved_by(deposits: Iterable[Deposit], day: date) -> Decimal:
    return sum((amount for posted_on, amount in deposits if posted_on <= day), ZERO)


def standing(plan: Plan, deposits: Iterable[Deposit], day: date) -> Standing:
    deposits = sorted(deposits)
    planned, saved = plan.planned(day), saved_by(deposits, day)
    ahead = saved - planned
    is_reached = saved >= plan.target
    return Standing(
        day=day,
        monthly=plan.monthly,
        planned=planned,
        saved=saved,
        left=max(plan.target - saved, ZERO),
        ahead=ahead,
        months_ahead=round_half_up(Fraction(ahead) / Fraction(plan.monthly), 1),
        is_reached=is_reached,
        reached_on=_was_reached(plan, deposits, day) if is_reached else _will_be_reached(plan, saved, day),
    )


def _was_reached(plan: Plan, deposits: list[Deposit], day: date) -> date | None:
    """Since when the target has been reached without falling below it again."""
    since, total = None, ZERO
    by_day: dict[date, Decimal] = {}
    for posted_on, amount in deposits:
        if posted_on <= day:
            by_day[posted_on] = by_day.get(posted_on, ZERO) + amount
    for posted_on, amount in sorted(by_day.items()):
        total += amount
        if total < plan.target:
            since = None
        elif since is None:
            since = posted_on
    return since


def _will_be_reached(plan: Plan, saved: Decimal, day: date) -> date | None:
    """At the pace from the first day until now: what is left, divided by what was saved a day."""
    elapsed = (day - plan.starts_on).days
    if saved <= 0 or elapsed <= 0:
        return None
    left = Fraction(plan.target - saved) * elapsed / Fraction(saved)
    days = -(-left.numerator // left.denominator)
    return day + timedelta(days=days) if days <= FURTHEST_DAYS else None


def value_of_price(fixed_price: Decimal, appraised: Decimal) -> Decimal:
    """What the fixed price is worth today, kroner: the appraisal less the price."""
    return appraised - fixed_price


@dataclass(frozen=True)
class Point:
    """One month's end on the curve; ``saved`` is None for what has not been yet."""

    day: date
    planned: Decimal
    saved: Decimal | None


def curve(plan: Plan, deposits: Iterable[Deposit], today: date) -> list[Point]:
    """Plan against actual at each half year, and today."""
    deposits = list(deposits)
    days = {add_months(plan.starts_on, months) for months in range(0, plan.months + 1, 6)} | {plan.ends_on}
    if plan.starts_on <= today <= plan.ends_on:
        days.add(today)
    return [Point(day, plan.planned(day), saved_by(deposits, day) if day <= today else None) for day in sorted(days)]
