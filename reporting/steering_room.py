"""What the steering group's room tells: some key figures as they are published, for everybody alike.

Every number is masked as in a report, also for whoever may open the figures: the room is a publication. The numbers are
reckoned once a day, so that nobody finds out from the difference what was registered meanwhile.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.charts import Chart
from housing.periods import Period, add_months
from reporting import calendar_year
from reporting.comparisons import compared, latest_months, month_chart
from reporting.families import judged_with
from reporting.figures import BY_CODE, FIGURES, Figure, Value, consistent_snapshot
from reporting.figures.over_time import values_of_each
from reporting.figures.text import as_text
from reporting.masking import hidden_codes
from reporting.suppression import HIDDEN_MARK
from reporting.targets import Held, held

GROUPS = [
    (_("Bostedsløse"), ["homeless.households", "homeless.children"]),
    (_("Midlertidig botilbud"), ["temporary.now", "temporary.children_now"]),
    (_("Venting og tildeling"), ["waiting.allocation", "allocations.made"]),
    (
        _("Restanser og utkastelser"),
        ["arrears.tenancies", "evictions.petitions", "evictions.carried_out", "evictions.with_children"],
    ),
    (_("Leie til eie og bosetting"), ["rto.new_owners", "refugees.persons"]),
    (_("Boliger og leieforhold"), ["dwellings.total", "tenancies.expired_in_place"]),
]
CODES = [code for _title, codes in GROUPS for code in codes]
KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Told:
    """One figure of the half-year, of the same one the year before, and of each month; None is hidden or nothing."""

    value: Value
    before: Value
    months: list[Value]
    is_hidden: bool
    is_before_hidden: bool
    hidden_months: frozenset[int]


@dataclass(frozen=True)
class Numbers:
    half_year: Period
    months: list[Period]
    made_at: datetime
    told: dict[str, Told]


@dataclass(frozen=True)
class Line:
    """What the page shows of one figure."""

    figure: Figure
    text: str
    before: str
    change: str
    held: Held | None
    chart: Chart


def last_half_year(today: date) -> Period:
    """The latest that is over."""
    first = today.replace(month=1 if today.month <= 6 else 7, day=1)
    return Period(add_months(first, -6), first - timedelta(days=1))


def last_months(today: date) -> list[Period]:
    """24 months that are over."""
    return latest_months(today.replace(day=1) - timedelta(days=1))


def numbers(today: date) -> Numbers:
    key = f"steering-room-{today:%Y-%m-%d}"
    found = cache.get(key)
    if found is None:
        found = reckoned(today)
        cache.set(key, found, KEPT_SECONDS)
    return found


def reckoned(today: date) -> Numbers:
    """Every number, and which are hidden: as many questions as there are figures, whatever there is to count."""
    half, months = last_half_year(today), last_months(today)
    periods = [half, half.previous_year(), *months]
    judged = judged_with(CODES)
    asked = [figure for figure in FIGURES if figure.code in judged]
    with consistent_snapshot():
        found = values_of_each(asked, periods)
        years = {year: calendar_year.read(year, judged) for year in {period.last.year for period in periods}}
    hidden = [
        hidden_codes({code: of_code[place] for code, of_code in found.items()}, period, years[period.last.year])
        for place, period in enumerate(periods)
    ]
    told = {code: _told(code, found[code], hidden) for code in CODES}
    return Numbers(half, months, timezone.now(), told)


def _told(code: str, values: list[Value], hidden: list[set[str]]) -> Told:
    """What is hidden is not even kept."""
    is_hidden = [code in codes for codes in hidden]
    value, before, *months = (None if gone else value for value, gone in zip(values, is_hidden, strict=True))
    gone = frozenset(place for place, is_gone in enumerate(is_hidden[2:]) if is_gone)
    return Told(value, before, months, is_hidden[0], is_hidden[1], gone)


def groups(found: Numbers, targets) -> list[dict]:
    return [{"title": title, "lines": [line(code, found, targets) for code in codes]} for title, codes in GROUPS]


def line(code: str, found: Numbers, targets) -> Line:
    figure, told = BY_CODE[code], found.told[code]
    return Line(
        figure,
        HIDDEN_MARK if told.is_hidden else as_text(told.value, figure),
        HIDDEN_MARK if told.is_before_hidden else as_text(told.before, figure),
        compared(figure, told.value, told.before).change,
        held(figure, told.value, found.half_year, targets, is_told=not told.is_hidden),
        chart(code, found),
    )


def chart(code: str, found: Numbers) -> Chart:
    told = found.told[code]
    return month_chart(BY_CODE[code], found.months, told.months, told.hidden_months, width=340, height=110)
