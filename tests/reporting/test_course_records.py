"""Courses in the exchange format and in the figures: rules, what leaves, and how many are counted."""

from datetime import date

import pytest
from django.core.management import call_command

from housing.periods import Period
from reporting import figures
from reporting.models import Course
from reporting.suppression import suppress
from tests import make_registers as make_a
from tests.housing.exchange_folders import refusals, rows_of, take_in, world

pytestmark = pytest.mark.django_db

COURSE = {
    "id": "KU1",
    "kind": "housing_school",
    "title": "Boligskole 1/2026",
    "held_on": "2026-03-03",
    "participants": "12",
}
SPRING = Period.half_year(2026, 1)


def test_a_course_is_taken_in_and_out_as_it_was(tmp_path):
    folder = world(
        tmp_path / "made", courses=[COURSE, COURSE | {"id": "KU2", "kind": "study_trip", "participants": "0"}]
    )
    take_in(folder)
    assert Course.objects.get(external_id="KU1").participants == 12
    call_command("export_records", tmp_path / "out", verbosity=0)
    assert rows_of(tmp_path / "out" / "courses.csv") == rows_of(folder / "courses.csv")
    take_in(tmp_path / "out")
    assert Course.objects.count() == 2
    call_command("export_records", tmp_path / "before", as_of=date(2026, 3, 2), verbosity=0)
    assert rows_of(tmp_path / "before" / "courses.csv") == []


def test_what_the_pages_know_stays_when_the_file_comes_again(tmp_path):
    take_in(world(tmp_path / "made", courses=[COURSE]))
    course = Course.objects.get()
    course.place = "Biblioteket"
    course.save()
    make_a.attendance(course, participants=7)
    take_in(world(tmp_path / "more", courses=[COURSE | {"participants": "13"}]))
    course.refresh_from_db()
    assert (course.participants, course.place) == (13, "Biblioteket")
    found = refusals(world(tmp_path / "fewer", courses=[COURSE | {"participants": "6"}]))
    assert len(found) == 1
    assert "navngitte virksomheter" in found[0]


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"kind": "party"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"held_on": ""}, "held_on"),
        ({"held_on": "31.02.2026"}, "held_on"),
        ({"participants": ""}, "participants"),
        ({"participants": "-1"}, "participants"),
        ({"participants": "5001"}, "fra 0 til 5000"),
        ({"participants": "12,5"}, "participants"),
    ],
)
def test_what_is_wrong_is_told_with_its_column(tmp_path, facts, told):
    found = refusals(world(tmp_path, courses=[COURSE | facts]))
    assert found
    assert told in found[0]
    assert not Course.objects.exists()


def test_figures_count_the_courses_of_the_period():
    make_a.course(held_on=date(2026, 1, 1), participants=10)
    make_a.course(held_on=date(2026, 6, 30), participants=3)
    make_a.course("Fagsamling", kind="professional", held_on=date(2026, 4, 1), participants=50)
    make_a.course(held_on=date(2025, 12, 31), participants=100)
    make_a.course(held_on=date(2026, 7, 1), participants=100)
    found = {code: figures.BY_CODE[code].of(SPRING) for code in figures.BY_CODE if code.startswith("courses.")}
    assert found == {
        "courses.held": 3,
        "courses.participants": 63,
        "courses.housing_school": 2,
        "courses.housing_school_participants": 13,
    }


def test_of_no_course_there_are_no_participants():
    assert figures.BY_CODE["courses.participants"].of(SPRING) == 0
    assert figures.BY_CODE["courses.held"].of(SPRING) == 0


def test_few_participants_are_people_and_few_courses_are_not():
    about = {code: figures.BY_CODE[code].is_about_people for code in figures.BY_CODE if code.startswith("courses.")}
    assert about == {
        "courses.held": False,
        "courses.participants": True,
        "courses.housing_school": False,
        "courses.housing_school_participants": True,
    }
    assert [suppress(count) for count in (0, 1, 4, 5)] == [0, None, None, 5]
