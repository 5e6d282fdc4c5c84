"""The half-year report as a PDF that a screen reader can read (PDF/UA-1). Nothing is fetched from anywhere."""

from itertools import groupby

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from reporting.answers import Content
from reporting.charts import Chart
from reporting.figures import BY_CODE
from reporting.models import ReportGoal, ReportPartner
from reporting.published import HIDDEN_NOTE, as_published, published
from reporting.sections import KEY_FIGURES, SECTIONS, funding_table

STYLE = settings.BASE_DIR / "static" / "css" / "report.css"


def as_html(content: Content, charts: list[Chart]) -> str:
    """Every text of the report in one page of html; the PDF is this and its style."""
    report = content.report
    return render_to_string("reports/half_year.html", text_of(report) | figures_of(content) | {"charts": charts})


def text_of(report) -> dict:
    """The eight sections as the form has them."""
    partners = list(report.partners.all())
    return {
        "report": report,
        "sections": SECTIONS,
        "main_goals": [
            {"label": main.label, "number": main.value, "goals": list(report.goals.filter(main_goal=main))}
            for main in ReportGoal.MainGoal
        ],
        "participations": list(ReportPartner.Participation),
        "partner_groups": [
            {"title": _("Kommunalt baserte"), "rows": [row for row in partners if row.is_municipal]},
            {"title": _("Andre"), "rows": [row for row in partners if not row.is_municipal]},
        ],
        "funding": funding_table(report),
    }


def figures_of(content: Content) -> dict:
    """The figures as they may be published, by group, and the few that stand beside the goals."""
    shown = published(content)
    lines = [
        {"answer": answer, "text": as_published(shown[code], answer), "figure": BY_CODE[code]}
        for code, answer in content.figures.items()
    ]
    by_code = {line["answer"].code: line for line in lines}
    return {
        "groups": [
            {"title": group.label, "lines": list(found)}
            for group, found in groupby(lines, key=lambda line: line["figure"].group)
        ],
        "key_figures": [by_code[code] for code in KEY_FIGURES],
        "hidden_note": HIDDEN_NOTE,
    }


def as_pdf(html: str) -> bytes:
    from weasyprint import CSS, HTML  # slow to load, and only the worker prints
    from weasyprint.urls import URLFetcher

    within = URLFetcher(allowed_protocols=["data"])
    style = CSS(string=STYLE.read_text(), url_fetcher=within)
    return HTML(string=html, url_fetcher=within).write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1")
