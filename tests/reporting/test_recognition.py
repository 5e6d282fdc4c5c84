"""Words that may tell who a story is about: found, with the reason, and without asking who is in the register."""

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.recognition import findings, marked

KNOWN = ["Lindvik kommune", "Boligkontoret"]


def found(text, known=KNOWN):
    return {finding.words: finding.reason for finding in findings(text, known)}


@pytest.mark.parametrize(
    ("text", "words", "reason"),
    [
        ("I fjor flyttet Nordahl inn.", "Nordahl", "navn"),
        ("Kari fikk hjem.", "Kari", "navn"),
        ("Karis leilighet er fin.", "Karis", "navn"),
        ("KARI fikk hjem.", "KARI", "navn"),
        ("I fjor fikk kari hjem.", "kari", "navn"),
        ("Anne-Lise fikk hjem.", "Anne-Lise", "navn"),
        ("Det var slik. «Mohammed er glad», sa de.", "Mohammed", "navn"),
        ("Zebediah Quist ringte.", "Zebediah", "to ord"),
        ("Nummeret er 01019012345.", "01019012345", "fødselsnummer"),
        ("Nummeret er 010190 12345.", "010190 12345", "fødselsnummer"),
        ("Ring 912 34 567 i dag.", "912 34 567", "telefon"),
        ("Ring +47 91 23 45 67.", "+47 91 23 45 67", "telefon"),
        ("Ring 91234567.", "91234567", "telefon"),
        ("Skriv til kari.lie@lindvik.example nå.", "kari.lie@lindvik.example", "E-post"),
        ("Hun bor i strandgata 12 b.", "strandgata 12 b", "Adresse"),
        ("Naboene i Elvegata hjalp til.", "Elvegata", "Gate"),
        ("De bor i nr. 14 nå.", "nr. 14", "Husnummer"),
        ("De bor i H0203 nå.", "H0203", "Bolignummer"),
        ("De bor i 3015 Elvebyen.", "3015 Elvebyen", "Postnummer"),
        ("Nøkkelen kom 03.02.2026 klokka ti.", "03.02.2026", "dato"),
        ("Nøkkelen kom 3. februar.", "3. februar", "dato"),
        ("Nøkkelen kom 2026-02-03.", "2026-02-03", "dato"),
        ("En 34-åring fikk hjem.", "34-åring", "Alder"),
        ("En trettifireåring fikk hjem.", "trettifireåring", "Alder"),
        ("En mann på 34 fikk hjem.", "mann på 34", "Alder"),
        ("Barnet er 4 år gammelt.", "4 år gammelt", "Alder"),
        ("Den som er født i 1987, fikk hjem.", "født i 1987", "Fødselsår"),
        ("En sjubarnsmor fikk hjem.", "sjubarnsmor", "familie"),
        ("En somalisk familie flyttet til Lindvik.", "somalisk", "Opprinnelse"),
        ("Familien fra Eritrea bor på bygda.", "Eritrea", "Opprinnelse"),
    ],
)
def test_what_may_tell_who_it_is_is_found(text, words, reason):
    told = found(text)
    assert words in told, told
    assert reason in told[words]


@pytest.mark.parametrize(
    "text",
    [
        "En leietaker har fått sitt eget hjem og klarer seg godt.",
        "Boligkontoret og NAV møter nye søkere sammen. De forteller sin historie én gang.",
        "Husbanken ga 1 200 000 kr. Det ble 12 boliger i 2026, og 45 % færre klager.",
        "De betaler litt per måned, og har fått et nytt liv.",
        "Boligen står i Lindvik, og ventetiden er tre år.",
        "– Jeg sover om natten, sier leietakeren.\n– Det er godt å høre.",
        "NAV-kontoret og Boligkontorets ansatte fant en løsning.",
        "",
    ],
)
def test_a_story_about_nobody_is_left_in_peace(text):
    assert found(text) == {}


def test_where_somebody_comes_from_tells_little_without_a_place():
    assert "somalisk" not in found("En somalisk familie fikk hjem.")


def test_the_first_word_is_a_name_when_it_is_one_elsewhere():
    assert list(found("Quist kom først. Senere kom Quist igjen.")) == ["Quist"]


def test_the_office_s_own_names_are_known_and_no_others():
    assert "Fjordheim" in found("Det nye er Fjordheim.")
    assert found("Det nye er Fjordheim.", [*KNOWN, "Fjordheim bofellesskap"]) == {}


@given(st.text(alphabet="abÅé .\n–«»'’-@0123456789NKari", max_size=200))
def test_every_finding_stands_where_it_says_and_none_on_another(text):
    told = findings(text, KNOWN)
    assert all(text[one.start : one.end] == one.words and one.reason for one in told)
    assert all(one.end <= other.start for one, other in itertools.pairwise(told))
    assert "".join(piece.text for piece in marked(text, told)) == text
    assert [piece.text for piece in marked(text, told) if piece.reason] == [one.words for one in told]


@pytest.mark.parametrize("text", ["." * 3500, "Kari " * 700, "a" * 3500, "1 " * 1750, "Å-" * 1750, "a.b@" * 875])
def test_a_text_made_to_take_long_does_not(text):
    began = time.monotonic()
    findings(text, KNOWN)
    assert time.monotonic() - began < 1
