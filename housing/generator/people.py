"""Persons and households: who they are, who joins them and who leaves."""

from datetime import date, timedelta
from random import Random

from housing.generator import names, places
from housing.generator import proportions as typical
from housing.generator.calendar import days
from housing.generator.records import Household, Member, Person
from housing.national_ids import make_synthetic
from housing.periods import add_months, age_on

# People who came recently may wait for a number, or have the temporary one.
ARRIVED = {"syrian", "eritrean", "afghan", "congolese", "ukrainian", "polish", "lithuanian", "somali", "kurdish"}
YEAR = 365.25


class Register:
    """Hands out ids and synthetic numbers, each once, across all towns of a municipality."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}
        self._born: dict[tuple[date, bool], int] = {}

    def number(self, letter: str) -> str:
        self._last[letter] = self._last.get(letter, 0) + 1
        return f"{letter}{self._last[letter]}"

    def address(self) -> tuple[str, str]:
        """The next building's district and address: nine to a street, all streets, then nine more."""
        built = self._last["building"] = self._last.get("building", -1) + 1
        block, house = divmod(built, 9)
        rounds, street = divmod(block, len(places.LYING))
        street = street * 173 % len(places.LYING)
        district, name = places.LYING[street]
        return district, f"{name} {2 * (9 * rounds + house) + 1 + street % 2}"

    def national_id(self, birth_date: date, *, d_number: bool) -> str:
        serial = self._born.get((birth_date, d_number), 0)
        self._born[birth_date, d_number] = serial + 1
        return make_synthetic(birth_date, serial, d_number=d_number)


def pick(rng: Random, shares: dict[str, float]) -> str:
    return rng.choices(list(shares), list(shares.values()))[0]


def born(rng: Random, day: date, youngest: float, oldest: float) -> date:
    """A birth date that gives an age between the two on the day."""
    return day - timedelta(days=int(rng.uniform(youngest, oldest) * YEAR) + 1)


def make_person(town, day: date, culture: str, birth_date: date, sex: str, surname: str) -> Person:
    rng = town.rng
    speaks = names.CULTURES[culture]
    given = names.given_name(rng, speaks, sex)
    is_adult = age_on(birth_date, day) >= 18
    number, person_id = "", town.register.number("P")
    chance = rng.random()
    if culture not in ARRIVED or chance > 0.13:
        number = town.register.national_id(birth_date, d_number=False)
    elif chance > 0.06:
        number = town.register.national_id(birth_date, d_number=True)
    person = Person(person_id, number, given, surname, birth_date, sex)
    if is_adult and rng.random() < 0.9:
        # Special numbers begin with 10: no subscriber can have this one.
        person.phone = f"10{rng.randrange(10**6):06}"
    if is_adult and rng.random() < 0.7:
        person.email = f"{person_id.lower()}@{rng.choice(['example.org', 'example.com', 'example.net'])}"
    if is_adult and rng.random() < speaks.interpreter_share:
        person.interpreter_language = speaks.interpreter_language
    person.written_language = pick(rng, {"nb": 93, "nn": 4, "en": 1 if culture == "norwegian" else 6})
    town.persons.append(person)
    return person


def add_member(town, household: Household, person: Person, role: str, day: date) -> Member:
    member = Member(town.register.number("M"), household, person, role, day)
    household.members.append(member)
    town.members.append(member)
    return member


def make_household(
    town,
    day: date,
    *,
    kinds: dict[str, float] = typical.HOUSEHOLD_KINDS,
    cultures: dict[str, float] = typical.CULTURES,
    ages: tuple[float, float] = (18.5, 66),
) -> Household:
    """A household as it is on the day it becomes known, with what will become of its members planned."""
    rng = town.rng
    kind, culture = pick(rng, kinds), pick(rng, cultures)
    if kind in ("single_parent", "family"):
        ages = (max(21, ages[0]), 50)
    household = Household(town.register.number("H"), day, places.district(rng), [], culture=culture)
    town.households.append(household)
    family, father = rng.randrange(len(names.CULTURES[culture].family)), rng.randrange(8)
    # Two in three of the single who need help are men; four in five single parents are women.
    men = {"single": 0.66, "single_parent": 0.18}.get(kind, 0.5)
    draw = rng.random()
    sex = "other" if draw > 0.997 else "male" if draw < men else "female"
    age = rng.triangular(*ages, ages[0] + (ages[1] - ages[0]) * 0.35)
    surname = names.bear(names.CULTURES[culture], family, father, sex)
    main = make_person(town, day, culture, born(rng, day, age, age + 0.9), sex, surname)
    add_member(town, household, main, "main", day)
    if kind in ("couple", "family"):
        _add_partner(town, household, day, family, age)
    if kind in ("single_parent", "family"):
        _add_children(town, household, day, family, age, most=3 if kind == "single_parent" else 5)
    elif kind == "single" and 23 < age < 55:
        _share_children(town, household, day)
    _set_target_groups(rng, household, day)
    return household


