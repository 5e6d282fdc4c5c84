"""The register of releases and discharges: its columns, its filters, and who may read where somebody is held.

Where somebody is held is where they live. So for a household with a protected address the institution stands only
before those who may know the address, and no filter leads from an institution to such a household.
"""

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.models import Transition
from applications.transition_summary import half_years, in_half_year
from housing.lists import Column
from housing.protection import hidden_household_ids, shown_address, without_hidden

HOME = {"uten": _("Uten bolig klar"), "klar": _("Bolig klar")}


def show_institutions(rows, user) -> None:
    """Hang ``where`` on each row: the institution, or the words that stand in its place."""
    today = timezone.localdate()
    hidden = hidden_household_ids({row.household_id for row in rows}, today)
    for row in rows:
        is_open = row.household_id not in hidden
        row.where = row.institution if is_open else shown_address(user, row.household, row.institution, today)


def home_of(row) -> str:
    """«Klar 03.02.2027», «Ikke klar», or how it went."""
    if row.outcome:
        return str(row.get_outcome_display())
    if row.housing_ready_on:
        return _("Klar {day:%d.%m.%Y}").format(day=row.housing_ready_on)
    return str(_("Ikke klar")) if row.status == Transition.Status.EXPECTED else ""


COLUMNS = [
    Column("number", _("Saksnummer"), lambda row: row.number, order=("pk",)),
    Column("name", _("Husstand"), lambda row: row.household.name, order=("main_person",)),
    Column("kind", _("Gjelder"), lambda row: row.get_kind_display(), order=("kind",)),
    # Not sorted by: the order would tell what the cell does not.
    Column("where", _("Fra"), lambda row: row.where),
    Column("planned", _("Ventes ut"), lambda row: row.planned_on, order=("planned_on",)),
    Column("home", _("Bolig"), home_of, order=("housing_ready_on",)),
    Column("status", _("Status"), lambda row: row.get_status_display(), order=("status",)),
    Column("out", _("Kom ut"), lambda row: row.actual_on, order=("actual_on",)),
    Column("notified", _("Meldt"), lambda row: row.notified_on, order=("notified_on",)),
    Column("caseworker", _("Saksbehandler"), lambda row: row.caseworker or "", order=("caseworker__name",)),
]

# The page has number and kind under other words, and the status in the dates; a file has a column for each.
ON_PAGE = [column for column in COLUMNS if column.key not in ("number", "kind", "status")]


def known_institutions() -> list[str]:
    rows = without_hidden(Transition.objects.exclude(institution=""), timezone.localdate())
    return list(rows.order_by("institution").values_list("institution", flat=True).distinct())


def _institutions():
    return [(name, name) for name in known_institutions()]


def _half_years():
    return [(key, period.label) for key, period in half_years(timezone.localdate()).items()]


class TransitionFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Transition.Status.choices, empty_label=_("Alle"))
    kind = django_filters.ChoiceFilter(label=_("Gjelder"), choices=Transition.Kind.choices, empty_label=_("Alle"))
    institution = django_filters.ChoiceFilter(
        label=_("Fra"), choices=_institutions, method="at_institution", empty_label=_("Alle")
    )
    home = django_filters.ChoiceFilter(
        label=_("Bolig"), choices=list(HOME.items()), method="by_home", empty_label=_("Alle")
    )
    notified_in = django_filters.ChoiceFilter(
        label=_("Meldt i"), choices=_half_years, method="in_half", empty_label=_("Alle")
    )
    out_in = django_filters.ChoiceFilter(
        label=_("Kom ut i"), choices=_half_years, method="in_half", empty_label=_("Alle")
    )

    class Meta:
        model = Transition
        fields = ["status", "kind", "institution", "home", "notified_in", "out_in"]

    def at_institution(self, rows, _name, institution):
        return without_hidden(rows.filter(institution=institution), timezone.localdate())

    def by_home(self, rows, _name, home):
        return rows.with_home() if home == "klar" else rows.without_home()

    def in_half(self, rows, name, key):
        return in_half_year(rows, {"notified_in": "notified_on", "out_in": "actual_on"}[name], key)
