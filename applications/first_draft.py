"""What is known before the decision is written, so that the caseworker writes only what is new (utkast til vedtak)."""

from django.utils.translation import gettext as _

from applications.letters import decision as decision_letter
from applications.models import Application, Mapping

DAYS_IN_YEAR = 365


def of(application, kind: str, today) -> dict:
    """Values for the fields of the decision form, from the application, its tenancy and the mapping."""
    lift = {True: "yes", False: "no", None: ""}[application.needs_lift_or_ground_floor]
    return {
        "kind": kind,
        "rooms": application.rooms_min,
        "lease_years": _years_before(application),
        "needs_lift_or_ground_floor": lift,
        "needs_wheelchair": bool(application.needs_wheelchair),
        "staffing": application.staffing_need,
        "law_codes": decision_letter.rules_ticked(kind),
        "applicant_view": application.wishes,
        "facts": _mapped_facts(application.household, today),
    }


def _years_before(application):
    """An extension is first thought of as long as the lease it extends."""
    if application.kind != Application.Kind.EXTENSION or application.tenancy is None:
        return ""
    lease = application.tenancy.contracts.order_by("-starts_on").first()
    if lease is None or lease.ends_on is None:
        return ""
    return round((lease.ends_on - lease.starts_on).days / DAYS_IN_YEAR)


def _mapped_facts(household, today) -> str:
    mapping = Mapping.objects.filter(household=household).current(today).first()
    if mapping is None:
        return ""
    found = _("Vi kartla boligsituasjonen din {day}: {situation}.").format(
        day=f"{mapping.mapped_on:%d.%m.%Y}", situation=str(mapping.get_situation_display()).lower()
    )
    return f"{found} {mapping.description}".strip()
