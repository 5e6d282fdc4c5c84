"""Registers written by two at the same moment, from real connections: one wins, and the other is told."""

import pytest
from django.utils import timezone

from housing.database import Refused
from reporting.course_forms import CourseForm
from reporting.models import Course, StaffSurvey, SteeringDecision, SteeringMeeting, SurveyStatement
from reporting.steering_forms import DecisionForm, MeetingForm
from reporting.survey_forms import StatementForm, SurveyForm
from tests import make_registers as make_a
from tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)

SENT = {"kind": "housing_school", "title": "Boligskole", "held_on": "03.03.2026"}
TODAY = timezone.localdate()


def kept(form):
    """What ``form_page`` does with a form that was sent; what is seen to be wrong before it is kept is told too."""
    if not form.is_valid():
        raise Refused(str(form.errors))
    return form.keep()


def test_a_double_click_from_two_windows_makes_one_course():
    def send(_number):
        kept(CourseForm(SENT | {"participants": "12", "external_id": "dobbeltklikk"}))

    done, told = at_once(send, [1, 2, 3, 4], threads=4)
    assert (done, set(told)) == (1, {"Dette er allerede lagret."})
    assert Course.objects.count() == 1


def test_of_four_who_change_a_course_one_wins():
    course = make_a.course()
    seen = CourseForm(instance=course)["seen"].value()

    def send(number):
        there = Course.objects.get(pk=course.pk)
        kept(CourseForm(SENT | {"participants": str(number), "attendance": "NAV: 1", "seen": seen}, instance=there))

    done, told = at_once(send, [21, 22, 23, 24], threads=4)
    assert done == 1
    assert len(told) == 3
    assert all("Noen andre har endret" in text for text in told)
    course.refresh_from_db()
    assert course.participants in (21, 22, 23, 24)
    assert course.attendance.count() == 1


def test_a_statement_never_has_more_answers_than_its_survey():
    """Somebody lowers the number of answers while somebody else writes a statement that needs them all."""
    for _round in range(5):
        survey = make_a.survey(answered=41)
        facts = {"title": "A", "answered_from": "10.03.2026", "answered_until": "10.03.2026", "answered": "20"}
        seen = SurveyForm(instance=survey)["seen"].value()

        def send(what, survey=survey, facts=facts, seen=seen):
            there = StaffSurvey.objects.get(pk=survey.pk)
            if what == "survey":
                kept(SurveyForm(facts | {"seen": seen}, instance=there))
            else:
                form = StatementForm({"text": "B", "mean": "3", "dont_know": "30"}, survey=survey)
                kept(form)

        done, told = at_once(send, ["survey", "statement"], threads=2)
        survey.refresh_from_db()
        assert (done, len(told)) == (1, 1)
        assert SurveyStatement.objects.filter(survey=survey).exists() == (survey.answered == 41)


def test_a_meeting_is_never_after_what_it_decided():
    day = TODAY.replace(day=1)
    for number in range(1, 6):
        meeting = make_a.steering_meeting(number, day)
        seen = MeetingForm(instance=meeting)["seen"].value()
        later = {"number": str(number), "held_on": f"{TODAY:%d.%m.%Y}", "seen": seen}

        def send(what, meeting=meeting, later=later):
            if what == "meeting":
                kept(MeetingForm(later, instance=SteeringMeeting.objects.get(pk=meeting.pk)))
            else:
                kept(DecisionForm({"number": "1", "text": "A", "due_on": f"{day:%d.%m.%Y}"}, meeting=meeting))

        done, told = at_once(send, ["meeting", "decision"], threads=2)
        assert done == (2 if day == TODAY else 1), told
        meeting.refresh_from_db()
        decided = SteeringDecision.objects.filter(meeting=meeting).first()
        assert decided is None or decided.due_on >= meeting.held_on
