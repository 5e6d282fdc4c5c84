"""What an arrears case's page says of what is done: measures and their effect, agreements, pauses, tasks (tiltak)."""

from evictions.claims import balance_on, effect_after
from evictions.instalments import due_by, expected_debt
from evictions.models import ArrearsCase, ArrearsTask
from evictions.petition_facts import postings_of
from evictions.plan_letter import KIND as PLAN_LETTER
from housing.models import Letter

AFTER = (30, 90)


def context(case: ArrearsCase, user, today) -> dict:
    postings = postings_of(case.tenancy, today)
    pauses = list(case.pauses.select_related("by", "lifted_by"))
    tasks = ArrearsTask.objects.filter(case=case).select_related("owner").order_by("done_on", "due_on", "pk")
    return {
        "measures": measures_of(case, postings, today),
        "plans": plans_of(case, postings, today),
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


def plans_of(case, postings, today) -> list:
    """Each agreement with its instalments, and the balance it expects beside the one there is."""
    rows = list(case.payment_plans.prefetch_related("instalments"))
    letters = Letter.objects.filter(kind=PLAN_LETTER, subject_id__in=[row.pk for row in rows])
    by_plan = {letter.subject_id: letter for letter in letters}
    for row in rows:
        parts = [(part.due_on, part.amount) for part in row.instalments.all()]
        day = min(row.ended_on or today, today)
        row.day, row.letter = day, by_plan.get(row.pk)
        row.expected = expected_debt(row.debt, parts, day)
        row.actual = balance_on(postings, day)
        row.behind = max(row.actual - row.expected, 0)
        row.due_so_far = due_by(parts, day)
        row.is_standing = row.ended_on is None
        row.color = {"active": "info", "breached": "danger", "completed": "success"}.get(row.status, "neutral")
    return rows
