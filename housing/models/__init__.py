"""The base rooms' models: who logs in, who needs a home, the homes, who lives where, and the trace of it all."""

from housing.models.casefile import Document, Letter, Note, StoredFile
from housing.models.homes import Dwelling, VoidPeriod
from housing.models.households import Household, Membership, Responsibility, TargetGroup
from housing.models.partners import Service
from housing.models.people import Alert, Consent, Person, Protection
from housing.models.representatives import Draft, Representative
from housing.models.tenancies import Contract, Tenancy
from housing.models.trace import CaseEvent, ViewLog
from housing.models.turnarounds import Turnaround, TurnaroundTarget
from housing.models.user import User

__all__ = [
    "Alert",
    "CaseEvent",
    "Consent",
    "Contract",
    "Document",
    "Draft",
    "Dwelling",
    "Household",
    "Letter",
    "Membership",
    "Note",
    "Person",
    "Protection",
    "Representative",
    "Responsibility",
    "Service",
    "StoredFile",
    "TargetGroup",
    "Tenancy",
    "Turnaround",
    "TurnaroundTarget",
    "User",
    "ViewLog",
    "VoidPeriod",
]
