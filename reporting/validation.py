"""What a report should be asked before it is sent (kontroll): what is missing, what contradicts, what looks wrong."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from reporting import funding, placeholders, record_checks
from reporting.figures import BY_CODE
from reporting.figures.text import as_text
from reporting.models import Report
from reporting.sections import TEXTS, missing, section_of


class Sort(TextChoices):
    CONTRADICTS = "contradicts", _("Stemmer ikke overens")
    MISSING = "missing", _("Mangler")
    RECORDS = "records", _("Registreringer å se på")


@dataclass(frozen=True)
class Finding:
    """One thing to look at; ``url`` leads to where it is mended or seen."""

    sort: Sort
    text: str
    url: str = ""
    why: str = ""

    @property
    def is_serious(self) -> bool:
        """Whether somebody must say that it was seen before the report is sent."""
        return self.sort != Sort.RECORDS


def findings(report: Report) -> list[Finding]:
    """Everything found, the most serious first."""
    found = [*_contradictions(report), *_missing(report), *_records(report)]
    order = list(Sort)
    return sorted(found, key=lambda finding: order.index(finding.sort))


def grouped(found: list[Finding]) -> list[dict]:
    return [
        {"title": sort.label, "findings": [finding for finding in found if finding.sort == sort]}
        for sort in Sort
        if any(finding.sort == sort for finding in found)
    ]


def _edit(report: Report, slug: str) -> str:
    return reverse("report_section", args=[report.pk, slug])


def _contradictions(report: Report) -> Iterator[Finding]:
    yield from _dates(report)
    yield from _braces(report)
    for text in funding.findings_of(report) if report.is_half_year else []:
        yield Finding(Sort.CONTRADICTS, text, _edit(report, "ressursbruk"))


def _dates(report: Report) -> Iterator[Finding]:
    if not report.is_half_year:
        return
    url = _edit(report, "formalia")
    if report.reported_on and report.reported_on < report.period_first:
        yield Finding(Sort.CONTRADICTS, _now("Rapporteringsdatoen er før perioden begynner."), url)
    if report.reported_on and any(day > report.reported_on for day in report.treated_on):
        text = _now("Styringsgruppen behandler rapporten etter rapporteringsdatoen.")
        yield Finding(Sort.CONTRADICTS, text, url)
    if report.reported_on and report.due_on and report.reported_on > report.due_on:
        text = _now("Rapporteringsdatoen er etter fristen {day:%d.%m.%Y}.").format(day=report.due_on)
        yield Finding(Sort.CONTRADICTS, text, url)


def _braces(report: Report) -> Iterator[Finding]:
    """A text carried over may name a figure that is gone."""
    texts = [(slug, getattr(report, name)) for slug, name in TEXTS.items() if section_of(report, slug)]
    if report.is_half_year:
        texts += [("mal", f"{goal.description}\n{goal.result}") for goal in report.goals.all()]
    for slug, text in texts:
        for code in placeholders.unknown_in(text, BY_CODE):
            told = _now("Teksten har koden {code}, men det finnes ikke noe slikt tall.").format(code=f"{{{code}}}")
            yield Finding(Sort.CONTRADICTS, told, _edit(report, slug))


def _missing(report: Report) -> Iterator[Finding]:
    for section in missing(report):
        text = _now("{number} {title} er ikke fylt ut.").format(number=section.number, title=section.title)
        yield Finding(Sort.MISSING, text, _edit(report, section.slug))
    if report.is_half_year:
        for goal in report.goals.filter(result=""):
            text = _now("{number}: resultatet er ikke beskrevet.").format(number=goal.number)
            yield Finding(Sort.MISSING, text, _edit(report, "mal"))
    unmet = report.comments.open().count()
    if unmet:
        text = _now("{count} kommentarer er ikke fulgt opp.").format(count=unmet)
        yield Finding(Sort.MISSING, text, f"{report.get_absolute_url()}#kommentarer")


def _records(report: Report) -> Iterator[Finding]:
    for check in record_checks.CHECKS:
        count = check.of(report.period)
        if count:
            url = f"{reverse('record_check', args=[check.code])}?fra={report.period_first}&til={report.period_last}"
            yield Finding(Sort.RECORDS, f"{check.label}: {as_text(count, check)}", url, str(check.definition))
