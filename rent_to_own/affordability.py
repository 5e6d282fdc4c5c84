"""What a household can afford to own (betjeningsevne): the highest price, the month as owner, and what is missing.

All amounts are kroner; those of an economy and of running a home are per month. The price (kjøpesum) is what is paid
to the seller. Common debt (fellesgjeld) comes with the home and is borne through the common costs (felleskostnader),
which are to be given with its interest and instalments. Own savings go in first, then grant, then the bank's loan;
startlån is for what nobody else finances (forskrift om lån fra Husbanken § 5-2).
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from math import ceil

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from rent_to_own.annuity import Terms, first_payment, highest_payment, largest_loan, regular_payment, schedule, to_øre

NOTHING = Decimal(0)
# Dokumentavgift: of the price of a home with its own title. A share in a housing cooperative (borettslag) has none.
DOCUMENT_DUTY = Decimal("0.025")
# Percentage points a household should bear, as banks must reckon (utlånsforskriften, three points).
DEARER_POINTS = Decimal(3)
SOON_MONTHS = 60


class Outcome(TextChoices):
    """Whether they may come to own (eierpotensial)."""

    NOW = "now", _("Kan eie nå")
    WITHIN_FIVE_YEARS = "within_5_years", _("Kan eie innen fem år")
    NONE = "none", _("Kan ikke eie")
    NOT_WANTED = "not_wanted", _("Ønsker ikke å eie")


class Why(TextChoices):
    """What stands in the way, or must be seen before anybody says yes."""

    NOTHING_LEFT = "nothing_left"
    RUNNING_TOO_DEAR = "running_too_dear"
    LOAN_TOO_LARGE = "loan_too_large"
    IN_SETTLEMENT = "in_settlement"
    DEARER_NOT_BORNE = "dearer_not_borne"
    COSTS_MORE_AFTER_INTEREST_ONLY = "costs_more_after_interest_only"
    GRANT_LEFT = "grant_left"


@dataclass(frozen=True)
class Economy:
    """A household's month, after tax."""

    incomes: tuple[Decimal, ...]
    living_costs: Decimal
    benefits: Decimal = NOTHING
    allowance_now: Decimal = NOTHING
    allowance_as_owner: Decimal = NOTHING
    debt_payments: Decimal = NOTHING
    settlement: Decimal = NOTHING
    # Months until the debt settlement is over; None when there is none.
    settlement_months: int | None = None
    other_fixed: Decimal = NOTHING
    rent_today: Decimal = NOTHING

    @property
    def for_housing(self) -> Decimal:
        """What is left for a home when all else is paid, before any housing allowance."""
        earned = sum(self.incomes, self.benefits)
        return earned - self.debt_payments - self.settlement - self.other_fixed - self.living_costs


@dataclass(frozen=True)
class Home:
    """What is to be bought; without a price it is the highest price one asks about."""

    price: Decimal | None = None
    common_debt: Decimal = NOTHING
    common_costs: Decimal = NOTHING
    municipal_fees: Decimal = NOTHING
    upkeep: Decimal = NOTHING
    has_duty: bool = False
    buying_costs: Decimal = NOTHING

    @property
    def running(self) -> Decimal:
        return self.common_costs + self.municipal_fees + self.upkeep

    def duty(self, price: Decimal) -> Decimal:
        return to_øre(price * DOCUMENT_DUTY) if self.has_duty else NOTHING

    def to_pay(self, price: Decimal) -> Decimal:
        """The price with what it costs to buy; nothing for what is not bought."""
        return price + self.duty(price) + self.buying_costs if price else NOTHING


@dataclass(frozen=True)
class Financing:
    terms: Terms
    savings: Decimal = NOTHING
    grant: Decimal = NOTHING
    bank: Decimal = NOTHING
    bank_terms: Terms | None = None

    def __post_init__(self) -> None:
        if self.bank and self.bank_terms is None:
            raise ValueError("A bank's loan has terms.")


@dataclass(frozen=True)
class Sources:
    """Who pays for a purchase. The startlån is in whole kroner, rounded up: it must reach."""

    to_pay: Decimal
    savings: Decimal
    grant: Decimal
    bank: Decimal
    loan: Decimal


