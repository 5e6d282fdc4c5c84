"""Help beside a municipal dwelling: plans after refusals, and requests for assistance and for a roof tonight.

Told after the town has lived, with random numbers of its own, as the releases are.
"""

from datetime import timedelta

from housing.generator import proportions as typical
from housing.generator.calendar import days
from housing.generator.people import pick
from housing.generator.records import Application, HelpPlan, Mapping, Tenancy
from housing.workdays import next_workday

MEASURES = {
    "private_rental": 0.45,
    "guarantee": 0.35,
    "deposit_fund": 0.12,
    "start_loan": 0.12,
    "allowance": 0.3,
    "economy": 0.2,
    "follow_up": 0.12,
    "advice": 0.5,
}


def tell(town) -> None:
    moved_in: dict[str, list[Tenancy]] = {}
    for tenancy in town.tenancies:
        if tenancy.moved_in_on:
            moved_in.setdefault(tenancy.household.id, []).append(tenancy)
    for application in list(town.applications):
        if application.outcome == "rejected":
            _plan(town, application, moved_in.get(application.household.id, []))
    undecided = {application.household.id for application in town.applications if not application.decided_on}
    for mapping in list(town.mappings):
        if mapping.source == "Ny kartlegging" or mapping.household.id in undecided:
            continue
        kind = {"1": "temporary"}.get(mapping.homeless_category, "assistance" if mapping.situation != "none" else "")
        if kind and town.afterwards.random() < typical.REQUEST_SHARES[kind]:
            _request(town, kind, mapping)
            if town.applications[-1].decided_on is None:
                undecided.add(mapping.household.id)


def _plan(town, application: Application, homes: list[Tenancy]) -> None:
    """Hardly anybody got one when the programme began; now nearly everybody does."""
    rng = town.afterwards
    lived = (application.decided_on - town.starts).days / max(1, (town.until - town.starts).days)
    first, last = typical.HELP_PLAN_SHARES
    made_on = next_workday(application.decided_on + days(rng.triangular(0, 24, 5)))
    measures = [code for code, share in MEASURES.items() if rng.random() < share] or ["advice"]
    if rng.random() > first + (last - first) * max(0.0, lived) or made_on > town.until:
        return
    follow_up_on = next_workday(made_on + timedelta(days=rng.choice([30, 60, 60, 90])))
    plan = HelpPlan(town.register.number("HP"), application, made_on, measures, follow_up_on)
    town.help_plans.append(plan)
    ended_on = next_workday(follow_up_on + days(rng.triangular(0, 60, 3)))
    if ended_on <= town.until:
        plan.outcome, plan.outcome_on = _outcome(town, plan, ended_on, homes), ended_on


def _outcome(town, plan: HelpPlan, ended_on, homes: list[Tenancy]) -> str:
    moved = next((tenancy for tenancy in homes if plan.made_on < tenancy.moved_in_on <= ended_on), None)
    if moved:
        return moved.tenure
    if plan.application.kind != "new":
        return pick(town.afterwards, {"kept": 80, "private": 8, "no_contact": 12})
    return pick(town.afterwards, {"private": 38, "kept": 22, "bought": 2, "none": 24, "no_contact": 14})


def _request(town, kind: str, mapping: Mapping) -> None:
    """Asked for when the situation was found. A roof is decided at once, other help within some weeks."""
    rng, household = town.afterwards, mapping.household
    wait = rng.triangular(0, 3, 0) if kind == "temporary" else rng.triangular(5, 70, 25)
    request = Application(
        town.register.number("A"),
        household,
        kind,
        max(household.created_on, mapping.mapped_on - days(rng.uniform(0, 3))),
        pick(rng, {"meeting": 50, "referral": 25, "online": 15, "paper": 10}),
    )
    town.applications.append(request)
    decided_on = next_workday(request.received_on + days(wait))
    if decided_on <= town.until:
        shares = {"granted": 90, "rejected": 8, "withdrawn": 2} if kind == "temporary" else typical.ASSISTANCE_OUTCOMES
        request.outcome, request.decided_on = pick(rng, shares), decided_on
        notified_on = next_workday(decided_on + days(rng.choice([0, 0, 1])))
        request.notified_on = notified_on if notified_on <= town.until else None
