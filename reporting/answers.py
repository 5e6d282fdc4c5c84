"""What a report says in numbers: the figures of its period and the series of its charts, frozen or as of today."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from housing.periods import Period, add_months
from reporting import calendar_year
from reporting.comparisons import latest_months
from reporting.figures import BY_CODE, FIGURES, Figure, Over, Value, consistent_snapshot
from reporting.figures.over_time import values_of_each
from reporting.masking import hidden_codes, hidden_in_series
from reporting.models import FrozenFigure, Report

HALF_YEARS_IN_SERIES = 4
MONTHLY = [
    "waiting.allocation",
    "arrears.tenancies",
    "temporary.children_now",
]
HALF_YEARLY = [
    "applications.received",
    "applications.granted",
    "evictions.petitions",
    "evictions.carried_out",
    "rto.guided",
    "rto.new_owners",
]
SERIES = MONTHLY + HALF_YEARLY


@dataclass(frozen=True)
class Content:
    """A report and its answers, all from one instant. ``series`` is by code, the oldest first."""

    report: Report
    figures: dict[str, FrozenFigure]
    series: dict[str, list[FrozenFigure]]
    is_approved: bool
    # What the other totals of a calendar year would give away; of an approved report it is frozen with the figures.
    years: dict[int, calendar_year.CalendarYear] = field(default_factory=dict)

    @property
    def year(self) -> calendar_year.CalendarYear | None:
        return self.years.get(self.report.period_last.year)

    def hides_in_series(self, answer: FrozenFigure) -> bool:
        """Whether an answer of another period than the report's own must not be told."""
        if answer.is_hidden is not None:
            return answer.is_hidden
        period = Period(answer.period_first, answer.period_last)
        return hidden_in_series(answer.code, answer.value, period, self.years.get(period.last.year))


def read(report: Report) -> Content:
    """The kept answers of what has left the desk, or a draft's now. One instant, whatever is registered meanwhile."""
    with consistent_snapshot():
        report = Report.objects.get(pk=report.pk)
        if not report.is_draft:
            return _content(report, list(report.figures.all()), is_approved=report.is_approved)
        return _as_of_now(report)


def read_whole(report: Report) -> Content:
    """The same for whoever sees every figure whole: of a draft without the charts and what they would tell."""
    if not report.is_draft:
        return read(report)
    with consistent_snapshot():
        return Content(report, {answer.code: answer for answer in _own_as_of_now(report)}, {}, False)


def today(report: Report) -> Content:
    """What the questions of a report answer now, also of one that is approved."""
    with consistent_snapshot():
        return _as_of_now(report)


def _as_of_now(report: Report) -> Content:
    return _content(report, list(as_of_now(report)), is_approved=False, years=_years_of(report.period))


def _content(report: Report, found: list[FrozenFigure], *, is_approved: bool, years=None) -> Content:
    own = {answer.code: answer for answer in found if _is_own(answer, report)}
    series = {}
    for code in SERIES:
        wanted = {(period.first, period.last) for period in series_of(code, report.period)}
        answers = [row for row in found if row.code == code and (row.period_first, row.period_last) in wanted]
        series[code] = sorted(answers, key=lambda answer: answer.period_last)
    return Content(report, own, series, is_approved, years or {})


def _years_of(period: Period) -> dict[int, calendar_year.CalendarYear]:
    """The calendar years of the charts, and all that the period's own year would tell of it."""
    charted = {other.last.year for code in SERIES for other in series_of(code, period)}
    found = {year: calendar_year.read(year, SERIES) for year in charted}
    place = calendar_year.range_of(period)
    # A period that is not made of months of one year cannot be held against them.
    if place:
        found[period.last.year] = calendar_year.read(period.last.year, until=place[1])
    return found


def _is_own(answer: FrozenFigure, report: Report) -> bool:
    return (answer.period_first, answer.period_last) == (report.period_first, report.period_last)


def as_of_now(report: Report) -> Iterator[FrozenFigure]:
    """The same questions asked today: every figure of the period, then the other periods of the series."""
    yield from _own_as_of_now(report)
    for code in SERIES:
        figure, periods = BY_CODE[code], other_periods(code, report.period)
        for period, value in zip(periods, values_of_each([figure], periods)[code], strict=True):
            yield _answer(report, figure, period, value)


def _own_as_of_now(report: Report) -> Iterator[FrozenFigure]:
    for figure in FIGURES:
        yield _answer(report, figure, report.period, figure.of(report.period))


def with_rows(report: Report) -> list[FrozenFigure]:
    """Today's answers, which of them are hidden, and which rows were counted: what an approved report keeps."""
    kept = list(as_of_now(report))
    content = _content(report, kept, is_approved=False, years=_years_of(report.period))
    values = {code: answer.value for code, answer in content.figures.items()}
    hidden = hidden_codes(values, report.period, content.year)
    for answer in kept:
        rows = BY_CODE[answer.code].rows(Period(answer.period_first, answer.period_last))
        answer.row_model = rows.model._meta.label_lower
        answer.row_ids = sorted(rows.values_list("pk", flat=True))
        answer.is_hidden = answer.code in hidden if _is_own(answer, report) else content.hides_in_series(answer)
    return kept


def other_periods(code: str, period: Period) -> list[Period]:
    return [other for other in series_of(code, period) if other != period]


def series_of(code: str, period: Period) -> list[Period]:
    """The periods of a chart, the oldest first; of a figure of the last day the report's own period is the latest."""
    if code in HALF_YEARLY:
        return half_years_until(period.last)
    months = latest_months(period.last)
    return [*months[:-1], period] if BY_CODE[code].over == Over.LAST_DAY else months


def half_years_until(day: date) -> list[Period]:
    """The latest half-years that are over by the end of the day."""
    found: list[Period] = []
    past = day + timedelta(days=1)
    first = past.replace(month=1 if past.month <= 6 else 7, day=1)
    while len(found) < HALF_YEARS_IN_SERIES:
        before = add_months(first, -6)
        found.insert(0, Period(before, first - timedelta(days=1)))
        first = before
    return found


def _answer(report: Report, figure: Figure, period: Period, value: Value) -> FrozenFigure:
    return FrozenFigure(
        report=report,
        code=figure.code,
        period_first=period.first,
        period_last=period.last,
        label=str(figure.label),
        definition=str(figure.definition),
        definition_version=figure.version,
        unit=figure.unit,
        value=value,
        decimals=figure.decimals,
    )
