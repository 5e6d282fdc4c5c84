"""Settlement of refugees (bosetting): persons and households settled, and how many of them in a municipal dwelling."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from allocation.models import Settlement
from housing.models import Membership, Person
from reporting.figures.figure import Figure, Group, Unit


def settled(period):
    return Settlement.objects.settled_in(period)


def settled_municipal(period):
    return settled(period).in_municipal()


def persons_of(settlements):
    """Members on the day their household was settled, each person once."""
    day = F("household__settlements__settled_on")
    members = Membership.objects.filter(
        Q(left_on__isnull=True) | Q(left_on__gt=day),
        household__settlements__in=settlements,
        joined_on__lte=day,
    )
    return Person.objects.filter(pk__in=members.values("person"))


def one_each(settlements):
    """The latest of each household's settlements: as many rows as there are households."""
    latest = settlements.order_by("household_id", "-settled_on", "-pk").distinct("household_id")
    return Settlement.objects.filter(pk__in=latest.values("pk"))


def _figure(code, label, definition, rows, unit=Unit.PERSON):
    return Figure(code=code, label=label, definition=definition, rows=rows, unit=unit, group=Group.SETTLEMENT)


FIGURES = [
    _figure(
        "refugees.persons",
        _("Bosatte flyktninger"),
        _("Personer som var medlem av en husstand den dagen den ble bosatt, for bosettinger i perioden."),
        lambda period: persons_of(settled(period)),
    ),
    _figure(
        "refugees.persons_municipal",
        _("Av disse bosatt i kommunal utleiebolig"),
        _("De av de bosatte personene der bosettingen har et kommunalt leieforhold."),
        lambda period: persons_of(settled_municipal(period)),
    ),
    _figure(
        "refugees.households_municipal",
        _("Flyktninghusstander bosatt i kommunal utleiebolig"),
        _("Husstander bosatt i perioden der bosettingen har et kommunalt leieforhold. Hver husstand telles én gang."),
        lambda period: one_each(settled_municipal(period)),
        unit=Unit.HOUSEHOLD,
    ),
]
