"""The balance of a tenancy as a curve, with what was done marked on it (saldokurve)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from evictions.claims import Posting, balance_on
from housing.charts import FIRST_COLOUR, INK, SECOND_COLOUR, Chart
from housing.periods import add_months
from housing.templatetags.norwegian import date_no, kr

MONTHS = 24
KRONER = "replace(format(datum.value, ',.0f'), /,/g, '\u00a0')"


@dataclass(frozen=True)
class Mark:
    """Something that was done, with the number it has in the list of measures."""

    number: int
    day: date
    what: str


def points(postings: Iterable[Posting], first: date, last: date) -> list[tuple[date, Decimal]]:
    """The balance at the end of each day it changed from the first day to the last, both of which are there."""
    postings = sorted(postings)
    days = {first, last} | {day for day, _effect in postings if first < day < last}
    return [(day, balance_on(postings, day)) for day in sorted(days)]


def drawn(postings: Iterable[Posting], marks: Iterable[Mark], today: date) -> Chart:
    postings = list(postings)
    first = max(min((day for day, _effect in postings), default=today), add_months(today, -MONTHS))
    first = min(first, today)
    curve = points(postings, first, today)
    seen = [mark for mark in marks if first <= mark.day <= today]
    title = _("Saldo fra {first} til {last}").format(first=date_no(first), last=date_no(today))
    return Chart(title, _in_words(curve, seen), _specification(curve, seen, postings), *_table(curve, seen, postings))


def _in_words(curve, seen) -> str:
    day, most = max(curve, key=lambda point: point[1])
    text = _("Linjediagram. Saldoen var {first} den {first_day} og er {last} den {last_day}. Høyest: {most} den {day}.")
    told = text.format(
        first=kr(curve[0][1]),
        first_day=date_no(curve[0][0]),
        last=kr(curve[-1][1]),
        last_day=date_no(curve[-1][0]),
        most=kr(most),
        day=date_no(day),
    )
    if seen:
        listed = "; ".join(f"{mark.number}: {mark.what} {date_no(mark.day)}" for mark in seen)
        told = _("{told} Tiltak: {listed}.").format(told=told, listed=listed)
    return told


def _table(curve, seen, postings) -> tuple[list[str], list[list[str]]]:
    done: dict[date, list[str]] = {}
    for mark in seen:
        done.setdefault(mark.day, []).append(f"{mark.number}: {mark.what}")
    owed = dict(curve) | {day: balance_on(postings, day) for day in done}
    headings = [_("Dato"), _("Saldo"), _("Tiltak")]
    return headings, [[date_no(day), kr(owed[day]), ", ".join(done.get(day, []))] for day in sorted(owed, reverse=True)]


def _specification(curve, seen, postings) -> dict:
    owed = [{"day": f"{day}", "kr": float(sum_)} for day, sum_ in curve]
    marks = [{"day": f"{row.day}", "kr": float(balance_on(postings, row.day)), "n": str(row.number)} for row in seen]
    x = {"field": "day", "type": "temporal", "title": None, "axis": {"format": "%m.%Y", "labelOverlap": True}}
    y = {
        "field": "kr",
        "type": "quantitative",
        "title": _("Kroner"),
        "axis": {"labelExpr": KRONER, "tickCount": 5},
        "scale": {"zero": True},
    }
    line = {
        "data": {"values": owed},
        "mark": {"type": "line", "interpolate": "step-after", "color": FIRST_COLOUR, "strokeWidth": 2},
        "encoding": {"x": x, "y": y},
    }
    dots = {
        "data": {"values": marks},
        "mark": {"type": "point", "shape": "diamond", "filled": True, "size": 90, "color": SECOND_COLOUR, "opacity": 1},
        "encoding": {"x": x, "y": y},
    }
    numbers = {
        "data": {"values": marks},
        "mark": {"type": "text", "dy": -12, "color": INK, "fontSize": 11},
        "encoding": {"x": x, "y": y, "text": {"field": "n"}},
    }
    return {"width": 640, "height": 200, "layer": [line, dots, numbers] if marks else [line]}
