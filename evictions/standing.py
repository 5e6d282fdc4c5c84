"""Who owes rent on a day: how much, since when, and how many terms in a row (restanser per dag).

One pass over the ledger finds the balances; of those who owe, the oldest unpaid claim is found from the end: credits
meet the oldest claims first, so what is unpaid is the newest charges that together make the balance.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.utils.translation import gettext_lazy as _

from evictions.missed import missed_in_a_row
from evictions.models import LedgerEntry
from housing.periods import add_months

# Who has not paid for longer than this has missed enough terms for any rule.
PATTERN_MONTHS = 13
OWING = """
    WITH owing AS (
        SELECT tenancy_id, sum(effect) AS owed FROM evictions_ledgerentry
        WHERE posted_on <= %(day)s{narrowed} GROUP BY tenancy_id HAVING sum(effect) > %(over)s
    ), charged AS (
        SELECT tenancy_id, posted_on, effect, owed,
            sum(effect) OVER (PARTITION BY tenancy_id ORDER BY posted_on DESC, id DESC) AS so_far
        FROM evictions_ledgerentry JOIN owing USING (tenancy_id) WHERE posted_on <= %(day)s AND effect > 0
    )
    SELECT tenancy_id, max(owed), min(posted_on) FILTER (WHERE so_far - effect < owed) FROM charged
    GROUP BY tenancy_id
"""
# The age of the debt in days, from the oldest unpaid claim: the last day of each band, and what it is called.
AGE_BANDS = ((30, _("0–30 dager")), (60, _("31–60 dager")), (90, _("61–90 dager")), (None, _("over 90 dager")))


@dataclass(frozen=True)
class Debt:
    """What one tenancy owes on a day, in kroner, and the day of its oldest unpaid claim."""

    tenancy_id: int
    owed: Decimal
    oldest_on: date

    def age_on(self, day: date) -> int:
        return (day - self.oldest_on).days


def age_band(days: int):
    """The band an age belongs to."""
    return next(label for last, label in AGE_BANDS if last is None or days <= last)


def debts_on(day: date, *, over=0, tenancies: Iterable[int] | None = None) -> dict[int, Debt]:
    """By tenancy, those who owe more than so much at the end of the day. One question, however many they are."""
    params = {"day": day, "over": over}
    narrowed = ""
    if tenancies is not None:
        narrowed = " AND tenancy_id = ANY(%(tenancies)s)"
        params["tenancies"] = list(tenancies)
    with connection.cursor() as cursor:
        cursor.execute(OWING.format(narrowed=narrowed), params)
        return {row[0]: Debt(*row) for row in cursor.fetchall()}


def missed_on(day: date, tolerance_days: int, debts: dict[int, Debt]) -> dict[int, int]:
    """By tenancy, of those who owe, how many terms in a row nothing was paid. One question."""
    kinds = LedgerEntry.Kind
    rows = LedgerEntry.objects.filter(
        tenancy__in=list(debts), posted_on__gt=add_months(day, -PATTERN_MONTHS), posted_on__lte=day
    )
    charged, paid = defaultdict(list), defaultdict(list)
    for tenancy, posted_on, kind in rows.order_by().values_list("tenancy", "posted_on", "kind").iterator():
        if kind != kinds.ADJUSTMENT:
            (charged if kind == kinds.CHARGE else paid)[tenancy].append(posted_on)
    return {
        tenancy: missed_in_a_row(days, paid.get(tenancy, ()), day, tolerance_days, unpaid_from=debts[tenancy].oldest_on)
        for tenancy, days in charged.items()
    }
