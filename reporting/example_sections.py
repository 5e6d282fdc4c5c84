"""What the demo's goals, partners and money have beside their text: dates, figures, own rows, sources. Made up."""

from datetime import date
from decimal import Decimal

from reporting.models import Report, ReportFundingSource, ReportPartner

# Main goal and number: how many years after the report it is due, its figures, and whether it is reached.
GOALS = {
    (1, "Hovedmål"): (2, ["homeless.households", "homeless.children"], False),
    (1, "Delmål 1"): (0, ["homeless.households", "applications.received"], False),
    (1, "Delmål 2"): (1, ["dwellings.total"], False),
    (1, "Delmål 3"): (1, ["tenancies.expired_in_place"], False),
    (1, "Delmål 4"): (-1, ["temporary.now", "temporary.over_90_days", "temporary.children_now"], False),
    (2, "Hovedmål"): (1, [], False),
    (3, "Hovedmål"): (0, ["evictions.carried_out", "evictions.averted"], True),
}
OWN_PARTNERS = [
    ("Tjenestetildeling og samordning", True, ReportPartner.Participation.ACTIVE),
    ("Byggesak", True, ReportPartner.Participation.INFORMED),
    ("Private banker", False, ReportPartner.Participation.INFORMED),
]
SOURCES = {
    ReportFundingSource.Source.HUSBANKEN: None,  # the year's grant
    ReportFundingSource.Source.STATE_ADMINISTRATOR: Decimal(120_000),
    ReportFundingSource.Source.MUNICIPAL: Decimal(350_000),
}


def write_sections(report: Report) -> None:
    """After ``write_example``: the same rows, with what sections 3, 5 and 7 have beside them. Done twice it is once."""
    last = report.period_last
    for goal in report.goals.all():
        years, indicators, is_reached = GOALS.get((goal.main_goal, goal.number), (1, [], False))
        goal.due_on = date(last.year + years, 6, 1)
        goal.finished_on = date(last.year, 3, 1) if is_reached else None
        goal.indicators = indicators
        goal.save(update_fields=["due_on", "finished_on", "indicators"])
    for name, is_municipal, participation in OWN_PARTNERS:
        ReportPartner.objects.get_or_create(
            report=report,
            partner="",
            name=name,
            is_municipal_by_name=is_municipal,
            defaults={"participation": participation},
        )
    years = list(report.funding.order_by("year"))
    for row in years:
        for source, amount in SOURCES.items():
            facts = {"amount": amount if amount is not None else row.granted or 0}
            ReportFundingSource.objects.get_or_create(report=report, year=row.year, source=source, defaults=facts)
    if years:
        row = years[-1]
        row.applied_rest = (row.granted or 0) - (row.paid or 0)
        row.note = "Resten av tilsagnet er søkt overført til neste år."
        row.save(update_fields=["applied_rest", "note"])
