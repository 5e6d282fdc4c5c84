"""From tenant to owner (leie til eie): who was guided, what loans they got, and who bought.

Told after the town has lived. Whoever bought the dwelling it rented is found among the tenancies that ended so; the
rest follows from how many they are, in the proportions of the source: 643 guided, 161 loans, 79 grants, 80 + 53 owners.
"""

from datetime import date, timedelta

from housing.generator import proportions as typical
from housing.generator.calendar import days
from housing.generator.records import Guidance, Household, Loan, Purchase, Tenancy

FIRST_TALK_AFTER = days(30)
# Beside those who bought: as the one who guided judged them, and how it ended.
POTENTIALS = {"now": 8, "within_5_years": 24, "none": 40, "not_wanted": 28}
REASONS = {"none": "not_possible", "not_wanted": "not_wanted"}
REOPENED_SHARE = 0.18
LEFT_TOWN_SHARE = 0.3


def tell(town) -> None:
    buyers = _tenant_buyers(town)
    count = len(buyers)
    guided = set()
    for tenancy in buyers:
        _bought(town, guided, tenancy.household, tenancy.moved_out_on, tenancy)
    for tenancy in _private_buyers(town, _part(count, typical.BOUGHT_PRIVATELY)):
        _bought(town, guided, tenancy.household, tenancy.moved_out_on, None)
    _others(town, guided, _part(count, typical.GUIDED) - len(guided))
    _more_loans(town, _part(count, typical.START_LOANS) - len(town.loans))
    _grants(town, _part(count, typical.GRANTS))
    town.guidance.sort(key=lambda row: (row.started_on, row.household.id))
    town.loans.sort(key=lambda row: (row.applied_on, row.household.id))
    town.purchases.sort(key=lambda row: (row.bought_on, row.household.id))
    for rows, letter in ((town.guidance, "RG"), (town.loans, "RL"), (town.purchases, "RP")):
        for row in rows:
            row.id = town.register.number(letter)


def _part(count: int, of: int) -> int:
    return round(count * of / typical.BOUGHT_THE_RENTED)


def _tenant_buyers(town) -> list[Tenancy]:
    return [
        tenancy
        for tenancy in town.tenancies
        if tenancy.end_reason == "bought"
        and tenancy.dwelling is not None
        and tenancy.dwelling.left_stock_reason == "sold_to_tenant"
        and tenancy.dwelling.left_stock_on == tenancy.moved_out_on
    ]


def _private_buyers(town, wanted: int) -> list[Tenancy]:
    """Those who left to a home they bought; when they are too few, others who left for the private market."""
    left = [
        tenancy
        for tenancy in town.tenancies
        if tenancy.tenure == "municipal"
        and tenancy.moved_out_on is not None
        and tenancy.moved_out_on > town.begins + days(60)
        and tenancy.household.private_home is None
        and not tenancy.household.had_private_home
        and tenancy.dwelling.left_stock_reason != "sold_to_tenant"
    ]
    chosen = [tenancy for tenancy in left if tenancy.end_reason == "bought"]
    more = [tenancy for tenancy in left if tenancy.end_reason == "moved_private"]
    town.afterwards.shuffle(more)
    one_each = {tenancy.household.id: tenancy for tenancy in [*chosen, *more]}
    return list(one_each.values())[:wanted]


def _begin(town, household: Household, day: date, origin: str) -> Guidance:
    made = Guidance("", household, max(day, household.created_on), origin)
    town.guidance.append(made)
    return made


def _bought(town, guided: set, household: Household, bought_on: date, rented: Tenancy | None) -> None:
    """Guided some months before, lent the money, and closed when it has gone well for a while."""
    if household.id in guided:
        return
    guided.add(household.id)
    rng = town.afterwards
    guidance = _begin(town, household, bought_on - days(rng.uniform(110, 420)), "tenant")
    guidance.potential = "now"
    price = rented.dwelling.disposal_price if rented else rng.randrange(1_600, 2_900) * 1000
    home = rented.dwelling if rented else None
    kind = "municipal" if rented else "private"
    town.purchases.append(Purchase("", household, guidance, kind, home, bought_on, price))
    waited = (bought_on - guidance.started_on).days
    applied = guidance.started_on + days(waited * rng.uniform(0.2, 0.5))
    decided = applied + days((bought_on - applied).days * rng.uniform(0.2, 0.8))
    loan = Loan("", household, guidance, applied, "granted", decided, price, None, False, bought_on)
    town.loans.append(loan)
    closes = bought_on + days(rng.uniform(90, 240))
    if closes <= town.until:
        guidance.closed_on, guidance.closing_reason = closes, "bought"


