"""Deadlines of homes (``housing/deadlines.py``): a household lives where the owner's lease to us ends."""

from django.urls import reverse
from django.utils.translation import gettext as _

from housing.deadlines import Deadline
from housing.models import Tenancy
from housing.periods import add_months

AHEAD_MONTHS = 6


def lease_ins_that_end(households, today):
    """The home is to be handed back: the lease is prolonged, or the household has another home before that day."""
    rows = Tenancy.objects.lived_in(today).filter(
        household__in=households,
        dwelling__left_stock_on__isnull=True,
        dwelling__lease_in_ends_on__lte=add_months(today, AHEAD_MONTHS),
    )
    for row in rows.select_related("dwelling"):
        yield Deadline(
            due_on=row.dwelling.lease_in_ends_on,
            what=_("Innleien av boligen går ut. Forleng avtalen, eller finn en annen bolig til husstanden."),
            household_id=row.household_id,
            url=reverse("tenancy", args=[row.pk]),
            if_missed=_("Boligen skal leveres tilbake mens husstanden bor der."),
            caseworker_id=row.caseworker_id,
            case=row.number,
        )
