"""A report in nynorsk is wholly in nynorsk: its headings, its figures and what they mean, and its charts in words."""

import re
from datetime import date

import polib
import pytest
from django.utils import translation
from django.utils.dates import MONTHS
from django.utils.translation import gettext

from housing.periods import Period
from reporting import answers, charts, pdf
from reporting.figures import FIGURES, Group, Unit
from reporting.models import Report, ReportGoal, ReportPartner
from reporting.sections import SECTIONS
from tests import make
from tests.reporting import report_strings

# Words that are bokmål and never nynorsk, and the other way round.
BOKMAL = re.compile(
    r"\b(ikke|hva|hvor\w*|hver|hvert|hvis|fra|noen|noe|bare|kun|flere|mer|senest|innen|etter at den|ble|gjelder"
    r"|bolig\w*|husleie\w*|leie|leie(?:taker|forhold|kontrakt|tid|pris)\w*|utleie\w*|bosatt\w*|bosetting\w*|bostedsløs\w*|uker?|måned(?:er|en|ene)?|dager"
    r"|personer|mottatt\w*|innvilge[td]\w*|henvis\w*|veiledning\w*|løslat\w*|tilskudd\w*|deltake(?:r|re|lse)\w*"
    r"|\w*tjenesten?|\w*loven|kommunens|midlertidig\w*|begjær\w*|utkastelse\w*|tallene|telles|regnet)\b",
    re.IGNORECASE,
)
NYNORSK = re.compile(r"\b(ikkje|kva|kvar|kvart|frå|noko|nokon|berre|bustad\w*|leige\w*|veker?|månader|dagar)\b", re.I)
GAPS = re.compile(r"%\(\w+\)[sd]|\{\w*\}|\d+")
SPRING = Period.half_year(2026, 1)


@pytest.fixture(scope="module")
def known() -> dict[str, str]:
    source = polib.pofile(str(report_strings.ROOT / "locale" / "nn" / "LC_MESSAGES" / "django.po"))
    return {entry.msgid: entry.msgstr for entry in source}


@pytest.fixture(scope="module")
def printed(known) -> dict[str, str]:
    """Every text of the report that has its nynorsk, with it."""
    return {text: known[text] for text in report_strings.all_strings() if text in known}


def in_nynorsk(text) -> str:
    with translation.override("nn"):
        return gettext(str(text))


def test_every_text_a_report_may_say_has_its_nynorsk(known):
    lacking = sorted(text for text in report_strings.all_strings() if not known.get(text))

    assert lacking == [], "\n".join(["These lack nynorsk in locale/nn/LC_MESSAGES/django.po:", *lacking])


@pytest.mark.parametrize(
    "texts",
    [
        [text for figure in FIGURES for text in (figure.label, figure.definition)],
        [kind.label for kind in [*Group, *Unit]],
        [text for section in SECTIONS for text in (section.title, section.guidance) if text],
        [kind.label for kind in [*ReportGoal.MainGoal, *ReportPartner.Partner, *ReportPartner.Participation]],
    ],
    ids=["figures", "groups and units", "sections", "goals and partners"],
)
def test_what_is_chosen_or_asked_is_among_the_texts_found(texts, known):
    assert [str(text) for text in texts if not known.get(str(text))] == []


def test_the_nynorsk_has_no_bokmal_and_the_bokmal_no_nynorsk(printed):
    assert {text: said for text, said in printed.items() if BOKMAL.search(said)} == {}
    assert {text for text in printed if NYNORSK.search(text)} == set()


def test_placeholders_and_numbers_are_the_same_in_both(printed):
    assert {text for text, said in printed.items() if sorted(GAPS.findall(text)) != sorted(GAPS.findall(said))} == set()


def test_a_sentence_is_a_sentence_in_both(printed):
    def shape(text):
        return text[0].isupper(), text.endswith(".")

    assert {text for text, said in printed.items() if shape(text) != shape(said)} == set()


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.code)
def test_what_an_approved_report_keeps_says_the_same_as_a_draft(figure):
    """The frozen text is put together; a draft's is put together from its pieces, in the language of the moment."""
    for text in (figure.label, figure.definition):
        with translation.override("nb"):
            frozen = str(text)
        with translation.override("nn"):
            assert str(text) == gettext(frozen)


def test_two_figures_are_never_called_the_same():
    labels = [in_nynorsk(figure.label) for figure in FIGURES]

    assert len(set(labels)) == len({str(figure.label) for figure in FIGURES})


def test_months_and_periods_read_the_same_in_both():
    with translation.override("nn"):
        told = [str(MONTHS[number]) for number in range(1, 13)], SPRING.label, Period.of_month(2026, 5).label

    assert told == ([str(MONTHS[number]) for number in range(1, 13)], "1. halvår 2026", "mai 2026")


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "foreign"), [("nn", BOKMAL), ("nb", NYNORSK)], ids=["nn", "nb"])
def test_the_whole_printed_report_is_in_one_language(language, foreign):
    report = Report.write_new(SPRING, by=make.user("programme"))
    for number in range(9):
        category = "1" if number < 6 else "4"
        make.mapping(make.household(), homeless_category=category, mapped_on=date(2026, 3, 1))
    report.goals.create(main_goal=1, number="1", description="X.", position=0)
    report.funding.create(year=2026, granted=1000)

    # As a run makes it: the answers are read, and kept, in bokmål.
    content = answers.read(report)
    with translation.override(language):
        drawings = list(charts.charts(content))
    html = pdf.as_html(content, drawings, language=language)

    assert f'<html lang="{language}">' in html
    assert foreign.findall(words(html)) == []
    drawn = [str(value) for chart in drawings for value in texts_of(chart.specification)]
    assert foreign.findall(" ".join(drawn)) == []


def words(html: str) -> str:
    told = " ".join(re.findall(r'(?:alt|aria-label|content)="([^"]*)"', html))
    return " ".join(re.sub(r"<[^>]+>", " ", html).split()) + " " + told


def texts_of(part):
    if isinstance(part, dict):
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from texts_of(inner)
    elif isinstance(part, str):
        yield part
