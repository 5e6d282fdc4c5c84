"""Forms of an override (overstyring av plass): one leader asks, another answers, either may cancel."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from allocation.models import Override
from allocation.models.override import MOST_POINTS
from housing.database import Refused, refusing_breaches
from housing.fields import DateField, LineField, TextField
from housing.form_page import OnceForm

APPROVE, REFUSE = "approve", "refuse"


class OverrideForm(OnceForm):
    """What is asked for: points up or down, or first on the list; why; and until when."""

    kind = forms.ChoiceField(label=_("Hva skal endres"), choices=Override.Kind.choices, widget=forms.RadioSelect)
    points = forms.IntegerField(
        label=_("Poeng"),
        required=False,
        min_value=-MOST_POINTS,
        max_value=MOST_POINTS,
        widget=forms.TextInput(attrs={"size": 6}),
        help_text=_("Skriv for eksempel 20 for å flytte opp eller -20 for å flytte ned. Tomt for først på listen."),
    )
    valid_until = DateField(
        label=_("Gjelder til og med"), required=False, help_text=_("Tomt betyr til en leder opphever den.")
    )
    reason = TextField(
        label=_("Begrunnelse"),
        max_length=2000,
        rows=5,
        help_text=_("Hvilke forhold kriteriene ikke fanger opp. Ikke skriv adresser."),
    )

    class Meta:
        model = Override
        fields = ["kind", "points", "valid_until", "reason"]

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.application = application

    def rows(self):
        return Override.objects.filter(application=self.instance.application)

    def clean_valid_until(self):
        day = self.cleaned_data["valid_until"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("Dagen har vært. Velg i dag eller en senere dag."))
        return day

    def clean(self):
        answers = super().clean()
        points = answers.get("points") or 0
        if "points" not in self.errors:
            if answers.get("kind") == Override.Kind.POINTS and not points:
                self.add_error("points", _("Skriv hvor mange poeng plassen skal endres med."))
            if answers.get("kind") == Override.Kind.FIRST and points:
                self.add_error("points", _("Den som settes først, får ingen poeng i tillegg. La feltet stå tomt."))
        answers["points"] = points
        return answers

    def propose(self, *, by) -> Override:
        application = self.instance.application
        if not application.waits_for_dwelling:
            raise Refused(_("Søknaden står ikke på ventelisten."))
        with refusing_breaches():
            return self.keyed().propose(by=by)


class OverrideAnswerForm(forms.Form):
    """A second leader says yes or no."""

    answer = forms.ChoiceField(
        label=_("Svar"),
        choices=[(APPROVE, _("Godkjenn: plassen endres straks")), (REFUSE, _("Ikke godkjenn"))],
        widget=forms.RadioSelect,
    )
    why = LineField(label=_("Begrunnelse for avslaget"), max_length=500, required=False)

    def __init__(self, *args, override, **kwargs):
        super().__init__(*args, **kwargs)
        self.override = override

    def clean(self):
        answers = super().clean()
        if answers.get("answer") == REFUSE and not answers.get("why") and "why" not in self.errors:
            self.add_error("why", _("Skriv hvorfor overstyringen ikke godkjennes."))
        return answers

    def give(self, *, by) -> Override:
        if self.cleaned_data["answer"] == APPROVE:
            self.override.approve(by=by)
        else:
            self.override.refuse(by=by, answer=self.cleaned_data["why"])
        return self.override


class OverrideEndForm(forms.Form):
    """The place is to be what the criteria give again (oppheve)."""

    why = LineField(label=_("Hvorfor den oppheves"), max_length=500)

    def __init__(self, *args, override, **kwargs):
        super().__init__(*args, **kwargs)
        self.override = override

    def cancel(self, *, by) -> Override:
        self.override.cancel(by=by, answer=self.cleaned_data["why"])
        return self.override
