"""May a text of the municipality's own stand in the letters? What is wrong with it, told before it is kept.

The same duties are tested again in every letter; here the administrator hears of them while writing.
"""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from applications.letters.completeness import (
    APPEALABLE,
    BY_CODE,
    DISMISSED,
    GAP,
    GRANTED,
    REJECTED,
    DecisionParts,
    broken_duties,
    denies_appeal,
)
from applications.letters.texts import BY_CODE as PART_BY_CODE
from applications.letters.texts import fill, merge_fields, wrong_fields
from applications.models import Decision
from housing.law import appeal_body

# A text that is a block by itself → the block, and the outcome it is written for. The others only introduce what the
# caseworker writes, so nothing can be lost in them.
WHOLE_BLOCKS = {
    "result_granted": ("outcome", GRANTED),
    "result_rejected": ("outcome", REJECTED),
    "result_dismissed": ("outcome", DISMISSED),
} | {
    code: (code, REJECTED)
    for code in ("appeal", "appeal_content", "reasons", "postponed", "costs", "insight", "contact")
}
CASEWORKER, PHONE, NUMBER, DAY = "Kari Berg", "22 00 00 00", "S-2026-00001", "01.03.2026"


def faults_of_heading(heading: str) -> list[str]:
    found = [_("En overskrift kan ikke ha flettefelt.")] if set("{}") & set(heading) else []
    if denies_appeal(heading):
        found.append(_("Overskriften sier at vedtaket ikke kan påklages. Det kan det alltid."))
    return found


def faults_of_body(code: str, language: str, body: str, day) -> list[str]:
    """What is wrong with the text, in plain words; an empty list is a text that may be used."""
    found = [_("Teksten sier at vedtaket ikke kan påklages. Det kan det alltid.")] if denies_appeal(body) else []
    if code not in PART_BY_CODE:
        if set("{}") & set(body):
            found.append(_("Et tekstforslag har ikke flettefelt. Skriv det som skal fylles ut, i klammer: [beløp]."))
        return found
    if GAP.search(body):
        found.append(_("Teksten står i alle brev, og kan ikke ha noe i klammer som skal fylles ut."))
    found += wrong_fields(PART_BY_CODE[code], body)
    return found or _lost_duties(code, language, body, day)


def _lost_duties(code: str, language: str, body: str, day) -> list[str]:
    """The text filled in for each kind of decision, held against what its block must say."""
    if code not in WHOLE_BLOCKS:
        return []
    block, outcome = WHOLE_BLOCKS[code]
    found: dict[str, None] = {}
    for kind in Decision.Kind.values:
        with translation.override(language):
            text = fill(body, sample_fields(kind, language, day))
            parts = _sample_parts(kind, outcome)
        found |= {str(message): None for message in broken_duties(BY_CODE[block], text, parts)}
    return list(found)


def sample_fields(kind: str, language: str, day) -> dict[str, str]:
    return merge_fields(kind, language, day, number=NUMBER, received=DAY, by=CASEWORKER, phone=PHONE)


def _sample_parts(kind: str, outcome: str) -> DecisionParts:
    if kind not in APPEALABLE:
        raise LookupError(f"Nobody decides an appeal over {kind!r}.")
    return DecisionParts(
        outcome=outcome,
        kind=kind,
        appeal_body=str(appeal_body(kind).body),
        address=settings.MUNICIPALITY["address"],
        caseworker=CASEWORKER,
        phone=PHONE,
    )
