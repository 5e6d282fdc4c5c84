"""A municipality of any size: towns, written one after the other."""

from datetime import date
from math import ceil
from pathlib import Path
from random import Random

from housing.generator import proportions as typical
from housing.generator.people import Register
from housing.generator.town import Town
from housing.generator.writing import Folder
from housing.periods import years_before

FILES = {
    "persons": "persons",
    "households": "households",
    "household_members": "members",
    "dwellings": "dwellings",
    "void_periods": "voids",
    "applications": "applications",
    "appeals": "appeals",
    "help_plans": "help_plans",
    "transitions": "transitions",
    "mappings": "mappings",
    "offers": "offers",
    "tenancies": "tenancies",
    "contracts": "contracts",
    "temporary_stays": "temporary_stays",
    "settlements": "settlements",
    "ledger": "ledger",
    "arrears_cases": "arrears_cases",
    "arrears_actions": "arrears_actions",
    "petitions": "petitions",
    "guidance": "guidance",
    "loans": "loans",
    "purchases": "purchases",
    "savings_agreements": "savings_agreements",
    "savings_deposits": "savings_deposits",
    "deposit_fund": "deposit_fund",
    "teams": "teams",
    "referrals": "referrals",
    "participations": "participations",
    "contacts": "contacts",
    "outcome_assessments": "outcome_assessments",
    "courses": "courses",
}


def generate(folder: Path | str, *, scale: float, seed: int, years: int, until: date) -> dict[str, int]:
    """Write the files; answers how many rows each has."""
    register = Register()
    towns = max(1, ceil(scale / typical.TOWN_OF))
    with Folder(Path(folder)) as files:
        for number in range(towns):
            town = Town(
                rng=Random(f"{seed}/{number}"),
                afterwards=Random(f"{seed}/{number}/afterwards"),
                paying=Random(f"{seed}/{number}/paying"),
                following=Random(f"{seed}/{number}/following"),
                teaching=Random(f"{seed}/{number}/teaching"),
                register=register,
                scale=scale / towns,
                starts=years_before(until, years),
                until=until,
            )
            town.live()
            for record_type, attribute in FILES.items():
                files.write(record_type, getattr(town, attribute))
        return files.counts
