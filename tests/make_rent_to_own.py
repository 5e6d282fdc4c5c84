"""Makes one of each thing of rent to own, with just enough facts to be lawful (as ``tests/make.py`` does)."""

from datetime import date, timedelta
from decimal import Decimal

from allocation.models import CareerPlan
from housing.periods import add_months
from rent_to_own.models import (
    Appraisal,
    DepositLoan,
    FundEntry,
    Guidance,
    HousingAssociation,
    Outreach,
    Purchase,
    SavingsAgreement,
    SavingsDeposit,
    StartLoan,
)
from rent_to_own.models.deposit_loan import monthly_plan
from tests import make

DAY = make.DAY


def outreach(household, *, by=None, contacted_on=DAY, how="phone", answer="interested", **fields) -> Outreach:
    return Outreach(household=household, contacted_on=contacted_on, how=how, answer=answer, **fields).record(by=by)


def guidance(household, *, by=None, started_on=DAY, origin="tenant", **fields) -> Guidance:
    return Guidance(household=household, started_on=started_on, origin=origin, caseworker=by, **fields).start(by=by)


def assessed(household, *, by=None, potential="now", assessed_on=DAY, **fields) -> Guidance:
    made = guidance(household, by=by, **fields)
    made.assess(by=by, potential=potential, assessed_on=assessed_on)
    return made


def loan(guidance, *, by=None, applied_on=DAY, **fields) -> StartLoan:
    """Applied for, and not decided."""
    return StartLoan(household=guidance.household, guidance=guidance, applied_on=applied_on, **fields).apply(by=by)


def granted_loan(guidance, *, by=None, decided_on=DAY, loan_amount=1_500_000, grant_amount=None, **fields) -> StartLoan:
    facts = {"cofinancing_considered": True, "is_bank_cofinanced": False, "cofinancing_reason": "Banken sa nei."}
    applied_on = fields.pop("applied_on", min(decided_on, DAY))
    made = loan(guidance, by=by, applied_on=applied_on)
    made.decide(
        by=by,
        outcome="granted",
        decided_on=decided_on,
        loan_amount=None if loan_amount is None else Decimal(loan_amount),
        grant_amount=None if grant_amount is None else Decimal(grant_amount),
        **(facts | fields),
    )
    return made


def appraisal(dwelling, *, by=None, appraised_on=DAY, amount=1_000_000, **fields) -> Appraisal:
    facts = {"appraiser": "Takst og tomt AS"} | fields
    return Appraisal.objects.create(
        dwelling=dwelling, by=by, appraised_on=appraised_on, amount=Decimal(amount), **facts
    )


def private_purchase(guidance, *, by=None, bought_on=DAY, price=2_000_000, **fields) -> Purchase:
    facts = {"household": guidance.household, "guidance": guidance, "price": Decimal(price), "bought_on": bought_on}
    return Purchase(kind="private", **facts, **fields).buy_privately(by=by)


def municipal_purchase(guidance, dwelling, *, by, bought_on=DAY, price=1_000_000, **fields) -> Purchase:
    """``by`` may end tenancies: a leader."""
    facts = {"household": guidance.household, "guidance": guidance, "price": Decimal(price), "bought_on": bought_on}
    return Purchase(kind="municipal", dwelling=dwelling, **facts, **fields).buy_rented(by=by)


def association(name="Solvang borettslag", *, shares=100, addresses=("Strandgata 4",), **fields) -> HousingAssociation:
    return HousingAssociation.objects.create(name=name, shares=shares, addresses=list(addresses), **fields)


def tenant(dwelling=None, *, children=(), caseworker=None, moved_in_on=date(2025, 2, 1), **fields):
    """A household that rents a dwelling the municipality owns in a borettslag."""
    household = make.household(children=children, caseworker=caseworker)
    home = dwelling or make.dwelling(in_housing_association=True, **fields)
    make.tenancy(household, home, moved_in_on=moved_in_on)
    return household


def savings_agreement(household, dwelling=None, *, by=None, starts_on=DAY, price=1_500_000, target=60_000, **fields):
    """Five years, a thousand kroner a month unless something else is said."""
    facts = {"fixed_price": Decimal(price), "savings_target": Decimal(target), "caseworker": by}
    ends_on = add_months(starts_on, 60)
    facts |= {"ends_on": ends_on, "option_on": ends_on, "monthly_amount": Decimal(target) / 60} | fields
    return SavingsAgreement(household=household, dwelling=dwelling, starts_on=starts_on, **facts).agree(by=by)


def savings_deposit(agreement, posted_on, amount=1000, *, by=None) -> SavingsDeposit:
    return agreement.deposit(SavingsDeposit(posted_on=posted_on, amount=Decimal(amount)), by=by)


def career_plan(household, *, by=None, made_on=DAY, goal="own", next_step="Møte med banken", **fields) -> CareerPlan:
    facts = {"follow_up_on": made_on + timedelta(days=180)} | fields
    return CareerPlan(household=household, made_on=made_on, goal=goal, next_step=next_step, **facts).keep(by=by)


def fund_entry(kind, amount, *, household=None, posted_on=DAY, by=None, **fields) -> FundEntry:
    return FundEntry(kind=kind, amount=Decimal(amount), household=household, posted_on=posted_on, **fields).post(by=by)


def deposit_loan(household, amount=24_000, *, by=None, paid_on=DAY, parts=12, first_due_on=None) -> DepositLoan:
    """On its conditions: off social assistance, a plan in force, repaid within three years."""
    plan = household.career_plans.in_force().first() or career_plan(household, by=by, made_on=paid_on)
    instalments = monthly_plan(Decimal(amount), parts, first_due_on or add_months(paid_on, 1))
    loan = DepositLoan(household=household, paid_on=paid_on, amount=Decimal(amount), career_plan=plan)
    loan.is_off_social_assistance, loan.assistance_checked_on = True, paid_on
    loan.repaid_by = instalments[-1].due_on
    return loan.pay_out(instalments, by=by)
