"""From notice to the next tenant's keys, step by step, against the municipality's own targets (omløp).

Each step is a date. A step takes the days from the latest of the steps before it, and none when it was done already
while an earlier one was under way: a dwelling may be offered before it is ready. So the steps never add up to more
than the time that has passed. Days are counted from the day the tenant moved out; before that nothing is lost.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from housing.periods import median


class Step(TextChoices):
    """The steps in their order."""

    NOTICE = "notice", _("Oppsigelse")
    MOVED_OUT = "moved_out", _("Flyttet ut")
    INSPECTED = "inspected", _("Befart")
    REPAIRED = "repaired", _("Utbedret")
    READY = "ready", _("Klar")
    OFFERED = "offered", _("Tilbudt")
    MOVED_IN = "moved_in", _("Ny leietaker inn")


ORDER = list(Step)
# Done when the dwelling is ready, also where nobody wrote down the day.
COVERED_BY_READY = (Step.INSPECTED, Step.REPAIRED)
Targets = Mapping[Step, int]
# Where a municipality starts before it has said what it aims at: our own choice, from no law.
STANDARD: Targets = {Step.INSPECTED: 2, Step.REPAIRED: 21, Step.READY: 5, Step.OFFERED: 3, Step.MOVED_IN: 14}
LEAST_DAYS, MOST_DAYS = 0, 365


@dataclass(frozen=True)
class Dates:
    """What is known of one turnaround; a step that has no day is not done, or nobody wrote it down."""

    notice: date | None = None
    moved_out: date | None = None
    inspected: date | None = None
    repaired: date | None = None
    ready: date | None = None
    offered: date | None = None
    moved_in: date | None = None

    def of(self, step: Step) -> date | None:
        return getattr(self, step.value)


@dataclass(frozen=True)
class Leg:
    """One step: the day it was done, the days it took or has taken so far, and the days it may take."""

    step: Step
    done_on: date | None
    days: int | None
    target: int | None
    is_current: bool = False

    @property
    def is_over(self) -> bool:
        return self.days is not None and self.target is not None and self.days > self.target


@dataclass(frozen=True)
class Turn:
    """One turnaround as it stands on a day."""

    legs: tuple[Leg, ...]
    current: Step | None
    # Days nobody has lived there since the tenant moved out.
    days: int
    # Days beyond what all the steps until now may take together.
    late_days: int

    @property
    def is_done(self) -> bool:
        return self.current is None


def current_step(dates: Dates) -> Step | None:
    """The first step that is not done; nothing when the next tenant has moved in."""
    if dates.moved_in:
        return None
    if not dates.moved_out:
        return Step.MOVED_OUT
    if not dates.ready:
        return next((step for step in COVERED_BY_READY if not dates.of(step)), Step.READY)
    return Step.MOVED_IN if dates.offered else Step.OFFERED


def turn(dates: Dates, targets: Targets, today: date) -> Turn:
    current = current_step(dates)
    legs = []
    reached: date | None = None
    for step in ORDER:
        done_on = dates.of(step)
        until = done_on or (today if step == current else None)
        days = max((until - reached).days, 0) if until and reached else None
        legs.append(Leg(step, done_on, days, targets.get(step), step == current))
        if until:
            reached = max(reached, until) if reached else until
    empty = max(((dates.moved_in or today) - dates.moved_out).days, 0) if dates.moved_out else 0
    return Turn(tuple(legs), current, empty, max(empty - _allowed(current, targets), 0))


def _allowed(current: Step | None, targets: Targets) -> int:
    """Days the steps may take together, until and with the one under way."""
    last = len(ORDER) if current is None else ORDER.index(current) + 1
    return sum(targets.get(step, 0) for step in ORDER[:last])


def worst_first(turns: Iterable[tuple[Turn, object]]) -> list[tuple[Turn, object]]:
    """Most days beyond the targets first; with equal days the one that has stood empty longest."""
    return sorted(turns, key=lambda found: (-found[0].late_days, -found[0].days))


def medians(turns: Iterable[Turn]) -> dict[Step, Decimal | None]:
    """The median days of each step among those where it is known."""
    known: dict[Step, list[int]] = {step: [] for step in ORDER}
    for found in turns:
        for leg in found.legs:
            if leg.done_on and leg.days is not None:
                known[leg.step].append(leg.days)
    return {step: median(days) for step, days in known.items()}
