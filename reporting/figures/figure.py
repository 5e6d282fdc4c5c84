"""What a figure is: a question to dates that answers with a number and with the rows behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Aggregate, Count, FloatField, Func, IntegerField, Q, QuerySet, Sum, TextChoices
from django.utils.translation import gettext_lazy as _

from housing.periods import Period, percent, round_half_up

Value = int | Decimal | None


class Group(TextChoices):
    """The headings of the figures, in the order of the report."""

    HOMELESS = "homeless", _("Bostedsløse og vanskeligstilte")
    APPLICATIONS = "applications", _("Søknader og klager")
    WAITING = "waiting", _("Venting")
    DWELLINGS = "dwellings", _("Boliger")
    TENANCIES = "tenancies", _("Tildelinger og leieforhold")
    TEMPORARY = "temporary", _("Midlertidig botilbud")
    ARREARS = "arrears", _("Restanser og utkastelser")
    RENT_TO_OWN = "rent_to_own", _("Leie til eie")
    HOUSING_FIRST = "housing_first", _("Bolig først og oppfølging")
    SETTLEMENT = "settlement", _("Bosetting av flyktninger")
    TRANSITIONS = "transitions", _("Løslatelse og utskriving")
    DEPOSITS = "deposits", _("Depositumsfond")
    COURSES = "courses", _("Kurs og kompetanse")


class Unit(TextChoices):
    """What is counted. A person, a household, a dwelling and a tenancy are never added together."""

    HOUSEHOLD = "household", _("husstander")
    PERSON = "person", _("personer")
    DWELLING = "dwelling", _("boliger")
    TENANCY = "tenancy", _("leieforhold")
    APPLICATION = "application", _("søknader")
    OFFER = "offer", _("tilbud")
    APPEAL = "appeal", _("klager")
    TRANSITION = "transition", _("løslatelser og utskrivinger")
    ARREARS_CASE = "arrears_case", _("restansesaker")
    ACTION = "action", _("tiltak")
    PETITION = "petition", _("begjæringer")
    LOAN = "loan", _("lån og tilskudd")
    PURCHASE = "purchase", _("boligkjøp")
    AGREEMENT = "agreement", _("avtaler")
    REFERRAL = "referral", _("henvisninger")
    PARTICIPATION = "participation", _("deltakelser")
    CONTACT = "contact", _("kontakter")
    COURSE = "course", _("kurs")
    YEAR = "year", _("år")
    DAY = "day", _("dager")
    KR = "kr", _("kr")
    PERCENT = "percent", _("%")


@dataclass(frozen=True)
class Measure:
    """What the database reckons of the rows, and what is made of it: the same of a period and of each of its months."""

    expressions: dict
    finish: Callable[[dict], Value]
    of_nothing: Value = None
    # A middle, a mean or a share: no larger of a year than of a month.
    is_mean: bool = False

    def __call__(self, rows: QuerySet, period: Period) -> Value:
        return self.finish(rows.aggregate(**self.expressions))


class RowCount(Measure):
    def __call__(self, rows: QuerySet, period: Period) -> Value:
        return rows.count()


count = RowCount({"found": Count("pk")}, lambda row: row["found"], of_nothing=0)


class Over(TextChoices):
    """How a figure stands to time: what its months have to do with its half-year."""

    LAST_DAY = "last_day", _("Den siste dagen")
    SUM = "sum", _("Summen av månedene")
    SPAN = "span", _("Hele perioden, hver telt én gang")


@dataclass(frozen=True)
class Figure:
    """One figure (tall): the definition in words is what ``rows`` and ``value`` do in code.

    ``version`` goes up by one when the definition changes, so that two reports can be seen to mean different things;
    ``since`` is the day it did, and nothing for a definition that stands as it began.
    ``dated_by`` is the date of the row that alone decides whether it is in the period, where one does: then the rows of
    all months are asked for at once. ``over`` and ``dated_by`` stand in ``reporting/figures/over_time.py``.
    """

    code: str
    label: str
    definition: str
    unit: Unit
    group: Group
    rows: Callable[[Period], QuerySet]
    value: Callable[[QuerySet, Period], Value] = count
    decimals: int = 0
    version: int = 1
    since: date | None = None
    dated_by: str = ""
    over: Over = Over.LAST_DAY

    def of(self, period: Period) -> Value:
        return self.value(self.rows(period), period)

    @property
    def grows_with_period(self) -> bool:
        """Whether a year has more of it than a month, so that a target must say how long a period it is for."""
        is_mean = getattr(self.value, "is_mean", False) or self.unit in (Unit.PERCENT, Unit.YEAR)
        return self.over != Over.LAST_DAY and not is_mean

    @property
    def is_about_people(self) -> bool:
        """Whether a small number of these could point somebody out. A debt and an eviction are always somebody's.

        So is whatever is counted of the few whom a team follows home.
        """
        if self.group in (Group.ARREARS, Group.HOUSING_FIRST):
            return self.unit not in (Unit.KR, Unit.PERCENT, Unit.YEAR)
        about = (Unit.HOUSEHOLD, Unit.PERSON, Unit.TRANSITION, Unit.LOAN, Unit.PURCHASE, Unit.AGREEMENT)
        return self.unit in about

    def names_cases_to(self, user) -> bool:
        """Whom a team follows home is told to the team, and here, across the teams, to those who see them all."""
        return self.group != Group.HOUSING_FIRST or user.has_perm("housing_first.see_all_teams")


class Days(Func):
    """``Days(later, earlier)``: whole days between two dates, as PostgreSQL subtracts them."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    output_field = IntegerField()


class Median(Aggregate):
    """The middle value; of an even number the mean of the two in the middle. Whole numbers only: a half is exact."""

    template = "PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


def median_days(later, earlier) -> Callable[[QuerySet, Period], Value]:
    """The median of the days between two dates of each row; ``later`` may be a function of the period."""
    if not callable(later):
        return Measure({"found": Median(Days(later, earlier))}, _median, is_mean=True)

    def value(rows: QuerySet, period: Period) -> Value:
        return _median(rows.aggregate(found=Median(Days(later(period), earlier))))

    return value


def _median(row: dict) -> Value:
    return None if row["found"] is None else round_half_up(Decimal(str(row["found"])), 1)


def share(part: Q) -> Measure:
    """How many per cent of the rows that meet ``part``."""
    counted = {"part": Count("pk", filter=part), "whole": Count("pk")}
    return Measure(counted, lambda row: percent(row["part"], row["whole"]), is_mean=True)


def total_kr(field: str) -> Measure:
    """The sum of an amount over the rows; nothing (not 0 kr) when no row has a known amount."""
    return Measure({"found": Sum(field)}, _kr)


def _kr(row: dict) -> Value:
    return None if row["found"] is None else round_half_up(row["found"], 2)


def mean_kr(field: str) -> Measure:
    """The mean of an amount over the rows, with one decimal as every mean; of nothing there is none."""
    return Measure({"found": Sum(field), "rows": Count("pk")}, _mean, is_mean=True)


def _mean(row: dict) -> Value:
    return None if row["found"] is None else round_half_up(Fraction(row["found"]) / row["rows"], 1)


def total(field: str) -> Measure:
    """A count that stands on the rows, such as days; of nothing it is 0."""
    return Measure({"found": Sum(field)}, lambda row: row["found"] or 0, of_nothing=0)
