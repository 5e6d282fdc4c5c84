"""The forms of a staff survey: the survey itself, one statement, and all statements at once."""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from housing.database import Refused
from housing.fields import DateField, KroneField, LineField, TextField, WholeField
from reporting.models import StaffSurvey, SurveyStatement
from reporting.register_form import RegisterForm
from reporting.survey_scale import Fault, Line, fault_of, mean_of

MOST_ASKED = 20_000
MOST_STATEMENTS = 100
STATEMENT_LENGTH = 300

TOLD = {
    Fault.TOO_MANY: _("Det er flere svar på påstanden enn det var som svarte."),
    Fault.TOO_MANY_UNKNOWING: _("Tallet for «vet ikke» er høyere enn antallet som svarte."),
    Fault.NOT_THE_MEAN: _("Snittet stemmer ikke med svarene."),
    Fault.MEAN_OF_NOBODY: _("Ingen tok stilling, så det er ikke noe snitt."),
    Fault.NO_MEAN: _("Skriv snittet, eller hvor mange som svarte 1, 2, 3 og 4."),
    Fault.OFF_THE_SCALE: _("Snittet må være fra 1 til 4."),
}
FAULTY_FIELD = {Fault.TOO_MANY: "count_1", Fault.TOO_MANY_UNKNOWING: "dont_know"}


class MarkField(KroneField):
    """A mean on the scale, with one decimal: 3,5."""

    default_error_messages = {"invalid": _("Skriv snittet med én desimal, for eksempel 3,5.")}

    def __init__(self, **kwargs):
        super().__init__(max_digits=2, decimal_places=1, min_value=1, max_value=4, **kwargs)

    def prepare_value(self, value):
        return f"{value:.1f}".replace(".", ",") if isinstance(value, Decimal) else value


class SurveyForm(RegisterForm):
    TOLD_AT = {"survey_days_in_order": "answered_until", "survey_answered_by_invited": "answered"}

    title = LineField(label=_("Tittel"), max_length=200, help_text=_("For eksempel «Ansattundersøkelse mars 2026»."))
    answered_from = DateField(label=_("Første dag den ble besvart"))
    answered_until = DateField(label=_("Siste dag"))
    invited = WholeField(label=_("Spurte"), min_value=1, max_value=MOST_ASKED, required=False)
    answered = WholeField(label=_("Svarte"), min_value=1, max_value=MOST_ASKED)
    note = TextField(
        label=_("Merknad"), max_length=5000, rows=3, required=False, help_text=_("Hvem som ble spurt, og hvordan.")
    )

    class Meta:
        model = StaffSurvey
        fields = ["title", "answered_from", "answered_until", "invited", "answered", "note"]

    def clean_answered_until(self):
        day = self.cleaned_data["answered_until"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Du kan føre opp undersøkelsen når den er besvart."))
        return day

    def clean_answered(self):
        """As many as every statement's own answers need."""
        answered = self.cleaned_data["answered"]
        told = self._told_of_statements(answered) if self.is_change else ""
        if told:
            raise forms.ValidationError(told)
        return answered

    def check_kept(self, row) -> None:
        told = self._told_of_statements(row.answered)
        if told:
            raise Refused(told)

    def _told_of_statements(self, answered) -> str:
        for statement in self.instance.statements.all():
            fault = fault_of(statement.line, answered)
            if fault:
                return f"{statement.text}: {TOLD[fault]}"
        return ""


class StatementForm(RegisterForm):
    """One statement: its mean, or how many gave each answer, from which the mean is reckoned."""

    text = LineField(label=_("Påstand"), max_length=STATEMENT_LENGTH)
    mean = MarkField(label=_("Snitt"), required=False, help_text=_("Fra 1 til 4. Regnes ut når svarene er talt opp."))
    dont_know = WholeField(label=_("Vet ikke"), min_value=0, max_value=MOST_ASKED, initial=0)
    count_1 = WholeField(label=_("Svarte 1, helt uenig"), min_value=0, max_value=MOST_ASKED, required=False)
    count_2 = WholeField(label=_("Svarte 2"), min_value=0, max_value=MOST_ASKED, required=False)
    count_3 = WholeField(label=_("Svarte 3"), min_value=0, max_value=MOST_ASKED, required=False)
    count_4 = WholeField(label=_("Svarte 4, helt enig"), min_value=0, max_value=MOST_ASKED, required=False)

    class Meta:
        model = SurveyStatement
        fields = ["text", "mean", "dont_know", *SurveyStatement.COUNTS]

    TOLD_AT = {"statement_counts_all_or_none": "count_1"}

    def __init__(self, *args, survey, **kwargs):
        super().__init__(*args, **kwargs)
        self.survey = survey
        if not self.is_change:
            self.instance.survey = survey

    def rows(self):
        return SurveyStatement.objects.filter(survey=self.survey)

    def clean_text(self):
        text = self.cleaned_data["text"]
        if not self.first_made() and self.rows().exclude(pk=self.instance.pk).filter(text=text).exists():
            raise forms.ValidationError(_("Påstanden står der allerede."))
        return text

    def clean(self):
        answers = super().clean()
        counts = [answers.get(name) for name in SurveyStatement.COUNTS]
        if self.errors or len({count is None for count in counts}) == 2:
            return answers
        counted = None if None in counts else tuple(counts)
        fault = fault_of(Line(answers["text"], answers["mean"], answers["dont_know"], counted), self.survey.answered)
        if fault:
            self.add_error(FAULTY_FIELD.get(fault, "mean"), TOLD[fault])
        elif counted is not None:
            answers["mean"] = mean_of(counted)
        return answers

    def hold_above(self) -> None:
        """How many answered may have been changed since the page was opened."""
        survey = StaffSurvey.objects.select_for_update().get(pk=self.survey.pk)
        fault = fault_of(self.instance.line, survey.answered)
        if fault:
            raise Refused(str(TOLD[fault]))

    def keep(self):
        if not self.is_change:
            last = self.rows().aggregate(last=Max("position"))["last"]
            self.instance.position = 0 if last is None else last + 1
        return super().keep()


class LinesField(TextField):
    """Statements, a line each, as they come out of a spreadsheet: text, mean, don't know, and if counted 1 2 3 4."""

    def to_python(self, value):
        lines = [line for line in (super().to_python(value) or "").splitlines() if line.strip()]
        if len(lines) > MOST_STATEMENTS:
            raise ValidationError(_now("Skriv høyst {most} påstander.").format(most=MOST_STATEMENTS))
        found: dict[str, Line] = {}
        for number, text in enumerate(lines, 1):
            try:
                line = self._read(text)
                if line.text in found:
                    raise ValidationError(_now("Påstanden står der allerede."))
            except ValidationError as fault:
                told = _now("Linje {number}: {why}").format(number=number, why=" ".join(fault.messages))
                raise ValidationError(told) from fault
            found[line.text] = line
        return list(found.values())

    @staticmethod
    def _read(text: str) -> Line:
        text, *cells = [" ".join(cell.split()) for cell in re.split(r"[;\t]", text)]
        if not text or len(text) > STATEMENT_LENGTH:
            raise ValidationError(_now("Påstanden mangler eller er for lang."))
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) not in (1, 2, 6):
            raise ValidationError(_now("Skriv påstand; snitt; vet ikke. Er svarene talt opp, følger 1; 2; 3; 4."))
        mean = MarkField(required=False).clean(cells[0])
        numbers = [WholeField(min_value=0, max_value=MOST_ASKED).clean(cell or "0") for cell in cells[1:]]
        counts = tuple(numbers[1:]) or None
        if counts is not None and mean is None:
            mean = mean_of(counts)
        return Line(text, mean, numbers[0] if numbers else 0, counts)

    def prepare_value(self, value):
        return "\n".join(_written(line) for line in value) if isinstance(value, list) else value

    def validate(self, value):
        """Each line was checked when it was read."""

    def run_validators(self, value):
        """The length was checked as text."""


