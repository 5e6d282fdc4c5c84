"""What a household must live on each month (livsopphold), by the ages in it and how many they are.

A table has amounts per person from an age on, and amounts per household from a size on. Each amount holds until the
next begins, so that nobody falls between two and nobody is counted twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Step:
    """From this age, or from this many persons, on: kroner a month."""

    starts: int
    amount: Decimal


@dataclass(frozen=True)
class Table:
    """One version of the reference table; ``ages`` begin at 0 and ``sizes`` at 1."""

    ages: tuple[Step, ...]
    sizes: tuple[Step, ...]


@dataclass(frozen=True)
class LivingCosts:
    """The amount of each person, in the order they were given, and that of the household."""

    persons: tuple[Decimal, ...]
    household: Decimal

    @property
    def total(self) -> Decimal:
        return sum(self.persons, self.household)


def in_step(steps: Sequence[Step], number: int) -> Decimal:
    """The amount of the last step begun."""
    begun = [step for step in steps if step.starts <= number]
    if not begun:
        raise LookupError(f"The table begins after {number}.")
    return max(begun, key=lambda step: step.starts).amount


def living_costs(table: Table, ages: Iterable[int | None]) -> LivingCosts:
    """One whose age nobody knows is reckoned as the dearest: too little to live on is the worse mistake."""
    dearest = max(step.amount for step in table.ages)
    persons = tuple(dearest if age is None else in_step(table.ages, max(age, 0)) for age in ages)
    return LivingCosts(persons, in_step(table.sizes, max(len(persons), 1)))
