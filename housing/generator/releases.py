"""Releases and discharges: who was to leave prison or an institution, when, and whether a home was ready.

Told after the town has lived, from what happened to each household, with random numbers of their own: nothing else
in the files depends on them. Somebody found in category 3 (in prison or an institution, to leave within two months,
without a home) is expected as long as that is found again; the day it is no longer so, they are out. Others keep their
home.
"""

from datetime import date, timedelta
from itertools import groupby

from housing.generator import proportions as typical
from housing.generator.calendar import days
from housing.generator.people import pick
from housing.generator.records import Household, Mapping, Tenancy, Transition
from housing.periods import add_months

INSIDE = "3"
HIDDEN_LEVELS = {"confidential", "strictly_confidential"}
# Category 3 holds for two months; whoever is still inside then is found there anew.
FOUND_AGAIN_DAYS = (44, 58)
HOSPITAL_STAY = timedelta(days=100)
# Prisons and institutions that do not exist; those of the municipality are held all over the country.
PRISONS = {
    "Åsheim fengsel": 34,
    "Storskogen fengsel": 22,
    "Fjellvang fengsel": 14,
    "Sundnes overgangsbolig": 20,
    "Vikøy fengsel": 10,
}
INSTITUTIONS = {
    "Sentralsykehuset, psykiatrisk avdeling": 36,
    "Lindvik distriktspsykiatriske senter": 28,
    "Avrusningsklinikken": 24,
    "Solbakken behandlingssenter": 12,
}


def tell(town) -> None:
    """All transitions of the town, and the mappings of category 3 that they were found by."""
    _find_again(town)
    lived: dict[str, list[Tenancy]] = {}
    for tenancy in town.tenancies:
        if tenancy.moved_in_on:
            lived.setdefault(tenancy.household.id, []).append(tenancy)
    mapped: dict[str, list[Mapping]] = {}
    for mapping in town.mappings:
        mapped.setdefault(mapping.household.id, []).append(mapping)
    for mappings in mapped.values():
        mappings.sort(key=lambda mapping: (mapping.mapped_on, int(mapping.id[1:])))
        for is_inside, stay in groupby(mappings, key=lambda mapping: mapping.homeless_category == INSIDE):
            if is_inside:
                _without_home(town, list(stay), mappings, lived)
    for kind, yearly in typical.RELEASES_TO_A_HOME_A_YEAR.items():
        years = (town.until - town.begins).days / 365.25
        for _number in range(round(yearly * town.scale * years)):
            _to_a_home(town, kind)


def _find_again(town) -> None:
    rng = town.afterwards
    for mapping in [mapping for mapping in town.mappings if mapping.homeless_category == INSIDE]:
        ends_on, last = mapping.ended_on, mapping
        day = mapping.mapped_on + timedelta(days=rng.randint(*FOUND_AGAIN_DAYS))
        while day < (ends_on or town.until):
            last.ended_on = day
            facts = (mapping.situation, mapping.homeless_category, list(mapping.problems), "Ny kartlegging")
            last = Mapping(town.register.number("B"), mapping.household, day, *facts)
            town.mappings.append(last)
            day += timedelta(days=rng.randint(*FOUND_AGAIN_DAYS))
        last.ended_on = ends_on


def _record(town, household: Household, kind: str, notified_on: date, admitted_on: date) -> Transition:
    names = PRISONS if kind == "release" else INSTITUTIONS
    is_hidden = any(member.person.address_protection in HIDDEN_LEVELS for member in household.members)
    name = "" if is_hidden else pick(town.afterwards, names)
    made = Transition(town.register.number("U"), household, kind, name, admitted_on, notified_on)
    town.transitions.append(made)
    return made


def _without_home(town, stay: list[Mapping], mappings: list[Mapping], lived) -> None:
    """One stay, however often it was found: two that do not follow each other at once are two stays."""
    for place, mapping in enumerate(stay[1:], start=1):
        if stay[place - 1].ended_on != mapping.mapped_on:
            _without_home(town, stay[:place], mappings, lived)
            _without_home(town, stay[place:], mappings, lived)
            return
    rng, first, last = town.afterwards, stay[0], stay[-1]
    household, out_on = first.household, last.ended_on
    is_long = (out_on or town.until) - first.mapped_on > HOSPITAL_STAY
    kind = "release" if is_long or rng.random() < 0.35 else "discharge"
    notified_on = max(household.created_on, first.mapped_on - days(rng.uniform(0, 12)))
    homes = lived.get(household.id, [])
    left = [tenancy.moved_out_on for tenancy in homes if tenancy.moved_out_on and tenancy.moved_out_on <= notified_on]
    inside = days(rng.uniform(20, 420)) if kind == "release" else days(rng.triangular(0, 6, 0))
    made = _record(town, household, kind, notified_on, max([notified_on - inside, *left]))
    latest = add_months(last.mapped_on, 2)
    if out_on is None:
        soonest = min(latest, max(town.until - timedelta(days=3), last.mapped_on))
        made.planned_on = soonest + timedelta(days=rng.randint(0, (latest - soonest).days))
        return
    made.planned_on = min(latest, max(notified_on, out_on + timedelta(days=rng.randint(-4, 9))))
    made.actual_on = out_on
    following = next((mapping for mapping in mappings if mapping.mapped_on == out_on and mapping not in stay), None)
    _come_out(town, made, following, [tenancy for tenancy in homes if tenancy.moved_in_on == out_on])


def _come_out(town, made: Transition, following: Mapping | None, homes: list[Tenancy]) -> None:
    """Into the home that stands in the books, or to what the next mapping found, or nobody knows quite where."""
    rng = town.afterwards
    if homes:
        allocated_on = homes[0].allocated_on or made.actual_on - days(rng.uniform(0, 14))
        made.outcome, made.housing_ready_on = homes[0].tenure, max(allocated_on, made.notified_on)
    elif following and following.situation == "no_home":
        made.outcome = "temporary" if following.homeless_category == "1" else "none"
    else:
        made.outcome = pick(rng, {"private": 24, "own": 8, "temporary": 32, "none": 36})
        if made.outcome in ("private", "own"):
            made.housing_ready_on = max(made.notified_on, made.actual_on - days(rng.uniform(0, 30)))


def _to_a_home(town, kind: str) -> None:
    """Back to the home they had: it is ready from the day we are told."""
    rng = town.afterwards
    span = (town.until - town.begins).days
    for _try in range(60):
        tenancy = rng.choice(town.tenancies)
        inside = rng.randint(25, 150) if kind == "release" else rng.randint(6, 90)
        notified_on = town.begins + timedelta(days=rng.randint(20, span))
        out_on = notified_on + timedelta(days=rng.randint(inside // 2, inside))
        admitted_on = (
            out_on - timedelta(days=inside) if kind == "release" else notified_on - days(rng.triangular(0, 3, 0))
        )
        admitted_on = min(admitted_on, notified_on)
        if tenancy.household.size() == 1 and _lasts(tenancy, admitted_on, min(out_on, town.until)):
            break
    else:
        return
    made = _record(town, tenancy.household, kind, notified_on, admitted_on)
    made.housing_ready_on = notified_on
    made.planned_on = max(admitted_on, out_on + timedelta(days=rng.choice([-14, -3, 0, 0, 0, 0, 2, 10])))
    if out_on <= town.until:
        made.actual_on, made.outcome = out_on, tenancy.tenure


def _lasts(tenancy: Tenancy, first: date, last: date) -> bool:
    if tenancy.moved_in_on is None or tenancy.moved_in_on > first:
        return False
    return tenancy.moved_out_on is None or tenancy.moved_out_on > last
