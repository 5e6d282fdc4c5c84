"""Category 3 of the count of homeless people: in prison or an institution, out within two months, without a home.

It says something about the near future, and so it does not keep: when the day has come, the household has a home or it
has not, and somebody must find out. Two months end on the same date, or on the last of a shorter month.
"""

from datetime import date

from housing.periods import add_months

WITHIN_MONTHS = 2
CATEGORY = "3"


def latest_release(mapped_on: date) -> date:
    """The last day of release or discharge that category 3 covers."""
    return add_months(mapped_on, WITHIN_MONTHS)


def is_within_reach(mapped_on: date, release_on: date) -> bool:
    """May somebody found on ``mapped_on`` to leave on ``release_on`` be counted in category 3?"""
    return mapped_on <= release_on <= latest_release(mapped_on)


def holds_until(category: str, mapped_on: date, release_on: date | None) -> date | None:
    """The last day the answer «category 3» can be true; None for the other categories, which run out of themselves."""
    if category != CATEGORY:
        return None
    limit = latest_release(mapped_on)
    return min(release_on, limit) if release_on else limit


def has_run_out(category: str, mapped_on: date, release_on: date | None, day: date) -> bool:
    """Has the day of release passed on ``day``, so that the household must be mapped anew?"""
    last = holds_until(category, mapped_on, release_on)
    return last is not None and day > last
