"""What may be told of the house a dwelling lies in (bygget): its plan, and facts that help to choose a tenant.

Nobody is named. A dwelling where somebody with a protected address lives is let, as any other is, and the children of
that household are in no count. Few children are not counted at all: a count of a few points at a family.
"""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q

from housing.buildings import Stairs, building_of, plan, spot_of
from housing.models import Dwelling, Membership, Tenancy
from housing.periods import years_before
from housing.protection import without_hidden
from housing.vacancy import State, state_of

ADULT = 18
FEWEST_CHILDREN, FEWEST_FAMILIES = 5, 3


@dataclass(frozen=True)
class Building:
    name: str
    stairs: list[Stairs]
    states: dict[str, int]
    staffing: list[tuple[str, int]]
    earmarks: list[tuple[str, int]]
    categories: list[tuple[str, int]]
    sizes: list[tuple[int | None, int]]
    has_lift: bool | None
    # None: too few to be told.
    children: int | None

    @property
    def count(self) -> int:
        return sum(self.states.values())


def of(dwelling: Dwelling, homes, day) -> Building:
    """The dwellings in stock in the same house; ``homes`` are those the user may see."""
    name = building_of(dwelling.address)[0]
    near = homes.in_stock(day).with_occupancy(day).filter(address__startswith=name, postal_code=dwelling.postal_code)
    inside = [home for home in near if building_of(home.address)[0] == name]
    for home in inside:
        home.state = state_of(home)
    states = Counter(home.state for home in inside)
    return Building(
        name=name,
        stairs=plan((spot_of(home.address, home.unit_number, home.floor), home) for home in inside),
        states={state.value: states[state] for state in (State.OCCUPIED, State.VACANT, State.UNDER_WORK)},
        staffing=_counted(home.get_staffing_display() for home in inside),
        earmarks=_counted(home.get_earmarked_for_display() for home in inside),
        categories=_counted(home.get_category_display() for home in inside),
        sizes=sorted(Counter(home.rooms for home in inside).items(), key=lambda found: found[0] or 0),
        has_lift=next((home.has_lift for home in inside if home.has_lift is not None), None),
        children=children_in(inside, day),
    )


def _counted(labels) -> list[tuple[str, int]]:
    """How many of each; what nobody has registered is left out."""
    return Counter(str(label) for label in labels if label).most_common()


def children_in(homes, day) -> int | None:
    living = without_hidden(Tenancy.objects.lived_in(day).filter(dwelling__in=[home.pk for home in homes]), day)
    young = Q(person__birth_date__gt=years_before(day, ADULT)) | Q(person__birth_date__isnull=True)
    found = list(
        Membership.objects.on(day)
        .filter(young, role=Membership.Role.CHILD, household__in=living.values("household"))
        .values_list("person_id", "household_id")
    )
    children = {person for person, _household in found}
    families = {household for _person, household in found}
    return len(children) if len(children) >= FEWEST_CHILDREN and len(families) >= FEWEST_FAMILIES else None
