"""What one participant's page shows, and the one table of its panels (deltakerens side)."""

from django.contrib.contenttypes.models import ContentType
from django.template.loader import render_to_string
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from allocation.models import Offer
from housing.models import Alert, CaseEvent
from housing.templatetags.norwegian import date_no
from housing_first.models import AgreementExtension, HomeOffer, OwnWish, Participation, TimeAway

# ``module.function(participation, user, day) -> housing.casefile.Part | None``, in order.
PANELS: list[str] = [
    "housing_first.field_panels.door",
    "housing_first.field_panels.contacts",
    "housing_first.outcome_page.panel",
    "housing_first.field_panels.safety",
]
SHOWN = 20


def panels(request, participation, day) -> list[dict]:
    """Each panel is drawn alone, so that two of them may use the same names."""
    parts = (import_string(path)(participation, request.user, day) for path in PANELS)
    context = {"participation": participation, "today": day}
    return [
        {"title": part.title, "html": render_to_string(part.template, context | part.context, request)}
        for part in parts
        if part is not None
    ]


def facts_of(participation, user, day) -> dict:
    """The page's own part: the agreement, own wishes, homes offered, prison and treatment, what has happened."""
    mine = {"participation": participation}
    away = list(TimeAway.objects.visible_to(user).filter(**mine).select_related("transition"))
    for row in away:
        row.home_state, row.home_color = home_state(row, day)
    return {
        "participation": participation,
        "household": participation.household,
        "facts": agreement_facts(participation),
        "wishes": list(OwnWish.objects.visible_to(user).filter(**mine).select_related("by")[:SHOWN]),
        "extensions": list(AgreementExtension.objects.visible_to(user).filter(**mine)),
        "home_offers": list(HomeOffer.objects.visible_to(user).filter(**mine)[:SHOWN]),
        "municipal_offers": municipal_offers(participation, user),
        "away": away,
        "is_away": any(row.ended_on is None for row in away),
        "alerts": list(Alert.objects.on(day).filter(person=participation.person_id)),
        "timeline": timeline_of(participation),
        "today": day,
    }


def agreement_facts(participation) -> list[tuple]:
    team = participation.team
    facts = [(_("Team"), str(team), team.get_absolute_url()), (_("Hovedkontakt"), participation.caseworker)]
    if participation.referral_id:
        facts.append((_("Henvisning"), participation.referral.number, participation.referral.get_absolute_url()))
    facts += [
        (_("Invitert"), date_no(participation.invited_on)),
        (_("Deltaker fra"), date_no(participation.started_on)),
    ]
    if participation.declined_on:
        facts.append((_("Takket nei"), date_no(participation.declined_on)))
    if participation.started_on:
        facts.append((_("Samarbeidsavtale"), agreement_words(participation)))
        facts.append((_("Skal møtes minst hver"), _("{days}. dag").format(days=participation.days_between_meetings)))
    if participation.ended_on:
        reason = participation.get_end_reason_display().lower()
        facts.append((_("Avsluttet"), f"{date_no(participation.ended_on)} {reason}".strip()))
        facts.append((_("Hvordan det gikk"), participation.end_note))
    return facts


def agreement_words(participation) -> str:
    signed, until = date_no(participation.agreement_signed_on), date_no(participation.agreement_until)
    if not signed:
        return _("ikke signert")
    if not until:
        return _("signert {day}, uten sluttdato").format(day=signed)
    return _("signert {day}, gjelder til {until}").format(day=signed, until=until)


def home_state(away, day) -> tuple[str, str]:
    """Whether a home is ready before they come out, in words and the colour of a badge."""
    case = away.transition
    if case is None:
        return _("Løslatelse eller utskriving er ikke registrert"), "neutral"
    if case.housing_ready_on and case.housing_ready_on <= day:
        return _("Bolig klar fra {day}").format(day=date_no(case.housing_ready_on)), "success"
    if case.housing_ready_on:
        return _("Bolig blir klar {day}").format(day=date_no(case.housing_ready_on)), "info"
    needed = away.home_needed_by()
    if needed is None:
        return _("Ingen bolig er klar"), "warning"
    words = _("Ingen bolig er klar. Den bør stå klar {day}").format(day=date_no(needed))
    return words, "danger" if needed <= day else "warning"


def municipal_offers(participation, user) -> list:
    """Offers from the waiting list since the invitation, newest first; where the dwelling is, stands with the offer.

    What the household was offered before the team invited anybody is no part of how the participation goes.
    """
    began = participation.invited_on or participation.started_on
    if began is None or not user.has_perm("allocation.view_offer"):
        return []
    rows = Offer.objects.visible_to(user).filter(application__household=participation.household_id)
    rows = rows.filter(offered_on__gte=began)
    return list(rows.order_by("-offered_on", "-pk")[:SHOWN])


def timeline_of(participation):
    about = {"subject_type": ContentType.objects.get_for_model(Participation), "subject_id": participation.pk}
    return CaseEvent.objects.filter(**about, household=participation.household_id).for_timeline()
