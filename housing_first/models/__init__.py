"""What the teams in the field keep, one file per thing."""

from housing_first.models.away import HomeOffer, TimeAway
from housing_first.models.base import BaseDwelling, HouseRules, StaffPresence, Weekday
from housing_first.models.fidelity import FidelityCheck, FidelityForm
from housing_first.models.participation import AgreementExtension, OwnWish, Participation
from housing_first.models.referral import Referral
from housing_first.models.team import OnCall, Team, TeamMember

__all__ = [
    "AgreementExtension",
    "BaseDwelling",
    "FidelityCheck",
    "FidelityForm",
    "HomeOffer",
    "HouseRules",
    "OnCall",
    "OwnWish",
    "Participation",
    "Referral",
    "StaffPresence",
    "Team",
    "TeamMember",
    "TimeAway",
    "Weekday",
]
