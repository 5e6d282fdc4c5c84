"""Whole decisions to write letters of: each kind and outcome with everything its letter must say."""

from datetime import date
from itertools import product

from applications.models import Application, Decision
from tests import make

DECIDED_ON = date(2026, 4, 1)
CHILD_BORN = date(2018, 5, 5)
# A kind of decision → the application it is made on.
ABOUT = {
    Decision.Kind.MUNICIPAL_DWELLING: Application.Kind.NEW,
    Decision.Kind.EXTENSION: Application.Kind.EXTENSION,
    Decision.Kind.HOUSING_ASSISTANCE: Application.Kind.ASSISTANCE,
    Decision.Kind.TEMPORARY_HOUSING: Application.Kind.TEMPORARY,
}
EVERY_DECISION = [(str(kind), str(outcome)) for kind, outcome in product(Decision.Kind, Decision.Outcome)]
SAID = {
    "main_content": "Dette er hovedinnholdet i vedtaket.",
    "law_codes": ["boligsosialloven_4", "boligsosialloven_7"],
    "facts": "Du bor midlertidig hos en venn.",
    "considerations": "Du kan ikke skaffe deg egen bolig nå.",
    "applicant_view": "Du ønsker å bo nær skolen.",
    "child_view": "Barna vil gå på samme skole.",
}
GRANTED = {
    "conditions": "Vedtaket gjelder i ett år. Det faller bort hvis du får egnet bolig på annen måte.",
    "needs_lift_or_ground_floor": False,
}
GRANTED_BY_KIND = {
    "municipal_dwelling": {"rooms": 3, "lease_years": 3},
    "extension": {"lease_years": 3},
    "housing_assistance": {},
    "temporary_housing": {"valid_until": date(2026, 7, 1)},
}


def decision(kind="municipal_dwelling", outcome="granted", *, by, language="nb", **changes) -> Decision:
    """A decision whose letter lacks nothing, but for what ``changes`` takes away."""
    main = make.person(written_language=language)
    case = make.application(make.household(main=main, children=[CHILD_BORN]), by=by, kind=ABOUT[kind])
    facts = SAID | (GRANTED | GRANTED_BY_KIND[kind] if outcome == "granted" else {})
    if outcome == "rejected":
        facts |= {"advice": "Søk bostøtte hos Husbanken. Vi hjelper deg med søknaden."}
    return make.decision(case, by=by, kind=kind, outcome=outcome, decided_on=DECIDED_ON, **facts | changes)
