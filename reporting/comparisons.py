"""A figure beside the same period of the year before, and its latest 24 months, as text, table and chart."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from housing.charts import FIRST_COLOUR, Chart
from housing.periods import Period, add_months, percent
from housing.templatetags.norwegian import HARD_SPACE, grouped
from reporting.figures import Figure, Unit, Value
from reporting.figures.text import as_text
from reporting.suppression import HIDDEN_MARK

MONTHS_SHOWN = 24


@dataclass(frozen=True)
class Compared:
    """``before`` and ``change`` are ready to be read; ``change`` is empty where there is nothing to compare with."""

    text: str
    before: str
    change: str
    difference: Decimal | None


def compared(figure: Figure, value: Value, before: Value) -> Compared:
    difference = None if value is None or before is None else Decimal(value) - Decimal(before)
    change = "" if difference is None else _in_words(figure, difference, before)
    return Compared(as_text(value, figure), as_text(before, figure), change, difference)


def _in_words(figure: Figure, difference: Decimal, before: Value) -> str:
    if figure.unit == Unit.PERCENT:
        return _("{change} prosentpoeng").format(change=signed(difference, figure.decimals))
    text = signed(difference, figure.decimals)
    share = percent(difference, Decimal(before))
    return text if share is None else f"{text} ({signed(share, 1)}{HARD_SPACE}%)"


def signed(number, decimals: int) -> str:
    """With its sign: +3, −3; nothing before 0."""
    sign = "+" if number > 0 else "−" if number < 0 else ""
    return sign + grouped(abs(number), decimals)


def latest_months(day: date) -> list[Period]:
    """24 months; the last one is the one the day is in."""
    firsts = [add_months(day.replace(day=1), -back) for back in range(MONTHS_SHOWN - 1, -1, -1)]
    return [Period.of_month(first.year, first.month) for first in firsts]


def month_chart(
    figure: Figure,
    months: list[Period],
    values: list[Value],
    hidden: Collection[int] = (),
    *,
    width: int = 640,
    height: int = 180,
) -> Chart:
    """A point for each month. Those whose place is in ``hidden`` have a colon in the table and no point."""
    texts = [HIDDEN_MARK if place in hidden else as_text(value, figure) for place, value in enumerate(values)]
    rows = [[f"{month.first:%m.%Y}", text] for month, text in zip(months, texts, strict=True)]
    places = [place for place, value in enumerate(values) if place not in hidden and value is not None]
    shown = [(months[place], values[place], texts[place]) for place in places]
    title = _("{figure} per måned").format(figure=figure.label)
    names = [f"{month.first:%m.%Y}" for month in months]
    points = [
        {"day": names[place], "value": float(values[place]), "run": run}
        for place, run in zip(places, runs(places), strict=True)
    ]
    drawn = _specification(points, names, str(figure.unit.label)) | {"width": width, "height": height}
    return Chart(title, _told(title, shown, len(hidden)), drawn, [_("Måned"), str(figure.unit.label)], rows)


def runs(places: list[int]) -> list[int]:
    """The number of its unbroken stretch for each place: a line is never drawn over what is not shown."""
    return [place - number for number, place in enumerate(places)]


def _told(title: str, shown: list[tuple], hidden: int) -> str:
    told = [_("Linjediagram. {title}.").format(title=title)]
    if shown:
        most, least = max(shown, key=lambda point: point[1]), min(shown, key=lambda point: point[1])
        ends = _("Fra {first} i {first_month} til {last} i {last_month}.")
        extremes = _("Mest {most} i {most_month}, minst {least} i {least_month}.")
        first, last = shown[0], shown[-1]
        told.append(ends.format(first=first[2], first_month=first[0], last=last[2], last_month=last[0]))
        told.append(extremes.format(most=most[2], most_month=most[0], least=least[2], least_month=least[0]))
    if hidden:
        told.append(_("Måneder som ikke vises: {count}.").format(count=hidden))
    return " ".join(told)


def _specification(points: list[dict], months: list[str], heading: str) -> dict:
    return {
        "data": {"values": points},
        "mark": {"type": "line", "point": True, "strokeWidth": 2, "color": FIRST_COLOUR},
        "encoding": {
            "x": {
                "field": "day",
                "type": "ordinal",
                "title": None,
                "scale": {"domain": months},
                "axis": {"labelAngle": -60},
            },
            "y": {
                "field": "value",
                "type": "quantitative",
                "title": heading,
                "axis": {"tickMinStep": 1},
                "scale": {"zero": True},
            },
            "detail": {"field": "run"},
        },
    }
