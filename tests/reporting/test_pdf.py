"""The printed report: its text in the form's order, and a PDF that a screen reader can read."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from housing.periods import Period
from reporting import answers, charts, pdf
from reporting.example import write_example
from reporting.figures import FIGURES
from reporting.models import Report
from tests import make, make_reports

pytestmark = pytest.mark.django_db

SPRING = Period.half_year(2026, 1)
HEADINGS = [
    "1 Formalia",
    "2 Bakgrunn for kommunens deltakelse",
    "3 Mål for kommunens program",
    "4 Organisering",
    "5 Samarbeidspartnere og aktører",
    "6 Brukermedvirkning",
    "7 Ressursbruk",
    "8 Suksesshistorier",
    "Tallgrunnlag",
    "Definisjoner",
]


@pytest.fixture
def report():
    made = Report.write_new(SPRING, by=make.user("programme"))
    for number in range(9):
        category = "1" if number < 6 else "4"
        make.mapping(make.household(), homeless_category=category, mapped_on=date(2026, 3, 1))
    return write_example(made)


def html_of(report, drawings=()):
    return pdf.as_html(answers.read(report), list(drawings))


def test_the_sections_stand_in_the_order_of_the_form(report):
    headings = re.findall(r"<h2>(.*?)</h2>", html_of(report))

    assert headings == ["Innhold", *HEADINGS]


def test_every_text_of_the_report_is_printed(report):
    html = html_of(report)

    for text in [
        "Ingen barn bor midlertidig",
        "Kriminalomsorg",
        "1\u00a0600\u00a0000\u00a0kr",
        "20.06.2026",
        "14.06.2026",
    ]:
        assert text.lower() in html.lower(), text
    for goal in report.goals.all():
        assert goal.result in html


def test_what_a_person_typed_is_no_markup(report):
    report.background = "<script>alert(1)</script><img src='http://127.0.0.1/x'>"
    report.save()

    assert "<script" not in html_of(report)


def test_small_counts_are_hidden_also_in_charts_and_their_words(report):
    content = answers.read(report)
    chart = charts.homeless_by_category(content, "30.06.2026")

    # Six and three: the three are hidden, and the six with them, since the total stands beside.
    assert [cell for _name, cell in chart.rows] == [":", "0", "0", ":", "0"]
    assert "vises ikke" in chart.description
    assert "Kolon (:)" in html_of(report)


def test_each_chart_is_told_in_words_and_has_its_table(report):
    for chart in charts.charts(answers.read(report)):
        assert len(chart.description) > len(chart.title)
        assert chart.rows
        assert all(len(row) == len(chart.headings) for row in chart.rows)


def test_an_approved_report_is_printed_from_what_was_frozen(report):
    make_reports.approved(report, by=make.user("programme"))
    before = html_of(report)
    make.mapping(make.household(), mapped_on=date(2026, 3, 1))

    assert html_of(report) == before
    assert "Tallene er slik de sto " in before


def test_a_report_approved_by_an_earlier_program_says_what_it_said(client, report):
    """It kept no registers, no instant, and the series of three charts."""
    programme = make.user("programme")
    make_reports.approved(report, by=programme)
    Report.objects.filter(pk=report.pk).update(registers=None, frozen_at=None)
    report.figures.update(is_hidden=None)
    kept = ["waiting.allocation", "applications.received", "applications.granted"]
    report.figures.exclude(code__in=kept).exclude(period_first=SPRING.first, period_last=SPRING.last).delete()

    content = answers.read(Report.objects.get(pk=report.pk))
    html = pdf.as_html(content, [])
    titles = {str(chart.title) for chart in charts.charts(content)}

    assert "Tallene er slik de sto " in html
    assert "Ingen satt i gruppen" not in html
    assert "Mottatte og innvilgede søknader per halvår" in titles
    assert "Begjæringer og utkastelser per halvår" not in titles
    client.force_login(programme)
    for name, *more in (["report"], ["report_today"], ["report_today_figure", "homeless.households"]):
        assert client.get(reverse(name, args=[report.pk, *more])).status_code == 200, name


def test_the_report_reads_one_instant(report, django_assert_max_num_queries):
    # One query for most figures and for each series; the report, the instant and three calendar years are the rest.
    with django_assert_max_num_queries(len(FIGURES) + len(answers.SERIES) + 15):
        answers.read(report)


@pytest.mark.slow
def test_the_pdf_is_tagged_and_its_charts_are_described(report):
    content = answers.read(report)
    made = pdf.as_pdf(pdf.as_html(content, charts.drawn(content)))

    reader = PdfReader(BytesIO(made))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "nb"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Halvårsrapport 1. halvår 2026 – Lindvik kommune"
    assert "pdfuaid" in root["/Metadata"].get_object().get_data().decode()
    figures = [element for element in structure(root["/StructTreeRoot"]) if element.get("/S") == "/Figure"]
    assert len(figures) == 8
    assert all(len(figure["/Alt"]) > 40 for figure in figures)
    kinds = {element.get("/S") for element in structure(root["/StructTreeRoot"])}
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/P", "/L"} <= kinds


@pytest.mark.slow
def test_the_contents_name_the_pages(report):
    content = answers.read(report)
    reader = PdfReader(BytesIO(pdf.as_pdf(pdf.as_html(content, []))))
    texts = [page.extract_text() for page in reader.pages]

    contents = reader.pages[1].extract_text(extraction_mode="layout")
    listed = {name: int(page) for name, page in re.findall(r"^\s*(.+?) {3,}(\d+)$", contents, re.MULTILINE)}
    assert list(listed) == HEADINGS
    for heading, number in listed.items():
        assert heading in texts[number - 1]
    assert f"3 / {len(texts)}" in texts[2]


def structure(element):
    """Every structure element of the tagged PDF, from the root down."""
    yield element
    children = element.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        child = child.get_object()
        if hasattr(child, "get") and "/S" in child:
            yield from structure(child)
