"""What the waiting list shows: its columns, the tags, and the figures on top."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from allocation import priority
from allocation.candidates import unpromised_homes
from allocation.queue import a_year_before
from allocation.standing_figures import summary_on
from housing.lists import Column
from housing.models import Dwelling

SITUATION_COLORS = {"no_home": "danger", "at_risk": "warning", "unsuitable": "info"}
CATEGORIES = {
    "1": gettext_lazy("Midlertidig botilbud"),
    "2": gettext_lazy("Bor hos andre"),
    "3": gettext_lazy("Ut av institusjon"),
    "4": gettext_lazy("Uten oppholdssted"),
    "other": gettext_lazy("Uten egen bolig"),
}


# What the tag says; the whole criterion and the fact behind it stand on the household's page and in the file.
SHORT = {
    "homeless_category_1": gettext_lazy("Midlertidig botilbud"),
    "homeless_category_2": gettext_lazy("Bor hos andre"),
    "homeless_category_3": gettext_lazy("Ut av institusjon"),
    "homeless_category_4": gettext_lazy("Uten oppholdssted"),
    "at_risk": gettext_lazy("Kan miste boligen"),
    "unsuitable": gettext_lazy("Uegnet bolig"),
    "none": gettext_lazy("Ikke vanskeligstilt"),
    "children": gettext_lazy("{fact}"),
    "children_in_temporary": gettext_lazy("Barn i midlertidig"),
    "temporary_time": gettext_lazy("Midlertidig {fact}"),
    "release_or_discharge": gettext_lazy("Løslates eller utskrives"),
    "refugee": gettext_lazy("Bosetting"),
    "evicted": gettext_lazy("Kastet ut"),
    "health_or_substance": gettext_lazy("Rus eller psykisk helse"),
    "adapted_home": gettext_lazy("Tilpasset bolig"),
    "contract_expiring": gettext_lazy("Kontrakt ut {fact}"),
    "waiting_time": gettext_lazy("Ventet {fact}"),
    priority.OVERRIDE: gettext_lazy("Overstyrt"),
}


def tags_of(place) -> list[dict]:
    """«Bor hos andre +30», «4 barn +20», «Ventet 32 dager +4», each with its criterion and fact in full."""
    return [
        {
            "text": f"{str(SHORT.get(line.code, line.label)).format(fact=line.fact)} {signed(line.points)}".strip(),
            "title": f"{line.label}: {line.fact}",
            "color": "warning" if line.code == priority.OVERRIDE else "accent",
        }
        for line in place.priority.lines
    ]


def signed(points: int) -> str:
    """«+20», «−10»; nothing for what gives no points, as a place before all others."""
    return f"{points:+d}".replace("-", "−") if points else ""


def situation_of(place) -> str:
    """«Midlertidig botilbud», «Løslates 04.12.2026», «Står i fare for å miste boligen»."""
    mapping = place.mapping
    if mapping is None:
        return _("Ikke kartlagt")
    if mapping.release_on and mapping.homeless_category == "3":
        return _("Ut {day}").format(day=f"{mapping.release_on:%d.%m.%Y}")
    if mapping.homeless_category:
        return str(CATEGORIES[mapping.homeless_category])
    return str(SHORT.get(mapping.situation, mapping.get_situation_display()))


def situation_color(place) -> str:
    return SITUATION_COLORS.get(place.facts.situation, "neutral")


def need_text(place) -> str:
    """«4-roms, 1. etg./heis»."""
    need = place.need
    parts = [_("{rooms}-roms").format(rooms=need.rooms_min)]
    if need.needs_wheelchair:
        parts.append(_("rullestol"))
    elif need.needs_lift_or_ground_floor:
        parts.append(_("1. etg./heis"))
    if need.staffing_need not in {"none", ""}:
        parts.append(_("bemannet"))
    return ", ".join(parts)


def why_text(place) -> str:
    return "; ".join(f"{line.label} ({line.fact}) {signed(line.points)}".strip() for line in place.priority.lines)


def row_of(place) -> dict:
    """One line of the page."""
    return {
        "place": place,
        "situation": situation_of(place),
        "color": situation_color(place),
        "need": need_text(place),
        "tags": tags_of(place),
        "quiet_days": (place.facts.on - place.last_contact).days if place.last_contact else None,
        "name": place.household.name_on(place.facts.on),
    }


COLUMNS = [
    Column("number", gettext_lazy("Nr"), lambda place: place.number, numeric=True),
    Column("household", gettext_lazy("Husstand"), lambda place: place.household.name_on(place.facts.on)),
    Column("case", gettext_lazy("Saksnummer"), lambda place: place.application.number),
    Column("situation", gettext_lazy("Situasjon"), situation_of),
    Column("need", gettext_lazy("Behov"), need_text),
    Column("points", gettext_lazy("Poeng"), lambda place: place.total, numeric=True),
    Column("why", gettext_lazy("Hvorfor"), why_text),
    Column("waited", gettext_lazy("Ventet, dager"), lambda place: place.waited_days, numeric=True),
    Column("contact", gettext_lazy("Siste kontakt"), lambda place: place.last_contact),
    Column("caseworker", gettext_lazy("Saksbehandler"), lambda place: place.application.caseworker or ""),
]


def cards(day) -> list[dict]:
    """The figures of the day, each against the same day a year before."""
    before_day = a_year_before(day)
    now, before = summary_on(day), summary_on(before_day)
    vacant, work = Dwelling.objects.vacant(day).count(), Dwelling.objects.under_work(day).count()
    then = f"{before_day:%d.%m.%Y}"
    families = ngettext("{count} husstand", "{count} husstander", now.households_with_children)
    return [
        {
            "label": _("Venter på bolig"),
            "value": now.waiting,
            "note": _("{count} per {day}").format(count=before.waiting, day=then),
        },
        {
            "label": _("Barn i husstandene"),
            "value": now.children,
            "note": families.format(count=now.households_with_children)
            + _(" · {count} barn i fjor").format(count=before.children),
        },
        {
            "label": _("Uten egen bolig"),
            "value": now.homeless,
            "note": _("{count} per {day}").format(count=before.homeless, day=then),
        },
        {
            "label": _("Median ventetid"),
            "value": _("{days} d").format(days=now.median_days),
            "note": _("lengst {days} d · {before} d i fjor").format(days=now.longest_days, before=before.median_days),
        },
        {"label": _("Ledige boliger"), "value": vacant, "note": _note_of_vacant(day, work)},
    ]


def _note_of_vacant(day, work: int) -> str:
    """Many are promised, or are for emergencies: today's card says how many can be given to anybody."""
    under_work = _("{count} til under arbeid").format(count=work)
    if day != timezone.localdate():
        return under_work
    return _("{count} kan tilbys nå · {work}").format(count=len(unpromised_homes(day)), work=under_work)
