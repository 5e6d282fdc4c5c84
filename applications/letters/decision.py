"""The decision letter (vedtaksbrev): put together of its blocks, tested, shown beside the form, and written.

Source: forvaltningsloven §§ 23–28 and boligsosialloven § 7. ``blocks.py`` says what stands in it,
``letter_texts.py`` how it is worded, and ``completeness.py`` what it must say.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.letters.blocks import Section, Writer, has_reasons, rules_on
from applications.letters.completeness import Block, DecisionParts, Missing, due_blocks, missing_blocks
from applications.letters.reading import said_in
from applications.letters.texts import library, merge_fields
from applications.models import Appeal, Application, Condition, Decision, Routine
from housing import letters
from housing.database import Refused
from housing.law import appeal_body, reference
from housing.models import Letter
from housing.templatetags.norwegian import date_no

TEMPLATE = "letters/decision.html"
# The rules a decision of each kind may stand on; those ticked in an empty form come first.
RULES_FOR = {
    Decision.Kind.MUNICIPAL_DWELLING: (
        ["boligsosialloven_4", "boligsosialloven_7", "husll_11_1"],
        ["boligsosialloven_6", "boligsosialloven_2", "boligsosialloven_3", "husll_9_3"],
    ),
    Decision.Kind.EXTENSION: (["husll_9_3", "husll_11_1"], ["husll_9_2", "boligsosialloven_4", "boligsosialloven_7"]),
    Decision.Kind.HOUSING_ASSISTANCE: (
        ["boligsosialloven_4", "boligsosialloven_6", "boligsosialloven_7"],
        ["boligsosialloven_2", "boligsosialloven_3"],
    ),
    Decision.Kind.TEMPORARY_HOUSING: (["sotjl_27"], ["sotjl_17", "sotjl_18", "boligsosialloven_6"]),
}
# Every rule any of them may stand on, once each.
RULES = list(dict.fromkeys(code for ticked, others in RULES_FOR.values() for code in [*ticked, *others]))
RULES_TICKED = RULES_FOR[Decision.Kind.MUNICIPAL_DWELLING][0]

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


@dataclass(frozen=True)
class Draft:
    """A letter as it would be sent now: its html, what it is about, and what each of its blocks says."""

    html: str
    parts: DecisionParts
    said: dict[str, str]

    @property
    def lacks(self) -> list[Missing]:
        return missing_blocks(self.parts, self.said)

    @property
    def checklist(self) -> list[tuple[Block, bool]]:
        """Every block the letter must have, and whether it is in order."""
        lacking = {missing.block for missing in self.lacks}
        return [(block, block.code not in lacking) for block in due_blocks(self.parts)]


def language_of(decision: Decision) -> str:
    return str(letters.language_of(decision.application.household, decision.decided_on))


def title_of(decision: Decision) -> str:
    """In the reader's language."""
    with translation.override(language_of(decision)):
        subject = SUBJECTS[decision.application.kind]
        if decision.kind == Decision.Kind.HOUSING_ASSISTANCE:
            subject = SUBJECTS[Application.Kind.ASSISTANCE]
        return TITLES[decision.outcome].format(subject=subject) if decision.outcome in TITLES else _("Vedtak")


def rules_for(kind: str) -> list[str]:
    """The codes of the rules a decision of the kind may stand on."""
    return [code for codes in RULES_FOR[kind] for code in codes]


def rules_ticked(kind: str) -> list[str]:
    """The rules an empty form of the kind begins with."""
    return RULES_FOR[kind][0]


def guidelines_of(decision: Decision) -> str:
    """As the decision says, else as the municipality's routine called them that day."""
    if decision.kind not in (Decision.Kind.MUNICIPAL_DWELLING, Decision.Kind.EXTENSION):
        return decision.guidelines
    return decision.guidelines or Routine.objects.on(decision.decided_on).guidelines


