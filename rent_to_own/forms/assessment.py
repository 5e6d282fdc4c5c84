"""The assessment of a household's economy (økonomisk vurdering), reckoned as one writes and frozen when it is kept."""

from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.fields import DateField, TextField
from housing.form_page import OnceForm
from housing.forms.people import not_in_future
from housing.models import Membership
from rent_to_own import assessed
from rent_to_own.affordability import Economy, Financing, Home, Outcome, Result, afford
from rent_to_own.annuity import Terms
from rent_to_own.forms.assessment_fields import (
    FIXED,
    NO,
    TITLE,
    EconomyFields,
    PurchaseFields,
    layout,
    monthly,
)
from rent_to_own.living_costs import LivingCosts, living_costs
from rent_to_own.loan_terms import LongTerm, TermFault, term_faults
from rent_to_own.models import FinanceAssessment, ReferenceBudget

ADULT_AGE = 18
FAULTY_FIELD = {
    TermFault.TOO_LONG: "years",
    TermFault.TESTS_UNMET: "tests_met",
    TermFault.INTEREST_ONLY_TOO_LONG: "interest_only_years",
    TermFault.NEVER_PAID_DOWN: "interest_only_years",
}


class AboutHousehold(OnceForm):
    """An assessment of one household, made on a day that has been."""

    made_on = DateField(label=_("Vurdert"), initial=timezone.localdate)
    reasons = TextField(
        label=_("Begrunnelse"),
        max_length=5000,
        rows=4,
        help_text=_("Kort og klart. Husstanden leser det. Ikke skriv adresser her."),
    )

    class Meta:
        model = FinanceAssessment
        fields = ["made_on", "reasons"]

    def __init__(self, *args, household, **kwargs):
        super().__init__(*args, **kwargs)
        self.household = self.instance.household = household

    def rows(self):
        return FinanceAssessment.objects.filter(household=self.household)

    def validate_constraints(self):
        """What the constraints are about, such as the result, is not known before the row is made."""

    def clean_made_on(self):
        day = not_in_future(self.cleaned_data["made_on"])
        if day < self.household.created_on:
            raise forms.ValidationError(
                _("Husstanden ble registrert først {day:%d.%m.%Y}.").format(day=self.household.created_on)
            )
        return day


class NotWantedForm(AboutHousehold):
    """They have been asked, and do not want to own: no numbers are needed for that."""

    def keep(self, *, by) -> FinanceAssessment:
        made = self.keyed()
        made.outcome = Outcome.NOT_WANTED
        return made.make(by=by)


