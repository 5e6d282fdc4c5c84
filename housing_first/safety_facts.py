"""What the pages about safety say of a risk assessment and of an incident, and which of them hold."""

from django.utils.translation import gettext as _

from housing.templatetags.norwegian import date_no
from housing_first.models import RiskAssessment
from housing_first.round_facts import short_name

SOON_DAYS = 30


def assessments_in_force(user, today) -> list[RiskAssessment]:
    """The last of each participant and topic, and of each team and topic, those that ran out first."""
    rows = RiskAssessment.objects.visible_to(user).latest().select_related("team", "participation__person")
    found = sorted(rows, key=lambda row: (row.expires_on, row.pk))
    for row in found:
        row.about = short_name(row.participation.person) if row.participation else str(row.team)
        row.holds, row.color = _holds(row, today)
    return found


def _holds(row, today) -> tuple[str, str]:
    days = (row.expires_on - today).days
    if days < 0:
        return _("Gått ut"), "danger"
    return (_("Går snart ut"), "warning") if days <= SOON_DAYS else (_("Gjelder"), "success")


def later_than(risk) -> RiskAssessment | None:
    """The one that took its place."""
    same = RiskAssessment.objects.filter(team=risk.team_id, participation=risk.participation_id, topic=risk.topic)
    latest = same.order_by("-assessed_on", "-pk").first()
    return latest if latest.pk != risk.pk else None


def risk_facts(risk, today) -> list[tuple]:
    holds, _color = _holds(risk, today)
    return [
        (_("Team"), risk.team.name),
        (_("Tema"), risk.get_topic_display()),
        (_("Sannsynlighet"), f"{risk.likelihood} / 5"),
        (_("Konsekvens"), f"{risk.consequence} / 5"),
        (_("Risikotall"), f"{risk.risk} / 25"),
        (_("Vurdert"), date_no(risk.assessed_on)),
        (_("Gjelder til"), f"{date_no(risk.expires_on)} ({holds.lower()})"),
        (_("Vurdert av"), str(risk.by or "–")),
    ]


def incident_facts(incident) -> list[tuple]:
    facts = [
        (_("Team"), incident.team.name),
        (_("Når"), date_no(incident.happened_on)),
        (_("Meldt av"), str(incident.by or "–")),
        (_("Noen ble skadet"), _("ja") if incident.was_hurt else _("nei")),
        (_("Advarsel gitt"), date_no(incident.warned_on) or _("nei")),
        (_("Anmeldt til politiet"), date_no(incident.police_reported_on) or _("nei")),
    ]
    if incident.police_number:
        facts.append((_("Politiets saksnummer"), incident.police_number))
    return facts
