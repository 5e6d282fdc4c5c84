"""What the page of a group's development shows (utvikling): each area by side, with the number behind each point."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from housing.charts import FIRST_COLOUR, SECOND_COLOUR, Chart
from housing.templatetags.norwegian import date_no
from housing_first import outcomes
from housing_first.models import OutcomeAssessment
from housing_first.outcomes import AREAS, Point, Scored

By = OutcomeAssessment.By


@dataclass(frozen=True)
class Area:
    """One area as both sides scored it, round by round."""

    code: str
    label: str
    points: dict[str, list[Point]]


def scored(assessments) -> list[Scored]:
    """What is reckoned on, in one query."""
    rows = assessments.filter(participation__started_on__isnull=False).order_by("assessed_on", "pk")
    rows = rows.values("participation", "participation__started_on", "assessed_on", "by", *AREAS)
    return [
        Scored(
            row["participation"],
            row["participation__started_on"],
            row["assessed_on"],
            row["by"],
            {area: row[area] for area in AREAS},
        )
        for row in rows
    ]


def area_label(code: str) -> str:
    label = str(OutcomeAssessment._meta.get_field(code).verbose_name)
    return label[0].upper() + label[1:]


def groups(assessments) -> list[Area]:
    """The areas somebody has answered about."""
    found = scored(assessments)
    areas = [
        Area(code, area_label(code), {by: outcomes.development(found, code, by) for by in By.values}) for code in AREAS
    ]
    return [area for area in areas if any(area.points.values())]


def charts(areas: list[Area], day) -> list[Chart]:
    return [_chart(area, day) for area in areas]


def _chart(area: Area, day) -> Chart:
    names = {by.value: str(by.label) for by in By}
    values, rows, told = [], [], []
    for by, points in area.points.items():
        for point in points:
            text = f"{point.mean}".replace(".", ",")
            values.append({"months": point.months, "mean": float(point.mean), "by": names[by], "count": point.count})
            rows.append([names[by], str(point.months), text, str(point.count), _change(point), str(point.change_count)])
            told.append(
                _("{by} etter {months} måneder: {mean} (n = {count})").format(
                    by=names[by], months=point.months, mean=text, count=point.count
                )
            )
    title = _("{area}, gjennomsnitt fra 1 til 5, {day}").format(area=area.label, day=date_no(day))
    headings = [_("Hvem"), _("Måneder"), _("Gjennomsnitt"), _("Antall"), _("Endring siden start"), _("Av antall")]
    description = _("Linjediagram. {title}. {told}.").format(title=title, told="; ".join(told))
    return Chart(title, description, _lines(values, list(names.values())), headings, rows).drawn()


def _change(point: Point) -> str:
    return "–" if point.change is None else f"{point.change:+}".replace(".", ",").replace("-", "−")


def _lines(values, names) -> dict:
    """Colour and shape tell the sides apart; the number behind each point stands beside it."""
    colour = {"field": "by", "sort": names, "scale": {"domain": names, "range": [FIRST_COLOUR, SECOND_COLOUR]}}
    months = sorted({value["months"] for value in values})
    x = {"field": "months", "type": "quantitative", "title": _("Måneder etter start"), "axis": {"values": months}}
    y = {"field": "mean", "type": "quantitative", "title": None, "scale": {"domain": [1, 5]}, "axis": {"tickCount": 4}}
    shape = {"field": "by", "sort": names, "scale": {"domain": names}}
    # The one side's numbers above its points and the other's below, so that none hides another.
    counts = [
        {
            "transform": [{"filter": {"field": "by", "equal": name}}],
            "mark": {"type": "text", "dy": dy, "fontSize": 11},
            "encoding": {"text": {"field": "count"}},
        }
        for name, dy in zip(names, (-12, 14), strict=True)
    ]
    return {
        "width": 600,
        "height": 150,
        "data": {"values": values},
        "encoding": {"x": x, "y": y, "color": colour},
        "layer": [
            {"mark": {"type": "line", "strokeWidth": 2}},
            {"mark": {"type": "point", "filled": True, "size": 60}, "encoding": {"shape": shape}},
            *counts,
        ],
    }
