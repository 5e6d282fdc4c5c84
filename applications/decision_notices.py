"""What the one who decides must know first: conditions that are not settled, and papers that may still come.

A notice stops nobody. The law lets a case be decided when it is clear enough, and only a person can tell whether it is.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.eligibility_checks import has_conditions, latest_check


@dataclass(frozen=True)
class Notice:
    """One thing to know, its details, and where to do something about it."""

    text: str
    details: tuple[str, ...]
    url: str
    action: str


def before_deciding(application, today) -> list[Notice]:
    found = [of_conditions(application), of_papers(application, today)]
    return [notice for notice in found if notice]


def of_conditions(application) -> Notice | None:
    """Not checked, not clear, or an obstacle nobody has gone past."""
    if not has_conditions(application):
        return None
    link = {"url": reverse("eligibility_new", args=[application.pk]), "action": _("Vurder vilkårene")}
    check = latest_check(application)
    if check is None:
        return Notice(_("Vilkårene for å få søknaden behandlet er ikke vurdert."), (), **link)
    if check.override_reason:
        return None
    obstacles = [row for row in check.conditions if row["is_met"] is False]
    if obstacles:
        details = tuple(f"{row['reason']} {row.get('follows', '')}".strip() for row in obstacles)
        return Notice(_("Et vilkår for å få søknaden behandlet er ikke oppfylt."), details, **link)
    unknown = tuple(row["reason"] for row in check.conditions if row["is_met"] is None)
    return Notice(_("Det er vilkår som ikke er avklart."), unknown, **link) if unknown else None


def of_papers(application, today) -> Notice | None:
    """Papers the applicant was given time to send, and still has time for."""
    waiting = application.document_requests.missing().filter(due_on__gte=today)
    details = tuple(f"{row.what}, {row.due_on:%d.%m.%Y}" for row in waiting)
    if not details:
        return None
    text = _("Søkeren har fortsatt tid til å sende dokumenter. Avgjør bare nå hvis de ikke kan endre utfallet.")
    return Notice(text, details, application.get_absolute_url(), _("Se dokumentene"))
