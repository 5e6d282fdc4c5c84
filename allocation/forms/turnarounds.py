"""Forms about turnarounds: the days only a person knows, and what the municipality aims at (omløp)."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.database import Refused, refusing_breaches
from housing.fields import DateField, LineField
from housing.models import Turnaround, TurnaroundTarget
from housing.turnaround import LEAST_DAYS, MOST_DAYS, Step


class StepsForm(forms.Form):
    """The steps nothing else tells: notice, inspected, repaired, ready."""

    notice_on = DateField(label=_("Oppsigelsen kom"), required=False)
    inspected_on = DateField(label=_("Befart"), required=False)
    repaired_on = DateField(label=_("Utbedret"), required=False, help_text=_("Tomt når ingenting trengte utbedring."))
    ready_on = DateField(
        label=_("Klar"),
        required=False,
        help_text=_("Har boligen et opphold i utleie, er den klar når oppholdet er avsluttet. La da feltet stå tomt."),
    )
    note = LineField(label=_("Merknad"), required=False, max_length=500, help_text=_("Ikke skriv noe om personer her."))

    def __init__(self, *args, turnover, **kwargs):
        super().__init__(*args, **kwargs)
        self.former, self.following = turnover.former, turnover.following
        self.kept = getattr(self.former, "turnaround", None)
        for name in self.fields:
            self.fields[name].initial = getattr(self.kept, name, None)

    def clean(self):
        answers = super().clean()
        days = {name: answers[name] for name in answers if name.endswith("_on") and answers[name]}
        today, left = timezone.localdate(), self.former.moved_out_on
        for name, day in days.items():
            if day > today:
                self.add_error(name, _("Skriv dagen når det er gjort, ikke før."))
            elif day < self.former.moved_in_on:
                self.add_error(name, _("Dagen er før den forrige leietakeren flyttet inn."))
            elif self.following and day > self.following.moved_in_on:
                self.add_error(name, _("Dagen er etter at den neste leietakeren flyttet inn."))
        self._check_order(days, left)
        return answers

    def _check_order(self, days, left):
        notice, ready = days.get("notice_on"), days.get("ready_on")
        if notice and left and notice > left:
            self.add_error("notice_on", _("Oppsigelsen kan ikke ha kommet etter utflyttingen."))
        for name in ("repaired_on", "ready_on"):
            if name in days and (left is None or days[name] < left):
                self.add_error(name, _("Noen bodde i boligen denne dagen."))
        for first, then, said in (
            ("inspected_on", "repaired_on", _("Boligen kan ikke være utbedret før den er befart.")),
            ("inspected_on", "ready_on", _("Boligen kan ikke være klar før den er befart.")),
            ("repaired_on", "ready_on", _("Boligen kan ikke være klar før den er utbedret.")),
        ):
            if first in days and then in days and days[then] < days[first]:
                self.add_error(then, said)
        if ready and self.former.dwelling.voids.filter(ends_on__isnull=True, starts_on__lte=ready).exists():
            self.add_error("ready_on", _("Boligen har et opphold i utleie som ikke er avsluttet. Avslutt det først."))

    def save(self):
        """The same steps sent twice are kept once."""
        facts = {name: self.cleaned_data[name] for name in self.fields}
        with refusing_breaches():
            Turnaround.objects.update_or_create(after=self.former, defaults=facts)


def _days(label):
    return forms.IntegerField(label=label, min_value=LEAST_DAYS, max_value=MOST_DAYS)


class TargetForm(forms.ModelForm):
    """What each step may take from a day on. Earlier days keep what was aimed at then."""

    starts_on = DateField(label=_("Gjelder fra"))
    inspected_days = _days(_("Dager fra utflytting til befaring"))
    repaired_days = _days(_("Dager fra befaring til utbedret"))
    ready_days = _days(_("Dager fra utbedret til klar"))
    offered_days = _days(_("Dager fra klar til tilbud"))
    moved_in_days = _days(_("Dager fra tilbud til innflytting"))

    class Meta:
        model = TurnaroundTarget
        fields = [
            "starts_on",
            "inspected_days",
            "repaired_days",
            "ready_days",
            "offered_days",
            "moved_in_days",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["starts_on"].initial = today
        for step, days in TurnaroundTarget.objects.on(today).items():
            self.fields[f"{Step(step).value}_days"].initial = days

    def clean_starts_on(self):
        day = self.cleaned_data["starts_on"]
        if day < timezone.localdate() and TurnaroundTarget.objects.exists():
            raise forms.ValidationError(_("Nye mål gjelder fra i dag eller senere. Det som er målt, endres ikke."))
        return day

    def validate_unique(self):
        """Asked when it is saved: the same targets sent twice are no fault."""

    def save(self):
        try:
            with refusing_breaches():
                return super().save()
        except Refused as refusal:
            if same := TurnaroundTarget.objects.filter(**self.cleaned_data).first():
                return same
            raise Refused(_("Det finnes allerede mål som gjelder fra denne dagen.")) from refusal
