"""May this decision letter (vedtaksbrev) be sent? What it lacks, in the words of a caseworker.

Source: forvaltningsloven §§ 23–28 and boligsosialloven § 7. A letter that lacks one of the blocks is a
faulty decision: it can be set aside on appeal, and the deadline for appeals may not have started to run.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from housing.law import APPEAL_BODIES

Text = str | Promise
GRANTED, REJECTED, DISMISSED = "granted", "rejected", "dismissed"
OUTCOMES = (GRANTED, REJECTED, DISMISSED)
APPEAL_WEEKS = 3
# An ombudsman's finding: a rejection may never tell the applicant that there is no appeal.
DENIES_APPEAL = re.compile(
    r"(kan ikke (på)?klages|ikke (mulig|mulighet|adgang|rett) (til |for )?å (på)?klage|ingen klage(rett|adgang))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class DecisionParts:
    """What the letter says, block by block; an empty text is a block that is not written.

    `is_granted_in_full`: the applicant gets what they asked for, and nobody is likely to be displeased.
    `appeal_kind` is a kind of decision in housing.law, which tells who decides an appeal.
    """

    outcome: str
    main_content: str = ""
    rooms: int | None = None
    lease: str = ""
    floor_or_lift: str = ""
    conditions: str = ""
    rules: tuple[str, ...] = ()
    facts: str = ""
    main_considerations: str = ""
    applicant_view: str = ""
    child_view: str = ""
    has_children: bool = False
    is_granted_in_full: bool = True
    is_appeal: bool = False
    gives_dwelling: bool = True
    appeal_kind: str = ""
    appeal_weeks: int | None = None
    contact: str = ""

    @property
    def is_granted(self) -> bool:
        return self.outcome == GRANTED

    @property
    def is_decided_on_merits(self) -> bool:
        return self.outcome in (GRANTED, REJECTED)

    @property
    def needs_reasons(self) -> bool:
        """Reasons may be left out only when an application, not an appeal, is granted in full."""
        return self.is_appeal or not (self.is_granted and self.is_granted_in_full)

    @property
    def denies_appeal(self) -> bool:
        written = (self.main_content, self.conditions, self.facts, self.main_considerations, self.contact)
        return any(DENIES_APPEAL.search(text) for text in written)


@dataclass(frozen=True)
class Missing:
    block: str
    message: Text
    law: str


@dataclass(frozen=True)
class Block:
    """A mandatory block: what it is, and when the letter lacks it."""

    code: str
    is_missing: Callable[[DecisionParts], bool]
    message: Text
    law: str


def _knows_appeal_body(parts: DecisionParts) -> bool:
    return parts.appeal_kind in {row.kind for row in APPEAL_BODIES if row.kind != "rent_dispute"}


BLOCKS = (
    Block("outcome", lambda p: p.outcome not in OUTCOMES, _("Resultatet av søknaden mangler."), "fvl_23"),
    Block(
        "main_content",
        lambda p: p.is_granted and not p.main_content.strip(),
        _("Hovedinnholdet i bistanden mangler."),
        "boligsosialloven_7",
    ),
    Block(
        "rooms",
        lambda p: p.is_granted and p.gives_dwelling and not p.rooms,
        _("Antall rom i boligen mangler."),
        "boligsosialloven_7",
    ),
    Block(
        "lease",
        lambda p: p.is_granted and p.gives_dwelling and not p.lease.strip(),
        _("Lengden på leieforholdet mangler."),
        "boligsosialloven_7",
    ),
    Block(
        "floor_or_lift",
        lambda p: p.is_granted and p.gives_dwelling and not p.floor_or_lift.strip(),
        _("Etasje eller heis mangler. Skriv «ingen krav» når det er det."),
        "boligsosialloven_7",
    ),
    Block(
        "conditions",
        lambda p: p.is_granted and not p.conditions.strip(),
        _("Vilkår og når vedtaket faller bort mangler. Skriv «ingen vilkår» når det er det."),
        "fvl_25",
    ),
    Block("rules", lambda p: not p.rules, _("Reglene vedtaket bygger på mangler."), "fvl_25"),
    Block(
        "facts",
        lambda p: p.needs_reasons and not p.facts.strip(),
        _("De faktiske forholdene i begrunnelsen mangler."),
        "fvl_25",
    ),
    Block(
        "main_considerations",
        lambda p: p.needs_reasons and not p.main_considerations.strip(),
        _("Hovedhensynene i begrunnelsen mangler."),
        "fvl_25",
    ),
    Block(
        "applicant_view",
        lambda p: p.is_decided_on_merits and not p.applicant_view.strip(),
        _("Søkerens eget syn mangler."),
        "boligsosialloven_7",
    ),
    Block(
        "child_view",
        lambda p: p.is_decided_on_merits and p.has_children and not p.child_view.strip(),
        _("Barnas syn mangler. Skriv hvorfor hvis det ikke er hentet inn."),
        "fvl_17",
    ),
    Block(
        "appeal_body",
        lambda p: not _knows_appeal_body(p),
        _("Hvem som avgjør en klage mangler."),
        "fvl_27",
    ),
    Block(
        "appeal_term",
        lambda p: p.appeal_weeks is None or p.appeal_weeks < APPEAL_WEEKS,
        _("Klagefristen på tre uker mangler."),
        "fvl_29",
    ),
    Block(
        "appeal_denied",
        lambda p: p.denies_appeal,
        _("Brevet sier at vedtaket ikke kan påklages. Det kan det alltid."),
        "fvl_27",
    ),
    Block("contact", lambda p: not p.contact.strip(), _("Saksbehandler og telefonnummer mangler."), "fvl_27"),
)


def missing_blocks(parts: DecisionParts) -> list[Missing]:
    """What the letter lacks, in the order it is written; an empty list is a letter that may be sent."""
    return [Missing(block.code, block.message, block.law) for block in BLOCKS if block.is_missing(parts)]


def may_be_sent(parts: DecisionParts) -> bool:
    return not missing_blocks(parts)
