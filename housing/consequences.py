"""What follows when a case moves: the one table across apps (hva skjer når …).

A row is ``app.model.status``; its functions run in order, in the same transaction as the move, and may raise
``Refused``.
Apps are named as strings, so that ``housing`` imports none of them. ``manage.py consequences`` prints the table.
"""

from django.utils.module_loading import import_string

TABLE: dict[str, list[str]] = {
    "applications.appeal.changed": ["applications.consequences.decide_anew"],
    "applications.appeal.upheld": ["applications.consequences.end_holds"],
    "applications.appeal.dismissed": ["applications.consequences.end_holds"],
    "applications.appeal.withdrawn": ["applications.consequences.end_holds"],
    "applications.application.rejected": ["applications.consequences.end_holds_of"],
    "applications.application.dismissed": ["applications.consequences.end_holds_of"],
    "applications.application.withdrawn": [
        "allocation.consequences.withdraw_open_offers",
        "applications.consequences.end_holds_of",
        "applications.consequences.take_back_readings",
    ],
    "applications.application.closed": ["allocation.consequences.withdraw_open_offers"],
    # The household is housed, or the contract extended: what was held for it meanwhile is free.
    "applications.application.fulfilled": ["applications.consequences.end_holds_of"],
    # Also of an offer made outside a meeting; an imported one has no record.
    "allocation.offer.open": ["allocation.protocol.keep_record"],
    "allocation.offer.accepted": ["allocation.consequences.allocate_tenancy"],
    "housing.tenancy.cancelled": ["allocation.consequences.return_to_waiting_list"],
}


def key_of(case) -> str:
    return f"{case._meta.label_lower}.{case.status}"


def follow(case, *, by) -> None:
    """Run what the table says follows from the status the case has now."""
    for path in TABLE.get(key_of(case), []):
        import_string(path)(case, by=by)
