"""What edits each section of the half-year report: one form, or rows of goals, partners and funding."""

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from housing.fields import KroneField, LineField
from reporting.forms import FormaliaForm, ReportTextField, text_form
from reporting.models import Report, ReportFunding, ReportGoal, ReportPartner
from reporting.sections import TEXTS

FIRST_GOALS = {1: ["Hovedmål", "Delmål 1", "Delmål 2", "Delmål 3", "Delmål 4"], 2: ["Hovedmål"], 3: ["Hovedmål"]}
OWN_NUMBERS = set(FIRST_GOALS[1])


class GoalForm(forms.ModelForm):
    number = LineField(label=_("Hovedmål eller delmål nr."), max_length=30)
    description = ReportTextField(label=_("Beskrivelse av mål"), max_length=5000, rows=3)
    result = ReportTextField(label=_("Resultat"), max_length=10_000, rows=3, required=False)
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
        return OneForm(text_form(TEXTS[slug]), report, data)
    makers = {"mal": GoalTables, "samarbeid": PartnerMatrix, "ressursbruk": FundingTable}
    return makers[slug](report, data) if slug in makers else OneForm(FormaliaForm, report, data)
