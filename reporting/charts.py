"""The report's charts (diagrammer): drawn by Vega-Lite, told in words, and with the table behind them.

Only published numbers reach a drawing: a hidden count has no bar and a colon in the table.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from housing.charts import FIRST_COLOUR, INK, SECOND_COLOUR, Chart
from housing.templatetags.norwegian import date_no
from reporting.answers import Content, series_of
from reporting.comparisons import runs
from reporting.published import HIDDEN, as_published, in_series, published


def drawn(content: Content) -> list[Chart]:
    """Every chart with its image as a data address."""
    return [chart.drawn() for chart in charts(content)]


def charts(content: Content) -> Iterator[Chart]:
    day = date_no(content.report.period_last)
    yield homeless_by_category(content, day)
    for chart, code in OVER_TIME.items():
        # A report that was approved before a chart was thought of is printed without it.
        if len(content.series[code]) == len(series_of(code, content.report.period)):
            yield chart(content)
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
    title = _("Søknader på venteliste ved utgangen av hver måned")
    return _lines(content, {"waiting.allocation": _("Søknader")}, title, _("Søknader"))


def arrears_by_month(content: Content) -> Chart:
    title = _("Leieforhold med restanse over 1 000 kr ved utgangen av hver måned")
    return _lines(content, {"arrears.tenancies": _("Leieforhold")}, title, _("Leieforhold"))


def temporary_children_by_month(content: Content) -> Chart:
    title = _("Barn i midlertidig botilbud ved utgangen av hver måned")
    return _lines(content, {"temporary.children_now": _("Barn")}, title, _("Barn"))


def applications_by_half_year(content: Content) -> Chart:
    names = {"applications.received": _("Mottatt"), "applications.granted": _("Innvilget")}
    return _pairs(content, names, _("Mottatte og innvilgede søknader per halvår"), _("Søknader"))


def evictions_by_half_year(content: Content) -> Chart:
    """By the month almost every count is too small to be told."""
    names = {"evictions.petitions": _("Begjæringer"), "evictions.carried_out": _("Utkastelser")}
    return _pairs(content, names, _("Begjæringer og utkastelser per halvår"), _("Antall"))


def owners_by_half_year(content: Content) -> Chart:
    names = {"rto.guided": _("Til veiledning"), "rto.new_owners": _("Nye boligeiere")}
    return _pairs(content, names, _("Leie til eie per halvår"), _("Husstander"))


def _lines(content: Content, names: dict[str, str], title: str, heading: str) -> Chart:
    """Month by month. A count that is not told has no point, and a colon in the table."""
    series = {code: in_series(content, code) for code in names}
    days = [answer.period_last for answer, _value in next(iter(series.values()))]
    points, values = [], []
    for code, found in series.items():
        places = [place for place, (_answer, value) in enumerate(found) if value is not HIDDEN]
        for place, run in zip(places, runs(places), strict=True):
            answer, value = found[place]
            points.append((names[code], answer.period_last, int(value)))
            values.append({"day": f"{answer.period_last:%m.%Y}", "what": names[code], "count": int(value), "run": run})
    description = _("Linjediagram. {title}.").format(title=title)
    for name in names.values():
        own = [(day, count) for label, day, count in points if label == name]
        description += " " + _in_words(own, name if len(names) > 1 else "")
    columns = [[as_published(value, answer) for answer, value in found] for found in series.values()]
    rows = [[date_no(day), *texts] for day, *texts in zip(days, *columns, strict=True)]
    months = [f"{day:%m.%Y}" for day in days]
    return Chart(
        title,
        description.strip(),
        _drawn_lines(values, list(names.values()), months, heading),
        [_("Dato"), *names.values()],
        rows,
    )


def _drawn_lines(values: list[dict], names: list[str], months: list[str], heading: str) -> dict:
    """Colour and dash tell two lines apart, so that neither is needed alone."""
    legend = {"legend": None} if len(names) == 1 else {}
    colour = {"field": "what", "sort": names, "scale": {"range": [FIRST_COLOUR, SECOND_COLOUR][: len(names)]}}
    dash = {"field": "what", "sort": names, "scale": {"range": [[1, 0], [6, 3]][: len(names)]}, "legend": None}
    return {
        "width": 560,
        "height": 170,
        "data": {"values": values},
        "mark": {"type": "line", "point": True},
        "encoding": {
            "x": {
                "field": "day",
                "type": "ordinal",
                "title": None,
                "scale": {"domain": months},
                "axis": {"labelAngle": -60},
            },
            "y": {
                "field": "count",
                "type": "quantitative",
                "title": heading,
                "axis": {"format": "d", "tickMinStep": 1},
                "scale": {"zero": True},
            },
            "color": colour | legend,
            "strokeDash": dash,
            "detail": {"field": "run"},
        },
    }


def _in_words(points: list, name: str) -> str:
    """The first, the last, the most and the fewest of what is told."""
    if not points:
        return (f"{name}: " if name else "") + _("Ingen måneder vises.")
    most, least = max(points, key=lambda point: point[1]), min(points, key=lambda point: point[1])
    return (f"{name}: " if name else "") + _(
        "Fra {first} den {first_day} til {last} den {last_day}. "
        "Flest {most} den {most_day}, færrest {least} den {least_day}."
    ).format(
        first=points[0][1],
        first_day=date_no(points[0][0]),
        last=points[-1][1],
        last_day=date_no(points[-1][0]),
        most=most[1],
        most_day=date_no(most[0]),
        least=least[1],
        least_day=date_no(least[0]),
    )


def _pairs(content: Content, names: dict[str, str], title: str, heading: str) -> Chart:
    """Two bars for each half-year. A count that is not told has no bar, and a colon over its place."""
    series = [in_series(content, code) for code in names]
    labels = list(names.values())
    rows, values, told = [], [], []
    for found in zip(*series, strict=True):
        half = _half_year(found[0][0])
        texts = [as_published(value, answer) for answer, value in found]
        rows.append([half, *texts])
        for name, text, (_answer, value) in zip(labels, texts, found, strict=True):
            values.append({"half": half, "what": name, "count": 0 if value is HIDDEN else int(value), "text": text})
        said = [
            _("vises ikke") if value is HIDDEN else text for text, (_answer, value) in zip(texts, found, strict=True)
        ]
        told.append(f"{half}: " + ", ".join(f"{name.lower()} {text}" for name, text in zip(labels, said, strict=True)))
    description = _("Søylediagram. {title}. {listed}.").format(title=title, listed="; ".join(told))
    return Chart(title, description, _drawn_pairs(values, labels, heading), [_("Halvår"), *labels], rows)


def _drawn_pairs(values: list[dict], names: list[str], heading: str) -> dict:
    colour = {"field": "what", "scale": {"domain": names, "range": [FIRST_COLOUR, SECOND_COLOUR]}}
    return {
        "width": {"step": 44},
        "height": 170,
        "data": {"values": values},
        "encoding": {
            "x": {"field": "half", "type": "ordinal", "sort": None, "title": None, "axis": {"labelAngle": 0}},
            "xOffset": {"field": "what", "sort": names},
            "y": {
                "field": "count",
                "type": "quantitative",
                "title": heading,
                "axis": {"format": "d", "tickMinStep": 1},
            },
        },
        "layer": [
            {"mark": "bar", "encoding": {"color": colour}},
            {
                "mark": {"type": "text", "dy": -6, "color": INK, "fontSize": 11},
                "encoding": {"text": {"field": "text"}},
            },
        ],
    }


def _half_year(answer) -> str:
    return _("{half}. halvår {year}").format(
        half=1 if answer.period_last.month <= 6 else 2, year=answer.period_last.year
    )


# In the order of the report, each with a figure it draws.
OVER_TIME = {
    waiting_by_month: "waiting.allocation",
    applications_by_half_year: "applications.received",
    temporary_children_by_month: "temporary.children_now",
    arrears_by_month: "arrears.tenancies",
    evictions_by_half_year: "evictions.petitions",
    owners_by_half_year: "rto.guided",
}
