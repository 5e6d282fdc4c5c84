"""Courses: this room's part of the exchange format."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from housing.exchange.messages import breach
from housing.exchange.record_types import Column, RecordType
from housing.exchange.staging import Staging
from reporting.models import Course, CourseAttendance


def _check_courses(staging: Staging) -> Iterator[tuple[int, dict, bool]]:
    """Fewer participants than the pages know of by their services would be a contradiction."""
    attendance = CourseAttendance._meta.db_table
    found = staging.rows(
        f"SELECT s.line, s.participants FROM staged_courses s JOIN (SELECT course_id, sum(participants) AS named "
        f"FROM {attendance} GROUP BY course_id) a ON a.course_id = s.id "
        "WHERE NOT s.is_rejected AND s.participants < a.named ORDER BY s.line"
    )
    for line, participants in found:
        told = _("Kurset har flere deltakere fra navngitte virksomheter.")
        yield line, breach(told, column="participants", value=f"{participants}"), False


COURSES = RecordType(
    "courses",
    Course,
    (
        Column("kind", required=True),
        Column("title", required=True),
        Column("held_on", required=True),
        Column("participants", required=True),
    ),
    begins=("held_on",),
    check=_check_courses,
)
