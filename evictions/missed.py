"""How many terms in a row a tenant has paid nothing (ubetalte terminer på rad)."""

from collections.abc import Iterable
from datetime import date, timedelta


def missed_in_a_row(
    charged: Iterable[date], paid: Iterable[date], day: date, tolerance_days: int, *, unpaid_from: date | None = None
) -> int:
    """The latest terms in a row in which nothing was paid, and for which something is owed.

    A term lasts from the first day of a month on which something was charged until the next month's first such day.
    It is asked about when the next has begun, or when it is so many days old that a late payment should have come.
    ``unpaid_from`` is the day of the oldest unpaid claim: a term before it was paid ahead or credited, not missed.
    """
    firsts: dict[tuple[int, int], date] = {}
    for charged_on in sorted(charged):
        if charged_on <= day:
            firsts.setdefault((charged_on.year, charged_on.month), charged_on)
    terms = list(firsts.values())
    ends = [*terms[1:], day + timedelta(days=1)][: len(terms)]
    payments = sorted(paid_on for paid_on in paid if paid_on <= day)
    count = 0
    for begins, ends_before in reversed(list(zip(terms, ends, strict=True))):
        if unpaid_from is not None and ends_before <= unpaid_from:
            break
        if any(begins <= paid_on < ends_before for paid_on in payments):
            break
        if ends_before <= day or day > begins + timedelta(days=tolerance_days):
            count += 1
    return count