def _add_partner(town, household: Household, day: date, family: int, age: float) -> None:
    rng, culture = town.rng, household.culture
    sex = "male" if household.main.sex == "female" else "female"
    if rng.random() < 0.02:
        sex = household.main.sex
    if rng.random() < 0.4:
        family = rng.randrange(len(names.CULTURES[culture].family))
    surname = names.bear(names.CULTURES[culture], family, rng.randrange(8), sex)
    birth_date = born(rng, day, max(18.2, age - 5), max(19.2, age + 5))
    partner = add_member(town, household, make_person(town, day, culture, birth_date, sex, surname), "partner", day)
    if rng.random() < 0.2:
        town.calendar.plan(day + days(rng.uniform(200, 3000)), part, household, partner)


def _add_children(town, household: Household, day: date, family: int, age: float, most: int) -> None:
    rng = town.rng
    father = rng.randrange(8)
    oldest = min(17.4, age - 18.5)
    count = 1 + sum(rng.random() < 0.5 for _ in range(most - 1))
    children = []
    for _ in range(count):
        sex = rng.choice(["female", "male"])
        surname = names.bear(names.CULTURES[household.culture], family, father, sex)
        birth_date = born(rng, day, 0.1, max(0.5, oldest))
        child = make_person(town, day, household.culture, birth_date, sex, surname)
        children.append(child)
        _plan_leaving_home(town, add_member(town, household, child, "child", day), day)
    if household.adults() == 1 and rng.random() < 0.12:
        town.shared_children.append((day, children))
    if age < 42 and rng.random() < 0.25:
        town.calendar.plan(day + days(rng.uniform(200, 1500)), have_child, household, family, father)


def _plan_leaving_home(town, member: Member, day: date) -> None:
    grown = add_months(member.person.birth_date, 12 * 18 + town.rng.randrange(0, 48))
    town.calendar.plan(max(grown, day + days(30)), leave, member)


def _share_children(town, household: Household, day: date) -> None:
    """Children who live with both parents. Of age, they are members of one household only."""
    if not town.shared_children or town.shared_children[-1][0] > day:
        return
    _since, children = town.shared_children.pop()
    for child in children:
        of_age = add_months(child.birth_date, 12 * 18)
        if of_age > day + days(30):
            town.shared.update((household.id, child.id))
            town.calendar.plan(of_age, leave, add_member(town, household, child, "child", day))


def leave(_town, day: date, member: Member) -> None:
    if member.left_on is None:
        member.left_on = day


def have_child(town, day: date, household: Household, family: int, father: int) -> None:
    """A child is born into a household that still exists."""
    if household.is_gone:
        return
    sex = town.rng.choice(["female", "male"])
    surname = names.bear(names.CULTURES[household.culture], family, father, sex)
    child = make_person(town, day, household.culture, day, sex, surname)
    _plan_leaving_home(town, add_member(town, household, child, "child", day), day)
    household.join("family_with_children")


def part(town, day: date, household: Household, partner: Member) -> None:
    """A partner leaves, and may come to the housing office for a home of their own."""
    if household.is_gone or partner.left_on is not None:
        return
    partner.left_on = day
    if town.rng.random() < 0.6:
        town.parted.append((partner.person, household.culture))


def parted_household(town, day: date) -> Household:
    """The household of the one who moved out longest ago."""
    person, culture = town.parted.pop(0)
    household = Household(town.register.number("H"), day, places.district(town.rng), [], culture=culture)
    town.households.append(household)
    add_member(town, household, person, "main", day)
    _set_target_groups(town.rng, household, day)
    return household


def _set_target_groups(rng: Random, household: Household, day: date) -> None:
    age = age_on(household.main.birth_date, day)
    likely = {
        "youth": 0.8 if age < 25 else 0,
        "elderly": 0.9 if age >= 67 else 0,
        "family_with_children": 1 if household.children() else 0,
        "physical_disability": 0.3 if age >= 67 else 0.07,
        "refugee": 0.45 if household.culture in typical.SETTLED_CULTURES else 0,
        "intellectual_disability": 0.04 if household.size() == 1 else 0,
        "substance_use": 0.12 if household.size() == 1 and age < 67 else 0.02,
        "mental_illness": 0.16,
        "economically_disadvantaged": 0.4,
        "socially_disadvantaged": 0.15,
    }
    for group, chance in likely.items():
        if rng.random() < chance:
            household.join(group)
    if {"substance_use", "mental_illness"} <= set(household.target_groups):
        household.join("dual_diagnosis")
    if not household.target_groups:
        household.join("economically_disadvantaged")
    if "physical_disability" in household.target_groups:
        household.needs_wheelchair = rng.random() < 0.4
