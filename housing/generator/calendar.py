"""What will happen and when. Days that come after the last one simply never come."""

import heapq
from collections.abc import Callable
from datetime import date, timedelta


class Calendar:
    """A queue of things to come; on the same day, first planned is first done. What is overdue happens today."""

    def __init__(self, until: date) -> None:
        self.until = until
        self._queue: list[tuple[date, int, Callable, tuple]] = []
        self._planned = 0
        self._today = date.min

    def plan(self, day: date, happen: Callable, *subjects: object) -> None:
        day = max(day, self._today)
        if day <= self.until:
            self._planned += 1
            heapq.heappush(self._queue, (day, self._planned, happen, subjects))

    def run(self, town: object, day: date) -> None:
        """Let everything planned up to and including the day happen to the town, in order of dates."""
        while self._queue and self._queue[0][0] <= day:
            on, _order, happen, subjects = heapq.heappop(self._queue)
            self._today = on
            happen(town, on, *subjects)
        self._today = day


def days(count: float) -> timedelta:
    return timedelta(days=int(count))
