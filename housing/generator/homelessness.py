"""Mappings of households without a home or about to lose it, dated and repeated (as in BOKART)."""

from datetime import date

from housing.generator import places
from housing.generator import proportions as typical
from housing.generator.calendar import days
from housing.generator.people import make_household, pick
from housing.generator.records import Household, Mapping, Tenancy

SOURCES = {"Søknad om kommunal bolig": 60, "NAV": 18, "Psykiske helsetjenester": 8, "Rustjenesten": 10, "Fengsel": 4}
YEARLY_ENDING = {"no_home": 1.05, "at_risk": 0.9, "unsuitable": 0.7, "none": 1.5}


def map_applicant(town, day: date, household: Household) -> None:
    if town.rng.random() < 0.93:
        town.calendar.plan(day, find_situation, household)


def map_tenant(town, day: date, household: Household, situation: str) -> None:
    town.calendar.plan(day, record, household, situation, "Søknad fra leietaker")


def find_situation(town, day: date, household: Household) -> None:
    """Homeless as often as it takes for the number of homeless to follow its course."""
    lack = 1 - len(town.homeless) / max(1, town.homeless_wanted(day))
    if household.private_home is None and town.rng.random() < min(0.85, max(0.04, 0.4 * (1 + 4 * lack))):
        situation = "no_home"
    else:
        situation = pick(town.rng, {"at_risk": 27, "unsuitable": 53, "none": 20})
    record(town, day, household, situation, pick(town.rng, SOURCES))


def found_without_home(town, day: date, household: Household) -> None:
    """Someone who lost the municipal dwelling turns up again."""
    town.known.append(household)
    find_situation(town, day, household)


def outreach(town, day: date) -> None:
    """Homeless people whom a service has met, and who have not applied."""
    if len(town.homeless) < town.homeless_wanted(day):
        household = make_household(town, day)
        town.known.append(household)
        record(town, day, household, "no_home", pick(town.rng, {"NAV": 4, "Rustjenesten": 3, "Fengsel": 1}))


def record(town, day: date, household: Household, situation: str, source: str, previous: Mapping | None = None) -> None:
    """A new mapping takes the place of the one before; the same people mostly have the same problems."""
    if household.is_gone or household.pending:
        return
    if household.home and situation == "no_home":
        return
    end(town, day, household)
    category = ""
    if situation == "no_home":
        keeps = previous and previous.homeless_category and town.rng.random() < 0.75
        category = previous.homeless_category if keeps else _category(town, day)
    mapping = Mapping(
        town.register.number("B"),
        household,
        day,
        situation,
        category,
        _problems(town, household, situation, previous),
        source,
    )
    town.mappings.append(mapping)
    household.mapping = mapping
    if category:
        town.homeless.append(mapping)
    yearly = YEARLY_ENDING[situation]
    town.calendar.plan(day + days(15 + town.rng.expovariate(yearly) * 365), resolve, mapping)
    if town.rng.random() < 0.6:
        town.calendar.plan(day + days(town.rng.uniform(150, 420)), repeat, mapping)


def _category(town, day: date) -> str:
    """What is most wanting of the known shares, most of the time."""
    have = dict.fromkeys(typical.HOMELESS_CATEGORIES, 0)
    for mapping in town.homeless:
        have[mapping.homeless_category] += 1
    total = max(1.0, town.homeless_wanted(day))
    lacking = {
        code: max(0.0, share * total - have[code]) ** 1.5 + 0.3 * share
        for code, share in typical.HOMELESS_CATEGORIES.items()
    }
    return pick(town.rng, lacking)


def _problems(town, household: Household, situation: str, previous: Mapping | None) -> list[str]:
    rates = typical.HOMELESS_PROBLEMS if situation == "no_home" else typical.OTHER_PROBLEMS
    if situation == "none":
        rates = {}
    problems = [code for code, rate in rates.items() if town.rng.random() < rate]
    if previous and previous.situation == situation:
        problems = [code for code in previous.problems if code in rates]
    if household.application and household.application in town.waiting:
        problems.append("housing_granted_waiting")
    if "substance_dependence" in problems and household.size() == 1:
        household.join("substance_use")
    if "mental_illness" in problems:
        household.join("mental_illness")
    if {"substance_dependence", "mental_illness"} <= set(problems):
        household.join("dual_diagnosis")
    return problems


def repeat(town, day: date, mapping: Mapping) -> None:
    """The situation is looked at again; it is mostly as it was."""
    if mapping.ended_on or mapping.household.is_gone:
        return
    if mapping.situation == "no_home" or town.rng.random() < 0.6:
        record(town, day, mapping.household, mapping.situation, "Ny kartlegging", mapping)
    else:
        record(town, day, mapping.household, "none", "Ny kartlegging")


def map_granted(town, day: date, household: Household) -> None:
    """A homeless household that has been granted a dwelling is mapped again while it waits."""
    mapping = household.mapping
    if mapping and mapping.situation == "no_home":
        record(town, day, household, "no_home", "Vedtak om bolig", mapping)


def end(town, day: date, household: Household) -> None:
    mapping = household.mapping
    if mapping and mapping.ended_on is None:
        mapping.ended_on = day
        household.mapping = None
        if mapping in town.homeless:
            town.homeless.remove(mapping)


def resolve(town, day: date, mapping: Mapping) -> None:
    """The household finds something itself, or is no longer known to need help."""
    household = mapping.household
    if mapping.ended_on or household.pending:
        return
    end(town, day, household)
    if household.home or household.private_home or household.is_gone:
        return
    if household.application is None and town.rng.random() < town.private_share:
        rent_privately(town, day, household)
    elif household.application is None and town.rng.random() < 0.5:
        household.is_gone = True


def rent_privately(town, day: date, household: Household) -> None:
    """Helped to a private lease, often with a deposit guarantee."""
    rng = town.rng
    rent = rng.randrange(8500, 15500, 250)
    tenancy = Tenancy(
        town.register.number("T"),
        household,
        "private",
        private_address=places.private_address(rng),
        moved_in_on=day,
        monthly_rent=rent,
        deposit_amount=3 * rent if rng.random() < 0.5 else None,
    )
    household.private_home, household.had_private_home = tenancy, True
    town.tenancies.append(tenancy)
    town.calendar.plan(day + days(60 + rng.expovariate(0.3) * 365), leave_private, tenancy)


def leave_private(_town, day: date, tenancy: Tenancy) -> None:
    if tenancy.moved_out_on is None:
        tenancy.moved_out_on, tenancy.end_reason = day, "moved_private"
        tenancy.household.private_home = None
