"""The teams in the field: whom they were referred, whom they follow home, and how it goes (Bolig først).

Told last, from random numbers of its own, so that nothing else in the files depends on it: from those the town housed,
the team is given the ones who were alone and had been without a home, and what became of their homes is what did.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from housing.generator import proportions as typical
from housing.generator.calendar import days
from housing.generator.people import pick
from housing.generator.records import Household, Person, Tenancy
from housing.periods import add_months, age_on

AREAS = "housing health behaviour substance_use work economy crime quality_of_life".split()
# How a score moves in half a year, in points: Drammen saw the home settle first, and work last.
EACH_ROUND = dict(zip(AREAS, (0.5, 0.2, 0.25, 0.2, 0.15, 0.25, 0.3, 0.35), strict=True))
KINDS = {"visit": 52, "phone": 18, "meeting": 12, "accompaniment": 9, "message": 9}
MET = {"visit": 0.7, "phone": 0.75, "meeting": 0.65, "accompaniment": 0.9, "message": 0.6}
SIGNED = 0.94
SATURDAY = 5
# Of those the teams follow now, one in so many was not met of late; the others so many days back, before a weekend.
NOT_SEEN_LATELY = 6
SEEN_WITHIN_DAYS = 4
TARGETED = {"substance_use", "mental_illness", "dual_diagnosis"}
# Bodø: 22 without a fixed abode, 40 with an address and no peace, 28 in temporary housing or wanting another home.
LIVED = {"no_fixed_abode": 22, "unclear": 40, "transfer": 12, "temporary": 16, "other": 6}
END_REASONS = {"moved": 40, "own_wish": 25, "goal_reached": 30, "other": 5}


@dataclass(slots=True, eq=False)
class Team:
    id: str
    name: str
    kind: str


@dataclass(slots=True, eq=False)
class Referral:
    id: str
    household: Household
    person: Person
    team: Team
    received_on: date
    housing_status: str
    had_municipal_services: bool
    decision: str = ""
    decided_on: date | None = None


@dataclass(slots=True, eq=False)
class Participation:
    id: str
    household: Household
    person: Person
    team: Team
    referral: Referral
    started_on: date
    agreement_signed_on: date | None = None
    ended_on: date | None = None
    end_reason: str = ""


@dataclass(slots=True, eq=False)
class Contact:
    id: str
    participation: Participation
    happened_on: date
    kind: str
    was_met: bool
    minutes: int | None = None


@dataclass(slots=True, eq=False)
class OutcomeAssessment:
    id: str
    participation: Participation
    assessed_on: date
    by: str
    housing: int | None = None
    health: int | None = None
    behaviour: int | None = None
    substance_use: int | None = None
    work: int | None = None
    economy: int | None = None
    crime: int | None = None
    quality_of_life: int | None = None


def tell(town) -> None:
    rng, years = town.following, (town.until - town.starts).days / 365.25
    began = add_months(town.starts, 6)
    housed, others = _alone(town, began)
    rng.shuffle(others)
    for team, a_year in _teams(town):
        count = max(2, round(a_year * town.scale * years))
        taken_in = max(1, round(count * typical.TAKEN_IN))
        for tenancy in housed[:taken_in]:
            _follow(town, team, tenancy, began)
        for household in others[: count - taken_in]:
            _refuse(town, team, household, began)
        housed, others = housed[taken_in:], others[count - taken_in :]
    for participation in town.participations:
        _visit(town, participation)
        if participation.team.kind == "housing_first":
            _score(town, participation)
    _see_lately(town)
    _number(town.register, town.referrals, "RF", "received_on")
    _number(town.register, town.participations, "PA", "started_on")
    _number(town.register, town.contacts, "CO", "happened_on")
    _number(town.register, town.outcome_assessments, "OA", "assessed_on")


def _teams(town) -> list[tuple[Team, float]]:
    """Each town has its own; the first ones need no number."""
    kinds = [
        ("Bolig først", "housing_first", typical.REFERRED_A_YEAR),
        ("Ambulerende team", "ambulant", typical.REFERRED_TO_OUTREACH_A_YEAR),
    ]
    found = []
    for name, kind, a_year in kinds:
        number = town.register.number("TM")
        area = (int(number[2:]) + 1) // 2
        found.append((Team(number, name if area == 1 else f"{name} {area}", kind), a_year))
    town.teams += [team for team, _a_year in found]
    return found


def _number(register, rows: list, letters: str, day: str) -> None:
    """Ids follow the days, as a system gives them."""
    rows.sort(key=lambda row: getattr(row, day))
    for row in rows:
        row.id = register.number(letters)


def _alone(town, began: date) -> tuple[list[Tenancy], list[Household]]:
    """The first leases of those who lived alone, most often with drugs or mental illness; and others without a home."""
    rng, seen, found = town.following, set(), []
    for tenancy in town.tenancies:
        household = tenancy.household
        moved_in_on = tenancy.moved_in_on
        if moved_in_on is None or household.id in seen or not _is_alone(household, moved_in_on):
            continue
        if moved_in_on - days(60) < max(began, household.created_on) or moved_in_on > town.until:
            continue
        seen.add(household.id)
        struggles = not TARGETED.isdisjoint(household.target_groups)
        found.append((not struggles, rng.random() * (2 if tenancy.tenure == "municipal" else 1), tenancy))
    found.sort(key=lambda row: row[:2])
    others = {mapping.household.id: mapping.household for mapping in town.mappings if mapping.mapped_on >= began}
    without = [row for row in others.values() if row.id not in seen and _is_alone(row, row.created_on)]
    return [tenancy for _without, _order, tenancy in found], without


def _is_alone(household: Household, day: date) -> bool:
    """One grown-up person, alive on the day, as all of Bodø's 96 were."""
    if len(household.members) != 1:
        return False
    member, person = household.members[0], household.main
    alive = person.died_on is None or person.died_on > day
    return alive and member.left_on is None and 18 <= age_on(person.birth_date, member.joined_on) <= 60


