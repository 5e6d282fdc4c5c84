"""A new version of what households are reckoned to live on (livsoppholdssatser), kept by the administrator."""

from decimal import Decimal

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from housing.database import Refused
from housing.fields import DateField, KroneField, LineField
from housing.periods import add_months
from rent_to_own.living_costs import Step, Table
from rent_to_own.models import ReferenceBudget
from rent_to_own.models.reference_budget import LARGEST, OLDEST

ROWS = {"age": 12, "size": 8}
FIRST, LAST = {"age": 0, "size": 1}, {"age": OLDEST, "size": LARGEST}
FURTHEST_AHEAD_MONTHS = 24
HIGHEST = 99_999
TAKEN = _("Det er allerede satser som begynner denne dagen. Velg en annen dag.")


class ReferenceBudgetForm(forms.ModelForm):
    """Opens with the version in force. What has been is never changed: a new one is valid from today or later."""

    valid_from = DateField(
        label=_("Gjelder fra"),
        initial=timezone.localdate,
        help_text=_("I dag eller senere. Vurderinger som er gjort, endres ikke."),
    )
    source = LineField(
        label=_("Kilde"), max_length=300, help_text=_("Hvem som har laget satsene, hva de heter, og året de gjelder.")
    )
    is_made_up = forms.BooleanField(
        label=_("Satsene er oppdiktet"), required=False, help_text=_("For prøve og opplæring. Det står på alle ark.")
    )

    class Meta:
        model = ReferenceBudget
        fields = ["valid_from", "source", "is_made_up"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = timezone.localdate()
        now = ReferenceBudget.objects.on(self.today)
        if now is not None:
            self.initial |= {"source": now.source, "is_made_up": now.is_made_up}
        for kind, count in ROWS.items():
            known = now.steps(kind) if now is not None else ()
            for number in range(1, count + 1):
                self._ask_row(kind, number, known[number - 1] if number <= len(known) else None)
        self.helper = self._layout()

    def _ask_row(self, kind, number, step) -> None:
        from_label = _("Fra og med år") if kind == "age" else _("Fra og med personer")
        self.fields[f"{kind}_{number}"] = forms.IntegerField(
            label=from_label,
            min_value=FIRST[kind],
            max_value=LAST[kind],
            required=False,
            initial=step.starts if step else None,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
        )
        self.fields[f"{kind}_{number}_amount"] = KroneField(
            label=_("Kr per måned"),
            min_value=0,
            max_value=HIGHEST,
            max_digits=7,
            required=False,
            initial=step.amount if step else None,
        )

    def _layout(self) -> FormHelper:
        rows = {
            kind: [Row(f"{kind}_{number}", f"{kind}_{number}_amount") for number in range(1, count + 1)]
            for kind, count in ROWS.items()
        }
        helper = FormHelper()
        helper.form_tag = False
        helper.layout = Layout(
            Row("valid_from", "source"),
            "is_made_up",
            Fieldset(_t("Per person, etter alder. Hver sats gjelder til den neste begynner."), *rows["age"]),
            Fieldset(_t("Per husstand, etter antall personer. Kommer i tillegg."), *rows["size"]),
        )
        return helper

    def clean_valid_from(self):
        day = self.cleaned_data["valid_from"]
        if day < self.today:
            raise forms.ValidationError(_("Nye satser gjelder fra i dag eller senere."))
        if day > add_months(self.today, FURTHEST_AHEAD_MONTHS):
            raise forms.ValidationError(_("Datoen er mer enn to år frem. Sjekk årstallet."))
        return day

    def validate_unique(self):
        """The day is tested when it is begun, where the same click sent again is known for what it is."""

    def clean(self):
        answers = super().clean()
        for kind in ROWS:
            self._check(kind, answers)
        return answers

    def _check(self, kind, answers) -> None:
        begun: dict[int, str] = {}
        for number in range(1, ROWS[kind] + 1):
            name = f"{kind}_{number}"
            starts, amount = answers.get(name), answers.get(f"{name}_amount")
            if self.errors.keys() & {name, f"{name}_amount"}:
                continue
            if starts is None and amount is not None:
                self.add_error(name, _("Skriv hva satsen gjelder fra."))
            elif starts is not None and amount is None:
                self.add_error(f"{name}_amount", _("Skriv beløpet."))
            elif starts in begun:
                self.add_error(name, _("To satser begynner likt."))
            elif starts is not None:
                begun[starts] = name
        first = f"{kind}_1"
        if FIRST[kind] not in begun and first not in self.errors:
            told = _("En sats må gjelde fra 0 år.") if kind == "age" else _("En sats må gjelde fra 1 person.")
            self.add_error(first, told)

    def table(self) -> Table:
        return Table(self._steps("age"), self._steps("size"))

    def _steps(self, kind) -> tuple[Step, ...]:
        names = [f"{kind}_{number}" for number in range(1, ROWS[kind] + 1)]
        said = [(self.cleaned_data[name], self.cleaned_data[f"{name}_amount"]) for name in names]
        steps = [Step(starts, Decimal(amount)) for starts, amount in said if starts is not None]
        return tuple(sorted(steps, key=lambda step: step.starts))

    def begin(self, *, by) -> ReferenceBudget:
        """Sent twice it begins once; of two who begin one on the same day, the second is told."""
        made, table = super().save(commit=False), self.table()
        try:
            return made.begin(table, by=by)
        except Refused:
            there = ReferenceBudget.objects.filter(valid_from=made.valid_from).first()
            same = there is not None and (there.source, there.is_made_up, there.table()) == (
                made.source,
                made.is_made_up,
                table,
            )
            if not same:
                raise Refused(str(TAKEN)) from None
            return there
