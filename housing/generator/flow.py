"""Applications: received, decided, appealed against, given up."""

from datetime import date, timedelta

from housing.generator import homelessness, leases, letting, people
from housing.generator import proportions as typical
from housing.generator.calendar import days
from housing.generator.people import pick
from housing.generator.records import Appeal, Application, Household, Tenancy
from housing.workdays import next_workday

STAFFED = ("staffed", "shielded")
CHANNELS = {"online": 66, "paper": 14, "meeting": 8, "referral": 12}
STAFF_GROUPS = {"substance_use", "mental_illness", "dual_diagnosis", "intellectual_disability"}
CLOSED_REASONS = (
    "Har funnet bolig på det private markedet",
    "Har flyttet fra kommunen",
    "Svarer ikke på henvendelser",
    "Ønsker ikke lenger kommunal bolig",
)
# Of the list of those waiting, the part that needs so many rooms, or staff.
WAITING_SHARES = {"small": 0.58, "three": 0.2, "large": 0.13, "staffed": 0.09}
GRANTED_SHARE = 0.24
EXTENDED_SHARE = 0.28


def needs_staff(application: Application) -> bool:
    return application.staffing_need in ("base", "round_the_clock")


def rooms_for(household: Household) -> int:
    """One room for who lives alone; for others two, and one more for every second child; at most five."""
    return 1 if household.size() == 1 else min(5, 2 + (household.children() + 1) // 2)


def _queue(application: Application) -> str:
    if needs_staff(application):
        return "staffed"
    return {1: "small", 2: "small", 3: "three"}.get(application.rooms_min, "large")


def _receive(town, day: date, household: Household, kind: str, tenancy: Tenancy | None = None) -> Application:
    application = Application(
        town.register.number("A"), household, kind, day, pick(town.rng, CHANNELS), tenancy=tenancy
    )
    town.applications.append(application)
    household.application = application
    decided_on = next_workday(day + days(town.rng.triangular(4, 95, 24)))
    town.calendar.plan(decided_on, decide, application)
    return application


def _state_needs(town, application: Application) -> None:
    rng, household = town.rng, application.household
    application.rooms_min = rooms_for(household)
    application.needs_wheelchair = household.needs_wheelchair
    application.needs_lift_or_ground_floor = household.needs_wheelchair or (
        "elderly" in household.target_groups and rng.random() < 0.5
    )
    if STAFF_GROUPS & set(household.target_groups) and household.size() == 1:
        needs = {"none": 56, "ambulant": 28, "base": 9, "round_the_clock": 7}
        application.staffing_need = pick(rng, needs)


def receive_new(town, day: date) -> None:
    """Most are new to the housing office; some come back, some after a break-up."""
    rng = town.rng
    known = [h for h in town.known if not (h.is_gone or h.home or h.pending or h.application)]
    if known and rng.random() < 0.2:
        household = rng.choice(known)
        town.known.remove(household)
    elif town.parted and rng.random() < 0.3:
        household = people.parted_household(town, day)
    else:
        household = people.make_household(town, day)
    _state_needs(town, _receive(town, day, household, "new"))
    homelessness.map_applicant(town, day + days(rng.uniform(0, 12)), household)


def receive_urgent(town, day: date, household: Household) -> None:
    """Put out and known to the services: handed in for them, and granted at once."""
    application = _receive(town, day, household, "new")
    application.channel = "referral"
    _state_needs(town, application)
    homelessness.find_situation(town, day, household)
    decide(town, day, application, is_changed=True)


def receive_transfer(town, day: date) -> None:
    """A tenant asks for another dwelling: too small, too many stairs, too close to someone."""
    dwelling = town.rng.choice(town.dwellings)
    for _ in range(40):
        tenancy = dwelling.tenancy
        if (
            tenancy
            and dwelling.ownership != "nomination"
            and (day - tenancy.moved_in_on).days > 240
            and letting.is_free_to_leave(tenancy)
            and tenancy.household.application is None
        ):
            break
        dwelling = town.rng.choice(town.dwellings)
    else:
        return
    application = _receive(town, day, tenancy.household, "transfer", tenancy)
    _state_needs(town, application)
    if needs_staff(application):
        application.staffing_need = "ambulant"
    if town.rng.random() < 0.5:
        homelessness.map_tenant(town, day + days(town.rng.uniform(0, 12)), tenancy.household, "unsuitable")


def receive_extension(town, day: date, tenancy: Tenancy) -> None:
    _receive(town, day, tenancy.household, "extension", tenancy)
    if town.rng.random() < 0.2:
        homelessness.map_tenant(town, day + days(town.rng.uniform(0, 12)), tenancy.household, "at_risk")


def ask_again(town, day: date, tenancy: Tenancy) -> None:
    if not letting.is_free_to_leave(tenancy) or tenancy.household.application:
        return
    if tenancy.contract is tenancy.granted_after or (tenancy.contract.ends_on or day) > day + days(240):
        return
    if town.rng.random() < 0.75:
        receive_extension(town, day, tenancy)
    else:
        letting.plan_move_out(town, day + days(town.rng.uniform(10, 60)), tenancy, "moved_private")


def _chance(town, application: Application) -> float:
    """The need decides, and how many already wait for what there is."""
    if application.kind == "extension":
        return EXTENDED_SHARE
    queue = _queue(application)
    room = typical.WAITING * town.scale * WAITING_SHARES[queue]
    waits = sum(1 for other in town.waiting if _queue(other) == queue)
    mapping = application.household.mapping
    need = {"no_home": 1.5, "at_risk": 0.9, "unsuitable": 0.9}.get(mapping.situation if mapping else "", 0.6)
    if application.kind == "transfer":
        need = 1.35
    return min(0.95, max(0.01, GRANTED_SHARE * need * (1 + 3 * (1 - waits / max(1.0, room)))))


def decide(town, day: date, application: Application, *, is_changed: bool = False) -> None:
    if application.decided_on:
        return
    household, tenancy = application.household, application.tenancy
    if household.is_gone or (tenancy and tenancy.moved_out_on):
        _conclude(town, day, application, "withdrawn")
        return
    chance = town.rng.random()
    if is_changed:
        outcome = "granted"
    elif chance < 0.03:
        outcome = "withdrawn"
    elif chance < 0.06 and application.kind == "new":
        outcome = "dismissed"
    else:
        outcome = "granted" if town.rng.random() < _chance(town, application) else "rejected"
    _conclude(town, day, application, outcome)
    if outcome == "granted" and application.kind != "extension":
        town.waiting.append(application)
        if town.rng.random() < 0.8:
            town.calendar.plan(day + days(town.rng.uniform(1, 15)), homelessness.map_granted, household)
        town.calendar.plan(day + days(town.rng.uniform(120, 700)), give_up, application)
        return
    household.application = None
    if application.kind == "extension":
        (leases.granted_extension if outcome == "granted" else leases.rejected_extension)(town, day, tenancy)
    elif application.kind == "new":
        town.known.append(household)
    if outcome == "rejected" and town.rng.random() < 0.055:
        town.calendar.plan(day + days(town.rng.uniform(6, 24)), appeal, application)


def _conclude(town, day: date, application: Application, outcome: str) -> None:
    application.outcome, application.decided_on = outcome, day
    if outcome == "withdrawn":
        application.household.application = None
    town.calendar.plan(next_workday(day + days(town.rng.choice([0, 0, 1, 1, 2, 4]))), notify, application)


def notify(_town, day: date, application: Application) -> None:
    application.notified_on = day


def appeal(town, day: date, application: Application) -> None:
    """Not before they are told of the refusal, which may take some days around a holiday."""
    if application.notified_on is None:
        town.calendar.plan(day + timedelta(days=1), appeal, application)
        return
    record = Appeal(town.register.number("AP"), application, day)
    town.appeals.append(record)
    town.calendar.plan(next_workday(day + days(town.rng.uniform(12, 75))), answer_appeal, record)


def answer_appeal(town, day: date, record: Appeal) -> None:
    """A changed decision opens a new case, granted the same week; the rejection stays in the books."""
    application, household = record.application, record.application.household
    outcome = pick(town.rng, {"changed": 14, "upheld": 38, "forwarded": 40, "dismissed": 8})
    tenancy = application.tenancy
    is_over = household.is_gone or household.application or household.pending
    if outcome == "changed" and (is_over or (tenancy and not letting.is_free_to_leave(tenancy))):
        outcome = "upheld"
    record.outcome, record.decided_on = outcome, day
    if outcome == "changed" and (tenancy or not household.home):
        again = _receive(town, day, household, application.kind, tenancy)
        again.channel = "referral"
        for need in ("rooms_min", "needs_wheelchair", "needs_lift_or_ground_floor", "staffing_need"):
            setattr(again, need, getattr(application, need))
        decide(town, day, again, is_changed=True)


def give_up(town, day: date, application: Application) -> None:
    if application in town.waiting:
        close(town, day, application, town.rng.choice(CLOSED_REASONS))


def close(town, day: date, application: Application, reason: str) -> None:
    """A granted application leaves the waiting list unhoused; what is offered is taken back."""
    if application.open_offer:
        letting.answer_offer(town, day, application.open_offer, "withdrawn")
    town.waiting.remove(application)
    application.closed_on, application.closed_reason = day, reason
    application.household.application = None
    if reason == "Har flyttet fra kommunen" and application.household.home is None:
        homelessness.end(town, day, application.household)
        application.household.is_gone = True


def drop(town, day: date, household: Household, reason: str) -> None:
    """The household no longer needs what it applied for; an undecided application is withdrawn later."""
    application = household.application
    if application and application in town.waiting:
        close(town, day, application, reason)


def working_days(first: date, last: date):
    while first <= last:
        if first.weekday() < 5:
            yield first
        first += timedelta(days=1)
