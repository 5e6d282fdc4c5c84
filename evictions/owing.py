"""Who owes more rent than the routine's limit, for rooms that may not read the ledger (row of ``housing/owing.py``)."""

from django.db.models import Sum

from evictions.models import ArrearsRoutine, LedgerEntry


def households_in_debt(households, day) -> set[int]:
    """By what all their tenancies together say at the end of the day. Two questions to the database."""
    limit = ArrearsRoutine.objects.on(day).limit
    posted = LedgerEntry.objects.by(day).filter(tenancy__household__in=households)
    owed = posted.order_by().values("tenancy__household").annotate(owed=Sum("effect")).filter(owed__gt=limit)
    return set(owed.values_list("tenancy__household", flat=True))
