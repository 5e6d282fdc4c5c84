"""The earliest days the law gives for a new rent (``housing/terms.py``), asked of a lease's rent history."""

from collections.abc import Iterable
from datetime import date

from housing.rent_history import Row, fixing, unindexed_since
from housing.terms import due_on


def earliest_index(rows: Iterable[Row], today: date) -> date | None:
    """The first day the rent may follow the index again, were the tenant told today."""
    fixed = fixing(rows, today)
    return max(due_on("F9", fixed.in_force_from), due_on("F9_notice", today)) if fixed else None


def earliest_claim(rows: Iterable[Row], today: date) -> date | None:
    """The first day the going rate may be claimed; it may have passed."""
    since = unindexed_since(rows, today)
    return due_on("F10", since) if since else None


def earliest_effect(rows: Iterable[Row], today: date) -> date | None:
    """The first day the going rate may be in force, were it claimed as soon as the law lets it be."""
    listed = list(rows)
    fixed, claimed = fixing(listed, today), earliest_claim(listed, today)
    if fixed is None or claimed is None:
        return None
    return max(due_on("F10_notice", max(claimed, today)), due_on("F10_change", fixed.in_force_from))
