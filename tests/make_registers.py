"""Makes one of each thing in the programme's registers of courses, surveys, SWOT and the steering group."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from reporting.models import (
    Course,
    CourseAttendance,
    StaffSurvey,
    SteeringAttendance,
    SteeringDecision,
    SteeringMeeting,
    SteeringMember,
    SurveyStatement,
    SwotPoint,
)


def course(title="Boligskole", **facts):
    made = {"kind": "housing_school", "held_on": date(2026, 3, 3), "participants": 12}
    return Course.objects.create(title=title, **(made | facts))


def attendance(of, service="NAV", participants=5):
    return CourseAttendance.objects.create(course=of, service=service, participants=participants)


def survey(title="Ansattundersøkelse", *, day=date(2026, 3, 20), **facts):
    made = {"answered_from": day, "answered_until": day, "answered": 41}
    return StaffSurvey.objects.create(title=title, **(made | facts))


def statement(of, text="Flest mulig bor trygt og godt", mean="3.5", **facts):
    position = of.statements.count()
    mean = None if mean is None else Decimal(mean)
    return SurveyStatement.objects.create(survey=of, **({"text": text, "mean": mean, "position": position} | facts))


def swot_point(text="Engasjerte ansatte", **facts):
    return SwotPoint.objects.create(text=text, **({"kind": "strengths", "added_on": date(2026, 1, 1)} | facts))


def member(name="Ida Dal", **facts):
    made = {"title": "Leder for eiendom", "member_from": date(2025, 1, 1)}
    return SteeringMember.objects.create(name=name, **(made | facts))


def steering_meeting(number=1, held_on=None, *, present=(), **facts):
    made = SteeringMeeting.objects.create(number=number, held_on=held_on or timezone.localdate(), **facts)
    for one in present:
        SteeringAttendance.objects.create(meeting=made, member=one)
    return made


def decision(meeting, text="Boligskole holdes hvert kvartal", **facts):
    number = meeting.decisions.count() + 1
    return SteeringDecision.objects.create(meeting=meeting, **({"number": number, "text": text} | facts))
