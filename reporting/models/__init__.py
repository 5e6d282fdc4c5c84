"""Reports, their rows, treatment and frozen figures, who is told of them, and the making of their PDFs."""

from reporting.models.comments import ReportComment, ReportCorrection
from reporting.models.courses import Course, CourseAttendance
from reporting.models.measures import Plan, PlanMeasure, PlanMeasureMove, PlanStrategy
from reporting.models.notices import Event, ReportNotice, ReportSubscription
from reporting.models.organisation import ProgrammeGroup
from reporting.models.report import FrozenFigure, Report
from reporting.models.run import ReportRun
from reporting.models.sections import ReportFunding, ReportFundingSource, ReportGoal, ReportPartner
from reporting.models.steering import SteeringAttendance, SteeringDecision, SteeringMeeting, SteeringMember
from reporting.models.stories import SuccessStory
from reporting.models.survey import StaffSurvey, SurveyStatement
from reporting.models.swot import SwotPoint
from reporting.models.targets import FigureTarget

__all__ = [
    "Course",
    "CourseAttendance",
    "Event",
    "FigureTarget",
    "FrozenFigure",
    "Plan",
    "PlanMeasure",
    "PlanMeasureMove",
    "PlanStrategy",
    "ProgrammeGroup",
    "Report",
    "ReportComment",
    "ReportCorrection",
    "ReportFunding",
    "ReportFundingSource",
    "ReportGoal",
    "ReportNotice",
    "ReportPartner",
    "ReportRun",
    "ReportSubscription",
    "StaffSurvey",
    "SteeringAttendance",
    "SteeringDecision",
    "SteeringMeeting",
    "SteeringMember",
    "SuccessStory",
    "SurveyStatement",
    "SwotPoint",
]
