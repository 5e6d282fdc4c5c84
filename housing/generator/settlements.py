"""The settlement of refugees (bosetting): most in a municipal dwelling, some privately, and minors who come alone.

Told after the town has lived. A dwelling allocated to refugees without an application is a settlement.
"""

from datetime import timedelta

from housing.generator import proportions as typical
from housing.generator.people import make_household
from housing.generator.records import Settlement

MINOR_AGES = (15.0, 16.8)


def tell(town) -> None:
    settled = set()
    for tenancy in town.tenancies:
        household = tenancy.household
        if tenancy.moved_in_on is None or household.id in settled or "refugee" not in household.target_groups:
            continue
        if not _is_settled_by(town, tenancy):
            continue
        settled.add(household.id)
        _settle(town, household, tenancy.moved_in_on, tenancy)
    _alone(town)
    town.settlements.sort(key=lambda row: (row.settled_on, row.household.id))
    for row in town.settlements:
        row.id = town.register.number("F")


def _is_settled_by(town, tenancy) -> bool:
    if tenancy.tenure == "municipal":
        return tenancy.application is None and tenancy.dwelling.ownership != "nomination"
    return town.afterwards.random() < typical.SETTLED_PRIVATELY


def _settle(town, household, day, tenancy, *, is_alone=False) -> None:
    town.settlements.append(Settlement("", household, day, tenancy, is_alone))


def _alone(town) -> None:
    """About fifteen a year come alone and under age; they live with others, on no lease of their own."""
    span = (town.until - town.begins).days
    wanted = round(typical.MINORS_A_YEAR * town.scale * span / 365.25)
    for _number in range(wanted):
        day = town.begins + timedelta(days=town.afterwards.randint(0, span))
        household = make_household(town, day, kinds={"single": 1}, cultures=typical.SETTLED_CULTURES, ages=MINOR_AGES)
        household.join("refugee")
        _settle(town, household, day, None, is_alone=True)
