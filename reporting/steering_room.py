"""What the steering group's room tells: some key figures as they are published, for everybody alike.

Every number is masked as in a report, also for whoever may open the figures: the room is a publication. The numbers are
reckoned once a day, so that nobody finds out from the difference what was registered meanwhile.
"""

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from zlib import crc32

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.charts import Chart
from housing.periods import Period
from reporting import calendar_year
from reporting.answers import HALF_YEARS_IN_SERIES as HALF_YEARS
from reporting.answers import half_years_until
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
# The places of four half-years: where months are too few to be told, the half-years show which way it goes.
LATEST, YEAR_BEFORE = 3, 1


@dataclass(frozen=True)
class Told:
    """One figure of four half-years, the latest last, and of each month; None is hidden or nothing."""

    halves: list[Value]
    months: list[Value]
    hidden_halves: frozenset[int]
    hidden_months: frozenset[int]

    @property
    def value(self) -> Value:
        return self.halves[LATEST]

    @property
    def is_hidden(self) -> bool:
        return LATEST in self.hidden_halves


@dataclass(frozen=True)
class Numbers:
    halves: list[Period]
    months: list[Period]
    made_at: datetime
    told: dict[str, Told]

    @property
    def half_year(self) -> Period:
        return self.halves[LATEST]

    @property
    def before(self) -> Period:
        return self.halves[YEAR_BEFORE]


# What an earlier version of the program has put away is not what this one reads.
SHAPE = crc32(repr([[field.name for field in fields(kept)] for kept in (Told, Numbers)] + CODES).encode())


@dataclass(frozen=True)
class Line:
    """What the page shows of one figure."""

    figure: Figure
    text: str
    before: str
    change: str
    halves: list[tuple[str, str]]
    held: Held | None
    chart: Chart


def last_half_years(today: date) -> list[Period]:
    """The latest that are over, the oldest first."""
    return half_years_until(today - timedelta(days=1))


def last_months(today: date) -> list[Period]:
    """24 months that are over."""
    return latest_months(today.replace(day=1) - timedelta(days=1))


def numbers(today: date) -> Numbers:
    key = f"steering-room-{SHAPE:x}-{today:%Y-%m-%d}"
    found = cache.get(key)
    if found is None:
        found = reckoned(today)
        cache.set(key, found, KEPT_SECONDS)
    return found


def reckoned(today: date) -> Numbers:
    """Every number, and which are hidden: as many questions as there are figures, whatever there is to count."""
    halves, months = last_half_years(today), last_months(today)
    periods = [*halves, *months]
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
    return Numbers(halves, months, timezone.now(), told)


def _told(code: str, values: list[Value], hidden: list[set[str]]) -> Told:
    """What is hidden is not even kept."""
    is_hidden = [code in codes for codes in hidden]
    told = [None if gone else value for value, gone in zip(values, is_hidden, strict=True)]
    return Told(
        told[:HALF_YEARS],
        told[HALF_YEARS:],
        frozenset(place for place, gone in enumerate(is_hidden[:HALF_YEARS]) if gone),
        frozenset(place for place, gone in enumerate(is_hidden[HALF_YEARS:]) if gone),
    )


def groups(found: Numbers, targets) -> list[dict]:
    return [{"title": title, "lines": [line(code, found, targets) for code in codes]} for title, codes in GROUPS]


def line(code: str, found: Numbers, targets) -> Line:
    figure, told = BY_CODE[code], found.told[code]
    texts = [
        HIDDEN_MARK if place in told.hidden_halves else as_text(value, figure)
        for place, value in enumerate(told.halves)
    ]
    return Line(
        figure,
        texts[LATEST],
        texts[YEAR_BEFORE],
        compared(figure, told.value, told.halves[YEAR_BEFORE]).change,
        [(half.label, text) for half, text in zip(found.halves, texts, strict=True)],
        held(figure, told.value, found.half_year, targets, is_told=not told.is_hidden),
        chart(code, found),
    )


def chart(code: str, found: Numbers) -> Chart:
    told = found.told[code]
    return month_chart(BY_CODE[code], found.months, told.months, told.hidden_months, width=340, height=110)
