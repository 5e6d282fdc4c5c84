"""Forms of the half-year report, one per section of Husbanken's form, and the choice of a period."""

import re
from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.fields import DateField, KroneField, LineField, TextField
from housing.forms.once import Once
from housing.periods import Period
from housing.templatetags.norwegian import date_no
from reporting.kostra import latest_year
from reporting.kostra.fields import FIRST_YEAR
from reporting.models import Report, ReportFunding, ReportGoal, ReportPartner

HALF_YEARS_OFFERED = 6
YEARS_OFFERED = 6
FIRST_GOALS = {1: ["Hovedmål", "Delmål 1", "Delmål 2", "Delmål 3", "Delmål 4"], 2: ["Hovedmål"], 3: ["Hovedmål"]}
OWN_NUMBERS = set(FIRST_GOALS[1])


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


class GoalForm(forms.ModelForm):
    number = LineField(label=_("Hovedmål eller delmål nr."), max_length=30)
    description = TextField(label=_("Beskrivelse av mål"), max_length=5000, rows=3)
    result = TextField(label=_("Resultat"), max_length=10_000, rows=3, required=False)
    finished_when = LineField(label=_("Varighet (ferdig når)"), max_length=120, required=False)

    class Meta:
        model = ReportGoal
        fields = ["number", "description", "result", "finished_when"]

    def has_changed(self) -> bool:
        """One of the form's own first rows that is left as it came is not saved."""
        if self.instance.pk is None and self.changed_data == ["number"]:
            return self["number"].value() not in OWN_NUMBERS
        return super().has_changed()


class FundingForm(forms.ModelForm):
    year = forms.IntegerField(label=_("År"), min_value=2000, max_value=2100)
    granted = KroneField(label=_("Tilsagn om kompetansetilskudd"), required=False)
    paid = KroneField(label=_("Utbetalt beløp"), required=False)
    own = KroneField(label=_("Kommunal egenfinansiering"), required=False)
    used = KroneField(label=_("Totalt forbruk per dato"), required=False)

    class Meta:
        model = ReportFunding
        fields = ["year", "granted", "paid", "own", "used"]


class PartnerForm(forms.ModelForm):
    """One row of the matrix: a cross in one column, or none yet."""

    participation = forms.ChoiceField(
        label=_("Deltakelse"),
        choices=[*ReportPartner.Participation.choices, ("", _("Ikke fylt ut"))],
        widget=forms.RadioSelect,
        required=False,
    )
    note = LineField(
        label=_("Merknad"), max_length=300, required=False, widget=forms.TextInput(attrs={"class": "ds-input"})
    )

    class Meta:
        model = ReportPartner
        fields = ["participation", "note"]


class RowsOfReport(forms.BaseInlineFormSet):
    """Rows with an empty one after them; «Lagre og legg til en rad» gives the next."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Fjern raden")


GoalRows = forms.inlineformset_factory(Report, ReportGoal, form=GoalForm, formset=RowsOfReport, extra=1)
FundingRows = forms.inlineformset_factory(Report, ReportFunding, form=FundingForm, formset=RowsOfReport, extra=1)
PartnerRows = forms.inlineformset_factory(Report, ReportPartner, form=PartnerForm, extra=0, can_delete=False)


class OneForm:
    """A section that is one form."""

    template = "reporting/edit.html"
    can_grow = False

    def __init__(self, form_class, report, data=None):
        self.form = form_class(data, instance=report)

    def is_valid(self) -> bool:
        return self.form.is_valid()

    def save(self) -> None:
        self.form.instance.save(update_fields=list(self.form.fields))


class PartnerMatrix:
    """Section 5: all partners of the form at once."""

    template = "reporting/edit_partners.html"
    can_grow = False

    def __init__(self, report, data=None):
        self.rows = PartnerRows(data, instance=report, prefix="partner")

    @property
    def groups(self):
        return [
            {"title": _("Kommunalt baserte"), "rows": [row for row in self.rows if row.instance.is_municipal]},
            {"title": _("Andre"), "rows": [row for row in self.rows if not row.instance.is_municipal]},
        ]

    def is_valid(self) -> bool:
        return self.rows.is_valid()

    def save(self) -> None:
        self.rows.save()


class FundingTable:
    """Section 7: a row per year."""

    template = "reporting/edit_rows.html"
    can_grow = True

    def __init__(self, report, data=None):
        rows = FundingRows(data, instance=report, prefix="funding")
        self.tables = [{"title": "", "rows": rows, "columns": True}]

    def is_valid(self) -> bool:
        return all(table["rows"].is_valid() for table in self.tables)

    def save(self) -> None:
        for table in self.tables:
            table["rows"].save()


class GoalTables(FundingTable):
    """Section 3: a table for each of the programme's three main goals. New rows come last in their table."""

    def __init__(self, report, data=None):
        self.report = report
        self.tables = [
            {"title": main.label, "main_goal": main, "rows": self._rows(main, data)} for main in ReportGoal.MainGoal
        ]

    def _rows(self, main, data):
        goals = self.report.goals.filter(main_goal=main)
        rows = GoalRows(data, instance=self.report, queryset=goals, prefix=f"mal{main.value}")
        if not goals.exists():
            rows.extra = len(FIRST_GOALS[main.value])
            rows.initial_extra = [{"number": number} for number in FIRST_GOALS[main.value]]
        return rows

    @transaction.atomic
    def save(self) -> None:
        for table in self.tables:
            for goal in table["rows"].save(commit=False):
                if goal.pk is None:
                    goal.main_goal = table["main_goal"]
                    if self._is_there(goal):
                        continue  # the same page sent twice
                    goal.position = self.report.goals.filter(main_goal=goal.main_goal).count()
                goal.save()
            for goal in table["rows"].deleted_objects:
                goal.delete()

    def _is_there(self, goal) -> bool:
        facts = {name: getattr(goal, name) for name in ["main_goal", *GoalForm.Meta.fields]}
        return self.report.goals.filter(**facts).exists()


def section_form(slug: str, report: Report, data=None):
    """What edits the section: has ``template``, ``is_valid`` and ``save``."""
    if slug in TEXTS:
        return OneForm(text_form(*TEXTS[slug]), report, data)
    makers = {"mal": GoalTables, "samarbeid": PartnerMatrix, "ressursbruk": FundingTable}
    return makers[slug](report, data) if slug in makers else OneForm(FormaliaForm, report, data)


TEXTS = {
    "bakgrunn": ("background", 18),
    "organisering": ("organisation", 18),
    "brukermedvirkning": ("user_involvement", 14),
    "suksesshistorier": ("success_stories", 18),
}
