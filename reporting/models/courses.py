"""Courses and other measures that build competence (kurs og kompetansetiltak), and who attended them."""

from django.db import models
from django.db.models import Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from housing.database import new_external_id
from housing.history import tracked
from housing.periods import Period
from housing.templatetags.norwegian import date_no
from reporting import suppression

# The largest meetings of such a programme had 150 participants: beyond this a number is a slip.
MOST_PARTICIPANTS = 5000


class CourseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who read reports. How few came to a course is told by ``names_participants_to``."""
        may = user.is_authenticated and user.has_perm("reporting.view_report")
        return self if may else self.none()

    def held_in(self, period: Period):
        return self.filter(held_on__range=(period.first, period.last))

    def of_housing_school(self):
        return self.filter(kind=Course.Kind.HOUSING_SCHOOL)


@tracked()
class Course(models.Model):
    """One course, held on a day (kurs): Boligskole for tenants, and what those who work with housing learn."""

    class Kind(models.TextChoices):
        HOUSING_SCHOOL = "housing_school", _("Boligskole")
        PROFESSIONAL = "professional", _("Fagsamling")
        CONFERENCE = "conference", _("Konferanse")
        STUDY_TRIP = "study_trip", _("Studiereise")
        OTHER = "other", _("Annet")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    kind = models.CharField(_("slag"), max_length=14, choices=Kind.choices)
    title = models.CharField(_("tittel"), max_length=200)
    held_on = models.DateField(_("holdt"))
    participants = models.PositiveIntegerField(_("deltakere"))
    place = models.CharField(_("sted"), max_length=200, blank=True)
    organiser = models.CharField(_("arrangør"), max_length=200, blank=True)
    audience = models.CharField(_("målgruppe"), max_length=300, blank=True)
    note = models.TextField(_("merknad"), max_length=5000, blank=True)

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = _("kurs")
        verbose_name_plural = _("kurs")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="course_participants_believable",
                condition=Q(participants__gte=0, participants__lte=MOST_PARTICIPANTS),
                violation_error_message=_("Deltakerne må være et tall fra 0 til 5000."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("course", args=[self.pk])

    @property
    def attended(self) -> int:
        """How many of the participants a service is named for."""
        return self.attendance.aggregate(sum=Sum("participants"))["sum"] or 0


def names_participants_to(user) -> bool:
    """How many came to one course is for those who may open the figures; the others have the sums of a report."""
    return user.has_perm("reporting.view_figures")


class CourseAttendanceQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.is_authenticated and names_participants_to(user) else self.none()


@tracked()
class CourseAttendance(models.Model):
    """How many came from one service (oppmøte). Together never more than all the participants: the form sees to it."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="attendance")
    service = models.CharField(_("virksomhet"), max_length=120)
    participants = models.PositiveIntegerField(_("deltakere"))

    objects = CourseAttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("oppmøte")
        verbose_name_plural = _("oppmøte")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="service_once_at_a_course",
                fields=["course", "service"],
                violation_error_message=_("Virksomheten står der allerede."),
            ),
        ]

    def __str__(self):
        return f"{self.service}: {self.participants}"


def printed(period: Period) -> dict:
    """The courses of the period as its report shows them: how many, of which kind, and how many came.

    Where one of them had from 1 to 4, none of the numbers is told: the sums of the months, of the Boligskole and of all
    are published too, and would give it away.
    """
    courses = list(Course.objects.held_in(period).order_by("held_on", "pk"))
    hides = any(suppression.is_small(course.participants) for course in courses)
    return {
        "held": len(courses),
        "rows": [
            {
                "held_on": date_no(course.held_on),
                "kind": str(course.get_kind_display()),
                "title": course.title,
                "place": course.place,
                "organiser": course.organiser,
                "audience": course.audience,
                "participants": suppression.HIDDEN_MARK if hides else str(course.participants),
            }
            for course in courses
        ],
        "hides": hides,
    }
