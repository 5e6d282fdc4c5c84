"""What the staff think of the work, asked now and then (ansattundersøkelse): statements on a scale from 1 to 4."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from housing.database import in_order, new_external_id
from housing.history import tracked
from housing.periods import Period, percent
from housing.templatetags.norwegian import date_no
from reporting import survey_scale

ALL_OR_NONE = _("Skriv antallet for alle fire svarene, eller for ingen.")


class StaffSurveyQuerySet(models.QuerySet):
    def visible_to(self, user):
        may = user.is_authenticated and user.has_perm("reporting.view_report")
        return self if may else self.none()

    def answered_in(self, period: Period):
        """Those whose last day for answering lies in the period."""
        return self.filter(answered_until__range=(period.first, period.last))


@tracked()
class StaffSurvey(models.Model):
    """One survey among the staff (ansattundersøkelse): who were asked, how many answered, and the statements."""

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    title = models.CharField(_("tittel"), max_length=200)
    answered_from = models.DateField(_("besvart fra og med"))
    answered_until = models.DateField(_("besvart til og med"))
    invited = models.PositiveIntegerField(_("spurte"), null=True, blank=True)
    answered = models.PositiveIntegerField(_("svar"), validators=[MinValueValidator(1)])
    note = models.TextField(_("merknad"), max_length=5000, blank=True)

    objects = StaffSurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("ansattundersøkelse")
        verbose_name_plural = _("ansattundersøkelser")
        ordering = ["-answered_until", "-pk"]
        constraints = [
            in_order(
                "survey_days_in_order",
                "answered_from",
                "answered_until",
                _("Den siste dagen er før den første."),
            ),
            models.CheckConstraint(
                name="survey_answered_by_invited",
                condition=Q(invited__isnull=True) | Q(answered__lte=F("invited")),
                violation_error_message=_("Det kan ikke være flere svar enn spurte."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("survey", args=[self.pk])

    @property
    def days(self) -> str:
        """When it was answered, as a page says it."""
        first, last = date_no(self.answered_from), date_no(self.answered_until)
        return first if first == last else f"{first}–{last}"

    @property
    def answered_percent(self):
        """How many of those asked answered, in per cent with one decimal; nothing where those asked are not counted."""
        return percent(self.answered, self.invited) if self.invited else None

    def before(self) -> "StaffSurvey | None":
        """The survey before this one, which it is compared with."""
        earlier = Q(answered_until__lt=self.answered_until) | Q(answered_until=self.answered_until, pk__lt=self.pk)
        return StaffSurvey.objects.filter(earlier).order_by("-answered_until", "-pk").first()


class SurveyStatementQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(survey__in=StaffSurvey.objects.visible_to(user))


@tracked()
class SurveyStatement(models.Model):
    """A statement of a survey (påstand): the mean of the answers 1–4, and how many did not know.

    ``mean`` has one decimal. Where the number of each answer is known, the mean is reckoned from them.
    """

    survey = models.ForeignKey(StaffSurvey, on_delete=models.CASCADE, related_name="statements")
    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    position = models.PositiveSmallIntegerField(_("plass"), default=0)
    text = models.CharField(_("påstand"), max_length=300)
    mean = models.DecimalField(_("snitt"), max_digits=2, decimal_places=1, null=True, blank=True)
    dont_know = models.PositiveIntegerField(_("vet ikke"), default=0)
    count_1 = models.PositiveIntegerField(_("svarte 1"), null=True, blank=True)
    count_2 = models.PositiveIntegerField(_("svarte 2"), null=True, blank=True)
    count_3 = models.PositiveIntegerField(_("svarte 3"), null=True, blank=True)
    count_4 = models.PositiveIntegerField(_("svarte 4"), null=True, blank=True)

    objects = SurveyStatementQuerySet.as_manager()

    COUNTS = ("count_1", "count_2", "count_3", "count_4")

    class Meta:
        verbose_name = _("påstand")
        verbose_name_plural = _("påstander")
        ordering = ["survey", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="statement_once_in_survey",
                fields=["survey", "text"],
                violation_error_message=_("Påstanden står der allerede."),
            ),
            models.CheckConstraint(
                name="statement_mean_on_the_scale",
                condition=Q(mean__isnull=True) | Q(mean__gte=1, mean__lte=4),
                violation_error_message=_("Snittet må være fra 1 til 4."),
            ),
            models.CheckConstraint(
                name="statement_counts_all_or_none",
                condition=Q(count_1__isnull=True, count_2__isnull=True, count_3__isnull=True, count_4__isnull=True)
                | Q(count_1__isnull=False, count_2__isnull=False, count_3__isnull=False, count_4__isnull=False),
                violation_error_message=ALL_OR_NONE,
            ),
        ]

    def __str__(self):
        return self.text

    def get_absolute_url(self):
        return self.survey.get_absolute_url()

    @property
    def line(self) -> survey_scale.Line:
        """The statement as the rules of the scale see it."""
        counts = tuple(getattr(self, name) for name in self.COUNTS)
        return survey_scale.Line(
            text=self.text,
            mean=self.mean,
            dont_know=self.dont_know,
            counts=None if None in counts else counts,
        )


def compared(survey: StaffSurvey, before: StaffSurvey | None) -> list[survey_scale.Compared]:
    """The statements of a survey beside those of the one before, in the order they stand."""
    lines = [statement.line for statement in survey.statements.all()]
    earlier = [statement.line for statement in before.statements.all()] if before else []
    return survey_scale.compared(lines, survey.answered, earlier, before.answered if before else 0)


def printed(period: Period) -> list[dict]:
    """The surveys that were finished in the period, each beside the one before it. Numbers are texts, with a comma."""
    found = []
    for survey in StaffSurvey.objects.answered_in(period).order_by("answered_until", "pk"):
        before = survey.before()
        rows = compared(survey, before)
        found.append(
            {
                "title": survey.title,
                "days": survey.days,
                "invited": survey.invited,
                "answered": survey.answered,
                "answered_percent": _written(survey.answered_percent),
                "before": before.title if before and any(row.before is not None for row in rows) else "",
                "rows": [
                    {
                        "text": row.text,
                        "mean": _written(row.mean),
                        "before": _written(row.before),
                        "change": _written(row.change, sign=True),
                        "dont_know": row.told_dont_know,
                        "is_hidden": row.is_hidden,
                    }
                    for row in rows
                ],
            }
        )
    return found


def _written(number, *, sign=False) -> str:
    """«3,5», and a change «+0,2» or «−0,2»; nothing for nothing."""
    if number is None:
        return ""
    text = f"{abs(number):.1f}".replace(".", ",")
    if not sign or not number:
        return text
    return f"{'+' if number > 0 else '−'}{text}"
