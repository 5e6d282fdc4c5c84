"""Letters are wholly in the written language of their reader: nynorsk, or bokmål for everybody else."""

import re
from datetime import date

import polib
import pytest

from allocation import offer_letter
from applications.letters import decision as decision_letter
from applications.letters.defaults import DEFAULTS, PARTS
from applications.letters.phrases import PHRASES
from applications.letters.texts import FIELD, phrases_for, wrong_fields
from housing import letters
from housing.law import reference
from tests import letter_strings, make
from tests.applications.letters_made import EVERY_DECISION, SAID, decision

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
# Words that are bokmål and never nynorsk, and the other way round.
BOKMAL = re.compile(
    r"\b(ikke|hva|hvor|hvorfor|hvordan|hvilken|fra|jeg|noe|noen|uker|gjøre|bare|saken|klagen|bolig(?:en|er)?(?!@)|begrunnelsen?|kommunens|\w*loven"
    r"|statsforvalteren|saksbehandler|leiekontrakt\w*|leietid|mottok|skriver|trenger|gjelder|bygger|mener|reglene|innvilget)\b",
    re.IGNORECASE,
)
NYNORSK = re.compile(
    r"\b(ikkje|kva|kvar|kvifor|korleis|frå|noko|veker|gjere|klaga|bustad\w*|(?:forvaltnings|husleige|teneste|sosial)lova|treng)\b",
    re.I,
)


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<body>")[2]).split())


@pytest.mark.parametrize(("kind", "outcome"), EVERY_DECISION)
@pytest.mark.parametrize(("language", "foreign"), [("nn", BOKMAL), ("nb", NYNORSK)], ids=["nn", "nb"])
def test_the_whole_decision_letter_is_in_one_language(kari, kind, outcome, language, foreign):
    written = {field: "X." for field, said in SAID.items() if isinstance(said, str)}
    extra = {"conditions": "X."} if outcome == "granted" else {}
    extra |= {"advice": "X."} if outcome == "rejected" else {}
    letter = decision_letter.write(decision(kind, outcome, by=kari, language=language, **written, **extra))
    assert foreign.findall(words(letter.html)) == []
    assert foreign.findall(letter.title) == []
    assert letter.language == language
    assert f'<html lang="{language}">' in letter.html


def test_english_readers_get_bokmal_and_the_preview_is_like_the_letter(kari):
    assert decision_letter.write(decision(by=kari, language="en")).language == "nb"
    assert 'lang="nn"' in decision_letter.preview(decision(by=kari, language="nn"))


def test_law_is_cited_in_the_letters_language_and_pages_stay_in_bokmal(kari):
    nynorsk = decision_letter.write(decision("temporary_housing", by=kari, language="nn", law_codes=["sotjl_27"])).html
    assert "sosialtenestelova §\u00a027, mellombels butilbod" in nynorsk
    assert "statsforvaltaren" in nynorsk
    assert "tre veker" in nynorsk
    assert str(reference("fvl_29", DAY).short) == "forvaltningsloven §\u00a029"


def test_other_letters_too(kari):
    household = make.household(main=make.person(written_language="nn"))
    case = make.granted(household, by=kari)
    offer = make.offer(case, make.dwelling(), by=kari)
    assert BOKMAL.findall(words(offer_letter.write(offer, by=kari).html)) == []
    context = {
        "number": "S-1",
        "received_on": DAY,
        "reason": "X.",
        "expected_on": DAY,
        "law": reference("fvl_11a", DAY),
    }
    letter = letters.write(
        "letters/preliminary.html",
        case,
        kind="preliminary",
        title="Foreløpig svar på søknaden din",
        by=kari,
        day=DAY,
        context=context,
    )
    assert letter.title == "Førebels svar på søknaden din"
    assert BOKMAL.findall(words(letter.html)) == []


def test_every_text_a_letter_may_say_has_its_nynorsk():
    source = polib.pofile(str(letter_strings.ROOT / "locale" / "nn" / "LC_MESSAGES" / "django.po"))
    known = {entry.msgid: entry.msgstr for entry in source}
    assert letter_strings.all_strings() - set(known) == set()
    assert [msgid for msgid, said in known.items() if not said or BOKMAL.search(said)] == []
    gaps = re.compile(r"%\(\w+\)s|\{\w+\}")
    assert [msgid for msgid, said in known.items() if sorted(gaps.findall(msgid)) != sorted(gaps.findall(said))] == []


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.code)
def test_every_text_of_the_library_has_both_languages_with_the_same_fields(part):
    bokmal, nynorsk = (DEFAULTS[part.code, language] for language in ("nb", "nn"))
    assert bool(bokmal[0]) == bool(nynorsk[0])
    assert sorted(FIELD.findall(bokmal[1])) == sorted(FIELD.findall(nynorsk[1]))
    assert wrong_fields(part, bokmal[1]) == []
    assert NYNORSK.findall(FIELD.sub("", " ".join(bokmal))) == []
    assert BOKMAL.findall(FIELD.sub("", " ".join(nynorsk))) == []


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: phrase.code)
def test_every_phrase_has_both_languages(phrase):
    assert NYNORSK.findall(phrase.nb) == []
    assert BOKMAL.findall(phrase.nn) == []
    assert phrase.nb.count("[") == phrase.nn.count("[")


@pytest.mark.parametrize(("kind", "outcome"), EVERY_DECISION)
def test_every_decision_has_phrases(kind, outcome):
    fields = {phrase.field for phrase in phrases_for(kind, outcome, "nn", DAY)}
    assert {"facts", "considerations"} <= fields
    assert ("advice" in fields) == (outcome != "granted")
    assert ("conditions" in fields) == (outcome == "granted")
