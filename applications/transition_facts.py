"""What a release's or discharge's page says about it: its facts, how its date has moved, what is missing."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.deadlines.transitions import releases_without_home
from applications.models import Mapping, Transition
from applications.release import is_within_reach
from housing import terms
from housing.casefile import Part
from housing.models import Household
from housing.protection import shown_address
from housing.templatetags.norwegian import date_no

SHOWN = 4


def panel(household, user, day) -> Part | None:
    """The panel «Løslatelse og utskriving» on a household's page, for those who have one."""
    found = Transition.objects.visible_to(user).filter(household=household)
    rows = list(found.most_urgent_first(day)[:SHOWN])
    if not rows:
        return None
    return Part(_("Løslatelse og utskriving"), "applications/_transitions.html", {"transitions": rows})


def stay(transition, user, today) -> list[tuple]:
    """Where they are and since when. The institution and whom to ring there are where they live."""
    household = transition.household
    return [
        (_("Gjelder"), transition.get_kind_display()),
        (_("Fra"), shown_address(user, household, transition.institution, today)),
        (_("Inne siden"), date_no(transition.admitted_on)),
        (_("Meldt oss"), date_no(transition.notified_on)),
        *([(_("Sykehusets varsel"), notice(transition))] if notice(transition) else []),
        (_("Kom ut"), date_no(transition.actual_on)) if transition.actual_on else _planned(transition),
    ]


def _planned(transition) -> tuple:
    return (_("Ventes ut"), date_no(transition.planned_on))


def notice(transition) -> str:
    """The hospital has 24 hours to tell the municipality of a patient (F14): in time, or how many days it took."""
    if transition.kind != Transition.Kind.DISCHARGE or transition.admitted_on is None:
        return ""
    days = (transition.notified_on - transition.admitted_on).days
    if transition.notified_on <= terms.due_on("F14", transition.admitted_on):
        return _("Innen fristen på 24 timer")
    return ngettext(
        "{days} dag etter innleggelsen, fristen er 24 timer",
        "{days} dager etter innleggelsen, fristen er 24 timer",
        days,
    ).format(days=days)


def home(transition) -> list[tuple]:
    facts = [
        (_("Bolig fra før"), transition.get_home_before_display()),
        (_("Trenger"), transition.home_needed),
        (_("Tjenester fra før"), transition.services_before),
        (_("Bolig klar"), date_no(transition.housing_ready_on)),
    ]
    return [*facts, (_("Flyttet til"), transition.get_outcome_display())] if transition.actual_on else facts


def contacts(transition, user, today) -> list[tuple]:
    where = shown_address(user, transition.household, transition.contact_institution, today)
    return [
        (_("Der"), where),
        (_("Hos oss"), transition.caseworker),
        (_("I NAV"), transition.contact_nav),
    ]


def announcements(transition) -> list[dict]:
    """Every date that was told, the latest first, with how many days it moved (fremskutt eller utsatt)."""
    told = [
        {"planned_on": row.planned_on, "learned_on": row.learned_on, "reason": row.reason, "by": row.by}
        for row in transition.dates.select_related("by").order_by("learned_on", "pk")
    ]
    if transition.planned_on and (not told or told[-1]["planned_on"] != transition.planned_on):
        reason = _("Rettet ved innlesing") if told else ""
        learned_on = None if told else transition.notified_on
        told.append({"planned_on": transition.planned_on, "learned_on": learned_on, "reason": reason, "by": None})
    for before, row in zip([None, *told], told, strict=False):
        row["moved"] = _moved((row["planned_on"] - before["planned_on"]).days) if before else ""
    return told[::-1]


def _moved(days: int) -> str:
    if days == 0:
        return _("samme dag")
    if days < 0:
        return ngettext("{days} dag tidligere", "{days} dager tidligere", -days).format(days=-days)
    return ngettext("{days} dag senere", "{days} dager senere", days).format(days=days)


def mapping_asked_for(transition, today) -> str:
    """Why the household should be mapped now; empty when the mapping says what is so."""
    mapping = Mapping.objects.filter(household=transition.household_id).current(today).first()
    in_category_3 = mapping is not None and mapping.homeless_category == Mapping.HomelessCategory.INSTITUTION
    status = Transition.Status
    if transition.status == status.COMPLETED and in_category_3 and mapping.mapped_on <= transition.actual_on:
        return _("De er ute, men kartleggingen sier fortsatt fengsel eller institusjon.")
    if transition.status != status.EXPECTED or in_category_3 or transition.home_before != Transition.HomeBefore.NONE:
        return ""
    if transition.planned_on is None or not is_within_reach(today, transition.planned_on):
        return ""
    return _("De skal ut innen to måneder uten bolig: da er de bostedsløse i kategori 3.")


def consent_missing(transition, today) -> str:
    """Nothing is shared with anybody without a consent in force."""
    given = transition.consent
    if given is None:
        return _("Ingen samtykke er registrert. Uten samtykke deler vi ingenting med fengselet, sykehuset eller NAV.")
    over = [day for day in (given.expires_on, given.withdrawn_on) if day and day <= today]
    if over:
        return _("Samtykket gjaldt til {day:%d.%m.%Y}. Uten nytt samtykke deler vi ingenting.").format(day=min(over))
    return ""


def next_deadline(transition, today):
    """What is missing next, if anything is."""
    household = Household.objects.filter(pk=transition.household_id)
    url = transition.get_absolute_url()
    return next((row for row in releases_without_home(household, today) if row.url == url), None)
