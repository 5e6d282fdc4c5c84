"""The form for one scoring: seven areas and quality of life, from 1 to 5, by the participant or by the team."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.fields import DateField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future
from housing_first import outcomes
from housing_first.models import OutcomeAssessment

ANSWERS = [
    ("", _("Ikke svart")),
    ("1", _("1 – svært dårlig")),
    ("2", _("2 – dårlig")),
    ("3", _("3 – verken eller")),
    ("4", _("4 – bra")),
    ("5", _("5 – svært bra")),
]
# What an area asks about, so that five is the better end of each.
ASKS = {
    "housing": _("Bor trygt og stabilt, og får være der."),
    "health": _("Kropp og psykisk helse."),
    "behaviour": _("Hvordan det går med andre: naboer, familie, hjelpere."),
    "substance_use": _("Har styring med rusen. Det er ikke et krav å være rusfri."),
    "work": _("Har noe å gå til: arbeid, kurs, frivillig, hobby."),
    "economy": _("Husleie, strøm, gjeld og penger til mat."),
    "crime": _("Holder seg unna kriminalitet, og blir ikke utsatt for den."),
    "quality_of_life": _("Hvordan livet er alt i alt."),
}


class OutcomeForm(OnceForm):
    """An area nobody wants to answer stays empty; all empty is no scoring."""

    by = forms.ChoiceField(label=_("Hvem vurderer"), choices=OutcomeAssessment.By.choices, widget=forms.RadioSelect)
    assessed_on = DateField(label=_("Dato"), initial=timezone.localdate)

    class Meta:
        model = OutcomeAssessment
        fields = ["by", "assessed_on", *outcomes.AREAS]

    def __init__(self, *args, participation, **kwargs):
        super().__init__(*args, **kwargs)
        self.participation = self.instance.participation = participation
        for area in outcomes.AREAS:
            self.fields[area] = forms.TypedChoiceField(
                label=self.fields[area].label,
                choices=ANSWERS,
                coerce=int,
                empty_value=None,
                required=False,
                help_text=ASKS[area],
                widget=forms.RadioSelect,
            )

    def rows(self):
        return OutcomeAssessment.objects.filter(participation=self.participation)

    def first_made(self):
        """One that is put right is no new one."""
        return None if self.instance.pk else super().first_made()

    def clean_assessed_on(self):
        day = not_in_future(self.cleaned_data["assessed_on"])
        if day < outcomes.earliest(self.participation.started_on):
            text = _("Deltakelsen begynte først {day:%d.%m.%Y}.").format(day=self.participation.started_on)
            raise forms.ValidationError(text)
        if self.participation.ended_on and day > self.participation.ended_on:
            text = _("Deltakelsen var slutt {day:%d.%m.%Y}.").format(day=self.participation.ended_on)
            raise forms.ValidationError(text)
        return day

    def clean(self):
        answers = super().clean()
        if not self.errors and all(answers.get(area) is None for area in outcomes.AREAS):
            raise forms.ValidationError(_("Svar på minst ett område."))
        same = self.rows().filter(assessed_on=answers.get("assessed_on"), by=answers.get("by"))
        if not self.errors and same.exclude(pk=self.instance.pk).exists():
            self.add_error(
                "assessed_on", _("Det er allerede registrert en slik måling denne dagen. Rett den i stedet.")
            )
        return answers

    def keep(self, *, by):
        made = self.save(commit=False)
        if made.pk is None:
            made = self.keyed()
        made.keep(by=by)
        return made
