"""What a household's page says of its plan (boligkarriereplan)."""

from django.utils.translation import gettext as _

from allocation.models import CareerPlan
from housing.casefile import Part


def panel(household, user, day) -> Part | None:
    """The panel «Boligkarriereplan»: the plan in force, or the way to make one."""
    may_make = user.has_perm("allocation.add_career_plan")
    plan = CareerPlan.objects.visible_to(user).filter(household=household).in_force().first()
    if plan is None and not may_make:
        return None
    context = {"plan": plan, "household": household, "may_make": may_make}
    return Part(_("Boligkarriereplan"), "allocation/_career_plan.html", context)
