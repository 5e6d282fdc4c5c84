"""Which totals over time may be told, so that no count from one to four can be worked out from them.

Months, half-years, tertials and years are all published, each in its time, so what is told of one never depends on
what comes after it. A small month is hidden, and so is the next one while the hidden months of the half-year give one
another away: a half-year is told beside its hidden months only when they are still free to be otherwise, that is when
another world, which prints the same, has another count in each of them. A year is told when both its half-years are,
or when neither is and the two hide one another. A tertial comes out before the half-year it lies in is known, so it is
told only where it tells nothing new: when each of its months is told.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import permutations
from math import inf

from reporting.suppression import SMALLEST_SHOWN, is_small

# From and including one month of the calendar year, numbered from 0, up to another.
Range = tuple[int, int]
MONTHS: list[Range] = [(month, month + 1) for month in range(12)]
HALF_YEARS: list[Range] = [(0, 6), (6, 12)]
TERTIALS: list[Range] = [(0, 4), (4, 8), (8, 12)]
YEAR: Range = (0, 12)
EVERY: frozenset[Range] = frozenset([*MONTHS, *HALF_YEARS, *TERTIALS, YEAR])

Series = Sequence[int]
LARGEST_HIDDEN = SMALLEST_SHOWN - 1


def sums_told(parts: Sequence[Series], among: AbstractSet[Range] = EVERY) -> set[Range]:
    """The ranges that may be told of a figure whose months add up: its months, as the only series in ``parts``.

    Several series are all the parts of a figure that is itself known, month by month, to whoever tries; what belongs
    to no part is a part too. They are told together or not at all, and only ``among`` the ranges of their total.
    """
    months: set[Range] = set()
    told: set[Range] = set()
    for half in HALF_YEARS:
        hidden = _hidden_months(parts, half, among)
        months |= {month for month in MONTHS[slice(*half)] if month[0] not in hidden}
        if half in among and _hides(parts, hidden):
            told.add(half)
    told |= months
    halves_told = [half in told for half in HALF_YEARS]
    hide_one_another = not any(halves_told) and _hides(parts, _untold(YEAR, months), by_half=True)
    if YEAR in among and (all(halves_told) or hide_one_another):
        told.add(YEAR)
    return told | {third for third in TERTIALS if third in among and not _untold(third, months)}


def _hidden_months(parts: Sequence[Series], half: Range, among: AbstractSet[Range]) -> list[int]:
    hidden: list[int] = []
    for month in range(*half):
        must_be = (month, month + 1) not in among or _has_small(parts, (month, month + 1))
        if must_be or (any(series[month] for series in parts) and not _hides(parts, hidden)):
            hidden.append(month)
    return hidden


def _has_small(parts: Sequence[Series], told: Range) -> bool:
    return any(is_small(sum(series[slice(*told)])) for series in parts)


def _untold(within: Range, months: AbstractSet[Range]) -> list[int]:
    return [month for month in range(*within) if (month, month + 1) not in months]


def _hides(parts: Sequence[Series], hidden: list[int], *, by_half: bool = False) -> bool:
    """Whether the sum of the hidden months may be known of every part.

    It is no small number itself, and each small month in it could have been another.
    """
    if any(is_small(sum(series[month] for month in hidden)) for series in parts):
        return False
    counts = {(row, month): series[month] for row, series in enumerate(parts) for month in hidden}
    if by_half:
        for row, series in enumerate(parts):
            counts |= {(row, half): sum(series[slice(*half)]) for half in HALF_YEARS}
    bound = {place for place, count in counts.items() if is_small(count)}
    for move in _moves(len(parts), hidden, by_half=by_half):
        if not bound:
            break
        if all(_stays(counts[place], step) for place, step in move.items()):
            bound -= move.keys()
    return not bound


def _moves(rows: int, hidden: list[int], *, by_half: bool) -> Iterator[dict]:
    """Small changes that leave every known sum as it is: one fewer here, one more there.

    Of a figure with parts, its own months are known: what one part loses in a month another wins.
    """
    pairs = [(0, None)] if rows == 1 else list(permutations(range(rows), 2))
    for less, more in permutations(hidden, 2):
        for row, other in pairs:
            move = {(row, less): -1, (row, more): 1}
            if other is not None:
                move |= {(other, less): 1, (other, more): -1}
            if by_half and (less < 6) != (more < 6):
                move |= {(place, HALF_YEARS[month >= 6]): step for (place, month), step in move.items()}
            yield move


def _stays(count: int, step: int) -> bool:
    """What is small stays small, and what is not stays large: the changed world prints the same."""
    if is_small(count):
        return is_small(count + step)
    return count + step >= (SMALLEST_SHOWN if count else 0)


def spans_told(counts: dict[Range, int]) -> set[Range]:
    """The ranges that may be told of a figure that counts each once in the range: no sum, but never more.

    Such a total gives a hidden count away only when it is as large as it can be: then each that is hidden is four.
    """
    told: set[Range] = set()
    hidden = [place for place, count in counts.items() if is_small(count)]
    for place in sorted(counts, key=lambda place: (place[1], place[1] - place[0])):
        if place in hidden:
            continue
        told.add(place)
        if hidden and any(_is_forced(counts, told, small) for small in hidden):
            told.remove(place)
    return told


def _is_forced(counts: dict[Range, int], told: set[Range], small: Range) -> bool:
    """Whether some total leaves the hidden count no choice but to be the largest small number."""
    most = {place: counts[place] if place in told else LARGEST_HIDDEN for place in counts}
    known = {place: most[place] for place in counts if place in told or is_small(counts[place])}
    others = {place: count for place, count in known.items() if place != small}
    for first, past in told:
        if first <= small[0] and small[1] <= past:
            rest = _cover(others, first, small[0]) + _cover(others, small[1], past)
            if counts[first, past] - rest >= LARGEST_HIDDEN:
                return True
    return False


def _cover(most: dict[Range, int], first: int, past: int) -> float:
    """The most there can be in a range, by the totals that together reach over it."""
    least = {first: 0.0}
    for reached in range(first + 1, past + 1):
        ways = [
            least[start] + count
            for (begins, ends), count in most.items()
            if ends >= reached
            for start in range(max(begins, first), reached)
            if start in least
        ]
        least[reached] = min(ways, default=inf)
    return least[past]
