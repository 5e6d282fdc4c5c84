"""Petitions, evictions and debts month by month, in a constant number of queries however many months are asked for.

The rows are those of the figures, so that a month here is the month there.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import Count
from django.db.models.functions import TruncMonth

from housing.periods import Period
from reporting.figures import BY_CODE
from reporting.figures.arrears import LIMIT

# Each with the day it is counted on.
BY_MONTH = {
    "evictions.petitions": "sent_on",
    "evictions.carried_out": "outcome_on",
    "evictions.averted": "outcome_on",
    "evictions.with_children": "outcome_on",
}
# Kroner owed, up to and including; days since the oldest unpaid charge.
SIZES = (5_000, 10_000, 25_000, 50_000)
AGES = (30, 91, 182, 365)

OWED = """
    WITH monthly AS (
        SELECT tenancy_id, date_trunc('month', posted_on)::date AS month, sum(effect) AS moved
        FROM evictions_ledgerentry WHERE posted_on <= %(last)s GROUP BY 1, 2
    ), running AS (
        SELECT tenancy_id, month, sum(moved) OVER by_month AS owed, lead(month) OVER by_month AS until
        FROM monthly WINDOW by_month AS (PARTITION BY tenancy_id ORDER BY month)
    ), debts AS (
        SELECT ends.day, running.tenancy_id, running.owed
        FROM running JOIN unnest(%(ends)s::date[]) AS ends (day)
          ON running.month <= ends.day AND (running.until IS NULL OR running.until > ends.day)
        WHERE running.owed > %(limit)s
    )
"""
TOTALS = OWED + "SELECT day, count(*), sum(owed) FROM debts GROUP BY 1"
DEBTS = (
    OWED
    + """
    SELECT debts.day, width_bucket(debts.owed, %(sizes)s::numeric[]),
           width_bucket(coalesce(debts.day - oldest.charged_on, %(old)s)::numeric, %(ages)s::numeric[]),
           count(*), sum(debts.owed)
    FROM debts CROSS JOIN LATERAL (
        -- Payments meet the oldest first: what is left is the newest charges that together make up the debt. Beyond
        -- the last bound all are alike, and not looked through.
        SELECT max(posted_on) AS charged_on FROM (
            SELECT posted_on, sum(effect) OVER (ORDER BY posted_on DESC) AS newer
            FROM evictions_ledgerentry
            WHERE tenancy_id = debts.tenancy_id AND posted_on <= debts.day AND effect > 0
              AND posted_on > debts.day - %(old)s::integer
        ) AS charges WHERE newer >= debts.owed
    ) AS oldest
    GROUP BY 1, 2, 3
"""
)


@dataclass(frozen=True)
class Debts:
    """Tenancies over the limit at the end of a day, by how much they owe and by how old the oldest of it is."""

    day: date
    by_size: tuple[int, ...]
    by_age: tuple[int, ...]
    amount: Decimal

    @property
    def count(self) -> int:
        return sum(self.by_size)


def counts_by_month(period: Period) -> dict[str, dict[date, int]]:
    """By code and the first of the month; a month in which nothing happened is left out. A query for each code."""
    found = {}
    for code, field in BY_MONTH.items():
        rows = BY_CODE[code].rows(period).order_by().annotate(month=TruncMonth(field))
        found[code] = dict(rows.values_list("month").annotate(count=Count("pk")))
    return found


def debts_on(month_ends: list[date]) -> list[Debts]:
    """The debts at each of the month ends, in one query."""
    if not month_ends:
        return []
    sizes, ages = defaultdict(lambda: [0] * (len(SIZES) + 1)), defaultdict(lambda: [0] * (len(AGES) + 1))
    amounts: dict[date, Decimal] = defaultdict(Decimal)
    # A bucket begins at its bound: a øre, or a day, after the last of the one before.
    asked = {
        "last": max(month_ends),
        "ends": month_ends,
        "limit": LIMIT,
        "sizes": [Decimal(most) + Decimal("0.01") for most in SIZES],
        "ages": [most + 1 for most in AGES],
        "old": AGES[-1] + 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(DEBTS, asked)
        for day, size, age, count, owed in cursor.fetchall():
            sizes[day][size] += count
            ages[day][age] += count
            amounts[day] += owed
    return [Debts(day, tuple(sizes[day]), tuple(ages[day]), amounts[day]) for day in month_ends]


def totals_on(month_ends: list[date]) -> dict[date, tuple[int, Decimal]]:
    """How many were over the limit at each month end, and what they owed together: without sizes and ages."""
    with connection.cursor() as cursor:
        cursor.execute(TOTALS, {"last": max(month_ends, default=None), "ends": month_ends, "limit": LIMIT})
        found = {day: (count, owed) for day, count, owed in cursor.fetchall()}
    return {day: found.get(day, (0, Decimal(0))) for day in month_ends}
