"""An application's life: the mapping, the application, what is prepared, decided and appealed, and after."""

from applications.models.after import HelpPlan, LetterText, Submission
from applications.models.appeal import Appeal, Hold
from applications.models.application import Application
from applications.models.decision import Condition, Decision, SecondReading
from applications.models.mapping import Level, Mapping, Measure
from applications.models.preparation import Advice, Discussion, DocumentRequest, EligibilityCheck, Routine
from applications.models.transition import Transition, TransitionDate
from applications.models.wish import Exclusion, HousingWish, Strength

__all__ = [
    "Advice",
    "Appeal",
    "Application",
    "Condition",
    "Decision",
    "Discussion",
    "DocumentRequest",
    "EligibilityCheck",
    "Exclusion",
    "HelpPlan",
    "Hold",
    "HousingWish",
    "LetterText",
    "Level",
    "Mapping",
    "Measure",
    "Routine",
    "SecondReading",
    "Strength",
    "Submission",
    "Transition",
    "TransitionDate",
]
