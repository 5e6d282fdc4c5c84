"""What the teams in the field keep, one file per thing."""

from housing_first.models.away import HomeOffer, TimeAway
from housing_first.models.base import BaseDwelling, HouseRules, StaffPresence, Weekday
from housing_first.models.contact import Contact
from housing_first.models.cost import RepairCost, TeamCost
from housing_first.models.fidelity import FidelityCheck, FidelityForm
from housing_first.models.incident import Incident
from housing_first.models.outcome import OutcomeAssessment
from housing_first.models.participation import AgreementExtension, OwnWish, Participation
from housing_first.models.referral import Referral
from housing_first.models.risk import RiskAssessment
from housing_first.models.team import OnCall, Team, TeamMember

__all__ = [
    "AgreementExtension",
    "BaseDwelling",
    "Contact",
    "FidelityCheck",
    "FidelityForm",
    "HomeOffer",
    "HouseRules",
    "Incident",
    "OnCall",
    "OutcomeAssessment",
    "OwnWish",
    "Participation",
    "Referral",
    "RepairCost",
    "RiskAssessment",
    "StaffPresence",
    "Team",
    "TeamCost",
    "TeamMember",
    "TimeAway",
    "Weekday",
]
