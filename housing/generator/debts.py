"""Who owed rent, from when, and how it ended: decided before a single kroner is posted (restanser).

Most pay on the day, some always a little late, and some are now and then without money. A debt ends as most do: paid
at once, paid down by agreement or out of a benefit, taken along when moving out, or with an eviction.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from housing.generator import evictions
from housing.generator import proportions as typical
from housing.generator.calendar import days
from housing.generator.people import pick
from housing.generator.records import Petition, Tenancy
from housing.periods import add_months, age_on
from housing.workdays import add_workdays, next_workday

# How many pay in which way, and how often in a month each begins to owe.
HABITS = {"standing_order": 60, "by_hand": 22, "late": 1.2, "uneven": 16.8}
MONTHLY_DEBTS = {"standing_order": 0.006, "by_hand": 0.015, "late": 0.02, "uneven": 0.17}
# Those who owed already when the ledger begins: as if so many months had been told before it.
MONTHS_BEFORE = 7
# How a debt ends; the years bring more agreements.
ENDS = {"paid": 52, "plan": 34, "deduction": 14}
OUTCOMES = {"paid": 33, "agreement": 45, "withdrawn": 19, "rejected": 3}
# Two whole weeks and a day from the warning to the petition.
WARNED_BEFORE = 15
# From the petition to its outcome, days; a petition younger than that may be undecided.
UNTIL_OUTCOME = (12, 80)
STILL_OPEN = timedelta(days=50)


@dataclass(slots=True, eq=False)
class Debt:
    """From the first rent that is not paid (the first of a month) until something is done about it."""

    tenancy: Tenancy
    starts_on: date
    settled_on: date | None
    end: str
    months: int = 0
    part: float = 0.0
    petition: Petition | None = None
    plan_first_on: date | None = None

    @property
    def over_on(self) -> date:
        """When nothing more of it is owed, by the agreement."""
        if self.settled_on is None:
            return date.max
        return add_months(self.settled_on, self.months)


@dataclass(slots=True, eq=False)
class Payer:
    """A tenancy with rent: how it is paid, and its debts in order."""

    tenancy: Tenancy
    habit: str
    allowance: float
    first: date
    last: date
    debts: list[Debt]


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def tell(town, evicted: list[Tenancy]) -> list[Payer]:
    """Every payer of the town, with petitions against as many as there should be."""
    ledger_from = add_months(first_of_month(town.begins), 1)
    payers = []
    for tenancy in town.tenancies:
        is_paid = tenancy.tenure == "municipal" and tenancy.monthly_rent and tenancy.moved_in_on
        if is_paid and (tenancy.moved_out_on or date.max) > ledger_from:
            payers.append(_payer(town, tenancy, max(ledger_from, tenancy.moved_in_on)))
    put_out = set(map(id, evicted))
    for payer in payers:
        if id(payer.tenancy) in put_out:
            _lead_to_eviction(town, payer)
    _petition(town, payers)
    return payers


def _payer(town, tenancy: Tenancy, first: date) -> Payer:
    rng = town.paying
    again = tenancy.household.id in town.evicted_on and town.evicted_on[tenancy.household.id] <= tenancy.moved_in_on
    habit = "uneven" if again else pick(rng, HABITS)
    allowance = rng.uniform(0.15, 0.4) if habit != "uneven" and rng.random() < 0.5 else 0.0
    payer = Payer(tenancy, habit, allowance, first, min(town.until, tenancy.moved_out_on or town.until), [])
    month = add_months(first_of_month(first), rng.randint(2, 7) if again else 1)
    if again and month < payer.last:
        month = _add_debt(town, payer, month)
    elif rng.random() < MONTHS_BEFORE * MONTHLY_DEBTS[habit] and tenancy.moved_in_on < first:
        month = _add_debt(town, payer, first)
    while month <= payer.last:
        if rng.random() < MONTHLY_DEBTS[habit] * (0.85 + 0.3 * _lived(town, month)):
            month = _add_debt(town, payer, month)
        else:
            month = add_months(month, 1)
    return payer


def _lived(town, day: date) -> float:
    return max(0.0, (day - town.starts).days / max(1, (town.until - town.starts).days))


def _add_debt(town, payer: Payer, month: date) -> date:
    """Answers the first month in which the next one may begin."""
    rng = town.paying
    end = pick(rng, ENDS)
    missed = rng.choices([1, 2, 3, 4], [22, 36, 26, 16] if end == "paid" else [4, 36, 36, 24])[0]
    part = rng.uniform(0.2, 0.7) if rng.random() < 0.35 else 0.0
    settled_on = next_workday(add_months(month, missed - 1) + timedelta(days=rng.randint(10, 44)))
    months = 0 if end == "paid" else rng.choices([3, 4, 6, 8, 10, 12], [10, 20, 30, 18, 14, 8])[0]
    debt = Debt(payer.tenancy, month, settled_on, end, months, part)
    payer.debts.append(debt)
    return add_months(first_of_month(debt.over_on), 2)


def _lead_to_eviction(town, payer: Payer) -> None:
    """Told backwards from the day they were put out."""
    rng, out_on = town.paying, payer.tenancy.moved_out_on
    room = (out_on - payer.first).days
    sent_on = add_workdays(out_on - days(rng.uniform(42, min(95, room - 110))), -1)
    warned_on = add_workdays(sent_on - days(WARNED_BEFORE + rng.uniform(1, min(26, room / 8))), -1)
    starts_on = first_of_month(warned_on - timedelta(days=36))
    if starts_on < payer.first:
        starts_on = add_months(starts_on, 1)
    petition = Petition("", payer.tenancy, warned_on, sent_on, out_on, "carried_out", out_on)
    debt = Debt(payer.tenancy, starts_on, None, "evicted", 0, rng.choice([0.0, 0.0, 0.0, 0.3]), petition)
    _plan_before(town, debt)
    payer.debts = [other for other in payer.debts if other.over_on < add_months(starts_on, -1)] + [debt]


def has_children(household, day: date) -> bool:
    return any(
        member.joined_on <= day
        and (member.left_on is None or member.left_on > day)
        and age_on(member.person.birth_date, day) < 18
        for member in household.members
        if member.person.birth_date <= day
    )


def _plan_before(town, debt: Debt) -> None:
    """No family with children is petitioned against before an agreement has been tried."""
    petition = debt.petition
    if has_children(debt.tenancy.household, petition.sent_on):
        # The case is opened within the first fortnight, and the warning comes after the agreement was broken.
        earliest = debt.starts_on + timedelta(days=15)
        day = max(earliest, petition.warned_on - timedelta(days=town.paying.randint(9, 18)))
        debt.plan_first_on = next_workday(day)


def _petition(town, payers: list[Payer]) -> None:
    """Petitions that were not carried out, fewer from year to year."""
    able: dict[int, list[tuple[Payer, Debt]]] = {}
    carried_out = Counter(
        evictions.years_ago(town, debt.petition.sent_on) for payer in payers for debt in payer.debts if debt.petition
    )
    for payer in payers:
        for debt in payer.debts:
            if debt.petition is None and _lasts(town, payer, debt.starts_on + timedelta(days=200)):
                able.setdefault(evictions.years_ago(town, _sent_about(debt)), []).append((payer, debt))
    for year, found in sorted(able.items()):
        count = evictions.wanted(town, typical.PETITIONS_A_YEAR, year) - carried_out[year]
        town.paying.shuffle(found)
        found.sort(key=lambda pair: (pair[1].end == "paid", len(pair[0].debts) == 1))
        for payer, debt in _undecided(town, found) + found:
            if count > 0 and _escalate(town, payer, debt):
                count -= 1


def _undecided(town, found: list[tuple[Payer, Debt]]) -> list[tuple[Payer, Debt]]:
    """A few are under way on the last day."""
    recent = [pair for pair in found if timedelta(0) < town.until - _sent_about(pair[1]) < STILL_OPEN]
    return recent[: max(1, round(4 * town.scale))]


def _sent_about(debt: Debt) -> date:
    return debt.starts_on + timedelta(days=78)


def _lasts(town, payer: Payer, day: date) -> bool:
    """Whether they live there until then, or live there still."""
    return payer.tenancy.moved_out_on is None or day < payer.tenancy.moved_out_on


def _escalate(town, payer: Payer, debt: Debt) -> bool:
    """Nothing was paid, so a warning and a petition came first. Not against one who has had it so already."""
    rng = town.paying
    warned_on = next_workday(debt.starts_on + days(rng.uniform(36, 56)))
    sent_on = next_workday(warned_on + days(WARNED_BEFORE + rng.uniform(0, 20)))
    is_near = any(other.petition and abs((other.starts_on - debt.starts_on).days) < 540 for other in payer.debts)
    if sent_on > town.until or debt not in payer.debts or is_near:
        return False
    outcome = pick(rng, OUTCOMES)
    outcome_on = next_workday(sent_on + days(rng.uniform(*UNTIL_OUTCOME)))
    petition = Petition("", debt.tenancy, warned_on, sent_on, None, outcome, outcome_on)
    if (outcome_on - sent_on).days > 40 or (outcome_on > town.until and (town.until - sent_on).days > 25):
        petition.scheduled_on = next_workday(max(outcome_on, town.until if outcome_on > town.until else outcome_on))
        petition.scheduled_on = next_workday(petition.scheduled_on + days(rng.uniform(1, 12)))
    debt.petition, debt.settled_on, debt.part = petition, outcome_on, 0.0
    debt.end = "paid" if outcome == "paid" else rng.choice(["plan", "plan", "deduction"])
    debt.months = 0 if outcome == "paid" else max(debt.months, 5)
    _plan_before(town, debt)
    later = add_months(first_of_month(debt.over_on), 1)
    payer.debts = [other for other in payer.debts if other is debt or not debt.starts_on <= other.starts_on < later]
    if outcome_on > town.until:
        petition.outcome, petition.outcome_on = "", None
    return True
