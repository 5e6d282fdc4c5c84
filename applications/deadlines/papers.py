"""Papers that did not come (etterspurte dokumenter): remind once, then decide on what is known.

An application never lapses because a paper is missing: the municipality must see that the case is clear enough, and
answer without delay all the same.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext as _

from applications.models import Application, DocumentRequest
from housing.deadlines import Deadline
from housing.law import reference
from housing.workdays import next_workday

UNDECIDED = (Application.Status.RECEIVED, Application.Status.UNDER_REVIEW)


def missing_papers(households, today) -> Iterator[Deadline]:
    """One line for an application whose papers are past their date. It asks the database once."""
    late = DocumentRequest.objects.missing().filter(
        application__household__in=households, application__status__in=UNDECIDED, due_on__lt=today
    )
    by_application: dict[int, list[DocumentRequest]] = {}
    for row in late.select_related("application"):
        by_application.setdefault(row.application_id, []).append(row)
    for rows in by_application.values():
        application = rows[0].application
        to_remind = [row for row in rows if row.reminded_on is None]
        what = (
            _("Minn om dokumenter som mangler i sak {number}")
            if to_remind
            else _("Avgjør sak {number} med det vi vet: dokumentene kom ikke")
        )
        first = min(row.due_on for row in to_remind or rows)
        yield Deadline(
            due_on=next_workday(first + timedelta(days=1)),
            what=what.format(number=application.number),
            household_id=application.household_id,
            url=application.get_absolute_url(),
            law=str(reference("fvl_17" if to_remind else "fvl_11a", today).short),
            if_missed=_("Saken blir liggende, og søkeren vet ikke hva vi venter på."),
            caseworker_id=application.caseworker_id,
            case=application.number,
        )
