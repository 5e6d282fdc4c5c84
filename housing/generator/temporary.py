"""Stays in motels, shelters and emergency dwellings (midlertidig botilbud).

Told after the town has lived, with random numbers of its own. Whoever is found in category 1 (temporary shelter) stays
somewhere; beside them more and more come for some nights. Families leave within three months, as in Drammen's report.
"""

from collections import defaultdict
from datetime import date, timedelta

from housing.generator import proportions as typical
from housing.generator.calendar import days
from housing.generator.people import pick
from housing.generator.records import Household, Mapping, TemporaryStay, Tenancy
from housing.generator.releases import HIDDEN_LEVELS

SHELTER = "1"
# Places that do not exist.
PLACES = {
    "Motell Fjordgløtt": 32,
    "Bragesvik pensjonat": 22,
    "Natthjemmet": 18,
    "Campingen ved elva": 12,
    "Hotell Sentrum": 10,
    "Krisesenteret": 6,
}
FAMILY_AT_MOST = 84
LONGEST = 240
STAYS_BEFORE_NEXT_HOME = 0.8
EXITS = {"unknown": 34, "private": 26, "other": 20, "institution": 10, "own": 2, "prison": 8}


class Rooms:
    """The municipality's own places for temporary stays, and when each is taken."""

    def __init__(self, town) -> None:
        self.places = [dwelling for dwelling in town.dwellings if not dwelling.is_let]
        self.taken = defaultdict(list)

    def free(self, first: date, last: date | None):
        """One that is in stock and empty all the time; the first of them, so that the same are used again."""
        for dwelling in self.places:
            left = dwelling.left_stock_on or date.max
            if (
                dwelling.acquired_on <= first
                and (last or date.max) <= left
                and not self._is_taken(dwelling, first, last)
            ):
                self.taken[dwelling.id].append((first, last or date.max))
                return dwelling
        return None

    def _is_taken(self, dwelling, first: date, last: date | None) -> bool:
        return any(begun < (last or date.max) and first < ended for begun, ended in self.taken[dwelling.id])


def tell(town) -> None:
    town.stay_rooms = Rooms(town)
    town.stay_times = defaultdict(list)
    town.stay_decisions = defaultdict(list)
    for application in town.applications:
        if application.kind == "temporary" and application.outcome == "granted":
            town.stay_decisions[application.household.id].append(application.decided_on)
    town.stay_homes = defaultdict(list)
    for tenancy in town.tenancies:
        if tenancy.moved_in_on:
            town.stay_homes[tenancy.household.id].append(tenancy)
    homeless = [mapping for mapping in town.mappings if mapping.homeless_category]
    for mapping in homeless:
        if mapping.homeless_category == SHELTER:
            _sheltered(town, mapping)
    _for_some_nights(town, [mapping for mapping in homeless if mapping.homeless_category in ("2", "4", "other")])
    town.temporary_stays.sort(key=lambda stay: (stay.starts_on, stay.household.id))
    for stay in town.temporary_stays:
        stay.id = town.register.number("MO")


def _sheltered(town, mapping: Mapping) -> None:
    """Found in a temporary place: there when found, and there today when nothing else has been found since."""
    rng, household, until = town.afterwards, mapping.household, town.until
    most = FAMILY_AT_MOST if household.children() else LONGEST
    length = days(min(most, 8 + rng.expovariate(1 / 80)))
    if mapping.ended_on is None:
        starts_on = max(mapping.mapped_on - days(rng.triangular(0, 5, 0)), until - length)
        _stay(town, household, starts_on, None)
        return
    starts_on = max(household.created_on, mapping.mapped_on - days(rng.triangular(0, 5, 0)))
    ends_on = min(mapping.ended_on, starts_on + length)
    _stay(town, household, starts_on, ends_on)
    # To and fro: some are back before anything lasting is found.
    back_on = ends_on + days(rng.uniform(20, 120))
    if rng.random() < 0.3 and back_on < mapping.ended_on:
        _stay(town, household, back_on, min(mapping.ended_on, back_on + days(rng.uniform(3, 60))))


