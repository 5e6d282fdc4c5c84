"""How arrears and evictions develop (utvikling): what may be shown of each count, as lines of a table and as charts.

Whoever has no right to the figures sees no count from one to four, and none by which such a count could be found.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from housing.charts import FIRST_COLOUR, SECOND_COLOUR, Chart
from housing.periods import Period, percent
from housing.templatetags.norwegian import date_no
from reporting import suppression
from reporting.arrears_by_month import Debts

PETITIONS, CARRIED_OUT, AVERTED, WITH_CHILDREN = (
    "evictions.petitions",
    "evictions.carried_out",
    "evictions.averted",
    "evictions.with_children",
)


@dataclass(frozen=True)
class Year:
    """One calendar year; a count that is not shown is None."""

    year: int
    petitions: int | None
    carried_out: int | None
    averted: int | None
    averted_percent: object
    with_children: int | None
    months: tuple[tuple[date, int | None, int | None], ...]


@dataclass(frozen=True)
class DebtLine:
    day: date
    count: int | None
    amount: object
    by_size: tuple[int | None, ...]
    by_age: tuple[int | None, ...]


def years_of(counts: dict[str, dict[date, int]], period: Period, *, shows_all: bool) -> list[Year]:
    """The latest first."""
    years = range(period.last.year, period.first.year - 1, -1)
    return [_year(counts, year, period, shows_all=shows_all) for year in years]


def _year(counts, year: int, period: Period, *, shows_all: bool) -> Year:
    firsts = [date(year, month, 1) for month in range(1, 13) if date(year, month, 1) <= period.last]
    sums = {code: sum(of_code.get(first, 0) for first in firsts) for code, of_code in counts.items()}
    months = {code: [counts[code].get(first, 0) for first in firsts] for code in (PETITIONS, CARRIED_OUT)}
    decided = sums[AVERTED] + sums[CARRIED_OUT]
    share = percent(sums[AVERTED], decided)
    if shows_all:
        shown = sums
    else:
        months, shown = _masked(months, sums)
        # A share of a known number tells the part.
        if shown[AVERTED] is None or shown[CARRIED_OUT] is None:
            share = None
    return Year(
        year,
        shown[PETITIONS],
        shown[CARRIED_OUT],
        shown[AVERTED],
        share,
        shown[WITH_CHILDREN],
        tuple(zip(firsts, months[PETITIONS], months[CARRIED_OUT], strict=True)),
    )


def _masked(months, sums):
    rows = {code: suppression.suppress_row(of_code) for code, of_code in months.items()}
    shown = {code: suppression.suppress(count) for code, count in sums.items()}
    for code, row in rows.items():
        shown[code] = row.total if row.total is None or not suppression.is_small(row.total) else None
    # Evictions with children are some of them all: the others may not be few either.
    without = sums[CARRIED_OUT] - sums[WITH_CHILDREN]
    if shown[CARRIED_OUT] is not None and suppression.is_small(without):
        shown[WITH_CHILDREN] = None
    return {code: list(row.counts) for code, row in rows.items()}, shown


def debt_lines(debts: list[Debts], *, shows_all: bool) -> list[DebtLine]:
    """The latest first."""
    return [_debt_line(row, shows_all=shows_all) for row in reversed(debts)]


def _debt_line(row: Debts, *, shows_all: bool) -> DebtLine:
    if shows_all:
        return DebtLine(row.day, row.count, row.amount, row.by_size, row.by_age)
    sizes, ages = suppression.suppress_row(row.by_size), suppression.suppress_row(row.by_age)
    # The same tenancies divided twice: a total that must not be told beside one must not be told beside the other.
    is_hidden = None in (sizes.total, ages.total) or suppression.is_small(row.count)
    amount = None if suppression.is_small(row.count) else row.amount
    return DebtLine(row.day, None if is_hidden else row.count, amount, sizes.counts, ages.counts)


def total_lines(totals: dict[date, tuple[int, Decimal]]) -> list[DebtLine]:
    """The latest first, without their parts: for whoever is shown all."""
    return [DebtLine(day, count, owed, (), ()) for day, (count, owed) in sorted(totals.items(), reverse=True)]


def size_labels() -> list[str]:
    return [
        _("1 000–5 000 kr"),
        _("5 000–10 000 kr"),
        _("10 000–25 000 kr"),
        _("25 000–50 000 kr"),
        _("over 50 000 kr"),
    ]


def age_labels() -> list[str]:
    return [
        _("under 1 måned"),
        _("1–3 måneder"),
        _("3–6 måneder"),
        _("6–12 måneder"),
        _("over 1 år"),
    ]


def petitions_chart(years: list[Year]) -> Chart:
    """Petitions beside evictions, month by month. A count that is not shown has no point."""
    title = _("Begjæringer og utkastelser per måned")
    names = [_("Begjæringer"), _("Utkastelser")]
    months = [month for year in reversed(years) for month in year.months]
    values = [
        {"day": f"{first:%Y-%m-%d}", "what": name, "count": count}
        for first, *counts in months
        for name, count in zip(names, counts, strict=True)
        if count is not None
    ]
    told = _("{year}: {petitions} begjæringer og {evictions} utkastelser")
    listed = "; ".join(
        told.format(year=year.year, petitions=_said(year.petitions), evictions=_said(year.carried_out))
        for year in reversed(years)
    )
    description = _("Linjediagram. {title}. {listed}.").format(title=title, listed=listed)
    rows = [[f"{first:%m.%Y}", *(suppression.shown(count) for count in counts)] for first, *counts in months]
    return Chart(title, description, _lines(values, names, _("Antall")), [_("Måned"), *names], rows)


def debts_chart(lines: list[DebtLine]) -> Chart:
    """Tenancies over the limit at the end of each month."""
    title = _("Leieforhold med restanse over 1 000 kr ved utgangen av måneden")
    shown = [line for line in reversed(lines) if line.count is not None]
    name = _("Leieforhold")
    # The month the count belongs to is told by its first day, so that the axis names it.
    values = [{"day": f"{line.day.replace(day=1)}", "what": name, "count": line.count} for line in shown]
    description = _("Linjediagram. {title}.").format(title=title)
    if shown:
        description += " " + _("Fra {first} den {first_day} til {last} den {last_day}.").format(
            first=shown[0].count,
            first_day=date_no(shown[0].day),
            last=shown[-1].count,
            last_day=date_no(shown[-1].day),
        )
    rows = [[date_no(line.day), suppression.shown(line.count)] for line in lines]
    return Chart(title, description, _lines(values, [name], name), [_("Dato"), name], rows)


def _said(count: int | None) -> str:
    return _("vises ikke") if count is None else str(count)


def _lines(values: list[dict], names: list[str], heading: str) -> dict:
    """Colour and dash tell the lines apart, so that neither is needed alone."""
    colour = {"field": "what", "sort": names, "scale": {"range": [FIRST_COLOUR, SECOND_COLOUR][: len(names)]}}
    dash = {"field": "what", "sort": names, "scale": {"range": [[1, 0], [6, 3]][: len(names)]}, "legend": None}
    return {
        "width": 640,
        "height": 200,
        "data": {"values": values},
        "mark": {"type": "line", "point": True, "strokeWidth": 2},
        "encoding": {
            "x": {"field": "day", "type": "temporal", "title": None, "axis": {"format": "%m.%Y", "labelOverlap": True}},
            "y": {
                "field": "count",
                "type": "quantitative",
                "title": heading,
                "axis": {"format": "d", "tickMinStep": 1},
                "scale": {"zero": True},
            },
            "color": colour,
            "strokeDash": dash,
        },
    }


def months_shown(today: date, years: int) -> Period:
    """Whole calendar years back, and this one as far as it has come."""
    return Period(date(today.year - years + 1, 1, 1), today)


def month_ends_by(period: Period) -> list[date]:
    """Those that have been; a month that is not over has no end yet."""
    return [day for day in period.month_ends() if day <= period.last]
