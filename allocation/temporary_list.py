"""Who lives temporarily on a day, those with children first, and how long they have (listen «Midlertidig»).

Where somebody stays is where they live: of a household with a protected address the place stands only before those who
may know it, and no file has it unless they do. Nothing is sorted or searched by the place.
"""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from allocation import stretches
from allocation.models import TemporaryStay
from housing.fields import DateField
from housing.lists import Column
from housing.models import Household, Membership
from housing.periods import age_on
from housing.protection import hidden_household_ids, shown_address

CHILD_UNDER = 18
SOON, LONG = stretches.WARNED_AT


@dataclass
class Resident:
    """One household that lives temporarily on the day: its stay, since when without a break, its children."""

    stay: TemporaryStay
    household: Household
    since: date
    day: date
    child_ages: list[int]
    where: str = ""

    @property
    def days(self) -> int:
        return (self.day - self.since).days

    @property
    def children(self) -> int:
        return len(self.child_ages)

    @property
    def is_past_end(self) -> bool:
        """As it was on the day: a plan that was extended later cannot be told from the last one."""
        planned, left = self.stay.planned_ends_on, self.stay.ends_on
        return bool(planned and planned < self.day and (left is None or left > self.day))

    @property
    def color(self) -> str:
        if self.days >= LONG:
            return "danger"
        return "warning" if self.days >= SOON else "neutral"

    @property
    def days_text(self) -> str:
        return ngettext("{count} dag", "{count} dager", self.days).format(count=self.days)

    @property
    def ages_text(self) -> str:
        """«3 og 7 år», as they were on the day."""
        *others, last = map(str, self.child_ages)
        ages = _("{others} og {last}").format(others=", ".join(others), last=last) if others else last
        return _("{ages} år").format(ages=ages)


def residents_on(rows, day) -> list[Resident]:
    """Those of ``rows`` who were there on the day. With children first, then those who have stayed the longest."""
    stays = list(
        rows.on(day)
        .select_related("caseworker", "dwelling")
        .prefetch_related(Prefetch("household", queryset=Household.objects.for_list(day)))
    )
    since = TemporaryStay.objects.filter(pk__in=[stay.pk for stay in stays]).since_by_household(day)
    found = [
        Resident(stay, stay.household, since[stay.household_id], day, child_ages(stay.household, day)) for stay in stays
    ]
    return sorted(found, key=lambda row: (not row.children, row.since, row.stay.pk))


def child_ages(household, day) -> list[int]:
    """Ages of the children; one whose birth date is not known, but who is there as a child, counts as the youngest."""
    ages = []
    for member in household.members_on(day):
        born = member.person.birth_date
        if born is None:
            ages += [0] if member.role == Membership.Role.CHILD else []
        elif age_on(born, day) < CHILD_UNDER:
            ages.append(age_on(born, day))
    return sorted(ages)


def show_places(residents: list[Resident], user, today) -> None:
    """Hang the place on each row, or the words that stand in its place."""
    hidden = hidden_household_ids({row.household.pk for row in residents}, today)
    for row in residents:
        place = row.stay.where
        row.where = shown_address(user, row.household, place, today) if row.household.pk in hidden else place


COLUMNS = [
    Column("number", _("Saksnummer"), lambda row: row.stay.number),
    Column("name", _("Husstand"), lambda row: row.household.name_on(row.day)),
    Column("where", _("Sted"), lambda row: row.where),
    Column("since", _("Siden"), lambda row: row.since),
    Column("days", _("Dager sammenhengende"), lambda row: row.days, numeric=True),
    Column("children", _("Barn"), lambda row: row.children, numeric=True),
    Column("next", _("Neste steg"), lambda row: row.stay.next_step),
    Column("next_on", _("Innen"), lambda row: row.stay.next_step_on),
    Column("planned", _("Planlagt til"), lambda row: row.stay.planned_ends_on),
    Column("caseworker", _("Saksbehandler"), lambda row: row.stay.caseworker or ""),
]


def cards(residents: list[Resident]) -> list[dict]:
    """The figures on top: of all who were there, before the list is narrowed."""
    children = {
        member.person_id
        for row in residents
        for member in row.household.members_on(row.day)
        if row.children and _is_child(member, row.day)
    }
    families = sum(bool(row.children) for row in residents)
    over = [row for row in residents if row.days > LONG]
    past = sum(row.is_past_end for row in residents)
    return [
        {"label": _("Husstander"), "value": len(residents)},
        {
            "label": _("Barn"),
            "value": len(children),
            "note": ngettext("i {count} husstand", "i {count} husstander", families).format(count=families),
        },
        {
            "label": _("Over {days} dager").format(days=LONG),
            "value": len(over),
            "note": _("{count} med barn").format(count=sum(bool(row.children) for row in over)),
        },
        {"label": _("Over planlagt slutt"), "value": past},
    ]


def _is_child(member, day) -> bool:
    born = member.person.birth_date
    return age_on(born, day) < CHILD_UNDER if born else member.role == Membership.Role.CHILD


class TemporaryFilter(forms.Form):
    children = forms.ChoiceField(
        label=_("Barn"), choices=[("", _("Alle")), ("ja", _("Med barn")), ("nei", _("Uten barn"))], required=False
    )
    lengde = forms.ChoiceField(
        label=_("Hvor lenge"),
        choices=[
            ("", _("Alle")),
            (str(SOON), _("60 dager eller mer")),
            (str(LONG), _("90 dager eller mer")),
            ("slutt", _("Over planlagt slutt")),
        ],
        required=False,
    )
    mine = forms.ChoiceField(label=_("Saksbehandler"), choices=[("", _("Alle")), ("mine", _("Mine"))], required=False)
    dato = DateField(label=_("Per dato"), required=False)

    def clean_dato(self):
        day = self.cleaned_data["dato"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("Velg en dag som har vært."))
        return day

    @property
    def day(self):
        return (self.cleaned_data.get("dato") if self.is_valid() or self.cleaned_data else None) or timezone.localdate()

    def narrow(self, residents, user) -> list[Resident]:
        wanted = self.cleaned_data
        tests = []
        if wanted.get("children"):
            tests.append(lambda row: bool(row.children) == (wanted["children"] == "ja"))
        if wanted.get("lengde") == "slutt":
            tests.append(lambda row: row.is_past_end)
        elif wanted.get("lengde"):
            tests.append(lambda row: row.days >= int(wanted["lengde"]))
        if wanted.get("mine"):
            tests.append(lambda row: row.stay.caseworker_id == user.pk)
        return [row for row in residents if all(test(row) for test in tests)]
