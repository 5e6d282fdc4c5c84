"""What the list of leases that run out can be narrowed by, and the day it is asked for (filter)."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.fields import DateField
from housing.run_outs import COMING, RUN_OUT, UNSETTLED, Stage

COMING_3, COMING_6, COMING_12, ALL = "3", "6", "12", "alle"
WHEN = [
    ("", _("Alt som må avklares")),
    (COMING_3, _("Går ut innen 3 måneder")),
    (COMING_6, _("Går ut innen 6 måneder")),
    (COMING_12, _("Går ut innen 12 måneder")),
    ("utlopt", _("Utløpt, bor fortsatt der")),
    *((stage.value, stage.label) for stage in (Stage.SILENT, Stage.RUN_OUT, Stage.ASKED)),
    *((stage.value, stage.label) for stage in (Stage.LEAVING, Stage.RENEWED)),
    (ALL, _("Alle")),
]
STAGES = {
    "": UNSETTLED,
    COMING_3: COMING[:1],
    COMING_6: COMING[:2],
    COMING_12: COMING,
    "utlopt": RUN_OUT,
    ALL: Stage.values,
}


class RunOutFilter(forms.Form):
    naar = forms.ChoiceField(label=_("Når"), choices=WHEN, required=False)
    samtale = forms.ChoiceField(
        label=_("Samtale"),
        choices=[("", _("Alle")), ("nei", _("Ikke holdt")), ("ja", _("Holdt"))],
        required=False,
    )
    barn = forms.ChoiceField(label=_("Barn"), choices=[("", _("Alle")), ("ja", _("Med barn"))], required=False)
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

    def narrow(self, rows):
        wanted = self.cleaned_data
        stage = wanted.get("naar") or ""
        rows = rows.filter(stage__in=STAGES.get(stage, [stage]))
        if wanted.get("samtale"):
            rows = rows.filter(talked_on__isnull=wanted["samtale"] == "nei")
        if wanted.get("barn"):
            rows = rows.filter(children__gt=0)
        return rows
