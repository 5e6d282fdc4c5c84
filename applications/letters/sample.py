"""A letter to nobody, for the administrator to see a text where it will stand (prøvebrev)."""

from dataclasses import replace

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from applications.letters.blocks import Writer
from applications.letters.decision import TEMPLATE, TITLES, rules_ticked
from applications.letters.rules import CASEWORKER, NUMBER, PHONE, sample_fields
from applications.letters.texts import library
from applications.models import Decision
from housing.law import appeal_body, reference
from housing.letters import CONFIDENTIAL

# Which letter shows a text: some stand only in a letter of one outcome or kind.
SHOWN_IN = {
    "result_granted": ("municipal_dwelling", "granted"),
    "result_dismissed": ("municipal_dwelling", "dismissed"),
    "dwelling": ("municipal_dwelling", "granted"),
    "extension": ("extension", "granted"),
    "temporary": ("temporary_housing", "granted"),
    "assistance": ("housing_assistance", "granted"),
    "conditions": ("municipal_dwelling", "granted"),
    "reasons": ("municipal_dwelling", "granted"),
}
ORDINARY = ("municipal_dwelling", "rejected")
WRITTEN_HERE = {
    "nb": "Her står det saksbehandleren har skrevet.",
    "nn": "Her står det saksbehandlaren har skrive.",
}
GUIDELINES = _("kommunens retningslinjer for tildeling av kommunal bolig")


def compose(code: str, language: str, day, *, heading: str | None = None, body: str | None = None) -> str:
    """The letter the text stands in, with the wording given instead of the one in force."""
    kind, outcome = SHOWN_IN.get(code, ORDINARY)
    texts = library(language, day)
    if body is not None:
        texts[code] = replace(texts[code], heading=heading or "", body=body)
    decision = _decision(kind, outcome, language, day, has_reasons=code != "reasons")
    with translation.override(language):
        fields = sample_fields(kind, language, day)
        return render_to_string(
            TEMPLATE,
            {
                "frame": "letters/preview.html",
                "language": language,
                "office": settings.MUNICIPALITY,
                "recipient": str(_("Søkerens navn og adresse")),
                "day": day,
                "by": CASEWORKER,
                "phone": PHONE,
                "number": NUMBER,
                "title": TITLES[outcome].format(subject=str(appeal_body(kind).decision)),
                "confidential": reference(CONFIDENTIAL, day).short,
                "sections": Writer(decision, texts, fields, str(GUIDELINES)).sections(),
            },
        )


def _decision(kind: str, outcome: str, language: str, day, *, has_reasons: bool) -> Decision:
    said = WRITTEN_HERE[language]
    granted = {"rooms": 2, "lease_years": 3, "needs_lift_or_ground_floor": False, "valid_until": day}
    return Decision(
        kind=kind,
        outcome=outcome,
        decided_on=day,
        law_codes=rules_ticked(kind),
        facts=said if has_reasons else "",
        considerations=said if has_reasons else "",
        applicant_view=said,
        child_view=said,
        advice=said if outcome == "rejected" else "",
        conditions=said,
        **(granted if outcome == "granted" else {}),
    )
