"""Is a payment plan kept? What should be owed at most, beside what is (er avtalen holdt).

The rent goes on beside the instalments, and a payment may be some days late: a charge younger than that is not counted
against the tenant, and an instalment is due only when it is older. A correction by the landlord changes what is owed,
and is nobody's breach.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

CHARGE, PAYMENT, ADJUSTMENT = "charge", "payment", "adjustment"


@dataclass(frozen=True)
class Agreed:
    """What was agreed: the debt that day, and the instalments as pairs of a day and kroner."""

    agreed_on: date
    debt: Decimal
    instalments: tuple[tuple[date, Decimal], ...]
    tolerance_days: int

    @property
    def total(self) -> Decimal:
        return sum((amount for _due_on, amount in self.instalments), Decimal(0))


@dataclass(frozen=True)
class Kept:
    """``allowed`` is the most that may be owed that day; ``is_completed`` when every instalment is paid."""

    owed: Decimal
    allowed: Decimal
    is_completed: bool

    @property
    def is_broken(self) -> bool:
        return self.owed > self.allowed

    @property
    def behind(self) -> Decimal:
        return max(self.owed - self.allowed, Decimal(0))


def check(agreed: Agreed, postings: Iterable[tuple[date, str, Decimal]], day: date) -> Kept:
    """``postings`` are (day, kind, what it adds to what is owed); all of the tenancy's, in any order."""
    known = [row for row in postings if row[0] <= day]
    owed = sum((effect for _posted_on, _kind, effect in known), Decimal(0))
    late = day - timedelta(days=agreed.tolerance_days)
    young = max(late, agreed.agreed_on)
    fresh = sum((effect for on, kind, effect in known if kind == CHARGE and on > young), Decimal(0))
    corrected = sum((effect for on, kind, effect in known if kind == ADJUSTMENT and on > agreed.agreed_on), Decimal(0))
    due = sum((amount for due_on, amount in agreed.instalments if due_on <= late), Decimal(0))
    base = agreed.debt + fresh + corrected
    return Kept(owed, base - due, is_completed=owed <= base - agreed.total)
