"""The count of homeless people in one week (telling av bostedsløse), one line per person, as NIBR asks for it.

Homeless on a day, as in the figures: the household's latest mapping on or before the day has not ended, and finds it
without a home and in a category. In a week somebody counts who was a member of a homeless household on at least one of
its days; the line tells how it was on the last such day. Asked about a single day, it counts the same households and
persons as the figures of that day.

Nothing here asks the database or the clock: the rows are given, a mapping and a membership as the models have them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from applications.release import has_run_out
from housing.periods import age_on, in_force

COUNT_WEEK = 48
ADULT = 18
CATEGORIES = ["1", "2", "3", "4", "other"]
# What a count cannot do without, in the order of the form. The last is an answer that was true and has run out.
QUESTIONS = {
    "category": _("kategori"),
    "problems": _("problemområder"),
    "lasted_since": _("varighet"),
    "needs": _("behov"),
    "target_groups": _("målgruppe"),
    "source": _("kilde"),
    "birth_date": _("fødselsdato"),
    "sex": _("kjønn"),
    "mapped_anew": _("ny kartlegging (kategori 3 gikk ut)"),
}


@dataclass(frozen=True)
class Line:
    """One person who was homeless in the week, as it was on ``day``, the last day it was so."""

    person: object
    mapping: object
    day: date
    missing: tuple[str, ...]

    @property
    def household(self):
        return self.mapping.household

    @property
    def age(self) -> int | None:
        return age_on(self.person.birth_date, self.day) if self.person.birth_date else None

    @property
    def is_child(self) -> bool:
        """Known to be under 18; one without a birth date counts as an adult, as in the figures."""
        return self.age is not None and self.age < ADULT

    @property
    def months(self) -> int | None:
        """How long it had lasted, in whole months."""
        since = self.mapping.lasted_since
        if since is None or since > self.day:
            return None
        months = (self.day.year - since.year) * 12 + self.day.month - since.month
        return months - (1 if self.day.day < since.day else 0)

    @property
    def group_labels(self) -> list[str]:
        """The mapping's target groups; where it names none, as those made before it was asked, the household's own."""
        return self.mapping.group_labels or self.household.group_labels

    @property
    def missing_labels(self) -> list[str]:
        return [str(QUESTIONS[code]) for code in self.missing]


@dataclass(frozen=True)
class Sum:
    """One category's sums."""

    category: str
    households: int
    adults: int
    children: int

    @property
    def persons(self) -> int:
        return self.adults + self.children


@dataclass(frozen=True)
class Census:
    """The week's count. ``categories`` is each homeless household's own, on the last day it was homeless."""

    lines: list[Line]
    categories: dict[int, str]

    @property
    def without_members(self) -> int:
        """Homeless households that nobody was a member of: counted as households, and by nobody's line."""
        return len(set(self.categories) - {line.household.pk for line in self.lines})

    def sums(self) -> list[Sum]:
        """One per category, and last the whole, whose ``category`` is empty."""
        households = Counter(self.categories.values())
        persons = Counter((line.mapping.homeless_category, line.is_child) for line in self.lines)
        rows = [Sum(code, households[code], persons[code, False], persons[code, True]) for code in CATEGORIES]
        whole = [sum(getattr(row, name) for row in rows) for name in ("households", "adults", "children")]
        return [*rows, Sum("", *whole)]

    def missing(self) -> list[tuple[str, int, int]]:
        """Each question somebody lacks the answer to: its code, how many persons, in how many households."""
        persons = Counter(code for line in self.lines for code in line.missing)
        households = {code: len({line.household.pk for line in self.lines if code in line.missing}) for code in persons}
        return [(code, persons[code], households[code]) for code in QUESTIONS if code in persons]


def week_of_count(today: date) -> tuple[int, int]:
    """Year and ISO week of the latest count week that has begun: week 48 of this year, else of the last."""
    begun = today >= date.fromisocalendar(today.year, COUNT_WEEK, 1)
    return today.year if begun else today.year - 1, COUNT_WEEK


def days_of_week(year: int, week: int) -> tuple[date, date]:
    """Monday and Sunday; raises ValueError when the year has no such week."""
    monday = date.fromisocalendar(year, week, 1)
    return monday, monday + timedelta(days=6)


def count(mappings: Iterable, memberships: Iterable, first: date, last: date) -> Census:
    """The count from ``first`` to ``last``. Of each household all mappings that decide the days must be given."""
    homeless = homeless_days(mappings, first, last)
    found = {}
    for membership in memberships:
        for day, mapping in homeless.get(membership.household_id, []):
            if in_force(membership.joined_on, membership.left_on, day):
                seen = found.get(membership.person_id)
                # A child may belong to two households: it is one person, counted where it was last homeless.
                if seen is None or (day, -mapping.household_id) > (seen[0], -seen[1].household_id):
                    found[membership.person_id] = (day, mapping, membership.person)
                break
    lines = [_line(person, mapping, day) for day, mapping, person in found.values()]
    lines.sort(key=lambda line: (line.household.pk, line.is_child, line.person.birth_date or date.min, line.person.pk))
    return Census(lines, {pk: days[0][1].homeless_category for pk, days in homeless.items()})


def homeless_days(mappings: Iterable, first: date, last: date) -> dict[int, list[tuple[date, object]]]:
    """Household → the days it was homeless, the last first, each with the mapping that says so."""
    by_household = defaultdict(list)
    for mapping in mappings:
        by_household[mapping.household_id].append(mapping)
    found = {}
    for household_id, made in by_household.items():
        made.sort(key=lambda mapping: (mapping.mapped_on, mapping.pk))
        days = [(day, mapping) for day in _backwards(first, last) if (mapping := _homeless_on(made, day))]
        if days:
            found[household_id] = days
    return found


def _homeless_on(made: list, day: date):
    """Of a household's mappings in order: the current one, when it finds the household homeless."""
    current = next((mapping for mapping in reversed(made) if mapping.mapped_on <= day), None)
    if current is None or not in_force(current.mapped_on, current.ended_on, day):
        return None
    return current if current.situation == "no_home" and current.homeless_category else None


def _backwards(first: date, last: date) -> Iterator[date]:
    day = last
    while day >= first:
        yield day
        day -= timedelta(days=1)


def _line(person, mapping, day: date) -> Line:
    answers = {
        "category": mapping.homeless_category != "other",
        "problems": mapping.problems,
        "lasted_since": mapping.lasted_since,
        "needs": mapping.needs,
        "target_groups": mapping.target_groups or mapping.household.target_groups,
        "source": mapping.source,
        "birth_date": person.birth_date,
        "sex": person.sex,
        "mapped_anew": not has_run_out(mapping.homeless_category, mapping.mapped_on, mapping.release_on, day),
    }
    return Line(person, mapping, day, tuple(code for code in QUESTIONS if not answers[code]))
