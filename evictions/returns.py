"""Who comes back (runddans, tilbakefall): put out, temporary housing, a new home, arrears again; and how many do.

A household's history is dates alone. What comes after is counted strictly after the day it is counted from; only a
temporary stay may begin that same day, as it does for whoever is put out. A share is of those who have been observed
for the whole time: whoever was put out five months ago is in no share after six.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from housing.periods import add_months

CASE, PETITION, EVICTION, STAY = "case", "petition", "eviction", "temporary"
BACK_IN = (CASE, PETITION, EVICTION, STAY)
MONTHS = (6, 12, 24)
NO_MEASURE = ""


@dataclass(frozen=True)
class Home:
    """A municipal tenancy, from the day they moved in; the day they moved out no longer counts."""

    tenancy: int
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True)
class History:
    """One household: the days it was put out, its homes, its temporary stays, and its arrears cases and petitions."""

    evictions: tuple[date, ...] = ()
    homes: tuple[Home, ...] = ()
    stays: tuple[date, ...] = ()
    cases: tuple[tuple[int, date], ...] = ()
    petitions: tuple[date, ...] = ()

    @cached_property
    def days(self) -> Mapping[str, tuple[date, ...]]:
        """When the household came to each of what it may come back to."""
        opened = tuple(opened_on for _tenancy, opened_on in self.cases)
        return {CASE: opened, PETITION: self.petitions, EVICTION: self.evictions, STAY: self.stays}


@dataclass(frozen=True)
class Round:
    """One eviction, and what followed until the next one: each the first of its kind, or None."""

    evicted_on: date
    stayed_on: date | None = None
    housed_on: date | None = None
    arrears_on: date | None = None

    @property
    def is_whole(self) -> bool:
        """Put out, in temporary housing, in a new municipal home, and in arrears there (runddans)."""
        return None not in (self.stayed_on, self.housed_on, self.arrears_on)


def rounds(history: History, day: date) -> list[Round]:
    """Every eviction by the day with what followed it, the oldest first. What is to come is not known."""
    out = sorted({evicted_on for evicted_on in history.evictions if evicted_on <= day})
    found = []
    for number, evicted_on in enumerate(out):
        # The next eviction begins a round of its own.
        until = out[number + 1] if number + 1 < len(out) else day
        found.append(_round(history, evicted_on, until))
    return found


def _round(history: History, evicted_on: date, until: date) -> Round:
    after = [home for home in history.homes if evicted_on < home.starts_on <= until]
    home = min(after, key=lambda home: (home.starts_on, home.tenancy), default=None)
    housed_on = home.starts_on if home else None
    stays = [on for on in history.stays if evicted_on <= on <= until and (housed_on is None or on <= housed_on)]
    new = {home.tenancy for home in after}
    arrears = [on for tenancy, on in history.cases if tenancy in new and on <= until]
    return Round(evicted_on, min(stays, default=None), housed_on, min(arrears, default=None))


@dataclass(frozen=True)
class Start:
    """What is counted from: an eviction, or a case that was closed as paid. ``measures``: what was done before it."""

    household: int
    on: date
    measures: frozenset[str] = frozenset()
    service: str = ""


@dataclass(frozen=True)
class Rate:
    """So many of those observed long enough had come back."""

    returned: int = 0
    observed: int = 0


# The same few days are asked about once for each line of a table.
_months_after = lru_cache(maxsize=8192)(add_months)


def is_observed(start: Start, months: int, as_of: date) -> bool:
    """The last day of the time is known to its end."""
    return _months_after(start.on, months) <= as_of


def came_back(start: Start, history: History, kind: str, months: int) -> bool:
    last = _months_after(start.on, months)
    if kind == STAY:
        return any(start.on <= day <= last for day in history.days[STAY])
    return any(start.on < day <= last for day in history.days[kind])


def rate(starts: Iterable[Start], histories: Mapping[int, History], kind: str, months: int, as_of: date) -> Rate:
    observed = [start for start in starts if is_observed(start, months, as_of)]
    nothing = History()
    back = sum(came_back(start, histories.get(start.household, nothing), kind, months) for start in observed)
    return Rate(back, len(observed))


def by_kind(starts: Iterable[Start], histories: Mapping[int, History], as_of: date) -> dict[str, list[Rate]]:
    """A line for each of what one comes back to, a rate for each length of time."""
    starts = list(starts)
    return {kind: [rate(starts, histories, kind, months, as_of) for months in MONTHS] for kind in BACK_IN}


def grouped(
    starts: Iterable[Start],
    groups_of: Callable[[Start], Iterable[str]],
    histories: Mapping[int, History],
    kind: str,
    as_of: date,
) -> dict[str, list[Rate]]:
    """A line for each group, in the order of their names. A start in several groups counts in each."""
    found: dict[str, list[Start]] = {}
    for start in starts:
        for group in groups_of(start):
            found.setdefault(group, []).append(start)
    return {group: [rate(found[group], histories, kind, months, as_of) for months in MONTHS] for group in sorted(found)}


def measures_of(start: Start) -> Iterable[str]:
    """Each measure used, or that none was."""
    return start.measures or (NO_MEASURE,)


def service_of(start: Start) -> Iterable[str]:
    return (start.service,)
