"""How a debt is split into instalments, and what they ask of the tenant each month (avdrag)."""

from datetime import date
from decimal import Decimal

from housing.periods import add_months


def equal_parts(debt: Decimal, parts: int) -> list[Decimal]:
    """Equal instalments in whole kroner; the last takes what is left."""
    each = debt // parts
    return [*[each] * (parts - 1), debt - each * (parts - 1)]


def due_days(first: date, parts: int) -> list[date]:
    """The same date each month, or the last of a month that has no such date."""
    return [add_months(first, month) for month in range(parts)]
