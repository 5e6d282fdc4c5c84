"""The way from tenant to owner as one list and one board: who is where, children first (leie til eie)."""

from dataclasses import dataclass

import django_filters
from django import forms
from django.db.models import Case, Exists, OuterRef, Prefetch, Q, Subquery, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.lists import Column
from housing.models import Household, Membership
from housing.periods import years_before
from rent_to_own.models import Guidance, StartLoan

WARN_DAYS = 30
SHOWN_IN_COLUMN = 20


def rows_of(guidances, day):
    """With what each row shows. Those with children first, then those whose certificate runs out, then the oldest."""
    young = Q(person__birth_date__gt=years_before(day, 18)) | Q(person__birth_date=None, role=Membership.Role.CHILD)
    children = Membership.objects.on(day).filter(young, household=OuterRef("household"))
    certificates = StartLoan.objects.certificates().filter(guidance=OuterRef("pk")).order_by("certificate_expires_on")
    return (
        guidances.select_related("caseworker")
        .prefetch_related(Prefetch("household", queryset=Household.objects.for_list(day)))
        .annotate(
            has_children=Exists(children),
            expires_on=Case(
                When(
                    status__in=Guidance.BEFORE_PURCHASE,
                    then=Subquery(certificates.values("certificate_expires_on")[:1]),
                )
            ),
        )
        .order_by("-has_children", "expires_on", "started_on", "pk")
    )


def show(rows, day) -> None:
    """How urgent each row's certificate is, in words a badge can hold."""
    for row in rows:
        left = (row.expires_on - day).days if row.expires_on else None
        row.expiry_color = "" if left is None or left > WARN_DAYS else "danger" if left < 0 else "warning"


@dataclass(frozen=True)
class Step:
    """One column of the board: the first rows of it, and how many there are."""

    status: str
    label: str
    rows: list[Guidance]
    count: int
    children: int

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


def board(guidances, day) -> list[Step]:
    """Every step but the closed. One question for all rows, however many steps."""
    rows = list(rows_of(guidances.open(), day))
    show(rows, day)
    found = []
    for status in Guidance.Status:
        if status == Guidance.Status.CLOSED:
            continue
        here = [row for row in rows if row.status == status]
        families = sum(row.has_children for row in here)
        found.append(Step(status, status.label, here[:SHOWN_IN_COLUMN], len(here), families))
    return found


class GuidanceFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(
        label=_("Status"), choices=[("apne", _("Alle åpne")), *Guidance.Status.choices], method="of_status"
    )
    mulighet = django_filters.ChoiceFilter(
        label=_("Mulighet til å eie"), field_name="potential", choices=Guidance.Potential.choices, empty_label=_("Alle")
    )
    barn = django_filters.ChoiceFilter(
        label=_("Barn"), choices=[("ja", _("Med barn")), ("nei", _("Uten barn"))], method="of_children"
    )
    mine = django_filters.BooleanFilter(label=_("Bare mine"), method="of_user", widget=forms.CheckboxInput)

    class Meta:
        model = Guidance
        fields: list[str] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("status", "barn"):
            self.filters[name].extra["empty_label"] = _("Alle")

    def of_status(self, rows, _name, status):
        return rows.open() if status == "apne" else rows.filter(status=status)

    def of_children(self, rows, _name, answer):
        return rows.filter(has_children=answer == "ja")

    def of_user(self, rows, _name, chosen):
        return rows.filter(caseworker=self.request.user) if chosen else rows


COLUMNS = [
    Column("number", _("Saksnummer"), lambda row: row.number, order=("pk",)),
    Column("name", _("Husstand"), lambda row: row.household.name),
    Column("children", _("Barn"), lambda row: row.has_children, order=("-has_children", "started_on")),
    Column("status", _("Status"), lambda row: row.get_status_display(), order=("status",)),
    Column("potential", _("Mulighet til å eie"), lambda row: row.get_potential_display(), order=("potential",)),
    Column("started", _("Begynt"), lambda row: row.started_on, order=("started_on",)),
    Column("expires", _("Bevis til"), lambda row: row.expires_on, order=("expires_on",)),
    Column("next", _("Neste samtale"), lambda row: row.next_contact_on, order=("next_contact_on",)),
    Column("closed", _("Avsluttet"), lambda row: row.closed_on, order=("closed_on",)),
    Column("reason", _("Hvorfor avsluttet"), lambda row: row.get_closing_reason_display()),
    Column("reopened", _("Ganger gjenåpnet"), lambda row: len(row.reopened_on), numeric=True),
    Column("caseworker", _("Saksbehandler"), lambda row: row.caseworker or ""),
]


def prepare(rows, _user) -> None:
    show(rows, timezone.localdate())
