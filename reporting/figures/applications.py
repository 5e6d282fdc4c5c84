"""Applications and appeals (søknader og klager) within the period, and what is still undecided on its last day.

An application (søknad) is for a municipal dwelling: a new one, another, or to stay. Requests for assistance and for
temporary housing have figures of their own. An appeal is an appeal whatever was decided.
"""

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from applications.models import Appeal, Application, HelpPlan
from reporting.figures.figure import Figure, Group, Unit, median_days, share

Kind = Application.Kind
Outcome = Application.Outcome


def received(period, **facts):
    return Application.objects.about_dwelling().received_in(period).filter(**facts)


def decided(period, *outcomes):
    return Application.objects.about_dwelling().decided_in(period, *outcomes)


def refused_by_plan(period):
    """Refused in the period, and whether a help plan was made by its last day."""
    plans = HelpPlan.objects.filter(application=OuterRef("pk"), made_on__lte=period.last)
    return decided(period, Outcome.REJECTED).annotate(has_plan=Exists(plans))


def requested(period, kind):
    return Application.objects.received_in(period).filter(kind=kind)


def given(period, kind):
    return Application.objects.decided_in(period, Outcome.GRANTED).filter(kind=kind)


def granted_or_rejected(period):
    return decided(period, Outcome.GRANTED, Outcome.REJECTED)


def _figure(code, label, definition, rows, **more):
    facts = {"unit": Unit.APPLICATION, "group": Group.APPLICATIONS} | more
    return Figure(code=code, label=label, definition=definition, rows=rows, **facts)


FIGURES = [
    _figure(
        "applications.received",
        _("Mottatte søknader"),
        _("Søknader om kommunal bolig (ny, bytte eller forlengelse) med mottattdato i perioden."),
        received,
    ),
    _figure(
        "applications.received_new",
        _("Mottatte nye søknader"),
        _("Mottatte søknader i perioden som gjelder ny bolig."),
        lambda period: received(period, kind=Kind.NEW),
    ),
    _figure(
        "applications.received_transfer",
        _("Mottatte søknader om bytte"),
        _("Mottatte søknader i perioden som gjelder bytte av bolig."),
        lambda period: received(period, kind=Kind.TRANSFER),
    ),
    _figure(
        "applications.received_extension",
        _("Mottatte søknader om forlengelse"),
        _("Mottatte søknader i perioden som gjelder forlengelse av leieforholdet."),
        lambda period: received(period, kind=Kind.EXTENSION),
    ),
    _figure(
        "applications.granted",
        _("Innvilgede søknader"),
        _("Søknader om kommunal bolig med vedtaksdato i perioden og utfallet innvilget."),
        lambda period: decided(period, Outcome.GRANTED),
    ),
    _figure(
        "applications.rejected",
        _("Avslåtte søknader"),
        _("Søknader om kommunal bolig med vedtaksdato i perioden og utfallet avslått."),
        lambda period: decided(period, Outcome.REJECTED),
    ),
    _figure(
        "applications.dismissed",
        _("Avviste søknader"),
        _("Søknader om kommunal bolig med vedtaksdato i perioden og utfallet avvist."),
        lambda period: decided(period, Outcome.DISMISSED),
    ),
    _figure(
        "applications.withdrawn",
        _("Trukne søknader"),
        _("Søknader om kommunal bolig som søkeren trakk i perioden."),
        lambda period: decided(period, Outcome.WITHDRAWN),
    ),
    _figure(
        "applications.decided",
        _("Avgjorte søknader"),
        _("Innvilgede og avslåtte søknader om kommunal bolig med vedtaksdato i perioden."),
        granted_or_rejected,
    ),
    _figure(
        "applications.grant_percent",
        _("Andel innvilget"),
        _("Innvilgede i prosent av de avgjorte søknadene om kommunal bolig (innvilgede og avslåtte) i perioden."),
        granted_or_rejected,
        value=share(Q(outcome=Outcome.GRANTED)),
        unit=Unit.PERCENT,
        decimals=1,
    ),
    _figure(
        "applications.extensions_granted",
        _("Innvilgede forlengelser"),
        _("Søknader om forlengelse med vedtaksdato i perioden og utfallet innvilget."),
        lambda period: decided(period, Outcome.GRANTED).filter(kind=Kind.EXTENSION),
    ),
    _figure(
        "applications.median_days",
        _("Saksbehandlingstid, median"),
        _(
            "Medianen av dager fra mottatt til vedtak for de avgjorte søknadene om kommunal bolig (innvilgede og "
            "avslåtte) i perioden."
        ),
        granted_or_rejected,
        value=median_days(F("decided_on"), F("received_on")),
        unit=Unit.DAY,
        decimals=1,
    ),
    _figure(
        "applications.pending",
        _("Ubehandlede søknader"),
        _("Søknader om kommunal bolig mottatt senest den siste dagen som da ikke var avgjort."),
        lambda period: Application.objects.about_dwelling().pending(period.last),
    ),
    _figure(
        "applications.rejected_with_plan_percent",
        _("Andel avslag med hjelpeplan"),
        _(
            "Hvor mange prosent av søknadene om kommunal bolig som ble avslått i perioden, som har en hjelpeplan "
            "laget senest den siste dagen."
        ),
        refused_by_plan,
        value=share(Q(has_plan=True)),
        unit=Unit.PERCENT,
        decimals=1,
    ),
    _figure(
        "assistance.received",
        _("Søknader om boligsosial bistand"),
        _(
            "Søknader om bistand etter boligsosialloven med mottattdato i perioden. De telles ikke blant søknadene om "
            "kommunal bolig."
        ),
        lambda period: requested(period, Kind.ASSISTANCE),
    ),
    _figure(
        "assistance.granted",
        _("Innvilget boligsosial bistand"),
        _("Søknader om bistand etter boligsosialloven med vedtaksdato i perioden og utfallet innvilget."),
        lambda period: given(period, Kind.ASSISTANCE),
    ),
    _figure(
        "temporary_requests.received",
        _("Søknader om midlertidig botilbud"),
        _(
            "Søknader om midlertidig botilbud med mottattdato i perioden. De telles ikke blant søknadene om kommunal "
            "bolig."
        ),
        lambda period: requested(period, Kind.TEMPORARY),
    ),
    _figure(
        "temporary_requests.granted",
        _("Innvilget midlertidig botilbud"),
        _("Søknader om midlertidig botilbud med vedtaksdato i perioden og utfallet innvilget."),
        lambda period: given(period, Kind.TEMPORARY),
    ),
    _figure(
        "appeals.received",
        _("Mottatte klager"),
        _("Klager på vedtak av alle slag med mottattdato i perioden."),
        lambda period: Appeal.objects.filter(received_on__range=(period.first, period.last)),
        unit=Unit.APPEAL,
    ),
    _figure(
        "appeals.changed",
        _("Klager der vedtaket ble endret"),
        _("Klager på vedtak av alle slag avgjort i perioden med resultatet at vedtaket ble endret."),
        lambda period: Appeal.objects.filter(
            status=Appeal.Status.CHANGED, decided_on__range=(period.first, period.last)
        ),
        unit=Unit.APPEAL,
    ),
]
