"""Those who have a dwelling and have not moved in (tildelt, ikke innflyttet), on any day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from allocation.contacts import last_contacts
from housing.lists import Column
from housing.models import Household, Membership, Tenancy
from housing.models.people import Protection
from housing.periods import years_before
from housing.protection import INSTEAD, hidden_household_ids

ADULT = 18


@dataclass(frozen=True)
class Allocated:
    """One tenancy that waits for somebody to move in, as it stood on the day."""

    tenancy: Tenancy
    day: date
    address: str
    last_contact: date | None

    @property
    def household(self) -> Household:
        return self.tenancy.household

    @property
    def name(self) -> str:
        return self.household.name_on(self.day)

    @property
    def days(self) -> int:
        return (self.day - self.tenancy.allocated_on).days

    @property
    def days_since_decision(self) -> int | None:
        application = self.tenancy.application
        return (self.day - application.decided_on).days if application and application.decided_on else None

    @property
    def quiet_days(self) -> int | None:
        return (self.day - self.last_contact).days if self.last_contact else None

    @property
    def caseworker(self):
        application = self.tenancy.application
        return self.tenancy.caseworker or (application.caseworker if application else None)


def allocated_on(day: date, user):
    """Children first, then the longest since it was allocated."""
    children = Membership.objects.on(day).filter(
        Q(person__birth_date__isnull=True) | Q(person__birth_date__gt=years_before(day, ADULT)),
        household=OuterRef("household"),
        role=Membership.Role.CHILD,
    )
    return (
        Tenancy.objects.visible_to(user)
        .waiting_to_move_in(day)
        .annotate(has_children=Exists(children))
        .select_related("dwelling", "application__caseworker", "caseworker")
        .prefetch_related(Prefetch("household", queryset=Household.objects.for_list(day)))
        .order_by("-has_children", "allocated_on", "pk")
    )


def as_rows(tenancies, day: date, today: date) -> list[Allocated]:
    """With what each shows. A protected address stays out of every list, of past days too."""
    tenancies = list(tenancies)
    ids = {row.household_id for row in tenancies}
    hidden, latest = hidden_household_ids(ids, today), last_contacts(ids, day)
    return [
        Allocated(
            row,
            day,
            str(INSTEAD[Protection.STRICT] if row.household_id in hidden else row.dwelling),
            latest.get(row.household_id),
        )
        for row in tenancies
    ]


COLUMNS = [
    Column("household", _("Husstand"), lambda row: row.name),
    Column("tenancy", _("Leieforhold"), lambda row: row.tenancy.number),
    Column("dwelling", _("Bolig"), lambda row: row.address),
    Column("allocated", _("Tildelt"), lambda row: row.tenancy.allocated_on),
    Column("days", _("Dager siden tildeling"), lambda row: row.days, numeric=True),
    Column("since_decision", _("Dager siden vedtak"), lambda row: row.days_since_decision, numeric=True),
    Column("contact", _("Siste kontakt"), lambda row: row.last_contact),
    Column("caseworker", _("Saksbehandler"), lambda row: row.caseworker or ""),
]
