"""Looking after a condition of a decision (tilsyn med vilkår)."""

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from applications.models import Condition
from housing.database import Refused, refusing_breaches
from housing.fields import DateField, LineField
from housing.forms.people import not_in_future
from housing.models import CaseEvent

ANSWERS = [("yes", _("Ja, vilkåret er oppfylt")), ("no", _("Nei, vilkåret er ikke oppfylt"))]


class SuperviseForm(forms.Form):
    """Was the condition met on the day it was looked after?"""

    supervised_on = DateField(label=_("Fulgt opp"), initial=timezone.localdate)
    is_met = forms.ChoiceField(label=_("Er vilkåret oppfylt?"), choices=ANSWERS, widget=forms.RadioSelect)
    note = LineField(
        label=_("Merknad"),
        max_length=500,
        required=False,
        help_text=_("Kreves når vilkåret ikke er oppfylt: hva som skjer videre."),
    )

    def __init__(self, *args, condition, **kwargs):
        super().__init__(*args, **kwargs)
        self.condition = condition

    def clean_supervised_on(self):
        day = not_in_future(self.cleaned_data["supervised_on"])
        if day < self.condition.decision.decided_on:
            raise forms.ValidationError(_("Vilkåret kan ikke være fulgt opp før vedtaket."))
        return day

    def clean(self):
        answers = super().clean()
        if answers.get("is_met") == "no" and not answers.get("note") and "note" not in self.errors:
            self.add_error("note", _("Skriv hva som skjer videre når vilkåret ikke er oppfylt."))
        return answers

    def supervise(self, *, by):
        """Answered once; the application it belongs to is where to go on."""
        is_met, day = self.cleaned_data["is_met"] == "yes", self.cleaned_data["supervised_on"]
        application = self.condition.decision.application
        with refusing_breaches(), transaction.atomic():
            waiting = Condition.objects.filter(pk=self.condition.pk, supervised_on__isnull=True)
            if not waiting.update(supervised_on=day, is_met=is_met, note=self.cleaned_data["note"], by=by):
                raise Refused(_t("Vilkåret er allerede fulgt opp."))
            title = _t("Vilkår fulgt opp: oppfylt") if is_met else _t("Vilkår fulgt opp: ikke oppfylt")
            CaseEvent.write(application, by=by, title=title, happened_on=day)
        return application
