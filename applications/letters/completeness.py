"""May this decision letter (vedtaksbrev) be sent? What it lacks, in the words of a caseworker.

The composed letter is read, block by block, as its reader will: an empty field, a text of the municipality's own that
lost what it must say, and a template that left something out are all the same fault. Source: forvaltningsloven
§§ 23–28, boligsosialloven § 7 and offentleglova § 13. A letter that lacks a block is a faulty decision: it can be set
aside on appeal, and the deadline for appeals may not have started to run.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from housing.law import APPEAL_BODIES

Text = str | Promise
GRANTED, REJECTED, DISMISSED = "granted", "rejected", "dismissed"
OUTCOMES = (GRANTED, REJECTED, DISMISSED)
# Whose appeals have a body, and what is no decision at all.
APPEALABLE = tuple(row.kind for row in APPEAL_BODIES if row.kind != "rent_dispute")
# The three weeks in either written language.
APPEAL_TERM = re.compile(r"\btre (uker|veker)\b", re.IGNORECASE)
# An ombudsman's finding: a rejection may never tell the applicant that there is no appeal.
DENIES_APPEAL = re.compile(
    r"\b((kan (\w+ )?ikkj?e|ikkj?e kan) ((på)?klag(es|ast)|klage)"
    r"|ikkj?e (mulig|mogleg|mulighet|høve|adgang|rett) (til |for )?å (på)?klage"
    r"|(ingen|inga) (klage(rett|adgang|mulighet)|rett til å klage|mulighet (til|for) å klage))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class DecisionParts:
    """What the letter is about: it settles which blocks the letter must have, and what they must say.

    ``has_reasons``: somebody wrote why, whether they had to or not. ``is_granted_in_full``: the applicant gets what
    they asked for, and nobody is likely to be displeased. ``kind`` is a kind of decision in housing.law.
    ``appeal_body`` and ``rules`` are in the letter's own language. ``copies``: who else gets the letter.
    """

    outcome: str
    kind: str
    number: str = ""
    day: str = ""
    party: str = ""
    copies: tuple[str, ...] = ()
    confidential: str = ""
    appeal_body: str = ""
    address: str = ""
    caseworker: str = ""
    phone: str = ""
    rules: tuple[str, ...] = ()
    has_children: bool = False
    has_reasons: bool = True
    is_granted_in_full: bool = True
    is_appeal: bool = False

    @property
    def is_granted(self) -> bool:
        return self.outcome == GRANTED

    @property
    def is_decided_on_merits(self) -> bool:
        return self.outcome in (GRANTED, REJECTED)

    @property
    def gives_dwelling(self) -> bool:
        return self.is_granted and self.kind == "municipal_dwelling"

    @property
    def needs_reasons(self) -> bool:
        """Reasons may be left out only when an application, not an appeal, is granted in full."""
        return self.is_appeal or not (self.is_granted and self.is_granted_in_full)

    @property
    def follows_guidelines(self) -> bool:
        """The municipality's own guidelines say who gets a dwelling of its own, and for how long."""
        return self.kind in ("municipal_dwelling", "extension")


@dataclass(frozen=True)
class Missing:
    block: str
    message: Text
    law: str


@dataclass(frozen=True)
class Duty:
    """What the text of a block must say, beyond being there."""

    is_done: Callable[[str, DecisionParts], bool]
    message: Text


@dataclass(frozen=True)
class Block:
    """A mandatory block: its name, when the letter must have it, what is said when it has not, and what it must say."""

    code: str
    name: Text
    message: Text
    law: str
    is_due: Callable[[DecisionParts], bool] = lambda parts: True
    duties: tuple[Duty, ...] = ()


def _says(name: str, message: Text) -> Duty:
    """The block says what the case says: never lawful when the case itself has nothing to say."""

    def is_done(text: str, parts: DecisionParts) -> bool:
        value = plain(getattr(parts, name))
        return bool(value) and value.casefold() in text.casefold()

    return Duty(is_done, message)


def _matches(pattern: str, message: Text) -> Duty:
    compiled = re.compile(pattern, re.IGNORECASE)
    return Duty(lambda text, parts: bool(compiled.search(text)), message)


RESULT_WORDS = {
    GRANTED: re.compile(r"innvilg|\bdu får\b", re.IGNORECASE),
    REJECTED: re.compile(r"avsl|\bfår ikkj?e\b", re.IGNORECASE),
    DISMISSED: re.compile(r"avvis|ikkj?e søknaden? din til behandling", re.IGNORECASE),
}


def _tells_result(text: str, parts: DecisionParts) -> bool:
    return parts.outcome in OUTCOMES and bool(RESULT_WORDS[parts.outcome].search(text))


def _names_every_rule(text: str, parts: DecisionParts) -> bool:
    return bool(parts.rules) and all(plain(rule) in text for rule in parts.rules)


