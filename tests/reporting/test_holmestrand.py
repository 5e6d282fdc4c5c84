"""Holmestrand's printed report is entered through the pages, and comes out with every field of the form in its order.

What comes out otherwise than it was printed is said where it is: the years of the dates, the actors of today, and which
goal a row goes on with.
"""

import html
import re
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from housing.periods import Period
from housing.templatetags.norwegian import kr
from reporting import answers, pdf
from reporting.models import Report
from reporting.sections import SECTIONS
from tests import make
from tests.reporting import holmestrand as source
from tests.reporting.filled_form import filled

pytestmark = pytest.mark.django_db

# The form asks for whole days, and the source lost the year.
TYPED = {"reported_on": "20.06.2013", "treated_on": "14.06.2013, 19.06.2013"}
# The form of 2012 says Fylkesmann; ours says what the office is called since 2021. «Andre;» has its text in the remark.
TODAY = {
    "Fylkesmann": "Statsforvalter",
    "Helseforetak rus": "Helseforetak, rus",
    "Helseforetak psykiatri": "Helseforetak, psykiatri",
    "Andre;": "Andre",
}
TEXTS = {
    "bakgrunn": ("background", source.BACKGROUND),
    "organisering": ("organisation", source.ORGANISATION),
    "brukermedvirkning": ("user_involvement", source.USER_INVOLVEMENT),
    "suksesshistorier": ("success_stories", source.SUCCESS_STORIES),
}


@pytest.fixture
def programme():
    return make.user("programme", name="Solfrid Nilsen")


@pytest.fixture
def report(client, programme):
    """Entered section by section, as the programme leader does it."""
    client.force_login(programme)
    made = Report.write_new(Period.half_year(2013, 1), by=programme)
    for slug, typed in sections(made).items():
        address = reverse("report_section", args=[made.pk, slug])
        page = client.get(address)
        assert page.status_code == 200, slug
        answer = client.post(address, sent(page, typed))
        assert answer.status_code == 302, (slug, errors(answer))
        assert answer.url.startswith(made.get_absolute_url())
    made.refresh_from_db()
    return made


def errors(answer) -> list[str]:
    return re.findall(r"validation-message[^>]*>([^<]+)", answer.content.decode())


def sent(page, typed) -> dict[str, str]:
    """What stands in the page's form with what is typed into it. More rows than it had are asked for first."""
    fields = filled(page)
    for name, number in typed.items():
        if name.endswith("TOTAL_FORMS"):
            assert name in fields
            fields[name] = str(max(int(fields[name]), number))
    return fields | {name: value for name, value in typed.items() if not name.endswith("TOTAL_FORMS")}


def sections(report) -> dict[str, dict]:
    """What is typed in each section: name of the page → its fields."""
    typed = {slug: {name: text} for slug, (name, text) in TEXTS.items()}
    typed["formalia"] = {name: TYPED.get(name, value) for _heading, name, value in source.FORMALIA}
    typed["mal"] = {"goals_introduction": source.GOALS_TEXT}
    for main in source.MAIN_GOALS:
        typed["mal"] |= rows(f"mal{main}", [dict(zip(FIELDS, goal, strict=True)) for goal in source.GOALS[main]])
    typed["samarbeid"] = {}  # nobody is crossed off
    years = [
        {"year": year} | {name: amounts[place] for _heading, name, amounts in source.FUNDING}
        for place, year in enumerate(source.FUNDING_YEARS)
    ]
    typed["ressursbruk"] = rows("funding", years)
    return {section.slug: typed[section.slug] for section in SECTIONS}


FIELDS = ["number", "description", "result", "finished_when"]


def printed_goals(main) -> list[tuple]:
    """A row that goes on with the goal above says which goal that is."""
    found, above = [], ""
    for number, *others in source.GOALS[main]:
        above = number or above
        found.append((number or f"{above} (forts.)", *others))
    return found


def rows(prefix, forms) -> dict:
    data = {f"{prefix}-TOTAL_FORMS": len(forms)}
    for number, form in enumerate(forms):
        data |= {f"{prefix}-{number}-{name}": value for name, value in form.items()}
    return data


# What the pages keep and show


def test_every_page_answers_with_what_was_typed(client, report):
    for section in SECTIONS:
        answer = client.get(reverse("report_section", args=[report.pk, section.slug]))
        assert answer.status_code == 200, section.slug
        shown = filled(answer)
        for name, value in sections(report)[section.slug].items():
            if not name.endswith("TOTAL_FORMS"):
                assert shown[name].replace("\r\n", "\n") in (str(value), amount(value)), (section.slug, name)
    answer = client.get(report.get_absolute_url())
    assert answer.status_code == 200
    shown = flat(html.unescape(re.sub(r"<[^>]+>", "", answer.content.decode())))
    for section in SECTIONS:
        assert f"{section.number}{flat(section.title)}" in shown


def amount(value) -> str:
    """An amount as the form shows it again."""
    return f"{str(value).replace(' ', '')},00"


