"""The municipality's dwellings (boligmassen): how many, how used, how long empty, bought and sold.

Amounts are kroner. A dwelling without a known rent adds its empty days, and nothing to the rent lost.
"""

from datetime import timedelta
from fractions import Fraction

from django.conf import settings
from django.db.models import DateField, F, IntegerField, Q, Sum, Value
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils.translation import gettext_lazy as _

from housing.models import Dwelling, Tenancy
from housing.periods import round_half_up
from reporting.figures.figure import Days, Figure, Group, Unit, share, total, total_kr

Ownership = Dwelling.Ownership


def in_stock(period, **facts):
    return Dwelling.objects.in_stock(period.last).filter(**facts)


def empty_in(period):
    """Dwellings in stock and not lived in on one or more days of the period, with ``empty_days``.

    Days in stock less days lived in: two tenancies of a dwelling never overlap (``dwelling_let_to_one_at_a_time``),
    so the days of each may be added.
    """
    begins = Greatest("acquired_on", _day(period.first))
    ends = Least("left_stock_on", _day(period.last + timedelta(days=1)))
    lived_in = Greatest(
        Value(0),
        Days(Least("tenancies__moved_out_on", ends), Greatest("tenancies__moved_in_on", begins)),
        output_field=IntegerField(),
    )
    by_tenants = Q(tenancies__tenure=Tenancy.Tenure.MUNICIPAL, tenancies__moved_in_on__lte=period.last)
    stock = Dwelling.objects.filter(
        Q(left_stock_on__isnull=True) | Q(left_stock_on__gt=period.first), acquired_on__lte=period.last
    )
    return stock.annotate(empty_days=Days(ends, begins) - Coalesce(Sum(lived_in, filter=by_tenants), 0)).filter(
        empty_days__gt=0
    )


def _day(day):
    return Value(day, output_field=DateField())


def rent_loss(rows, period):
    """Rent not earned on the empty days: a day's rent is a year's rent divided by 365, also in a leap year."""
    found = rows.aggregate(found=Sum(F("monthly_rent") * F("empty_days")))["found"]
    return None if found is None else round_half_up(Fraction(found) * 12 / 365, 2)


def inhabitants_on(day):
    """The latest known number of inhabitants not newer than the day (setting MUNICIPALITY_INHABITANTS, by year)."""
    known = [year for year in settings.INHABITANTS if year <= day.year]
    return settings.INHABITANTS[max(known)] if known else None


def per_1000(rows, period):
    inhabitants = inhabitants_on(period.last)
    return round_half_up(Fraction(rows.count() * 1000, inhabitants), 1) if inhabitants else None


def bought(period):
    return Dwelling.objects.filter(ownership=Ownership.OWNED, acquired_on__range=(period.first, period.last))


def sold_to_tenant(period):
    return Dwelling.objects.filter(
        left_stock_reason=Dwelling.LeftReason.SOLD_TO_TENANT, left_stock_on__range=(period.first, period.last)
    )


def _figure(code, label, definition, rows, **more):
    facts = {"unit": Unit.DWELLING, "group": Group.DWELLINGS} | more
    return Figure(code=code, label=label, definition=definition, rows=rows, **facts)


FIGURES = [
    _figure(
        "dwellings.total",
        _("Kommunalt disponerte boliger"),
        _("Boliger kommunen disponerer den siste dagen: disponert fra senest den dagen og ikke ute av boligmassen."),
        in_stock,
    ),
    _figure(
        "dwellings.owned",
        _("Eide boliger"),
        _("Disponerte boliger den siste dagen som kommunen eier."),
        lambda period: in_stock(period, ownership=Ownership.OWNED),
    ),
    _figure(
        "dwellings.leased_in",
        _("Innleide boliger"),
        _("Disponerte boliger den siste dagen som kommunen leier inn."),
        lambda period: in_stock(period, ownership=Ownership.LEASED_IN),
    ),
    _figure(
        "dwellings.nomination",
        _("Boliger med tilvisningsrett"),
        _("Disponerte boliger den siste dagen der kommunen peker ut leietakeren."),
        lambda period: in_stock(period, ownership=Ownership.NOMINATION),
    ),
    _figure(
        "dwellings.per_1000",
        _("Boliger per 1000 innbyggere"),
        _(
            "Disponerte boliger den siste dagen per 1000 innbyggere, etter det siste kjente innbyggertallet fra "
            "samme år eller før."
        ),
        in_stock,
        value=per_1000,
        decimals=1,
    ),
    _figure(
        "dwellings.in_housing_association",
        _("Boliger i borettslag"),
        _("Disponerte boliger den siste dagen som ligger i borettslag."),
        lambda period: in_stock(period, in_housing_association=True),
    ),
    _figure(
        "dwellings.cost_covering_percent",
        _("Andel med kostnadsdekkende leie"),
        _(
            "Boliger med kostnadsdekkende husleie i prosent av de disponerte boligene den siste dagen som har en "
            "husleiemodell."
        ),
        lambda period: in_stock(period).exclude(rent_model=""),
        value=share(Q(rent_model=Dwelling.RentModel.COST_COVERING)),
        unit=Unit.PERCENT,
        decimals=1,
    ),
    _figure(
        "dwellings.occupied",
        _("Bebodde boliger"),
        _("Disponerte boliger den siste dagen der en leietaker er flyttet inn og ikke flyttet ut."),
        lambda period: Dwelling.objects.occupied(period.last),
    ),
    _figure(
        "dwellings.under_work",
        _("Boliger som ikke kan leies ut"),
        _(
            "Disponerte, ubebodde boliger den siste dagen som ikke kan leies ut, fordi det er registrert et opphold i "
            "utleie (oppussing, skade, klargjøring, salg)."
        ),
        lambda period: Dwelling.objects.under_work(period.last),
    ),
    _figure(
        "dwellings.vacant",
        _("Ledige boliger"),
        _("Disponerte, ubebodde boliger den siste dagen som kan leies ut."),
        lambda period: Dwelling.objects.vacant(period.last),
    ),
    _figure(
        "dwellings.empty_days",
        _("Tomgangsdager"),
        _("Antall dager i perioden som en disponert bolig ikke var bebodd, lagt sammen for alle boligene."),
        empty_in,
        value=total("empty_days"),
        unit=Unit.DAY,
    ),
    _figure(
        "dwellings.rent_loss",
        _("Tapt husleie ved tomgang"),
        _("Månedsleie × 12 / 365 for hver tomgangsdag i perioden. Boliger uten kjent leie er ikke med."),
        empty_in,
        value=rent_loss,
        unit=Unit.KR,
        decimals=2,
    ),
    _figure(
        "dwellings.bought",
        _("Kjøpte boliger"),
        _("Eide boliger som kommunen disponerer fra en dato i perioden."),
        bought,
    ),
    _figure(
        "dwellings.bought_cost",
        _("Kjøpesum"),
        _("Summen av kjøpesummene for boligene kjøpt i perioden."),
        bought,
        value=total_kr("acquisition_price"),
        unit=Unit.KR,
        decimals=2,
    ),
    _figure(
        "dwellings.sold_to_tenant",
        _("Boliger solgt til leietaker"),
        _("Boliger som gikk ut av boligmassen i perioden fordi leietakeren kjøpte dem."),
        sold_to_tenant,
    ),
    _figure(
        "dwellings.sold_income",
        _("Salgssum"),
        _("Summen av salgssummene for boligene solgt til leietaker i perioden."),
        sold_to_tenant,
        value=total_kr("disposal_price"),
        unit=Unit.KR,
        decimals=2,
    ),
]
