"""The base rooms' models: who logs in, who needs a home, the homes, who lives where, and the trace of it all."""

from housing.models.casefile import Document, Letter, Note, StoredFile
from housing.models.contracts import Contract, LeaseNotice, Security
from housing.models.homes import Dwelling, VoidPeriod
from housing.models.households import Household, Membership, Responsibility, TargetGroup
from housing.models.partners import Service
from housing.models.people import Alert, Consent, Person, Protection
from housing.models.renewals import CareerTalk, MoveOutRequest
from housing.models.rent_notices import RentNotice, RentRun
from housing.models.rents import PriceIndex, Rent, RentCost
from housing.models.representatives import Draft, Representative
from housing.models.tenancies import Tenancy
from housing.models.terminations import Termination
from housing.models.trace import CaseEvent, ViewLog
from housing.models.turnarounds import Turnaround, TurnaroundTarget
from housing.models.user import User

__all__ = [
    "Alert",
    "CareerTalk",
    "CaseEvent",
    "Consent",
    "Contract",
    "Document",
    "Draft",
    "Dwelling",
    "Household",
    "LeaseNotice",
    "Letter",
    "Membership",
    "MoveOutRequest",
    "Note",
    "Person",
    "PriceIndex",
    "Protection",
    "Rent",
    "RentCost",
    "RentNotice",
    "RentRun",
    "Representative",
    "Responsibility",
    "Security",
    "Service",
    "StoredFile",
    "TargetGroup",
    "Tenancy",
    "Termination",
    "Turnaround",
    "TurnaroundTarget",
    "User",
    "ViewLog",
    "VoidPeriod",
]
