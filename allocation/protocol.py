"""The record of an allocation (tildelingsprotokoll): kept in the transaction that makes the offer, never changed.

It answers years later why this household came first: the dwelling, the criteria in force, who stood where with which
points, whom the dwelling fitted, and who was passed over. A long list is not copied: those before the chosen one are
kept, as many as anybody will read, and the next few after; how many there were in all is told.
"""

from dataclasses import dataclass

from django.utils import timezone

from allocation import matching, needs
from allocation.candidates import Candidate, candidates_for, home_of, passed_over
from allocation.models import AllocationRecord, PriorityScheme, RecordedCandidate
from allocation.priority import FIRST_SCHEME

MOST_BEFORE = 200
AFTER = 10
FITS = {True: RecordedCandidate.Fit.YES, None: RecordedCandidate.Fit.MAYBE, False: RecordedCandidate.Fit.NO}


def keep_record(offer, *, by) -> None:
    """A row of ``housing/consequences.py``. What the one who offered had on the screen is what is kept."""
    today = timezone.localdate()
    weighed = candidates_for(offer.dwelling, today) if offer.weighed is None else offer.weighed
    chosen = next((row for row in weighed if row.place.application.pk == offer.application_id), None)
    passed = passed_over(weighed, offer.application)
    scheme = PriorityScheme.objects.on(today)
    record = AllocationRecord.objects.create(
        offer=offer,
        listed_on=today,
        by=by,
        meeting=offer.decided_in,
        grounds=offer.grounds,
        dwelling=facts_of(offer.dwelling),
        scheme_name=scheme.name if scheme else "",
        scheme_starts_on=scheme.starts_on if scheme else None,
        criteria=[_criterion(rule) for rule in (scheme.rules if scheme else FIRST_SCHEME)],
        waiting=len(weighed),
        fitting=sum(row.match.fits is True for row in weighed),
        passed_over=len(passed),
    )
    passed_ids = {row.place.application.pk for row in passed}
    rows = [_candidate(record, row, offer, passed_ids) for row in kept(weighed, chosen, passed)]
    if chosen is None:
        rows.append(_unlisted(record, offer, today))
    RecordedCandidate.objects.bulk_create(rows)


def kept(weighed: list[Candidate], chosen: Candidate | None, passed: list[Candidate]) -> list[Candidate]:
    """Who is copied: those before the chosen one, passed over first; the chosen one; the next whom it fits as well."""
    in_order = sorted(weighed, key=lambda row: row.place.number)
    if chosen is None:
        return in_order[:AFTER]
    number = chosen.place.number
    passed_numbers = {row.place.number for row in passed}
    before = [row for row in in_order if row.place.number < number]
    before.sort(key=lambda row: (row.place.number not in passed_numbers, row.place.number))
    after = [row for row in in_order if row.place.number > number and row.match.fits == chosen.match.fits]
    return [*before[:MOST_BEFORE], chosen, *after[:AFTER]]


def facts_of(dwelling) -> dict:
    """The dwelling as it was offered. Words, so that they say the same when a choice is worded anew."""
    return {
        "address": dwelling.full_address,
        "district": dwelling.district,
        "rooms": dwelling.rooms,
        "area_m2": float(dwelling.area_m2) if dwelling.area_m2 is not None else None,
        "floor": dwelling.floor,
        "has_lift": dwelling.has_lift,
        "is_wheelchair_accessible": dwelling.is_wheelchair_accessible,
        "category": str(dwelling.get_category_display()),
        "staffing": str(dwelling.get_staffing_display()),
        "earmarked_for": str(dwelling.get_earmarked_for_display()),
        "monthly_rent": str(dwelling.monthly_rent) if dwelling.monthly_rent is not None else None,
    }


def _criterion(rule) -> dict:
    return {"code": rule.code, "label": str(rule.label), "points": rule.points, "maximum": rule.maximum}


def _candidate(record, row, offer, passed_ids) -> RecordedCandidate:
    place, application = row.place, row.place.application
    return RecordedCandidate(
        record=record,
        application=application,
        number=place.number,
        points=place.total,
        children=place.children,
        waited_days=place.waited_days,
        lines=[
            {"code": line.code, "label": str(line.label), "fact": str(line.fact), "points": line.points}
            for line in place.priority.lines
        ],
        requirements=_requirements(row.match),
        fit=FITS[row.match.fits],
        had_open_offer=row.has_open_offer,
        was_chosen=application.pk == offer.application_id,
        was_passed_over=application.pk in passed_ids,
        reason=offer.reasons_told.get(application.pk, ""),
    )


def _unlisted(record, offer, today) -> RecordedCandidate:
    """Offered a dwelling without standing on the list: no place and no points, and the record says so."""
    application = offer.application
    found = matching.match(needs.need_of(application, application.household, today), home_of(offer.dwelling))
    return RecordedCandidate(
        record=record,
        application=application,
        number=None,
        points=0,
        children=0,
        waited_days=0,
        lines=[],
        requirements=_requirements(found),
        fit=FITS[found.fits],
        had_open_offer=False,
        was_chosen=True,
        was_passed_over=False,
    )


def _requirements(found: matching.Match) -> list[dict]:
    return [
        {
            "label": str(requirement.label),
            "need": str(requirement.need_text),
            "home": str(requirement.home_text),
            "is_met": requirement.is_met,
        }
        for requirement in found.requirements
    ]


@dataclass(frozen=True)
class Left:
    """How many the record tells of by number alone."""

    before: int
    all: int


def left_out(record: AllocationRecord, rows: list[RecordedCandidate]) -> Left:
    """Those who stood on the list and were not copied: before the chosen one, and in all."""
    listed = [row for row in rows if row.number is not None]
    chosen = next((row.number for row in listed if row.was_chosen), None)
    before = 0 if chosen is None else chosen - 1 - sum(row.number < chosen for row in listed)
    return Left(before=before, all=record.waiting - len(listed))
