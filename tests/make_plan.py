"""One of each: a plan with its measures, a group of the programme, a success story."""

from datetime import date

from housing.periods import Period
from reporting.models import Plan, PlanMeasure, PlanStrategy, ProgrammeGroup, SuccessStory

SPRING = Period.half_year(2026, 1)


def plan(title="Boligsosial handlingsplan", **facts) -> Plan:
    facts = {"adopted_on": date(2025, 1, 15), "valid_from": date(2025, 1, 15)} | facts
    return Plan.objects.create(title=title, **facts)


def strategy(plan, title="Færre bostedsløse", number=2) -> PlanStrategy:
    return PlanStrategy.objects.create(plan=plan, title=title, number=number)


def measure(plan, number="2.1", *, by=None, begun_on=date(2025, 1, 15), **facts) -> PlanMeasure:
    facts = {"text": "Boligene prøves ut", "responsible": "Boligkontoret"} | facts
    return PlanMeasure(plan=plan, number=number, **facts).begin(by=by, happened_on=begun_on)


def group(name="Styringsgruppen", kind="steering", above=None, **facts) -> ProgrammeGroup:
    facts = {"starts_on": date(2025, 1, 1)} | facts
    return ProgrammeGroup.objects.create(name=name, kind=kind, reports_to=above, **facts)


def story(*, by, period=SPRING, **facts) -> SuccessStory:
    facts = {
        "title": "Nøkkelen i egen hånd",
        "text": "En leietaker har fått sitt eget hjem og klarer seg godt.",
        "main_goal": 1,
        "consent_obtained_on": date(2026, 3, 2),
        "consent_obtained_by": "Boligkontoret",
    } | facts
    made = SuccessStory(period_first=period.first, period_last=period.last, **facts)
    return made.keep(by=by)


def ready_story(*, by, reader, **facts) -> SuccessStory:
    made = story(by=by, **facts)
    made.confirm(read=made.fingerprint, by=reader)
    return made
