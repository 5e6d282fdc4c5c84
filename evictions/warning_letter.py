"""The warning of a petition (varsel om fravikelse): shown before it is sent, tested, and written."""

from datetime import date, timedelta

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from applications.letters.reading import said_in
from evictions.claims import Claim, by_month, total
from evictions.models import ArrearsCase, EvictionWarning
from evictions.petition_dates import warning_dates
from evictions.warning_blocks import WarningParts, missing_blocks
from housing import letters
from housing.database import Refused
from housing.law import reference
from housing.models import Letter, Membership
from housing.templatetags.norwegian import date_no, kr

TEMPLATE = "letters/eviction_warning.html"
KIND = "eviction_warning"
TITLE = _("Varsel om fravikelse (utkastelse)")
CITED = ("tvfbl_4_18", "tvfbl_13_2", "husll_9_11")


def last_day_to_pay(sent_on: date, due_on: date) -> date:
    """The day before a petition may be sent."""
    return warning_dates(sent_on, due_on=due_on).petition_from - timedelta(days=1)


def context_of(case: ArrearsCase, claims: list[Claim], *, sent_on: date) -> dict:
    due_on = max(claim.posted_on for claim in claims)
    members = case.household.members_on(sent_on)
    return {
        "title": TITLE,
        "number": case.number,
        "months": by_month(claims),
        "amount": total(claims),
        "deadline": last_day_to_pay(sent_on, due_on),
        "has_children": any(member.role == Membership.Role.CHILD for member in members),
        "phone_of_office": settings.MUNICIPALITY["phone"],
        "law": {code: reference(code, sent_on).short for code in CITED},
    }


def preview(case: ArrearsCase, claims: list[Claim], *, by, sent_on: date) -> str:
    context = context_of(case, claims, sent_on=sent_on)
    frame = "letters/preview.html"
    return letters.compose(TEMPLATE, case.household, by=by, day=sent_on, context=context, frame=frame)


def lacks(html: str, context: dict, language: str) -> list:
    """What the letter as composed does not say."""
    with translation.override(language):
        lines = tuple(f"{month_of(row)} {kr(row.unpaid)}" for row in context["months"])
    parts = WarningParts(kr(context["amount"]), lines, date_no(context["deadline"]), context["phone_of_office"])
    return missing_blocks(parts, said_in(html))


def month_of(claim: Claim) -> str:
    """«mars 2026», as the letter's table says it."""
    return date_format(claim.posted_on, "F Y")


def write(warning: EvictionWarning, claims: list[Claim], *, by) -> Letter:
    """Refused when the letter lacks anything the law asks for."""
    context = context_of(warning.case, claims, sent_on=warning.sent_on)
    letter = letters.write(TEMPLATE, warning, kind=KIND, title=TITLE, by=by, day=warning.sent_on, context=context)
    missing = lacks(letter.html, context, letter.language)
    if missing:
        raise Refused(" ".join(str(row.message) for row in missing))
    letters.mark_sent(letter, warning.sent_on)
    EvictionWarning.objects.filter(pk=warning.pk).update(letter=letter)
    warning.letter = letter
    return letter