def _for_some_nights(town, mappings: list[Mapping]) -> None:
    """More from year to year: 76, 89, 134 households."""
    rng = town.afterwards
    first, last = typical.SHORT_STAYS_A_YEAR
    span = max(1, (town.until - town.begins).days)
    wanted = round((first + last) / 2 * town.scale * span / 365.25)
    made, tries = 0, 0
    while mappings and made < wanted and tries < wanted * 8:
        tries += 1
        mapping = rng.choice(mappings)
        over = (mapping.ended_on or town.until) - mapping.mapped_on
        starts_on = mapping.mapped_on + timedelta(days=rng.randint(0, max(0, over.days - 1)))
        lived = (starts_on - town.begins).days / span
        if starts_on < town.begins or rng.random() > (first + (last - first) * lived) / last:
            continue
        ends_on = starts_on + timedelta(days=1 + int(min(FAMILY_AT_MOST, rng.expovariate(1 / 11))))
        made += _stay(town, mapping.household, starts_on, min(ends_on, mapping.ended_on or ends_on))


def _stay(town, household: Household, starts_on: date, ends_on: date | None) -> bool:
    """One stay, unless the household is in another, has a home of its own then, or its time is not come."""
    if ends_on and ends_on > town.until:
        ends_on = None
    starts_on = max(starts_on, household.created_on)
    if (
        starts_on > town.until
        or (ends_on and ends_on <= starts_on)
        or not _is_free(town, household, starts_on, ends_on)
    ):
        return False
    town.stay_times[household.id].append((starts_on, ends_on or date.max))
    rng = town.afterwards
    decisions = [day for day in town.stay_decisions[household.id] if abs((day - starts_on).days) <= 10]
    decided_on = min(decisions, default=starts_on)
    lived = (starts_on - town.begins).days / max(1, (town.until - town.begins).days)
    is_signed = rng.random() < 0.6 + 0.38 * lived
    in_own = rng.random() < (0.75 if household.children() else 0.4)
    dwelling = town.stay_rooms.free(starts_on, ends_on) if in_own else None
    place = {"emergency": "Nødbolig", "temporary": "Midlertidig bolig"}[dwelling.category] if dwelling else ""
    made = TemporaryStay("", household, place or pick(rng, PLACES), dwelling, decided_on, starts_on, ends_on)
    if _is_hidden(household, town.until):
        made.place, made.dwelling = "", None
    made.rules_signed_on = starts_on if is_signed else None
    if ends_on:
        made.exit_to = _exit(town, household, ends_on)
    town.temporary_stays.append(made)
    return True


def _is_hidden(household: Household, day: date) -> bool:
    """As an import sees it: by those who are members now, or by all there were when nobody is left."""
    now = [member for member in household.members if member.left_on is None or member.left_on > day]
    return any(member.person.address_protection in HIDDEN_LEVELS for member in now or household.members)


def stay_after_evictions(town, evicted: list[Tenancy]) -> None:
    """Whoever was put out and has a new home later has often stayed somewhere in between (runddans). Told last."""
    told = len(town.temporary_stays)
    for tenancy in evicted:
        household, starts_on = tenancy.household, tenancy.moved_out_on
        next_home = min(
            (home.moved_in_on for home in town.stay_homes[household.id] if home.moved_in_on > starts_on), default=None
        )
        if next_home and town.paying.random() < STAYS_BEFORE_NEXT_HOME:
            most = FAMILY_AT_MOST if household.children() else LONGEST
            _stay(town, household, starts_on, min(next_home, starts_on + timedelta(days=most)))
    for stay in town.temporary_stays[told:]:
        stay.id = town.register.number("MO")


def _is_free(town, household: Household, starts_on: date, ends_on: date | None) -> bool:
    ends = ends_on or date.max
    if any(begun < ends and starts_on < ended for begun, ended in town.stay_times[household.id]):
        return False
    died = household.main.died_on
    if died and died < (ends_on or town.until):
        return False
    if not any(member.role == "main" and _is_member(member, starts_on, ends_on) for member in household.members):
        return False
    homes = town.stay_homes[household.id]
    return not any(home.moved_in_on < ends and starts_on < (home.moved_out_on or date.max) for home in homes)


def _is_member(member, starts_on: date, ends_on: date | None) -> bool:
    return member.joined_on <= starts_on and (
        member.left_on is None or (ends_on is not None and ends_on <= member.left_on)
    )


def _exit(town, household: Household, ends_on: date) -> str:
    """Into the home that stands in the books, or wherever they went."""
    moved = next((home for home in town.stay_homes[household.id] if home.moved_in_on == ends_on), None)
    return moved.tenure if moved else pick(town.afterwards, EXITS)
