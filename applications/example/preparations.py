"""Before a decision in the demo: conditions looked at, papers asked for, discussions, measures, and answers in time."""

from datetime import timedelta

from applications import eligibility_checks
from applications.example.cases import received
from applications.forms import preliminary
from applications.models import (
    Advice,
    Application,
    Discussion,
    DocumentRequest,
    EligibilityCheck,
    Level,
    Mapping,
    Measure,
    Routine,
)
from applications.papers import COMMON
from housing.models import CaseEvent, Representative, Service

PAPERS = [
    ("income", "missing"),
    ("tax", "received"),
    ("housing", "late"),
    ("lease", "waived"),
]
# Days from today.
DUE_IN = {"missing": 1, "late": -5}
MEASURES = [
    (Measure.Kind.ADVICE, Service.HOUSING, "Råd om private utleiere og visninger", None),
    (Measure.Kind.ALLOWANCE, Service.NAV, "Hjelp til å søke bostøtte", Measure.Effect.BETTER),
    (Measure.Kind.ECONOMY, Service.ECONOMY, "Nedbetalingsavtale med strømleverandøren", Measure.Effect.SAME),
    (Measure.Kind.DEPOSIT, Service.NAV, "Søknad om garanti for depositum", None),
]
AGENDA = "Hva trengs for at husstanden skal klare å bo, og hvem følger opp?"
ADVICE = {
    Service.NAV: "Økonomien er oversiktlig. NAV kan stille garanti for depositum.",
    Service.MENTAL_HEALTH: "Ønsker fast kontakt de første tre månedene etter innflytting.",
    Service.HOUSING: "Bolig nær skole og buss. Ikke første etasje mot gaten.",
}
# What the first checks found otherwise than the rest: met, an obstacle, and an obstacle that is let be.
FOUND = [
    {"is_housed_as_asylum_seeker": False},
    {"is_housed_as_asylum_seeker": False, "resident_since": 200},
    {"is_housed_as_asylum_seeker": False, "resident_since": 100},
]
MOST_HELPED = 3
OVERRIDE = "Søkeren flyttet hit for å være nær sykehuset. Kort botid bør ikke stå i veien."


def leave(cases, caseworker, today) -> None:
    """Checks, papers, discussions and measures in some of the desk's cases."""
    new = [case for case in cases if case.kind == Application.Kind.NEW]
    for number, case in enumerate(new[::2]):
        _check(case, caseworker, today, FOUND[number] if number < len(FOUND) else {}, overridden=number == 2)
    for case in cases[1::3]:
        _ask_for_papers(case, caseworker, today)
    mapped = Mapping.objects.current(today).values_list("household", flat=True)
    for case in [case for case in cases if case.household_id in set(mapped)][:MOST_HELPED]:
        _help(case, caseworker, today)
    _discuss(cases, caseworker, today)
    _appoint(cases[-1], caseworker, today)


def answered(households, caseworker, leader, today) -> None:
    """Two who were answered before a decision: one promise still to keep, and one that was not kept."""
    reason = "Vi har mange søknader til behandling og må innhente flere opplysninger om saken din."
    for household, received_ago, sent_ago, promised in zip(households, (40, 85), (14, 58), (17, -3), strict=True):
        case = received(household, caseworker, today - timedelta(days=received_ago), rooms_min=2)
        preliminary.answer(
            case,
            by=caseworker,
            reason=reason,
            expected_on=today + timedelta(days=promised),
            sent_on=today - timedelta(days=sent_ago),
        )


answered.households = 2


def _check(case, by, today, found, *, overridden) -> None:
    """All clear but one thing, which somebody must find out, where nothing else is ``found``."""
    routine = Routine.objects.on(today)
    answers = {
        "has_lawful_stay": True,
        "is_housed_as_asylum_seeker": None,
        "has_ties_to_norway": True,
        "responsible": "stays_here",
    }
    answers |= {"resident_since": 900} | found
    answers["resident_since"] = today - timedelta(days=answers["resident_since"])
    eligible = eligibility_checks.assessed(case, routine, today, answers)
    EligibilityCheck.objects.create(
        application=case,
        checked_on=today,
        is_eligible=eligible.is_eligible,
        conditions=eligibility_checks.as_told(eligible, routine, today),
        override_reason=OVERRIDE if overridden and eligible.is_eligible is False else "",
        by=by,
        **answers,
    )


def _ask_for_papers(case, by, today) -> None:
    asked_on = min(max(case.received_on, today - timedelta(days=30)), today)
    for what, state in PAPERS:
        DocumentRequest.objects.create(
            application=case,
            what=str(COMMON[what]),
            asked_on=asked_on,
            due_on=max(asked_on, today + timedelta(days=DUE_IN.get(state, 7))),
            received_on=today if state == "received" else None,
            waived_on=today if state == "waived" else None,
            by=by,
        )


def _help(case, by, today) -> None:
    """A mapping with levels, and what has been done since."""
    mapping = Mapping.objects.filter(household=case.household).current(today).first()
    if mapping is not None:
        levels = dict.fromkeys(Mapping.LEVELS, Level.GOOD)
        levels |= {"level_housing": Level.POOR, "level_economy": Level.SOME, "level_network": Level.SOME}
        Mapping.objects.filter(pk=mapping.pk).update(target_groups=case.household.target_groups, **levels)
    for number, (kind, service, description, effect) in enumerate(MEASURES):
        Measure.objects.create(
            household=case.household,
            mapping=mapping,
            kind=kind,
            service=service,
            description=description,
            starts_on=today - timedelta(days=40),
            planned_end_on=today + timedelta(days=20 if number else -2),
            ends_on=today - timedelta(days=5) if effect else None,
            effect=effect or "",
            by=by,
        )


def _discuss(cases, by, today) -> None:
    """One discussion held a week ago with what each advised, and one that is today."""
    planned = cases[1 % len(cases)]
    earlier = [case for case in cases if case.received_on <= today - timedelta(days=8) and case != planned]
    held = next(iter(earlier), None)
    Discussion.objects.create(
        application=planned, planned_on=today, agenda=AGENDA, services=[Service.NAV, Service.SUBSTANCE_USE], by=by
    )
    if held is None:
        return
    was = Discussion.objects.create(
        application=held,
        planned_on=today - timedelta(days=7),
        held_on=today - timedelta(days=7),
        agenda=AGENDA,
        services=list(ADVICE),
        present=list(ADVICE),
        recommendation=Discussion.Recommendation.GRANT,
        recommendation_text="Husstanden trenger kommunal bolig med oppfølging i en overgang.",
        by=by,
    )
    Advice.objects.bulk_create(Advice(discussion=was, service=service, text=text) for service, text in ADVICE.items())
    CaseEvent.write(
        held, by=by, title="Tverrfaglig drøfting holdt", note="Anbefaler: innvilge", happened_on=was.held_on
    )


def _appoint(case, by, today) -> None:
    Representative(
        household=case.household,
        name="Tuva Lien",
        organisation="Advokatfirmaet Lien",
        is_lawyer=True,
        postal_address="Postboks 12, 3999 Lindvik",
        phone="32 11 22 33",
        starts_on=today - timedelta(days=10),
    ).appoint(by=by)
