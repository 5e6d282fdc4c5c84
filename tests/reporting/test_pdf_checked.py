"""The report's PDF read as a screen reader reads it, and the checker shown to find what is planted."""

from datetime import date
from io import BytesIO
from urllib.parse import quote

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, BooleanObject, NameObject, NumberObject, TextStringObject
from weasyprint import HTML

from housing.charts import Chart
from housing.periods import Period
from reporting import answers, charts, pdf
from reporting.example import write_example
from reporting.models import Report
from tests import make, make_reports
from tests.reporting.pdf_checker import faults

ALT = "Søylediagram. Boliger etter eierform: eide 1063, innleide 88, tilvisning 374."
SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>"
DOT = f"data:image/svg+xml,{quote(SVG)}"
TABLE = "<table><thead><tr><th scope=col>Tall<th scope=col>Verdi</thead><tr><th scope=row>Boliger<td>1525</table>"
PLAIN = TABLE.replace("<th scope=col>", "<td>").replace("<th scope=row>", "<td>")
BODY = f"""<h1>Halvårsrapport</h1><h2>Boliger</h2><p>Se <a href="#tall">tallene</a>.</p><h3 id="tall">Tall</h3>
<img src="{DOT}" alt="{ALT}">{TABLE}<ul><li>Eide</li><li>Innleide</li></ul>"""


@pytest.fixture
def report(db):
    made = Report.write_new(Period.half_year(2026, 1), by=make.user("programme"))
    for number in range(9):
        category = "1" if number < 6 else "4"
        make.mapping(make.household(), homeless_category=category, mapped_on=date(2026, 3, 1))
    return write_example(made)


@pytest.mark.slow
def test_the_draft_can_be_read_by_a_screen_reader(report):
    content = answers.read(report)

    assert faults(pdf.as_pdf(pdf.as_html(content, charts.drawn(content)))) == []


@pytest.mark.slow
def test_the_approved_report_can_be_read_too(report):
    make_reports.approved(report, by=make.user("programme"))
    content = answers.read(Report.objects.get(pk=report.pk))

    assert faults(pdf.as_pdf(pdf.as_html(content, charts.drawn(content)))) == []


@pytest.mark.slow
def test_a_chart_of_the_report_without_its_description_is_found(report, monkeypatch):
    content = answers.read(report)
    drawings = charts.drawn(content)
    told = [Chart(one.title, "", one.specification, one.headings, one.rows, one.image) for one in drawings[:1]]

    assert faults(pdf.as_pdf(pdf.as_html(content, told + drawings[1:]))) == ["7.3: a figure is told only as «»"]


# --- The checker -----------------------------------------------------------------------------------------------------


def printed(body=BODY, *, lang="nb", title="Rapport", style="", **options):
    head = f'<meta charset="utf-8"><title>{title}</title><style>{style}</style>'
    page = f'<!doctype html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>'
    return HTML(string=page).write_pdf(**({"pdf_variant": "pdf/ua-1"} | options))


def changed(change):
    """A good document with one thing changed inside it."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(printed())))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def elements(writer, kind):
    return [thing for thing in map(writer.get_object, numbers(writer)) if is_kind(thing, kind)]


def numbers(writer):
    return range(1, len(writer._objects) + 1)


def is_kind(thing, kind):
    return hasattr(thing, "get") and thing.get("/Type") == "/StructElem" and thing.get("/S") == kind


def test_a_good_document_has_no_faults():
    assert faults(printed()) == []
    assert faults(changed(lambda writer: None)) == []


def test_html_that_is_printed_without_tags_is_found():
    found = faults(printed(pdf_variant=None))

    assert "6.2: the document does not say that it is tagged" in found
    assert "5: the metadata does not say PDF/UA-1" in found
    assert "7.1: nothing is tagged" in found
    assert any(line.startswith("7.1: page 1 has content that is neither read nor decoration") for line in found)


@pytest.mark.parametrize(
    ("was", "becomes", "fault"),
    [
        (f'alt="{ALT}"', 'alt="Diagram"', "7.3: a figure is told only as «Diagram»"),
        (f'alt="{ALT}"', "", "7.3: a figure is told only as «»"),
        ("<h2>Boliger</h2>", "<p>Boliger</p>", "7.4.2: a heading of level 3 follows one of level 1"),
        ("<h2>Boliger</h2>", "<h1>Boliger</h1>", "7.4: 2 headings of the first level"),
        (TABLE, PLAIN, "7.5: a table has no header"),
        (TABLE, PLAIN.replace("<td>Verdi", "<th scope=col>Verdi"), "7.5: a cell has no header"),
        (TABLE, TABLE.replace("<td>1525", ""), "7.2: the rows of a table are of [1, 2] cells"),
        ("tallene</a>", "</a>", "7.18.5: a link has nothing to read"),
        ("<h1>", "<p></p><h1>", "7.1: an empty /P"),
        ("Eide", "Eide ........ 3", "7.1: page 1 reads «........…» aloud"),
    ],
)
def test_what_is_planted_in_the_html_is_found(was, becomes, fault):
    assert was in BODY
    found = faults(printed(BODY.replace(was, becomes, 1)))

    assert [line for line in found if line.startswith(fault)], found


@pytest.mark.parametrize(
    ("options", "fault"),
    [({"lang": "en"}, "7.2: the language is «en»"), ({"title": ""}, "7.1: no title")],
)
def test_language_and_title_are_asked_for(options, fault):
    assert fault in faults(printed(**options))


def drop_tabs(writer):
    writer.pages[0][NameObject("/Tabs")] = NameObject("/R")


def drop_the_last_paragraph(writer):
    elements(writer, "/LI")[-1][NameObject("/K")] = ArrayObject()


def lead_to_nothing(writer):
    elements(writer, "/P")[0]["/K"].append(NumberObject(99))


def read_twice(writer):
    kid = next(element for element in elements(writer, "/Span") if element["/K"] == [0])
    elements(writer, "/P")[0]["/K"].append(kid["/K"][0])


def forget_a_link(writer):
    link = elements(writer, "/Link")[0]
    link[NameObject("/K")] = ArrayObject(kid for kid in link["/K"] if isinstance(kid, int))


def say_nothing_of_a_link(writer):
    writer.pages[0]["/Annots"][0].get_object()[NameObject("/Contents")] = TextStringObject("")


def hide_the_title(writer):
    writer.root_object["/ViewerPreferences"][NameObject("/DisplayDocTitle")] = BooleanObject(False)


def drop_a_font(writer):
    for number in numbers(writer):
        thing = writer.get_object(number)
        for name in ("/FontFile2", "/FontFile3"):
            if hasattr(thing, "get") and name in thing:
                del thing[name]


def loose_cell(writer):
    elements(writer, "/TD")[0][NameObject("/S")] = NameObject("/LBody")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (drop_tabs, "7.18.3: page 1 is not tabbed through"),
        (drop_the_last_paragraph, "7.1: an empty /LI"),
        (lead_to_nothing, "7.1: page 1 lacks content that the tree leads to"),
        (read_twice, "7.1: page 1 has content that is read twice"),
        (forget_a_link, "7.18.5: a link on page 1 is not in the tree"),
        (say_nothing_of_a_link, "7.18.5: a link on page 1 does not say where it leads"),
        (hide_the_title, "7.1: the window shows the file's name"),
        (drop_a_font, "7.21.4: the font"),
        (loose_cell, "7.2: /LBody stands in /TR"),
    ],
)
def test_what_is_planted_in_the_file_is_found(change, fault):
    found = faults(changed(change))

    assert [line for line in found if line.startswith(fault)], found
