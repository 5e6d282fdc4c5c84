"""«Foreslå tildeling» at full size: ``python -m benchmarks.proposal [dwellings] [waiting]``. Needs no database."""

import os
import sys
import time
from dataclasses import replace
from decimal import Decimal
from random import Random

import django

from allocation.features import Features
from allocation.matching import Home, Need
from allocation.proposal import Limits, propose
from housing.places import place_of

DWELLINGS, WAITING = 1000, 20_000
DISTRICTS = ["Bragernes", "Strømsø", "Åssiden", "Fjell", "Konnerud", "Gulskogen", ""]
STREETS = ["Strandgata", "Elveveien", "Åsveien", "Storgata", "Tollbugata", "Bergstien", "Skogveien", "Kirkegata"]
GROUPS = ["substance_use", "mental_illness", "elderly", "refugee", "youth", "physical_disability"]


def one_of(random: Random, weighted: dict):
    return random.choices(list(weighted), list(weighted.values()))[0]


def some_home(random: Random, number: int) -> Home:
    """A home much like those of a municipality: most of one or two rooms, some earmarked, something unregistered."""
    rooms = one_of(random, {1: 17, 2: 47, 3: 23, 4: 10, 5: 3})
    district = random.choice(DISTRICTS)
    is_staffed = random.random() < 0.12
    return Home(
        id=number,
        rooms=None if random.random() < 0.01 else rooms,
        area_m2=None if random.random() < 0.02 else 20 + rooms * 18 + random.randrange(15),
        floor=None if random.random() < 0.02 else random.randint(1, 6),
        has_lift=None if random.random() < 0.02 else random.random() < 0.4,
        is_wheelchair_accessible=None if random.random() < 0.05 else random.random() < 0.12,
        category="staffed" if is_staffed else one_of(random, {"ordinary": 80, "adapted": 8, "shielded": 1, "": 2}),
        staffing=random.choice(["base", "round_the_clock"]) if is_staffed else "none",
        earmarked_for=random.choice(GROUPS) if is_staffed or random.random() < 0.15 else "",
        is_drug_free=random.choice([None, None, True, False]),
        monthly_rent=Decimal(7000 + rooms * 1500 + random.randrange(0, 2000, 50)),
        district=district,
        place=place_of(f"{random.choice(STREETS)} {random.randint(1, 40)}", district),
    )


def some_need(random: Random) -> Need:
    rooms = one_of(random, {1: 52, 2: 20, 3: 14, 4: 9, 5: 4, 6: 1})
    excluded = ()
    if random.random() < 0.03:
        excluded = (("street", random.choice(STREETS)), ("district", random.choice(DISTRICTS[:-1])))
    return Need(
        rooms_min=rooms,
        persons=max(rooms - random.randint(0, 1), 1) + random.randint(0, 1),
        needs_wheelchair=random.random() < 0.04,
        needs_lift_or_ground_floor=random.random() < 0.1,
        staffing_need=one_of(random, {"none": 85, "ambulant": 6, "base": 6, "round_the_clock": 3}),
        target_groups=frozenset(random.sample(GROUPS, random.randint(0, 2))),
        drug_free=one_of(random, {"": 85, "wanted": 10, "required": 5}),
        shielded=one_of(random, {"": 97, "wanted": 2, "required": 1}),
        districts_wanted=frozenset(random.sample(DISTRICTS[:-1], random.randint(0, 2))),
        excluded=excluded,
        max_rent=Decimal(random.randrange(8000, 16000, 250)) if random.random() < 0.5 else None,
        monthly_income=Decimal(random.randrange(15_000, 40_000, 500)) if random.random() < 0.7 else None,
    )


def town(dwellings: int, waiting: int, seed: int = 1) -> tuple[list[Need], list[Home]]:
    random = Random(seed)
    homes = [some_home(random, number) for number in range(dwellings)]
    return [some_need(random) for _household in range(waiting)], homes


def hard(need: Need, place: int) -> Need:
    """Everybody asks for three rooms or more, and nearly all for a wheelchair: most homes fit nobody."""
    return replace(need, rooms_min=3 + place % 3, needs_wheelchair=place % 50 > 0)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "housing.settings")
    django.setup()
    dwellings, waiting = (int(size) for size in sys.argv[1:3]) if len(sys.argv) > 2 else (DWELLINGS, WAITING)
    needs, homes = town(dwellings, waiting)
    lists = {
        "as in a municipality": needs,
        "hardly anything fits": [hard(need, place) for place, need in enumerate(needs)],
        "all the small homes and large families": [replace(need, rooms_min=max(need.rooms_min, 2)) for need in needs],
    }
    for title, waiting_list in lists.items():
        began, at_work = time.perf_counter(), time.process_time()
        features = Features(waiting_list, homes)
        built = time.perf_counter()
        pairs = propose(features, Limits(spare_rooms_max=2))
        done, worked = time.perf_counter(), time.process_time() - at_work
        sys.stdout.write(
            f"{title}: {dwellings} dwellings, {waiting} waiting, {len(pairs)} proposed, "
            f"{sum(not pair.is_certain for pair in pairs)} to clear up: {done - began:.2f} s "
            f"({built - began:.2f} s of it to make the tables); {worked:.2f} s of the processor\n"
        )


if __name__ == "__main__":
    main()
