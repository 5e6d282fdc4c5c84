"""The sheet a family takes home: what they can pay for a home, in words and a table they can read (regnearket).

It says what was frozen in the assessment and nothing else, in the household's written language.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from housing import letters
from housing.models import Letter
from housing.templatetags.norwegian import kr
from rent_to_own.affordability import Outcome, Result, Why
from rent_to_own.assessed import thawed
from rent_to_own.models import FinanceAssessment

KIND = "affordability"
PARTS: dict[str, str | Promise] = {
    "rent": _("Husleie"),
    "loan": _("Startlån, renter og avdrag"),
    "bank": _("Lån i bank, renter og avdrag"),
    "common_costs": _("Felleskostnader"),
    "municipal_fees": _("Kommunale avgifter"),
    "upkeep": _("Forsikring, vedlikehold og strøm"),
    "allowance": _("Bostøtte, trekkes fra"),
}
ALWAYS_SHOWN = {"rent", "loan"}
IN_SHORT = {
    Outcome.NOW: _("Vi har kommet til at dere kan eie en bolig nå."),
    Outcome.WITHIN_FIVE_YEARS: _("Vi har kommet til at dere kan eie en bolig i løpet av fem år."),
    Outcome.NONE: _("Vi har kommet til at dere ikke kan eie en bolig slik det er nå."),
    Outcome.NOT_WANTED: _("Dere har sagt at dere ikke ønsker å eie en bolig."),
}
TOLD = {
    Why.NOTHING_LEFT: _("Det er ingenting igjen til bolig når mat, klær, gjeld og andre faste utgifter er betalt."),
    Why.RUNNING_TOO_DEAR: _("Boligen koster mer i måneden enn dere har, også uten lån."),
    Why.LOAN_TOO_LARGE: _("Lånet dere trenger, er større enn det dere kan betale for hver måned."),
    Why.IN_SETTLEMENT: _("Dere er i gjeldsordning. Da kan dere som regel ikke låne før den er over."),
    Why.DEARER_NOT_BORNE: _("Blir renten 3 prosentpoeng høyere, har dere ikke nok å leve av. Spør oss om fast rente."),
    Why.COSTS_MORE_AFTER_INTEREST_ONLY: _("Det koster mer hver måned når den avdragsfrie tiden er over."),
    Why.GRANT_LEFT: _("Tilskuddet er større enn det dere trenger. Vi har bare regnet med det dere trenger."),
}


def shown_lines(result: Result) -> list[tuple]:
    """Part by part; what is nothing in every column is left out."""
    return [
        (PARTS[line.part], line.today, line.owner, line.dearer)
        for line in result.lines
        if line.part in ALWAYS_SHOWN or line.today or line.owner or line.dearer
    ]


def sheet_of(assessment: FinanceAssessment) -> Letter | None:
    kind = ContentType.objects.get_for_model(FinanceAssessment)
    return Letter.objects.filter(subject_type=kind, subject_id=assessment.pk, kind=KIND).defer("html").first()


def write(assessment: FinanceAssessment, *, by) -> Letter:
    """Once for each assessment: whoever asks next is given the first."""
    with transaction.atomic():
        FinanceAssessment.objects.select_for_update().get(pk=assessment.pk)
        return sheet_of(assessment) or letters.write(
            "letters/affordability.html",
            assessment,
            kind=KIND,
            title=_("Hva dere kan betale for en bolig"),
            by=by,
            day=assessment.made_on,
            context=_context(assessment),
        )


def _context(assessment: FinanceAssessment) -> dict:
    result, answers = thawed(assessment.result), assessment.inputs["answers"]
    return {
        "number": assessment.household.number,
        "assessment": assessment,
        "result": result,
        "in_short": IN_SHORT[Outcome(assessment.outcome)],
        "lines": shown_lines(result),
        "reasons": [TOLD[code] for code in result.why],
        "change": abs(result.cost_as_owner - result.cost_today),
        "is_dearer": result.cost_as_owner > result.cost_today,
        "short_when_dearer": -result.left_when_dearer,
        "free_years": answers["interest_only_years"] or 0,
        "years": answers["years"],
        "rate": answers["rate"],
        "rate_text": _rate_text(answers),
        "living_costs": assessment.inputs["living_costs"],
        "budget": assessment.budget,
        "saving": _saving(result),
    }


def _rate_text(answers) -> str | Promise:
    if answers["rate_kind"] == "fixed":
        return format_lazy(_("Renten er fast i {years} år."), years=answers["fixed_years"])
    return _("Renten er flytende og kan endre seg når som helst.")


def _saving(result: Result) -> str | Promise:
    if not result.missing_capital or not result.months_to_save:
        return ""
    if result.months_to_save == 1:
        return format_lazy(_("Det er mindre enn dere har igjen på en måned ({amount})."), amount=kr(result.left_today))
    words = _("Sparer dere alt dere har igjen i måneden i dag ({amount}), tar det {months} måneder.")
    return format_lazy(words, amount=kr(result.left_today), months=result.months_to_save)
