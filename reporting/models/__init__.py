"""The half-year report, its rows, its frozen figures and the making of its PDF; and the registers it prints."""

from reporting.models.measures import Plan, PlanMeasure, PlanMeasureMove, PlanStrategy
from reporting.models.organisation import ProgrammeGroup
from reporting.models.report import FrozenFigure, Report
from reporting.models.run import ReportRun
from reporting.models.sections import ReportFunding, ReportFundingSource, ReportGoal, ReportPartner
from reporting.models.stories import SuccessStory

__all__ = [
    "FrozenFigure",
    "Plan",
    "PlanMeasure",
    "PlanMeasureMove",
    "PlanStrategy",
    "ProgrammeGroup",
    "Report",
    "ReportFunding",
    "ReportFundingSource",
    "ReportGoal",
    "ReportPartner",
    "ReportRun",
    "SuccessStory",
]
