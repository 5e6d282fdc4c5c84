"""The figures that only this form asks for: households, each once in a year, and the dwellings by its own rules.

A household is new (ny) when it lived in no municipal dwelling the day it applied, and asked for neither another
dwelling nor a longer lease. What is counted are rows of one of its cases, so that each number can be opened.
"""

from fractions import Fraction

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from allocation.models import TemporaryStay
from allocation.stretches import unbroken
from applications.models import Application
from housing.models import Dwelling, Tenancy
from housing.models.households import TargetGroup
from housing.periods import Period, add_months, round_half_up
from reporting.figures.dwellings import in_stock
from reporting.figures.figure import Figure, Group, Unit
from reporting.figures.temporary import one_each, stays_in

LONG_MONTHS = 3
Kind, Outcome = Application.Kind, Application.Outcome
HEALTH = [TargetGroup.SUBSTANCE_USE, TargetGroup.MENTAL_ILLNESS, TargetGroup.DUAL_DIAGNOSIS]
DISABILITY = [TargetGroup.PHYSICAL_DISABILITY, TargetGroup.INTELLECTUAL_DISABILITY]


def first_of_each(rows: QuerySet, day: str) -> QuerySet:
    """The first of each household's rows by the day: as many rows as there are households."""
    first = rows.order_by("household_id", day, "pk").distinct("household_id")
    return rows.model.objects.filter(pk__in=first.values("pk"))


def municipal_tenancy(day) -> QuerySet:
    """A municipal tenancy that the outer row's household lived in on the day, which may be a day of that row."""
    left_later = Q(moved_out_on__isnull=True) | Q(moved_out_on__gt=day)
    return Tenancy.objects.municipal().filter(left_later, household=OuterRef("household"), moved_in_on__lte=day)


def new_applications() -> QuerySet:
    """Applications for a dwelling from households that were no municipal tenants the day it was received."""
    return Application.objects.filter(~Exists(municipal_tenancy(OuterRef("received_on"))), kind=Kind.NEW)


def applied(period: Period) -> QuerySet:
    return first_of_each(new_applications().filter(received_on__range=(period.first, period.last)), "received_on")


def decided(outcome: str):
    def rows(period: Period) -> QuerySet:
        found = new_applications().filter(outcome=outcome, decided_on__range=(period.first, period.last))
        return first_of_each(found, "decided_on")

    return rows


def allocated_to_new(period: Period) -> QuerySet:
    """Allocations of the year to households new by then; one that fell through within the year is none.

    Where the application is not known, the day of the allocation stands for the day they applied.
    """
    found = (
        Tenancy.objects.municipal()
        .filter(allocated_on__range=(period.first, period.last))
        .exclude(application__kind__in=[Kind.TRANSFER, Kind.EXTENSION])
        .exclude(moved_in_on__isnull=True, moved_out_on__lte=period.last)
        .annotate(applied_on=Coalesce("application__received_on", F("allocated_on")))
    )
    another = municipal_tenancy(OuterRef("applied_on")).exclude(pk=OuterRef("pk"))
    return first_of_each(found.filter(~Exists(another)), "allocated_on")


def of_groups(groups: list[str]):
    return lambda period: allocated_to_new(period).filter(household__target_groups__overlap=groups)


def waiting(period: Period, **facts) -> QuerySet:
    """New households with a decision, and no dwelling by the last day."""
    on_list = Application.objects.waiting(period.last).filter(kind=Kind.NEW, **facts)
    return first_of_each(on_list.filter(~Exists(municipal_tenancy(period.last))), "decided_on")


def stayed_over_three_months(period: Period) -> QuerySet:
    """By the longest unbroken stay, across places and from before the year: the form's rule, not the report's."""
    within = stays_in(period)
    known = TemporaryStay.objects.filter(household__in=within.order_by().values("household"))
    stays: dict[int, list] = {}
    for household, *dates in known.order_by("pk").values_list("household", "starts_on", "ends_on"):
        stays.setdefault(household, []).append(tuple(dates))
    found = [household for household, dates in stays.items() if _is_long(dates, period)]
    return one_each(within.filter(household__in=found))


def _is_long(dates, period) -> bool:
    stretches = unbroken(dates, period.last)
    return any(until > period.first and until > add_months(since, LONG_MONTHS) for since, until in stretches)


def per_1000(rows: QuerySet, period: Period):
    """By the inhabitants of 31 December: the number of 1 January the year after (setting MUNICIPALITY_INHABITANTS)."""
    inhabitants = settings.INHABITANTS.get(period.last.year + 1)
    return round_half_up(Fraction(rows.count() * 1000, inhabitants), 1) if inhabitants else None


def _of_stock(code, label, definition, rows, **more):
    return Figure(
        code=code, label=label, definition=definition, rows=rows, unit=Unit.DWELLING, group=Group.DWELLINGS, **more
    )


def _of_households(code, group, label, definition, rows):
    return Figure(code=code, label=label, definition=definition, rows=rows, unit=Unit.HOUSEHOLD, group=group)


