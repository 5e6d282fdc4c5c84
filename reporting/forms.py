"""Forms of the half-year report, one per section of Husbanken's form, and the choice of a period."""

import re
from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.fields import DateField, LineField, TextField
from housing.forms.once import Once
from housing.periods import Period
from housing.templatetags.norwegian import date_no
from reporting.kostra import latest_year
from reporting.kostra.fields import FIRST_YEAR
from reporting.models import Report

HALF_YEARS_OFFERED = 6
YEARS_OFFERED = 6


def half_year_of(day: date) -> Period:
    return Period.half_year(day.year, 1 if day.month <= 6 else 2)


def half_years_back(today: date) -> list[Period]:
    """The half-year we are in and those before it, the latest first."""
    found = [half_year_of(today)]
    while len(found) < HALF_YEARS_OFFERED:
        found.append(half_year_of(found[-1].first - timedelta(days=1)))
    return found


class NewReportForm(Once):
    """Which half-year to report on; the earliest of the last two without a report is proposed."""

    half_year = forms.ChoiceField(label=_("Halvår"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.periods = {f"{period.first:%Y-%m}": period for period in half_years_back(timezone.localdate())}
        self.fields["half_year"].choices = [(key, period.label) for key, period in self.periods.items()]
        taken = set(Report.objects.values_list("period_first", flat=True))
        free = [key for key, period in list(self.periods.items())[:2] if period.first not in taken]
        self.fields["half_year"].initial = free[-1] if free else None

    def first_made(self):
        return self.made_before(Report.objects.all())

    def write(self, *, by) -> Report:
        return Report.write_new(self.periods[self.cleaned_data["half_year"]], by=by, external_id=self.key)


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
        standard = half_year_of(timezone.localdate())
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


class FormaliaForm(forms.ModelForm):
    municipality = LineField(label=_("Kommunens navn"), max_length=120)
    programme_leader = LineField(label=_("Programleder"), max_length=120, required=False)
    programme_started = LineField(label=_("Programstart"), max_length=60, required=False)
    reported_on = DateField(label=_("Rapporteringsdato"), required=False, help_text=_("Leveres 20.06. og 20.12."))
    treated_on = DatesField(
        label=_("Behandlet i styringsgruppen"), required=False, help_text=_("Flere datoer skilles med komma.")
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


def text_form(name: str, rows: int) -> type[forms.ModelForm]:
    """The form of a section that is one text."""
    field = Report._meta.get_field(name)
    declared = TextField(
        label=str(field.verbose_name).capitalize(), max_length=field.max_length, rows=rows, required=False
    )
    meta = type("Meta", (), {"model": Report, "fields": [name]})
    return type(f"{name.title()}Form", (forms.ModelForm,), {name: declared, "Meta": meta})
