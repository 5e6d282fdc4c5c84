"""Reports, their rows, treatment and frozen figures, who is told of them, and the making of their PDFs."""

from reporting.models.comments import ReportComment, ReportCorrection
from reporting.models.courses import Course, CourseAttendance
from reporting.models.notices import Event, ReportNotice, ReportSubscription
from reporting.models.report import FrozenFigure, Report
from reporting.models.run import ReportRun
from reporting.models.sections import ReportFunding, ReportGoal, ReportPartner
from reporting.models.steering import SteeringAttendance, SteeringDecision, SteeringMeeting, SteeringMember
from reporting.models.survey import StaffSurvey, SurveyStatement
from reporting.models.swot import SwotPoint

__all__ = [
    "Course",
    "CourseAttendance",
    "Event",
    "FrozenFigure",
    "Report",
    "ReportComment",
    "ReportCorrection",
    "ReportFunding",
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
    "SurveyStatement",
    "SwotPoint",
]
