"""Forms about the deposit fund: capital, loans on their conditions, what comes back, what is lost."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.fields import DateField, KroneField, LineField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future
from rent_to_own.models import DepositLoan, FundEntry
from rent_to_own.models.deposit_loan import MONTHS_AT_MOST, monthly_plan

Kind = FundEntry.Kind
MOST = 99_999_999


class EntryForm(OnceForm):
    """One entry. What the fund does not have, or the household does not owe, PostgreSQL refuses."""

    posted_on = DateField(label=_("Bokført"), initial=timezone.localdate)
    amount = KroneField(label=_("Beløp"), min_value=0.01, max_value=MOST)
    note = LineField(label=_("Merknad"), required=False, max_length=300, help_text=_("Ikke skriv navn eller adresser."))

    class Meta:
        model = FundEntry
        fields = ["posted_on", "amount", "note"]

    def rows(self):
        return FundEntry.objects.all()

    def clean_posted_on(self):
        return not_in_future(self.cleaned_data["posted_on"])


class CapitalForm(EntryForm):
    """The municipality puts money in the fund."""

    def keep(self, *, by) -> FundEntry:
        made = self.keyed()
        made.kind = Kind.CAPITAL
        return made.post(by=by)


class HouseholdEntryForm(EntryForm):
    KINDS: tuple = ()
    kind = forms.ChoiceField(label=_("Hva"), widget=forms.RadioSelect)

    field_order = ["kind", "posted_on", "amount", "note"]

    class Meta:
        model = FundEntry
        fields = ["kind", "posted_on", "amount", "note"]

    def __init__(self, *args, household, **kwargs):
        super().__init__(*args, **kwargs)
        self.household = self.instance.household = household
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in self.KINDS]

    def rows(self):
        return FundEntry.objects.filter(household=self.household)

    def clean(self):
        answers = super().clean()
        kind, day, amount = (answers.get(name) for name in ("kind", "posted_on", "amount"))
        if kind and day and amount and kind != Kind.LOSS:
            owed = FundEntry.objects.of(self.household).outstanding(day)
            if amount > owed:
                self.add_error("amount", _("Husstanden skylder ikke så mye den dagen."))
        return answers

    def keep(self, *, by) -> FundEntry:
        return self.keyed().post(by=by)


class ReceivedForm(HouseholdEntryForm):
    """The household pays an instalment, or the deposit comes back when they move."""

    KINDS = (Kind.REPAYMENT, Kind.RETURN)


class LostForm(HouseholdEntryForm):
    """Money that will not come back: the loan, or what was paid out beyond it."""

    KINDS = (Kind.WRITE_OFF, Kind.LOSS)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].required = True
        self.fields["note"].label = _("Hvorfor")


class CorrectionForm(OnceForm):
    """A counter-entry: the whole of a wrong entry, the other way. What is right is then entered anew."""

    posted_on = DateField(label=_("Bokført"), initial=timezone.localdate)
    note = LineField(label=_("Hva som var feil"), max_length=300, help_text=_("Ikke skriv navn eller adresser."))

    class Meta:
        model = FundEntry
        fields = ["posted_on", "note"]

    def __init__(self, *args, entry, **kwargs):
        super().__init__(*args, **kwargs)
        self.entry = entry

    def rows(self):
        return FundEntry.objects.filter(corrects=self.entry)

    def clean_posted_on(self):
        day = not_in_future(self.cleaned_data["posted_on"])
        if day < self.entry.posted_on:
            text = _("Bilaget ble bokført først {day:%d.%m.%Y}.")
            raise forms.ValidationError(text.format(day=self.entry.posted_on))
        return day

    def keep(self, *, by) -> FundEntry:
        answers = self.cleaned_data
        return self.entry.take_back(by=by, posted_on=answers["posted_on"], note=answers["note"], external_id=self.key)


class LoanForm(OnceForm):
    """The three conditions are asked, and each has to be answered as the fund demands."""

    assistance = forms.ChoiceField(
        label=_("Mottar husstanden økonomisk sosialhjelp?"),
        choices=[("nei", _("Nei")), ("ja", _("Ja"))],
        widget=forms.RadioSelect,
    )
    assistance_checked_on = DateField(label=_("Undersøkt"), initial=timezone.localdate)
    has_plan = forms.ChoiceField(
        label=_("Har husstanden en boligkarriereplan som gjelder?"),
        choices=[("ja", _("Ja")), ("nei", _("Nei"))],
        widget=forms.RadioSelect,
    )
    paid_on = DateField(label=_("Utbetalt"), initial=timezone.localdate)
    amount = KroneField(label=_("Lån"), min_value=1, max_value=MOST)
    parts = forms.IntegerField(label=_("Antall avdrag, ett i måneden"), min_value=1, max_value=MONTHS_AT_MOST)
    first_due_on = DateField(
        label=_("Første avdrag"), help_text=_("Lånet skal være nedbetalt innen tre år etter utbetalingen.")
    )

    class Meta:
        model = DepositLoan
        fields = ["assistance_checked_on", "paid_on", "amount"]

    field_order = ["assistance", "assistance_checked_on", "has_plan", "paid_on", "amount", "parts", "first_due_on"]

    def __init__(self, *args, household, **kwargs):
        super().__init__(*args, **kwargs)
        self.household = self.instance.household = household
        self.plan = household.career_plans.in_force().first()
        self.instalments = []

    def rows(self):
        return DepositLoan.objects.filter(household=self.household)

    def clean_assistance(self):
        if self.cleaned_data["assistance"] == "ja":
            raise forms.ValidationError(
                _("Fondet er for husstander som ikke mottar økonomisk sosialhjelp. Vis dem til NAV.")
            )
        return self.cleaned_data["assistance"]

    def clean_assistance_checked_on(self):
        return not_in_future(self.cleaned_data["assistance_checked_on"])

    def clean_has_plan(self):
        if self.cleaned_data["has_plan"] == "nei":
            raise forms.ValidationError(_("Lag boligkarriereplanen sammen med husstanden først."))
        if self.plan is None:
            raise forms.ValidationError(_("Det er ikke registrert noen boligkarriereplan som gjelder."))
        return self.cleaned_data["has_plan"]

    def clean_paid_on(self):
        return not_in_future(self.cleaned_data["paid_on"])

    def clean(self):
        answers = super().clean()
        paid_on, first, amount, parts = (answers.get(name) for name in ("paid_on", "first_due_on", "amount", "parts"))
        if paid_on and self.plan and not self.plan.is_in_force_on(paid_on):
            text = _("Boligkarriereplanen ble laget først {day:%d.%m.%Y}.")
            self.add_error("paid_on", text.format(day=self.plan.made_on))
        if paid_on and first and first < paid_on:
            self.add_error("first_due_on", _("Første avdrag er før utbetalingen."))
        elif paid_on and first and amount and parts:
            self._plan_instalments(amount, parts, first, paid_on)
        return answers

    def _plan_instalments(self, amount, parts, first, paid_on) -> None:
        self.instalments = monthly_plan(amount, parts, first)
        if not self.instalments:
            self.add_error("parts", _("Lånet er for lite til så mange avdrag."))
        elif self.instalments[-1].due_on > DepositLoan.last_day(paid_on):
            last = DepositLoan.last_day(paid_on)
            text = _("Det siste avdraget må være senest {day:%d.%m.%Y}, tre år etter utbetalingen.")
            self.add_error("parts", text.format(day=last))

    def lend(self, *, by) -> DepositLoan:
        loan = self.keyed()
        loan.is_off_social_assistance, loan.career_plan = True, self.plan
        loan.repaid_by = self.instalments[-1].due_on
        return loan.pay_out(self.instalments, by=by)
