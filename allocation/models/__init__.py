"""Offers, the scheme that orders the waiting list, and what is ordered of the property company."""

from allocation.models.offer import Offer
from allocation.models.order import DwellingOrder, DwellingOrderLine
from allocation.models.scheme import Criterion, PriorityScheme

__all__ = ["Criterion", "DwellingOrder", "DwellingOrderLine", "Offer", "PriorityScheme"]
