"""The making of a report's PDF by the worker, with its progress (kjøring)."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError, models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from housing.cases import Lifecycle, Refused
from housing.database import new_external_id
from housing.models import StoredFile
from reporting.models.report import Report

log = logging.getLogger(__name__)

PDF = "application/pdf"
QUEUED_TOO_LONG = timedelta(minutes=1)
SILENT_TOO_LONG = timedelta(minutes=5)
MOST_ATTEMPTS = 3


class Overtaken(Exception):
    """The run was queued again while this worker was slow: another worker makes the PDF now."""


class ReportRunQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who write see every run; the others only what shows the report as it was approved."""
        runs = self.filter(report__in=Report.objects.visible_to(user))
        return runs if user.is_authenticated and user.has_perm("reporting.write_report") else runs.of_approved()

    def of_approved(self):
        return self.filter(shows_approved=True)

    def done(self):
        return self.filter(status=ReportRun.Status.DONE)

    def newest_of_each(self):
        """Of each report the newest in each language: what is fetched."""
        return self.order_by("report_id", "language", "-pk").distinct("report_id", "language")

    def unfinished(self):
        return self.filter(status__in=[ReportRun.Status.QUEUED, ReportRun.Status.RUNNING])

    def left_behind(self, now):
        """Queued and not begun, or begun and silent: a worker or the queue went away."""
        return self.filter(
            Q(status=ReportRun.Status.QUEUED, progressed_at__lt=now - QUEUED_TOO_LONG)
            | Q(status=ReportRun.Status.RUNNING, progressed_at__lt=now - SILENT_TOO_LONG)
        )


class ReportRun(Lifecycle):
    """One request for a PDF: queued → running → done | failed."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("I kø")
        RUNNING = "running", _("Lages nå")
        DONE = "done", _("Ferdig")
        FAILED = "failed", _("Feilet")

    class Language(models.TextChoices):
        BOKMAL = "nb", _("Bokmål")
        NYNORSK = "nn", _("Nynorsk")

    MOVES = {
        Status.QUEUED: [Status.RUNNING, Status.FAILED],
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
    # Whether the PDF was made from the approved report; one made from a draft is never given to the steering group.
    shows_approved = models.BooleanField(default=False)
    language = models.CharField(_("målform"), max_length=2, choices=Language.choices, default=Language.BOKMAL)
    attempts = models.PositiveSmallIntegerField(default=0)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    progressed_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    objects = ReportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("rapportkjøring")
        ordering = ["-pk"]

    def get_absolute_url(self):
        return reverse("run", args=[self.pk])

    @property
    def file_name(self) -> str:
        other = "" if self.language == self.Language.BOKMAL else f"-{self.get_language_display().lower()}"
        return f"{self.report.file_stem}{other}.pdf"

    @property
    def replaced_by(self) -> "ReportRun | None":
        """The newest of its report and language, when this one is no longer what is fetched."""
        if not self.shows_approved:
            return None
        newest = self.report.runs.of_approved().done().filter(language=self.language).order_by("-pk").first()
        return newest if newest and newest.pk > self.pk else None

    @property
    def is_finished(self) -> bool:
        return self.status in (self.Status.DONE, self.Status.FAILED)

    @classmethod
    def request(cls, report: Report, *, by, language: str = Language.BOKMAL, anew: bool = False) -> "ReportRun":
        """Ask for the PDF. Whoever asks while one in that language is being made gets that one.

        ``anew``: something has been added, so one that is under way may be without it.
        """
        with transaction.atomic():
            locked = Report.objects.select_for_update().get(pk=report.pk)
            unfinished = locked.runs.unfinished().filter(language=language)
            if locked.is_approved:
                unfinished = unfinished.filter(Q(status=cls.Status.QUEUED) | Q(shows_approved=True))
            if anew:
                unfinished = unfinished.filter(status=cls.Status.QUEUED)
            run = unfinished.first()
            if run is None:
                run = cls(report=locked, requested_by=by, language=language).begin(by=by)
                run.hand_to_worker()
        return run

    def hand_to_worker(self) -> None:
        """Tell the queue when all is written. A queue that does not answer is told again within a minute."""
        from reporting.tasks import produce_report

        run_id = self.pk
        transaction.on_commit(lambda: produce_report.delay(run_id=run_id), robust=True)

    def produce(self) -> None:
        """Make the PDF once. A second delivery of the same message, or a second worker, does nothing."""
        now = timezone.now()
        try:
            self.move_to(
                self.Status.RUNNING, by=None, started_at=now, progressed_at=now, attempts=self.attempts + 1, error=""
            )
        except Refused:
            return
        try:
            self._make()
        except (Overtaken, Refused):
            log.warning("report run %s was overtaken by another worker", self.pk)
        except (OperationalError, InterfaceError):
            # Nothing is wrong with the report, and nothing can be written now: the scheduler asks for it again.
            log.warning("report run %s was left when the database went away", self.pk, exc_info=True)
        except Exception:
            log.exception("report run %s failed", self.pk)
            self._fail_if_mine(
                _now("PDF-en kunne ikke lages. Feilen er meldt til dem som drifter systemet. Prøv igjen om litt.")
            )

    def _make(self) -> None:
        from reporting import answers, charts, pdf

        self._tell(_now("Regner ut tallene"), 10)
        content = answers.read(self.report)
        self._tell(_now("Tegner diagrammene"), 35, shows_approved=content.is_approved)
        with translation.override(self.language):
            drawings = charts.drawn(content)
        self._tell(_now("Setter opp sidene"), 50)
        html = pdf.as_html(content, drawings, language=self.language)
        made = pdf.as_pdf(html)
        self._tell(_now("Lagrer"), 95)
        with transaction.atomic():
            # Holds the run's row: only whoever makes the PDF now stores it, and with the run or not at all.
            self._tell("", 100)
            file = StoredFile.keep(made, PDF)
            done = {"step": "", "percent": 100, "finished_at": timezone.now(), "file": file}
            self.move_to(self.Status.DONE, by=None, **done)

    def _tell(self, step: str, percent: int, **facts) -> None:
        """Save how far it has come, at once, so that whoever waits sees it."""
        mine = ReportRun.objects.filter(pk=self.pk, status=self.Status.RUNNING, started_at=self.started_at)
        if not mine.update(step=step, percent=percent, progressed_at=timezone.now(), **facts):
            raise Overtaken

    def _fail_if_mine(self, error: str) -> None:
        """An overtaken worker that fails says nothing of the one that makes the PDF now."""
        try:
            with transaction.atomic():
                self._tell("", 0)
                self._fail(error)
        except (Overtaken, Refused):
            log.warning("report run %s was overtaken by another worker", self.pk)

    def _fail(self, error: str) -> None:
        self.move_to(self.Status.FAILED, by=None, error=error, step="", finished_at=timezone.now())

    def try_again(self) -> None:
        """For a run that was left behind: back in the queue, or given up after three attempts."""
        if self.attempts >= MOST_ATTEMPTS:
            self._fail(
                _now("PDF-en ble avbrutt flere ganger og ble ikke ferdig. Meld fra til dem som drifter systemet.")
            )
            return
        with transaction.atomic():
            now = timezone.now()
            if self.status == self.Status.RUNNING:
                self.move_to(self.Status.QUEUED, by=None, progressed_at=now, step="", percent=0)
            else:
                ReportRun.objects.filter(pk=self.pk, status=self.Status.QUEUED).update(progressed_at=now)
            self.hand_to_worker()
