"""What other criteria would do to today's list (prøving av en prioriteringsordning). Nothing is changed by it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from allocation.priority import Criterion, Priority
from allocation.reckoning import Reckoned
from housing.periods import median

FIRST_ON_LIST = 10


@dataclass(frozen=True)
class Difference:
    """One criterion of one household: the points it gives now, and those it would give."""

    label: str
    was: int
    now: int


@dataclass(frozen=True)
class Move:
    """One application on today's list and on the list the draft would give."""

    place: Reckoned
    was: int
    now: int
    priority: Priority

    @property
    def up(self) -> int:
        """How many places up; below zero is down."""
        return self.was - self.now

    @property
    def down(self) -> int:
        return -self.up

    @property
    def points_before(self) -> int:
        return self.place.priority.total

    @property
    def points(self) -> int:
        return self.priority.total

    @property
    def differences(self) -> list[Difference]:
        was, now = _by_code(self.place.priority), _by_code(self.priority)
        labels = {line.code: str(line.label) for line in (*self.place.priority.lines, *self.priority.lines)}
        pairs = {code: (was.get(code, 0), now.get(code, 0)) for code in labels}
        return [Difference(labels[code], *pair) for code, pair in pairs.items() if pair[0] != pair[1]]


@dataclass(frozen=True)
class Group:
    """Some of those who wait: how many would move up, down, or stand where they are, and how far at most."""

    count: int
    up: int
    down: int
    longest_up: int
    longest_down: int
    median_places: int

    @property
    def same(self) -> int:
        return self.count - self.up - self.down


@dataclass(frozen=True)
class Weight:
    """One criterion over the whole list: how many have points for it, and how many points in all."""

    label: str
    households_before: int
    points_before: int
    households: int
    points: int


def moves(reckoned: Sequence[Reckoned], rules: Sequence[Criterion], day: date) -> list[Move]:
    """Today's list, in its order, each with the number it would have. Overrides hold under the new criteria too."""
    now = {row.application.pk: row.grounds.priority(day, rules) for row in reckoned}
    tried = sorted(reckoned, key=lambda row: _order(row, now[row.application.pk]))
    numbers = {row.application.pk: number for number, row in enumerate(tried, start=1)}
    return [
        Move(row, number, numbers[row.application.pk], now[row.application.pk])
        for number, row in enumerate(reckoned, start=1)
    ]


def _order(row: Reckoned, tried: Priority) -> tuple:
    return Reckoned(row.application, row.mapping, row.grounds, tried, row.scheme).order


def biggest_first(found: Sequence[Move]) -> list[Move]:
    """Those who would move farthest; of equals, those with children, then in the order of the list."""
    return sorted(found, key=lambda move: (-abs(move.up), not move.place.children, move.was))


def group(found: Sequence[Move]) -> Group:
    ups = [move.up for move in found]
    return Group(
        count=len(ups),
        up=sum(up > 0 for up in ups),
        down=sum(up < 0 for up in ups),
        longest_up=max([*ups, 0]),
        longest_down=-min([*ups, 0]),
        median_places=int(median([abs(up) for up in ups], 0) or 0),
    )


def still_first(found: Sequence[Move]) -> int:
    """How many of the ten first on today's list would be among the ten first."""
    return sum(move.was <= FIRST_ON_LIST and move.now <= FIRST_ON_LIST for move in found)


def weights(found: Sequence[Move]) -> list[Weight]:
    """Criterion by criterion, those that would give most first."""
    labels: dict[str, str] = {}
    counts: dict[str, Counter] = {
        name: Counter() for name in ("households_before", "points_before", "households", "points")
    }
    for move in found:
        for when, priority in (("_before", move.place.priority), ("", move.priority)):
            for line in priority.lines:
                labels[line.code] = str(line.label)
                counts[f"households{when}"][line.code] += 1
                counts[f"points{when}"][line.code] += line.points
    rows = [
        Weight(label, **{name: counted[code] for name, counted in counts.items()}) for code, label in labels.items()
    ]
    return sorted(rows, key=lambda row: (-row.points, -row.points_before, row.label))


def _by_code(priority: Priority) -> dict[str, int]:
    return {line.code: line.points for line in priority.lines}