def _names_every_copy(text: str, parts: DecisionParts) -> bool:
    return all(plain(name) in text for name in parts.copies)


def _is_granted(parts: DecisionParts) -> bool:
    return parts.is_granted


# In the order they stand in the letter.
BLOCKS = (
    Block(
        "confidential",
        _("Unntatt offentlighet"),
        _("Brevet sier ikke at det er unntatt offentlighet."),
        "offl_13",
        duties=(_says("confidential", _("Brevet nevner ikke regelen om at det er unntatt offentlighet.")),),
    ),
    Block(
        "parties",
        _("Hvem brevet gjelder"),
        _("Navnet på den brevet gjelder, mangler."),
        "fvl_27",
        duties=(_says("party", _("Brevet nevner ikke den vedtaket gjelder.")),),
    ),
    Block(
        "reference",
        _("Saksnummer og dato"),
        _("Saksnummer og dato mangler."),
        "fvl_23",
        duties=(
            _says("number", _("Saksnummeret mangler i brevet.")),
            _says("day", _("Datoen mangler i brevet.")),
        ),
    ),
    Block(
        "outcome",
        _("Resultatet"),
        _("Resultatet av søknaden mangler."),
        "fvl_23",
        duties=(Duty(_tells_result, _("Avsnittet om resultatet sier ikke hva resultatet ble.")),),
    ),
    Block(
        "main_content",
        _("Hovedinnholdet"),
        _("Hovedinnholdet i bistanden mangler."),
        "boligsosialloven_7",
        is_due=_is_granted,
    ),
    Block(
        "rooms",
        _("Antall rom"),
        _("Antall rom i boligen mangler."),
        "boligsosialloven_7",
        is_due=lambda p: p.gives_dwelling,
    ),
    Block(
        "lease",
        _("Leietid"),
        _("Lengden på leieforholdet mangler."),
        "boligsosialloven_7",
        is_due=lambda p: p.gives_dwelling or (p.is_granted and p.kind == "extension"),
    ),
    Block(
        "floor_or_lift",
        _("Etasje og heis"),
        _("Etasje eller heis mangler. Skriv «ingen krav» når det er det."),
        "boligsosialloven_7",
        is_due=lambda p: p.gives_dwelling,
    ),
    Block(
        "period",
        _("Hvor lenge tilbudet gjelder"),
        _("Hvor lenge det midlertidige botilbudet gjelder, mangler."),
        "sotjl_27",
        is_due=lambda p: p.is_granted and p.kind == "temporary_housing",
    ),
    Block(
        "conditions",
        _("Vilkår og bortfall"),
        _("Vilkår og når vedtaket faller bort mangler. Skriv «ingen vilkår» når det er det."),
        "fvl_25",
        is_due=_is_granted,
    ),
    Block(
        "facts",
        _("Fakta"),
        _("De faktiske forholdene i begrunnelsen mangler."),
        "fvl_25",
        is_due=lambda p: p.needs_reasons,
    ),
    Block(
        "main_considerations",
        _("Hovedhensyn"),
        _("Hovedhensynene i begrunnelsen mangler."),
        "fvl_25",
        is_due=lambda p: p.needs_reasons,
    ),
    Block(
        "rules",
        _("Regler"),
        _("Reglene vedtaket bygger på mangler."),
        "fvl_25",
        duties=(Duty(_names_every_rule, _("Avsnittet om regler nevner ikke alle reglene vedtaket bygger på.")),),
    ),
    Block(
        "guidelines",
        _("Kommunens retningslinjer"),
        _("Kommunens egne retningslinjer mangler blant reglene."),
        "fvl_25",
        is_due=lambda p: p.follows_guidelines,
    ),
    Block(
        "applicant_view",
        _("Søkerens syn"),
        _("Søkerens eget syn mangler."),
        "boligsosialloven_7",
        is_due=lambda p: p.is_decided_on_merits,
    ),
    Block(
        "child_view",
        _("Barnas syn"),
        _("Barnas syn mangler. Skriv hvorfor hvis det ikke er hentet inn."),
        "fvl_17",
        is_due=lambda p: p.is_decided_on_merits and p.has_children,
    ),
    Block(
        "advice",
        _("Råd om veien videre"),
        _("Skriv hva søkeren kan gjøre nå. Et avslag uten råd sendes ikke."),
        "boligsosialloven_6",
        is_due=lambda p: p.outcome == REJECTED,
    ),
    Block(
        "appeal",
        _("Klageadgang"),
        _("Avsnittet om at søkeren kan klage, mangler."),
        "fvl_27",
        duties=(
            _says("appeal_body", _("Klageavsnittet nevner ikke hvem som avgjør klagen.")),
            Duty(
                lambda text, parts: bool(APPEAL_TERM.search(text)), _("Klageavsnittet nevner ikke fristen, tre uker.")
            ),
            _says("address", _("Klageavsnittet sier ikke hvor klagen skal sendes.")),
        ),
    ),
    Block(
        "appeal_content",
        _("Hva klagen må inneholde"),
        _("Avsnittet om hva en klage må inneholde, mangler."),
        "fvl_32",
        duties=(
            _matches(r"endr", _("Avsnittet om klagen sier ikke at klagen må si hva som skal endres.")),
            _matches(r"under|signer", _("Avsnittet om klagen sier ikke at klagen må være underskrevet.")),
        ),
    ),
    Block(
        "reasons",
        _("Rett til begrunnelse"),
        _("Brevet har ingen begrunnelse, og sier ikke at søkeren kan be om en."),
        "fvl_24",
        is_due=lambda p: not p.has_reasons,
        duties=(_matches(r"begrunn|grunngje|grunngi", _("Avsnittet om begrunnelse nevner ikke ordet begrunnelse.")),),
    ),
    Block(
        "postponed",
        _("Utsatt iverksetting"),
        _("Avsnittet om å be om utsatt iverksetting mangler."),
        "fvl_42",
        duties=(_matches(r"vente|utse|utsatt|i verk|iverk", _("Avsnittet sier ikke at søkeren kan be oss vente.")),),
    ),
    Block(
        "costs",
        _("Sakskostnader og fri rettshjelp"),
        _("Avsnittet om sakskostnader og fri rettshjelp mangler."),
        "fvl_36",
        duties=(
            _matches(r"utgift|kostnad", _("Avsnittet om sakskostnader nevner ikke utgiftene.")),
            _matches(r"rettshj[ea]lp", _("Avsnittet om sakskostnader nevner ikke fri rettshjelp.")),
        ),
    ),
    Block(
        "insight",
        _("Rett til å se saken"),
        _("Avsnittet om at søkeren kan se saken sin, mangler."),
        "fvl_18",
        duties=(_matches(r"dokument|papir", _("Avsnittet om innsyn nevner ikke dokumentene i saken.")),),
    ),
    Block(
        "contact",
        _("Saksbehandler og telefon"),
        _("Saksbehandler og telefonnummer mangler."),
        "fvl_27",
        duties=(
            _says("caseworker", _("Kontaktavsnittet nevner ikke saksbehandleren.")),
            _says("phone", _("Kontaktavsnittet mangler telefonnummer.")),
        ),
    ),
    Block(
        "copies",
        _("Hvem som får kopi"),
        _("Brevet sier ikke hvem som får kopi."),
        "fvl_12",
        is_due=lambda p: bool(p.copies),
        duties=(Duty(_names_every_copy, _("Brevet nevner ikke alle som får kopi.")),),
    ),
)
# A gap of a phrase nobody filled in, such as «[beløp]».
GAP = re.compile(r"\[[a-zæøå ]{2,30}\]")
BY_CODE = {block.code: block for block in BLOCKS}
APPEAL_DENIED = Missing("appeal_denied", _("Brevet sier at vedtaket ikke kan påklages. Det kan det alltid."), "fvl_27")
GAP_LEFT = Missing("gap", _("Noe i klammer er ikke fylt ut i brevet. Skriv det som skal stå der."), "fvl_25")


