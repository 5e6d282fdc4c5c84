"""Forms about startlån and grants: what Startskudd has decided, as far as we need to know it."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.fields import DateField, KroneField, LineField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future
from rent_to_own.models import StartLoan


class LoanForm(OnceForm):
    """An application is sent; Startskudd has the case, and we its number."""

    applied_on = DateField(label=_("Søkt"), initial=timezone.localdate)
    reference = LineField(
        label=_("Saksnummer i Startskudd"),
        required=False,
        max_length=60,
        help_text=_("Søknaden behandles i Startskudd. Her står bare det vi trenger for å følge husstanden."),
    )

    class Meta:
        model = StartLoan
        fields = ["applied_on", "reference"]

    def __init__(self, *args, guidance, **kwargs):
        super().__init__(*args, **kwargs)
        self.guidance = self.instance.guidance = guidance
        self.instance.household = guidance.household

    def rows(self):
        return StartLoan.objects.filter(guidance=self.guidance)

    def clean_applied_on(self):
        day = not_in_future(self.cleaned_data["applied_on"])
        if day < self.guidance.started_on:
            raise forms.ValidationError(
                _("Veiledningen begynte først {day:%d.%m.%Y}.").format(day=self.guidance.started_on)
            )
        return day

    def apply(self, *, by) -> StartLoan:
        return self.keyed().apply(by=by)


class OfLoan(forms.Form):
    """A form about one loan."""

    def __init__(self, *args, loan, **kwargs):
        super().__init__(*args, **kwargs)
        self.loan = loan


YES_NO = [("", _("Velg")), ("ja", _("Ja")), ("nei", _("Nei"))]


class LoanDecisionForm(OfLoan):
    """The outcome, the amounts, and whether a bank could finance together with the municipality."""

    outcome = forms.ChoiceField(label=_("Utfall"), choices=StartLoan.Outcome.choices, widget=forms.RadioSelect)
    decided_on = DateField(label=_("Dato for vedtaket"), initial=timezone.localdate)
    loan_amount = KroneField(label=_("Startlån, kr"), required=False, min_value=0)
    grant_amount = KroneField(label=_("Tilskudd, kr"), required=False, min_value=0)
    certificate_expires_on = DateField(
        label=_("Finansieringsbeviset gjelder til"), required=False, help_text=_("Vi varsler før det går ut.")
    )
    cofinancing_considered = forms.ChoiceField(
        label=_("Er samfinansiering med bank vurdert?"),
        choices=YES_NO,
        required=False,
        help_text=_("Kommunen skal vurdere det for alle søknader."),
    )
    is_bank_cofinanced = forms.ChoiceField(label=_("Ble det samfinansiert?"), choices=YES_NO, required=False)
    cofinancing_reason = LineField(label=_("Hvorfor, eller hvorfor ikke"), required=False, max_length=500)

    def clean_decided_on(self):
        day = not_in_future(self.cleaned_data["decided_on"])
        if day < self.loan.applied_on:
            raise forms.ValidationError(_("Søknaden er fra {day:%d.%m.%Y}.").format(day=self.loan.applied_on))
        return day

    def clean_cofinancing_considered(self):
        return _yes_no(self.cleaned_data["cofinancing_considered"])

    def clean_is_bank_cofinanced(self):
        return _yes_no(self.cleaned_data["is_bank_cofinanced"])

    def clean(self):
        answers = super().clean()
        if answers.get("outcome") == StartLoan.Outcome.GRANTED:
            self._clean_granted(answers)
        elif answers.get("outcome"):
            for name in ("loan_amount", "grant_amount", "certificate_expires_on"):
                if answers.get(name):
                    self.add_error(name, _("Bare et innvilget lån har dette."))
        if answers.get("is_bank_cofinanced") and answers.get("cofinancing_considered") is False:
            self.add_error("cofinancing_considered", _("Det ble samfinansiert, så det er vurdert."))
        return answers

    def _clean_granted(self, answers) -> None:
        amounts = {"loan_amount", "grant_amount"}
        if not amounts & set(self.errors) and not any(answers.get(name) for name in amounts):
            self.add_error("loan_amount", _("Skriv hvor mye som er innvilget."))
        last, decided = answers.get("certificate_expires_on"), answers.get("decided_on")
        if last and decided and last < decided:
            self.add_error("certificate_expires_on", _("Beviset går ut før vedtaket."))
        if answers.get("cofinancing_considered") is None:
            self.add_error("cofinancing_considered", _("Svar ja eller nei."))
        elif not answers.get("cofinancing_reason"):
            self.add_error("cofinancing_reason", _("Skriv kort hvorfor, eller hvorfor ikke."))

    def decide(self, *, by):
        self.loan.decide(by=by, **self.cleaned_data)
        return self.loan


def _yes_no(answer) -> bool | None:
    return {"ja": True, "nei": False}.get(answer)


class RenewForm(OfLoan):
    """The certificate is good for longer."""

    certificate_expires_on = DateField(label=_("Gjelder til"))

    def clean_certificate_expires_on(self):
        day = self.cleaned_data["certificate_expires_on"]
        if self.loan.certificate_expires_on and day <= self.loan.certificate_expires_on:
            raise forms.ValidationError(
                _("Ny dato må være etter {day:%d.%m.%Y}.").format(day=self.loan.certificate_expires_on)
            )
        if self.loan.decided_on and day < self.loan.decided_on:
            raise forms.ValidationError(_("Beviset går ut før vedtaket."))
        return day

    def renew(self, *, by):
        self.loan.renew(by=by, **self.cleaned_data)
        return self.loan


class PayOutForm(OfLoan):
    """The money is paid."""

    paid_out_on = DateField(label=_("Utbetalt"), initial=timezone.localdate)

    def clean_paid_out_on(self):
        day = not_in_future(self.cleaned_data["paid_out_on"])
        if self.loan.decided_on and day < self.loan.decided_on:
            raise forms.ValidationError(_("Vedtaket er fra {day:%d.%m.%Y}.").format(day=self.loan.decided_on))
        return day

    def pay_out(self, *, by):
        self.loan.pay_out(by=by, **self.cleaned_data)
        return self.loan
