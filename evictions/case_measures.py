"""What an arrears case's page says of what is done: measures and their effect, agreements, pauses, tasks (tiltak)."""

from evictions.claims import balance_on, effect_after
from evictions.models import ArrearsCase, ArrearsTask, LedgerEntry
from evictions.petition_facts import postings_of
from evictions.plan_check import Agreed, check
from evictions.plan_letter import KIND as PLAN_LETTER
from housing.models import Letter

AFTER = (30, 90)


def context(case: ArrearsCase, user, today) -> dict:
    postings = postings_of(case.tenancy, today)
    pauses = list(case.pauses.select_related("by", "lifted_by"))
    tasks = ArrearsTask.objects.filter(case=case).select_related("owner").order_by("done_on", "due_on", "pk")
    return {
        "measures": measures_of(case, postings, today),
        "plans": plans_of(case, today),
        "deductions": list(case.deductions.select_related("consent__person")),
        "pauses": pauses,
        "pause_now": next((row for row in pauses if row.starts_on <= today < row.ends_on), None),
        "tasks": list(tasks),
    }


def measures_of(case, postings, today) -> list:
    """Each measure with its number on the curve, the balance that day, and how it had changed later; newest first."""
    rows = list(case.actions.select_related("by").order_by("done_on", "pk"))
    for number, row in enumerate(rows, start=1):
        row.number = number
        row.balance = balance_on(postings, row.done_on)
        row.effects = [effect_after(postings, row.done_on, days, today) for days in AFTER]
    return rows[::-1]


def plans_of(case, today) -> list:
    """Each agreement with its instalments, and the balance it allows beside the one there is."""
    rows = list(case.payment_plans.prefetch_related("instalments"))
    ledger = LedgerEntry.objects.filter(tenancy=case.tenancy_id).by(today) if rows else LedgerEntry.objects.none()
    postings = list(ledger.values_list("posted_on", "kind", "effect"))
    letters = Letter.objects.filter(kind=PLAN_LETTER, subject_id__in=[row.pk for row in rows])
    by_plan = {letter.subject_id: letter for letter in letters}
    for row in rows:
        parts = tuple((part.due_on, part.amount) for part in row.instalments.all())
        day = min(row.ended_on or today, today)
        row.day, row.letter = day, by_plan.get(row.pk)
        kept = check(Agreed(row.agreed_on, row.debt, parts, row.tolerance_days), postings, day)
        row.expected, row.actual, row.behind = kept.allowed, kept.owed, kept.behind
        row.is_standing = row.ended_on is None
        row.color = {"active": "info", "breached": "danger", "completed": "success"}.get(row.status, "neutral")
    return rows
