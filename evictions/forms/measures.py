"""Forms about agreements: a payment plan (nedbetalingsavtale) and a draw from a benefit (trekk i ytelse)."""

from decimal import Decimal, InvalidOperation

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evictions import plan_letter
from evictions.forms.case import NO_ADDRESS, OfCase
from evictions.instalments import due_days, equal_parts
from evictions.models import ArrearsCase, ArrearsRoutine, BenefitDeduction, Instalment, LedgerEntry, PaymentPlan
from housing.fields import DateField, KroneField, LineField, TextField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future
from housing.models import Consent
from housing.templatetags.norwegian import kr

MOST_PARTS = 60
LATEST_FIRST = 183


class PlanForm(OfCase, OnceForm):
    """So many equal instalments, or amounts of one's own; together they are the debt."""

    agreed_on = DateField(label=_("Avtalt"), initial=timezone.localdate)
    first_due_on = DateField(label=_("Første avdrag forfaller"), help_text=_("Deretter samme dato hver måned."))
    parts = forms.IntegerField(label=_("Antall avdrag"), required=False, min_value=1, max_value=MOST_PARTS)
    amounts = TextField(
        label=_("Eller egne beløp"),
        required=False,
        rows=4,
        max_length=2000,
        help_text=_("Ett beløp på hver linje, ett for hver måned. Til sammen må de bli hele gjelden."),
    )
    tolerance_days = forms.IntegerField(label=_("Dager en innbetaling kan være forsinket"), min_value=0, max_value=60)
    note = LineField(label=_("Merknad"), max_length=300, required=False, help_text=NO_ADDRESS)

    class Meta:
        model = PaymentPlan
        fields = ["agreed_on", "tolerance_days", "note"]

    field_order = ["agreed_on", "first_due_on", "parts", "amounts", "tolerance_days", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        routine = ArrearsRoutine.objects.on(timezone.localdate())
        self.fields["tolerance_days"].initial = routine.tolerance_days

    def rows(self):
        return PaymentPlan.objects.filter(case=self.case)

    def first_made(self):
        made = super().first_made()
        return made and made.case

    def clean_agreed_on(self):
        return self.within_case(self.cleaned_data["agreed_on"])

    def clean_amounts(self):
        found = []
        for line in self.cleaned_data["amounts"].splitlines():
            if line.strip():
                found.append(_amount(line))
        if len(found) > MOST_PARTS:
            raise forms.ValidationError(_("En avtale kan ha høyst {most} avdrag.").format(most=MOST_PARTS))
        return found

    def clean(self):
        answers = super().clean()
        agreed, first = answers.get("agreed_on"), answers.get("first_due_on")
        if agreed and first and first < agreed:
            self.add_error("first_due_on", _("Første avdrag kan ikke forfalle før avtalen er inngått."))
        elif agreed and first and (first - agreed).days > LATEST_FIRST:
            self.add_error("first_due_on", _("Første avdrag må forfalle innen et halvt år."))
        if agreed and not self.errors.keys() & {"parts", "amounts"}:
            self._split(answers, LedgerEntry.objects.filter(tenancy=self.case.tenancy_id).balance(agreed))
        return answers

    def _split(self, answers, debt: Decimal) -> None:
        """The instalments, when they are the debt."""
        self.debt = debt
        parts, amounts = answers.get("parts"), answers.get("amounts")
        if debt <= 0:
            self.add_error("agreed_on", _("Leieren skyldte ikke noe denne dagen."))
        elif bool(parts) == bool(amounts):
            self.add_error("parts", _("Skriv enten antall avdrag eller egne beløp."))
        elif parts and debt < parts:
            self.add_error("parts", _("Gjelden er {debt}. Velg færre avdrag.").format(debt=kr(debt)))
        elif amounts and sum(amounts) != debt:
            told = _("Beløpene er til sammen {sum}, og gjelden er {debt}.")
            self.add_error("amounts", told.format(sum=kr(sum(amounts)), debt=kr(debt)))
        else:
            self.amounts = amounts or equal_parts(debt, parts)

    def agree(self, *, by) -> ArrearsCase:
        """The agreement and its paper: neither without the other."""
        plan = self.keyed()
        plan.debt = self.debt
        days = due_days(self.cleaned_data["first_due_on"], len(self.amounts))
        parts = [Instalment(due_on=day, amount=amount) for day, amount in zip(days, self.amounts, strict=True)]
        with transaction.atomic():
            plan_letter.write(plan.agree(parts, by=by), by=by)
        return self.case


def _amount(line: str) -> Decimal:
    """«1 500,50» as kroner; at the field when it is not."""
    try:
        amount = KroneField(min_value=1, max_digits=9).clean(line)
    except (forms.ValidationError, InvalidOperation) as error:
        text = _("«{line}» er ikke et beløp på minst én krone.").format(line=line.strip()[:30])
        raise forms.ValidationError(text) from error
    return amount


class EndPlanForm(forms.Form):
    """Paid, or given up."""

    how = forms.ChoiceField(
        label=_("Hvordan den slutter"),
        choices=[("complete", _("Gjelden er betalt")), ("cancel", _("Avtalen avsluttes før den er betalt"))],
        widget=forms.RadioSelect,
    )
    ended_on = DateField(label=_("Dato"), initial=timezone.localdate)
    note = LineField(label=_("Hvorfor"), max_length=300, required=False, help_text=NO_ADDRESS)

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan = plan

    def clean_ended_on(self):
        day = not_in_future(self.cleaned_data["ended_on"])
        if day < self.plan.agreed_on:
            raise forms.ValidationError(_("Avtalen ble inngått {day:%d.%m.%Y}.").format(day=self.plan.agreed_on))
        return day

    def clean(self):
        answers = super().clean()
        if answers.get("how") == "cancel" and not answers.get("note"):
            self.add_error("note", _("Skriv hvorfor avtalen avsluttes."))
        return answers

    def end(self, *, by) -> ArrearsCase:
        on = self.cleaned_data["ended_on"]
        if self.cleaned_data["how"] == "complete":
            self.plan.complete(by=by, on=on)
        else:
            self.plan.cancel(by=by, on=on, note=self.cleaned_data["note"])
        return self.plan.case


class DeductionForm(OfCase, OnceForm):
    """Rent or instalments straight from a benefit. Never without the tenant's own leave."""

    consent = forms.ModelChoiceField(
        label=_("Samtykke"),
        queryset=Consent.objects.none(),
        empty_label=_("Velg"),
        help_text=_("Trekket varer ikke lenger enn samtykket, og stanser den dagen det trekkes tilbake."),
    )
    amount = KroneField(label=_("Beløp i måneden, kr"), min_value=1, max_digits=10)
    starts_on = DateField(label=_("Fra"), initial=timezone.localdate)
    ends_on = DateField(label=_("Til"), required=False, help_text=_("Tomt: til det avsluttes."))

    class Meta:
        model = BenefitDeduction
        fields = ["consent", "benefit", "amount", "starts_on", "ends_on"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        given = Consent.objects.visible_to(user).on(timezone.localdate())
        self.fields["consent"].queryset = given.filter(household=self.case.household).select_related("person")
        self.fields["consent"].label_from_instance = _consent_in_words

    def rows(self):
        return BenefitDeduction.objects.filter(case=self.case)

    def first_made(self):
        made = super().first_made()
        return made and made.case

    def clean_starts_on(self):
        day = self.cleaned_data["starts_on"]
        if day < self.case.opened_on:
            raise forms.ValidationError(_("Saken ble åpnet {day:%d.%m.%Y}.").format(day=self.case.opened_on))
        return day

    def clean(self):
        answers = super().clean()
        starts, ends, consent = (answers.get(name) for name in ("starts_on", "ends_on", "consent"))
        if starts and ends and ends <= starts:
            self.add_error("ends_on", _("Trekket slutter før det begynner."))
        if starts and consent and (starts < consent.given_on or (consent.expires_on and consent.expires_on <= starts)):
            self.add_error("starts_on", _("Samtykket gjelder ikke denne dagen."))
        return answers

    def begin(self, *, by) -> ArrearsCase:
        self.keyed().begin(by=by)
        return self.case


def _consent_in_words(consent: Consent) -> str:
    until = _("til {day:%d.%m.%Y}").format(day=consent.expires_on) if consent.expires_on else _("til det trekkes")
    return f"{consent.person}: {consent.recipient}, {consent.purpose} ({until})"


class EndDeductionForm(forms.Form):
    reason = forms.ChoiceField(label=_("Hvorfor"), choices=BenefitDeduction.EndReason.choices, widget=forms.RadioSelect)
    ends_on = DateField(label=_("Avsluttet"), initial=timezone.localdate)

    def __init__(self, *args, deduction, **kwargs):
        super().__init__(*args, **kwargs)
        self.deduction = deduction

    def clean_ends_on(self):
        return not_in_future(self.cleaned_data["ends_on"])

    def end(self, *, by) -> ArrearsCase:
        self.deduction.end(by=by, on=self.cleaned_data["ends_on"], reason=self.cleaned_data["reason"])
        return self.deduction.case
