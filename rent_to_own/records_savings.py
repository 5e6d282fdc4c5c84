"""The exchange format's part about saving and the deposit fund: agreements, deposits, and the fund's entries.

The fund's entries leave as what truly happened: an entry that was taken back, and the counter-entry, stay here, and so
does a loan that is written off, which moves no money and has no kind in the format.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from housing.exchange.messages import breach
from housing.exchange.record_types import Column, RecordType
from housing.exchange.rules import rule_message
from housing.exchange.staging import Staging
from rent_to_own.models import FundBalance, FundEntry, SavingsAgreement, SavingsDeposit
from rent_to_own.models.savings import BELOW_ZERO

Kind = FundEntry.Kind


def _set_agreement_status(staging: Staging) -> None:
    staging.run(
        "UPDATE staged_savings_agreements SET status = CASE WHEN outcome = '' THEN %s ELSE outcome END",
        [SavingsAgreement.Status.ACTIVE],
    )


def _agreement_events(agreement: SavingsAgreement) -> Iterator[dict]:
    status, title = SavingsAgreement.Status, _("Leie med sparing: {what}")
    yield {
        "happened_on": agreement.starts_on,
        "became": status.ACTIVE,
        "title": title.format(what=_("avtale inngått")),
    }
    if agreement.outcome:
        yield {
            "happened_on": agreement.outcome_on,
            "was": status.ACTIVE,
            "became": agreement.status,
            "title": title.format(what=str(agreement.get_status_display()).lower()),
        }


SAVINGS_AGREEMENTS = RecordType(
    "savings_agreements",
    SavingsAgreement,
    (
        Column("household", required=True, to="households"),
        Column("dwelling", to="dwellings"),
        Column("starts_on", required=True),
        Column("ends_on", required=True),
        Column("fixed_price", required=True),
        Column("savings_target", required=True),
        Column("outcome", since="outcome_on"),
        Column("outcome_on", since="outcome_on"),
    ),
    begins=("starts_on",),
    needs=("household",),
    kept=("status",),
    derive=_set_agreement_status,
    events=_agreement_events,
)


def _check_deposits(staging: Staging) -> Iterator[tuple[int, dict, bool]]:
    """No more is taken out than was put aside, on any day; what is too much is rejected, the last first."""
    rows = staging.rows(
        f"SELECT agreement_id, posted_on, amount, line FROM {staging.after('savings_deposits', COLUMNS_OF_DEPOSIT)} d "
        "ORDER BY agreement_id, posted_on, line NULLS FIRST"
    )
    by_agreement = defaultdict(list)
    for agreement, posted_on, amount, line in rows:
        by_agreement[agreement].append(Moved(posted_on, amount, line))
    for moved in by_agreement.values():
        for row in below_zero(moved):
            yield row.line, breach(str(BELOW_ZERO), column="amount", value=f"{row.amount}"), False


COLUMNS_OF_DEPOSIT = "agreement_id, posted_on, amount"


SAVINGS_DEPOSITS = RecordType(
    "savings_deposits",
    SavingsDeposit,
    (
        Column("agreement", required=True, to="savings_agreements"),
        Column("posted_on", required=True),
        Column("amount", required=True),
    ),
    begins=("posted_on",),
    needs=("agreement",),
    check=_check_deposits,
    # A household's timeline does not tell of each deposit: the agreement itself does.
    household="agreement.household_id",
)


# --- Below zero, on any day -------------------------------------------------------------------------------------


class Moved:
    """Kroner in or out on a day; ``line`` is where a file says it, None for what is registered here."""

    def __init__(self, day: date, amount: Decimal, line: int | None):
        self.day, self.amount, self.line = day, amount, line


def below_zero(moved: list[Moved]) -> list[Moved]:
    """What of the files must go so that the sum is never below zero at the end of a day: the latest of it first."""
    gone: list[Moved] = []
    kept: list[Moved] = []
    by_day: dict[date, list[Moved]] = defaultdict(list)
    for row in moved:
        by_day[row.day].append(row)
    total = Decimal(0)
    for day in sorted(by_day):
        total += sum(row.amount for row in by_day[day])
        kept += [row for row in by_day[day] if row.amount < 0 and row.line is not None]
        while total < 0 and kept:
            out = kept.pop()
            gone.append(out)
            total -= out.amount
    return gone


# --- The deposit fund ----------------------------------------------------------------------------------------------

TO_BANK = {Kind.CAPITAL: 1, Kind.REPAYMENT: 1, Kind.RETURN: 1, Kind.LOAN: -1, Kind.LOSS: -1, Kind.WRITE_OFF: 0}
TO_LOANS = {Kind.LOAN: 1, Kind.REPAYMENT: -1, Kind.RETURN: -1, Kind.WRITE_OFF: -1, Kind.CAPITAL: 0, Kind.LOSS: 0}


def _check_fund(staging: Staging) -> Iterator[tuple[int, dict, bool]]:
    yield from _changed(staging)
    columns = "posted_on, kind, amount, household_id, corrects_id"
    rows = staging.rows(
        f"SELECT {columns}, line FROM {staging.after('deposit_fund', columns)} f "
        "WHERE posted_on IS NOT NULL AND amount IS NOT NULL AND kind IS NOT NULL ORDER BY posted_on, line NULLS FIRST"
    )
    gone: set[int] = set()
    owed = defaultdict(list)
    for posted_on, kind, amount, household, corrects, line in rows:
        sign = TO_LOANS[kind] * (1 if corrects is None else -1)
        if sign:
            owed[household].append(Moved(posted_on, amount * sign, line))
    for moved in owed.values():
        yield from _refused(moved, "nobody_owes_the_fund_less_than_nothing", gone)
    bank = [
        Moved(posted_on, amount * TO_BANK[kind] * (1 if corrects is None else -1), line)
        for posted_on, kind, amount, _household, corrects, line in rows
        if line not in gone
    ]
    yield from _refused(bank, "fund_is_never_below_zero", gone)


def _refused(moved: list[Moved], rule: str, gone: set[int]) -> Iterator[tuple[int, dict, bool]]:
    reason = rule_message(FundBalance, rule)
    for row in below_zero(moved):
        gone.add(row.line)
        yield row.line, breach(reason, column="amount", value=f"{abs(row.amount)}"), False


def _changed(staging: Staging) -> Iterator[tuple[int, dict, bool]]:
    """The fund's ledger is never changed: an entry that is here and says something else is rejected."""
    found = staging.rows(
        "SELECT s.line, s.external_id FROM staged_deposit_fund s JOIN rent_to_own_fundentry m ON m.id = s.id "
        "WHERE NOT s.is_new AND NOT s.is_rejected AND (s.posted_on, s.kind, s.amount, s.household_id) "
        "IS DISTINCT FROM (m.posted_on, m.kind, m.amount, m.household_id) ORDER BY s.line"
    )
    reason = _("Bilaget er ført, og endres ikke. Rett det med et motbilag.")
    for line, key in found:
        yield line, breach(reason, column="id", value=key), False


DEPOSIT_FUND = RecordType(
    "deposit_fund",
    FundEntry,
    (
        Column("posted_on", required=True),
        # Its own word for what the format does not have: it is neither read nor written.
        Column("kind", required=True, empty=Kind.WRITE_OFF.value),
        Column("amount", required=True),
        Column("household", to="households"),
    ),
    begins=("posted_on",),
    needs=("household",),
    check=_check_fund,
    exported=lambda rows: rows.filter(corrects__isnull=True, corrected_by__isnull=True).exclude(kind=Kind.WRITE_OFF),
)
