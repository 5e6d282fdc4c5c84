"""A new version of the arrears routine (restanserutine)."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evictions.models import ArrearsRoutine
from housing.database import Refused, refusing_breaches
from housing.fields import DateField, KroneField
from housing.periods import add_months

TAKEN = _("En rutine begynner allerede denne dagen. Velg en annen dag.")
FURTHEST_AHEAD_MONTHS = 24
KEPT = ["limit", "missed_in_a_row", "run_every_days", "first_run_on", "tolerance_days"]


def whole(label, smallest, largest, help_text=""):
    return forms.IntegerField(
        label=label,
        min_value=smallest,
        max_value=largest,
        help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
    )


class ArrearsRoutineForm(forms.ModelForm):
    """Begins with the one in force. What has been is never changed: a version is valid from today or later."""

    valid_from = DateField(
        label=_("Gjelder fra"),
        initial=timezone.localdate,
        help_text=_("I dag eller senere. Kjøringer som er gjort, endres ikke."),
    )
    limit = KroneField(
        label=_("Beløpsgrense, kr"),
        min_value=0,
        max_digits=9,
        help_text=_("Den som skylder mer enn dette, får en sak. Rapportens tall teller alltid over 1 000 kr."),
    )
    missed_in_a_row = whole(
        _("Ubetalte terminer på rad"),
        1,
        12,
        _("Den som ikke har betalt noe så mange terminer på rad, får en sak, også under beløpsgrensen."),
    )
    run_every_days = whole(_("Dager mellom kjøringene"), 1, 62)
    first_run_on = DateField(
        label=_("En dag det kjøres"), help_text=_("Kjøringene telles fra denne dagen, både fremover og bakover.")
    )
    tolerance_days = whole(
        _("Dager en innbetaling kan være forsinket"),
        0,
        60,
        _("Før en termin regnes som ubetalt, og før en nedbetalingsavtale regnes som brutt."),
    )

    class Meta:
        model = ArrearsRoutine
        fields = ["valid_from", *KEPT]

    def __init__(self, *args, **kwargs):
        self.today = timezone.localdate()
        now = ArrearsRoutine.objects.on(self.today)
        kwargs["initial"] = {name: getattr(now, name) for name in KEPT} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def clean_valid_from(self):
        day = self.cleaned_data["valid_from"]
        if day < self.today:
            raise forms.ValidationError(_("Rutinen kan ikke begynne før i dag."))
        if day > add_months(self.today, FURTHEST_AHEAD_MONTHS):
            raise forms.ValidationError(_("Velg en dag innen to år."))
        if ArrearsRoutine.objects.filter(valid_from=day).exists():
            raise forms.ValidationError(TAKEN)
        return day

    def begin(self, *, by) -> ArrearsRoutine:
        made = self.save(commit=False)
        made.by = by
        try:
            with refusing_breaches():
                made.save(force_insert=True)
        except Refused as refusal:
            raise Refused(str(TAKEN)) from refusal
        return made
