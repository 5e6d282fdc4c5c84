"""Periods, ages and the arithmetic of the figures.

Every question about the past is put to a period with both days included, and every dated record is
half open: it counts from the day it starts to the day before it ends. All rounding of the figures
happens here, so that the screen, the report, the API and the command line print the same digits.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Context, Decimal
from fractions import Fraction
from typing import Self

from django.utils.dates import MONTHS
from django.utils.translation import gettext

Number = int | Decimal | Fraction


@dataclass(frozen=True, order=True)
class Period:
    """A stretch of whole days; `first` and `last` both belong to it."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if isinstance(self.first, datetime) or isinstance(self.last, datetime):
            raise TypeError("A period is made of dates, not of instants.")
        if self.last < self.first:
            raise ValueError(f"The period ends {self.last} before it begins {self.first}.")

    @classmethod
    def year(cls, year: int) -> Self:
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def half_year(cls, year: int, half: int) -> Self:
        """First (1) or second (2) half of a calendar year (halvår)."""
        if half == 1:
            return cls(date(year, 1, 1), date(year, 6, 30))
        if half == 2:
            return cls(date(year, 7, 1), date(year, 12, 31))
        raise ValueError(f"A year has half 1 and half 2, not {half}.")

    @classmethod
    def tertial(cls, year: int, third: int) -> Self:
        """First (1), second (2) or last (3) third of a calendar year (tertial)."""
        if third not in (1, 2, 3):
            raise ValueError(f"A year has tertial 1, 2 and 3, not {third}.")
        return cls(date(year, 4 * third - 3, 1), month_end(date(year, 4 * third, 1)))

    @classmethod
    def of_month(cls, year: int, month: int) -> Self:
        return cls(date(year, month, 1), month_end(date(year, month, 1)))

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def months(self) -> "list[Period]":
        """The whole months that begin in the period, also one that ends after it."""
        begins = self.first if self.first.day == 1 else add_months(self.first.replace(day=1), 1)
        found = []
        while begins <= self.last:
            found.append(Period.of_month(begins.year, begins.month))
            begins = add_months(begins, 1)
        return found

    def month_ends(self) -> list[date]:
        """The last days of months that lie in the period, also of a month that began before it."""
        day = month_end(self.first)
        found = []
        while day <= self.last:
            found.append(day)
            day = month_end(day + timedelta(days=1))
        return found

    def previous_year(self) -> "Period":
        """The same period one year earlier; one that ends with its month still does (29 February)."""
        last = add_months(self.last, -12)
        if self.last == month_end(self.last):
            last = month_end(last)
        return Period(add_months(self.first, -12), last)

    @property
    def label(self) -> str:
        """The period as a heading says it: «1. halvår 2026», «1. tertial 2026», «november 2026», «2026» or its days."""
        year = self.first.year
        if self == Period.year(year):
            return str(year)
        for half in (1, 2):
            if self == Period.half_year(year, half):
                return gettext("%(half)d. halvår %(year)d") % {"half": half, "year": year}
        for third in (1, 2, 3):
            if self == Period.tertial(year, third):
                return gettext("%(third)d. tertial %(year)d") % {"third": third, "year": year}
        if self == Period.of_month(year, self.first.month):
            return f"{MONTHS[self.first.month]} {year}"
        return f"{self.first:%d.%m.%Y}–{self.last:%d.%m.%Y}"

    def __str__(self) -> str:
        return self.label


def month_end(day: date) -> date:
    """The last day of the month the day is in."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_months(day: date, months: int) -> date:
    """The same date so many months on (or back); the last of the month when there is no such date."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def years_before(day: date, years: int) -> date:
    """The same date so many years earlier: whoever is born after it is younger than that on the day."""
    return add_months(day, -12 * years)


def age_on(birth_date: date, day: date) -> int:
    """Age in whole years. Born on 29 February, one is a year older on 1 March in a common year."""
    had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return day.year - birth_date.year - (0 if had_birthday else 1)


def in_force(starts: date | None, ends: date | None, day: date) -> bool:
    """Does a record that starts and ends on these days count on the day? The end day no longer does."""
    return starts is not None and starts <= day and (ends is None or ends > day)


def overlaps(starts: date | None, ends: date | None, period: Period) -> bool:
    """Is the record in force on at least one day of the period? One that ends the day it starts never is."""
    if starts is None or starts > period.last:
        return False
    return ends is None or ends > max(starts, period.first)


def round_half_up(value: Number, places: int) -> Decimal:
    """Round as people do by hand: 0,25 to 0,3 and −0,25 to −0,3, without passing through binary fractions."""
    exact = Fraction(value)
    sign = -1 if exact < 0 else 1
    scaled = abs(exact) * 10**places
    whole = int(scaled + Fraction(1, 2))
    return Decimal(sign * whole).scaleb(-places, Context(prec=max(28, len(str(whole)) + places)))


def median(values: Iterable[Number], places: int = 1) -> Decimal | None:
    """The middle value, or the mean of the two in the middle; nothing of nothing."""
    ordered = sorted(values)
    if not ordered:
        return None
    upper = len(ordered) // 2
    lower = upper if len(ordered) % 2 else upper - 1
    return round_half_up((Fraction(ordered[lower]) + Fraction(ordered[upper])) / 2, places)


def mean(values: Iterable[Number], places: int = 1) -> Decimal | None:
    """The arithmetic mean; nothing of nothing."""
    listed = [Fraction(value) for value in values]
    if not listed:
        return None
    return round_half_up(sum(listed, Fraction()) / len(listed), places)


def percent(part: Number, whole: Number, places: int = 1) -> Decimal | None:
    """How many of a hundred; nothing when there is nothing to be part of."""
    if whole == 0:
        return None
    return round_half_up(Fraction(part) * 100 / Fraction(whole), places)
