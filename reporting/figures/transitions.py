"""Releases from prison and discharges from institutions (løslatelse og utskriving), and who had a home that day."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from applications.models import Transition
from reporting.figures.figure import Figure, Group, Unit, share

Kind = Transition.Kind


def notified(period, kind):
    return Transition.objects.notified_in(period).filter(kind=kind)


def completed(period):
    return Transition.objects.completed_in(period)


def _figure(code, label, definition, rows, **more):
    facts = {"unit": Unit.TRANSITION, "group": Group.TRANSITIONS} | more
    return Figure(code=code, label=label, definition=definition, rows=rows, **facts)


FIGURES = [
    _figure(
        "transitions.releases",
        _("Meldte løslatelser"),
        _("Løslatelser fra fengsel som kommunen fikk melding om i perioden."),
        lambda period: notified(period, Kind.RELEASE),
    ),
    _figure(
        "transitions.discharges",
        _("Meldte utskrivinger"),
        _("Utskrivinger fra institusjon som kommunen fikk melding om i perioden."),
        lambda period: notified(period, Kind.DISCHARGE),
    ),
    _figure(
        "transitions.completed",
        _("Kom ut av fengsel eller institusjon"),
        _("Løslatelser og utskrivinger der personen kom ut i perioden, uansett når kommunen fikk melding."),
        completed,
    ),
    _figure(
        "transitions.housed_percent",
        _("Andel med bolig klar da de kom ut"),
        _("Hvor mange prosent av dem som kom ut i perioden, som hadde en bolig klar senest den dagen de kom ut."),
        completed,
        value=share(Q(housing_ready_on__lte=F("actual_on"))),
        unit=Unit.PERCENT,
        decimals=1,
    ),
]
