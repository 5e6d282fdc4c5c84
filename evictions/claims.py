"""What a tenant's debt is made of: payments and credits meet the oldest claim first (krav, eldste først).

A posting is a pair: the day, and what it adds to what is owed, in kroner; less than nothing when it takes away.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

Posting = tuple[date, Decimal]


@dataclass(frozen=True)
class Claim:
    """A charge that is not paid in full: the day it was charged, and what is left of it."""

    posted_on: date
    unpaid: Decimal


def unpaid_claims(postings: Iterable[Posting]) -> list[Claim]:
    """The oldest first; together they are the balance, when anything is owed."""
    ordered = sorted(postings)
    credit = sum((-effect for _day, effect in ordered if effect < 0), Decimal(0))
    found = []
    for day, effect in ordered:
        if effect > 0:
            met = min(credit, effect)
            credit -= met
            if effect > met:
                found.append(Claim(day, effect - met))
    return found


def by_month(claims: Iterable[Claim]) -> list[Claim]:
    """One for each month, on its first day, as a letter lists them."""
    months: dict[date, Decimal] = {}
    for claim in claims:
        first = claim.posted_on.replace(day=1)
        months[first] = months.get(first, Decimal(0)) + claim.unpaid
    return [Claim(first, unpaid) for first, unpaid in months.items()]


def total(claims: Iterable[Claim]) -> Decimal:
    return sum((claim.unpaid for claim in claims), Decimal(0))


def balance_on(postings: Iterable[Posting], day: date) -> Decimal:
    """What is owed at the end of the day."""
    return sum((effect for posted_on, effect in postings if posted_on <= day), Decimal(0))


def effect_after(postings: Iterable[Posting], done_on: date, days: int, today: date) -> Decimal | None:
    """How the balance has changed so many days after something was done; nothing while that day has not been."""
    then = done_on + timedelta(days=days)
    if then > today:
        return None
    postings = list(postings)
    return balance_on(postings, then) - balance_on(postings, done_on)