def due_blocks(parts: DecisionParts) -> list[Block]:
    """The blocks this letter must have, in the order they stand in it."""
    return [block for block in BLOCKS if block.is_due(parts)]


def missing_blocks(parts: DecisionParts, said: Mapping[str, str]) -> list[Missing]:
    """What the letter lacks, in the order it is written; an empty list is a letter that may be sent.

    ``said`` is what each block of the composed letter says, as ``said_in`` reads it.
    """
    missing = []
    for block in due_blocks(parts):
        text = plain(said.get(block.code, ""))
        if not text:
            missing.append(Missing(block.code, block.message, block.law))
        else:
            missing += [Missing(block.code, message, block.law) for message in broken_duties(block, text, parts)]
    if any(denies_appeal(text) for text in said.values()):
        missing.append(APPEAL_DENIED)
    if any(GAP.search(text) for text in said.values()):
        missing.append(GAP_LEFT)
    return missing


def may_be_sent(parts: DecisionParts, said: Mapping[str, str]) -> bool:
    return not missing_blocks(parts, said)


def broken_duties(block: Block, text: str, parts: DecisionParts) -> list[Text]:
    """What a text that is there still does not say."""
    return [duty.message for duty in block.duties if not duty.is_done(plain(text), parts)]


def denies_appeal(text: str) -> bool:
    return bool(DENIES_APPEAL.search(plain(text)))


def plain(text) -> str:
    """One line with ordinary spaces: a hard space and a new line are no difference to the reader."""
    return " ".join(str(text).split())
