"""A report as a PDF that a screen reader can read (PDF/UA-1). Nothing is fetched from anywhere."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from reporting.answers import Content
from reporting.charts import Chart
from reporting.published import figures_of, published
from reporting.sections import text_of

STYLE = settings.BASE_DIR / "static" / "css" / "report.css"


def as_html(content: Content, charts: list[Chart], *, language: str = "nb") -> str:
    """Every text of the report in one page of html; the PDF is this and its style.

    Frozen labels and definitions are in Bokmål, and are what they are translated from.
    """
    with translation.override(language):
        report = content.report
        figures = figures_of(content, published(content))
        page = text_of(report, figures) | figures
        page |= {"charts": charts, "language": language, "corrections": list(report.corrections.all())}
        template = "reports/half_year.html" if report.is_half_year else "reports/sheet.html"
        return render_to_string(template, page)


def as_pdf(html: str) -> bytes:
    from weasyprint import CSS, HTML  # slow to load, and only the worker prints
    from weasyprint.urls import URLFetcher

    within = URLFetcher(allowed_protocols=["data"])
    style = CSS(string=STYLE.read_text(), url_fetcher=within)
    return HTML(string=html, url_fetcher=within).write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1")
