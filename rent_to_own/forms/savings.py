"""Forms about renting with saving: the agreement, deposits, talks and training, appraisals, the purchase, the end."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.fields import DateField, KroneField, LineField, TextField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future
from housing.models import Dwelling, Tenancy
from rent_to_own import sales, savings
from rent_to_own.models import Appraisal, SavingsAgreement, SavingsDeposit, SavingsMeeting

EARLY_END = _(
    "Det dere har spart, er deres eget og blir stående på kontoen deres. Retten til å kjøpe til den faste prisen "
    "faller bort, og leieforholdet fortsetter på vanlige vilkår."
)
MOST = 99_999_999


class AgreementForm(OnceForm):
    """Five years from the first day, at a price that does not change."""

    starts_on = DateField(label=_("Avtalen gjelder fra"), initial=timezone.localdate)
    fixed_price = KroneField(label=_("Fast pris"), min_value=1, max_value=MOST)
    savings_target = KroneField(label=_("Sparemål"), min_value=1, max_value=MOST)
    monthly_amount = KroneField(
        label=_("Sparing per måned"),
        required=False,
        min_value=1,
        max_value=MOST,
        help_text=_("Står feltet tomt, blir målet delt på 60 måneder."),
    )
    option_on = DateField(
        label=_("Kjøpet bestemmes innen"),
        required=False,
        help_text=_("Står feltet tomt, er det den siste dagen i avtalen."),
    )
    early_end_terms = TextField(
        label=_("Hva som skjer hvis avtalen slutter før tiden"), max_length=2000, rows=4, initial=EARLY_END
    )

    class Meta:
        model = SavingsAgreement
        fields = [
            "dwelling",
            "starts_on",
            "fixed_price",
            "savings_target",
            "monthly_amount",
            "option_on",
            "early_end_terms",
        ]

    def __init__(self, *args, household, **kwargs):
        super().__init__(*args, **kwargs)
        self.household = self.instance.household = household
        homes = Tenancy.objects.municipal().filter(
            household=household, moved_in_on__isnull=False, moved_out_on__isnull=True
        )
        field = self.fields["dwelling"]
        field.queryset = Dwelling.objects.filter(pk__in=homes.values("dwelling"), ownership="owned")
        field.required, field.empty_label = True, _("Velg boligen")
        field.label = _("Boligen de leier og skal kjøpe")
        # By number of the tenancy: where somebody lives is not told here (housing/protection.py).
        numbers = {row.dwelling_id: row.number for row in homes}
        field.label_from_instance = lambda row: _("Leieforhold {number}").format(number=numbers[row.pk])

    def rows(self):
        return SavingsAgreement.objects.filter(household=self.household)

    def clean_starts_on(self):
        return not_in_future(self.cleaned_data["starts_on"])

    def clean(self):
        answers = super().clean()
        starts_on, option_on = answers.get("starts_on"), answers.get("option_on")
        target, monthly, price = (answers.get(name) for name in ("savings_target", "monthly_amount", "fixed_price"))
        if target and price and target > price:
            self.add_error("savings_target", _("Sparemålet kan ikke være høyere enn prisen."))
        if target and "monthly_amount" not in self.errors:
            least = savings.monthly_for(target)
            if monthly and monthly * 12 * savings.YEARS < target:
                text = _("Med dette beløpet blir ikke målet nådd på fem år. Det må være minst {least} kr.")
                self.add_error("monthly_amount", text.format(least=f"{least:,.0f}".replace(",", "\u00a0")))
            self.instance.monthly_amount = answers["monthly_amount"] = monthly or least
        if starts_on:
            self.instance.ends_on = savings.last_day(starts_on)
            if option_on and not starts_on < option_on <= self.instance.ends_on:
                self.add_error("option_on", _("Dagen må være i løpet av avtalens fem år."))
            if not option_on and "option_on" not in self.errors:
                self.instance.option_on = answers["option_on"] = self.instance.ends_on
        return answers

    def agree(self, *, by) -> SavingsAgreement:
        made = self.keyed()
        made.caseworker = by
        return made.agree(by=by)


class PartForm(OnceForm):
    """Something registered on an agreement that is in force."""

    DATE = ""

    def __init__(self, *args, agreement, **kwargs):
        super().__init__(*args, **kwargs)
        self.agreement = agreement

    def clean(self):
        answers = super().clean()
        day = answers.get(self.DATE)
        if day and day < self.agreement.starts_on:
            text = _("Avtalen begynte først {day:%d.%m.%Y}.").format(day=self.agreement.starts_on)
            self.add_error(self.DATE, text)
        if day and day > timezone.localdate():
            self.add_error(self.DATE, _("Datoen er frem i tid."))
        return answers


class DepositForm(PartForm):
    """Money put aside, or with a minus taken out or corrected."""

    DATE = "posted_on"
    posted_on = DateField(label=_("Dato"), initial=timezone.localdate)
    amount = KroneField(
        label=_("Beløp"),
        min_value=-MOST,
        max_value=MOST,
        help_text=_("Et uttak eller en retting skrives med minus foran."),
    )

    class Meta:
        model = SavingsDeposit
        fields = ["posted_on", "amount"]

    def rows(self):
        return SavingsDeposit.objects.filter(agreement=self.agreement)

    def clean_amount(self):
        if self.cleaned_data["amount"] == 0:
            raise forms.ValidationError(_("Beløpet kan ikke være null."))
        return self.cleaned_data["amount"]

    def keep(self, *, by):
        self.agreement.deposit(self.keyed(), by=by)
        return self.agreement


class MeetingForm(PartForm):
    DATE = "held_on"
    kind = forms.ChoiceField(label=_("Hva"), choices=SavingsMeeting.Kind.choices, widget=forms.RadioSelect)
    held_on = DateField(label=_("Holdt"), initial=timezone.localdate)
    note = TextField(
        label=_("Hva dere snakket om, og hva som ble avtalt"),
        max_length=2000,
        rows=4,
        help_text=_("Ikke skriv adresser her."),
    )

    class Meta:
        model = SavingsMeeting
        fields = ["kind", "held_on", "note"]

    def rows(self):
        return SavingsMeeting.objects.filter(agreement=self.agreement)

    def keep(self, *, by):
        self.agreement.meet(self.keyed(), by=by)
        return self.agreement


class AppraisalForm(PartForm):
    """What the home is worth today: the fixed price is held against it."""

    DATE = "appraised_on"
    appraised_on = DateField(label=_("Takstdato"), initial=timezone.localdate)
    amount = KroneField(label=_("Takst"), min_value=1, max_value=MOST)
    appraiser = LineField(label=_("Hvem har taksert"))

    class Meta:
        model = Appraisal
        fields = ["appraised_on", "amount", "appraiser"]

    def rows(self):
        return Appraisal.objects.filter(dwelling=self.agreement.dwelling_id)

    def first_made(self):
        return self.agreement if super().first_made() else None

    def keep(self, *, by):
        self.agreement.appraise(self.keyed(), by=by)
        return self.agreement


class OutcomeForm(forms.Form):
    """How the agreement is over."""

    day = DateField(initial=timezone.localdate)

    def __init__(self, *args, agreement, **kwargs):
        super().__init__(*args, **kwargs)
        self.agreement = agreement

    def clean_day(self):
        day = not_in_future(self.cleaned_data["day"])
        if day < self.agreement.starts_on:
            raise forms.ValidationError(_("Avtalen begynte først {day:%d.%m.%Y}.").format(day=self.agreement.starts_on))
        return day


class BuyForm(OutcomeForm):
    """At the fixed price, which is not asked for again."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["day"].label = _("Kjøpt")

    @property
    def balance(self) -> sales.Balance:
        """What the sale will do to the account and the stock."""
        return sales.balance_around(self.agreement.fixed_price, timezone.localdate())

    def keep(self, *, by):
        self.agreement.buy(by=by, bought_on=self.cleaned_data["day"])
        return self.agreement


class EndForm(OutcomeForm):
    reason = TextField(label=_("Hvorfor avtalen avsluttes"), max_length=1000, rows=3)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["day"].label = _("Avsluttet")

    def keep(self, *, by):
        self.agreement.end(by=by, ended_on=self.cleaned_data["day"], reason=self.cleaned_data["reason"])
        return self.agreement
