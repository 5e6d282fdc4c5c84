"""Renting with saving, and the deposit fund (leie med sparing, depositumsfondet).

Told last, after who bought what. The fund had one million kroner once and for all; the loans of the years go out and
come back, and there is always something left.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from housing.generator import proportions as typical
from housing.generator.records import Dwelling, Household, Tenancy
from housing.periods import add_months

YEARS = 5
MONTHS_AT_MOST = 36


@dataclass(slots=True, eq=False)
class SavingsAgreement:
    id: str
    household: Household
    dwelling: Dwelling
    starts_on: date
    ends_on: date
    fixed_price: int
    savings_target: int
    outcome: str = ""
    outcome_on: date | None = None


@dataclass(slots=True, eq=False)
class SavingsDeposit:
    id: str
    agreement: SavingsAgreement
    posted_on: date
    amount: int


@dataclass(slots=True, eq=False)
class FundEntry:
    """One thing that happened with the deposit fund's money; capital is nobody's."""

    id: str
    posted_on: date
    kind: str
    amount: Decimal
    household: Household | None = None


def tell(town) -> None:
    _savers(town)
    _fund(town)


# --- Saving ----------------------------------------------------------------------------------------------------------


def _savers(town) -> None:
    rng = town.afterwards
    sold = {row.dwelling.id: row for row in town.purchases if row.dwelling is not None}
    owned = [row for row in town.tenancies if row.moved_in_on and row.dwelling and row.dwelling.ownership == "owned"]
    bought = [row for row in owned if row.dwelling.id in sold and sold[row.dwelling.id].household is row.household]
    living = [row for row in owned if row.moved_out_on is None and row.dwelling.left_stock_on is None]
    rng.shuffle(bought)
    rng.shuffle(living)
    wanted = max(1, round(typical.SAVERS * town.scale))
    for tenancy in bought[: max(1, wanted // 4)]:
        purchase = sold[tenancy.dwelling.id]
        starts_on = max(tenancy.moved_in_on, add_months(purchase.bought_on, -12 * YEARS))
        if starts_on < purchase.bought_on and purchase.price:
            _save(town, tenancy, starts_on, purchase.price, "bought", purchase.bought_on)
    for number, tenancy in enumerate(living[:wanted]):
        earliest = max(tenancy.moved_in_on, add_months(town.until, 2 - 12 * YEARS))
        if earliest >= town.until:
            continue
        starts_on = earliest + timedelta(days=rng.randrange((town.until - earliest).days))
        price = 10_000 * rng.randint(120, 240)
        ended_on = starts_on + timedelta(days=rng.randint(200, 900)) if number % 6 == 5 else None
        is_over = ended_on is not None and ended_on <= town.until
        _save(town, tenancy, starts_on, price, "ended" if is_over else "", ended_on if is_over else None)
    town.savings_agreements.sort(key=lambda row: (row.starts_on, row.household.id))
    for row in town.savings_agreements:
        row.id = town.register.number("SA")
    town.savings_deposits.sort(key=lambda row: (row.posted_on, row.agreement.id))
    for row in town.savings_deposits:
        row.id = town.register.number("SD")


def _save(town, tenancy: Tenancy, starts_on: date, price: int, outcome: str, outcome_on: date | None) -> None:
    """Most put the agreed amount aside each month, some now and then."""
    rng = town.afterwards
    monthly = 250 * rng.randint(3, 10)
    agreement = SavingsAgreement(
        "",
        tenancy.household,
        tenancy.dwelling,
        starts_on,
        add_months(starts_on, 12 * YEARS),
        price,
        monthly * 12 * YEARS,
        outcome,
        outcome_on,
    )
    town.savings_agreements.append(agreement)
    faithful = rng.choice([0.98, 0.95, 0.9, 0.6])
    until = min(outcome_on or town.until, town.until)
    for month in range(1, 12 * YEARS + 1):
        posted_on = add_months(starts_on, month)
        if posted_on > until:
            break
        if rng.random() < faithful:
            town.savings_deposits.append(SavingsDeposit("", agreement, posted_on, monthly))


# --- The fund --------------------------------------------------------------------------------------------------------


def _fund(town) -> None:
    """Loans in the order of their days; none is given that the fund has not."""
    capital = max(200_000, round(typical.FUND_CAPITAL * town.scale, -3))
    moves = [(town.starts, "capital", Decimal(capital), None)]
    for tenancy in _rented_privately(town):
        loan = Decimal(min(3 * (tenancy.monthly_rent or 9000), 45_000))
        # Whatever comes back later does not count: less than this is out at any time.
        if (
            sum(amount for _day, kind, amount, _household in moves if kind in {"loan", "loss"}) + loan
            > capital * 2 // 3
        ):
            break
        moves += _loan(town, tenancy, loan)
    for day, kind, amount, household in sorted(moves, key=lambda move: (move[0], move[1])):
        town.deposit_fund.append(FundEntry(town.register.number("DF"), day, kind, amount, household))


def _rented_privately(town) -> list[Tenancy]:
    rng = town.afterwards
    found = [row for row in town.tenancies if row.tenure == "private" and row.moved_in_on and row.deposit_amount]
    found = [row for row in found if town.starts <= row.moved_in_on <= town.until]
    rng.shuffle(found)
    seen: set[str] = set()
    chosen = []
    for tenancy in found:
        if tenancy.household.id not in seen:
            seen.add(tenancy.household.id)
            chosen.append(tenancy)
    return chosen[: max(2, round(typical.DEPOSIT_LOANS * town.scale))]


def _loan(town, tenancy: Tenancy, loan: Decimal) -> list[tuple]:
    """Paid back within three years; the rest with the deposit when they move; a few never pay it all."""
    rng, household, paid_on = town.afterwards, tenancy.household, tenancy.moved_in_on
    parts = rng.choice([12, 18, 24, MONTHS_AT_MOST])
    each = (loan / parts).quantize(Decimal(1))
    stops_after = parts if rng.random() < 0.85 else rng.randint(2, 8)
    moves, left = [(paid_on, "loan", loan, household)], loan
    for month in range(1, parts + 1):
        posted_on = add_months(paid_on, month)
        if posted_on > town.until or month > stops_after or left <= 0:
            break
        if tenancy.moved_out_on and tenancy.moved_out_on <= posted_on:
            break
        amount = min(each, left) if month < parts else left
        moves.append((posted_on, "repayment", amount, household))
        left -= amount
    moved_out_on = tenancy.moved_out_on
    if left > 0 and moved_out_on and paid_on < moved_out_on <= town.until:
        moves.append((moved_out_on, "return", left, household))
        if rng.random() < 0.3:
            moves.append((moved_out_on, "loss", Decimal(500 * rng.randint(1, 6)), household))
    return moves