class AssessmentForm(EconomyFields, PurchaseFields, AboutHousehold):
    """All that is asked; ``is_trial`` reckons before anything is concluded."""

    outcome = forms.ChoiceField(label=_("Konklusjon"), choices=Outcome.choices, widget=forms.RadioSelect)

    class Meta(AboutHousehold.Meta):
        fields = ["made_on", "outcome", "reasons"]

    def __init__(self, *args, is_trial=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_trial = is_trial
        self.result: Result | None = None
        self.living: LivingCosts | None = None
        self.members = self.household.members_on(timezone.localdate())
        self.adults = self._ask_each_adult()
        if is_trial:
            for name in ("outcome", "reasons", "cofinancing", "cofinancing_reason"):
                self.fields[name].required = False
        self.helper = layout(list(self.adults))

    def _ask_each_adult(self) -> dict[str, str]:
        """A field for each adult's income, and whose it is; somebody may have come of age since they moved in."""
        today, names = timezone.localdate(), []
        for member in self.members:
            age = member.person.age_on(today)
            is_adult = member.role != Membership.Role.CHILD if age is None else age >= ADULT_AGE
            names += [str(member.person)] if is_adult else []
        found = {f"income_{number}": name for number, name in enumerate(names or [self.household.name], 1)}
        for field, name in found.items():
            label = _("Inntekt, {name}").format(name=name)
            self.fields[field] = monthly(
                label, _("Lønn eller trygd etter skatt. 0 når det ikke er noen."), required=True
            )
        return found

    def clean(self):
        answers = super().clean()
        self._check_economy(answers)
        self._check_terms(answers)
        self._check_cofinancing(answers)
        if not self.errors:
            self._reckon(answers)
        return answers

    def _check_economy(self, answers) -> None:
        made_on, ends_on = answers.get("made_on"), answers.get("settlement_ends_on")
        if answers.get("settlement") and not ends_on and "settlement_ends_on" not in self.errors:
            self.add_error("settlement_ends_on", _("Skriv når gjeldsordningen er over."))
        if made_on and ends_on and ends_on <= made_on:
            self.add_error("settlement_ends_on", _("Er gjeldsordningen over, skal det ikke stå noe her."))
        total, used = answers.get("savings_total"), answers.get("savings")
        if used and used > (total or 0) and not self.errors.keys() & {"savings_total", "savings"}:
            self.add_error("savings", _("De kan ikke bruke mer enn de har spart."))
        if answers.get("own_living_costs") is not None and not answers.get("living_costs_reason"):
            self.add_error("living_costs_reason", _("Skriv hvorfor satsene ikke er brukt."))
        self.budget = ReferenceBudget.objects.on(made_on) if made_on else None
        if made_on and self.budget is None and answers.get("own_living_costs") is None:
            told = _("Kommunen har ikke lagt inn satser for livsopphold den dagen. Skriv beløpet, og hvor det er fra.")
            self.add_error("own_living_costs", told)

    def _check_terms(self, answers) -> None:
        years, fixed = answers.get("years"), answers.get("fixed_years")
        if answers.get("rate_kind") == FIXED and "fixed_years" not in self.errors:
            if not fixed:
                self.add_error("fixed_years", _("Skriv hvor mange år renten er fast."))
            elif years and fixed > years:
                self.add_error("fixed_years", _("Renten kan ikke være fast lenger enn lånet varer."))
        if not years or self.errors.keys() & {"interest_only_years", "tests_met", "special_grounds"}:
            return
        long_term = LongTerm(frozenset(answers["tests_met"]), frozenset(answers["special_grounds"]))
        for fault in term_faults(years, answers.get("interest_only_years") or 0, long_term):
            self.add_error(FAULTY_FIELD[fault], fault.label)

    def _check_cofinancing(self, answers) -> None:
        if not answers.get("bank"):
            return
        if answers.get("cofinancing") == NO:
            self.add_error("cofinancing", _("Med lån i bank er samfinansiering vurdert. Svar ja."))
        for name, told in (
            ("bank_rate", _("Skriv bankens rente.")),
            ("bank_years", _("Skriv hvor lenge lånet varer.")),
        ):
            if answers.get(name) is None and name not in self.errors:
                self.add_error(name, told)
        free, lasts = answers.get("bank_interest_only_years") or 0, answers.get("bank_years")
        if lasts and free >= lasts:
            self.add_error("bank_interest_only_years", TermFault.NEVER_PAID_DOWN.label)

    def _reckon(self, answers) -> None:
        day = answers["made_on"]
        if self.budget is not None:
            self.living = living_costs(self.budget.table(), [member.person.age_on(day) for member in self.members])
        self.result = afford(self.economy(), self.home(), self.financing())
        if answers.get("outcome") == Outcome.NOW and not self.is_trial:
            if self.result.missing_per_month:
                self.add_error("outcome", _("Tallene viser at de ikke kan betale for dette. Velg en annen konklusjon."))
            elif not self.result.highest_price:
                self.add_error("outcome", _("Tallene viser at det ikke er penger til å kjøpe for."))

    def _amount(self, name) -> Decimal:
        return self.cleaned_data.get(name) or Decimal(0)

    def living_costs(self) -> Decimal:
        own = self.cleaned_data.get("own_living_costs")
        return self.living.total if own is None else own

    def economy(self) -> Economy:
        ends_on = self.cleaned_data.get("settlement_ends_on")
        names = ("benefits", "allowance_now", "allowance_as_owner", "debt_payments", "settlement", "other_fixed")
        return Economy(
            incomes=tuple(self._amount(name) for name in self.adults),
            living_costs=self.living_costs(),
            settlement_months=assessed.months_until(self.cleaned_data["made_on"], ends_on) if ends_on else None,
            rent_today=self._amount("rent_today"),
            **{name: self._amount(name) for name in names},
        )

    def home(self) -> Home:
        names = ("common_debt", "common_costs", "municipal_fees", "upkeep", "buying_costs")
        return Home(
            price=self.cleaned_data.get("price"),
            has_duty=self.cleaned_data["ownership"] == TITLE,
            **{name: self._amount(name) for name in names},
        )

    def financing(self) -> Financing:
        said = self.cleaned_data
        fixed = said["fixed_years"] * 12 if said["rate_kind"] == FIXED else 0
        terms = Terms(said["rate"], said["years"] * 12, (said["interest_only_years"] or 0) * 12, fixed)
        bank_terms = None
        if self._amount("bank"):
            free = (said["bank_interest_only_years"] or 0) * 12
            bank_terms = Terms(said["bank_rate"], said["bank_years"] * 12, free)
        amounts = {name: self._amount(name) for name in ("savings", "grant", "bank")}
        return Financing(terms, bank_terms=bank_terms, **amounts)

    def keep(self, *, by) -> FinanceAssessment:
        made = self.keyed()
        made.budget = None if self.cleaned_data.get("own_living_costs") is not None else self.budget
        made.inputs = assessed.frozen_inputs(self)
        made.result = assessed.frozen(self.result)
        return made.make(by=by)
