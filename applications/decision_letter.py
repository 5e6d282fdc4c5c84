"""The decision letter (vedtaksbrev): what it says, what it must say, and writing it.

Source: forvaltningsloven §§ 23–28 and boligsosialloven § 7; the mandatory blocks are in ``completeness.py``.
"""

from types import SimpleNamespace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.completeness import APPEAL_WEEKS, DecisionParts, Missing, missing_blocks
from applications.models import Appeal, Application, Decision
from housing import letters
from housing.law import REFERENCES, LawReference, appeal_body, reference
from housing.models import Letter

TEMPLATE = "letters/decision.html"
# Rules a decision about a home may stand on; the first three are ticked in an empty form.
RULES = [
    "boligsosialloven_4",
    "boligsosialloven_7",
    "husll_11_1",
    "boligsosialloven_6",
    "boligsosialloven_2",
    "boligsosialloven_3",
    "husll_9_3",
]
RULES_TICKED = RULES[:3]

TITLES = {
    Decision.Outcome.GRANTED: gettext_lazy("Søknaden din om {subject} er innvilget"),
    Decision.Outcome.REJECTED: gettext_lazy("Søknaden din om {subject} er avslått"),
    Decision.Outcome.DISMISSED: gettext_lazy("Søknaden din om {subject} er avvist"),
}
SUBJECTS = {
    Application.Kind.NEW: gettext_lazy("kommunal bolig"),
    Application.Kind.TRANSFER: gettext_lazy("bytte av kommunal bolig"),
    Application.Kind.EXTENSION: gettext_lazy("forlenget leiekontrakt"),
    Application.Kind.ASSISTANCE: gettext_lazy("bistand etter boligsosialloven"),
    Application.Kind.TEMPORARY: gettext_lazy("midlertidig botilbud"),
}
RESULTS = {
    Decision.Outcome.GRANTED: gettext_lazy("Du får det du har søkt om."),
    Decision.Outcome.REJECTED: gettext_lazy("Du får ikke det du har søkt om."),
    Decision.Outcome.DISMISSED: gettext_lazy("Vi tar ikke søknaden din til behandling."),
}


def title_of(decision: Decision) -> str:
    subject = SUBJECTS[decision.application.kind]
    if decision.kind == Decision.Kind.HOUSING_ASSISTANCE:
        subject = _("bistand etter boligsosialloven")
    return TITLES[decision.outcome].format(subject=subject) if decision.outcome in TITLES else _("Vedtak")


def parts_of(decision: Decision) -> DecisionParts:
    """The decision as the test of completeness reads it."""
    application = decision.application
    children = [member for member in application.household.members_on(decision.decided_on) if member.role == "child"]
    return DecisionParts(
        outcome=decision.outcome,
        main_content=decision.main_content,
        rooms=decision.rooms,
        lease=decision.lease_text,
        floor_or_lift=_floor_or_lift(decision),
        conditions=decision.conditions,
        rules=tuple(decision.law_codes),
        facts=decision.facts,
        main_considerations=decision.considerations,
        applicant_view=decision.applicant_view,
        child_view=decision.child_view,
        has_children=bool(children),
        is_granted_in_full=_is_all_that_was_asked_for(decision),
        is_appeal=application.pk is not None and application.appeals.filter(status=Appeal.Status.CHANGED).exists(),
        gives_dwelling=decision.kind == Decision.Kind.MUNICIPAL_DWELLING,
        appeal_kind=decision.kind,
        appeal_weeks=APPEAL_WEEKS,
        contact=f"{decision.by} {decision.by.phone}",
    )


def _floor_or_lift(decision: Decision) -> str:
    if decision.needs_lift_or_ground_floor is None:
        return ""
    return _("1. etasje eller heis") if decision.needs_lift_or_ground_floor else _("ingen krav")


def _is_all_that_was_asked_for(decision: Decision) -> bool:
    application = decision.application
    enough_rooms = (decision.rooms or 0) >= (application.rooms_min or 0)
    lift = decision.needs_lift_or_ground_floor or not application.needs_lift_or_ground_floor
    wheelchair = decision.needs_wheelchair or not application.needs_wheelchair
    return bool(enough_rooms and lift and wheelchair)


def lacks(decision: Decision) -> list[Missing]:
    return missing_blocks(parts_of(decision))


def rules_on(codes, day) -> list[LawReference]:
    """The rules as they are cited on the day; one that was not in force then is left out."""
    return [row for code in codes for row in REFERENCES if row.code == code and row.is_in_force(day)]


def context_of(decision: Decision) -> dict:
    day = decision.decided_on
    body = appeal_body(decision.kind)
    needs_reasons = parts_of(decision).needs_reasons
    return {
        "title": title_of(decision),
        "number": decision.application.number,
        "received_on": decision.application.received_on,
        "decision": decision,
        "result": RESULTS.get(decision.outcome, ""),
        "specification": _specification(decision) if decision.outcome == Decision.Outcome.GRANTED else [],
        "rules": rules_on(decision.law_codes, day),
        # Without reasons in the letter they can be asked for; the letter must then say so.
        "asks_for_reasons": None if needs_reasons or decision.considerations else reference("fvl_24", day),
        "appeal": SimpleNamespace(
            body=body.body,
            law=reference("fvl_29", day),
            form=reference("fvl_32", day),
            costs=reference("fvl_36", day),
            insight=reference("fvl_18", day),
        ),
    }


def _specification(decision: Decision) -> list[tuple[str, str]]:
    said = [
        (_("Antall rom"), str(decision.rooms or "")),
        (_("Leietid"), decision.lease_text),
        (_("Etasje og heis"), _floor_or_lift(decision)),
        (_("Rullestol"), _("boligen skal kunne brukes med rullestol") if decision.needs_wheelchair else ""),
        (_("Bemanning"), str(decision.get_staffing_display()).lower() if decision.staffing else ""),
    ]
    return [(name, value) for name, value in said if value]


def preview(decision: Decision) -> str:
    """The letter as it will be, to be shown beside the form."""
    return letters.compose(
        TEMPLATE,
        decision.application.household,
        by=decision.by,
        day=decision.decided_on,
        context=context_of(decision),
        frame="letters/preview.html",
    )


def write(decision: Decision) -> Letter:
    context = context_of(decision)
    title = context.pop("title")
    return letters.write(
        TEMPLATE, decision, kind="decision", title=title, by=decision.by, day=decision.decided_on, context=context
    )
