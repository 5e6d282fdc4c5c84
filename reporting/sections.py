"""The eight sections of the half-year form (Husbanken, 13.02.2012), in its order and with its headings."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from reporting.models import Report, ReportFunding, ReportGoal, ReportPartner


@dataclass(frozen=True)
class Section:
    number: int
    slug: str
    title: str
    guidance: str = ""


SECTIONS = [
    Section(1, "formalia", _("Formalia")),
    Section(2, "bakgrunn", _("Bakgrunn for kommunens deltakelse")),
    Section(3, "mal", _("Mål for kommunens program"), _("Ett skjema for hvert av programmets tre hovedmål.")),
    Section(
        4,
        "organisering",
        _("Organisering"),
        _(
            "Beskriv måten programarbeidet er organisert på med et organisasjonskart som viser de ulike delprosjektene "
            "og rapporteringsvei. Roller og oppgaver beskrives kort."
        ),
    ),
    Section(
        5,
        "samarbeid",
        _("Samarbeidspartnere og aktører"),
        _(
            "Gi en oversikt over hvilke faginstanser og aktører som deltar og på hvilken måte de er involvert. "
            "Sett kryss i ruten der det passer."
        ),
    ),
    Section(
        6,
        "brukermedvirkning",
        _("Brukermedvirkning"),
        _(
            "Beskriv hvem som er brukere (målgrupper) og beskriv hvordan dere involverer disse i programmet "
            "og delprosjektene."
        ),
    ),
    Section(7, "ressursbruk", _("Ressursbruk"), _("Beløp i kroner, ett år på hver linje.")),
    Section(
        8,
        "suksesshistorier",
        _("Suksesshistorier"),
        _(
            "Beskriv en eller to suksesshistorier fra siste halvår i en slik form at teksten kan publiseres. "
            "Bruk maks én side til sammen. Ingen skal kunne kjennes igjen."
        ),
    ),
]
BY_SLUG = {section.slug: section for section in SECTIONS}

# What stands beside the goals in section 3.
KEY_FIGURES = [
    "homeless.households",
    "homeless.children",
    "disadvantaged.households",
    "applications.received",
    "applications.grant_percent",
    "applications.rejected_with_plan_percent",
    "waiting.allocation",
    "waiting.median_days",
    "temporary.now",
    "temporary.over_90_days",
    "temporary.children_now",
    "arrears.tenancies",
    "evictions.petitions",
    "evictions.carried_out",
    "evictions.averted",
    "evictions.with_children",
    "refugees.persons",
    "allocations.made",
    "dwellings.total",
    "tenancies.expired_in_place",
    "transitions.housed_percent",
]

FUNDING_LINES = ["granted", "paid", "own", "used"]


def text_of(report) -> dict:
    """The eight sections as the form has them."""
    partners = list(report.partners.all())
    return {
        "report": report,
        "sections": SECTIONS,
        "main_goals": [
            {"label": main.label, "number": main.value, "goals": list(report.goals.filter(main_goal=main))}
            for main in ReportGoal.MainGoal
        ],
        "participations": list(ReportPartner.Participation),
        "partner_groups": [
            {"title": _("Kommunalt baserte"), "rows": [row for row in partners if row.is_municipal]},
            {"title": _("Andre"), "rows": [row for row in partners if not row.is_municipal]},
        ],
        "funding": funding_table(report),
    }


def funding_table(report: Report) -> dict:
    """Section 7 as the form prints it: a line per kind of money, a column per year, and the sum of the years."""
    years = list(report.funding.all())
    lines = []
    for name in FUNDING_LINES:
        amounts = [getattr(row, name) for row in years]
        known = [amount for amount in amounts if amount is not None]
        label = ReportFunding._meta.get_field(name).verbose_name
        lines.append({"label": label, "amounts": amounts, "total": sum(known) if known else None})
    return {"years": [row.year for row in years], "lines": lines}


def missing(report: Report) -> list[Section]:
    """The sections with nothing in them yet; told before approval."""
    filled = {
        "formalia": bool(report.programme_leader and report.reported_on and report.filled_in_by),
        "bakgrunn": bool(report.background.strip()),
        "mal": report.goals.exclude(result="").exists(),
        "organisering": bool(report.organisation.strip()),
        "samarbeid": report.partners.exclude(participation="").exists(),
        "brukermedvirkning": bool(report.user_involvement.strip()),
        "ressursbruk": report.funding.exists(),
        "suksesshistorier": bool(report.success_stories.strip()),
    }
    return [section for section in SECTIONS if not filled[section.slug]]
