"""The best plan for all vacant dwellings at once (tildelingsforslag): which household each dwelling is proposed to.

What is promised, in this order, of the pairs that are allowed:

1. The greater need first. A household is left without a home only when no plan gives it one and keeps all those housed
   who have a better place. The sets that can be housed at once are a transversal matroid: the set is found by going
   down the list and keeping whoever can still be housed when those before may be moved to other homes, and it is also
   one that houses as many as can be housed at all.
2. What is certain before what must be cleared up. Of the plans that house just these, one with the fewest homes of
   which something that is needed is not registered. What is known not to fit is in no plan.
3. Best use: the least staffing, access and rooms that stand unused, in the plan as a whole.
4. The fewest wishes not met.

Numbers in, pairs out: no query, no clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from allocation.features import NO, UNKNOWN, Features, Table

Bools = NDArray[np.bool_]
# So many households are held against the dwellings at a time: most often the homes are gone long before the list ends.
AT_A_TIME = 1000


@dataclass(frozen=True)
class Pair:
    """A household (its place in the order of the list, from 0) and a dwelling (its place among the dwellings)."""

    household: int
    home: int
    is_certain: bool


@dataclass(frozen=True)
class Limits:
    """What a person has said beforehand: the most rooms over the need, and whether only what is certain counts."""

    spare_rooms_max: int | None = None
    only_certain: bool = False

    def answers(self, features: Features, rows: NDArray[np.intp]) -> Table:
        """Whether each dwelling may be proposed to each of the households."""
        answers = features.answers(rows)
        if self.spare_rooms_max is not None:
            answers[features.spare_rooms(rows) > self.spare_rooms_max] = NO
        if self.only_certain:
            answers[answers == UNKNOWN] = NO
        return answers


NO_LIMITS = Limits()


def propose(features: Features, limits: Limits = NO_LIMITS) -> list[Pair]:
    """The plan, dwelling by dwelling."""
    rows = housed(_down_the_list(features, limits), len(features.homes))
    if not len(rows):
        return []
    answers = limits.answers(features, rows)
    homes = best_homes(answers, features.unused(rows), features.unmet_wishes(rows))
    certain = answers[np.arange(len(rows)), homes] != UNKNOWN
    found = zip(rows.tolist(), homes.tolist(), certain.tolist(), strict=True)
    return sorted((Pair(*pair) for pair in found), key=lambda pair: pair.home)


def _down_the_list(features: Features, limits: Limits) -> Iterable[Bools]:
    """For each household which dwellings are allowed, worked out a thousand at a time and only when it is asked for."""
    everybody = np.arange(len(features.needs))
    for first in range(0, len(everybody), AT_A_TIME):
        yield from limits.answers(features, everybody[first : first + AT_A_TIME]) != NO


def housed(allowed: Iterable[Bools], homes: int) -> NDArray[np.intp]:
    """Which households can be housed at once, down the list: promise 1.

    A household is given a home nobody has, or somebody before is moved to another to make room, and so on along the
    way. Where no way leads to an empty home, none ever will: those homes have households that fit nowhere else, and are
    closed, so that nobody asks about them again.
    """
    lodger = np.full(homes, -1, dtype=np.intp)
    is_open = np.ones(homes, dtype=bool)
    # What is allowed to the one who has each home.
    ways = np.zeros((homes, homes), dtype=bool)
    for household, own in enumerate(allowed):
        is_empty = (lodger < 0) & is_open
        if not is_empty.any():
            break
        layers = _search(own & is_open, is_empty, ways, is_open)
        if not (layers[-1] & is_empty).any():
            is_open[np.logical_or.reduce(layers)] = False
            continue
        home = int(np.argmax(layers[-1] & is_empty))
        for layer in layers[-2::-1]:
            before = int(np.argmax(layer & ways[:, home]))
            lodger[home], ways[home] = lodger[before], ways[before]
            home = before
        lodger[home], ways[home] = household, own
    return np.sort(lodger[lodger >= 0])


def _search(start: Bools, is_empty: Bools, ways: Bools, is_open: Bools) -> list[Bools]:
    """Homes by how many must move before one is free there; ends with the layer of an empty home, or with none."""
    layers = [start]
    unseen = is_open & ~start
    while layers[-1].any() and not (layers[-1] & is_empty).any():
        layers.append(np.logical_or.reduce(ways[layers[-1]], axis=0) & unseen)
        unseen &= ~layers[-1]
    return layers


def best_homes(answers: Table, unused: NDArray, unmet_wishes: NDArray) -> NDArray[np.intp]:
    """A home for each of the households: promises 2, 3 and 4.

    One step up weighs more than all that can be gained below it, and all sums are whole numbers under 2**53: exact.
    """
    pairs = len(answers)
    cost = unused.astype(np.float64) * (pairs * int(unmet_wishes.max(initial=0)) + 1) + unmet_wishes
    cost += (answers == UNKNOWN) * (pairs * cost.max(initial=0) + 1)
    cost[answers == NO] = np.inf
    return linear_sum_assignment(cost)[1]
