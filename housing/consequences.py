"""What follows when a case moves, and when a fact changes: the one table across apps (hva skjer når …).

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
    "applications.application.granted": ["allocation.consequences.join_waiting_list"],
    "applications.application.closed": [
        "allocation.consequences.withdraw_open_offers",
        "allocation.consequences.leave_waiting_list",
    ],
    # The household is housed, or the contract extended: what was held for it meanwhile is free.
    "applications.application.fulfilled": [
        "applications.consequences.end_holds_of",
        "allocation.consequences.leave_waiting_list",
    ],
    # Also of an offer made outside a meeting; an imported one has no record.
    "allocation.offer.open": ["allocation.protocol.keep_record"],
    "allocation.offer.accepted": ["allocation.consequences.allocate_tenancy"],
    "housing.tenancy.cancelled": ["allocation.consequences.return_to_waiting_list"],
    # Nobody moves in where a household stays for the time being; a lease moves a place (allocation/recount.py).
    "housing.tenancy.active": [
        "allocation.consequences.refuse_where_somebody_stays",
        "allocation.consequences.lease_changed",
    ],
    "housing.tenancy.ended": ["allocation.consequences.lease_changed", "evictions.consequences.tenancy_ended"],
    "allocation.temporarystay.active": ["allocation.consequences.stay_changed"],
    "allocation.temporarystay.ended": ["allocation.consequences.stay_changed"],
    "allocation.override.approved": ["allocation.consequences.override_changed"],
    "allocation.override.cancelled": ["allocation.consequences.override_changed"],
    "allocation.override.expired": ["allocation.consequences.override_changed"],
    # Whoever follows the household at home is told at once, and the team of a participant by a line of their own.
    "evictions.arrearscase.open": [
        "housing_first.consequences.arrears_began",
        "housing_first.consequences.team_is_told_of_arrears",
    ],
    # Out of prison or treatment, and the team's participant no longer away.
    "applications.transition.completed": ["housing_first.consequences.came_out"],
    # The tenancy ends, and somebody answers for those who were put out.
    "evictions.petition.carried_out": ["evictions.consequences.put_out"],
}

# Facts that are no case and have no status, by name; their functions take the households they are about. A form or a
# method that changes one says so with ``changed`` in the same transaction.
FACTS: dict[str, list[str]] = {
    "mapping": ["allocation.consequences.mapping_changed"],
    "members": ["allocation.consequences.members_changed"],
    "target groups": ["allocation.consequences.groups_changed"],
    "contract": ["allocation.consequences.contract_changed"],
    # A consent that is withdrawn: nothing stands on it any longer.
    "consent": ["evictions.consequences.consent_withdrawn"],
}

# What is done once when many rows have been read in.
AFTER_IMPORT: list[str] = [
    "allocation.consequences.go_through_waiting_list",
    "evictions.consequences.end_deductions_without_consent",
]


def key_of(case) -> str:
    return f"{case._meta.label_lower}.{case.status}"


def changed(fact: str, households, *, by) -> None:
    """Run what the table says follows when such a fact of these households (keys) changes."""
    for path in FACTS[fact]:
        import_string(path)(list(households), by=by)


def follow_import() -> None:
    for path in AFTER_IMPORT:
        import_string(path)()


def follow(case, *, by) -> None:
    """Run what the table says follows from the status the case has now."""
    for path in TABLE.get(key_of(case), []):
        import_string(path)(case, by=by)
