"""The record of an allocation as the appeal board reads it: the appellant in full, everybody else unnamed.

Of the others it gives what explains the order: place, points, each criterion with its points, and which requirements
the dwelling met. It leaves out what could tell who they are: name, case number, every fact behind a criterion (a date,
a number of days), how many they are and need room for, what they need in words, and every text written freely, since
it may speak of any of them. A record number stands for the offer's own number, which is a case number too.
"""

from dataclasses import dataclass

from allocation.models import AllocationRecord, RecordedCandidate
from allocation.protocol import left_out
from housing.models.people import Protection
from housing.protection import level_of


@dataclass(frozen=True)
class Line:
    label: str
    points: int
    fact: str


@dataclass(frozen=True)
class Requirement:
    label: str
    is_met: bool | None
    need: str
    home: str


@dataclass(frozen=True)
class Applicant:
    """One of those who were weighed. Only the appellant has facts and needs in words."""

    title: str
    is_appellant: bool
    number: int | None
    points: int
    children: int
    waited_days: int | None
    lines: tuple[Line, ...]
    requirements: tuple[Requirement, ...]
    fit_code: str
    had_open_offer: bool
    was_chosen: bool
    was_passed_over: bool
    reason: str


@dataclass(frozen=True)
class Paper:
    record: AllocationRecord
    applicants: tuple[Applicant, ...]
    appellant: Applicant | None
    dwelling: dict
    left_before: int
    left_in_all: int


def paper_of(record: AllocationRecord, appellant_id: int, *, title: str, other: str, shows_address: bool) -> Paper:
    """``title`` is what the appellant is called, ``other`` what the others are: «Søker {number}»."""
    rows = list(record.candidates.all())
    applicants, counted = [], 0
    for row in rows:
        is_own = row.application_id == appellant_id
        counted += not is_own
        applicants.append(_applicant(row, title if is_own else other.format(number=counted), is_own))
    left = left_out(record, rows)
    return Paper(
        record=record,
        applicants=tuple(applicants),
        appellant=next((row for row in applicants if row.is_appellant), None),
        dwelling=dwelling_as_told(record.dwelling, shows_address),
        left_before=left.before,
        left_in_all=left.all,
    )


def may_show_address(record: AllocationRecord, appellant, day) -> bool:
    """Only to whoever was offered the dwelling, and not where a protection hides it: paper is read by many.

    Behind any other's points stands somebody who lives there now. The address would tell who «Søker 2» is.
    """
    was_offered = record.offer.application_id == appellant.pk
    return was_offered and level_of(appellant.household, day) == Protection.NONE


def _applicant(row: RecordedCandidate, title: str, is_own: bool) -> Applicant:
    return Applicant(
        title=title,
        is_appellant=is_own,
        number=row.number,
        points=row.points,
        children=row.children,
        waited_days=row.waited_days if is_own else None,
        lines=tuple(Line(line["label"], line["points"], line["fact"] if is_own else "") for line in row.lines),
        requirements=tuple(
            Requirement(one["label"], one["is_met"], one["need"] if is_own else "", one["home"] if is_own else "")
            for one in row.requirements
        ),
        fit_code=row.fit,
        had_open_offer=row.had_open_offer,
        was_chosen=row.was_chosen,
        was_passed_over=row.was_passed_over,
        reason=row.reason if is_own else "",
    )


def dwelling_as_told(facts: dict, shows_address: bool) -> dict:
    """Without the address also without what would lead to it: district and floor."""
    hidden = set() if shows_address else {"address", "district", "floor"}
    return {name: value for name, value in facts.items() if name not in hidden}
