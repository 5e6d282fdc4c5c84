"""What a loan costs each month (annuitetslån), to the øre.

A rate is nominal, in percent a year, and a twelfth of it falls due each month. The interest of a month and the payment
are rounded to the øre, half up; the last payment clears what is left, so it may be some øre, on a long loan some
kroner, above or below the others. With interest only (avdragsfrihet) nothing is paid down until those months are over,
and the rest of the term bears the whole loan. A fixed rate (fastrente) holds for ``fixed_months``; a floating one
(flytende) has none. When the rate changes, the payment is reckoned anew over the months that are left.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

ØRE = Decimal("0.01")
# Six hundred months to the power loses some digits: twice as many as a bank keeps, and then some.
EXACT = Context(prec=60)
# Forskrift om lån fra Husbanken § 8-5: in years, ordinarily and at the most, and interest only.
ORDINARY_YEARS, MOST_YEARS, MOST_INTEREST_ONLY_YEARS = 30, 50, 8


@dataclass(frozen=True)
class Terms:
    """How a loan is paid: ``rate`` in percent a year, ``months`` in all, the first of them interest only."""

    rate: Decimal
    months: int
    interest_only_months: int = 0
    fixed_months: int = 0

    def __post_init__(self) -> None:
        if not self.rate.is_finite() or self.rate < 0:
            raise ValueError("A rate is not negative.")
        if self.months < 1:
            raise ValueError("A loan lasts at least a month.")
        if not 0 <= self.interest_only_months <= self.months:
            raise ValueError("No longer interest only than the loan lasts.")
        if not 0 <= self.fixed_months <= self.months:
            raise ValueError("No longer fixed than the loan lasts.")

    @property
    def paying_months(self) -> int:
        """The months in which it is paid down; none when it is interest only to the end."""
        return self.months - self.interest_only_months


@dataclass(frozen=True)
class Payment:
    """One month: what is paid of interest and of the loan itself, and what is left, in kroner."""

    month: int
    interest: Decimal
    principal: Decimal
    left: Decimal

    @property
    def total(self) -> Decimal:
        return self.interest + self.principal


def to_øre(amount: Decimal) -> Decimal:
    return amount.quantize(ØRE, rounding=ROUND_HALF_UP, context=EXACT)


def interest_of_month(left: Decimal, rate: Decimal) -> Decimal:
    with localcontext(EXACT):
        return to_øre(left * rate / 1200)


def annuity(left: Decimal, rate: Decimal, months: int) -> Decimal:
    """The equal monthly payment that pays down what is left over so many months."""
    with localcontext(EXACT):
        monthly = rate / 1200
        if monthly == 0:
            return to_øre(left / months)
        return to_øre(left * monthly / (1 - (1 + monthly) ** -months))


def schedule(loan: Decimal, terms: Terms, later_rate: Decimal | None = None) -> Iterator[Payment]:
    """Every month to the last, which leaves nothing. ``later_rate`` is the rate when the fixed months are over."""
    left, payment, reckoned_at = loan, Decimal(0), None
    for month in range(1, terms.months + 1):
        is_later = later_rate is not None and month > terms.fixed_months
        rate = later_rate if is_later and later_rate is not None else terms.rate
        interest = interest_of_month(left, rate)
        if month == terms.months:
            principal = left
        elif month <= terms.interest_only_months:
            principal = Decimal(0)
        else:
            if reckoned_at != rate:
                payment, reckoned_at = annuity(left, rate, terms.months - month + 1), rate
            principal = min(payment - interest, left)
        left -= principal
        yield Payment(month, interest, principal, left)


def first_payment(loan: Decimal, terms: Terms) -> Decimal:
    """What the first month costs: interest alone while it is interest only."""
    return next(schedule(loan, terms)).total if loan else Decimal(0)


def regular_payment(loan: Decimal, terms: Terms) -> Decimal:
    """What a month costs once the loan is paid down; the whole of it with interest when no month pays it down."""
    if terms.paying_months == 0:
        return loan + interest_of_month(loan, terms.rate)
    return annuity(loan, terms.rate, terms.paying_months)


def highest_payment(loan: Decimal, terms: Terms, later_rate: Decimal | None = None) -> Decimal:
    """What the dearest month costs."""
    return max(payment.total for payment in schedule(loan, terms, later_rate)) if loan else Decimal(0)


def largest_loan(monthly: Decimal, terms: Terms) -> Decimal:
    """The largest loan in whole kroner of which no month costs more than ``monthly``.

    The regular payment never falls when the loan grows, so nothing above where it passes ``monthly`` will do. Just
    below, rounding may leave more than that to the last month: then a krone less is tried, until it holds.
    """
    if monthly < ØRE:
        return Decimal(0)
    fits, too_much = 0, 1
    while _regular_fits(too_much, terms, monthly):
        fits, too_much = too_much, too_much * 2
    while too_much - fits > 1:
        middle = (fits + too_much) // 2
        fits, too_much = (middle, too_much) if _regular_fits(middle, terms, monthly) else (fits, middle)
    while fits and highest_payment(Decimal(fits), terms) > monthly:
        fits -= 1
    return Decimal(fits)


def _regular_fits(kroner: int, terms: Terms, monthly: Decimal) -> bool:
    loan = Decimal(kroner)
    return max(regular_payment(loan, terms), first_payment(loan, terms)) <= monthly
