"""Is an appeal in time (klagefrist)? Days in, an answer out.

Source: forvaltningsloven §§ 29–31. The three weeks run from the day the notice arrived, or from the day the reasons did
when they were asked for in time; what was handed to the post before the end is in time though it arrives later. An
appeal that is late may be heard for a reason, but never when more than a year has passed since the decision. A trap: a
party who has not been told has not missed anything, however long ago it was decided.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from housing import terms


class Verdict(TextChoices):
    NOT_BEGUN = "not_begun", _("Klagefristen har ikke begynt å løpe")
    IN_TIME = "in_time", _("Klagen er fremsatt i tide")
    LATE = "late", _("Klagen er fremsatt for sent")
    TOO_OLD = "too_old", _("Klagen kan ikke tas til behandling")


@dataclass(frozen=True)
class Timeliness:
    """The verdict and the days behind it. ``last_day`` is None while the period has not begun."""

    verdict: Verdict
    handed_in_on: date
    begins_on: date | None = None
    last_day: date | None = None
    last_of_all: date | None = None

    @property
    def is_late(self) -> bool:
        return self.verdict in (Verdict.LATE, Verdict.TOO_OLD)

    @property
    def is_too_old(self) -> bool:
        return self.verdict == Verdict.TOO_OLD


def period_begins(notified_on, reasons_asked_on=None, reasons_given_on=None) -> date | None:
    """The day the three weeks are counted from; None when the party is not told, or waits for reasons asked in time."""
    if notified_on is None:
        return None
    if reasons_asked_on is None or reasons_asked_on > terms.due_on("F3", notified_on):
        return notified_on
    return reasons_given_on


def judge(
    *, received_on, posted_on=None, decided_on=None, notified_on=None, reasons_asked_on=None, reasons_given_on=None
) -> Timeliness:
    handed_in_on = posted_on or received_on
    begins_on = period_begins(notified_on, reasons_asked_on, reasons_given_on)
    last_of_all = terms.due_on("F4", decided_on) if decided_on else None
    if begins_on is None:
        return Timeliness(Verdict.NOT_BEGUN, handed_in_on, last_of_all=last_of_all)
    last_day = terms.due_on("F2", begins_on)
    verdict = Verdict.IN_TIME if handed_in_on <= last_day else Verdict.LATE
    if verdict == Verdict.LATE and last_of_all and handed_in_on > last_of_all:
        verdict = Verdict.TOO_OLD
    return Timeliness(verdict, handed_in_on, begins_on, last_day, last_of_all)
