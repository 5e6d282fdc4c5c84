"""The waiting list on any day (ventelisten): who waits, in which order, and the facts behind each place.

The facts are fetched for all who wait at once, as they were on the day: a constant number of queries however long the
list is. The order itself is ``priority.py``, which knows neither the database nor the clock.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from allocation import priority
from allocation.matching import Need
from allocation.models import Offer, PriorityScheme
from allocation.needs import need_of, with_needs
from applications.models import Application, Mapping
from housing.models import Household, Tenancy
from housing.periods import add_months, age_on, median

ADULT = 18
TEMPORARY = Mapping.HomelessCategory.SHELTER


@dataclass(frozen=True)
class Place:
    """One application's place on the list: its number, its points and what they come from."""

    number: int
    application: Application
    household: Household
    mapping: Mapping | None
    facts: priority.Facts
    priority: priority.Priority
    open_offers: tuple[Offer, ...]

    @property
    def total(self) -> int:
        return self.priority.total

    @property
    def waited_days(self) -> int:
        return self.facts.waiting_days

    @property
    def children(self) -> int:
        return len(self.facts.child_ages)

    @property
    def is_homeless(self) -> bool:
        return self.facts.situation == Mapping.Situation.NO_HOME and bool(self.facts.homeless_category)

    @property
    def need(self) -> Need:
        return need_of(self.application, self.household, self.facts.on)


@dataclass(frozen=True)
class Summary:
    waiting: int
    children: int
    households_with_children: int
    homeless: int
    median_days: int
    longest_days: int


def places_on(day: date) -> list[Place]:
    """All who wait on the day, first the one in greatest need; with equal points, children first."""
    waiting = list(
        Application.objects.waiting(day)
        .select_related("caseworker")
        .prefetch_related(
            Prefetch("household", queryset=with_needs(Household.objects.for_list(day), day)),
            Prefetch("offers", queryset=Offer.objects.open(), to_attr="open_offers"),
            Prefetch("decisions", to_attr="decisions_made"),
        )
    )
    facts = facts_of(waiting, day)
    rules = scheme_rules(day)
    scored = [(row, facts[row.pk], priority.prioritise(facts[row.pk], rules)) for row in waiting]
    scored.sort(key=lambda found: _order_key(*found))
    mappings = _mappings_of(waiting, day)
    return [
        Place(number, row, row.household, mappings.get(row.household_id), known, points, tuple(row.open_offers))
        for number, (row, known, points) in enumerate(scored, start=1)
    ]


def _order_key(application, facts, points) -> tuple:
    most, decided_on, pk = priority.order_key(points.total, application.decided_on, application.pk)
    return (most, not facts.child_ages, decided_on, pk)


def scheme_rules(day: date):
    """The criteria in force on the day; before the first scheme, those every municipality starts with."""
    scheme = PriorityScheme.objects.on(day)
    return scheme.rules if scheme else priority.FIRST_SCHEME


def facts_of(applications: list[Application], day: date) -> dict[int, priority.Facts]:
    """What the scheme may count, by application. The households come with ``for_list(day)``."""
    mappings = _mappings_of(applications, day)
    expiring = _contract_ends(applications, day)
    return {
        row.pk: _facts(row, mappings.get(row.household_id), expiring.get(row.household_id), day) for row in applications
    }


def _mappings_of(applications, day) -> dict[int, Mapping]:
    households = {row.household_id for row in applications}
    return {row.household_id: row for row in Mapping.objects.current(day).filter(household__in=households)}


def _contract_ends(applications, day) -> dict[int, date]:
    """When the contract of those who live in a municipal dwelling runs out."""
    households = {row.household_id for row in applications}
    living = Tenancy.objects.lived_in(day).filter(household__in=households).with_latest_contract(day)
    return {row.household_id: row.contract_ends_on for row in living if row.contract_ends_on}


def _facts(application, mapping, contract_ends_on, day) -> priority.Facts:
    household = application.household
    return priority.Facts(
        on=day,
        decided_on=application.decided_on,
        situation=mapping.situation if mapping else Mapping.Situation.NONE,
        homeless_category=mapping.homeless_category if mapping else "",
        child_ages=tuple(child_ages(household, day)),
        target_groups=frozenset(household.target_groups),
        problems=frozenset(mapping.problems) if mapping else frozenset(),
        temporary_days=_temporary_days(mapping, day),
        contract_ends_on=contract_ends_on,
        leaves_institution_on=mapping.release_on if mapping else None,
    )


def _temporary_days(mapping, day) -> int | None:
    """Days in temporary housing as the mapping tells it: category 1 is just that."""
    if mapping is None or mapping.homeless_category != TEMPORARY:
        return None
    since = mapping.lasted_since or mapping.mapped_on
    return max((day - since).days, 0)


def child_ages(household, day) -> list[int]:
    """Ages of the children in the household; a child without a birth date counts as the youngest."""
    children = [member for member in household.members_on(day) if member.role == "child"]
    ages = [age_on(child.person.birth_date, day) if child.person.birth_date else 0 for child in children]
    return sorted(age for age in ages if age < ADULT)


def summary_of(places: list[Place]) -> Summary:
    days = [place.waited_days for place in places]
    return Summary(
        waiting=len(places),
        children=sum(place.children for place in places),
        households_with_children=sum(bool(place.children) for place in places),
        homeless=sum(place.is_homeless for place in places),
        median_days=int(median(days, 0) or 0),
        longest_days=max(days, default=0),
    )


def a_year_before(day: date) -> date:
    return add_months(day, -12)
