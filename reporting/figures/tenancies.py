"""Offers, allocations and municipal tenancies (tilbud, tildelinger og leieforhold)."""

from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext_lazy as _

from allocation.models import Offer
from housing.models import Tenancy
from housing.periods import add_months, years_before
from reporting.figures.figure import Figure, Group, Unit, median_days


def within(period):
    return (period.first, period.last)


def allocated(period):
    return Tenancy.objects.municipal().filter(allocated_on__range=within(period))


def to_new_tenants(period):
    """Allocations to households that had lived in no other municipal dwelling before."""
    lived_before = (
        Tenancy.objects.municipal()
        .filter(household=OuterRef("household"), moved_in_on__lt=OuterRef("allocated_on"))
        .exclude(pk=OuterRef("pk"))
    )
    return allocated(period).filter(~Exists(lived_before))


def moved_in(period):
    return Tenancy.objects.municipal().filter(moved_in_on__range=within(period))


def active(period):
    return Tenancy.objects.active(period.last)


def under_contract(period, **facts):
    """Active tenancies by their latest contract begun on the last day or before."""
    return active(period).with_latest_contract(period.last).filter(contract_id__isnull=False, **facts)


def _figure(code, label, definition, rows, **more):
    facts = {"unit": Unit.TENANCY, "group": Group.TENANCIES} | more
    return Figure(code=code, label=label, definition=definition, rows=rows, **facts)


FIGURES = [
    _figure(
        "offers.made",
        _("Tilbud gitt"),
        _("Tilbud om bolig med tilbudsdato i perioden."),
        lambda period: Offer.objects.filter(offered_on__range=within(period)),
        unit=Unit.OFFER,
    ),
    _figure(
        "offers.declined",
        _("Tilbud takket nei til"),
        _("Tilbud der husstanden takket nei, med svardato i perioden."),
        lambda period: Offer.objects.filter(status=Offer.Status.DECLINED, answered_on__range=within(period)),
        unit=Unit.OFFER,
    ),
    _figure(
        "allocations.made",
        _("Tildelinger"),
        _("Kommunale leieforhold med tildelingsdato i perioden."),
        allocated,
    ),
    _figure(
        "allocations.new_tenants",
        _("Tildelinger til nye leietakere"),
        _(
            "Tildelinger i perioden til husstander som ikke hadde flyttet inn i en annen kommunal bolig før "
            "tildelingen."
        ),
        to_new_tenants,
    ),
    _figure(
        "allocations.median_days_to_move_in",
        _("Dager fra tildeling til innflytting, median"),
        _(
            "Medianen av dager fra tildeling til innflytting for kommunale leieforhold med innflytting i perioden "
            "og kjent tildeling."
        ),
        lambda period: moved_in(period).filter(allocated_on__isnull=False),
        value=median_days(F("moved_in_on"), F("allocated_on")),
        unit=Unit.DAY,
        decimals=1,
    ),
    _figure(
        "tenancies.active",
        _("Aktive leieforhold"),
        _("Kommunale leieforhold der husstanden er flyttet inn senest den siste dagen og da ikke er flyttet ut."),
        active,
    ),
    _figure(
        "tenancies.moved_in",
        _("Innflyttinger"),
        _("Kommunale leieforhold med innflytting i perioden."),
        moved_in,
    ),
    _figure(
        "tenancies.moved_out",
        _("Utflyttinger"),
        _("Kommunale leieforhold med utflyttingsdato i perioden."),
        lambda period: Tenancy.objects.municipal().filter(moved_out_on__range=within(period)),
    ),
    _figure(
        "tenancies.indefinite",
        _("Tidsubestemte leieforhold"),
        _("Aktive leieforhold der den siste kontrakten som har begynt, ikke har sluttdato."),
        lambda period: under_contract(period, contract_ends_on__isnull=True),
    ),
    _figure(
        "tenancies.fixed_term",
        _("Tidsbestemte leieforhold"),
        _("Aktive leieforhold der den siste kontrakten som har begynt, har sluttdato."),
        lambda period: under_contract(period, contract_ends_on__isnull=False),
    ),
    _figure(
        "tenancies.over_3_years",
        _("Bodd i tre år eller mer"),
        _("Aktive leieforhold der husstanden flyttet inn minst tre år før den siste dagen. Samme dato regnes med."),
        lambda period: active(period).filter(moved_in_on__lte=years_before(period.last, 3)),
    ),
    _figure(
        "tenancies.extended",
        _("Forlengede leieforhold"),
        _("Aktive leieforhold med to eller flere kontrakter som har begynt senest den siste dagen."),
        lambda period: under_contract(period, contracts_begun__gte=2),
    ),
    _figure(
        "tenancies.expiring_6_months",
        _("Kontrakter som løper ut innen seks måneder"),
        _(
            "Aktive leieforhold der den siste kontrakten som har begynt, slutter etter den siste dagen og senest "
            "seks måneder senere."
        ),
        lambda period: under_contract(
            period, contract_ends_on__gt=period.last, contract_ends_on__lte=add_months(period.last, 6)
        ),
    ),
    _figure(
        "tenancies.expired_in_place",
        _("Bor på utløpt kontrakt"),
        _("Aktive leieforhold der den siste kontrakten som har begynt, sluttet den siste dagen eller før."),
        lambda period: under_contract(period, contract_ends_on__lte=period.last),
    ),
]
