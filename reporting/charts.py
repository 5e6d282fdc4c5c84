"""The report's charts (diagrammer): drawn by Vega-Lite, told in words, and with the table behind them.

Only published numbers reach a drawing: a hidden count has no bar and a colon in the table.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from housing.charts import FIRST_COLOUR, INK, SECOND_COLOUR, Chart
from housing.templatetags.norwegian import date_no
from reporting.answers import Content
from reporting.published import HIDDEN, as_published, published


def drawn(content: Content) -> list[Chart]:
    """Every chart with its image as a data address."""
    return [chart.drawn() for chart in charts(content)]


def charts(content: Content) -> Iterator[Chart]:
    day = date_no(content.report.period_last)
    yield homeless_by_category(content, day)
    yield waiting_by_month(content)
    yield applications_by_half_year(content)
    yield dwellings_by_ownership(content, day)


def homeless_by_category(content: Content, day: str) -> Chart:
    codes = [f"homeless.category_{name}" for name in ("1", "2", "3", "4", "other")]
    title = _("Bostedsløse husstander etter kategori, {day}").format(day=day)
    return _bars(content, codes, title, [_("Kategori"), _("Husstander")])


def dwellings_by_ownership(content: Content, day: str) -> Chart:
    codes = ["dwellings.owned", "dwellings.leased_in", "dwellings.nomination"]
    title = _("Kommunalt disponerte boliger etter eierform, {day}").format(day=day)
    return _bars(content, codes, title, [_("Eierform"), _("Boliger")])


def _bars(content: Content, codes: list[str], title: str, headings: list[str]) -> Chart:
    shown = published(content)
    rows = [[_(content.figures[code].label), as_published(shown[code], content.figures[code])] for code in codes]
    values = [
        {"name": name, "count": 0 if shown[code] is HIDDEN else int(shown[code]), "text": text}
        for code, (name, text) in zip(codes, rows, strict=True)
    ]
    place = {"field": "name", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 420}}
    length = {"field": "count", "type": "quantitative", "title": headings[1], "axis": {"format": "d", "tickMinStep": 1}}
    bar = {"mark": {"type": "bar", "color": FIRST_COLOUR}}
    label = {
        "mark": {"type": "text", "align": "left", "dx": 4, "color": INK, "fontSize": 11},
        "encoding": {"text": {"field": "text"}},
    }
    specification = {
        "width": 230,
        "height": {"step": 26},
        "data": {"values": values},
        "encoding": {"y": place, "x": length},
        "layer": [bar, label],
    }
    said = [_("vises ikke") if shown[code] is HIDDEN else text for code, (name, text) in zip(codes, rows, strict=True)]
    listed = "; ".join(f"{name}: {text}" for (name, _text), text in zip(rows, said, strict=True))
    description = _("Søylediagram. {title}. {listed}.").format(title=title, listed=listed)
    return Chart(title, description, specification, headings, rows)


def waiting_by_month(content: Content) -> Chart:
    answers = content.series["waiting.allocation"]
    points = [(answer.period_last, int(answer.value)) for answer in answers]
    title = _("Søknader på venteliste ved utgangen av hver måned")
    specification = {
        "width": 560,
        "height": 170,
        "data": {"values": [{"day": f"{day:%Y-%m}", "count": count} for day, count in points]},
        "mark": {"type": "line", "point": True, "color": FIRST_COLOUR},
        "encoding": {
            "x": {"field": "day", "type": "ordinal", "title": None, "axis": {"labelAngle": -60}},
            "y": {
                "field": "count",
                "type": "quantitative",
                "title": _("Søknader"),
                "axis": {"format": "d", "tickMinStep": 1},
                "scale": {"zero": True},
            },
        },
    }
    most, least = max(points, key=lambda point: point[1]), min(points, key=lambda point: point[1])
    description = _(
        "Linjediagram. {title}. Fra {first} den {first_day} til {last} den {last_day}. "
        "Flest {most} den {most_day}, færrest {least} den {least_day}."
    ).format(
        title=title,
        first=points[0][1],
        first_day=date_no(points[0][0]),
        last=points[-1][1],
        last_day=date_no(points[-1][0]),
        most=most[1],
        most_day=date_no(most[0]),
        least=least[1],
        least_day=date_no(least[0]),
    )
    rows = [[date_no(day), str(count)] for day, count in points]
    return Chart(title, description, specification, [_("Dato"), _("Søknader")], rows)


def applications_by_half_year(content: Content) -> Chart:
    received, granted = content.series["applications.received"], content.series["applications.granted"]
    title = _("Mottatte og innvilgede søknader per halvår")
    names = [_("Mottatt"), _("Innvilget")]
    rows, values = [], []
    for came, gone in zip(received, granted, strict=True):
        label = _half_year(came)
        rows.append([label, str(int(came.value)), str(int(gone.value))])
        for name, answer in zip(names, (came, gone), strict=True):
            values.append({"half": label, "what": name, "count": int(answer.value)})
    specification = {
        "width": {"step": 44},
        "height": 170,
        "data": {"values": values},
        "encoding": {
            "x": {"field": "half", "type": "ordinal", "sort": None, "title": None, "axis": {"labelAngle": 0}},
            "xOffset": {"field": "what", "sort": names},
            "y": {
                "field": "count",
                "type": "quantitative",
                "title": _("Søknader"),
                "axis": {"format": "d", "tickMinStep": 1},
            },
        },
        "layer": [
            {
                "mark": "bar",
                "encoding": {
                    "color": {
                        "field": "what",
                        "scale": {"domain": names, "range": [FIRST_COLOUR, SECOND_COLOUR]},
                    }
                },
            },
            {
                "mark": {"type": "text", "dy": -6, "color": INK, "fontSize": 11},
                "encoding": {"text": {"field": "count"}},
            },
        ],
    }
    told = _("{half}: {received} mottatt og {granted} innvilget")
    listed = "; ".join(told.format(half=half, received=came, granted=gone) for half, came, gone in rows)
    description = _("Søylediagram. {title}. {listed}.").format(title=title, listed=listed)
    return Chart(title, description, specification, [_("Halvår"), *names], rows)


def _half_year(answer) -> str:
    return _("{half}. halvår {year}").format(
        half=1 if answer.period_last.month <= 6 else 2, year=answer.period_last.year
    )
