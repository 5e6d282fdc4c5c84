"""What the waiting list can be narrowed to. The places are numbered before anybody is left out."""

from datetime import timedelta

from django import forms
from django.db.models import Q, TextField, Value
from django.db.models.functions import Cast, Concat, Greatest, Length, LPad
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from allocation.contacts import heard_from_since
from allocation.needs import decided, rooms_needed
from applications.models import Application
from housing.fields import DateField, LineField
from housing.models.households import TargetGroup

ANY = [("", _("Alle"))]


class WhoFilter(forms.Form):
    """Common to those who wait for a dwelling and those who wait to move in."""

    # A case number and no name: the view can be bookmarked, and an address holds nothing about a person.
    sak = LineField(label=_("Saksnummer"), required=False, max_length=20, widget=forms.TextInput(attrs={"size": 12}))
    mine = forms.ChoiceField(label=_("Saksbehandler"), choices=[*ANY, ("mine", _("Mine"))], required=False)
    stille = forms.IntegerField(
        label=_("Ikke hørt fra på, dager"),
        required=False,
        min_value=1,
        max_value=3650,
        widget=forms.TextInput(attrs={"size": 6, "inputmode": "numeric"}),
    )
    dato = DateField(label=_("Per dato"), required=False)

    def clean_dato(self):
        day = self.cleaned_data["dato"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("Velg en dag som har vært."))
        return day

    @property
    def day(self):
        """The day asked about; today when none, or none that can be answered."""
        return (self.cleaned_data.get("dato") if self.is_valid() or self.cleaned_data else None) or timezone.localdate()

    @property
    def is_narrowing(self) -> bool:
        return any(value for name, value in self.cleaned_data.items() if name != "dato")

    def quiet(self, rows):
        """Of rows with a household, those not heard from for as many days as asked for."""
        days = self.cleaned_data.get("stille")
        return rows.exclude(heard_from_since(self.day - timedelta(days=days - 1), self.day)) if days else rows


class WaitingFilter(WhoFilter):
    group = forms.ChoiceField(label=_("Målgruppe"), choices=[*ANY, *TargetGroup.choices], required=False)
    need = forms.ChoiceField(
        label=_("Boligbehov"),
        choices=[
            *ANY,
            ("1", _("1 rom")),
            ("2", _("2 rom")),
            ("3", _("3 rom")),
            ("4", _("4 rom eller flere")),
            ("lift", _("1. etasje eller heis")),
        ],
        required=False,
    )
    children = forms.ChoiceField(label=_("Barn"), choices=[*ANY, ("ja", _("Med barn"))], required=False)
    field_order = ["sak", "group", "need", "children", "mine", "stille", "dato"]

    def applications(self, user):
        """The applications the list is narrowed to, as a query."""
        wanted, found = self.cleaned_data, Application.objects.visible_to(user).order_by()
        if wanted.get("sak"):
            found = numbered(found, wanted["sak"])
        if wanted.get("group"):
            found = found.filter(household__target_groups__contains=[wanted["group"]])
        if wanted.get("need"):
            found = _needing(found, wanted["need"])
        if wanted.get("mine"):
            found = found.filter(caseworker=user.pk)
        return self.quiet(found)

    @property
    def asks_for_children(self) -> bool:
        return bool(self.cleaned_data.get("children"))


class AllocatedFilter(WhoFilter):
    field_order = ["sak", "mine", "stille", "dato"]

    def narrow(self, rows, user):
        """Tenancies that wait for somebody to move in."""
        wanted = self.cleaned_data
        if wanted.get("sak"):
            rows = rows.filter(application__in=numbered(Application.objects.order_by(), wanted["sak"]).values("pk"))
        if wanted.get("mine"):
            rows = rows.filter(caseworker=user.pk)
        return self.quiet(rows)


def numbered(applications, text: str):
    """Those whose case number holds the text: «412», «S-000412», «s-»."""
    digits = Greatest(Length(Cast("pk", TextField())), Value(6))
    number = Concat(Value("S-"), LPad(Cast("pk", TextField()), digits, Value("0")), output_field=TextField())
    return applications.annotate(case_number=number).filter(case_number__contains=text.strip().upper())


def _needing(applications, wanted: str):
    if wanted == "lift":
        return applications.annotate(decided_lift=decided("needs_lift_or_ground_floor")).filter(
            Q(needs_lift_or_ground_floor=True) | Q(decided_lift=True)
        )
    rows = applications.annotate(rooms_needed=rooms_needed())
    return rows.filter(rooms_needed__gte=4) if wanted == "4" else rows.filter(rooms_needed=int(wanted))
