"""Offers, the scheme that orders the waiting list, temporary stays, and the settlement of refugees."""

from allocation.models.offer import Offer
from allocation.models.scheme import Criterion, PriorityScheme
from allocation.models.settlement import CareerPlan, Settlement, SettlementRequest
from allocation.models.temporary import TemporaryStay
from allocation.models.temporary_parts import STANDARD_INVENTORY, Exclusion, InventoryCheck, StayExtension

__all__ = [
    "STANDARD_INVENTORY",
    "CareerPlan",
    "Criterion",
    "Exclusion",
    "InventoryCheck",
    "Offer",
    "PriorityScheme",
    "Settlement",
    "SettlementRequest",
    "StayExtension",
    "TemporaryStay",
]
