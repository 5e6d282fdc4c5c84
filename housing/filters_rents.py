"""What the list of rents can be narrowed by."""

import django_filters as filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.filters_homes import EMPTY, districts
from housing.models import Dwelling, Tenancy
from housing.protection import without_hidden
from housing.regulation import histories
from housing.rent_history import HowSet, fixing
from housing.rent_terms import earliest_claim
from housing.terms import due_on

WHEN = [
    ("indeks", _("Kan indeksreguleres nå")),
    ("gjengs", _("Gjengs leie kan kreves nå")),
    ("ukjent", _("Ukjent når leien ble fastsatt")),
]


def leases_let(user, day):
    """The leases whose rent the municipality fixes: lived in, and not let by an owner who fixes it."""
    rows = Tenancy.objects.visible_to(user).lived_in(day)
    return rows.exclude(dwelling__ownership=Dwelling.Ownership.NOMINATION)


class RentFilter(filters.FilterSet):
    """The law's days follow from the history, so they are reckoned here and not in the database."""

    modell = filters.ChoiceFilter(
        label=_("Husleiemodell"),
        field_name="dwelling__rent_model",
        choices=Dwelling.RentModel.choices,
        empty_label=EMPTY,
    )
    naar = filters.ChoiceFilter(label=_("Leien"), choices=WHEN, method="by_term", empty_label=EMPTY)
    bydel = filters.ChoiceFilter(label=_("Bydel"), choices=districts, method="in_district", empty_label=EMPTY)

    class Meta:
        model = Tenancy
        fields = []

    def in_district(self, rows, _name, district):
        """Without those whose address is hidden: a district tells roughly where they live."""
        return without_hidden(rows.filter(dwelling__district=district), timezone.localdate())

    def by_term(self, rows, _name, wanted):
        today = timezone.localdate()
        found = histories(rows.order_by().values_list("pk", flat=True))
        return rows.filter(pk__in=[pk for pk, history in found.items() if _is(wanted, history, today)])


def _is(wanted, history, today) -> bool:
    fixed = fixing(history, today)
    if fixed is None:
        return False
    if wanted == "ukjent":
        return fixed.how == HowSet.REGISTERED
    if wanted == "indeks":
        return due_on("F9", fixed.in_force_from) <= due_on("F9_notice", today)
    return earliest_claim(history, today) <= today
