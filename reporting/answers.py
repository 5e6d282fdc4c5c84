"""What a report says in numbers: the figures of its period and the series of its charts, frozen or as of today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from housing.periods import Period, add_months
from reporting.figures import BY_CODE, FIGURES, Figure, consistent_snapshot
from reporting.models import FrozenFigure, Report

MONTHS_IN_SERIES = 24
HALF_YEARS_IN_SERIES = 4
MONTHLY = ["waiting.allocation"]
HALF_YEARLY = ["applications.received", "applications.granted"]


@dataclass(frozen=True)
class Content:
    """A report and its answers, all from one instant. ``series`` is by code, the oldest first."""

    report: Report
    figures: dict[str, FrozenFigure]
    series: dict[str, list[FrozenFigure]]
    is_approved: bool

    def group(self, name) -> list[FrozenFigure]:
        return [answer for code, answer in self.figures.items() if code in BY_CODE and BY_CODE[code].group == name]


def read(report: Report) -> Content:
    """The approved report's frozen answers, or a draft's answers now. One instant, whatever is registered meanwhile."""
    with consistent_snapshot():
        report = Report.objects.get(pk=report.pk)
        found = list(report.figures.all()) if report.is_approved else list(as_of_now(report))
        return _content(report, found, is_approved=report.is_approved)


def today(report: Report) -> Content:
    """What the questions of a report answer now, also of one that is approved."""
    with consistent_snapshot():
        return _content(report, list(as_of_now(report)), is_approved=False)


def _content(report: Report, found: list[FrozenFigure], *, is_approved: bool) -> Content:
    own = {answer.code: answer for answer in found if _is_own(answer, report)}
    series = {}
    for code in MONTHLY + HALF_YEARLY:
        earlier = [answer for answer in found if answer.code == code and not _is_own(answer, report)]
        series[code] = sorted([*earlier, own[code]], key=lambda answer: answer.period_last)
    return Content(report, own, series, is_approved)


def _is_own(answer: FrozenFigure, report: Report) -> bool:
    return (answer.period_first, answer.period_last) == (report.period_first, report.period_last)


def as_of_now(report: Report) -> Iterator[FrozenFigure]:
    """The same questions asked today: every figure of the period, then the earlier periods of the series."""
    for figure, period in questions(report.period):
        yield _answer(report, figure, period)


def with_rows(report: Report) -> list[FrozenFigure]:
    """Today's answers with the identities of the rows counted: what an approved report keeps."""
    kept = []
    for figure, period in questions(report.period):
        answer = _answer(report, figure, period)
        rows = figure.rows(period)
        answer.row_model = rows.model._meta.label_lower
        answer.row_ids = sorted(rows.values_list("pk", flat=True))
        kept.append(answer)
    return kept


def questions(period: Period) -> list[tuple[Figure, Period]]:
    asked = [(figure, period) for figure in FIGURES]
    asked += [(BY_CODE[code], earlier) for code in MONTHLY for earlier in months_before(period)]
    asked += [(BY_CODE[code], earlier) for code in HALF_YEARLY for earlier in half_years_before(period)]
    return asked


def months_before(period: Period) -> list[Period]:
    """The months of a 24-month series, but for the last one, which ends with the period."""
    begins = period.last.replace(day=1)
    days = [add_months(begins, -back) for back in range(MONTHS_IN_SERIES - 1, 0, -1)]
    return [Period.of_month(day.year, day.month) for day in days]


def half_years_before(period: Period) -> list[Period]:
    found = []
    for back in range(HALF_YEARS_IN_SERIES - 1, 0, -1):
        first = add_months(period.first, -6 * back)
        last = add_months(period.last + timedelta(days=1), -6 * back) - timedelta(days=1)
        found.append(Period(first, last))
    return found


def _answer(report: Report, figure: Figure, period: Period) -> FrozenFigure:
    return FrozenFigure(
        report=report,
        code=figure.code,
        period_first=period.first,
        period_last=period.last,
        label=str(figure.label),
        definition=str(figure.definition),
        definition_version=figure.version,
        unit=figure.unit,
        value=figure.of(period),
        decimals=figure.decimals,
    )
