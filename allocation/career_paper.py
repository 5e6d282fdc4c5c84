"""The plan for a household's homes on paper, to be signed by both (boligkarriereplan). It holds no address."""

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from housing import letters
from housing.models import Membership


def pdf(plan, *, by) -> bytes:
    """In the household's written language. Printed anew each time: the signed sheet is the original."""
    household, day = plan.household, plan.made_on
    signing = (Membership.Role.MAIN, Membership.Role.PARTNER)
    members = household.members_on(day)
    names = [str(member.person) for member in members if member.role in signing] or [household.number]
    context = {"plan": plan, "steps": list(plan.steps.all()), "names": names, "title": _("Boligkarriereplan")}
    with translation.override(letters.language_of(household, day)):
        html = letters.compose("letters/career_plan.html", household, by=by, day=day, context=context)
    return letters.as_pdf(html)
