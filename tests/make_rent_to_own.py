"""Makes one of each thing of rent to own, with just enough facts to be lawful (as ``tests/make.py`` does)."""

from datetime import date
from decimal import Decimal

from rent_to_own.models import Appraisal, Guidance, HousingAssociation, Outreach, Purchase, StartLoan
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
