"""Offers, the scheme that orders the waiting list, the meeting that allocates, and the record of each allocation."""

from allocation.models.kept import AllocationRecord, Minutes, RecordedCandidate
from allocation.models.meeting import AgendaHousehold, AgendaItem, AllocationMeeting, MeetingAdvice, Participant
from allocation.models.offer import Offer
from allocation.models.scheme import Criterion, PriorityScheme

__all__ = [
    "AgendaHousehold",
    "AgendaItem",
    "AllocationMeeting",
    "AllocationRecord",
    "Criterion",
    "MeetingAdvice",
    "Minutes",
    "Offer",
    "Participant",
    "PriorityScheme",
    "RecordedCandidate",
]
