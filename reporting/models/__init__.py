"""The half-year report, its rows, its frozen figures and the making of its PDF."""

from reporting.models.courses import Course, CourseAttendance
from reporting.models.report import FrozenFigure, Report
from reporting.models.run import ReportRun
from reporting.models.sections import ReportFunding, ReportGoal, ReportPartner
from reporting.models.steering import SteeringAttendance, SteeringDecision, SteeringMeeting, SteeringMember
from reporting.models.survey import StaffSurvey, SurveyStatement
from reporting.models.swot import SwotPoint

__all__ = [
    "Course",
    "CourseAttendance",
    "FrozenFigure",
    "Report",
    "ReportFunding",
    "ReportGoal",
    "ReportPartner",
    "ReportRun",
    "StaffSurvey",
    "SteeringAttendance",
    "SteeringDecision",
    "SteeringMeeting",
    "SteeringMember",
    "SurveyStatement",
    "SwotPoint",
]
