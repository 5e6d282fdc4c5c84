"""Forms about a base: its homes, who is there when, and its house rules."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.fields import DateField, TextField
from housing.models import Dwelling
from housing_first.models import BaseDwelling, HouseRules, StaffPresence, Weekday


class BaseDwellingForm(forms.ModelForm):
    """A dwelling comes under the base."""

    starts_on = DateField(label=_("Fra"), initial=timezone.localdate)

    class Meta:
        model = BaseDwelling
        fields = ["dwelling", "starts_on"]

    def __init__(self, *args, team, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.team = team
        taken = BaseDwelling.objects.filter(ends_on__isnull=True).values("dwelling")
        homes = Dwelling.objects.visible_to(user).filter(left_stock_on__isnull=True).exclude(pk__in=taken)
        self.fields["dwelling"].queryset = homes
        self.fields["dwelling"].empty_label = _("Velg")

    def act(self, *, by):
        self.save(commit=False).add(by=by)


class EndsForm(forms.Form):
    """From a day, a dwelling is no longer under the base, or the staff no longer there."""

    ends_on = DateField(label=_("Til"), initial=timezone.localdate)

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.row = row

    def clean_ends_on(self):
        day = self.cleaned_data["ends_on"]
        if day < self.row.starts_on:
            raise forms.ValidationError(_("Dette gjelder først fra {day:%d.%m.%Y}.").format(day=self.row.starts_on))
        return day

    def act(self, *, by):
        self.row.end(by=by, ends_on=self.cleaned_data["ends_on"])


class PresenceForm(forms.ModelForm):
    """How many are at the base on a weekday between two hours."""

    weekday = forms.TypedChoiceField(label=_("Ukedag"), choices=Weekday.choices, coerce=int)
    begins_at = forms.TimeField(label=_("Fra klokken"))
    ends_at = forms.TimeField(label=_("Til klokken"), help_text=_("Etter midnatt: morgenen etter."))
    starts_on = DateField(label=_("Gjelder fra"), initial=timezone.localdate)
    ends_on = DateField(label=_("Gjelder til"), required=False)

    class Meta:
        model = StaffPresence
        fields = ["weekday", "begins_at", "ends_at", "staff", "starts_on", "ends_on"]

    def __init__(self, *args, team, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.team = team
        for name in ("begins_at", "ends_at"):
            self.fields[name].error_messages["invalid"] = _("Skriv klokkeslettet som tt:mm, for eksempel 15:30.")

    def act(self, *, by):
        self.save(commit=False).plan(by=by)


class HouseRulesForm(forms.ModelForm):
    """New house rules from a day; those before stay."""

    valid_from = DateField(label=_("Gjelder fra"), initial=timezone.localdate)
    text = TextField(
        label=_("Reglene"),
        max_length=10_000,
        rows=14,
        help_text=_("Gå gjennom reglene med den som flytter inn. De signeres før nøkkelen utleveres."),
    )

    class Meta:
        model = HouseRules
        fields = ["valid_from", "text"]

    def __init__(self, *args, team, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.team = team

    def act(self, *, by):
        self.save(commit=False).adopt(by=by)
