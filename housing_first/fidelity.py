"""What a team's own judgement comes to: points of those it could have had, over what it answered (egenvurdering)."""

from dataclasses import dataclass
from decimal import Decimal

from housing.periods import percent

MOST_POINTS = 4


@dataclass(frozen=True)
class Result:
    """``points`` of ``possible`` over the questions that were answered; what was left open counts neither way."""

    points: int
    possible: int
    answered: int
    asked: int

    @property
    def percent(self) -> Decimal | None:
        """Of the possible points, with one decimal; None when nothing was answered."""
        return percent(self.points, self.possible)


def result(questions: list[str], points: list[int | None]) -> Result:
    given = [value for value in points if value is not None]
    return Result(sum(given), MOST_POINTS * len(given), len(given), len(questions))


def beside(questions: list[str], points: list[int | None], before) -> list[tuple[str, int | None, int | None]]:
    """Each question with its points, and those of the same question the time before; a new question has none."""
    was = dict(zip(before.questions, before.points, strict=True)) if before else {}
    return [(question, given, was.get(question)) for question, given in zip(questions, points, strict=True)]
