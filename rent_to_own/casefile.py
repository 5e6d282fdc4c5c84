"""What a household's page shows of rent to own (rows of ``housing/casefile.py``)."""

from django.utils.translation import gettext as _

from housing.casefile import Part
from rent_to_own.assessed import thawed
from rent_to_own.models import FinanceAssessment


def assessment(household, user, day) -> Part | None:
    """The panel «Økonomi»: what was concluded last, for those who may read it."""
    if not user.has_perm("rent_to_own.view_assessment"):
        return None
    latest = FinanceAssessment.objects.visible_to(user).latest_of(household, day)
    result = thawed(latest.result) if latest and latest.has_numbers else None
    context = {"latest": latest, "result": result, "household": household}
    return Part(_("Kan de eie?"), "rent_to_own/_assessment_panel.html", context)
