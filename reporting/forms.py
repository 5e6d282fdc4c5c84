"""Forms of the sections of a report that are one form, and the choice of a period."""

import hashlib
import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.fields import DateField, LineField, TextField
from housing.periods import Period
from housing.templatetags.norwegian import date_no
from reporting import placeholders
from reporting.figures import BY_CODE
from reporting.kinds import Kind, period_of, periods_offered
from reporting.kostra import latest_year
from reporting.kostra.fields import FIRST_YEAR
from reporting.models import Report

YEARS_OFFERED = 6


class ReportTextField(TextField):
    """A text of the report; ``{evictions.carried_out}`` in it stands for a figure, and must be one there is."""

    def validate(self, value):
        super().validate(value)
        unknown = placeholders.unknown_in(value or "", BY_CODE)
        if unknown:
            wrong = ", ".join(f"{{{code}}}" for code in unknown)
            raise ValidationError(_("Det finnes ikke noe tall med koden %(wrong)s.") % {"wrong": wrong}, code="figure")


def half_years_back(today) -> list[Period]:
    return periods_offered(Kind.HALF_YEAR, today)


class PeriodForm(forms.Form):
    """The period of the figures, in the query string so that it can be bookmarked."""

    fra = DateField(label=_("Fra og med"))
    til = DateField(label=_("Til og med"))

    def clean(self):
        facts = super().clean()
        if facts.get("fra") and facts.get("til") and facts["til"] < facts["fra"]:
            self.add_error("til", _("Perioden slutter før den begynner."))
        return facts

    @classmethod
    def asked(cls, query) -> "tuple[PeriodForm, Period]":
        """The form and the period to show: what was asked for, else the half-year we are in."""
        standard = period_of(Kind.HALF_YEAR, timezone.localdate())
        if "fra" not in query and "til" not in query:
            return cls(initial={"fra": standard.first, "til": standard.last}), standard
        form = cls(query)
        if form.is_valid():
            return form, Period(form.cleaned_data["fra"], form.cleaned_data["til"])
        return form, standard


class YearForm(forms.Form):
    """Which year's sheet to Statistics Norway: one that is over, the last one unless another is asked for."""

    aar = forms.TypedChoiceField(label=_("År"), coerce=int)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        last = latest_year(timezone.localdate())
        years = range(last, max(last - YEARS_OFFERED, FIRST_YEAR - 1), -1)
        self.fields["aar"].choices = [(year, str(year)) for year in years]

    @classmethod
    def asked(cls, query) -> "tuple[YearForm, int]":
        """The form and the year to show."""
        standard = latest_year(timezone.localdate())
        if "aar" not in query:
            return cls(initial={"aar": standard}), standard
        form = cls(query)
        return form, form.cleaned_data["aar"] if form.is_valid() else standard


class DatesField(LineField):
    """Several days on one line, between commas: 14.06.2026, 19.06.2026."""

    def prepare_value(self, value):
        return ", ".join(date_no(day) for day in value) if isinstance(value, list) else value

    def to_python(self, value):
        text = super().to_python(value) or ""
        day = DateField()
        return [day.to_python(part) for part in re.split(r"[,;\s]+", text) if part]

    def validate(self, value):
        if not value and self.required:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value):
        """The length of the text is no matter; each day was checked when it was read."""


class SeenForm(forms.ModelForm):
    """Knows what stood there when the page was opened: two who write the same part do not write over one another."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.fingerprint(self.instance)

    def fingerprint(self, report: Report) -> str:
        said = [getattr(report, name) for name in self._meta.fields]
        return hashlib.sha256(repr(said).encode()).hexdigest()

    def written_over(self, now: Report) -> bool:
        """Whether another has saved something else since; the same once more is no harm."""
        seen = self.cleaned_data.get("seen")
        mine = self.fingerprint(self.instance)
        return bool(seen) and self.fingerprint(now) not in (seen, mine)


class FormaliaForm(SeenForm):
    municipality = LineField(label=_("Kommunens navn"), max_length=120)
    programme_leader = LineField(label=_("Programleder"), max_length=120, required=False)
    programme_started = LineField(label=_("Programstart"), max_length=60, required=False)
    reported_on = DateField(label=_("Rapporteringsdato"), required=False, help_text=_("Leveres 20.06. og 20.12."))
    treated_on = DatesField(
        label=_("Behandlet i styringsgruppen"), required=False, help_text=_("Skriv komma mellom datoene.")
    )
    filled_in_by = LineField(label=_("Utfylt av"), max_length=120, required=False)
    phone = LineField(label=_("Telefon"), max_length=30, required=False)
    mobile = LineField(label=_("Mobil"), max_length=30, required=False)

    class Meta:
        model = Report
        fields = [
            "municipality",
            "programme_leader",
            "programme_started",
            "reported_on",
            "treated_on",
            "filled_in_by",
            "phone",
            "mobile",
            "email",
        ]


def text_form(name: str) -> type[forms.ModelForm]:
    """The form of a section that is one text."""
    field = Report._meta.get_field(name)
    declared = ReportTextField(
        label=str(field.verbose_name).capitalize(), max_length=field.max_length, rows=18, required=False
    )
    meta = type("Meta", (), {"model": Report, "fields": [name]})
    return type(f"{name.title()}Form", (SeenForm,), {name: declared, "Meta": meta})
