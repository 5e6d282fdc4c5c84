"""What one participant's page shows of the field (rows of ``housing_first/participation_page.py``)."""

from django.utils.translation import gettext as _

from housing.casefile import Part
from housing_first import round_facts
from housing_first.models import Contact, Incident, RiskAssessment

SHOWN = 5


def door(participation, user, day) -> Part | None:
    """How one goes there, before anything else is read."""
    rows = list(round_facts.followed(user, day).filter(pk=participation.pk))
    if not rows:
        return None
    return Part(
        _("Før du ringer på"), "housing_first/_door_panel.html", {"stop": round_facts.stops_of(rows, user, day)[0]}
    )


def contacts(participation, user, day) -> Part:
    """The last contacts, and the way to all of them."""
    rows = Contact.objects.visible_to(user).filter(participation=participation).with_readable(user)
    return Part(
        _("Kontakter"), "housing_first/_contacts_panel.html", {"contacts": list(rows.select_related("by")[:SHOWN])}
    )


def safety(participation, user, day) -> Part:
    """Risk assessments in force, and incidents."""
    risks = RiskAssessment.objects.visible_to(user).filter(participation=participation).latest()
    incidents = Incident.objects.visible_to(user).filter(participation=participation)
    context = {"risks": sorted(risks, key=lambda row: row.expires_on), "incidents": list(incidents[:SHOWN]), "day": day}
    return Part(_("Sikkerhet"), "housing_first/_safety_panel.html", context)
