"""Forms about a time a dwelling cannot be let: its plan and its cost, and its end (opphold i utleie)."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.database import refusing_breaches
from housing.fields import DateField, KroneField, LineField
from housing.form_page import OnceForm
from housing.models import VoidPeriod

COST = {"required": False, "min_value": 0}


def not_ended_in_the_future(day):
    if day and day > timezone.localdate():
        raise forms.ValidationError(_("Skriv en dag som kommer, i «Planlagt ferdig»."))
    return day


class VoidForm(OnceForm):
    """A time of work on the dwelling: why, until when it is planned, what it costs and who pays."""

    reason = forms.ChoiceField(label=_("Årsak"), choices=[("", _("Velg")), *VoidPeriod.Reason.choices])
    note = LineField(label=_("Hva som gjøres"), required=False, max_length=500)
    starts_on = DateField(label=_("Fra"))
    planned_ends_on = DateField(label=_("Planlagt ferdig"), required=False)
    ends_on = DateField(label=_("Til"), required=False, help_text=_("Tomt til boligen er klar."))
    cost_bearer = forms.ChoiceField(
        label=_("Hvem dekker kostnaden"),
        choices=[("", _("Ikke avklart")), *VoidPeriod.CostBearer.choices],
        required=False,
    )
    estimated_cost = KroneField(label=_("Anslått kostnad"), **COST)
    actual_cost = KroneField(label=_("Faktisk kostnad"), **COST)

    class Meta:
        model = VoidPeriod
        fields = [
            "reason",
            "note",
            "starts_on",
            "planned_ends_on",
            "ends_on",
            "cost_bearer",
            "estimated_cost",
            "actual_cost",
        ]

    def __init__(self, *args, dwelling, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.dwelling = dwelling
        if not self.instance.pk:
            self.fields["starts_on"].initial = timezone.localdate

    def clean_ends_on(self):
        return not_ended_in_the_future(self.cleaned_data["ends_on"])

    def clean(self):
        cleaned = super().clean()
        starts, home = cleaned.get("starts_on"), self.instance.dwelling
        for name, said in (
            ("ends_on", _("Til-datoen er før fra-datoen.")),
            ("planned_ends_on", _("Planlagt ferdig er før fra-datoen.")),
        ):
            if starts and cleaned.get(name) and cleaned[name] < starts:
                self.add_error(name, said)
        if starts and starts < home.acquired_on:
            self.add_error("starts_on", _("Kommunen disponerte ikke boligen denne dagen."))
        return cleaned

    def rows(self):
        return self.instance.dwelling.voids.all()

    def save(self):
        void = self.keyed()
        with refusing_breaches():
            void.save()
        return void


class VoidChangeForm(VoidForm):
    """Changing one keeps its key."""

    def first_made(self):
        return None

    def keyed(self):
        return self.instance


class VoidEndForm(forms.Form):
    """The dwelling can be let again, and what the work came to."""

    ends_on = DateField(label=_("Klar for utleie fra"), initial=timezone.localdate)
    cost_bearer = forms.ChoiceField(
        label=_("Hvem dekker kostnaden"),
        choices=[("", _("Ikke avklart")), *VoidPeriod.CostBearer.choices],
        required=False,
    )
    actual_cost = KroneField(label=_("Faktisk kostnad"), **COST)

    def __init__(self, *args, void, **kwargs):
        super().__init__(*args, **kwargs)
        self.void = void
        self.fields["cost_bearer"].initial = void.cost_bearer
        self.fields["actual_cost"].initial = void.actual_cost

    def clean_ends_on(self):
        day = not_ended_in_the_future(self.cleaned_data["ends_on"])
        if day < self.void.starts_on:
            raise forms.ValidationError(_("Til-datoen er før fra-datoen."))
        return day

    def save(self):
        self.void.end(**self.cleaned_data)
