"""The making of a report's PDF by the worker, with its progress (kjøring)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from housing.cases import Lifecycle
from housing.database import new_external_id
from housing.models import StoredFile
from reporting.models.report import Report


class ReportRunQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(report__in=Report.objects.visible_to(user))

    def unfinished(self):
        return self.filter(status__in=[ReportRun.Status.QUEUED, ReportRun.Status.RUNNING])


class ReportRun(Lifecycle):
    """One request for a PDF: queued → running → done | failed."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("I kø")
        RUNNING = "running", _("Lages nå")
        DONE = "done", _("Ferdig")
        FAILED = "failed", _("Feilet")

    MOVES = {
        Status.QUEUED: [Status.RUNNING],
        Status.RUNNING: [Status.DONE, Status.FAILED, Status.QUEUED],  # queued again: the worker died
        Status.DONE: [],
        Status.FAILED: [Status.QUEUED],
    }

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="runs")
    status = models.CharField(max_length=7, choices=Status.choices, default=Status.QUEUED)
    step = models.CharField(max_length=120, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = ReportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("rapportkjøring")
        ordering = ["-pk"]
