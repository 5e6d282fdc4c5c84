"""What a temporary stay's page says about it, and what the household's page says of the stay."""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from allocation import stretches
from allocation.models import Expulsion, TemporaryStay
from housing import law, terms
from housing.casefile import Part, State
from housing.models import CaseEvent, Letter
from housing.protection import shown_address
from housing.templatetags.norwegian import date_no, kr

SHOWN = 4


def since_of(household, day):
    """Since when the household has lived temporarily without a break; None when it does not."""
    stays = TemporaryStay.objects.filter(household=household).values_list("starts_on", "ends_on")
    return stretches.since(list(stays), day)


def panel(household, user, day) -> Part | None:
    """The panel «Midlertidig botilbud» on a household's page, for those who have lived temporarily."""
    rows = list(TemporaryStay.objects.visible_to(user).filter(household=household)[:SHOWN])
    if not rows:
        return None
    since = since_of(household, day)
    context = {"stays": rows, "since": since, "days": (day - since).days if since else None}
    return Part(_("Midlertidig botilbud"), "allocation/_temporary.html", context)


def state(household, user, day) -> State | None:
    """«Bor midlertidig siden 03.09.2026 (84 dager).»"""
    stay = TemporaryStay.objects.visible_to(user).on(day).filter(household=household).first()
    if stay is None:
        return None
    since = since_of(household, day)
    text = _("Bor midlertidig siden {day:%d.%m.%Y}.").format(day=since)
    detail = _("{days} dager.").format(days=(day - since).days)
    return State(text, detail, _("Åpne oppholdet"), stay.get_absolute_url())


def stay_facts(stay, user, today) -> list[tuple]:
    where = shown_address(user, stay.household, stay.where, today) if stay.where else ""
    return [
        (_("Sted"), where),
        (_("Fra"), date_no(stay.starts_on)),
        (_("Planlagt til"), date_no(stay.planned_ends_on)),
        (_("Flyttet ut"), date_no(stay.ends_on)),
        *([(_("Flyttet til"), stay.get_exit_to_display())] if stay.exit_to else []),
        (_("Netter"), str(stay.nights_by(today))),
    ]


def decision_facts(stay) -> list[tuple]:
    application = stay.application
    case = (_("Søknad"), application.number, application.get_absolute_url()) if application else (_("Søknad"), "")
    return [case, (_("Vedtak"), date_no(stay.decided_on))]


def cost_facts(stay, today) -> list[tuple]:
    price = f"{kr(stay.price)} {stay.get_price_per_display()}" if stay.price is not None else ""
    return [(_("Pris"), price), (_("Kostnad til nå"), kr(stay.cost_by(today)) if stay.price is not None else "")]


def key_facts(stay) -> list[tuple]:
    return [
        (_("Reglene signert"), date_no(stay.rules_signed_on)),
        (_("Nøkkel utlevert"), date_no(stay.key_handed_on)),
    ]


def expulsions_of(stay, user, today) -> list[Expulsion]:
    """With the alternative as this user may read it, and how the household may appeal."""
    rows = list(stay.expulsions.select_related("by"))
    body = law.appeal_body("temporary_housing")
    letters = Letter.objects.visible_to(user).filter(kind="expulsion", subject_id__in=[row.pk for row in rows])
    by_expulsion = {letter.subject_id: letter for letter in letters}
    for row in rows:
        row.letter = by_expulsion.get(row.pk)
        row.shown_alternative = shown_address(user, stay.household, row.alternative, today)
        row.appeal_body, row.appeal_law = body.body, law.reference(body.law, row.decided_on).short
        row.appeal_by = terms.due_on("F2", row.decided_on)
    return rows


def timeline_of(stay):
    about = ContentType.objects.get_for_model(TemporaryStay)
    events = CaseEvent.objects.filter(subject_type=about, subject_id=stay.pk, household=stay.household_id)
    return events.for_timeline()
