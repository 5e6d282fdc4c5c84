"""Courses on their pages: who reads and writes, what is refused, and what the report shows of them."""

import json
from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from housing.periods import Period
from reporting.example_courses import leave_courses
from reporting.models import Course, CourseAttendance
from reporting.models.courses import printed
from tests import make
from tests import make_registers as make_a
from tests.reporting.registers import Visitor, errors, key

pytestmark = pytest.mark.django_db

SPRING = Period.half_year(2026, 1)
SENT = {"kind": "housing_school", "title": "Boligskole", "held_on": "03.03.2026", "participants": "12"}


@pytest.fixture
def programme():
    return Visitor(make.user("programme"))


def test_a_course_is_written_read_changed_and_taken_away(programme):
    sent = SENT | {"attendance": "NAV: 5\nEiendom : 3\n\n", "note": "To kvelder", "place": "Biblioteket"}
    answer = programme.send("course_new", **sent)
    course = Course.objects.get()
    assert answer.url == course.get_absolute_url()
    assert list(course.attendance.values_list("service", "participants")) == [("NAV", 5), ("Eiendom", 3)]
    assert "Biblioteket" in programme.see("course", course.pk).content.decode()

    answer = programme.send("course_change", course.pk, **sent | {"participants": "14", "attendance": "NAV: 6"})
    assert answer.status_code == 302
    course.refresh_from_db()
    assert (course.participants, course.attended) == (14, 6)

    programme.press("course_remove", course.pk)
    assert not Course.objects.exists()


def test_a_double_click_makes_one(programme):
    for _click in range(2):
        answer = programme.client.post(reverse("course_new"), SENT | {"external_id": "e1"})
    assert answer.url == Course.objects.get().get_absolute_url()
    programme.client.post(reverse("course_new"), SENT | {"external_id": key()})
    assert Course.objects.count() == 2, "another page is another course"


@pytest.mark.parametrize(
    ("facts", "field", "told"),
    [
        ({"title": ""}, "title", "påkrevd"),
        ({"kind": "party"}, "kind", "gyldig"),
        ({"held_on": "31.02.2026"}, "held_on", "dd.mm"),
        ({"participants": "-1"}, "participants", "0"),
        ({"participants": "mange"}, "participants", "heltall"),
        ({"participants": "5001"}, "participants", "5000"),
        ({"attendance": "NAV: 13"}, "attendance", "flere"),
        ({"attendance": "NAV"}, "attendance", "Linje 1"),
        ({"attendance": "NAV: 1\nNAV: 2"}, "attendance", "Linje 2"),
        ({"attendance": f"{'x' * 121}: 2"}, "attendance", "for langt"),
        ({"attendance": "NAV: ٣"}, "attendance", "Linje 1"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(programme, facts, field, told):
    answer = programme.send("course_new", **SENT | facts)
    assert answer.status_code == 200
    assert told.lower() in errors(answer)[field].lower()
    assert not Course.objects.exists()


def test_a_course_is_held_before_it_is_counted(programme):
    ahead = timezone.localdate() + timedelta(days=1)
    assert "held_on" in errors(programme.send("course_new", **SENT | {"held_on": f"{ahead:%d.%m.%Y}"}))


def test_of_two_who_change_a_course_the_second_is_told(programme):
    course = make_a.course()
    at = reverse("course_change", args=[course.pk])
    seen = programme.see("course_change", course.pk).context["form"]["seen"].value()
    sent = SENT | {"seen": seen, "participants": "20"}
    assert programme.client.post(at, sent).status_code == 302
    assert programme.client.post(at, sent).status_code == 302, "the same click again"
    second = programme.client.post(at, sent | {"participants": "9"})
    assert "Noen andre har endret" in errors(second)["__all__"]
    course.refresh_from_db()
    assert course.participants == 20


def test_attendance_changed_by_another_is_not_lost(programme):
    course = make_a.course()
    seen = programme.see("course_change", course.pk).context["form"]["seen"].value()
    make_a.attendance(course, "NAV", 3)
    sent = SENT | {"seen": seen, "attendance": "Eiendom: 1"}
    assert "__all__" in errors(programme.client.post(reverse("course_change", args=[course.pk]), sent))
    assert course.attendance.get().service == "NAV"


def test_the_steering_group_reads_no_number_of_participants():
    course = make_a.course(participants=43)
    make_a.attendance(course, "Oppvekst", 2)
    steering, leader = Visitor(make.user("steering")), Visitor(make.leader())
    for name, args in (("course_list", []), ("course", [course.pk])):
        assert ">43<" not in steering.see(name, *args).content.decode()
        assert ">43<" in leader.see(name, *args).content.decode()
    assert "Oppvekst" not in steering.see("course", course.pk).content.decode()
    assert "course_new" not in steering.see("course_list").content.decode()
    assert reverse("course_new") not in leader.see("course_list").content.decode()
    assert Course.objects.visible_to(make.user("rent")).count() == 0


@pytest.mark.parametrize("count", [1, 7])
def test_the_list_asks_the_same_number_of_questions(programme, count, django_assert_max_num_queries):
    for _number in range(count):
        make_a.attendance(make_a.course())
    with django_assert_max_num_queries(6):
        programme.see("course_list")


def test_a_figure_opens_to_the_courses(programme):
    course = make_a.course("Boligskole for unge")
    opened = programme.see("figure", "courses.participants", fra="2026-01-01", til="2026-06-30").content.decode()
    assert "Boligskole for unge" in opened
    assert course.get_absolute_url() in opened


# What the report shows


def test_the_report_shows_the_courses_of_its_period():
    make_a.course(held_on=date(2025, 12, 31))
    make_a.course("Siste", held_on=date(2026, 6, 30), kind="study_trip", participants=6, place="Oslo")
    make_a.course("Første", held_on=date(2026, 1, 1), participants=12)
    value = printed(SPRING)
    assert json.loads(json.dumps(value)) == value
    assert [(row["title"], row["held_on"], row["participants"]) for row in value["rows"]] == [
        ("Første", "01.01.2026", "12"),
        ("Siste", "30.06.2026", "6"),
    ]
    assert value["held"] == 2
    assert not value["hides"]


def test_few_participants_cannot_be_worked_out():
    """The sums of each month, of Boligskole and of all are published too: beside a small one no number is told."""
    make_a.course("B", participants=40)
    make_a.course("E", kind="professional", participants=50)
    assert [row["participants"] for row in printed(SPRING)["rows"]] == ["40", "50"]
    make_a.course("A", participants=3)
    assert {row["participants"] for row in printed(SPRING)["rows"]} == {":"}


@pytest.mark.parametrize("folder", ["reporting", "reports"])
def test_the_pieces_print_it_and_say_when_there_is_none(folder):
    assert "Ingen kurs" in render_to_string(f"{folder}/_courses.html", {"courses": printed(SPRING)})
    make_a.course("Boligskole 1", participants=3)
    html = render_to_string(f"{folder}/_courses.html", {"courses": printed(SPRING)})
    assert "Boligskole 1" in html
    assert ">:<" in html
    assert html.count('scope="row"') == 1


def test_the_demo_says_where_the_courses_were():
    make_a.course("Fagsamling", kind="professional", participants=50)
    for _time in range(2):
        leave_courses()
    assert CourseAttendance.objects.count() == 4
    assert Course.objects.get().attended <= 50
    assert Course.objects.get().place == "Rådhuset"
