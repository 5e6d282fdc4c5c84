"""What the programme's registers say in a report (programmets registre): asked live of a draft, kept when approved."""

from collections.abc import Callable
from itertools import groupby

from reporting import kostra, suppression
from reporting.kinds import Kind
from reporting.models import Report, courses, measures, organisation, steering, stories, survey, swot


def _kostra_sheet(period) -> list[dict]:
    """The year's sheet to Statistics Norway, line by line, as it may be printed.

    The fields of a part add up to one another, so where one of people is small, none of that part is told.
    """
    printed = []
    for part, of_part in groupby(kostra.sheet(period.last.year), key=lambda line: line.field.part):
        lines = list(of_part)
        hides = any(_is_few(line) for line in lines)
        for line in lines:
            hidden = hides and line.figure.is_about_people
            text = suppression.HIDDEN_MARK if hidden else line.text
            printed.append({"part": str(part.label), "label": str(line.field.label), "text": text})
    return printed


def _is_few(line) -> bool:
    return line.figure.is_about_people and line.value is not None and suppression.is_small(int(line.value))


# Name in the report → what answers for a period with values JSON can keep; by kind of report.
PRINTED: dict[str, dict[str, Callable]] = {
    Kind.HALF_YEAR: {
        "measures": measures.printed,
        "organisation": organisation.printed,
        "steering": steering.printed,
        "stories": stories.printed,
        "courses": courses.printed,
        "survey": survey.printed,
        "swot": swot.printed,
    },
    Kind.YEARLY: {"kostra": _kostra_sheet},
}


def as_of_now(report: Report) -> dict:
    return {name: printed(report.period) for name, printed in PRINTED.get(report.kind, {}).items()}


def of(report: Report) -> dict:
    """What was kept when it was approved; of an older report nothing was. Else what the registers say now."""
    return (report.registers or {}) if report.is_approved else as_of_now(report)
