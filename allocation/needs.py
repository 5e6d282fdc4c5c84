"""What a household needs of a dwelling (behov): what the decision says, else what the application asks for."""

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from allocation.matching import Need
from applications.models import Decision


def need_of(application, household, day) -> Need:
    """What is needed of a dwelling: what the decision says, else what the application asks for."""
    decided = next((row for row in getattr(application, "decisions_made", application.decisions.all())), None)
    rooms = (decided.rooms if decided else None) or application.rooms_min or 1
    return Need(
        rooms_min=rooms,
        persons=max(len(household.members_on(day)), 1),
        needs_wheelchair=bool(application.needs_wheelchair or (decided and decided.needs_wheelchair)),
        needs_lift_or_ground_floor=bool(
            application.needs_lift_or_ground_floor or (decided and decided.needs_lift_or_ground_floor)
        ),
        staffing_need=(decided.staffing if decided else "") or application.staffing_need or "none",
        target_groups=frozenset(household.target_groups),
    )


def decided(field: str) -> Subquery:
    """What the latest decision says, for PostgreSQL to count and narrow by."""
    return Subquery(Decision.objects.filter(application=OuterRef("pk")).values(field)[:1])


def rooms_needed():
    """The same rooms as ``need_of`` says."""
    return Coalesce(NullIf(decided("rooms"), Value(0)), NullIf("rooms_min", Value(0)), Value(1))
