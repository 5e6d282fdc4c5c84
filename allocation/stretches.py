"""How long somebody has stayed without a break (sammenhengende opphold).

Stays are half open: one that begins the day the one before ends follows it without a break. One night elsewhere breaks
the stretch, and the count begins anew; what came before stays in the history.
"""

from collections.abc import Iterable
from datetime import date, timedelta

WARNED_AT = (60, 90)

Stay = tuple[date, date | None]


def since(stays: Iterable[Stay], day: date) -> date | None:
    """The first day of the unbroken stretch that the day lies in; None when they were not there."""
    first = None
    for starts_on, ends_on in sorted(stays, reverse=True, key=lambda stay: stay[0]):
        if ends_on == starts_on:
            continue
        if first is None:
            if starts_on <= day and (ends_on is None or ends_on > day):
                first = starts_on
        elif ends_on == first:
            first = starts_on
        else:
            break
    return first


def unbroken(stays: Iterable[Stay], last: date) -> list[tuple[date, date]]:
    """Every unbroken stretch begun by the day: its first day, and the day it ended, else the last day."""
    found: list[tuple[date, date]] = []
    for starts_on, ends_on in sorted(stays, key=lambda stay: stay[0]):
        until = last if ends_on is None else min(ends_on, last)
        if starts_on > last or ends_on == starts_on:
            continue
        if found and found[-1][1] == starts_on:
            found[-1] = (found[-1][0], until)
        else:
            found.append((starts_on, until))
    return found


def day_reached(since_on: date, nights: int) -> date:
    """The day on which so many nights have been stayed."""
    return since_on + timedelta(days=nights)
