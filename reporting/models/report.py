"""The half-year report in its eight sections (Skjema for halvårsrapportering, Husbanken 13.02.2012)."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from housing.cases import Lifecycle
from housing.database import in_order, new_external_id
from housing.history import tracked
from housing.periods import Period


class ReportQuerySet(models.QuerySet):
    def approved(self):
        return self.filter(status=Report.Status.APPROVED)

    def visible_to(self, user):
        """Those who write see drafts; everybody else with the right sees approved reports only."""
        if not user.is_authenticated or not user.has_perm("reporting.view_report"):
            return self.none()
        return self if user.has_perm("reporting.write_report") else self.approved()


@tracked()
class Report(Lifecycle):
    """One half-year's report: draft → approved. Approved, its text and figures never change."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Utkast")
        APPROVED = "approved", _("Godkjent")

    MOVES = {Status.DRAFT: [Status.APPROVED], Status.APPROVED: []}

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.DRAFT)
    period_first = models.DateField(_("fra og med"))
    period_last = models.DateField(_("til og med"))

    # 1 Formalia
    municipality = models.CharField(_("kommunens navn"), max_length=120)
    programme_leader = models.CharField(_("programleder"), max_length=120, blank=True)
    programme_started = models.CharField(_("programstart"), max_length=60, blank=True)
    reported_on = models.DateField(_("rapporteringsdato"), null=True, blank=True)
    treated_on = ArrayField(models.DateField(), verbose_name=_("behandlet i styringsgruppen"), default=list, blank=True)
    filled_in_by = models.CharField(_("utfylt av"), max_length=120, blank=True)
    phone = models.CharField(_("telefon"), max_length=30, blank=True)
    mobile = models.CharField(_("mobil"), max_length=30, blank=True)
    email = models.EmailField(_("e-post"), blank=True)
    # 2 Bakgrunn, 4 Organisering, 6 Brukermedvirkning, 8 Suksesshistorier; 3, 5 and 7 are rows of their own
    background = models.TextField(_("bakgrunn for kommunens deltakelse"), max_length=20_000, blank=True)
    organisation = models.TextField(_("organisering"), max_length=20_000, blank=True)
    user_involvement = models.TextField(_("brukermedvirkning"), max_length=20_000, blank=True)
    success_stories = models.TextField(
        _("suksesshistorier"), max_length=10_000, blank=True, help_text=_("Én eller to, til sammen høyst én side.")
    )

    approved_on = models.DateField(_("godkjent"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("halvårsrapport")
        verbose_name_plural = _("halvårsrapporter")
        ordering = ["-period_last", "-pk"]
        constraints = [
            in_order("report_period_in_order", "period_first", "period_last", _("Perioden slutter før den begynner.")),
            models.UniqueConstraint(
                name="one_report_per_period",
                fields=["period_first", "period_last"],
                violation_error_message=_("Det finnes allerede en rapport for denne perioden."),
            ),
            models.CheckConstraint(
                name="approved_report_says_when",
                condition=Q(status="draft", approved_on__isnull=True) | Q(status="approved", approved_on__isnull=False),
                violation_error_message=_("En godkjent rapport må ha dato for godkjenningen."),
            ),
        ]

    def __str__(self):
        return _now("Halvårsrapport {period}").format(period=self.period.label)

    def get_absolute_url(self):
        return reverse("report", args=[self.pk])

    @property
    def period(self) -> Period:
        return Period(self.period_first, self.period_last)

    @property
    def is_approved(self) -> bool:
        return self.status == self.Status.APPROVED


class FrozenFigure(models.Model):
    """A figure as it was when its report was approved: value, definition, and which rows were counted."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="figures")
    code = models.CharField(max_length=80)
    label = models.CharField(max_length=200)
    definition = models.TextField()
    unit = models.CharField(max_length=20)
    value = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    decimals = models.PositiveSmallIntegerField(default=0)
    row_model = models.CharField(max_length=80, blank=True)
    row_ids = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(name="figure_frozen_once", fields=["report", "code"])]
