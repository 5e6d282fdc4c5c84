"""Words in a story that may tell who it is about (gjenkjenning), pointed at with the reason. A person decides.

Only the text is read. The register is never asked: its answer would tell who is in it. So a name is guessed by how it
is written, and the guess may be wrong both ways.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from reporting.recognition_words import (
    ALSO_WORDS,
    COUNTRIES,
    FAMILY,
    GIVEN_NAMES,
    KNOWN,
    LIFE_EVENTS,
    MONTHS,
    NATIONALITIES,
    ROADS,
)

MOST = 200


@dataclass(frozen=True)
class Finding:
    """``text[start:end]`` may identify somebody, for the reason."""

    start: int
    end: int
    words: str
    reason: str

    @property
    def first(self) -> int:
        """As people count characters: from one."""
        return self.start + 1

    @property
    def last(self) -> int:
        return self.end


@dataclass(frozen=True)
class Piece:
    """A part of the text, with what was found in it, if anything."""

    text: str
    reason: str = ""


WORD = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*")
SENTENCE_ENDS = ".!?:…\n"
OPENERS = " \t\u00a0»«“”\"'’()–—-•*"
SENTENCE = re.compile(r"[^.!?\n]+")
MONTH = "|".join(MONTHS)
ROAD = "|".join(ROADS)
PERSON = "mann|kvinne|gutt|jente|mor|far|sønn|datter|barn|person"
TENS = "tjue|tretti|førti|femti|seksti|sytti|åtti|nitti"
ONES = "en|én|to|tre|fire|fem|seks|sju|syv|åtte|ni"
TEENS = "ti|elleve|tolv|tretten|fjorten|femten|seksten|sytten|atten|nitten"
AGE = rf"(?:(?:{TENS})(?:{ONES})?|{TEENS})"
SPACE = "[ \u00a0]"
PHONE = rf"(?:[2-9]\d(?:{SPACE}?\d{{2}}){{3}}|[489]\d{{2}}{SPACE}\d{{2}}{SPACE}\d{{3}})"

PATTERNS = [
    (rf"(?<!\d)\d{{6}}{SPACE}?-?\d{{5}}(?!\d)", _("Ligner et fødselsnummer.")),
    (r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", _("E-postadresse.")),
    (rf"(?<![\d.,])(?:(?:\+|00)\d{{2}}{SPACE}?)?{PHONE}(?!\d|[.,]\d|{SPACE}?kr)", _("Ligner et telefonnummer.")),
    (rf"\b[^\W\d_]*(?:{ROAD})s?{SPACE}+\d+{SPACE}?[a-zæøå]?\b", _("Adresse.")),
    (
        rf"\b(?:hus|leilighet|bolig|bruksenhet|oppgang)?(?:nummer|nr\.?){SPACE}*\d+\b",
        _("Husnummer eller leilighet."),
    ),
    (rf"(?<!\d)\d{{1,2}}\.{SPACE}?\d{{1,2}}\.(?:{SPACE}?\d{{2,4}})?(?!\d)", _("Nøyaktig dato.")),
    (r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)", _("Nøyaktig dato.")),
    (rf"(?<!\d)\d{{1,2}}\.?{SPACE}?(?:{MONTH})\b(?:{SPACE}\d{{4}})?", _("Nøyaktig dato.")),
    (rf"\bfødt(?: i)?{SPACE}(?:19|20)\d{{2}}\b", _("Fødselsår.")),
    (rf"\b\d{{1,3}}{SPACE}?(?:år|måneder|uker){SPACE}gam\w+", _("Alder.")),
    (rf"\b(?:\d{{1,3}}[ \u00a0-]*|{AGE}-?)åring\w*", _("Alder.")),
    (rf"\b(?:{PERSON})\w{{0,2}}{SPACE}på{SPACE}(?:\d{{1,3}}|{AGE})\b", _("Alder.")),
    (rf"\b(?:alder(?:en)?{SPACE}(?:av|på|er)|fylte|fyller|fylt){SPACE}\d{{1,3}}\b", _("Alder.")),
    (rf"\b(?:{FAMILY})\b", _("Sjelden familie: sammen med annet kan det peke ut noen.")),
    (rf"\b(?:{LIFE_EVENTS})\b", _("Sjelden hendelse: sammen med annet kan det peke ut noen.")),
]
# Where a capital letter tells.
AS_WRITTEN = [
    (rf"\b[A-ZÆØÅ][^\W\d_]+(?:{ROAD})\b", _("Gate eller vei.")),
    (r"\b[HULK]0\d{3}\b", _("Bolignummer.")),
    (rf"(?<!\d)\d{{4}}{SPACE}+[A-ZÆØÅ][^\W\d_]+", _("Postnummer og sted, eller år og navn.")),
]
COMPILED = [(re.compile(pattern, re.IGNORECASE), reason) for pattern, reason in PATTERNS]
COMPILED += [(re.compile(pattern), reason) for pattern, reason in AS_WRITTEN]
ORIGIN = re.compile(rf"\b(?:{NATIONALITIES})\b", re.IGNORECASE)
COUNTRY = re.compile(rf"\b(?:{'|'.join(COUNTRIES)})\b")
SMALL_PLACE = re.compile(r"\b(?:bygda|bygden|tettsted\w*|grend\w*|landsby\w*)\b", re.IGNORECASE)


def findings(text: str, known: Collection[str] = ()) -> list[Finding]:
    """What in the text may tell who somebody is, in its order. ``known``: the office's own names and places."""
    own = KNOWN | {word.casefold() for name in known for word in WORD.findall(name)}
    found = [
        Finding(match.start(), match.end(), match.group(), str(reason))
        for pattern, reason in COMPILED
        for match in pattern.finditer(text)
    ]
    found += _origins(text)
    found += _names(text, own)
    return _without_overlaps(found)[:MOST]


