"""From a vacant dwelling to keys and back: offers, tenancies, void periods."""

from datetime import date, timedelta

from housing.generator import evictions, flow, homelessness, leases, people
from housing.generator import proportions as typical
from housing.generator.calendar import days
from housing.generator.people import pick
from housing.generator.records import Application, Dwelling, Household, Offer, Tenancy, VoidPeriod
from housing.periods import age_on
from housing.workdays import next_workday

# How a dwelling is left: kind of work, share, days it takes.
WORK = {
    None: (50, 3, 16),
    "cleaning": (20, 6, 18),
    "renovation": (19, 35, 130),
    "damage": (7, 20, 90),
    "long": (4, 150, 330),
}
DECLINE_REASONS = (
    "For liten",
    "Ønsker et annet område",
    "For langt fra skole eller barnehage",
    "Ønsker ikke trapper",
    "For høy husleie",
    "Vil ikke bo i nærheten av tidligere miljø",
    "Ønsker ikke å flytte likevel",
)
YEARLY_LEAVING = {"nomination": 0.09, "other": 0.014}


def add_void(town, day: date, dwelling: Dwelling, reason: str) -> VoidPeriod:
    void = VoidPeriod(town.register.number("V"), dwelling, day, None, reason)
    town.voids.append(void)
    return void


def end_void(_town, day: date, dwelling: Dwelling, void: VoidPeriod | None) -> None:
    if void and void.ends_on is None:
        void.ends_on = day
        dwelling.void = None


def become_vacant(town, day: date, dwelling: Dwelling) -> None:
    if dwelling.left_stock_on:
        return
    dwelling.vacant_since = dwelling.ready_on = day
    if not dwelling.is_let:
        return
    work = town.rng.choices(list(WORK), [share for share, *_days in WORK.values()])[0]
    _share, least, most = WORK[work]
    dwelling.ready_on = day + timedelta(days=town.rng.randint(least, most))
    if work:
        dwelling.void = add_void(town, day, dwelling, "renovation" if work == "long" else work)
        town.calendar.plan(dwelling.ready_on, end_void, dwelling, dwelling.void)
    if dwelling.is_filled_by_health:
        town.calendar.plan(dwelling.ready_on + days(town.rng.uniform(-5, 25)), nominate, dwelling)


def allocation_meeting(town, day: date) -> None:
    """The weekly meeting offers every dwelling that is soon ready to the first it suits."""
    for dwelling in town.dwellings:
        if not dwelling.is_lettable or dwelling.is_filled_by_health:
            continue
        if dwelling.ready_on > day + timedelta(days=14) or town.rng.random() < 0.12:
            continue
        suited = [a for a in town.waiting if a.open_offer is None and suits(dwelling, a)]
        if suited:
            first = min(suited, key=lambda a: (_gap(dwelling, a), a.decided_on, a.id))
            make_offer(town, day, first, dwelling)


def suits(dwelling: Dwelling, application: Application) -> bool:
    """A first sieve; more than one room too many is kept for those who need it."""
    groups = application.household.target_groups
    if application.tenancy and application.tenancy.dwelling is dwelling:
        return False
    if flow.needs_staff(application) != (dwelling.category in flow.STAFFED):
        return False
    if dwelling.earmarked_for and dwelling.earmarked_for not in groups:
        return False
    if application.needs_wheelchair and not dwelling.is_wheelchair_accessible:
        return False
    if application.needs_lift_or_ground_floor and dwelling.floor > 1 and not dwelling.has_lift:
        return False
    return flow.needs_staff(application) or 0 <= dwelling.rooms - application.rooms_min <= 1


def _gap(dwelling: Dwelling, application: Application) -> int:
    wasted = dwelling.is_wheelchair_accessible and not application.needs_wheelchair
    return 2 * (dwelling.rooms - application.rooms_min) + wasted


def make_offer(town, day: date, application: Application, dwelling: Dwelling) -> None:
    rng = town.rng
    answer_by = next_workday(day + timedelta(days=rng.choice([7, 7, 10, 14])))
    offer = Offer(town.register.number("O"), application, dwelling, day, answer_by)
    town.offers.append(offer)
    application.open_offer, dwelling.is_reserved = offer, True
    answer = pick(rng, {"accepted": 79, "declined": 14, "expired": 5, "withdrawn": 2})
    answered_on = answer_by + timedelta(days=1)
    if answer != "expired":
        answered_on = min(answer_by, next_workday(day + timedelta(days=rng.randint(1, 8))))
    town.calendar.plan(answered_on, answer_offer, offer, answer)


def answer_offer(town, day: date, offer: Offer, answer: str) -> None:
    if offer.answer:
        return
    application = offer.application
    offer.answer, offer.answered_on = answer, day
    application.open_offer, offer.dwelling.is_reserved = None, False
    if answer == "accepted":
        town.waiting.remove(application)
        application.household.application = None
        allocate(town, day, application.household, offer.dwelling, application)
    elif answer in ("declined", "expired"):
        application.declines += 1
        if answer == "declined":
            offer.decline_reason = town.rng.choice(DECLINE_REASONS)
        if application.declines >= 2 and town.rng.random() < 0.7:
            flow.close(town, day, application, "Har takket nei til to tilbud")


def allocate(
    town, day: date, household: Household, dwelling: Dwelling, application: Application | None = None
) -> Tenancy:
    tenancy = Tenancy(
        town.register.number("T"), household, "municipal", dwelling, application=application, allocated_on=day
    )
    town.tenancies.append(tenancy)
    leases.set_rent(town, tenancy, day)
    dwelling.is_reserved, household.pending = True, tenancy
    keys_on = max(day + days(town.rng.triangular(3, 60, 14)), dwelling.ready_on)
    town.calendar.plan(next_workday(keys_on), move_in, tenancy)
    return tenancy