@dataclass(frozen=True)
class Line:
    """One part of what a home costs a month: as a tenant, as an owner, and with a higher rate."""

    part: str
    today: Decimal
    owner: Decimal
    dearer: Decimal


@dataclass(frozen=True)
class Result:
    price: Decimal
    highest_price: Decimal
    duty: Decimal
    sources: Sources
    largest_loan: Decimal
    lines: tuple[Line, ...]
    left_today: Decimal
    left_as_owner: Decimal
    left_when_dearer: Decimal
    first_month: Decimal
    missing_per_month: Decimal
    missing_capital: Decimal
    dearer_from_month: int
    months_to_save: int | None
    why: tuple[Why, ...]
    hint: Outcome

    @property
    def cost_today(self) -> Decimal:
        return sum((line.today for line in self.lines), NOTHING)

    @property
    def cost_as_owner(self) -> Decimal:
        return sum((line.owner for line in self.lines), NOTHING)

    @property
    def cost_when_dearer(self) -> Decimal:
        return sum((line.dearer for line in self.lines), NOTHING)


def highest_price(capital: Decimal, home: Home) -> Decimal:
    """The highest price in whole kroner that the capital pays with duty and buying costs."""
    rate = DOCUMENT_DUTY if home.has_duty else NOTHING
    price = max((capital - home.buying_costs) / (1 + rate), NOTHING).to_integral_value(rounding=ROUND_FLOOR) + 1
    # The duty is rounded to the øre, so the division alone may be a krone off either way.
    while price and home.to_pay(price) > capital:
        price -= 1
    return price


def sources_of(to_pay: Decimal, financing: Financing) -> Sources:
    savings = min(to_pay, financing.savings)
    grant = min(to_pay - savings, financing.grant)
    bank = min(to_pay - savings - grant, financing.bank)
    loan = (to_pay - savings - grant - bank).to_integral_value(rounding=ROUND_CEILING)
    return Sources(to_pay, savings, grant, bank, loan)


def usual_payment(loan: Decimal, terms: Terms | None, points: Decimal = NOTHING) -> Decimal:
    """What the dearest ordinary month costs, with the rate so many points higher once it is no longer fixed.

    The very last month, which takes up what rounding left, is not told as what a home costs.
    """
    if terms is None or not loan:
        return NOTHING
    if not points:
        return regular_payment(loan, terms)
    totals = [payment.total for payment in schedule(loan, terms, terms.rate + points)]
    return max(totals[:-1] if terms.paying_months > 1 else totals)


def afford(economy: Economy, home: Home, financing: Financing) -> Result:
    """Everything a family and its adviser need to see before they decide."""
    for_loans = economy.for_housing + economy.allowance_as_owner - home.running
    highest = _highest(for_loans, home, financing)
    price = highest if home.price is None else home.price
    sources = sources_of(home.to_pay(price), financing)
    bank_costs = _highest_of_bank(sources.bank, financing)
    largest = largest_loan(for_loans - bank_costs, financing.terms)
    fits = sources.loan <= largest and bank_costs <= for_loans
    costs = highest_payment(sources.loan, financing.terms) + bank_costs
    missing = NOTHING if fits else _missing(financing, sources, for_loans, costs)
    too_much_bank = max(sources.bank - _largest_of_bank(for_loans, financing), NOTHING)
    missing_capital = NOTHING if fits else max(sources.loan - largest, NOTHING) + too_much_bank
    lines = tuple(_lines(economy, home, financing, sources))
    left_today = economy.for_housing - sum((line.today for line in lines), NOTHING)
    left_when_dearer = economy.for_housing - sum((line.dearer for line in lines), NOTHING)
    to_save = _months_to_save(missing, missing_capital, left_today)
    why = tuple(_why(economy, home, financing, sources, for_loans, fits, left_when_dearer))
    return Result(
        price=price,
        highest_price=highest,
        duty=home.duty(price),
        sources=sources,
        largest_loan=largest,
        lines=lines,
        left_today=left_today,
        left_as_owner=economy.for_housing - sum((line.owner for line in lines), NOTHING),
        left_when_dearer=left_when_dearer,
        first_month=first_payment(sources.loan, financing.terms),
        missing_per_month=missing,
        missing_capital=missing_capital,
        dearer_from_month=financing.terms.fixed_months + 1,
        months_to_save=to_save,
        why=why,
        hint=_hint(economy, fits, to_save, for_loans, costs),
    )


