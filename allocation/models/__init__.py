"""Offers, and the scheme that orders the waiting list."""

from allocation.models.offer import Offer
from allocation.models.scheme import Criterion, PriorityScheme

__all__ = ["Criterion", "Offer", "PriorityScheme"]
