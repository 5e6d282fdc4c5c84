"""The rent ledger (reskontro): what is charged on the first of each month, and what comes in.

Amounts are counted in whole øre and written in kroner. The first and the last month are paid for the days lived there.
"""

from bisect import insort
from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal

from housing.generator.debts import Debt, Payer, first_of_month
from housing.generator.leases import rent_on
from housing.generator.records import Posting
from housing.periods import add_months

# So many days before or after the first the rent comes in, by habit.
ON_TIME = (-4, -3, -2, -1, -1, 0, 0, 0, 0, 0)
LATE = (2, 3, 4, 6, 9, 12)
LATE_BY_HAND = 0.012
MIXED_UP = 0.002
REMINDER_FEE = 3500


class Account:
    """One tenancy's account while it is told: rows of day, kind and øre, by day."""

    def __init__(self, town, payer: Payer) -> None:
        self.town, self.payer, self.rng = town, payer, town.paying
        self.rows: list[tuple[date, str, int]] = []

    def post(self, day: date, kind: str, amount: int) -> None:
        """What would be posted after the last day is never told."""
        if amount and self.payer.first <= day <= self.town.until:
            insort(self.rows, (day, kind, amount), key=lambda row: row[0])

    def balance(self, day: date) -> int:
        return sum(-amount if kind == "payment" else amount for on, kind, amount in self.rows if on <= day)

    def rent(self, month: date) -> int:
        """Of the month's rent, the part for the days they live there; øre."""
        tenancy = self.payer.tenancy
        rent = 100 * rent_on(tenancy.dwelling, month, self.town.until)
        length = monthrange(month.year, month.month)[1]
        first = max(month, tenancy.moved_in_on)
        ends = min(month + timedelta(days=length), tenancy.moved_out_on or date.max)
        lived = (ends - first).days
        return rent if lived == length else round(rent * lived / length)


def tell(town, payer: Payer) -> list[Posting]:
    """All the postings of a tenancy, in order of dates."""
    account = Account(town, payer)
    debts = sorted(payer.debts, key=lambda debt: debt.starts_on)
    month = first_of_month(payer.first)
    while month <= payer.last:
        _month(account, month, debts)
        month = add_months(month, 1)
    if payer.tenancy.moved_out_on:
        _leave(account, payer.tenancy.moved_out_on)
    made = []
    for day, kind, amount in account.rows:
        posting = Posting(town.register.number("L"), payer.tenancy, day, kind, Decimal(amount).scaleb(-2))
        made.append(posting)
    return made


def _month(account: Account, month: date, debts: list[Debt]) -> None:
    rent = account.rent(month)
    due_on = max(month, account.payer.first)
    account.post(due_on, "charge", rent)
    owing = next((debt for debt in debts if _is_owing(debt, month)), None)
    if owing is None:
        _pay(account, month, due_on, rent)
    else:
        _owe(account, owing, month, rent)
    for debt in debts:
        if debt.settled_on and first_of_month(debt.settled_on) == month and debt.settled_on <= account.payer.last:
            _settle(account, debt)
    if account.rng.random() < MIXED_UP:
        _mix_up(account, month, rent)


def _is_owing(debt: Debt, month: date) -> bool:
    return debt.starts_on <= month and (debt.settled_on is None or month <= debt.settled_on)


def _pay(account: Account, month: date, due_on: date, rent: int) -> None:
    """In time as a rule: on the first or some days before, or the day the keys are handed over."""
    rng, payer = account.rng, account.payer
    if month < payer.first:
        account.post(due_on, "payment", rent)
        return
    allowance = round(rent * payer.allowance, -2)
    # The housing allowance goes straight to the landlord on the 20th, for the month to come.
    paid_on = add_months(month, -1).replace(day=20)
    if allowance and paid_on >= payer.first:
        account.post(paid_on, "payment", allowance)
        rent -= allowance
    paid_on = month + timedelta(days=_days_off(rng, payer.habit))
    account.post(max(paid_on, payer.first), "payment", rent)


def _days_off(rng, habit: str) -> int:
    if habit == "late":
        return rng.choice(LATE)
    if habit == "by_hand" and rng.random() < LATE_BY_HAND:
        return rng.choice(LATE)
    return 0 if habit == "uneven" else rng.choice(ON_TIME)


def _owe(account: Account, debt: Debt, month: date, rent: int) -> None:
    """Not paid, or only in part; a reminder costs a little. A family's first agreement is soon broken."""
    rng, last = account.rng, account.payer.last
    paid_on, reminded_on = month + timedelta(days=rng.randint(2, 24)), month + timedelta(days=rng.randint(8, 20))
    if debt.part and rng.random() < 0.8 and paid_on <= last:
        account.post(paid_on, "payment", round(rent * debt.part, -4))
    if debt.starts_on != month and rng.random() < 0.35 and reminded_on <= last:
        account.post(reminded_on, "adjustment", REMINDER_FEE)
    kept_on = debt.plan_first_on and debt.plan_first_on + timedelta(days=4)
    if kept_on and first_of_month(kept_on) == month:
        account.post(kept_on, "payment", round(rent * 0.25, -4))


def _settle(account: Account, debt: Debt) -> None:
    """All at once, or in equal instalments beside the rent; now and then one is a month late."""
    owed = account.balance(debt.settled_on)
    if owed <= 0:
        return
    if not debt.months:
        account.post(debt.settled_on, "payment", owed)
        return
    rng, part = account.rng, round(owed / debt.months, -4) or owed
    for number in range(1, debt.months + 1):
        day = add_months(debt.settled_on, number).replace(day=20 if debt.end == "deduction" else 15)
        late = rng.random() < 0.05 and number < debt.months and debt.end == "plan"
        amount = owed - part * (debt.months - 1) if number == debt.months else part
        day = min(day + timedelta(days=31 * late), account.payer.tenancy.moved_out_on or date.max)
        account.post(day, "payment", max(0, amount))


def _mix_up(account: Account, month: date, rent: int) -> None:
    """A payment booked too late, or a charge that was wrong and is taken back."""
    rng, day = account.rng, month + timedelta(days=account.rng.randint(3, 20))
    if day + timedelta(days=30) > account.payer.last:
        return
    if rng.random() < 0.5:
        wrong = rng.randrange(20_000, 160_000, 5_000)
        account.post(day, "charge", wrong)
        account.post(day + timedelta(days=rng.randint(3, 30)), "adjustment", -wrong)
    else:
        # The same rent paid twice, and paid back.
        account.post(day, "payment", rent)
        account.post(day + timedelta(days=rng.randint(2, 25)), "adjustment", rent)


def _leave(account: Account, out_on: date) -> None:
    """What is left is taken from the deposit, paid or written off; what was paid too much is paid back."""
    rng, tenancy = account.rng, account.payer.tenancy
    day = out_on + timedelta(days=rng.randint(8, 45))
    owed = account.balance(account.town.until if day > account.town.until else day)
    if owed < 0:
        account.post(day, "adjustment", -owed)
        return
    taken = min(owed, 100 * (tenancy.deposit_amount or 0))
    account.post(day, "payment", taken)
    account.post(out_on + timedelta(days=rng.randint(60, 260)), "adjustment", -(owed - taken))
