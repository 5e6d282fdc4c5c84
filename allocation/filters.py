"""What the waiting list can be narrowed to. The places are numbered before anybody is left out."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.fields import DateField, LineField
from housing.models.households import TargetGroup

ANY = [("", _("Alle"))]


class WaitingFilter(forms.Form):
    # A case number and no name: the view can be bookmarked, and an address holds nothing about a person.
    sak = LineField(label=_("Saksnummer"), required=False, max_length=20, widget=forms.TextInput(attrs={"size": 12}))
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
    mine = forms.ChoiceField(label=_("Saksbehandler"), choices=[*ANY, ("mine", _("Mine"))], required=False)
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

    def narrow(self, places, user) -> list:
        wanted = self.cleaned_data
        tests = []
        if wanted.get("sak"):
            number = wanted["sak"].upper()
            tests.append(lambda place: number in place.application.number)
        if wanted.get("group"):
            tests.append(lambda place: wanted["group"] in place.household.target_groups)
        if wanted.get("need"):
            tests.append(lambda place: _has_need(place.need, wanted["need"]))
        if wanted.get("children"):
            tests.append(lambda place: place.children > 0)
        if wanted.get("mine"):
            tests.append(lambda place: place.application.caseworker_id == user.pk)
        return [place for place in places if all(test(place) for test in tests)]


def _has_need(need, wanted: str) -> bool:
    if wanted == "lift":
        return need.needs_lift_or_ground_floor
    return need.rooms_min >= 4 if wanted == "4" else need.rooms_min == int(wanted)
