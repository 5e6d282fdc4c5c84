"""How many applicants heard from us within a month (fvl § 11 a), of those received in a period. Asked of the past."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Min

from applications.models import Application
from housing import terms
from housing.periods import Period, percent


class Received(NamedTuple):
    """One application: when it came, when we first answered, and when the applicant took it back."""

    received_on: date
    answered_on: date | None = None
    withdrawn_on: date | None = None


@dataclass(frozen=True)
class InTime:
    """``waiting`` has not been answered and the month is not over; the share is of those one can judge."""

    in_time: int
    late: int
    waiting: int

    @property
    def judged(self) -> int:
        return self.in_time + self.late

    @property
    def share(self) -> Decimal | None:
        return percent(self.in_time, self.judged)


def judge(applications: Iterable[Received], today: date) -> InTime:
    """A decision or a preliminary answer within the month is in time; who withdrew before it ended asked no more."""
    found = Counter(_verdict(row, today) for row in applications)
    return InTime(found["in_time"], found["late"], found["waiting"])


def _verdict(row: Received, today: date) -> str:
    due_on = terms.due_on("F1", row.received_on)
    if row.answered_on and row.answered_on <= due_on:
        return "in_time"
    if row.withdrawn_on and row.withdrawn_on <= due_on:
        return "withdrawn"
    return "waiting" if row.answered_on is None and today <= due_on else "late"


def answered_in(period: Period, user, today: date) -> InTime:
    """Of the applications the user may see; one question to the database.

    The first decision counts: an appeal may have put a later day on the application.
    """
    rows = Application.objects.visible_to(user).received_in(period).annotate(first=Min("decisions__decided_on"))
    asked = rows.order_by().values_list("received_on", "preliminary_answer_on", "first", "decided_on", "outcome")
    return judge((_facts(*row) for row in asked.iterator()), today)


def _facts(received_on, preliminary_on, first_on, decided_on, outcome) -> Received:
    is_withdrawn = outcome == Application.Outcome.WITHDRAWN
    answers = [preliminary_on, first_on, None if is_withdrawn else decided_on]
    answered_on = min((day for day in answers if day), default=None)
    return Received(received_on, answered_on, decided_on if is_withdrawn else None)
