"""What the demo knows of its courses beside the imported records: where, by whom, for whom, and who came from where."""

from reporting.models import Course, CourseAttendance

Kind = Course.Kind
# Place, organiser, audience.
ABOUT = {
    Kind.HOUSING_SCHOOL: ("Biblioteket", "Boligkontoret", "Unge under 25 år i sin første bolig"),
    Kind.PROFESSIONAL: ("Rådhuset", "Programmet", "Ansatte som arbeider med bolig og oppfølging"),
    Kind.CONFERENCE: ("Oslo", "Husbanken", "Ledere og prosjektledere"),
    Kind.STUDY_TRIP: ("En annen kommune", "Programmet", "Arbeidsgruppene"),
    Kind.OTHER: ("", "", ""),
}
# Shares of a professional course, in tenths.
CAME_FROM = {"Boligkontoret": 3, "NAV": 2, "Psykisk helse og rus": 2, "Eiendom": 1}


def leave_courses() -> None:
    """Once, and only where files told of courses."""
    if CourseAttendance.objects.exists():
        return
    for kind, (place, organiser, audience) in ABOUT.items():
        Course.objects.filter(kind=kind, place="").update(place=place, organiser=organiser, audience=audience)
    CourseAttendance.objects.bulk_create(
        CourseAttendance(course=course, service=service, participants=course.participants * tenths // 10)
        for course in Course.objects.filter(kind=Kind.PROFESSIONAL).order_by("pk")
        for service, tenths in CAME_FROM.items()
    )
