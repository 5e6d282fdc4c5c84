"""What the rows of a rent history (leiehistorikk) say: the rent of a day, and since when it has stood as it is.

The rent of a day is the row that came into force last; of two from the same day, the one written last. A row that only
tells what the rent is known to be (registered) does not say when it was fixed: where an earlier row with the same
amount does, that one counts; else the day it was registered, which is never too early for the tenant.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class HowSet(TextChoices):
    """How the rent came to be what it is (hvordan leien ble fastsatt)."""

    AGREED = "agreed", _("avtalt")
    INDEX = "index", _("indeksregulert")
    GOING_RATE = "going_rate", _("gjengs leie")
    COST_COVERING = "cost_covering", _("kostnadsdekkende modell")
    CORRECTED = "corrected", _("rettet")
    REGISTERED = "registered", _("registrert")


@dataclass(frozen=True)
class Row:
    """One row; ``order`` is the order they were written in, ``index_month`` the index it was regulated to."""

    in_force_from: date
    amount: Decimal | None
    how: str
    order: int
    index_month: date | None = None


def rent_on(rows: Iterable[Row], day: date) -> Row | None:
    """The row in force on the day; none when the rent of that day is not known."""
    standing = _standing(rows, day)
    return standing[-1] if standing else None


def fixing(rows: Iterable[Row], day: date) -> Row | None:
    """The row that says when and how the rent of the day was fixed (leiefastsetting)."""
    standing = _standing(rows, day)
    while len(standing) > 1 and _only_repeats(standing[-1], standing[-2]):
        standing.pop()
    return standing[-1] if standing else None


def unindexed_since(rows: Iterable[Row], day: date) -> date | None:
    """When the rent last changed in another way than by the index, or was agreed at the start."""
    standing = _standing(rows, day)
    while len(standing) > 1:
        if standing[-1].how != HowSet.INDEX and not _only_repeats(standing[-1], standing[-2]):
            break
        standing.pop()
    return standing[-1].in_force_from if standing else None


def repeated(rows: Iterable[Row]) -> set[int]:
    """The orders of rows that only repeat what the row before them says: nothing a reader needs to see."""
    ordered = sorted(rows, key=_place)
    return {row.order for before, row in pairwise(ordered) if _only_repeats(row, before)}


def next_after(rows: Iterable[Row], day: date) -> Row | None:
    """The first row that comes into force after the day, such as the rent of a new contract."""
    return min((row for row in rows if row.in_force_from > day), key=_place, default=None)


def _place(row: Row) -> tuple[date, int]:
    return row.in_force_from, row.order


def _only_repeats(row: Row, before: Row) -> bool:
    return row.how == HowSet.REGISTERED and row.amount == before.amount


def _standing(rows: Iterable[Row], day: date) -> list[Row]:
    """One row per day of coming into force: what was written last. A correction was fixed as what it corrects."""
    by_day: dict[date, Row] = {}
    for row in sorted(rows, key=_place):
        corrected = by_day.get(row.in_force_from)
        if row.how == HowSet.CORRECTED and corrected is not None:
            row = replace(row, how=corrected.how, index_month=corrected.index_month)
        by_day[row.in_force_from] = row
    return [row for starts, row in sorted(by_day.items()) if starts <= day]