def _others(town, guided: set, wanted: int) -> None:
    """Tenants who were talked with and did not buy, those who live in a borettslag first."""
    rng = town.afterwards
    able = [
        tenancy
        for tenancy in town.tenancies
        if tenancy.tenure == "municipal"
        and tenancy.moved_in_on is not None
        and tenancy.dwelling.ownership == "owned"
        and tenancy.household.id not in guided
        and _last_day(town, tenancy) - _first_day(town, tenancy) > timedelta(days=30)
    ]
    rng.shuffle(able)
    able.sort(key=lambda tenancy: not tenancy.dwelling.in_housing_association)
    for tenancy in able:
        if wanted <= 0:
            return
        if tenancy.household.id not in guided:
            guided.add(tenancy.household.id)
            _guided(town, tenancy)
            wanted -= 1


def _first_day(town, tenancy: Tenancy) -> date:
    return max(town.begins, tenancy.moved_in_on + FIRST_TALK_AFTER)


def _last_day(town, tenancy: Tenancy) -> date:
    return tenancy.moved_out_on or town.until


def _guided(town, tenancy: Tenancy) -> None:
    rng = town.afterwards
    first, last = _first_day(town, tenancy), _last_day(town, tenancy)
    guidance = _begin(town, tenancy.household, first + days((last - first).days * rng.random()), "tenant")
    if (town.until - guidance.started_on).days > 40:
        guidance.potential = rng.choices(list(POTENTIALS), list(POTENTIALS.values()))[0]
    if tenancy.moved_out_on:
        _leave(town, guidance, tenancy)
        return
    closes = guidance.started_on + days(rng.uniform(20, 150))
    if guidance.potential in REASONS and closes <= town.until:
        guidance.closed_on, guidance.closing_reason = closes, REASONS[guidance.potential]
        again = closes + days(rng.uniform(120, 700))
        if rng.random() < REOPENED_SHARE and again <= town.until:
            guidance.reopened_on.append(again)
            ends = again + days(rng.uniform(60, 200))
            if ends <= town.until:
                guidance.closed_on = ends


def _leave(town, guidance: Guidance, tenancy: Tenancy) -> None:
    """They moved before it came to anything; some with help to rent privately."""
    guidance.closed_on = max(tenancy.moved_out_on, guidance.started_on)
    is_helped = tenancy.end_reason == "moved_private" and guidance.potential in ("now", "within_5_years", "")
    away = "moved" if town.afterwards.random() < LEFT_TOWN_SHARE else "other"
    guidance.closing_reason = "private_tenancy" if is_helped else away


def _more_loans(town, wanted: int) -> None:
    """Certificates nobody has bought with yet, and applications that were refused."""
    rng = town.afterwards
    lent = {loan.household.id for loan in town.loans}
    able = [row for row in town.guidance if row.household.id not in lent and row.potential in ("now", "within_5_years")]
    # The newest are those who look for a home now.
    able.sort(key=lambda row: (row.potential != "now", row.closed_on is not None, -row.started_on.toordinal()))
    for guidance in able[: wanted + wanted // 2]:
        ends = guidance.closed_on or town.until
        span = (ends - guidance.started_on).days
        if span < 20:
            continue
        applied = guidance.started_on + days(span * rng.uniform(0.1, 0.5))
        decided = applied + days((ends - applied).days * rng.uniform(0.1, 0.7))
        amount = rng.randrange(1_100, 2_600) * 1000
        loan = Loan("", guidance.household, guidance, applied, "granted", decided, amount, None, False)
        if wanted <= 0:
            loan.outcome, loan.loan_amount, loan.is_bank_cofinanced = "rejected", None, None
        town.loans.append(loan)
        wanted -= 1


def _grants(town, wanted: int) -> None:
    """A part of what they need is given, and lent the less."""
    granted = [loan for loan in town.loans if loan.outcome == "granted"]
    town.afterwards.shuffle(granted)
    for loan in granted[:wanted]:
        grant = min(town.afterwards.randrange(80, 420) * 1000, loan.loan_amount // 2)
        loan.grant_amount, loan.loan_amount = grant, loan.loan_amount - grant
    if granted:
        # All were financed by startlån alone but one.
        granted[-1].is_bank_cofinanced = True