def _written(line: Line) -> str:
    cells = [line.text, MarkField().prepare_value(line.mean) or "", str(line.dont_know), *map(str, line.counts or ())]
    return "; ".join(cells)


class StatementsForm(RegisterForm):
    """Every statement of a survey, in order. One that is not there any longer is taken out."""

    statements = LinesField(
        label=_("Påstander"),
        rows=20,
        max_length=60_000,
        required=False,
        help_text=_(
            "En linje for hver: påstand; snitt; vet ikke. Lim gjerne inn fra et regneark. Er svarene talt opp, følger "
            "hvor mange som svarte 1, 2, 3 og 4."
        ),
    )

    class Meta:
        model = StaffSurvey
        fields: list[str] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        lines = self.standing(self.instance)
        if not lines:
            before = self.instance.before()
            lines = [Line(line.text, None, 0) for line in self.standing(before)] if before else []
        self.fields["statements"].initial = lines

    def standing(self, row) -> list:
        return [statement.line for statement in row.statements.all()]

    def wanted(self) -> list:
        return self.cleaned_data.get("statements", [])

    def clean_statements(self):
        lines = self.cleaned_data["statements"]
        for line in lines:
            fault = fault_of(line, self.instance.answered)
            if fault:
                raise forms.ValidationError(f"{line.text}: {TOLD[fault]}")
        return lines

    def check_kept(self, row) -> None:
        for line in self.cleaned_data["statements"]:
            fault = fault_of(line, StaffSurvey.objects.get(pk=row.pk).answered)
            if fault:
                raise Refused(f"{line.text}: {TOLD[fault]}")

    def keep_under(self, row) -> None:
        """A statement that stands there already keeps its row, and with it its history."""
        there = {statement.text: statement for statement in row.statements.all()}
        lines = self.cleaned_data["statements"]
        row.statements.exclude(text__in=[line.text for line in lines]).delete()
        for position, line in enumerate(lines):
            statement = there.get(line.text) or SurveyStatement(survey=row, text=line.text)
            statement.position, statement.mean, statement.dont_know = position, line.mean, line.dont_know
            for name, count in zip(SurveyStatement.COUNTS, line.counts or (None,) * 4, strict=True):
                setattr(statement, name, count)
            statement.save()