def _highest(for_loans: Decimal, home: Home, financing: Financing) -> Decimal:
    """Who cannot pay for running the home can pay no price for it, whoever gives the money."""
    if for_loans < 0:
        return NOTHING
    bank = min(financing.bank, _largest_of_bank(for_loans, financing))
    loan = largest_loan(for_loans - _highest_of_bank(bank, financing), financing.terms)
    return highest_price(financing.savings + financing.grant + bank + loan, home)


def _largest_of_bank(for_loans: Decimal, financing: Financing) -> Decimal:
    return largest_loan(for_loans, financing.bank_terms) if financing.bank_terms else NOTHING


def _highest_of_bank(bank: Decimal, financing: Financing) -> Decimal:
    """The two loans' dearest months need not be the same one; to add them is the safe side."""
    return highest_payment(bank, financing.bank_terms) if financing.bank_terms else NOTHING


def _lines(economy: Economy, home: Home, financing: Financing, sources: Sources) -> list[Line]:
    loan, bank = (sources.loan, financing.terms), (sources.bank, financing.bank_terms)
    # Common debt as a rule floats, and its interest comes with the common costs.
    common_when_dearer = home.common_costs + to_øre(home.common_debt * DEARER_POINTS / 1200)
    return [
        Line("rent", economy.rent_today, NOTHING, NOTHING),
        Line("loan", NOTHING, usual_payment(*loan), usual_payment(*loan, DEARER_POINTS)),
        Line("bank", NOTHING, usual_payment(*bank), usual_payment(*bank, DEARER_POINTS)),
        Line("common_costs", NOTHING, home.common_costs, common_when_dearer),
        Line("municipal_fees", NOTHING, home.municipal_fees, home.municipal_fees),
        Line("upkeep", NOTHING, home.upkeep, home.upkeep),
        Line("allowance", -economy.allowance_now, -economy.allowance_as_owner, -economy.allowance_as_owner),
    ]


def _missing(financing: Financing, sources: Sources, for_loans: Decimal, dearest: Decimal) -> Decimal:
    """As the table has it, in an ordinary month; the last one's øre only when they are all that is too much."""
    usual = usual_payment(sources.loan, financing.terms) + usual_payment(sources.bank, financing.bank_terms)
    return usual - for_loans if usual > for_loans else dearest - for_loans


def _months_to_save(missing: Decimal, capital: Decimal, left_today: Decimal) -> int | None:
    """How long what is left of today's month takes to become the capital that is missing; None when it never does."""
    if not missing:
        return 0
    if capital <= 0 or left_today <= 0:
        return None
    return ceil(capital / left_today)


def _why(economy, home, financing, sources, for_loans, fits, left_when_dearer):
    if economy.for_housing + economy.allowance_as_owner <= 0:
        yield Why.NOTHING_LEFT
    elif for_loans < 0:
        yield Why.RUNNING_TOO_DEAR
    elif not fits:
        yield Why.LOAN_TOO_LARGE
    if economy.settlement_months is not None:
        yield Why.IN_SETTLEMENT
    if fits and left_when_dearer < 0:
        yield Why.DEARER_NOT_BORNE
    if sources.loan and financing.terms.interest_only_months:
        yield Why.COSTS_MORE_AFTER_INTEREST_ONLY
    if financing.grant > sources.grant:
        yield Why.GRANT_LEFT


def _hint(economy: Economy, fits: bool, to_save: int | None, for_loans: Decimal, costs: Decimal) -> Outcome:
    """What the numbers point to. A person decides, who knows more than the numbers."""
    in_settlement = economy.settlement_months
    if in_settlement is None:
        if fits:
            return Outcome.NOW
        is_soon = to_save is not None and to_save <= SOON_MONTHS
        return Outcome.WITHIN_FIVE_YEARS if is_soon else Outcome.NONE
    bears_afterwards = fits or costs <= for_loans + economy.settlement
    return Outcome.WITHIN_FIVE_YEARS if bears_afterwards and in_settlement <= SOON_MONTHS else Outcome.NONE
