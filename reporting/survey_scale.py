"""The rules of a staff survey's scale from 1 to 4: the mean, what may be shown, and what is other than last time."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from housing.periods import round_half_up
from reporting.suppression import shown, suppress

SCALE = (1, 2, 3, 4)
# Of fewer answers a mean tells what somebody said.
FEWEST_ANSWERS = 5


class Fault(Enum):
    """Why a line cannot be right, whoever typed it."""

    TOO_MANY = "more answers than there were who answered"
    TOO_MANY_UNKNOWING = "more who do not know than there were who answered"
    NOT_THE_MEAN = "another mean than that of the answers"
    MEAN_OF_NOBODY = "a mean though nobody knew"
    NO_MEAN = "answers and no mean"
    OFF_THE_SCALE = "a mean off the scale"


@dataclass(frozen=True)
class Line:
    """One statement (påstand): its mean with one decimal, and the number of each answer where it is known."""

    text: str
    mean: Decimal | None
    dont_know: int
    counts: tuple[int, ...] | None = None

    def scored(self, answered: int) -> int:
        """How many gave the statement a mark. Where the answers are not counted, all but those who did not know."""
        return sum(self.counts) if self.counts is not None else max(answered - self.dont_know, 0)


@dataclass(frozen=True)
class Compared:
    """A statement beside the same one of the survey before. What too few answered is ``hidden`` and has no mean."""

    text: str
    mean: Decimal | None
    before: Decimal | None
    dont_know: int
    is_hidden: bool

    @property
    def told_dont_know(self) -> str:
        """As it may be told: from one to four could be known to be somebody."""
        return shown(suppress(self.dont_know))

    @property
    def change(self) -> Decimal | None:
        return None if self.mean is None or self.before is None else self.mean - self.before


def mean_of(counts: tuple[int, ...]) -> Decimal | None:
    """The mean of the answers, with one decimal; of none there is none."""
    number = sum(counts)
    if not number:
        return None
    return round_half_up(Fraction(sum(mark * count for mark, count in zip(SCALE, counts, strict=True)), number), 1)


def fault_of(line: Line, answered: int) -> Fault | None:
    """What is wrong with a line of a survey that so many answered; its mean is the one that was typed."""
    if line.dont_know > answered:
        return Fault.TOO_MANY_UNKNOWING
    if line.mean is not None and not SCALE[0] <= line.mean <= SCALE[-1]:
        return Fault.OFF_THE_SCALE
    if line.counts is not None:
        if sum(line.counts) + line.dont_know > answered:
            return Fault.TOO_MANY
        if line.mean not in (None, mean_of(line.counts)):
            return Fault.NOT_THE_MEAN
        return None
    if line.scored(answered) == 0:
        return Fault.MEAN_OF_NOBODY if line.mean is not None else None
    return Fault.NO_MEAN if line.mean is None else None


def same_statement(text: str) -> str:
    """What two wordings of one statement have in common: case, spaces and the full stop are nothing."""
    return " ".join(text.casefold().split()).rstrip(".")


def compared(lines: list[Line], answered: int, before: list[Line], answered_before: int) -> list[Compared]:
    """Each statement with what it was last time. A mean of too few is shown neither now nor then."""
    earlier = {same_statement(line.text): line for line in before}
    found = []
    for line in lines:
        same = earlier.get(same_statement(line.text))
        is_hidden = line.scored(answered) < FEWEST_ANSWERS
        then = same.mean if same and same.scored(answered_before) >= FEWEST_ANSWERS else None
        found.append(Compared(line.text, None if is_hidden else line.mean, then, line.dont_know, is_hidden))
    return found
