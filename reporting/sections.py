"""The sections of a report: the eight of the half-year form (Husbanken, 13.02.2012), or the one text of a sheet."""

from dataclasses import dataclass

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from reporting import funding, placeholders, registers, suppression
from reporting.models import Report, ReportGoal, ReportPartner


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
SHEET_SECTIONS = [
    Section(
        1,
        "kommentar",
        _("Kommentar"),
        _("Hva tallene viser, hva som er gjort, og hva som er annerledes enn sist. Ingen skal kunne kjennes igjen."),
    )
]
# The sections that are one text: slug → field of the report.
TEXTS = {
    "bakgrunn": "background",
    "organisering": "organisation",
    "brukermedvirkning": "user_involvement",
    "suksesshistorier": "success_stories",
    "kommentar": "commentary",
}


def sections_of(report: Report) -> list[Section]:
    return SECTIONS if report.is_half_year else SHEET_SECTIONS


def section_of(report: Report, slug: str) -> Section | None:
    return next((section for section in sections_of(report) if section.slug == slug), None)


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


def text_of(report: Report, figures: dict) -> dict:
    """The sections as they are shown and printed, with the figures in their texts.

    :param figures: what ``published.figures_of`` gives; a figure that is hidden there is not told in a text either.
    """
    values = text_values(figures)
    texts = {slug: placeholders.filled(getattr(report, name), values) for slug, name in TEXTS.items()}
    kept = registers.of(report)
    texts["mal"] = placeholders.filled(report.goals_introduction, values)
    shown = {"report": report, "sections": sections_of(report), "texts": texts, **kept}
    shown["appendix"] = _has_appendix(**kept)
    return shown | (_form_of(report, values) if report.is_half_year else {})


def _has_appendix(*, courses=None, survey=None, swot=None, **_others) -> bool:
    """Whether any of the registers that stand behind the form has something to say."""
    return bool(survey or (courses and courses["rows"]) or (swot and swot["fields"]))


def _form_of(report: Report, values: dict[str, str]) -> dict:
    partners = list(report.partners.all())
    goals = list(report.goals.all())
    above = ""
    for goal in goals:
        # On these rows alone, which are shown and never saved.
        above = goal.number or above
        if goal.is_one_more_result:
            goal.number = _now("{number} (forts.)").format(number=above)
        goal.result = placeholders.filled(goal.result, values)
        goal.description = placeholders.filled(goal.description, values)
    return {
        "main_goals": [
            {"label": main.label, "number": main.value, "goals": [goal for goal in goals if goal.main_goal == main]}
            for main in ReportGoal.MainGoal
        ],
        "participations": list(ReportPartner.Participation),
        "partner_groups": [
            {"title": _("Kommunalt baserte"), "rows": [row for row in partners if row.is_municipal]},
            {"title": _("Andre"), "rows": [row for row in partners if not row.is_municipal]},
        ],
        "funding": funding.table_of(report),
    }


def text_values(figures: dict) -> dict[str, str]:
    """What stands for each figure in a text: a colon within a sentence would be read as one."""
    lines = [line for group in figures["groups"] for line in group["lines"]]
    hidden = suppression.HIDDEN_MARK
    return {line["answer"].code: _now("(vises ikke)") if line["text"] == hidden else line["text"] for line in lines}


def missing(report: Report) -> list[Section]:
    """The sections with nothing in them yet; told before it is sent to be treated."""
    if not report.is_half_year:
        return [section for section in SHEET_SECTIONS if not report.commentary.strip()]
    filled = {
        "formalia": bool(report.programme_leader and report.reported_on and report.filled_in_by),
        "mal": report.goals.exclude(result="").exists(),
        "samarbeid": report.partners.exclude(participation="").exists(),
        "ressursbruk": report.funding.exists(),
    }
    kept = registers.of(report, ["organisation", "stories"])
    from_registers = {"organisering": kept.get("organisation"), "suksesshistorier": kept.get("stories")}
    for slug, name in TEXTS.items():
        filled[slug] = bool(getattr(report, name).strip() or from_registers.get(slug))
    return [section for section in SECTIONS if not filled[section.slug]]
