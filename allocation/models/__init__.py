"""Offers, the waiting list as it is kept, and the scheme that orders it."""

from allocation.models.draft import SchemeDraft
from allocation.models.offer import Offer
from allocation.models.override import Override
from allocation.models.scheme import Criterion, PriorityScheme
from allocation.models.standing import QueueDay, Standing

__all__ = ["Criterion", "Offer", "Override", "PriorityScheme", "QueueDay", "SchemeDraft", "Standing"]
