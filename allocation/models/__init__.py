"""The order of the list, offers and meetings, temporary stays, settlements, and dwellings ordered."""

from allocation.models.draft import SchemeDraft
from allocation.models.offer import Offer
from allocation.models.order import DwellingOrder, DwellingOrderLine
from allocation.models.override import Override
from allocation.models.passed_over import PassedOver
from allocation.models.proposal import Proposal, ProposalLine
from allocation.models.scheme import Criterion, PriorityScheme
from allocation.models.settlement import CareerPlan, Settlement, SettlementRequest
from allocation.models.standing import QueueDay, Standing
from allocation.models.temporary import TemporaryStay
from allocation.models.temporary_parts import STANDARD_INVENTORY, Exclusion, InventoryCheck, StayExtension

__all__ = [
    "STANDARD_INVENTORY",
    "CareerPlan",
    "Criterion",
    "DwellingOrder",
    "DwellingOrderLine",
    "Exclusion",
    "InventoryCheck",
    "Offer",
    "Override",
    "PassedOver",
    "PriorityScheme",
    "Proposal",
    "ProposalLine",
    "QueueDay",
    "SchemeDraft",
    "Settlement",
    "SettlementRequest",
    "Standing",
    "StayExtension",
    "TemporaryStay",
]
