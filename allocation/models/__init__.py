"""The order of the list, offers and meetings, temporary stays, settlements, and dwellings ordered."""

from allocation.models.career_plan import CareerPlan, CareerStep
from allocation.models.draft import SchemeDraft
from allocation.models.kept import AllocationRecord, Minutes, RecordedCandidate
from allocation.models.meeting import AgendaHousehold, AgendaItem, AllocationMeeting, MeetingAdvice, Participant
from allocation.models.offer import Offer
from allocation.models.order import DwellingOrder, DwellingOrderLine
from allocation.models.override import Override
from allocation.models.passed_over import PassedOver
from allocation.models.proposal import Proposal, ProposalLine
from allocation.models.scheme import Criterion, PriorityScheme
from allocation.models.settlement import Settlement, SettlementRequest
from allocation.models.standing import QueueDay, Standing
from allocation.models.temporary import TemporaryStay
from allocation.models.temporary_parts import STANDARD_INVENTORY, Expulsion, InventoryCheck, StayExtension

__all__ = [
    "STANDARD_INVENTORY",
    "AgendaHousehold",
    "AgendaItem",
    "AllocationMeeting",
    "AllocationRecord",
    "CareerPlan",
    "CareerStep",
    "Criterion",
    "DwellingOrder",
    "DwellingOrderLine",
    "Expulsion",
    "InventoryCheck",
    "MeetingAdvice",
    "Minutes",
    "Offer",
    "Override",
    "Participant",
    "PassedOver",
    "PriorityScheme",
    "Proposal",
    "ProposalLine",
    "QueueDay",
    "RecordedCandidate",
    "SchemeDraft",
    "Settlement",
    "SettlementRequest",
    "Standing",
    "StayExtension",
    "TemporaryStay",
]
