"""The part of ``tests/world.py`` about the programme's courses, surveys, SWOT and steering group."""

from datetime import timedelta

from django.utils import timezone

from tests import make_registers as make_a


def shared() -> dict:
    today = timezone.localdate()
    course = make_a.course(held_on=today)
    make_a.attendance(course)
    survey = make_a.survey(day=today)
    sits = make_a.member()
    meeting = make_a.steering_meeting(held_on=today - timedelta(days=1), present=[sits])
    return {
        "course": course,
        "survey": survey,
        "statement": make_a.statement(survey),
        "swot_point": make_a.swot_point(),
        "steering_member": make_a.member("Ola Myr"),
        "steering_meeting": meeting,
        "empty_steering_meeting": make_a.steering_meeting(2, today - timedelta(days=1)),
        "steering_decision": make_a.decision(meeting),
    }