def marked(text: str, found: list[Finding]) -> list[Piece]:
    """The text in pieces, so that a page can mark what was found where it stands."""
    pieces, at = [], 0
    for finding in found:
        pieces += [Piece(text[at : finding.start]), Piece(finding.words, finding.reason)]
        at = finding.end
    return [piece for piece in [*pieces, Piece(text[at:])] if piece.text]


def _without_overlaps(found: list[Finding]) -> list[Finding]:
    kept: list[Finding] = []
    for finding in sorted(found, key=lambda finding: (finding.start, -finding.end)):
        if not kept or finding.start >= kept[-1].end:
            kept.append(finding)
    return kept


def _origins(text: str) -> Iterator[Finding]:
    """Where somebody comes from, in the same sentence as a place: few come from there and live here."""
    for sentence in SENTENCE.finditer(text):
        for match in [*ORIGIN.finditer(sentence.group()), *COUNTRY.finditer(sentence.group())]:
            rest = sentence.group()[: match.start()] + sentence.group()[match.end() :]
            places = [word for word in WORD.findall(rest)[1:] if word[0].isupper() and not COUNTRY.fullmatch(word)]
            if places or SMALL_PLACE.search(rest):
                start = sentence.start() + match.start()
                yield Finding(
                    start,
                    start + len(match.group()),
                    match.group(),
                    str(_("Opprinnelse sammen med sted kan peke ut noen.")),
                )


def _names(text: str, known: frozenset[str] | set[str]) -> Iterator[Finding]:
    words = list(WORD.finditer(text))
    inside = {
        _plain(match.group()) for match in words if _is_capital(match.group()) and not _begins_sentence(text, match)
    }
    for place, match in enumerate(words):
        word, plain = match.group(), _plain(match.group())
        if not _is_capital(word):
            if plain in GIVEN_NAMES - ALSO_WORDS and plain not in known:
                yield Finding(match.start(), match.end(), word, str(_("Mulig personnavn.")))
            continue
        if plain in known or _parts_known(word, known):
            continue
        is_given = any(part in GIVEN_NAMES for part in re.split(r"[-.]", plain))
        if not _begins_sentence(text, match):
            reason = _("Mulig navn på person eller sted.")
        elif is_given or plain in inside:
            reason = _("Mulig personnavn.")
        elif _is_before_capital(text, words, place, known):
            reason = _("Mulig navn: to ord med stor forbokstav.")
        else:
            continue
        yield Finding(match.start(), match.end(), word, str(reason))


def _is_before_capital(text, words, place, known) -> bool:
    """«Nordis Lien flyttet inn»: first in its sentence, and directly before another that looks like a name."""
    if place + 1 == len(words):
        return False
    following = words[place + 1]
    between = text[words[place].end() : following.start()]
    word = following.group()
    return between.strip(" \u00a0") == "" and _is_capital(word) and _plain(word) not in known


def _is_capital(word: str) -> bool:
    return word[0].isupper()


def _plain(word: str) -> str:
    """Without case and the genitive: «Olas» and «OLA» are «ola»."""
    plain = word.casefold().rstrip(".")
    return plain[:-1] if len(plain) > 3 and plain.endswith("s") and plain[:-1] in GIVEN_NAMES | KNOWN else plain


def _parts_known(word: str, known) -> bool:
    """«NAV-kontoret»: every capitalised part is the office's own."""
    capital = [part for part in re.split(r"[-.]", word) if part and part[0].isupper()]
    return all(_plain(part) in known or _plain(part).removesuffix("s") in known for part in capital)


def _begins_sentence(text: str, match: re.Match) -> bool:
    before = text[: match.start()].rstrip(OPENERS)
    return not before or before[-1] in SENTENCE_ENDS
