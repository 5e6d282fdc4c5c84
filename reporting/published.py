"""What of a report's figures may be printed: counts of people from one to four are hidden, with what would reveal them.

The PDF goes to the steering group, to Husbanken and on from there, so it holds the published numbers for everybody.
"""

from itertools import groupby

from django.utils.translation import gettext_lazy as _

from reporting import suppression
from reporting.answers import Content
from reporting.figures import BY_CODE, Figure
from reporting.figures.text import NOTHING, as_text
from reporting.masking import hidden_codes
from reporting.models import FrozenFigure
from reporting.sections import KEY_FIGURES

HIDDEN = object()
HIDDEN_NOTE = _(
    "Kolon (:) står der et tall ikke vises fordi det gjelder fra én til fire husstander eller personer, "
    "eller fordi det ville ha røpet et slikt tall."
)


def published(content: Content) -> dict[str, object]:
    """Value by code, ``HIDDEN`` where it must not be printed. What was hidden when it was kept stays so."""
    if content.figures and all(answer.is_hidden is not None for answer in content.figures.values()):
        hidden = {code for code, answer in content.figures.items() if answer.is_hidden}
    else:
        values = {code: answer.value for code, answer in content.figures.items()}
        hidden = hidden_codes(values, content.report.period, content.year)
    return {code: HIDDEN if code in hidden else answer.value for code, answer in content.figures.items()}


def unmasked(content: Content) -> dict[str, object]:
    """Value by code as it is, for those who may open the rows behind it."""
    return {code: answer.value for code, answer in content.figures.items()}


def figures_of(content: Content, shown: dict[str, object]) -> dict:
    """What a template needs: the figures by group, and the few that stand beside the goals."""
    lines = [
        {"answer": answer, "text": as_published(shown[code], answer), "figure": figure_of(answer)}
        for code, answer in content.figures.items()
    ]
    by_code = {line["answer"].code: line for line in lines}
    return {
        "groups": [
            {"title": group.label, "lines": list(found)}
            for group, found in groupby(lines, key=lambda line: line["figure"].group)
        ],
        "key_figures": [by_code[code] for code in KEY_FIGURES if code in by_code],
        "hidden_note": HIDDEN_NOTE,
    }


def figure_of(answer: FrozenFigure) -> Figure:
    return BY_CODE[answer.code]


def as_published(value, answer: FrozenFigure) -> str:
    if value is HIDDEN:
        return suppression.HIDDEN_MARK
    return as_text(value, figure_of(answer)) if value is not None else NOTHING


def in_series(content: Content, code: str) -> list[tuple[FrozenFigure, object]]:
    """A chart's answers, the oldest first, each with what may be told of it."""
    own = published(content).get(code)
    return [
        (answer, own if answer is content.figures.get(code) else _told(content, answer))
        for answer in content.series[code]
    ]


def _told(content: Content, answer: FrozenFigure):
    return HIDDEN if content.hides_in_series(answer) else answer.value
