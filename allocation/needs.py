"""What a household needs of a dwelling (behov): what the decision says, else what the application asks for."""

from django.db.models import OuterRef, Prefetch, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from allocation.matching import Need
from applications.models import Decision, Exclusion, HousingWish


def with_needs(households, day):
    """What ``need_of`` reads beside the members, fetched for many households at once."""
    excluded = Prefetch("exclusions", queryset=Exclusion.objects.on(day), to_attr="excluded_today")
    return households.select_related("housing_wish").prefetch_related(excluded)


def need_of(application, household, day) -> Need:
    """The rooms decided or asked for, else those the household fills; the wishes as they are written down now."""
    decided = next((row for row in getattr(application, "decisions_made", application.decisions.all())), None)
    rooms = (decided.rooms if decided else None) or application.rooms_min or household.rooms_needed_on(day)
    wish = getattr(household, "housing_wish", None) or HousingWish()
    return Need(
        rooms_min=rooms,
        persons=household.persons_counted_on(day),
        needs_wheelchair=bool(application.needs_wheelchair or (decided and decided.needs_wheelchair)),
        needs_lift_or_ground_floor=bool(
            application.needs_lift_or_ground_floor or (decided and decided.needs_lift_or_ground_floor)
        ),
        staffing_need=(decided.staffing if decided else "") or application.staffing_need or "none",
        target_groups=frozenset(household.target_groups),
        drug_free=wish.drug_free,
        shielded=wish.shielded,
        districts_wanted=frozenset(application.districts_wanted),
        excluded=_excluded(household, day),
        max_rent=wish.max_rent,
        monthly_income=wish.monthly_income,
    )


def decided(field: str) -> Subquery:
    """What the latest decision says, for PostgreSQL to count and narrow by."""
    return Subquery(Decision.objects.filter(application=OuterRef("pk")).values(field)[:1])


def rooms_needed():
    """The rooms decided or asked for, as in ``need_of``; NULL where it counts the members instead."""
    return Coalesce(NullIf(decided("rooms"), Value(0)), NullIf("rooms_min", Value(0)))


def _excluded(household, day) -> tuple[tuple[str, str], ...]:
    rows = getattr(household, "excluded_today", None)
    if rows is None:
        rows = household.exclusions.on(day)
    return tuple((row.kind, row.place) for row in rows)
