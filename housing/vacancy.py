"""When a dwelling stands empty, and what that costs (ledig bolig og tomgang): counted from dates, never stored."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from housing.periods import Period, round_half_up

DAYS_OF_RENT = Decimal(12) / Decimal(365)


class State(models.TextChoices):
    """What a dwelling is on a day. Needs ``with_occupancy(day)``."""

    OCCUPIED = "occupied", _("Bebodd")
    UNDER_WORK = "under_work", _("Under arbeid")
    VACANT = "vacant", _("Ledig")
    LEFT = "left", _("Ute av boligmassen")


def state_of(dwelling) -> State:
    if dwelling.has_left:
        return State.LEFT
    if dwelling.is_occupied:
        return State.OCCUPIED
    return State.UNDER_WORK if dwelling.is_under_work else State.VACANT


@dataclass(frozen=True)
class Empty:
    """Days in stock with nobody living there, and the rent not received for them."""

    days: int
    rent: Decimal


def void_days(dwelling, tenancies, period: Period) -> Empty:
    """Empty days of one dwelling in the period; the figures count the same for all of them in SQL."""
    first = max(period.first, dwelling.acquired_on)
    after_last = period.last + timedelta(days=1)
    if dwelling.left_stock_on:
        after_last = min(after_last, dwelling.left_stock_on)
    in_stock = max((after_last - first).days, 0)
    lived_in = 0
    for tenancy in tenancies:
        if tenancy.moved_in_on is None:
            continue
        starts = max(tenancy.moved_in_on, first)
        ends = min(tenancy.moved_out_on or after_last, after_last)
        lived_in += max((ends - starts).days, 0)
    days = max(in_stock - lived_in, 0)
    return Empty(days, round_half_up(days * (dwelling.monthly_rent or 0) * DAYS_OF_RENT, 2))
