"""The programme's registers in a real browser: written, read and compared at two widths, with axe-core."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from reporting.example_courses import leave_courses
from reporting.example_steering import leave_steering
from reporting.example_survey import leave_surveys
from reporting.example_swot import leave_swot
from reporting.models import Course, StaffSurvey, SteeringMeeting
from tests import make
from tests import make_registers as make_a

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = [{"width": 1280, "height": 900}, {"width": 360, "height": 780}]
STICKS_OUT = "() => document.documentElement.scrollWidth - window.innerWidth"


def test_the_programme_leader_reads_and_writes_the_registers(page, axe):
    ada = make.user("programme", name="Ada Lunde")
    today = timezone.localdate()
    make_a.course("Boligskole 1", participants=12)
    make_a.course("Fagsamling om bosetting og oppfølging", kind="professional", participants=48)
    leave_courses()
    leave_surveys(today)
    leave_swot(today)
    leave_steering(today)

    def looked_over(url):
        page.goto(url)
        for size in WIDTHS:
            page.set_viewport_size(size)
            assert axe(page) == []
            assert page.evaluate(STICKS_OUT) <= 0, f"{url} sticks out at {size['width']} px"
        page.set_viewport_size(WIDTHS[0])

    page.goto(reverse("login"))
    page.fill("[name=username]", ada.email)
    page.fill("[name=password]", make.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "logg-inn" not in address)

    looked_over(reverse("programme"))
    write_a_course(page, axe, today)
    looked_over(reverse("course_list"))
    looked_over(Course.objects.get(title__startswith="Fagsamling").get_absolute_url())

    survey = StaffSurvey.objects.first()
    looked_over(reverse("survey_list"))
    looked_over(survey.get_absolute_url())
    looked_over(reverse("survey_statements", args=[survey.pk]))
    looked_over(reverse("statement_change", args=[survey.statements.first().pk]))

    looked_over(reverse("swot"))
    then = date(today.year - 2, 12, 31)
    looked_over(f"{reverse('swot')}?dag={today:%d.%m.%Y}&mot={then:%d.%m.%Y}")

    looked_over(reverse("steering_group"))
    meeting = SteeringMeeting.objects.filter(held_on__lte=today).first()
    looked_over(meeting.get_absolute_url())
    looked_over(reverse("steering_meeting_change", args=[meeting.pk]))
    looked_over(reverse("steering_member_new"))


def write_a_course(page, axe, today):
    """From the programme's page, with a mistake told at its field."""
    page.click("text=Kurs og kompetanse")
    page.click("text=Nytt kurs")
    page.fill("[name=title]", "Boligskole 2")
    page.fill("[name=held_on]", f"{today:%d.%m.%Y}")
    page.fill("[name=participants]", "9")
    page.fill("[name=attendance]", "NAV: 10")
    page.click("text=Lagre kurset")
    page.wait_for_selector("text=Det er flere her enn det var deltakere.")
    assert axe(page) == []
    page.fill("[name=attendance]", "NAV: 4")
    page.click("text=Lagre kurset")
    page.wait_for_selector("text=Kurset er ført opp.")
