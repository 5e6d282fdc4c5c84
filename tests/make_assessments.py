"""Makes the economy of a household and what it is reckoned to live on, with just enough facts to be lawful."""

from datetime import date
from decimal import Decimal

from rent_to_own import assessed
from rent_to_own.affordability import Economy, Financing, Home, afford
from rent_to_own.annuity import Terms
from rent_to_own.living_costs import Step, Table
from rent_to_own.models import FinanceAssessment, ReferenceBudget
from tests import make

DAY = make.DAY
# Made up, and easily added up: a child 4 000, a grown-up 8 000, and 1 000 a person for the household.
AGES = (Step(0, Decimal(4000)), Step(18, Decimal(8000)))
SIZES = tuple(Step(size, Decimal(1000 * size)) for size in range(1, 6))
ANSWERS = {
    "income_1": "38000.00",
    "benefits": "3000.00",
    "rent_today": "9000.00",
    "savings_total": "100000.00",
    "savings": "60000.00",
    "price": "2000000.00",
    "ownership": "share",
    "common_costs": "4000.00",
    "rate_kind": "floating",
    "rate": "5.000",
    "years": 30,
    "tests_met": [],
    "special_grounds": [],
    "grant": "300000.00",
    "cofinancing": "no",
    "cofinancing_reason": "Banken gir ikke lån.",
}
UNANSWERED = (
    *("allowance_now", "allowance_as_owner", "debt_payments", "settlement", "settlement_ends_on", "other_fixed"),
    *("own_living_costs", "living_costs_reason", "common_debt", "buying_costs", "municipal_fees", "upkeep"),
    *("fixed_years", "interest_only_years", "bank", "bank_rate", "bank_years", "bank_interest_only_years"),
)


def reference_budget(valid_from=date(2020, 1, 1), *, by=None, ages=AGES, sizes=SIZES, **fields) -> ReferenceBudget:
    facts = {"source": "Oppdiktede prøvesatser", "is_made_up": True} | fields
    return ReferenceBudget(valid_from=valid_from, **facts).begin(Table(ages, sizes), by=by)


def assessment(household, *, by=None, made_on=DAY, outcome="now", reasons="De har råd.", **fields) -> FinanceAssessment:
    """One grown-up and a child who can pay for a flat of two million."""
    made = FinanceAssessment(household=household, made_on=made_on, outcome=outcome, reasons=reasons, **fields)
    if outcome != "not_wanted":
        economy = Economy((Decimal(38000),), Decimal(14000), benefits=Decimal(3000), rent_today=Decimal(9000))
        home = Home(price=Decimal(2_000_000), common_costs=Decimal(4000))
        financing = Financing(Terms(Decimal(5), 360), savings=Decimal(60_000), grant=Decimal(300_000))
        made.result = assessed.frozen(afford(economy, home, financing))
        answers = dict.fromkeys(UNANSWERED) | ANSWERS
        made.inputs = {
            "answers": answers,
            "adults": {"income_1": "Amina Haugen"},
            "living": {"persons": [["Amina Haugen", None, "8000"], ["Barn", 8, "4000"]], "household": "2000"},
            "living_costs": "14000",
        }
    return made.make(by=by)
