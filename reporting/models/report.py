"""A report: the half-year form's eight sections (Husbanken, 13.02.2012), or a sheet of figures with a comment.

How it is treated and approved is in ``reporting/models/treatment.py``.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from housing.database import in_order, new_external_id, refusing_breaches
from housing.history import tracked
from housing.periods import Period
from reporting import kinds
from reporting.kinds import Kind
from reporting.models.treatment import Treated

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
    "goals_introduction",
    "organisation",
    "user_involvement",
]


class ReportQuerySet(models.QuerySet):
    def approved(self):
        return self.filter(status=Report.Status.APPROVED)

    def of_kind(self, kind):
        return self.filter(kind=kind)

    def visible_to(self, user):
        """Those who write see drafts; everybody else with the right sees what is sent to be treated, or approved."""
        if not user.is_authenticated or not user.has_perm("reporting.view_report"):
            return self.none()
        return self if user.has_perm("reporting.write_report") else self.exclude(status=Report.Status.DRAFT)


@tracked()
class Report(Treated):
    """One period's report: draft → submitted → treated → approved. Approved, its text and figures never change."""

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    kind = models.CharField(_("rapporttype"), max_length=9, choices=Kind.choices, default=Kind.HALF_YEAR)
    period_first = models.DateField(_("fra og med"))
    period_last = models.DateField(_("til og med"))

    # 1 Formalia
    municipality = models.CharField(_("kommunens navn"), max_length=120)
    programme_leader = models.CharField(_("programleder"), max_length=120, blank=True)
    programme_started = models.CharField(_("programstart"), max_length=60, blank=True)
    reported_on = models.DateField(_("rapporteringsdato"), null=True, blank=True)
    filled_in_by = models.CharField(_("utfylt av"), max_length=120, blank=True)
    phone = models.CharField(_("telefon"), max_length=30, blank=True)
    mobile = models.CharField(_("mobil"), max_length=30, blank=True)
    email = models.EmailField(_("e-post"), blank=True)
    # 2 Bakgrunn, what stands before the tables of 3, 4 Organisering, 6 Brukermedvirkning, 8 Suksesshistorier.
    # 3, 5 and 7 are rows of their own.
    background = models.TextField(_("bakgrunn for kommunens deltakelse"), max_length=20_000, blank=True)
    goals_introduction = models.TextField(_("innledning til målene"), max_length=20_000, blank=True)
    organisation = models.TextField(_("organisering"), max_length=20_000, blank=True)
    user_involvement = models.TextField(_("brukermedvirkning"), max_length=20_000, blank=True)
    success_stories = models.TextField(
        _("suksesshistorier"), max_length=10_000, blank=True, help_text=_("Én eller to, til sammen høyst én side.")
    )

    # A sheet of figures has one text
    commentary = models.TextField(_("kommentar"), max_length=20_000, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("halvårsrapport")
        verbose_name_plural = _("halvårsrapporter")
        ordering = ["-period_last", "-pk"]
        constraints = [
            in_order("report_period_in_order", "period_first", "period_last", _("Perioden slutter før den begynner.")),
            models.UniqueConstraint(
                name="one_report_per_period",
                fields=["kind", "period_first", "period_last"],
                violation_error_message=_("Det finnes allerede en rapport for denne perioden."),
            ),
            models.CheckConstraint(
                name="approved_report_says_when",
                condition=Q(status="approved", approved_on__isnull=False)
                | (~Q(status="approved") & Q(approved_on__isnull=True)),
                violation_error_message=_("En godkjent rapport må ha dato for godkjenningen."),
            ),
            models.CheckConstraint(
                name="submitted_report_says_when",
                condition=~Q(status__in=["submitted", "treated"]) | Q(submitted_on__isnull=False),
                violation_error_message=_("En rapport til behandling må ha dato for når den ble sendt."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.period.label}"

    def get_absolute_url(self):
        return reverse("report", args=[self.pk])

    @property
    def period(self) -> Period:
        return Period(self.period_first, self.period_last)

    @property
    def is_half_year(self) -> bool:
        """Whether it is Husbanken's form; the other kinds are sheets of figures."""
        return self.kind == Kind.HALF_YEAR

    @property
    def due_on(self):
        return kinds.due_on(self.kind, self.period)

    @property
    def due_label(self) -> str:
        return _now("sendes til Husbanken") if self.due_on else ""

    @property
    def treated_text(self) -> str:
        """«14.06.2026 og 19.06.2026»."""
        return _now(" og ").join(f"{day:%d.%m.%Y}" for day in self.treated_on)

    @property
    def file_stem(self) -> str:
        """«halvarsrapport-2026-1», «manedsark-2026-05»: plain letters, and nothing of what is inside."""
        names = {"half_year": "halvarsrapport", "monthly": "manedsark", "tertial": "tertialrapport"}
        last = self.period_last
        numbers = {"half_year": f"-{(last.month + 5) // 6}", "monthly": f"-{last.month:02}"}
        numbers["tertial"] = f"-{(last.month + 3) // 4}"
        return f"{names.get(self.kind, 'arsrapport')}-{last.year}{numbers.get(self.kind, '')}"

    @property
    def languages_printed(self) -> list[str]:
        """The languages it has been approved and printed in; Bokmål at least."""
        done = self.runs.of_approved().done().values_list("language", flat=True)
        return sorted({"nb", *done})

    def print_anew(self, *, by) -> None:
        """The PDFs of an approved report once more: with a correction, or without a story that is withdrawn."""
        from reporting.models.run import ReportRun

        for language in self.languages_printed:
            ReportRun.request(self, by=by, language=language, anew=True)

    def before(self) -> "Report | None":
        """The one of its kind before it: what it takes its texts from, and is held against."""
        earlier = Report.objects.of_kind(self.kind).filter(period_last__lt=self.period_first)
        return earlier.order_by("-period_last").first()

    @classmethod
    def write_new(cls, period: Period, *, by, kind=Kind.HALF_YEAR, external_id: str | None = None) -> "Report":
        """A draft for the period with the texts, goals, partners and funding of the report before it.

        Results, stories and the comment are not carried over: they are what the period itself brought.
        """
        report = cls(
            external_id=external_id or new_external_id(),
            kind=kind,
            period_first=period.first,
            period_last=period.last,
            municipality=settings.MUNICIPALITY["name"],
        )
        before = report.before()
        if before:
            for name in CARRIED_TEXTS:
                setattr(report, name, getattr(before, name))
        with refusing_breaches(), transaction.atomic():
            report.begin(by=by)
            if report.is_half_year:
                report._begin_rows(before)
        return report

    def _begin_rows(self, before) -> None:
        from reporting.models.sections import ReportFunding, ReportGoal, ReportPartner

        if before:
            ReportGoal.carry_over(before, self)
            ReportFunding.carry_over(before, self)
        ReportPartner.begin_all(self, before)


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
