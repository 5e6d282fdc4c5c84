"""How many came from each prison and institution in a half-year, and how many of them had a home the day they came out.

Households with a protected address are counted together, apart from the institutions: a number beside a prison's name
must not lead to somebody who is there.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Min, Q
from django.utils.translation import gettext as _

from applications.models import Transition
from housing.periods import Period, percent
from housing.protection import hidden_household_ids

HALF_YEARS_AT_MOST = 60


def half_year_of(day: date) -> Period:
    return Period.half_year(day.year, 1 if day.month <= 6 else 2)


def key_of(period: Period) -> str:
    """As it stands in an address: «2026-1»."""
    return f"{period.first.year}-{1 if period.first.month == 1 else 2}"


def half_years(today: date) -> dict[str, Period]:
    """The half-years there is anything in the register for, the latest first."""
    first = Transition.objects.aggregate(first=Min("notified_on"))["first"] or today
    last = half_year_of(today)
    halves = [Period.half_year(year, half) for year in range(last.first.year, first.year - 1, -1) for half in (2, 1)]
    kept = [period for period in halves if half_year_of(first) <= period <= last]
    return {key_of(period): period for period in kept[:HALF_YEARS_AT_MOST]}


def in_half_year(rows, field: str, key: str):
    """Rows whose date lies in the half-year the key names; the key is one a choice field has let through."""
    year, half = key.split("-")
    period = Period.half_year(int(year), int(half))
    return rows.filter(**{f"{field}__range": (period.first, period.last)})


@dataclass
class Line:
    """One institution's half-year. ``is_named`` when its rows may be asked for by its name."""

    kind: str
    institution: str
    is_named: bool = False
    notified: int = 0
    out: int = 0
    housed: int = 0

    @property
    def kind_label(self) -> str:
        return str(Transition.Kind(self.kind).label) if self.kind else ""

    @property
    def unhoused(self) -> int:
        return self.out - self.housed

    @property
    def share(self) -> Decimal | None:
        return percent(self.housed, self.out)

    def count(self, row, period) -> None:
        self.notified += row.notified_on in period
        if row.actual_on and row.actual_on in period:
            self.out += 1
            self.housed += row.had_home


def lines(rows, period: Period, today: date) -> list[Line]:
    """A line for each kind and institution with anything to count, and the sum of all as the last. Two queries."""
    within = (period.first, period.last)
    found = list(rows.filter(Q(notified_on__range=within) | Q(actual_on__range=within)))
    hidden = hidden_household_ids({row.household_id for row in found}, today)
    by_place: dict[tuple, Line] = {}
    total = Line("", _("Til sammen"))
    for row in found:
        name, turn = row.institution, 0
        if row.household_id in hidden:
            name, turn = _("Skjermet adresse"), 2
        elif not name:
            name, turn = _("Ikke registrert"), 1
        place = (row.kind != Transition.Kind.RELEASE, turn, name)
        for line in (by_place.setdefault(place, Line(row.kind, name, is_named=turn == 0)), total):
            line.count(row, period)
    return [*(line for _place, line in sorted(by_place.items(), key=lambda item: item[0])), total]
