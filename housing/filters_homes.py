"""What the lists of dwellings and tenancies can be narrowed by (filter)."""

import django_filters as filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.models import Dwelling, TargetGroup, Tenancy
from housing.periods import add_months
from housing.vacancy import State

EMPTY = _("Alle")


def districts():
    """The districts in use, in Norwegian order."""
    names = Dwelling.objects.exclude(district="").order_by("district").values_list("district", flat=True).distinct()
    return [(name, name) for name in names]


class YesNoFilter(filters.TypedChoiceFilter):
    """Yes, no, or either; what is not known is found by «Alle» only."""

    def __init__(self, **kwargs):
        choices = [("", EMPTY), ("ja", _("Ja")), ("nei", _("Nei"))]
        super().__init__(choices=choices, coerce=lambda value: value == "ja", **kwargs)


class DwellingFilter(filters.FilterSet):
    tilstand = filters.ChoiceFilter(
        label=_("Tilstand"), choices=State.choices, method="by_state", empty_label=_("I boligmassen")
    )
    bydel = filters.ChoiceFilter(label=_("Bydel"), field_name="district", choices=districts, empty_label=EMPTY)
    type = filters.ChoiceFilter(
        label=_("Type"), field_name="category", choices=Dwelling.Category.choices, empty_label=EMPTY
    )
    eierform = filters.ChoiceFilter(
        label=_("Eierform"), field_name="ownership", choices=Dwelling.Ownership.choices, empty_label=EMPTY
    )
    maalgruppe = filters.ChoiceFilter(
        label=_("Øremerket for"), field_name="earmarked_for", choices=TargetGroup.choices, empty_label=EMPTY
    )
    rom = filters.TypedChoiceFilter(
        label=_("Minst antall rom"),
        field_name="rooms",
        lookup_expr="gte",
        choices=[("", EMPTY), *((str(rooms), str(rooms)) for rooms in range(1, 8))],
        coerce=int,
    )
    rullestol = YesNoFilter(label=_("Rullestol"), field_name="is_wheelchair_accessible")
    borettslag = YesNoFilter(label=_("Borettslag"), field_name="in_housing_association")

    class Meta:
        model = Dwelling
        fields = []

    def filter_queryset(self, queryset):
        found = super().filter_queryset(queryset)
        wants_left = self.form.cleaned_data.get("tilstand") == State.LEFT
        return found if wants_left else found.in_stock(timezone.localdate())

    def by_state(self, queryset, name, value):
        if value == State.LEFT:
            return queryset.filter(left_stock_on__lte=timezone.localdate())
        if value == State.OCCUPIED:
            return queryset.filter(is_occupied=True)
        if value == State.UNDER_WORK:
            return queryset.filter(is_under_work=True)
        return queryset.filter(is_occupied=False, is_under_work=False)


CONTRACT_CHOICES = [
    ("utloper", _("Utløper innen seks måneder")),
    ("utlopt", _("Utløpt, bor fortsatt der")),
    ("uten", _("Uten kontrakt")),
    ("tidsubestemt", _("Tidsubestemt")),
    ("feil", _("Kontrakten må ses på")),
]


class TenancyFilter(filters.FilterSet):
    status = filters.ChoiceFilter(label=_("Status"), choices=Tenancy.Status.choices, empty_label=EMPTY)
    leieforhold = filters.ChoiceFilter(
        label=_("Leieforhold"), field_name="tenure", choices=Tenancy.Tenure.choices, empty_label=EMPTY
    )
    kontrakt = filters.ChoiceFilter(
        label=_("Kontrakt"), choices=CONTRACT_CHOICES, method="by_contract", empty_label=EMPTY
    )

    class Meta:
        model = Tenancy
        fields = []

    def by_contract(self, queryset, name, value):
        today = timezone.localdate()
        lived_in = queryset.filter(status=Tenancy.Status.ACTIVE)
        wanted = {
            "utloper": {"contract_ends_on__gt": today, "contract_ends_on__lte": add_months(today, 6)},
            "utlopt": {"contract_ends_on__lte": today},
            "uten": {"contracts_begun": 0},
            "tidsubestemt": {"contracts_begun__gt": 0, "contract_ends_on__isnull": True},
            "feil": {"contracts__breaches__len__gt": 0},
        }
        return lived_in.filter(**wanted[value]).distinct()
