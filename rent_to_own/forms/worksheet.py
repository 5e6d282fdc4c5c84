"""The points of a startlån the law asks about (startlånsvurdering), beside one assessment."""

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from housing.database import refusing_breaches
from housing.fields import DateField, TextField
from housing.forms.people import not_in_future
from rent_to_own.models import FinanceAssessment, LoanWorksheet

DAYS = ("bank_answered_on", "credit_assessed_on", "explained_on", "conveyed_on")
ABLE = [("", _("Ikke svart")), ("True", _("Ja, sannsynligvis")), ("False", _("Nei"))]


class LoanWorksheetForm(forms.ModelForm):
    """Filled in as the case goes; what is missing is told on the page and hinders nobody from keeping the rest."""

    bank_answer = forms.ChoiceField(
        label=_("Vanlig bank"), choices=LoanWorksheet.BankAnswer.choices, widget=forms.RadioSelect
    )
    bank_answered_on = DateField(label=_("Dato for bankens svar"), required=False)
    has_lasting_problem = forms.BooleanField(label=_("Langvarige problemer med å finansiere bolig"), required=False)
    has_saved = forms.BooleanField(label=_("De har brukt muligheten de har til å spare"), required=False)
    exempt = forms.ChoiceField(
        label=_("Unntak fra de to kravene"), choices=[("", _("Ingen")), *LoanWorksheet.Exempt.choices], required=False
    )
    is_suitable = forms.BooleanField(label=_("Boligen er egnet for husstanden"), required=False)
    is_modest = forms.BooleanField(label=_("Boligen er nøktern"), required=False)
    is_reasonable = forms.BooleanField(label=_("Prisen er rimelig for stedet"), required=False)
    credit_assessed_on = DateField(label=_("Kredittvurderingen er gjort"), required=False)
    is_able_to_pay = forms.TypedChoiceField(
        label=_("Kan de sannsynligvis betale lånet tilbake?"),
        choices=ABLE,
        coerce=lambda said: said == "True",
        empty_value=None,
        required=False,
        help_text=_("Er svaret nei, skal kommunen avslå."),
    )
    explained_on = DateField(label=_("Lånet er forklart for husstanden"), required=False)
    conveyed_on = DateField(
        label=_("Resultatet er fortalt til husstanden"), required=False, help_text=_("Før lånet betales ut.")
    )
    refusal_reason = TextField(label=_("Grunn til avslag"), required=False, max_length=5000)

    class Meta:
        model = LoanWorksheet
        fields = [
            *("bank_answer", "bank_answered_on", "has_lasting_problem", "has_saved", "exempt", "is_suitable"),
            *("is_modest", "is_reasonable", "credit_assessed_on", "is_able_to_pay", "explained_on", "conveyed_on"),
            "refusal_reason",
        ]

    def __init__(self, *args, assessment: FinanceAssessment, **kwargs):
        kept = LoanWorksheet.objects.filter(assessment=assessment).first()
        super().__init__(*args, instance=kept or LoanWorksheet(assessment=assessment), **kwargs)
        self.assessment = assessment
        if kept and kept.is_able_to_pay is not None:
            self.initial["is_able_to_pay"] = str(kept.is_able_to_pay)

    def validate_constraints(self):
        """Told at their fields by ``clean``."""

    def clean(self):
        answers = super().clean()
        for name in DAYS:
            try:
                not_in_future(answers.get(name))
            except forms.ValidationError as fault:
                self.add_error(name, fault)
        self._check_bank(answers)
        assessed, conveyed = answers.get("credit_assessed_on"), answers.get("conveyed_on")
        if answers.get("is_able_to_pay") is not None and not assessed and "credit_assessed_on" not in self.errors:
            self.add_error("credit_assessed_on", _("Skriv datoen for kredittvurderingen."))
        if assessed and conveyed and conveyed < assessed:
            self.add_error("conveyed_on", _("Resultatet kan ikke være fortalt før kredittvurderingen."))
        if answers.get("is_able_to_pay") is False and conveyed and not answers.get("refusal_reason"):
            self.add_error("refusal_reason", _("Kan de ikke betale tilbake, skal kommunen avslå. Skriv grunnen."))
        return answers

    def _check_bank(self, answers) -> None:
        is_asked = answers.get("bank_answer") not in (None, LoanWorksheet.BankAnswer.NOT_ASKED)
        day = answers.get("bank_answered_on")
        if is_asked and not day and "bank_answered_on" not in self.errors:
            self.add_error("bank_answered_on", _("Skriv datoen for bankens svar."))
        if day and answers.get("bank_answer") == LoanWorksheet.BankAnswer.NOT_ASKED:
            self.add_error("bank_answered_on", _("Banken er ikke spurt, så det kan ikke stå noen dato."))

    def keep(self, *, by) -> FinanceAssessment:
        """One sheet for one assessment; of two who write it at once, the second writes on the first's."""
        with refusing_breaches(), transaction.atomic():
            FinanceAssessment.objects.select_for_update().get(pk=self.assessment.pk)
            first = LoanWorksheet.objects.filter(assessment=self.assessment).first()
            if first is not None and self.instance.pk is None:
                self.instance.pk, self.instance.external_id = first.pk, first.external_id
                self.instance._state.adding = False
            self.instance.by = by
            self.instance.save()
        return self.assessment
