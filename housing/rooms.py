"""How many rooms a household needs (rombehov)."""

from collections.abc import Iterable
from math import ceil

SHARES_A_ROOM_UNDER = 12


def rooms_needed(adults: int, child_ages: Iterable[int] = (), shared_custody_ages: Iterable[int] = ()) -> int:
    """Rooms as dwellings are counted: a living room and bedrooms; one adult alone manages with one room.

    Two adults share a bedroom, and so do two children under twelve; an older child has one of its own.
    Children who live here part of the time (delt bosted, samvær) share two and two whatever their age.
    It is a proposal: the caseworker decides the number.
    """
    ages, part_time = list(child_ages), list(shared_custody_ages)
    if adults <= 1 and not ages and not part_time:
        return 1
    younger = sum(age < SHARES_A_ROOM_UNDER for age in ages)
    bedrooms = ceil(adults / 2) + ceil(younger / 2) + (len(ages) - younger) + ceil(len(part_time) / 2)
    return 1 + bedrooms


def persons_counted(percents: Iterable[int]) -> int:
    """How many who need space at a time, of persons who live here so many percent of the time each.

    Two children who live here every other week (delt bosted) take the space of one; a part of a person is a whole one.
    """
    return -(-sum(percents) // 100)
