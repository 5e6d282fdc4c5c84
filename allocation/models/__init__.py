"""Offers, whom they passed over, the plan they may come from, and the scheme that orders the waiting list."""

from allocation.models.offer import Offer
from allocation.models.passed_over import PassedOver
from allocation.models.proposal import Proposal, ProposalLine
from allocation.models.scheme import Criterion, PriorityScheme

__all__ = ["Criterion", "Offer", "PassedOver", "PriorityScheme", "Proposal", "ProposalLine"]