def test_what_is_kept_is_what_was_printed(report):
    for name, text in TEXTS.values():
        assert getattr(report, name) == text
    kept = report.goals.values_list("main_goal", *FIELDS)
    assert list(kept) == [(main, *goal) for main in source.MAIN_GOALS for goal in source.GOALS[main]]
    assert report.goals_introduction == source.GOALS_TEXT
    assert [str(day) for day in report.treated_on] == ["2013-06-14", "2013-06-19"]


def test_the_sums_of_the_printed_years_agree(report):
    first, second = report.funding.get(year=2011), report.funding.get(year=2012)

    assert first.used == first.paid + first.own
    assert second.used == second.granted + second.own


# What is printed


def form() -> list[str]:
    """Every heading, column heading, row and text of the form, in its order."""
    told = [f"{section.number} {section.title}" for section in SECTIONS]
    texts = {slug: text.split("\n") for slug, (_name, text) in TEXTS.items()}
    pieces = [told[0]]
    for heading, name, value in source.FORMALIA:
        pieces += [heading, TYPED.get(name, value)]
    pieces += [told[1], *texts["bakgrunn"], told[2], *source.GOALS_TEXT.split("\n")]
    for main, label in source.MAIN_GOALS.items():
        pieces += [f"Programmets hovedmål {main}: {label}", *source.COLUMNS]
        pieces += [line for goal in printed_goals(main) for cell in goal for line in cell.split("\n")]
    pieces += [told[3], *texts["organisering"], told[4]]
    for group, partners in [("Kommunalt baserte", source.MUNICIPAL_PARTNERS), ("Andre", source.OTHER_PARTNERS)]:
        pieces += [group, *source.PARTICIPATIONS, *(TODAY.get(partner, partner) for partner in partners)]
    pieces += [told[5], *texts["brukermedvirkning"], told[6], *map(str, source.FUNDING_YEARS)]
    for heading, _name, amounts in source.FUNDING:
        pieces += [heading, *(kr(value.replace(" ", "")) if value else "–" for value in amounts)]
    return [piece for piece in [*pieces, told[7], "Ikke fylt ut."] if piece]


def flat(text) -> str:
    """Without spaces and the hyphens of line ends: a PDF breaks lines and words where it likes."""
    return re.sub(r"[\s\u00ad\u2010]", "", str(text))


def in_order(pieces, text) -> list[str]:
    """The pieces that do not come after the one before them."""
    text, lost, place = flat(text), [], 0
    for piece in pieces:
        found = text.find(flat(piece), place)
        if found < 0:
            lost.append(piece)
        else:
            place = found + len(flat(piece))
    return lost


def test_every_field_of_the_form_is_printed_in_its_order(report):
    page = pdf.as_html(answers.read(report), [])
    page = page[page.index('id="del-1"') - 20 : page.index('id="tallgrunnlag"')]

    assert in_order(form(), html.unescape(re.sub(r"<[^>]+>", " ", page))) == []


@pytest.mark.slow
def test_the_pdf_has_every_field_page_by_page_in_the_order_of_the_form(report):
    reader = PdfReader(BytesIO(pdf.as_pdf(pdf.as_html(answers.read(report), []))))
    pages = [printed(page) for page in reader.pages][2:]
    pieces = [flat(piece) for piece in form()]

    assert page_by_page(pieces, pages) == []
    # The check itself sees what is missing, and what stands elsewhere.
    assert page_by_page([*pieces[:9], "Fødselsdato", *pieces[9:]], pages) == ["Fødselsdato"]
    assert page_by_page([*pieces[20:], *pieces[:20]], pages) != []


def printed(page) -> str:
    """What stands on a page, without its foot and without the headings a table says again at the top of a page."""
    text = flat(page.extract_text())
    text = re.sub(r"Halvårsrapport1\.halvår2013\d+/\d+$", "", text)
    again = flat("Hovedmål/delmål nr." + "".join(source.COLUMNS))
    return text.removeprefix(again)


LEAST = 12  # so many letters of a text that goes on overleaf stand before the break


def page_by_page(pieces, pages) -> list[str]:
    """The pieces that are not where they should be. One that is broken off must go on at the top of the next page."""
    lost, number, place, rest = [], 0, 0, ""
    for piece in pieces:
        while number < len(pages):
            text = pages[number]
            found = text.find(piece, place)
            if found >= 0:
                place = found + len(piece)
                break
            begun = broken_off(piece, text[place:])
            if begun:
                place += text[place:].find(piece[:begun]) + begun
                rest += piece[begun:]
                break
            number, place = number + 1, 0
            if rest and number < len(pages):
                if pages[number].startswith(rest):
                    place = len(rest)
                else:
                    lost.append(rest)
                rest = ""
        else:
            return [*lost, piece]
    return lost


def broken_off(piece, text) -> int:
    """How many letters of the piece stand last on the page, or last in its cell, when it is not there whole."""
    return max((n for n in range(LEAST, len(piece)) if piece[:n] in text), default=0)
