"""The ledger, who is in arrears, what is done about it, and what the law asks before anybody is put out."""

from evictions.models.case import ArrearsAction, ArrearsCase, ArrearsPause
from evictions.models.kept import ArrearsMinutes
from evictions.models.ledger import LedgerEntry, LedgerMismatch, LedgerRun
from evictions.models.measures import BenefitDeduction, Instalment, PaymentPlan
from evictions.models.meeting import ArrearsItem, ArrearsMeeting, ArrearsParticipant, ArrearsTask
from evictions.models.petition import EvictionFollowUp, Petition
from evictions.models.routine import ArrearsRoutine, UnitPrice
from evictions.models.run import ArrearsRun, ArrearsRunLine
from evictions.models.upload import LedgerUpload
from evictions.models.warnings import ChildrenOverride, EvictionWarning, SocialNotice

__all__ = [
    "ArrearsAction",
    "ArrearsCase",
    "ArrearsItem",
    "ArrearsMeeting",
    "ArrearsMinutes",
    "ArrearsParticipant",
    "ArrearsPause",
    "ArrearsRoutine",
    "ArrearsRun",
    "ArrearsRunLine",
    "ArrearsTask",
    "BenefitDeduction",
    "ChildrenOverride",
    "EvictionFollowUp",
    "EvictionWarning",
    "Instalment",
    "LedgerEntry",
    "LedgerMismatch",
    "LedgerRun",
    "LedgerUpload",
    "PaymentPlan",
    "Petition",
    "SocialNotice",
    "UnitPrice",
]
