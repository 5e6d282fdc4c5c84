"""What the world of the tables of rights and of lists has of the arrears room (``tests/world.py``)."""

from datetime import date, timedelta

from django.utils import timezone

from evictions.models import ArrearsMinutes, ArrearsPause, LedgerMismatch, LedgerUpload, UnitPrice
from housing.models import Letter, StoredFile
from tests import make, make_evictions


def of_case(household, tenancy, *, by, today) -> dict:
    """A household's arrears case, with one of everything in it."""
    made = {"arrears_case": make_evictions.arrears_case(tenancy, by=by, opened_on=today - timedelta(days=40))}
    made["petition"] = make_evictions.petition(tenancy, by=by, sent_on=today, case=made["arrears_case"])
    made |= measures(made["arrears_case"], by=by, today=today)
    made |= petitions(household, by=by, today=today)
    made |= ledger(tenancy, by=by, today=today)
    made["arrears_run"] = make_evictions.arrears_run(made["arrears_case"], today)
    return made


def measures(case, *, by, today) -> dict:
    """A call, an agreement, a draw from a benefit and a letter; and the case rests."""
    make_evictions.action(case, by=by, done_on=today, was_met=False)
    case.pause(ArrearsPause(starts_on=today, ends_on=today + timedelta(days=30), reason="Venter på NAV."), by=by)
    plan = make_evictions.plan(case, by=by, agreed_on=today)
    consent = make_evictions.consent(case.household, by=by, given_on=today)
    letter = Letter.objects.create(
        household=case.household,
        subject=plan,
        kind="payment_plan",
        title="Avtale",
        recipient="Amina Haugen",
        html="<p></p>",
        file=StoredFile.keep(b"%PDF-1.7", "application/pdf"),
    )
    return {
        "payment_plan": plan,
        "deduction": make_evictions.deduction(case, consent, by=by, starts_on=today),
        "arrears_letter": letter,
    }


def petitions(household, *, by, today) -> dict:
    """From homes they had before: one put to them, one scheduled, and one that was carried out."""

    def old(**fields):
        home = make.tenancy(household, moved_in_on=date(2024, 1, 1), moved_out_on=date(2024, 6, 1))
        return make_evictions.petition(home, by=by, sent_on=today - timedelta(days=60), **fields)

    put = old()
    put.put_to_tenant(by=by, on=today - timedelta(days=50))
    done = old(scheduled_on=today - timedelta(days=20), outcome="carried_out", outcome_on=today - timedelta(days=20))
    return {
        "put_petition": put,
        "scheduled_petition": old(scheduled_on=today),
        "eviction_follow_up": done.follow_up,
    }


def ledger(tenancy, *, by, today) -> dict:
    """A file read in, and what did not add up in it."""
    entry = make_evictions.posting(tenancy, today)
    run = make_evictions.ledger_run(by=by, day=today)
    LedgerMismatch.objects.create(run=run, kind="missing", entry=entry, posted_on=today, effect=entry.amount)
    upload = LedgerUpload.objects.create(file_name="reskontro.csv", status="read", run=run, uploaded_by=by)
    return {"ledger_run": run, "ledger_upload": upload}


def meetings(*, chair, attends) -> dict:
    """A meeting that is planned, one that goes on where the follow-up team is asked, and one that was held."""
    today = timezone.localdate()
    going_on = make_evictions.arrears_meeting(chair=chair, meets_on=today)
    going_on.move_to("open", by=chair, opened_at=timezone.now())
    make_evictions.arrears_participant(going_on, user=attends, name=attends.name, service="follow_up")
    held = make_evictions.arrears_meeting(chair=chair, meets_on=today - timedelta(days=14))
    held.move_to("open", by=chair, opened_at=timezone.now())
    held.move_to("closed", by=chair, closed_at=timezone.now(), closed_by=chair)
    ArrearsMinutes.objects.create(meeting=held, html="<p></p>", file=StoredFile.keep(b"%PDF-1.7", "application/pdf"))
    return {
        "planned_arrears_meeting": make_evictions.arrears_meeting(chair=chair, meets_on=today),
        "arrears_meeting": going_on,
        "held_arrears_meeting": held,
        "arrears_participant": make_evictions.arrears_participant(going_on),
        "unit_price": UnitPrice.objects.create(what="eviction", valid_from=today, price=40_000, by=chair),
    }


def on_agenda(made: dict, *, by) -> dict:
    """The household's case on the agenda of the meeting that goes on and, dealt with, of another; and a task of it."""
    meeting, case, today = made["arrears_meeting"], made["arrears_case"], timezone.localdate()
    item = make_evictions.arrears_item(meeting, case, children=1)
    other = make_evictions.arrears_meeting(chair=meeting.chair, meets_on=today)
    other.move_to("open", by=by, opened_at=timezone.now())
    settled = make_evictions.arrears_item(other, case)
    settled.settle(by=by, at=timezone.now(), service="nav", conclusion="Nedbetalingsavtale.")
    task = make_evictions.arrears_task(case, by=by, item=settled, due_on=today)
    return {"arrears_item": item, "settled_arrears_item": settled, "arrears_task": task}
