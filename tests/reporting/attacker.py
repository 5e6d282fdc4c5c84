"""Somebody who has every published number of a year and a solver: which hidden counts must be what they are?

He knows how the figures hang together: months add up, parts are in their total. And which months are hidden as small.
"""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

MOST = 10_000


class Attacker:
    """``unknowns`` numbers that are whole and not negative, and what is known of them."""

    def __init__(self, unknowns: int):
        self.count = unknowns
        self.low, self.high = np.zeros(unknowns), np.full(unknowns, MOST)
        self.rows, self.least, self.most = [], [], []

    def knows(self, terms: dict[int, int], least: int, most: int) -> None:
        row = np.zeros(self.count)
        for place, factor in terms.items():
            row[place] += factor
        self.rows.append(row)
        self.least.append(least)
        self.most.append(most)

    def works_out(self, questions: dict[str, dict[int, int]]) -> set[str]:
        """The sums that can be nothing but what they are."""
        goals = {}
        for name, terms in questions.items():
            goals[name] = np.zeros(self.count)
            for place, factor in terms.items():
                goals[name][place] += factor
        seen: dict[str, set[int]] = {name: set() for name in goals}
        # A world tells something about every question: most are settled after a few.
        for name, goal in goals.items():
            for direction in (1, -1):
                if len(seen[name]) < 2:
                    world = self._a_world(direction * goal)
                    for other, other_goal in goals.items():
                        seen[other].add(round(float(other_goal @ world)))
        return {name for name, values in seen.items() if len(values) == 1}

    def _a_world(self, goal) -> np.ndarray:
        known = LinearConstraint(np.array(self.rows), self.least, self.most) if self.rows else None
        found = milp(goal, constraints=known, integrality=np.ones(self.count), bounds=Bounds(self.low, self.high))
        assert found.success, found.message
        return np.round(found.x)
