"""Regulating rents by the consumer price index (indeksregulering): how much, and which leases may be taken.

The law allows at most the change in the index since the rent was last fixed. So the new rent is rounded down to whole
kroner: rounded to the nearest it could be some øre more than the law allows. A rent is not put down when the index has
fallen: either party may ask for it, but the municipality's run is for raising, and a lower rent is one by one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from housing.contracts import Breach, RentChange, Severity, Text, rent_change_breaches

INDEX_LAW = "husll_4_2"


@dataclass(frozen=True)
class Point:
    """The index of one month."""

    month: date
    value: Decimal


@dataclass(frozen=True)
class Lease:
    """What the rules need to know of one lease on the day the new rent is to be in force.

    ``was`` is the index of the month the rent was last fixed in or regulated to; none when it is not entered.
    ``contract_ends_on`` is the end of the contract that applies then, none when it is indefinite.
    """

    amount: Decimal | None
    fixed_on: date | None
    was: Point | None = None
    next_fixed_on: date | None = None
    leaves_on: date | None = None
    contract_ends_on: date | None = None
    is_leased_by_owner: bool = False
    has_open_notice: bool = False


@dataclass(frozen=True)
class Run:
    """What is the same for all leases of a run."""

    now: Point
    takes_effect_on: date
    notified_on: date


@dataclass(frozen=True)
class Outcome:
    """The new rent, or why the lease cannot be taken."""

    amount: Decimal | None
    breaches: list[Breach]


@dataclass(frozen=True)
class Rule:
    code: str
    is_broken: Callable[[Lease, Run], bool]
    message: Text
    law: str


def indexed(amount: Decimal, was: Decimal, now: Decimal) -> Decimal:
    """The rent after the change in the index, rounded down to whole kroner, so that it is never above it."""
    return Decimal(int(Fraction(amount) * Fraction(now) / Fraction(was)))


def _ends_before(day: date | None, run: Run) -> bool:
    return day is not None and day <= run.takes_effect_on


RULES = (
    Rule("no_rent", lambda lease, run: not lease.amount, _("Leien er ikke registrert."), INDEX_LAW),
    Rule(
        "leaving",
        lambda lease, run: _ends_before(lease.leaves_on, run),
        _("Husstanden flytter ut før den nye leien gjelder."),
        INDEX_LAW,
    ),
    Rule(
        "contract_over",
        lambda lease, run: _ends_before(lease.contract_ends_on, run),
        _("Leiekontrakten er gått ut før den nye leien gjelder. Leien avtales i en ny kontrakt."),
        "husll_9_2",
    ),
    Rule(
        "agreed_later",
        lambda lease, run: lease.next_fixed_on is not None,
        _("Det er allerede avtalt ny leie fra en senere dag."),
        INDEX_LAW,
    ),
    Rule(
        "open_notice",
        lambda lease, run: lease.has_open_notice,
        _("Leieren har fått et annet varsel om ny leie som ikke er trådt i kraft."),
        INDEX_LAW,
    ),
)
OWNER = Breach("owner", _("Boligen leies ut av eieren. Kommunen fastsetter ikke leien."), Severity.REFUSE, INDEX_LAW)
NO_INDEX = Breach(
    "no_index",
    _("Konsumprisindeksen for måneden leien sist ble fastsatt i, er ikke lagt inn."),
    Severity.REFUSE,
    INDEX_LAW,
)
NOT_RISEN = Breach("not_risen", _("Indeksen gir ingen økning på en hel krone."), Severity.REFUSE, INDEX_LAW)


def outcome(lease: Lease, run: Run) -> Outcome:
    """The new rent of the lease, or why it stays as it is: who fixes it, then every rule it breaks, then the index."""
    if lease.is_leased_by_owner:
        return Outcome(None, [OWNER])
    found = [Breach(rule.code, rule.message, Severity.REFUSE, rule.law) for rule in RULES if rule.is_broken(lease, run)]
    if lease.amount and lease.fixed_on is not None:
        found += rent_change_breaches(RentChange(run.takes_effect_on, lease.fixed_on, run.notified_on))
    if found or not lease.amount:
        return Outcome(None, found)
    if lease.was is None:
        return Outcome(None, [NO_INDEX])
    amount = indexed(lease.amount, lease.was.value, run.now.value)
    if run.now.month <= lease.was.month or amount <= lease.amount:
        return Outcome(None, [NOT_RISEN])
    return Outcome(amount, [])
