"""The half-year report in its eight sections (Skjema for halvårsrapportering, Husbanken 13.02.2012)."""

from contextlib import contextmanager

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import OperationalError, models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from housing.cases import Lifecycle
from housing.database import Refused, in_order, new_external_id, refusing_breaches
from housing.history import tracked
from housing.periods import Period

SERIALIZATION_FAILURE = "40001"

# What a new report takes over from the one before it, to be brought up to date.
CARRIED_TEXTS = [
    "municipality",
    "programme_leader",
    "programme_started",
    "filled_in_by",
    "phone",
    "mobile",
    "email",
    "background",
    "organisation",
    "user_involvement",
]


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

    @property
    def file_name(self) -> str:
        half = 1 if self.period_last.month <= 6 else 2
        return f"halvarsrapport-{self.period_last.year}-{half}.pdf"

    @classmethod
    def write_new(cls, period: Period, *, by, external_id: str | None = None) -> "Report":
        """A draft for the period with the texts, goals, partners and funding of the report before it.

        Results and success stories are not carried over: they are what the half-year itself brought.
        """
        before = cls.objects.filter(period_last__lt=period.first).order_by("-period_last").first()
        report = cls(
            external_id=external_id or new_external_id(),
            period_first=period.first,
            period_last=period.last,
            municipality=settings.MUNICIPALITY["name"],
        )
        if before:
            for name in CARRIED_TEXTS:
                setattr(report, name, getattr(before, name))
        with refusing_breaches(), transaction.atomic():
            report.begin(by=by)
            report._begin_rows(before)
        return report

    def _begin_rows(self, before) -> None:
        from reporting.models.sections import ReportFunding, ReportGoal, ReportPartner

        if before:
            ReportGoal.carry_over(before, self)
            ReportFunding.carry_over(before, self)
        ReportPartner.begin_all(self, before)

    @contextmanager
    def being_edited(self):
        """Hold the draft while its text is saved; what is approved meanwhile, or was before, is refused."""
        with refusing_breaches(), transaction.atomic():
            if Report.objects.select_for_update().get(pk=self.pk).is_approved:
                raise Refused(_now("Rapporten er godkjent og kan ikke endres."))
            yield

    def approve(self, *, by) -> None:
        """Approve, keep every figure as it is at this instant, and ask for the PDF. Of two at once one is refused."""
        from reporting import answers
        from reporting.figures import consistent_snapshot
        from reporting.models.run import ReportRun

        try:
            with consistent_snapshot(writes=True):
                self.move_to(self.Status.APPROVED, by=by, approved_on=timezone.localdate(), approved_by=by)
                FrozenFigure.objects.bulk_create(answers.with_rows(self))
                ReportRun.request(self, by=by)
        except OperationalError as error:
            if getattr(error.__cause__, "pgcode", None) != SERIALIZATION_FAILURE:
                raise
            raise Refused(_now("Noen andre har nettopp godkjent rapporten. Last siden på nytt."))


class FrozenFigure(models.Model):
    """A figure as it was when its report was approved: value, definition, and which rows were counted.

    ``period_first`` and ``period_last`` are the report's own, or an earlier period's in the series of a chart.
    Unsaved, it is the same answer as it stands today.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="figures")
    code = models.CharField(max_length=80)
    period_first = models.DateField()
    period_last = models.DateField()
    label = models.CharField(max_length=200)
    definition = models.TextField()
    definition_version = models.PositiveSmallIntegerField(default=1)
    unit = models.CharField(max_length=20)
    value = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    decimals = models.PositiveSmallIntegerField(default=0)
    row_model = models.CharField(max_length=80, blank=True)
    row_ids = ArrayField(models.BigIntegerField(), default=list)
    # Whether the number must not be published, as it was decided then; unknown in reports older than the question.
    is_hidden = models.BooleanField(null=True, default=None)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="figure_frozen_once", fields=["report", "code", "period_first", "period_last"])
        ]
