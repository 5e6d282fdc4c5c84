"""What the programme's registers say in a report (programmets registre): asked of a draft, kept when it is sent."""

from collections.abc import Callable
from itertools import combinations, groupby

from reporting import calendar_year, kostra, suppression
from reporting.families import judged_with
from reporting.figures import BY_CODE
from reporting.kinds import Kind
from reporting.masking import hidden_codes
from reporting.models import Report, SuccessStory, courses, measures, organisation, steering, stories, survey, swot


def _kostra_sheet(period) -> list[dict]:
    """The year's sheet to Statistics Norway, line by line, as it may be printed.

    The fields of a part are of the same people, so where one is small, or two differ by few, none of that part is told.
    Neither is a field that is one of our own figures and is hidden there.
    """
    lines = kostra.sheet(period.last.year)
    ours = {line.figure.code: line.value for line in lines if line.figure.code in BY_CODE}
    judged = {code: BY_CODE[code].of(period) for code in judged_with(ours)}
    hidden = hidden_codes(judged, period, calendar_year.read(period.last.year))
    printed = []
    for part, of_part in groupby(lines, key=lambda line: line.field.part):
        of_part = list(of_part)
        hides = _tells_of_few([int(line.value) for line in of_part if _is_of_people(line)])
        for line in of_part:
            gone = line.figure.code in hidden or (hides and line.figure.is_about_people)
            text = suppression.HIDDEN_MARK if gone else line.text
            printed.append({"part": str(part.label), "label": str(line.field.label), "text": text})
    return printed


def _is_of_people(line) -> bool:
    return line.figure.is_about_people and line.value is not None


def _tells_of_few(counts: list[int]) -> bool:
    apart = [abs(one - other) for one, other in combinations(counts, 2)]
    return any(suppression.is_small(count) for count in [*counts, *apart])


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


def as_of_now(report: Report, names=None) -> dict:
    """All that the report prints, or those named."""
    asked = PRINTED.get(report.kind, {})
    return {name: printed(report.period) for name, printed in asked.items() if names is None or name in names}


def of(report: Report, names=None) -> dict:
    """What was kept when it was sent or approved; of an older report nothing was. Else what the registers say now.

    A story whose consent is withdrawn is told no more, in an approved report either.
    """
    if report.is_draft:
        return as_of_now(report, names)
    kept = dict(report.registers or {})
    if told := kept.get("stories"):
        gone = set(
            SuccessStory.objects.filter(
                pk__in=[story["id"] for story in told], consent_withdrawn_on__isnull=False
            ).values_list("pk", flat=True)
        )
        kept["stories"] = [story for story in told if story["id"] not in gone]
    return kept
