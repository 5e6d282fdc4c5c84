"""The proposal for the next step on an arrears case's page, with the page where it is done (neste steg)."""

from django.urls import reverse

from evictions.models import ArrearsCase
from evictions.next_step import Step, proposals
from evictions.step_facts import facts_of, with_households

# Where each step is taken, and what one must be allowed for it. The others are done outside this case.
DONE_AT = {
    Step.LETTER: ("arrears_action", "evictions.add_action"),
    Step.PHONE: ("arrears_action", "evictions.add_action"),
    Step.HOME_VISIT: ("arrears_action", "evictions.add_action"),
    Step.ADVICE: ("arrears_action", "evictions.add_action"),
    Step.PAYMENT_PLAN: ("payment_plan_new", "evictions.change_arrears"),
    Step.BENEFIT_DEDUCTION: ("deduction_new", "evictions.change_arrears"),
    Step.WARNING: ("eviction_warning_new", "evictions.send_warning"),
    Step.CLOSE: ("arrears_close", "evictions.change_arrears"),
}


def context(case: ArrearsCase, user, today) -> dict:
    """The first that answers is proposed; what else was said stands behind it."""
    if not case.is_open:
        return {}
    listed = with_households(ArrearsCase.objects.filter(pk=case.pk), today).get()
    first, *others = proposals(facts_of([listed], today)[case.pk])
    name, permission = DONE_AT.get(first.step, ("", ""))
    url = reverse(name, args=[case.pk]) if name and user.has_perm(permission) else ""
    return {"next_step": first, "next_url": url, "other_steps": others}