FIGURES = [
    _of_stock(
        "kostra.dwellings_wheelchair",
        _("Boliger tilgjengelige med rullestol"),
        _("Disponerte boliger 31. desember som er registrert som tilgjengelige med rullestol. Ikke registrert er nei."),
        lambda period: in_stock(period, is_wheelchair_accessible=True),
    ),
    _of_stock(
        "kostra.dwellings_care",
        _("Omsorgsboliger"),
        _("Disponerte boliger 31. desember av typen omsorgsbolig."),
        lambda period: in_stock(period, category=Dwelling.Category.CARE),
    ),
    _of_stock(
        "kostra.dwellings_per_1000",
        _("Boliger per 1000 innbyggere 31. desember"),
        _(
            "Disponerte boliger 31. desember per 1000 innbyggere samme dag. Innbyggertallet er det for 1. januar året "
            "etter, og tallet mangler til det er lagt inn."
        ),
        in_stock,
        value=per_1000,
        decimals=1,
    ),
    _of_households(
        "kostra.applicants",
        Group.APPLICATIONS,
        _("Nye søkere"),
        _(
            "Husstander med en søknad om ny kommunal bolig mottatt i året, hver husstand én gang. Husstander som bodde "
            "i en kommunal bolig den dagen søknaden kom, er ikke med."
        ),
        applied,
    ),
    _of_households(
        "kostra.granted",
        Group.APPLICATIONS,
        _("Nye søkere som fikk innvilget"),
        _(
            "Husstander med en søknad om ny kommunal bolig innvilget i året, hver husstand én gang, og ikke leietakere "
            "da søknaden kom. Utfallet er det som gjelder nå, også etter klage."
        ),
        decided(Outcome.GRANTED),
    ),
    _of_households(
        "kostra.rejected",
        Group.APPLICATIONS,
        _("Nye søkere som fikk avslag"),
        _(
            "Husstander med en søknad om ny kommunal bolig avslått i året, hver husstand én gang, og ikke leietakere "
            "da søknaden kom. Avviste søknader er ikke med. Utfallet er det som gjelder nå, også etter klage."
        ),
        decided(Outcome.REJECTED),
    ),
    _of_households(
        "kostra.new_households",
        Group.TENANCIES,
        _("Nyinnflyttede husstander"),
        _(
            "Husstander som ble tildelt en kommunal bolig i året og ikke bodde i en den dagen søknaden kom, hver "
            "husstand én gang. Bytte, forlengelse og tildelinger som falt bort samme år, er ikke med. Er søknaden "
            "ikke kjent, regnes det fra tildelingen."
        ),
        allocated_to_new,
    ),
    _of_households(
        "kostra.new_refugees",
        Group.TENANCIES,
        _("Nyinnflyttede flyktninger"),
        _(
            "Nyinnflyttede husstander i målgruppen flyktning. Målgruppen er den som er registrert på husstanden nå, og "
            "en husstand kan ha flere."
        ),
        of_groups([TargetGroup.REFUGEE]),
    ),
    _of_households(
        "kostra.new_health",
        Group.TENANCIES,
        _("Nyinnflyttede med psykisk lidelse og/eller rusproblem"),
        _(
            "Nyinnflyttede husstander i minst én av målgruppene rus, psykisk lidelse, og rus og psykisk lidelse. "
            "Målgruppen er den som er registrert på husstanden nå."
        ),
        of_groups(HEALTH),
    ),
    _of_households(
        "kostra.new_disability",
        Group.TENANCIES,
        _("Nyinnflyttede med behov for tilrettelagt bolig"),
        _(
            "Nyinnflyttede husstander i minst én av målgruppene fysisk funksjonsnedsettelse og utviklingshemming. "
            "Målgruppen er den som er registrert på husstanden nå."
        ),
        of_groups(DISABILITY),
    ),
    _of_households(
        "kostra.waiting",
        Group.WAITING,
        _("Nye husstander som venter på bolig"),
        _(
            "Husstander med vedtak om ny kommunal bolig som 31. desember var på ventelisten og ikke bodde i en "
            "kommunal bolig, hver husstand én gang."
        ),
        waiting,
    ),
    _of_households(
        "kostra.waiting_adapted",
        Group.WAITING,
        _("Nye husstander som venter på tilrettelagt bolig"),
        _("De av husstandene som venter, der søknaden sier at boligen må kunne brukes med rullestol."),
        lambda period: waiting(period, needs_wheelchair=True),
    ),
    _of_households(
        "kostra.temporary_over_3_months",
        Group.TEMPORARY,
        _("Husstander over tre måneder i midlertidig botilbud"),
        _(
            "Husstander med et opphold i året, der det lengste sammenhengende oppholdet hadde vart mer enn tre måneder "
            "da det sluttet, eller 31. desember hvis det ikke var slutt. Flytting fra ett sted til et annet samme dag "
            "bryter ikke oppholdet, og tiden før nyttår regnes med. Hver husstand telles én gang."
        ),
        stayed_over_three_months,
    ),
]