def _follow(town, team: Team, tenancy: Tenancy, began: date) -> None:
    """Referred, taken in, and then a home."""
    rng, household = town.following, tenancy.household
    person, moved_in_on = household.main, tenancy.moved_in_on
    earliest = max(began, household.created_on)
    received_on = max(earliest, moved_in_on - days(rng.uniform(60, 200)))
    started_on = received_on + days(rng.uniform(10, (moved_in_on - received_on).days))
    decided_on = received_on + days(rng.uniform(2, (started_on - received_on).days))
    referral = _refer(town, team, household, received_on)
    referral.decision, referral.decided_on = "accepted", decided_on
    made = Participation("", household, person, team, referral, started_on)
    town.participations.append(made)
    ends_on = moved_in_on + days(rng.uniform(120, 1100))
    if rng.random() < typical.LEFT_THE_TEAM and ends_on <= town.until:
        made.ended_on, made.end_reason = ends_on, pick(rng, END_REASONS)
    if person.died_on and person.died_on <= (made.ended_on or town.until):
        made.ended_on, made.end_reason = person.died_on, "dead"
    signed_on = started_on + days(rng.triangular(0, 40, 0))
    if rng.random() < SIGNED and signed_on <= (made.ended_on or town.until):
        made.agreement_signed_on = signed_on


def _refuse(town, team: Team, household: Household, began: date) -> None:
    """Referred and refused, or not answered yet."""
    rng = town.following
    first = max(began, household.created_on)
    received_on = first + days(rng.uniform(0, min(120, (town.until - first).days)))
    if not _is_alone(household, received_on):
        return
    referral = _refer(town, team, household, received_on)
    decided_on = received_on + days(rng.uniform(5, 60))
    if decided_on <= town.until:
        referral.decision, referral.decided_on = "rejected", decided_on


def _refer(town, team: Team, household: Household, received_on: date) -> Referral:
    rng = town.following
    made = Referral("", household, household.main, team, received_on, pick(rng, LIVED), rng.random() < 0.5)
    town.referrals.append(made)
    return made


def _visit(town, participation: Participation) -> None:
    """Often at first, then less; on working days, and not always met."""
    rng, until = town.following, participation.ended_on or town.until
    is_close = participation.team.kind == "housing_first"
    day = participation.started_on
    while day < until:
        if day.weekday() < SATURDAY or rng.random() < 0.2:
            kind = pick(rng, KINDS)
            was_met = rng.random() < MET[kind]
            minutes = 5 * rng.randint(1, 3 if kind in ("phone", "message") else 18) if was_met else None
            town.contacts.append(Contact("", participation, day, kind, was_met, minutes))
        is_new = (day - participation.started_on).days < 180
        mean = (6 if is_new else 12) if is_close else 18
        day += timedelta(days=1 + int(rng.expovariate(1 / mean)))


def _see_lately(town) -> None:
    """Most of those who are followed now were met face to face this week, so that few must be seen on the last day."""
    rng = town.following
    followed = [row for row in town.participations if row.ended_on is None]
    rng.shuffle(followed)
    for participation in followed[len(followed) // NOT_SEEN_LATELY :]:
        day = town.until - timedelta(days=rng.randint(0, SEEN_WITHIN_DAYS))
        while day.weekday() >= SATURDAY:
            day -= timedelta(days=1)
        if participation.started_on <= day:
            town.contacts.append(Contact("", participation, day, "visit", True, 5 * rng.randint(2, 18)))


def _score(town, participation: Participation) -> None:
    """At the start and each half-year, by the team, and most often by the participant too."""
    rng, until = town.following, participation.ended_on or town.until
    starts = {area: rng.uniform(1.2, 3.0) for area in AREAS}
    number, day = 0, participation.started_on + days(rng.uniform(0, 14))
    while day <= until:
        for by, share in (("participant", 0.8), ("staff", 0.95)):
            if rng.random() < share:
                made = OutcomeAssessment("", participation, day, by)
                town.outcome_assessments.append(made)
                for area, start in starts.items():
                    if rng.random() < 0.94:
                        score = round(start + EACH_ROUND[area] * number**0.7 + rng.gauss(0, 0.5))
                        setattr(made, area, max(1, min(5, score)))
        number += 1
        day = add_months(participation.started_on, 6 * number) + days(rng.uniform(0, 25))