def move_in(town, day: date, tenancy: Tenancy) -> None:
    household, dwelling = tenancy.household, tenancy.dwelling
    end_void(town, day, dwelling, dwelling.void)
    tenancy.moved_in_on = day
    dwelling.tenancy, dwelling.vacant_since, dwelling.is_reserved = tenancy, None, False
    household.pending = None
    if household.home:
        move_out(town, day, household.home, "moved_municipal")
    if household.private_home:
        household.private_home.moved_out_on, household.private_home.end_reason = day, "moved_municipal"
        household.private_home = None
    household.home = tenancy
    homelessness.end(town, day, household)
    if dwelling.ownership != "nomination":
        leases.await_end(town, day, leases.sign_first(town, day, tenancy))
    if evictions.is_out_again(town, household):
        plan_move_out(town, day + days(town.paying.uniform(215, 330)), tenancy, "evicted")
    else:
        plan_leaving(town, day, tenancy)


def is_free_to_leave(tenancy: Tenancy) -> bool:
    return (
        tenancy.moved_out_on is None
        and not tenancy.is_ending
        and not tenancy.household.is_gone
        and tenancy.household.pending is None
    )


def plan_leaving(town, day: date, tenancy: Tenancy) -> None:
    """Sooner or later something else than the contract ends it."""
    yearly = YEARLY_LEAVING.get(tenancy.dwelling.ownership, YEARLY_LEAVING["other"])
    town.calendar.plan(day + days(20 + town.rng.expovariate(yearly) * 365.25), leave, tenancy)


def leave(town, day: date, tenancy: Tenancy) -> None:
    if not is_free_to_leave(tenancy):
        return
    household = tenancy.household
    age = age_on(household.main.birth_date, day)
    reasons = {"moved_private": 42, "bought": 9, "evicted": 20, "other": 12, "neighbour_conflict": 4, "prison": 4}
    if tenancy.dwelling.ownership == "nomination":
        reasons = {"institution": 40, "other": 8}
    if household.size() == 1:
        reasons |= {"dead": 5 if age < 60 else 75, "institution": 6 if age < 67 else 45}
    reason = pick(town.rng, reasons)
    if reason == "dead":
        household.is_gone = True
        household.main.died_on = day
        flow.drop(town, day, household, "Søkeren er død")
        homelessness.end(town, day, household)
        day += days(town.rng.uniform(5, 45))
    plan_move_out(town, day, tenancy, reason)


def plan_move_out(town, day: date, tenancy: Tenancy, reason: str) -> None:
    tenancy.is_ending = True
    if reason == "evicted":
        day = next_workday(day)
    town.calendar.plan(day, move_out, tenancy, reason)


def move_out(town, day: date, tenancy: Tenancy, reason: str) -> None:
    if tenancy.moved_out_on:
        return
    household, dwelling = tenancy.household, tenancy.dwelling
    tenancy.moved_out_on, tenancy.end_reason = day, reason
    dwelling.tenancy = None
    become_vacant(town, day, dwelling)
    household.home = None
    if reason == "moved_municipal":
        return
    flow.drop(town, day, household, "Har flyttet ut av den kommunale boligen")
    homelessness.end(town, day, household)
    if reason == "evicted" and evictions.come_back_later(town, day, household):
        return
    if reason in ("evicted", "neighbour_conflict", "prison", "other") and town.rng.random() < 0.6:
        town.calendar.plan(day + days(town.rng.uniform(3, 60)), homelessness.found_without_home, household)
    elif reason in ("moved_private", "evicted") and town.rng.random() < 0.2:
        town.known.append(household)
    else:
        household.is_gone = True


def nominate(town, day: date, dwelling: Dwelling) -> None:
    """The health services choose who moves into a care dwelling; nobody applies to the housing office."""
    if not dwelling.is_lettable:
        return
    allocate(town, day, nominated_household(town, day, dwelling), dwelling)


def nominated_household(town, day: date, dwelling: Dwelling) -> Household:
    elderly = dwelling.earmarked_for in ("elderly", "")
    household = people.make_household(
        town,
        day,
        kinds=typical.NOMINATED_KINDS if elderly else {"single": 1},
        cultures=typical.NOMINATED_CULTURES,
        ages=(66, 93) if elderly else (19, 62),
    )
    household.join(dwelling.earmarked_for or "elderly")
    return household


def settle(town, day: date, household: Household | None = None) -> None:
    """Refugees are settled in a vacant dwelling without an application; when none suits, a little later."""
    if household is None:
        cultures = typical.SETTLED_CULTURES if day < date(2022, 3, 15) else typical.SETTLED_CULTURES_SINCE_2022
        household = people.make_household(town, day, kinds=typical.SETTLED_KINDS, cultures=cultures, ages=(18.5, 58))
        household.join("refugee")
    wanted = flow.rooms_for(household)
    fitting = [
        dwelling
        for dwelling in town.dwellings
        if dwelling.is_lettable
        and dwelling.ownership != "nomination"
        and dwelling.category == "ordinary"
        and -1 <= dwelling.rooms - wanted <= 1
        and dwelling.ready_on <= day + timedelta(days=30)
    ]
    if fitting:
        best = min(fitting, key=lambda d: (d.earmarked_for != "refugee", abs(d.rooms - wanted), d.vacant_since))
        allocate(town, day, household, best)
    else:
        town.calendar.plan(day + days(6), settle, household)
