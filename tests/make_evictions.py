"""Makes one of each thing of the arrears room, with just enough facts to be lawful (as ``tests/make.py`` does)."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count

from evictions.models import (
    ArrearsAction,
    ArrearsCase,
    ArrearsItem,
    ArrearsMeeting,
    ArrearsParticipant,
    ArrearsRun,
    ArrearsRunLine,
    ArrearsTask,
    BenefitDeduction,
    EvictionWarning,
    Instalment,
    LedgerEntry,
    LedgerRun,
    PaymentPlan,
    Petition,
)
from housing.models import Consent
from tests import make

DAY = make.DAY
serial = count(1)


def posting(tenancy, posted_on=DAY, amount=8000, *, kind="charge", **fields) -> LedgerEntry:
    return LedgerEntry.objects.create(tenancy=tenancy, posted_on=posted_on, amount=Decimal(amount), kind=kind, **fields)


def ledger_run(*, by=None, day=DAY, rows=1, amount=8000, **fields) -> LedgerRun:
    """A reading whose sums agree."""
    sums = {"charges": amount, "payments": 0, "adjustments": 0, "registered_rows": rows, "registered_sum": amount}
    days = {"first_posted_on": day, "last_posted_on": day}
    counts = {"rows": rows, "created": rows, "updated": 0}
    return LedgerRun.objects.create(**({"file_name": "ledger.csv", "by": by} | sums | days | counts | fields))


def arrears_case(tenancy, *, by=None, opened_on=DAY, **fields) -> ArrearsCase:
    return ArrearsCase(tenancy=tenancy, opened_on=opened_on, **fields).open(by=by)


def arrears_run(case, run_on=DAY, *, balance=9000) -> ArrearsRun:
    """The run of the day, with this case in it."""
    run, _made = ArrearsRun.objects.get_or_create(
        run_on=run_on, defaults={"counted_on": run_on, "limit": 1000, "missed_in_a_row": 2}
    )
    ArrearsRunLine.objects.create(
        run=run, tenancy=case.tenancy, case=case, ground="limit", balance=balance, oldest_due_on=case.opened_on
    )
    return run


def action(case, *, by=None, kind="phone", done_on=DAY, **fields) -> ArrearsAction:
    return case.act(ArrearsAction(kind=kind, done_on=done_on, **fields), by=by)


def plan(case, *, by=None, agreed_on=DAY, debt=6000, parts=3, **fields) -> PaymentPlan:
    """Equal monthly instalments, the first a month after the agreement."""
    made = PaymentPlan(case=case, agreed_on=agreed_on, debt=Decimal(debt), **fields)
    each = Decimal(debt) / parts
    return made.agree(
        [Instalment(due_on=agreed_on + timedelta(days=30 * (n + 1)), amount=each) for n in range(parts)], by=by
    )


def consent(household, *, by, given_on=date(2026, 1, 2), **fields) -> Consent:
    person = household.members_on(given_on)[0].person
    made = Consent(
        household=household,
        person=person,
        recipient=fields.pop("recipient", "NAV"),
        purpose=fields.pop("purpose", "Trekk i ytelse til husleie"),
        given_on=given_on,
        **fields,
    )
    made.give(by=by)
    return made


def deduction(case, consent, *, by=None, starts_on=DAY, amount=2000, benefit="disability", **fields):
    made = BenefitDeduction(case=case, consent=consent, benefit=benefit, amount=amount, starts_on=starts_on, **fields)
    return made.begin(by=by)


def eviction_warning(case, *, by=None, sent_on=DAY, due_on=DAY, amount=16000, **fields) -> EvictionWarning:
    return EvictionWarning.objects.create(
        case=case, by=by, sent_on=sent_on, due_on=due_on, amount=Decimal(amount), **fields
    )


def petition(tenancy, *, by=None, sent_on=DAY, **fields) -> Petition:
    """As it is read from a file: what the law asks for before it is not asked here."""
    status = Petition.status_from(fields.get("outcome", ""), fields.get("scheduled_on"))
    return Petition(tenancy=tenancy, sent_on=sent_on, status=status, **fields).begin(by=by, happened_on=sent_on)


def arrears_meeting(*, chair, meets_on=DAY, **fields) -> ArrearsMeeting:
    made = ArrearsMeeting(meets_on=meets_on, chair=chair, planned_by=chair, **fields)
    made.save()
    return made


def arrears_participant(meeting, *, name="Tone Lie", service="nav", **fields) -> ArrearsParticipant:
    return ArrearsParticipant.objects.create(meeting=meeting, name=name, service=service, **fields)


def arrears_item(meeting, case, *, balance=9000, **fields) -> ArrearsItem:
    return ArrearsItem.objects.create(meeting=meeting, case=case, balance=Decimal(balance), **fields)


def arrears_task(case, *, by, what="Ring leieren", service="nav", due_on=DAY, **fields) -> ArrearsTask:
    return ArrearsTask.objects.create(case=case, by=by, what=what, service=service, due_on=due_on, **fields)
