"""The list of the plan's measures, as of any day (tiltaksliste)."""

from itertools import groupby

import django_filters
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.fields import DateField
from housing.filters import DayFilter
from housing.lists import Column
from reporting.models import Plan, PlanMeasure, PlanStrategy

LATE = "late"
STATUSES = [*PlanMeasure.Status.choices, (LATE, _("Forsinket"))]


def asked_day(query):
    """The day the list is as of: the one asked for, unless it is ahead of us."""
    today = timezone.localdate()
    try:
        return min(DateField().clean(query.get("dato", "")), today)
    except ValidationError:
        return today


def strategies():
    """By plan: two plans may each have a first strategy."""
    rows = PlanStrategy.objects.select_related("plan")
    return [
        (title, [(row.pk, str(row)) for row in found]) for title, found in groupby(rows, lambda row: row.plan.title)
    ]


class PlanMeasureFilter(django_filters.FilterSet):
    plan = django_filters.ModelChoiceFilter(label=_("Plan"), queryset=Plan.objects.all(), empty_label=_("Alle"))
    strategi = django_filters.ChoiceFilter(
        label=_("Strategi"), field_name="strategy", choices=strategies, empty_label=_("Alle")
    )
    status = django_filters.ChoiceFilter(
        label=_("Status"), choices=STATUSES, method="with_status", empty_label=_("Alle")
    )
    dato = DayFilter(label=_("Slik det var den"), method="as_of")

    class Meta:
        model = PlanMeasure
        fields: list[str] = []

    def with_status(self, rows, _name, chosen):
        return rows.filter(late_since__isnull=False) if chosen == LATE else rows.filter(status_then=chosen)

    def as_of(self, rows, _name, _day):
        """The rows are of that day already (``asked_day``)."""
        return rows


COLUMNS = [
    Column("number", _("Nr."), lambda row: row.number, order=("plan", "number_key")),
    Column("text", _("Tiltak"), lambda row: row.text),
    Column("strategy", _("Strategi"), lambda row: str(row.strategy or ""), order=("plan", "strategy__number")),
    Column("status", _("Status"), lambda row: str(row.status_label), order=("status_then",)),
    Column("responsible", _("Ansvarlig"), lambda row: row.responsible_label, order=("responsible",)),
    Column("due", _("Frist"), lambda row: row.due_on, order=("due_on",)),
]


def prepare(rows, _user) -> None:
    for row in rows:
        row.status_label = PlanMeasure.Status(row.status_then).label


def counts_of(rows) -> list[dict]:
    """How many there are of each status, of all the rows."""
    found = list(rows.values_list("status_then", "late_since"))
    cards = [
        {"label": status.label, "value": sum(became == status for became, _late in found)}
        for status in PlanMeasure.Status
    ]
    return [*cards, {"label": _("Forsinket"), "value": sum(late is not None for _became, late in found)}]
