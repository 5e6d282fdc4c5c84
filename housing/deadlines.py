"""What waits to be done, and by when: the one table across apps (frister).

Each source is ``app.deadlines.function(households, today) -> Iterable[Deadline]``; ``households`` is a queryset, and it
asks the database a constant number of times. Lengths and law stand in ``housing/terms.py``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.module_loading import import_string

SOURCES: list[str] = [
    "applications.deadlines.preliminary_answers",
    "applications.deadlines.letters_not_sent",
    "applications.deadlines.appeal_periods",
    "applications.deadlines.appeals_to_answer",
    "applications.deadlines.old_mappings",
    "allocation.deadlines.offers_to_answer",
    "allocation.deadlines.move_ins",
    "housing.tenancy_deadlines.expiring_contracts",
    "housing.tenancy_deadlines.expired_in_place",
    "housing.tenancy_deadlines.alerts_to_renew",
]


@dataclass(frozen=True)
class Deadline:
    """One thing to do: what, for whom, by when, by which law, and what happens when it is missed."""

    due_on: date
    what: str
    household_id: int
    url: str
    law: str = ""
    if_missed: str = ""
    caseworker_id: int | None = None

    def is_late(self, today: date) -> bool:
        return self.due_on < today


def waiting(households, today: date) -> list[Deadline]:
    """All that waits for these households, the most urgent first."""
    found: list[Deadline] = []
    for path in SOURCES:
        items: Iterable[Deadline] = import_string(path)(households, today)
        found.extend(items)
    return sorted(found, key=lambda item: (item.due_on, item.household_id, item.what))
