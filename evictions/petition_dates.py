"""The earliest lawful day of each step towards an eviction, and the day a warning is too old (fravikelse).

The steps and their waits stand in ``housing/terms.py``: two whole weeks from the warning to the petition
(tvangsfullbyrdelsesloven § 4-18), a warning that is a year old is spent (§ 4-19), the social services should have two
weeks (husleieloven § 9-11), and the tenant two weeks to answer the petition (§ 13-6). A wait counts from the day after:
it is over on the first day after its last one. Waits before something we do are not moved for holidays; the tenant's
own time to answer is, so that nobody loses a day they could not use (domstolloven § 149).
"""

from dataclasses import dataclass
from datetime import date

from housing.terms import due_on, passed_on


@dataclass(frozen=True)
class WarningDates:
    """What a warning opens for: a petition on or after ``petition_from``, and not after ``petition_until``."""

    petition_from: date
    petition_until: date

    def allows(self, day: date) -> bool:
        return self.petition_from <= day <= self.petition_until


def warning_dates(sent_on: date, *, due_on: date) -> WarningDates:
    """A warning sent before the claim fell due starts to run on the day it did."""
    petition_from = passed_on("F7", max(sent_on, due_on))
    return WarningDates(petition_from, _stale_on(petition_from))


def _stale_on(petition_from: date) -> date:
    return due_on("F7_stale", petition_from)


def social_wait_over_on(sent_on: date) -> date:
    """The first day a petition should be sent after the social services were told. A «should», not a «must»."""
    return passed_on("F7_social", sent_on)


def statement_due_on(put_to_tenant_on: date) -> date:
    """The last day the tenant may answer, or pay and stay."""
    return due_on("F7_statement", put_to_tenant_on)


def eviction_from(put_to_tenant_on: date) -> date:
    """The first day an eviction may be held: the tenant's time to answer must be over."""
    return passed_on("F7_statement", put_to_tenant_on)
