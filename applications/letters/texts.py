"""The text library (tekstbiblioteket): the texts a letter is made of on a day, in a written language.

Every text has a default in code. The municipality's own versions lie in ``LetterText`` from a day on, and the newest
one in force counts. A text is filled in by names in braces and by nothing else: it can reach no other fact.
"""

import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.letters.defaults import APPEAL_TERM, DEFAULTS, NB, NN, PARTS, LetterPart
from applications.letters.phrases import PHRASES
from applications.models import LetterText
from housing.law import appeal_body, reference

LANGUAGES = {NB: gettext_lazy("bokmål"), NN: gettext_lazy("nynorsk")}
BY_CODE = {part.code: part for part in PARTS}
PHRASE_BY_CODE = {phrase.code: phrase for phrase in PHRASES}
# What each merge field is, as the administrator is told.
FIELDS = {
    "mottatt": gettext_lazy("dagen søknaden kom"),
    "saksnummer": gettext_lazy("søknadens nummer"),
    "kommune": gettext_lazy("kommunens navn"),
    "kontor": gettext_lazy("kontoret som har vedtatt"),
    "adresse": gettext_lazy("kontorets adresse"),
    "epost": gettext_lazy("kontorets e-post"),
    "telefon": gettext_lazy("saksbehandlerens telefon"),
    "saksbehandler": gettext_lazy("saksbehandlerens navn"),
    "klageinstans": gettext_lazy("hvem som avgjør klagen, etter hva vedtaket gjelder"),
    "frist": gettext_lazy("klagefristen, tre uker"),
    "regel_klagefrist": gettext_lazy("regelen om klagefrist"),
    "regel_klage": gettext_lazy("regelen om hva klagen må inneholde"),
    "regel_begrunnelse": gettext_lazy("regelen om begrunnelse"),
    "regel_utsatt": gettext_lazy("regelen om utsatt iverksetting"),
    "regel_kostnader": gettext_lazy("regelen om sakskostnader"),
    "regel_innsyn": gettext_lazy("regelen om innsyn"),
}
# Merge field → the rule it cites, as it is called on the letter's day.
CITED = {
    "regel_klagefrist": "fvl_29",
    "regel_klage": "fvl_32",
    "regel_begrunnelse": "fvl_24",
    "regel_utsatt": "fvl_42",
    "regel_kostnader": "fvl_36",
    "regel_innsyn": "fvl_18",
}
# Where a phrase may be put, as the decision form calls it.
PHRASE_FIELDS = {
    "facts": gettext_lazy("Fakta"),
    "considerations": gettext_lazy("Hovedhensyn"),
    "advice": gettext_lazy("Råd om veien videre"),
    "conditions": gettext_lazy("Varighet og bortfall"),
}
FIELD = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class TextInForce:
    """A text as it counts on a day. ``valid_from`` is None for the one every municipality begins with."""

    code: str
    language: str
    heading: str
    body: str
    valid_from: object = None

    def filled(self, fields: dict) -> str:
        return fill(self.body, fields)


def default(code: str, language: str) -> TextInForce:
    heading, body = DEFAULTS[code, language]
    return TextInForce(code, language, heading, body)


def starting(code: str, language: str) -> TextInForce:
    """The first wording of a text or a phrase."""
    if code in BY_CODE:
        return default(code, language)
    return TextInForce(code, language, "", getattr(PHRASE_BY_CODE[code], language))


def in_force(code: str, language: str, day) -> TextInForce:
    own = LetterText.objects.on(day).filter(code=code, language=language).first()
    if own is None:
        return starting(code, language)
    return TextInForce(code, language, own.heading, own.body, own.valid_from)


def name_of(code: str) -> str:
    return str((BY_CODE.get(code) or PHRASE_BY_CODE[code]).name)


def library(language: str, day) -> dict[str, TextInForce]:
    """Every text of a decision letter as it counts on the day: the municipality's own, else the default."""
    texts = {code: default(code, language) for code in BY_CODE}
    for row in LetterText.objects.on(day).filter(language=language, code__in=BY_CODE):
        texts[row.code] = TextInForce(row.code, row.language, row.heading, row.body, row.valid_from)
    return texts


@dataclass(frozen=True)
class Phrase:
    """A phrase a caseworker may put into one field of the decision form."""

    code: str
    field: str
    field_name: str
    name: str
    text: str


def phrases_for(kind: str, outcome: str, language: str, day) -> list[Phrase]:
    """The phrases for one kind of decision and outcome, worded as the municipality words them that day."""
    fitting = [row for row in PHRASES if kind in row.kinds and outcome in row.outcomes]
    own = LetterText.objects.on(day).filter(language=language, code__in=[row.code for row in fitting])
    worded = {row.code: row.body for row in own}
    return [
        Phrase(
            row.code,
            row.field,
            str(PHRASE_FIELDS[row.field]),
            str(row.name),
            worded.get(row.code) or getattr(row, language),
        )
        for row in fitting
    ]


def fill(text: str, fields: dict) -> str:
    """A name that is not known is left standing: the administrator sees it, and the form refuses it."""
    return FIELD.sub(lambda found: str(fields.get(found[1], found[0])), text)


def merge_fields(kind: str, language: str, day, *, number="", received="", by="", phone="") -> dict[str, str]:
    """What the names in braces stand for in one letter. Called with the letter's own language active."""
    office = settings.MUNICIPALITY
    cited = {name: str(reference(code, day).short) for name, code in CITED.items()}
    return cited | {
        "mottatt": received,
        "saksnummer": number,
        "kommune": office["name"],
        "kontor": office["office"],
        "adresse": office["address"],
        "epost": office["email"],
        "telefon": phone,
        "saksbehandler": str(by),
        "klageinstans": str(appeal_body(kind).body),
        "frist": APPEAL_TERM[language],
    }


def wrong_fields(part: LetterPart, body: str) -> list[str]:
    """What is wrong with the merge fields of a text, in plain words."""
    names = FIELD.findall(body)
    found = [
        _("Det finnes ikke noe flettefelt som heter «{name}».").format(name=name)
        for name in dict.fromkeys(names)
        if name not in FIELDS
    ]
    if set("{}") & set(FIELD.sub("", body)):
        found.append(_("En klammeparentes mangler maken. Et flettefelt skrives slik: {telefon}."))
    found += [
        _("Flettefeltet {{{name}}} ({meaning}) mangler.").format(name=name, meaning=FIELDS[name])
        for name in part.fields
        if name not in names
    ]
    return found
