"""Norwegian holidays (helligdager) and workdays (virkedager).

Source: lov 24.02.1995 nr. 12 om helligdager og helligdagsfred § 2, and lov 26.04.1947 nr. 1 for
1 May and 17 May, which count as Sundays. The eves (julaften, nyttårsaften, påskeaften) are not
holidays: a deadline may end on Christmas Eve, unless it is a Saturday.
"""

from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Name = str | Promise
SATURDAY, SUNDAY = 5, 6
FIXED: dict[tuple[int, int], Name] = {
    (1, 1): _("1. nyttårsdag"),
    (5, 1): _("1. mai"),
    (5, 17): _("17. mai"),
    (12, 25): _("1. juledag"),
    (12, 26): _("2. juledag"),
}
# Days counted from Easter Sunday.
MOVABLE: dict[int, Name] = {
    -3: _("Skjærtorsdag"),
    -2: _("Langfredag"),
    0: _("1. påskedag"),
    1: _("2. påskedag"),
    39: _("Kristi himmelfartsdag"),
    49: _("1. pinsedag"),
    50: _("2. pinsedag"),
}


@lru_cache(maxsize=64)
def holidays(year: int) -> dict[date, Name]:
    """The named holidays of a year; the other Sundays are holidays too, but have no name."""
    named = {date(year, month, day): name for (month, day), name in FIXED.items()}
    sunday = easter(year)
    # 17 May may fall on a movable feast; the fixed name is kept, since that is what people call the day.
    return {sunday + timedelta(days=after): name for after, name in MOVABLE.items()} | named


def is_holiday(day: date) -> bool:
    return day.weekday() == SUNDAY or day in holidays(day.year)


def is_workday(day: date) -> bool:
    """Neither Saturday nor holiday: a day on which a deadline may end (domstolloven § 149)."""
    return day.weekday() != SATURDAY and not is_holiday(day)


def next_workday(day: date) -> date:
    """The day itself when it is a workday, else the first one after it."""
    while not is_workday(day):
        day += timedelta(days=1)
    return day


def add_workdays(day: date, count: int) -> date:
    """The workday that is so many workdays after the day (before it when negative); 0 is the day itself."""
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        day += step
        if is_workday(day):
            left -= 1
    return day
