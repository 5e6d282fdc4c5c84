"""The place of each application, reckoned from the facts as they stand in the database (utregning av plass).

The facts are fetched for all who are asked about at once: a constant number of queries however many they are. The order
itself is ``priority.py``, which knows neither the database nor the clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from allocation import priority
from allocation.grounds import Grounds, lines_as_json
from allocation.models import Offer, Override, PriorityScheme, TemporaryStay
from allocation.needs import with_needs
from applications.models import Application, Mapping
from housing.models import Household, Membership, Tenancy

TEMPORARY = Mapping.HomelessCategory.SHELTER


@dataclass(frozen=True)
class Reckoned:
    """What one application's place is on a day, and what it rests on."""

    application: Application
    mapping: Mapping | None
    grounds: Grounds
    priority: priority.Priority
    scheme: PriorityScheme | None

    @property
    def children(self) -> int:
        return len(self.grounds.child_births)

    @property
    def order(self) -> tuple:
        """The order of the list; ``allocation/models/standing.py::ORDER`` is the same to PostgreSQL."""
        most, decided_on, pk = priority.order_key(self.priority.total, self.application.decided_on, self.application.pk)
        return (not self.priority.is_first, most, not self.children, decided_on, pk)

    def values(self) -> dict:
        """As the list keeps it."""
        return {
            "scheme_id": self.scheme.pk if self.scheme else None,
            "is_first": self.priority.is_first,
            "points": self.priority.total,
            "children": self.children,
            "decided_on": self.grounds.decided_on,
            "is_homeless": self.grounds.is_homeless,
            "mapping_id": self.mapping.pk if self.mapping else None,
            "grounds": self.grounds.as_json(),
            "lines": lines_as_json(self.priority),
        }


def for_places(applications, day: date):
    """With what a place shows: the household's members, open offers, the decision."""
    return applications.select_related("caseworker").prefetch_related(
        Prefetch("household", queryset=with_needs(Household.objects.for_list(day), day)),
        Prefetch("offers", queryset=Offer.objects.open(), to_attr="open_offers"),
        Prefetch("decisions", to_attr="decisions_made"),
    )


def with_members(applications, day: date):
    """With what is reckoned from, and no more."""
    members = Membership.objects.on(day).select_related("person").order_by("position", "pk")
    households = Household.objects.prefetch_related(Prefetch("memberships", queryset=members, to_attr="members_today"))
    return applications.prefetch_related(Prefetch("household", queryset=households))


def reckon(applications: Iterable[Application], day: date, *, rules=None) -> list[Reckoned]:
    """The place of each on the day. They come ``with_members(day)`` or ``for_places(day)``.

    :param rules: other criteria than those in force: a draft that is tried out.
    """
    rows = list(applications)
    scheme = PriorityScheme.objects.on(day)
    if rules is None:
        rules = scheme.rules if scheme else priority.FIRST_SCHEME
    mappings, ends, overrides = _mappings_of(rows, day), _contract_ends(rows, day), _overrides_of(rows, day)
    stays = TemporaryStay.objects.filter(household__in={row.household_id for row in rows})
    stayed_since, left = stays.since_by_household(day), stays.left_by_household(day)
    found = []
    for row in rows:
        mapping = mappings.get(row.household_id)
        told_since = _told_temporary_since(mapping, left.get(row.household_id))
        temporary_since = stayed_since.get(row.household_id) or told_since
        grounds = _grounds(row, mapping, temporary_since, ends.get(row.household_id), overrides.get(row.pk)).on(day)
        found.append(Reckoned(row, mapping, grounds, grounds.priority(day, rules), scheme))
    return found


def _mappings_of(applications, day) -> dict[int, Mapping]:
    households = {row.household_id for row in applications}
    return {row.household_id: row for row in Mapping.objects.current(day).filter(household__in=households)}


def _contract_ends(applications, day) -> dict[int, date]:
    """When the contract of those who live in a municipal dwelling runs out."""
    households = {row.household_id for row in applications}
    living = Tenancy.objects.lived_in(day).filter(household__in=households).with_latest_contract(day)
    return {row.household_id: row.contract_ends_on for row in living.order_by("pk") if row.contract_ends_on}


def _overrides_of(applications, day) -> dict[int, priority.Override]:
    in_force = Override.objects.on(day).filter(application__in=[row.pk for row in applications])
    return {row.application_id: row.effect for row in in_force.order_by("approved_on", "pk")}


def _grounds(application, mapping, temporary_since, contract_ends_on, override) -> Grounds:
    household = application.household
    children = [member.person.birth_date for member in household.members_today if member.role == "child"]
    return Grounds(
        decided_on=application.decided_on,
        situation=mapping.situation if mapping else Mapping.Situation.NONE,
        homeless_category=mapping.homeless_category if mapping else "",
        child_births=tuple(children),
        target_groups=frozenset(household.target_groups),
        problems=frozenset(mapping.problems) if mapping else frozenset(),
        temporary_since=temporary_since,
        contract_ends_on=contract_ends_on,
        leaves_institution_on=mapping.release_on if mapping else None,
        override=override,
    )


def _told_temporary_since(mapping, left_on) -> date | None:
    """Since when in temporary housing, where only the mapping tells of it: category 1 is just that.

    Whoever has left a registered place since they were mapped is not there any more, whatever the mapping says.
    """
    if mapping is None or mapping.homeless_category != TEMPORARY or (left_on and mapping.mapped_on < left_on):
        return None
    return mapping.lasted_since or mapping.mapped_on
