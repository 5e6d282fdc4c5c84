"""The form of a target (mål for et tall)."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.database import refusing_breaches
from housing.fields import DateField, KroneField, LineField
from housing.form_page import OnceForm
from housing.periods import add_months
from reporting.figures import BY_CODE, FIGURES
from reporting.models import FigureTarget

FURTHEST_AHEAD_MONTHS = 24


class FigureTargetForm(OnceForm):
    """A target from a day on. The one before stands until then, and is what the time before is held against."""

    code = forms.ChoiceField(label=_("Tall"))
    value = KroneField(
        label=_("Mål"),
        max_digits=14,
        required=False,
        error_messages={"invalid": _("Skriv målet som et tall, for eksempel 12 eller 85,5.")},
        help_text=_("Tomt: fra denne dagen er det ikke lenger noe mål."),
    )
    valid_from = DateField(label=_("Gjelder fra"), initial=timezone.localdate, help_text=_("Skriv dd.mm.åååå."))
    note = LineField(label=_("Merknad"), max_length=300, required=False)

    class Meta:
        model = FigureTarget
        fields = ["code", "direction", "value", "length", "valid_from", "note"]
        help_texts = {"length": _("Må velges for tall som vokser med perioden, for eksempel begjæringer.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [
            (figure.code, f"{figure.group.label}: {figure.label} ({figure.unit.label})") for figure in FIGURES
        ]

    def rows(self):
        return FigureTarget.objects.all()

    def clean_value(self):
        value = self.cleaned_data["value"]
        if value is not None and value < 0:
            raise forms.ValidationError(_("Et mål er ikke mindre enn null."))
        return value

    def clean_valid_from(self):
        day, today = self.cleaned_data["valid_from"], timezone.localdate()
        if day < today.replace(month=1, day=1):
            raise forms.ValidationError(_("Velg en dag i år eller senere. Mål for årene som er gått, endres ikke."))
        if day > add_months(today, FURTHEST_AHEAD_MONTHS):
            raise forms.ValidationError(_("Datoen er mer enn to år frem. Sjekk årstallet."))
        return day

    def clean(self):
        answers = super().clean()
        figure = BY_CODE.get(answers.get("code", ""))
        if figure and not figure.grows_with_period:
            answers["length"] = ""
        elif figure and not answers.get("length") and "length" not in self.errors:
            self.add_error("length", _("Tallet vokser med perioden. Velg hvor lang periode målet gjelder for."))
        return answers

    def set(self, *, by) -> FigureTarget:
        made = self.keyed()
        made.by = by
        with refusing_breaches():
            made.save(force_insert=True)
        return made
