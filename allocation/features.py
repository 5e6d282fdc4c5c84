"""What all households need against what all dwellings are, as tables of numbers: the rules of ``matching.py`` at once.

Twenty thousand households against a thousand dwellings is twenty million pairs. A rule is not asked about each of them:
it is asked once about each combination of what it looks at (``matching.LOOKS_AT``), and the answers are spread out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from allocation import matching
from allocation.matching import Home, Need

NO, UNKNOWN, YES = 0, 1, 2
Table = NDArray[np.int8]
CODES = {True: YES, None: UNKNOWN, False: NO}
# Where a number is compared with a number there may be as many combinations as pairs: asked of whole columns instead.
OF_RENT = (matching._rent, matching._share_of_income)
RULES = tuple(rule for rule in matching.RULES if rule not in OF_RENT)


@dataclass(frozen=True)
class Spread:
    """One rule's answers: a row for each kind of household, a column for each dwelling, and who is of which kind."""

    answers: NDArray
    kind_of: NDArray[np.intp]

    def of(self, rows) -> NDArray:
        return self.answers[self.kind_of[rows]]


class Features:
    """Needs as rows, in the order of the list, and homes as columns."""

    def __init__(self, needs: Sequence[Need], homes: Sequence[Home]):
        self.needs, self.homes = list(needs), list(homes)
        self.requirements = [self._spread(_hard(rule), *matching.LOOKS_AT[rule]) for rule in RULES]
        self.max_rent = _numbers(need.max_rent for need in self.needs)
        self.rent = _numbers(home.monthly_rent for home in self.homes)
        self.rooms = self._spread(matching.unused_rooms, ("rooms_min",), ("rooms",))

    def answers(self, rows: slice | NDArray = np.s_[:]) -> Table:
        """Whether each dwelling fits each of the households: the worst of the answers to each requirement."""
        worst = self._affords(rows)
        for rule in self.requirements:
            np.minimum(worst, rule.of(rows), out=worst)
        return worst

    def spare_rooms(self, rows: slice | NDArray = np.s_[:]) -> Table:
        return self.rooms.of(rows)

    def unused(self, rows: NDArray) -> NDArray[np.int16]:
        """What would stand unused, as a number of three digits: staffing, then access, then rooms."""
        staffing = self._spread(matching.unused_staffing, ("staffing_need",), ("staffing",))
        has = ("is_wheelchair_accessible", "is_drug_free", "category")
        access = self._spread(matching.unused_access, ("needs_wheelchair", "drug_free", "shielded"), has)
        rooms = np.minimum(self.spare_rooms(rows), 9)
        return staffing.of(rows).astype(np.int16) * 100 + access.of(rows) * 10 + rooms

    def unmet_wishes(self, rows: NDArray) -> Table:
        """How many wishes the dwelling is known not to meet."""
        wishes = [rule for rule in matching.MAY_BE_A_WISH if rule not in OF_RENT]
        unmet = sum(self._spread(_unmet(rule), *matching.LOOKS_AT[rule]).of(rows) for rule in wishes)
        income = _numbers(self.needs[row].monthly_income or None for row in rows)[:, None]
        # Compared with nan, what is not registered is never too dear.
        return unmet + (self.rent * 100 > income * matching.RENT_AT_MOST_PERCENT)

    def _affords(self, rows) -> Table:
        most = self.max_rent[rows][:, None]
        answer = np.where(self.rent <= most, YES, np.where(np.isnan(self.rent), UNKNOWN, NO))
        return np.where(np.isnan(most), YES, answer).astype(np.int8)

    def _spread(self, rule: Callable[[Need, Home], int], of_need: tuple[str, ...], of_home: tuple[str, ...]) -> Spread:
        needs, kind_of_need = _alike(self.needs, of_need)
        homes, kind_of_home = _alike(self.homes, of_home)
        answers = np.array([[rule(need, home) for home in homes] for need in needs], dtype=np.int8)
        return Spread(answers.reshape(len(needs), len(homes))[:, kind_of_home], kind_of_need)


def _hard(rule: matching.Rule) -> Callable[[Need, Home], int]:
    def answer(need: Need, home: Home) -> int:
        found = rule(need, home)
        return YES if found is None or found.is_wish else CODES[found.is_met]

    return answer


def _unmet(rule: matching.Rule) -> Callable[[Need, Home], int]:
    def answer(need: Need, home: Home) -> int:
        found = rule(need, home)
        return int(found is not None and found.is_wish and found.is_met is False)

    return answer


def _numbers(values) -> NDArray[np.float64]:
    return np.array([np.nan if value is None else float(value) for value in values], dtype=np.float64)


def _alike(rows: Sequence, names: tuple[str, ...]) -> tuple[list, NDArray[np.intp]]:
    """One row of each kind, and which kind each row is of; rows are of a kind when they are alike in the names."""
    key = attrgetter(*names) if names else lambda row: None
    kinds: dict = {}
    one_of_each: list = []
    kind_of = np.empty(len(rows), dtype=np.intp)
    for place, row in enumerate(rows):
        looks = key(row)
        if looks not in kinds:
            kinds[looks] = len(one_of_each)
            one_of_each.append(row)
        kind_of[place] = kinds[looks]
    return one_of_each, kind_of
