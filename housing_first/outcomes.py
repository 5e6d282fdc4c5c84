"""What scores tell: of one person from the start until now, and of a group with how many stand behind each point.

Five is always the better end, whatever the area: for crime and substance use it means that it troubles them least.
A *round* is a start or one of the half-years after it; a score belongs to the round nearest to its day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from housing.periods import add_months, mean

AREAS = ("housing", "health", "behaviour", "substance_use", "work", "economy", "crime", "quality_of_life")
LOWEST, HIGHEST = 1, 5
MONTHS_BETWEEN = 6
# A score from before the first half-year is half over is one from the start.
HALF_A_ROUND = 3


@dataclass(frozen=True)
class Scored:
    """One assessment: whose, when their participation began, by whom, and the scores by area (empty: not answered)."""

    participation: int
    started_on: date
    assessed_on: date
    by: str
    scores: dict[str, int | None]


@dataclass(frozen=True)
class Point:
    """The mean of an area in one round, and of how many; and how it has changed for those who were scored at the start.

    ``change`` compares the same people with themselves: the mean of all goes up, too, when those who struggled leave.
    """

    months: int
    mean: Decimal | None
    count: int
    change: Decimal | None
    change_count: int


def round_of(started_on: date, assessed_on: date) -> int:
    """0 for the start, 1 for half a year after, and so on: the nearest. Scored before the start is of the start."""
    number = 0
    while assessed_on >= add_months(started_on, number * MONTHS_BETWEEN + HALF_A_ROUND):
        number += 1
    return number


def earliest(started_on: date) -> date:
    """The first day a scoring can be the start's; one from before it is a slip."""
    return add_months(started_on, -HALF_A_ROUND)


def next_due(started_on: date, last_on: date | None) -> date:
    """The day the next scoring by one of the sides is due: at the start, then six months after the last."""
    return started_on if last_on is None else add_months(last_on, MONTHS_BETWEEN)


def development(scored: Iterable[Scored], area: str, by: str) -> list[Point]:
    """The rounds of one area, as one side scored it. Of several in the same round the latest holds."""
    by_round: dict[int, dict[int, int]] = {}
    for one in sorted(scored, key=lambda one: one.assessed_on):
        if one.by == by and one.scores.get(area) is not None:
            number = round_of(one.started_on, one.assessed_on)
            by_round.setdefault(number, {})[one.participation] = one.scores[area]
    at_start = by_round.get(0, {})
    points = []
    for number in sorted(by_round):
        found = by_round[number]
        changes = [score - at_start[who] for who, score in found.items() if who in at_start] if number else []
        points.append(
            Point(number * MONTHS_BETWEEN, mean(found.values()), len(found), mean(changes), len(changes)),
        )
    return points


def first_and_last(scored: Iterable[Scored], area: str, by: str) -> tuple[int | None, int | None]:
    """One person's first and latest answer about an area; the latest is empty until there are two."""
    answers = [
        one.scores[area]
        for one in sorted(scored, key=lambda one: one.assessed_on)
        if one.by == by and one.scores.get(area) is not None
    ]
    if not answers:
        return None, None
    return answers[0], answers[-1] if len(answers) > 1 else None
