"""What edits each section of the half-year report: one form, or rows of goals, partners and funding."""

from itertools import groupby

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.database import Refused
from housing.fields import DateField, KroneField, LineField
from reporting.figures import FIGURES
from reporting.forms import FormaliaForm, ReportTextField, text_form
from reporting.funding import findings_of
from reporting.models import Report, ReportFunding, ReportFundingSource, ReportGoal, ReportPartner
from reporting.sections import TEXTS

FIRST_GOALS = {1: ["Hovedmål", "Delmål 1", "Delmål 2", "Delmål 3", "Delmål 4"], 2: ["Hovedmål"], 3: ["Hovedmål"]}
OWN_NUMBERS = set(FIRST_GOALS[1])


def figure_choices() -> list:
    """Every figure a goal may be seen by, under the heading it has in the report."""
    grouped = groupby(FIGURES, key=lambda figure: figure.group)
    return [(group.label, [(figure.code, figure.label) for figure in found]) for group, found in grouped]


class GoalForm(forms.ModelForm):
    number = LineField(label=_("Hovedmål eller delmål nr."), max_length=30, required=False)
    description = ReportTextField(
        label=_("Beskrivelse av mål"),
        max_length=5000,
        rows=3,
        required=False,
        help_text=_("La nummer og beskrivelse stå tomme når raden er ett resultat til for målet over."),
    )
    result = ReportTextField(label=_("Resultat"), max_length=10_000, rows=3, required=False)
    finished_when = LineField(label=_("Varighet (ferdig når)"), max_length=120, required=False)
    due_on = DateField(label=_("Sluttdato"), required=False)
    finished_on = DateField(label=_("Nådd"), required=False)
    indicators = forms.MultipleChoiceField(
        label=_("Tall som belyser målet"),
        choices=figure_choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": _("«%(value)s» er ikke et tall i rapporten.")},
    )

    class Meta:
        model = ReportGoal
        fields = ["number", "description", "result", "finished_when", "due_on", "finished_on", "indicators"]

    def clean_finished_on(self):
        day = self.cleaned_data["finished_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("Dagen kan ikke være frem i tid."))
        return day

    def clean(self):
        said = super().clean()
        has_number, has_description = bool(said.get("number")), bool(said.get("description"))
        if not self.errors and not said.get("DELETE") and not (has_number and has_description):
            if has_description:
                self.add_error("number", _("Skriv nummeret på målet."))
            elif has_number or not said.get("result"):
                self.add_error("description", _("Beskriv målet, eller skriv ett resultat til for målet over."))
        return said

    @property
    def chosen_count(self) -> int:
        return len(self["indicators"].value() or [])

    def has_changed(self) -> bool:
        """One of the form's own first rows that is left as it came is not saved."""
        if self.instance.pk is None and self.changed_data == ["number"]:
            return self["number"].value() not in OWN_NUMBERS
        return super().has_changed()


class FundingForm(forms.ModelForm):
    TAKEN = _("Året står der allerede.")

    year = forms.IntegerField(label=_("År"), min_value=2000, max_value=2100)
    granted = KroneField(label=_("Tilsagn om kompetansetilskudd"), required=False)
    paid = KroneField(label=_("Utbetalt beløp"), required=False)
    carried_over = KroneField(label=_("Overført"), required=False)
    applied_rest = KroneField(label=_("Søkt om benyttelse av restmidler"), required=False)
    own = KroneField(label=_("Kommunal egenfinansiering"), required=False)
    used = KroneField(label=_("Totalt forbruk per dato"), required=False)
    note = LineField(label=_("Fotnote"), max_length=500, required=False)

    class Meta:
        model = ReportFunding
        fields = ["year", "granted", "paid", "carried_over", "applied_rest", "own", "used", "note"]


class FundingSourceForm(forms.ModelForm):
    TAKEN = _("Kilden står der allerede for dette året.")

    year = forms.IntegerField(label=_("År"), min_value=2000, max_value=2100)
    source = forms.ChoiceField(label=_("Kilde"), choices=ReportFundingSource.Source.choices)
    amount = KroneField(label=_("Beløp"))

    class Meta:
        model = ReportFundingSource
        fields = ["year", "source", "amount"]

    def has_changed(self) -> bool:
        """A new row where only the list's first source stands is an empty row."""
        return super().has_changed() and not (self.instance.pk is None and self.changed_data == ["source"])


class PartnerForm(forms.ModelForm):
    """One row of the matrix: a cross in one column, or none yet. The form's last row says who «Andre» are."""

    name = LineField(label=_("Hvem"), max_length=120, required=False)
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
        fields = ["name", "participation", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["class"] = "ds-input"
        if self.instance.partner and self.instance.partner != ReportPartner.Partner.OTHERS:
            del self.fields["name"]


class OwnPartnerForm(PartnerForm):
    """A row the municipality adds itself, in one of the two groups."""

    TAKEN = _("Aktøren står der allerede.")

    name = LineField(label=_("Aktør"), max_length=120)
    participation = forms.ChoiceField(
        label=_("Deltakelse"),
        choices=[("", _("Ikke fylt ut")), *ReportPartner.Participation.choices],
        required=False,
    )


class RowsOfReport(forms.BaseInlineFormSet):
    """Rows with an empty one after them; «Lagre og legg til en rad» gives the next."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Fjern raden")

    def get_unique_error_message(self, unique_check):
        return str(self.form.TAKEN)

    def get_form_error(self):
        return str(self.form.TAKEN)


class OwnPartnerRowsOfReport(RowsOfReport):
    def clean(self):
        """The same name twice in a group: told at the second."""
        super().clean()
        seen = set()
        for form in self.forms:
            name = getattr(form, "cleaned_data", {}).get("name", "")
            if not name or self._should_delete_form(form):
                continue
            if name in seen:
                form.add_error("name", form.TAKEN)
            seen.add(name)


def rows_of(model, form, **options):
    return forms.inlineformset_factory(Report, model, form=form, **({"formset": RowsOfReport, "extra": 1} | options))


GoalRows = rows_of(ReportGoal, GoalForm)
FundingRows = rows_of(ReportFunding, FundingForm)
FundingSourceRows = rows_of(ReportFundingSource, FundingSourceForm)
PartnerRows = rows_of(ReportPartner, PartnerForm, formset=forms.BaseInlineFormSet, extra=0, can_delete=False)
OwnPartnerRows = rows_of(ReportPartner, OwnPartnerForm, formset=OwnPartnerRowsOfReport)


def sent_with(prefix: str, data):
    """The data, when the page had this table: one that was not sent is left as it stands."""
    return data if data is not None and f"{prefix}-TOTAL_FORMS" in data else None


def refuse_written_over(form) -> None:
    if form.written_over(Report.objects.get(pk=form.instance.pk)):
        raise Refused(
            _("Noen andre har endret denne delen mens du skrev. Det du har skrevet, står her. Åpne delen på nytt.")
        )


class OneForm:
    """A section that is one form."""

    template = "reporting/edit.html"
    can_grow = False

    def __init__(self, form_class, report, data=None):
        self.form = form_class(data, instance=report)

    def is_valid(self) -> bool:
        return self.form.is_valid()

    def save(self) -> None:
        refuse_written_over(self.form)
        self.form.instance.save(update_fields=self.form._meta.fields)


class PartnerMatrix:
    """Section 5: all partners of the form at once, and in each group those the municipality adds."""

    template = "reporting/edit_partners.html"
    can_grow = True

    def __init__(self, report, data=None):
        self.report = report
        self.rows = PartnerRows(
            data, instance=report, prefix="partner", queryset=report.partners.exclude(partner="").order_by("pk")
        )
        self.own = {is_municipal: self._own(is_municipal, data) for is_municipal in (True, False)}

    def _own(self, is_municipal: bool, data):
        prefix = "egen_kommunal" if is_municipal else "egen_annen"
        found = self.report.partners.filter(partner="", is_municipal_by_name=is_municipal)
        return OwnPartnerRows(sent_with(prefix, data), instance=self.report, prefix=prefix, queryset=found)

    @property
    def groups(self):
        titles = {True: _("Kommunalt baserte"), False: _("Andre")}
        return [
            {
                "title": title,
                "rows": [row for row in self.rows if row.instance.is_municipal == is_municipal],
                "own": self.own[is_municipal],
            }
            for is_municipal, title in titles.items()
        ]

    def is_valid(self) -> bool:
        tables = [self.rows, *(rows for rows in self.own.values() if rows.is_bound)]
        return all(table.is_valid() for table in tables)

    @transaction.atomic
    def save(self) -> None:
        self.rows.save()
        for is_municipal, rows in self.own.items():
            if rows.is_bound:
                self._save_own(rows, is_municipal)

    def _save_own(self, rows, is_municipal: bool) -> None:
        there = self.report.partners.filter(partner="", is_municipal_by_name=is_municipal)
        for partner in rows.save(commit=False):
            partner.is_municipal_by_name = is_municipal
            said = {"name": partner.name, "participation": partner.participation, "note": partner.note}
            if partner.pk is None and there.filter(**said).exists():
                continue  # the same page sent twice
            partner.save()
        for partner in rows.deleted_objects:
            partner.delete()


class FundingTable:
    """Section 7: a row per year, and if one likes, what each source gave."""

    template = "reporting/edit_rows.html"
    can_grow = True

    def __init__(self, report, data=None):
        self.report = report
        years = FundingRows(data, instance=report, prefix="funding")
        sources = FundingSourceRows(sent_with("kilde", data), instance=report, prefix="kilde")
        self.tables = [
            {"title": _("Ressursbruk"), "rows": years, "columns": True},
            {"title": _("Finansiering etter kilde (valgfritt)"), "rows": sources, "columns": True},
        ]

    @property
    def findings(self) -> list[str]:
        """What is saved and does not add up: told, and no hindrance."""
        return findings_of(self.report)

    def is_valid(self) -> bool:
        return all(table["rows"].is_valid() for table in self.tables if table["rows"].is_bound)

    @transaction.atomic
    def save(self) -> None:
        for table in self.tables:
            if table["rows"].is_bound:
                table["rows"].save()


class GoalTables(FundingTable):
    """Section 3: a text, and a table for each of the programme's main goals. New rows come last in their table."""

    INTRODUCTION = "goals_introduction"

    def __init__(self, report, data=None):
        self.report = report
        has_text = data is not None and self.INTRODUCTION in data
        self.introduction = text_form(self.INTRODUCTION)(data if has_text else None, instance=report)
        self.tables = [
            {
                "title": _("Programmets hovedmål {number}: {label}").format(number=main.value, label=main.label),
                "main_goal": main,
                "rows": self._rows(main, data),
            }
            for main in ReportGoal.MainGoal
        ]

    findings = ()

    def is_valid(self) -> bool:
        """Also that the first row of a table is a goal: there is none above it to have one more result."""
        valid = super().is_valid() and (not self.introduction.is_bound or self.introduction.is_valid())
        return valid and all(self._begins_with_a_goal(table["rows"]) for table in self.tables)

    def _begins_with_a_goal(self, rows) -> bool:
        filled = [form for form in rows if form.has_changed() or form.instance.pk]
        first = next((form for form in filled if not form.cleaned_data.get("DELETE")), None)
        if first is None or first.cleaned_data["description"]:
            return True
        first.add_error("description", _("Beskriv målet. Den første raden har ikke noe mål over seg."))
        return False

    def _rows(self, main, data):
        goals = self.report.goals.filter(main_goal=main)
        rows = GoalRows(data, instance=self.report, queryset=goals, prefix=f"mal{main.value}")
        if not goals.exists():
            rows.extra = len(FIRST_GOALS[main.value])
            rows.initial_extra = [{"number": number} for number in FIRST_GOALS[main.value]]
        return rows

    @transaction.atomic
    def save(self) -> None:
        if self.introduction.is_bound:
            refuse_written_over(self.introduction)
            self.report.save(update_fields=[self.INTRODUCTION])
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
