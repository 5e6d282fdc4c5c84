"""Arrears cases, what was done in them, and petitions: all of it follows from the ledger (restanser, utkastelser).

Told last, with random numbers of its own. The fortnightly run opens a case for whoever owes more than the limit.
"""

from datetime import date, timedelta
from decimal import Decimal

from housing.generator import debts, evictions, rents, temporary
from housing.generator.calendar import days
from housing.generator.debts import Debt, Payer
from housing.generator.people import pick
from housing.generator.records import ArrearsAction, ArrearsCase, Posting
from housing.workdays import next_workday

LIMIT = Decimal(1000)
# As good as nothing: a case is closed at the first run that finds no more than this.
SETTLED = Decimal(100)
FIRST_RUN = date(2024, 1, 1)
FORTNIGHT = timedelta(days=14)
SERVICES = {"housing": 44, "nav": 26, "economy": 10, "substance_use": 8, "mental_health": 7, "refugee": 5}
RESULTS = {
    "letter": ("", "", "Påminnelse sendt"),
    "phone": ("Fikk kontakt, betaler i løpet av uken", "Ikke svar", "Ikke svar, la igjen beskjed", "Avtalt møte"),
    "home_visit": ("Truffet hjemme", "Ikke hjemme, la igjen lapp", "Truffet hjemme, vil søke bostøtte"),
    "meeting": ("Møtte", "Møtte ikke", "Møtte sammen med NAV"),
    "advice": ("Søknad om bostøtte sendt", "Time hos økonomirådgiver", "Budsjett satt opp"),
    "other": ("Kontakt med verge", "Meldt til oppfølgingstjenesten"),
    "payment_plan": ("Avtale inngått",),
    "benefit_deduction": ("Trekk avtalt med samtykke",),
}
# Kind, how likely in the first and in the last year, and how many days into the case. The years brought more visits.
MEASURES = (
    ("letter", 0.97, 0.95, (0, 4)),
    ("phone", 0.55, 0.8, (4, 12)),
    ("home_visit", 0.2, 0.55, (10, 30)),
    ("advice", 0.15, 0.35, (14, 50)),
    ("meeting", 0.2, 0.4, (18, 55)),
    ("letter", 0.6, 0.4, (40, 60)),
    ("phone", 0.4, 0.5, (60, 95)),
    ("home_visit", 0.15, 0.35, (70, 120)),
    ("other", 0.1, 0.15, (60, 150)),
)


def tell(town) -> None:
    town.last_homes = {}
    for tenancy in town.tenancies:
        if tenancy.moved_in_on:
            town.last_homes[tenancy.household.id] = tenancy.moved_in_on
    evicted = evictions.choose(town)
    town.evicted_on = {}
    for tenancy in evicted:
        town.evicted_on.setdefault(tenancy.household.id, tenancy.moved_out_on)
        town.evicted_on[tenancy.household.id] = min(town.evicted_on[tenancy.household.id], tenancy.moved_out_on)
    temporary.stay_after_evictions(town, evicted)
    for payer in debts.tell(town, evicted):
        postings = rents.tell(town, payer)
        town.ledger += postings
        cases = _cases(town, payer, postings)
        town.arrears_cases += cases
        for case in cases:
            _act(town, case, payer)
        _keep_petitions(town, payer, cases)
    town.petitions.sort(key=lambda petition: (petition.sent_on, petition.tenancy.id))
    for petition in town.petitions:
        petition.id = town.register.number("BF")


def first_run_after(day: date) -> date:
    """The first day of a run on the day or after it: every fourteenth day, before 2024 too."""
    return day + timedelta(days=(FIRST_RUN - day).days % 14)


def _cases(town, payer: Payer, postings: list[Posting]) -> list[ArrearsCase]:
    """One open case at a time, opened and closed by what the ledger says on the days of the runs."""
    cases: list[ArrearsCase] = []
    open_case, owed, place = None, Decimal(0), 0
    out_on = payer.tenancy.moved_out_on
    run_on = first_run_after(payer.first)
    while run_on <= payer.last and (out_on is None or run_on < out_on):
        while place < len(postings) and postings[place].posted_on <= run_on:
            owed += postings[place].effect
            place += 1
        if open_case is None and owed > LIMIT:
            service = pick(town.paying, SERVICES)
            open_case = ArrearsCase(town.register.number("R"), payer.tenancy, run_on, service)
            cases.append(open_case)
        elif open_case and owed <= SETTLED:
            open_case.closed_on, open_case.closing_reason = run_on, _reason(payer, open_case, run_on)
            open_case = None
        run_on += FORTNIGHT
    if open_case and out_on and out_on <= town.until:
        is_evicted = payer.tenancy.end_reason == "evicted"
        open_case.closed_on, open_case.closing_reason = out_on, "evicted" if is_evicted else "moved"
    return cases


def _debt_of(payer: Payer, case: ArrearsCase) -> Debt | None:
    """The debt that the case is about, unless somebody only paid a little late."""
    ends = case.closed_on or date.max
    return next((debt for debt in payer.debts if debt.starts_on < ends and debt.over_on >= case.opened_on), None)


def _reason(payer: Payer, case: ArrearsCase, closed_on: date) -> str:
    debt = next((debt for debt in payer.debts if debt.starts_on <= closed_on and debt.over_on >= case.opened_on), None)
    return "plan_completed" if debt and debt.months and debt.settled_on < closed_on else "paid"


def _act(town, case: ArrearsCase, payer: Payer) -> None:
    """What was done while the case was open, in order of dates."""
    rng, last = town.paying, case.closed_on or town.until
    lived = min(1.0, max(0.0, (case.opened_on - town.starts).days / max(1, (town.until - town.starts).days)))
    made: list[tuple[date, str]] = []
    for kind, at_first, at_last, (earliest, latest) in MEASURES:
        day = next_workday(case.opened_on + days(rng.uniform(earliest, latest)))
        if rng.random() < at_first + (at_last - at_first) * lived and day <= last:
            made.append((day, kind))
    debt = _debt_of(payer, case)
    if debt:
        if debt.plan_first_on and case.opened_on <= debt.plan_first_on <= last:
            made.append((debt.plan_first_on, "payment_plan"))
        if debt.months and case.opened_on <= debt.settled_on <= last:
            made.append((debt.settled_on, "benefit_deduction" if debt.end == "deduction" else "payment_plan"))
    for day, kind in sorted(made, key=lambda pair: pair[0]):
        result = rng.choice(RESULTS[kind])
        town.arrears_actions.append(ArrearsAction(town.register.number("RT"), case, kind, day, result))


def _keep_petitions(town, payer: Payer, cases: list[ArrearsCase]) -> None:
    """Each with the case that was open when it was sent."""
    for debt in payer.debts:
        petition = debt.petition
        if petition:
            petition.case = next(
                case
                for case in cases
                if case.opened_on <= petition.sent_on and (case.closed_on or date.max) > petition.sent_on
            )
            town.petitions.append(petition)
