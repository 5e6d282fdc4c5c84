"""The nine indicators of rent to own, as the source's table has them (styringsparametere for leie til eie).

Each is one question to dates. The figures of the report ask the same questions (``reporting/figures/rent_to_own.py``).
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from housing.periods import Period
from rent_to_own.models import Guidance, Purchase, StartLoan


def guided(period: Period) -> QuerySet:
    return Guidance.objects.started_in(period)


def guided_with_children(period: Period) -> QuerySet:
    return guided(period).with_children()


def closed(period: Period) -> QuerySet:
    return Guidance.objects.closed_in(period)


def reopened(period: Period) -> QuerySet:
    return Guidance.objects.reopened_in(period)


def loans(period: Period) -> QuerySet:
    return StartLoan.objects.of_guidance().granted_in(period).with_loan()


def grants(period: Period) -> QuerySet:
    return StartLoan.objects.of_guidance().granted_in(period).with_grant()


def bought(period: Period) -> QuerySet:
    return Purchase.objects.of_guidance().bought_in(period)


def bought_private(period: Period) -> QuerySet:
    return bought(period).private()


def bought_municipal(period: Period) -> QuerySet:
    return bought(period).municipal()


def private_tenancies(period: Period) -> QuerySet:
    return Guidance.objects.helped_to_rent_in(period)


def count(rows: QuerySet) -> int:
    return rows.count()


def count_times(rows: QuerySet) -> int:
    """A guidance opened again twice counts twice."""
    return rows.aggregate(sum=Sum("times_reopened"))["sum"] or 0


@dataclass(frozen=True)
class Indicator:
    """One row of the table: its words as in the source, and the figure it is (``code``)."""

    code: str
    label: str | Promise
    rows: Callable[[Period], QuerySet]
    value: Callable[[QuerySet], int] = count

    def of(self, period: Period) -> int:
        return self.value(self.rows(period))


INDICATORS = [
    Indicator("rto.guided", _("Antall leietakere til veiledning og vurdering"), guided),
    Indicator("rto.guided_with_children", _("Antall husstander med barn av de med veiledning"), guided_with_children),
    Indicator("rto.closed", _("Antall avsluttet av de som har fått veiledning"), closed),
    Indicator("rto.reopened", _("Antall gjenopptatte saker"), reopened, count_times),
    Indicator("rto.loans", _("Antall som har fått startlån"), loans),
    Indicator("rto.grants", _("Antall som har fått boligtilskudd"), grants),
    Indicator("rto.bought_private", _("Antall som har kjøpt privat bolig"), bought_private),
    Indicator("rto.bought_municipal", _("Antall som har kjøpt kommunal bolig"), bought_municipal),
    Indicator(
        "rto.private_tenancies",
        _("Antall som har fått hjelp til å inngå avtale i privat leieforhold"),
        private_tenancies,
    ),
]


@dataclass(frozen=True)
class Row:
    """One indicator, year by year and for the whole period."""

    indicator: Indicator
    by_year: list[int]
    total: int


def first_year(today) -> int | None:
    """The year the oldest of what is counted belongs to."""
    oldest = [
        Guidance.objects.order_by("started_on").values_list("started_on", flat=True).first(),
        StartLoan.objects.of_guidance().order_by("decided_on").values_list("decided_on", flat=True).first(),
        Purchase.objects.of_guidance().order_by("bought_on").values_list("bought_on", flat=True).first(),
    ]
    years = [day.year for day in oldest if day and day <= today]
    return min(years, default=None)


def table(years: list[int]) -> list[Row]:
    """The total is asked for the whole period at once, and is no sum of the years: a test holds them together."""
    whole = Period(Period.year(min(years)).first, Period.year(max(years)).last)
    return [Row(one, [one.of(Period.year(year)) for year in years], one.of(whole)) for one in INDICATORS]
