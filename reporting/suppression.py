"""Small numbers that could point somebody out are not published.

A count of one to four is hidden. When the row's total is shown too, a hidden number could be worked out
by subtraction, so the next number in the row is hidden with it; which one is chosen by its place and
not by its size, since a choice by size would itself tell something. Zero is shown: it names nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass

SMALLEST_SHOWN = 5
HIDDEN_MARK = ":"


@dataclass(frozen=True)
class PublishedRow:
    """What may be printed; None is hidden."""

    counts: tuple[int | None, ...]
    total: int | None


def is_small(count: int) -> bool:
    return 0 < count < SMALLEST_SHOWN


def suppress(count: int) -> int | None:
    """One count that stands alone."""
    return None if is_small(count) else count


def suppress_row(counts: Sequence[int]) -> PublishedRow:
    """The parts of a total, and the total. They are counts of different people: none is negative.

    When all that is not zero together tells too much, as five times one of five, the row is hidden whole.
    """
    if any(count < 0 for count in counts):
        raise ValueError("A count is never negative.")
    hidden = {place for place, count in enumerate(counts) if is_small(count)}
    for place in _places_after(hidden, len(counts)):
        if _is_safe(counts, hidden):
            break
        if counts[place]:
            hidden.add(place)
    if not _is_safe(counts, hidden):
        return PublishedRow((None,) * len(counts), None)
    shown_counts = tuple(None if place in hidden else count for place, count in enumerate(counts))
    return PublishedRow(shown_counts, sum(counts))


def _places_after(hidden: set[int], width: int) -> list[int]:
    """Every place in the row, from the one after the last small number and round to it again."""
    start = max(hidden, default=-1) + 1
    return [place % width for place in range(start, start + width)]


def _is_safe(counts: Sequence[int], hidden: set[int]) -> bool:
    """The total gives away the sum of what is hidden: can it be known without giving any part away?

    Not when it is small, as it is for one part, when all must be ones, or when all may be the largest small number.
    """
    together, parts = sum(counts[place] for place in hidden), len(hidden)
    return not hidden or (together >= SMALLEST_SHOWN and together not in (parts, parts * (SMALLEST_SHOWN - 1)))


def shown(count: int | None) -> str:
    """A published count as text; the colon is the statistical sign for a number that is not shown."""
    return HIDDEN_MARK if count is None else str(count)
