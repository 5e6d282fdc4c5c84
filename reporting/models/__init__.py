"""The half-year report, its rows, its frozen figures and the making of its PDF."""

from reporting.models.report import FrozenFigure, Report
from reporting.models.run import ReportRun
from reporting.models.sections import ReportFunding, ReportGoal, ReportPartner
from reporting.models.targets import FigureTarget

__all__ = ["FigureTarget", "FrozenFigure", "Report", "ReportFunding", "ReportGoal", "ReportPartner", "ReportRun"]
