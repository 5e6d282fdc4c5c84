"""Contracts and rents: three years as a rule, some longer, some for as long as it lasts.

A lease for less than three years needs a ground (husleieloven § 9-3), and has one here.
"""

from datetime import date, timedelta

from housing.generator import flow, letting
from housing.generator.calendar import days
from housing.generator.records import Contract, Dwelling, Tenancy
from housing.periods import add_months

RENT_GROWTH = 1.03
DEPOSIT_MONTHS = (0, 1, 2, 3, 3, 3, 3)
# Length in months and how often; 0 is indefinite.
FIRST = {36: 62, 60: 13, 120: 5, 0: 16, 12: 4}
FIRST_OF_SETTLED = {36: 70, 48: 30}
RENEWED = {36: 57, 60: 22, 0: 21}
SHORT_TERM_REASONS = (
    "Boligen skal rehabiliteres og er bare utleid fram til arbeidet starter",
    "Leieforhold med opplæring i å bo, avtalt som prøvetid med oppfølging",
    "Kommunen leier selv boligen på tidsbestemt kontrakt",
)


def rent_on(dwelling: Dwelling, day: date, until: date) -> int:
    """The rent was lower before: kroner a month, in whole tens."""
    return int(round(dwelling.monthly_rent / RENT_GROWTH ** max(0, until.year - day.year), -1))


def set_rent(town, tenancy: Tenancy, day: date) -> None:
    if tenancy.dwelling.monthly_rent:
        tenancy.monthly_rent = rent_on(tenancy.dwelling, day, town.until)
        months = town.rng.choice(DEPOSIT_MONTHS)
        tenancy.deposit_amount = months * tenancy.monthly_rent or None


def _length(town, lengths: dict[int, float]) -> int:
    return town.rng.choices(list(lengths), list(lengths.values()))[0]


def sign_first(town, day: date, tenancy: Tenancy) -> Contract:
    is_settled = tenancy.application is None and "refugee" in tenancy.household.target_groups
    months = _length(town, FIRST_OF_SETTLED if is_settled else FIRST)
    reason = town.rng.choice(SHORT_TERM_REASONS) if months == 12 else ""
    earliest = tenancy.allocated_on or day - timedelta(days=7)
    signed_on = max(earliest, day - timedelta(days=town.rng.randint(0, 10)))
    return _sign(town, tenancy, signed_on, day, months, reason)


def _sign(town, tenancy: Tenancy, signed_on: date, day: date, months: int, reason: str = "") -> Contract:
    ends_on = add_months(day, months) if months else None
    contract = Contract(town.register.number("K"), tenancy, signed_on, day, ends_on, reason)
    tenancy.contract = contract
    town.contracts.append(contract)
    return contract


def sign_old(town, tenancy: Tenancy, day: date) -> None:
    """The contracts of a tenancy that had lasted for a while on the first day of the history."""
    contract = sign_first(town, tenancy.moved_in_on, tenancy)
    while contract.ends_on and contract.ends_on <= day:
        signed_on = contract.ends_on - timedelta(days=town.rng.randint(5, 60))
        contract = _sign(town, tenancy, signed_on, contract.ends_on, _length(town, RENEWED))
    await_end(town, day, contract)


def await_end(town, day: date, contract: Contract) -> None:
    if contract.ends_on:
        due = contract.ends_on - days(town.rng.uniform(75, 200))
        town.calendar.plan(max(due, day + days(town.rng.uniform(1, 40))), near_end, contract)


def near_end(town, day: date, contract: Contract) -> None:
    """The contract runs out soon: most apply to stay, some leave by themselves."""
    tenancy = contract.tenancy
    if not letting.is_free_to_leave(tenancy) or tenancy.contract is not contract:
        return
    if tenancy.household.application:
        town.calendar.plan(day + days(35), near_end, contract)
    elif town.rng.random() < 0.86:
        flow.receive_extension(town, day, tenancy)
    else:
        letting.plan_move_out(town, max(day + days(20), contract.ends_on - days(15)), tenancy, "moved_private")


def renew(town, day: date, tenancy: Tenancy, signed_on: date) -> None:
    """The new lease begins where the old one ended."""
    if tenancy.moved_out_on is None and not tenancy.household.is_gone and tenancy.contract is tenancy.granted_after:
        contract = _sign(town, tenancy, signed_on, day, _length(town, RENEWED))
        await_end(town, day, contract)


def granted_extension(town, day: date, tenancy: Tenancy) -> None:
    tenancy.granted_after = tenancy.contract
    town.calendar.plan(max(tenancy.contract.ends_on or day, day + days(3)), renew, tenancy, day + days(2))


def rejected_extension(town, day: date, tenancy: Tenancy) -> None:
    """Most move out around the end, some ask again, a few stay on without a contract."""
    rng, ends_on = town.rng, tenancy.contract.ends_on or day
    chance = rng.random()
    if chance < 0.34:
        last_day = max(ends_on + days(rng.triangular(-50, 50, -2)), day + days(25))
        reason = rng.choices(
            ["moved_private", "bought", "other", "evicted", "neighbour_conflict", "institution"],
            [62, 10, 14, 8, 3, 3],
        )[0]
        letting.plan_move_out(town, last_day, tenancy, reason)
    elif chance < 0.92:
        again = max(day + days(30), ends_on - days(rng.uniform(0, 60)))
        town.calendar.plan(again, flow.ask_again, tenancy)
    else:
        town.calendar.plan(ends_on + days(rng.uniform(60, 240)), flow.ask_again, tenancy)
