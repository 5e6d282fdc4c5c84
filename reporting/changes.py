"""What a report says otherwise than the one before it (endringer): its texts, line by line, and its figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from reporting.models import Report
from reporting.sections import TEXTS, sections_of

SAME, GONE, NEW = "same", "gone", "new"


@dataclass(frozen=True)
class TextChange:
    """One section: its lines in order, each the same, gone or new."""

    title: str
    lines: list[tuple[str, str]]

    @property
    def is_changed(self) -> bool:
        return any(how != SAME for how, _line in self.lines)


@dataclass(frozen=True)
class FigureChange:
    label: str
    code: str
    unit: str
    was: str
    now: str


def of_texts(before: Report, report: Report) -> list[TextChange]:
    """The sections that are text, in the report's order."""
    return [
        TextChange(
            section.title, list(_lines(getattr(before, TEXTS[section.slug]), getattr(report, TEXTS[section.slug])))
        )
        for section in sections_of(report)
        if section.slug in TEXTS
    ]


def _lines(was: str, now: str) -> Iterator[tuple[str, str]]:
    old, new = was.splitlines(), now.splitlines()
    for _tag, from_old, to_old, from_new, to_new in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if _tag == "equal":
            yield from ((SAME, line) for line in old[from_old:to_old])
        else:
            yield from ((GONE, line) for line in old[from_old:to_old])
            yield from ((NEW, line) for line in new[from_new:to_new])


def of_figures(before: dict, now: dict) -> list[FigureChange]:
    """Every figure of this report beside what the one before it says.

    :param before: what ``published.figures_of`` gives of the report before, ``now`` of this one.
    """
    was = {line["answer"].code: line["text"] for group in before["groups"] for line in group["lines"]}
    return [
        FigureChange(
            line["answer"].label,
            line["answer"].code,
            line["figure"].unit.label,
            was.get(line["answer"].code, ""),
            line["text"],
        )
        for group in now["groups"]
        for line in group["lines"]
        if was.get(line["answer"].code, "") != line["text"]
    ]
