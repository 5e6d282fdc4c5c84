"""Courses (kurs): Boligskole for the young a few times a year, and what those who work with housing learn.

Told last. Courses are the municipality's and not a town's size: where there are several towns, each has its own.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from housing.generator import proportions as typical
from housing.workdays import is_workday

# Day of the year they are about, kind, title, and how many come.
STAFF_COURSES = [
    (75, "professional", "Fagsamling om bosetting og oppfølging", (38, 60)),
    (130, "study_trip", "Studiereise om Bolig først", (6, 14)),
    (285, "professional", "Fagsamling om leie til eie", (35, 55)),
    (320, "conference", "Boligsosial konferanse", (8, 20)),
]
SCHOOL_DAYS = (45, 110, 255, 310)
A_FEW_DAYS = 10


@dataclass(slots=True, eq=False)
class Course:
    id: str
    kind: str
    title: str
    held_on: date
    participants: int


def tell(town) -> None:
    for year in range(town.starts.year, town.until.year + 1):
        for number, day in enumerate(SCHOOL_DAYS, 1):
            low, high = typical.HOUSING_SCHOOL_PARTICIPANTS
            came = max(2, round(town.teaching.randint(low, high) * min(1, max(town.scale, typical.SMALLEST_SCHOOL))))
            _hold(town, year, day, "housing_school", f"Boligskole {number}/{year}", came)
        for day, kind, title, (low, high) in STAFF_COURSES:
            _hold(town, year, day, kind, f"{title} {year}", town.teaching.randint(low, high))
    town.courses.sort(key=lambda row: (row.held_on, row.title))
    for row in town.courses:
        row.id = town.register.number("KU")


def _hold(town, year: int, day: int, kind: str, title: str, participants: int) -> None:
    """On a working day about then, if that is within the history."""
    held_on = date(year, 1, 1) + timedelta(days=day + town.teaching.randint(-A_FEW_DAYS, A_FEW_DAYS))
    while not is_workday(held_on):
        held_on += timedelta(days=1)
    if town.starts <= held_on <= town.until:
        town.courses.append(Course("", kind, title, held_on, participants))
