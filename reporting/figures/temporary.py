"""Temporary housing (midlertidig botilbud): households and children in stays, each counted once.

A stay is counted by itself: one that begins the day another ends does not lengthen it. The list «Midlertidig» counts
without a break across stays, and says so.
"""

from django.db.models import DateField, F, IntegerField, Q, Value
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext_lazy as _

from allocation.models import TemporaryStay
from housing.database import EighteenYearsBefore
from housing.models import Membership, Person
from reporting.figures.figure import Days, Figure, Group, Unit
from reporting.figures.homeless import children, members_of

LONG_DAYS = 90


def one_each(stays):
    """The latest of each household's stays: as many rows as there are households."""
    latest = stays.order_by("household_id", "-starts_on", "-pk").distinct("household_id")
    return TemporaryStay.objects.filter(pk__in=latest.values("pk"))


def stays_in(period):
    return TemporaryStay.objects.overlapping(period)


def long_stays_in(period):
    ends = Least(Coalesce("ends_on", Value(period.last, DateField())), Value(period.last, DateField()))
    lasted = Days(ends, F("starts_on"), output_field=IntegerField())
    return stays_in(period).annotate(lasted=lasted).filter(lasted__gt=LONG_DAYS)


def stays_now(period):
    return TemporaryStay.objects.on(period.last)


def children_in(period):
    """Children on the day the stay began, members of its household that day."""
    began = F("household__temporary_stays__starts_on")
    there = Membership.objects.filter(
        Q(left_on__isnull=True) | Q(left_on__gt=began),
        household__temporary_stays__in=stays_in(period),
        joined_on__lte=began,
        person__birth_date__gt=EighteenYearsBefore(began),
    )
    return Person.objects.filter(pk__in=there.values("person"))


def children_now(period):
    return children(members_of(stays_now(period).values("household"), period.last), period.last)


def _figure(code, label, definition, rows, unit=Unit.HOUSEHOLD):
    return Figure(code=code, label=label, definition=definition, rows=rows, unit=unit, group=Group.TEMPORARY)


FIGURES = [
    _figure(
        "temporary.households",
        _("Husstander i midlertidig botilbud"),
        _("Husstander med et opphold som varte minst én dag av perioden. Hver husstand telles én gang."),
        lambda period: one_each(stays_in(period)),
    ),
    _figure(
        "temporary.now",
        _("Husstander i midlertidig botilbud den siste dagen"),
        _("Husstander med et opphold som hadde begynt og ikke var avsluttet den siste dagen."),
        lambda period: one_each(stays_now(period)),
    ),
    _figure(
        "temporary.over_90_days",
        _("Husstander over 90 dager"),
        _(
            "Husstander med et opphold i perioden som hadde vart mer enn 90 dager da det sluttet, eller den siste "
            "dagen hvis det ikke var slutt. Hvert opphold regnes for seg."
        ),
        lambda period: one_each(long_stays_in(period)),
    ),
    _figure(
        "temporary.children",
        _("Barn i midlertidig botilbud"),
        _(
            "Personer under 18 år den dagen oppholdet begynte, medlemmer av husstanden den dagen, for opphold i "
            "perioden. Hvert barn telles én gang."
        ),
        children_in,
        unit=Unit.PERSON,
    ),
    _figure(
        "temporary.children_now",
        _("Barn i midlertidig botilbud den siste dagen"),
        _("Personer under 18 år den siste dagen i husstandene som var i et opphold. Hvert barn telles én gang."),
        children_now,
        unit=Unit.PERSON,
    ),
]
