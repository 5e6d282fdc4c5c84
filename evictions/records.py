"""The arrears room's part of the exchange format: the rent ledger, cases, what was done, and petitions."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from evictions.ledger_reading import keep_reading
from evictions.models import ArrearsAction, ArrearsCase, LedgerEntry, Petition
from evictions.petition_dates import warning_dates
from housing.exchange.messages import breach
from housing.exchange.record_types import Column, RecordType
from housing.exchange.staging import Staging

LEDGER = RecordType(
    "ledger",
    LedgerEntry,
    (
        Column("tenancy", required=True, to="tenancies"),
        Column("posted_on", required=True),
        Column("kind", required=True),
        Column("amount", required=True),
    ),
    begins=("posted_on",),
    needs=("tenancy",),
    # A household's timeline does not tell of each rent: the ledger itself does.
    finish=keep_reading,
    household="tenancy.household_id",
)


def _set_case_status(staging: Staging) -> None:
    status = ArrearsCase.Status
    staging.run(
        "UPDATE staged_arrears_cases SET status = CASE WHEN closed_on IS NULL THEN %s ELSE %s END",
        [status.OPEN, status.CLOSED],
    )


def _case_events(case: ArrearsCase) -> Iterator[dict]:
    status = ArrearsCase.Status
    yield {"happened_on": case.opened_on, "became": status.OPEN, "title": _("Restansesak åpnet")}
    if case.closed_on:
        yield {
            "happened_on": case.closed_on,
            "was": status.OPEN,
            "became": status.CLOSED,
            "title": _("Restansesak lukket"),
            "note": str(case.get_closing_reason_display()),
        }


ARREARS_CASES = RecordType(
    "arrears_cases",
    ArrearsCase,
    (
        Column("tenancy", required=True, to="tenancies"),
        Column("opened_on", required=True),
        Column("responsible_service"),
        Column("closed_on", since="closed_on"),
        Column("closing_reason", since="closed_on"),
    ),
    begins=("opened_on",),
    needs=("tenancy",),
    kept=("status",),
    derive=_set_case_status,
    events=_case_events,
    related=("tenancy",),
    household="tenancy.household_id",
)


def _action_events(action: ArrearsAction) -> Iterator[dict]:
    yield {"happened_on": action.done_on, "title": _("Restanse: {what}").format(what=action.told)}


ARREARS_ACTIONS = RecordType(
    "arrears_actions",
    ArrearsAction,
    (
        Column("case", required=True, to="arrears_cases"),
        Column("kind", required=True),
        Column("done_on", required=True),
        Column("result"),
    ),
    begins=("done_on",),
    needs=("case",),
    events=_action_events,
    related=("case__tenancy",),
    household="case.tenancy.household_id",
)


def _set_petition_status(staging: Staging) -> None:
    for outcome in ["", *Petition.Outcome.values]:
        for has_day in (True, False):
            staging.run(
                "UPDATE staged_petitions SET status = %s WHERE outcome = %s AND (scheduled_on IS NOT NULL) = %s",
                [Petition.status_from(outcome, has_day or None), outcome, has_day],
            )


def _check_petitions(staging: Staging) -> Iterator[tuple[int, dict, bool]]:
    """A case must be of the same tenancy. What was sent too early cannot be unsent: it is taken in and told of."""
    cases = staging.after("arrears_cases", "tenancy_id")
    found = staging.rows(
        f"SELECT p.line, p.case_key FROM staged_petitions p JOIN {cases} c ON c.id = p.case_id "
        "WHERE c.tenancy_id <> p.tenancy_id AND NOT p.is_rejected ORDER BY p.line"
    )
    for line, key in found:
        yield line, breach(_("Restansesaken gjelder et annet leieforhold."), column="case", value=key or ""), False
    warned = staging.rows(
        "SELECT line, warned_on, sent_on FROM staged_petitions "
        "WHERE warned_on IS NOT NULL AND NOT is_rejected ORDER BY line"
    )
    for line, warned_on, sent_on in warned:
        dates = warning_dates(warned_on, due_on=warned_on)
        if warned_on <= sent_on and not dates.allows(sent_on):
            reason = _("Begjæringen kunne tidligst sendes {first}, og senest {last}.").format(
                first=f"{dates.petition_from:%d.%m.%Y}", last=f"{dates.petition_until:%d.%m.%Y}"
            )
            yield line, breach(reason, column="sent_on", value=f"{sent_on}"), True


def _petition_events(petition: Petition) -> Iterator[dict]:
    status = Petition.Status
    title = _("Begjæring om fravikelse: {status}")
    yield {
        "happened_on": petition.sent_on,
        "became": status.SENT,
        "title": title.format(status=str(status.SENT.label).lower()),
    }
    if petition.outcome:
        yield {
            "happened_on": petition.outcome_on,
            "was": status.SENT,
            "became": petition.status,
            "title": title.format(status=str(petition.get_status_display()).lower()),
            "note": str(petition.get_outcome_display()),
        }


PETITIONS = RecordType(
    "petitions",
    Petition,
    (
        Column("tenancy", required=True, to="tenancies"),
        Column("case", to="arrears_cases"),
        Column("warned_on"),
        Column("sent_on", required=True),
        Column("scheduled_on", since="scheduled_on"),
        Column("outcome", since="outcome_on"),
        Column("outcome_on", since="outcome_on"),
    ),
    begins=("sent_on",),
    needs=("tenancy",),
    kept=("status",),
    derive=_set_petition_status,
    check=_check_petitions,
    events=_petition_events,
    related=("tenancy",),
    household="tenancy.household_id",
)
