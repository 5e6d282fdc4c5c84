"""Filters of the list of households, all in the query string."""

import django_filters
from django import forms
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.fields import DateField
from housing.models import Household, Membership, Responsibility, TargetGroup, User
from housing.protection import without_hidden
from housing.roles import Role


class DayFilter(django_filters.DateFilter):
    field_class = DateField


def _districts():
    rows = without_hidden(Household.objects.exclude(district=""), timezone.localdate(), "pk")
    return [(name, name) for name in rows.order_by("district").values_list("district", flat=True).distinct()]


def _caseworkers(_request):
    return User.objects.filter(is_active=True, roles__overlap=[Role.CASEWORKER, Role.LEADER])


class HouseholdFilter(django_filters.FilterSet):
    """Target groups are health facts: those who may not read mappings cannot ask by them."""

    mine = django_filters.BooleanFilter(label=_("Bare mine"), method="of_user", widget=forms.CheckboxInput)
    caseworker = django_filters.ModelChoiceFilter(
        label=_("Saksbehandler"), queryset=_caseworkers, method="of_caseworker", empty_label=_("Alle")
    )
    district = django_filters.ChoiceFilter(
        label=_("Bydel"), choices=_districts, method="in_district", empty_label=_("Alle")
    )
    target_group = django_filters.ChoiceFilter(
        label=_("Målgruppe"), choices=TargetGroup.choices, method="in_group", empty_label=_("Alle")
    )
    children = django_filters.BooleanFilter(label=_("Med barn"), method="with_children", widget=forms.CheckboxInput)
    registered_from = DayFilter(label=_("Registrert fra"), field_name="created_on", lookup_expr="gte")
    registered_to = DayFilter(label=_("Registrert til"), field_name="created_on", lookup_expr="lte")

    class Meta:
        model = Household
        fields: list[str] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.request.user.has_perm("applications.view_mapping"):
            del self.filters["target_group"]

    def of_user(self, rows, _name, chosen):
        return _answered_for_by(rows, self.request.user) if chosen else rows

    def of_caseworker(self, rows, _name, user):
        return _answered_for_by(rows, user, kind=Responsibility.Kind.CASEWORKER)

    def in_district(self, rows, _name, district):
        """Without those whose address is hidden: a district tells roughly where they live."""
        return without_hidden(rows.filter(district=district), timezone.localdate(), "pk")

    def in_group(self, rows, _name, group):
        return rows.filter(target_groups__contains=[group])

    def with_children(self, rows, _name, chosen):
        children = Membership.objects.on(timezone.localdate()).filter(
            household=OuterRef("pk"), role=Membership.Role.CHILD
        )
        return rows.filter(Exists(children)) if chosen else rows


def _answered_for_by(rows, user, **kind):
    answers = Responsibility.objects.open(timezone.localdate()).filter(user=user, **kind)
    return rows.filter(pk__in=answers.values("household"))