def parts_of(decision: Decision) -> DecisionParts:
    """What the letter is about, as the test of completeness reads it. Called with the letter's language active."""
    application, day = decision.application, decision.decided_on
    members = application.household.members_on(day)
    return DecisionParts(
        outcome=decision.outcome,
        kind=decision.kind,
        number=application.number,
        day=date_no(day),
        party=str(members[0].person) if members else application.household.number,
        copies=_copies(application.household, members, day),
        confidential=str(reference(letters.CONFIDENTIAL, day).short),
        appeal_body=str(appeal_body(decision.kind).body),
        address=settings.MUNICIPALITY["address"],
        caseworker=str(decision.by),
        phone=_phone(decision),
        rules=tuple(str(rule.short) for rule in rules_on(decision.law_codes, day)),
        has_children=any(member.role == "child" for member in members),
        has_reasons=has_reasons(decision),
        is_granted_in_full=_is_all_that_was_asked_for(decision),
        is_appeal=_answers_an_appeal(decision),
    )


def _copies(household, members, day) -> tuple[str, ...]:
    """Who gets the letter besides the one it is sent to: the household of a representative, and a guardian."""
    guardian = members[0].person.guardian_name if members else ""
    return tuple(name for name in (letters.copied_to(household, day), guardian) if name)


def _phone(decision: Decision) -> str:
    return decision.by.phone or settings.MUNICIPALITY["phone"]


def _answers_an_appeal(decision: Decision) -> bool:
    application = decision.application
    if decision.appeal_id is not None:
        return True
    return application.pk is not None and application.appeals.filter(status=Appeal.Status.CHANGED).exists()


def _is_all_that_was_asked_for(decision: Decision) -> bool:
    application = decision.application
    if decision.kind != Decision.Kind.MUNICIPAL_DWELLING:
        return True
    enough_rooms = (decision.rooms or 0) >= (application.rooms_min or 0)
    lift = decision.needs_lift_or_ground_floor or not application.needs_lift_or_ground_floor
    wheelchair = decision.needs_wheelchair or not application.needs_wheelchair
    return bool(enough_rooms and lift and wheelchair)


def sections_of(decision: Decision, conditions: list[Condition] | None = None) -> list[Section]:
    """The letter's sections. ``conditions`` are those of a form that is not sent; without them, the saved ones."""
    language, day = language_of(decision), decision.decided_on
    if conditions is None:
        conditions = list(decision.condition_rows.all()) if decision.pk else []
    with translation.override(language):
        fields = merge_fields(
            decision.kind,
            language,
            day,
            number=decision.application.number,
            received=date_no(decision.application.received_on),
            by=decision.by,
            phone=_phone(decision),
        )
        return Writer(decision, library(language, day), fields, guidelines_of(decision), conditions).sections()


def context_of(decision: Decision, conditions: list[Condition] | None = None) -> dict:
    return {
        "title": title_of(decision),
        "number": decision.application.number,
        "decision": decision,
        "sections": sections_of(decision, conditions),
    }


def draft(decision: Decision, conditions: list[Condition] | None = None, *, frame="letters/preview.html") -> Draft:
    """The letter put together and read back, and nothing written. One call gives the preview and what it lacks."""
    household = decision.application.household
    with household.read_once():
        html = letters.compose(
            TEMPLATE,
            household,
            by=decision.by,
            day=decision.decided_on,
            context=context_of(decision, conditions),
            frame=frame,
        )
        with translation.override(language_of(decision)):
            parts = parts_of(decision)
    return Draft(html, parts, said_in(html))


def lacks(decision: Decision, conditions: list[Condition] | None = None) -> list[Missing]:
    return draft(decision, conditions).lacks


def preview(decision: Decision, conditions: list[Condition] | None = None) -> str:
    """The letter as it will be, to be shown beside the form."""
    return draft(decision, conditions).html


def write(decision: Decision) -> Letter:
    """Keep the letter, and refuse one that lacks a block whoever asks for it."""
    with decision.application.household.read_once():
        missing = lacks(decision)
        if missing:
            said = " ".join(str(one.message) for one in missing)
            raise Refused(_("Brevet kan ikke sendes. {missing}").format(missing=said))
        context = context_of(decision)
        title = context.pop("title")
        return letters.write(
            TEMPLATE, decision, kind="decision", title=title, by=decision.by, day=decision.decided_on, context=context
        )
