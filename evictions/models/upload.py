"""A ledger file sent up from a page and read in by the worker (innsending av reskontro)."""

import logging
import tempfile
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from evictions.models.ledger import LedgerRun
from housing.cases import Lifecycle, Refused
from housing.database import new_external_id
from housing.exchange.importer import Import, Outcome
from housing.models import StoredFile

log = logging.getLogger(__name__)

QUEUED_TOO_LONG = timedelta(minutes=1)
SILENT_TOO_LONG = timedelta(minutes=15)
MOST_ATTEMPTS = 3
# A file that is wrong all through says the same a hundred thousand times.
MOST_PROBLEMS = 200


class LedgerUploadQuerySet(models.QuerySet):
    def visible_to(self, user):
        may = user.is_authenticated and user.has_perm("evictions.import_ledger")
        return self if may else self.none()

    def left_behind(self, now):
        """Queued and not begun, or begun and silent: a worker or the queue went away."""
        status = LedgerUpload.Status
        return self.filter(
            Q(status=status.QUEUED, progressed_at__lt=now - QUEUED_TOO_LONG)
            | Q(status=status.READING, progressed_at__lt=now - SILENT_TOO_LONG)
        )


class LedgerUpload(Lifecycle):
    """One file: queued → reading → read | refused (something is wrong in it) | failed.

    Reading is one transaction, and a row that is read twice is the same row: a worker that dies leaves nothing
    half-done, and the file is read once more.
    """

    class Status(models.TextChoices):
        QUEUED = "queued", _("I kø")
        READING = "reading", _("Leses nå")
        READ = "read", _("Lest inn")
        REFUSED = "refused", _("Ikke lest inn")
        FAILED = "failed", _("Feilet")

    MOVES = {
        Status.QUEUED: [Status.READING, Status.FAILED],
        Status.READING: [Status.READ, Status.REFUSED, Status.FAILED, Status.QUEUED],  # queued again: the worker died
        Status.READ: [],
        Status.REFUSED: [],
        Status.FAILED: [],
    }

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    status = models.CharField(_("status"), max_length=7, choices=Status.choices, default=Status.QUEUED)
    file_name = models.CharField(_("fil"), max_length=200)
    # Gone when it is read: the rows are in the ledger, and nobody needs the same debts twice.
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    stated_rows = models.PositiveIntegerField(_("rader etter økonomisystemet"), null=True, blank=True)
    stated_sum = models.DecimalField(
        _("sum etter økonomisystemet"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    run = models.OneToOneField(LedgerRun, on_delete=models.PROTECT, null=True, related_name="upload")
    problems = ArrayField(models.TextField(), default=list)
    attempts = models.PositiveSmallIntegerField(default=0)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    progressed_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    objects = LedgerUploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("innsendt reskontro")
        verbose_name_plural = _("innsendte reskontroer")
        ordering = ["-pk"]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("ledger_upload", args=[self.pk])

    @property
    def is_finished(self) -> bool:
        return self.status in (self.Status.READ, self.Status.REFUSED, self.Status.FAILED)

    def hand_in(self, content: bytes, content_type: str, *, by) -> "LedgerUpload":
        with transaction.atomic():
            self.file = StoredFile.keep(content, content_type)
            self.uploaded_by = by
            self.begin(by=by)
            self.hand_to_worker()
        return self

    def hand_to_worker(self) -> None:
        """Tell the queue when all is written. A queue that does not answer is told again within a minute."""
        from evictions.tasks import read_ledger

        upload_id = self.pk
        transaction.on_commit(lambda: read_ledger.delay(upload_id=upload_id), robust=True)

    def read_in(self) -> None:
        """Read the file once. A second delivery of the same message, or a second worker, does nothing."""
        now = timezone.now()
        try:
            self.move_to(self.Status.READING, by=None, progressed_at=now, attempts=self.attempts + 1)
        except Refused:
            return
        try:
            outcome = self._import()
        except Exception:
            log.exception("ledger upload %s failed", self.pk)
            self._finish(self.Status.FAILED, [_t("Filen kunne ikke leses inn. Feilen er meldt til driften.")])
            return
        if outcome.is_busy:
            self.move_to(self.Status.QUEUED, by=None, progressed_at=timezone.now())
            return
        told = [str(problem) for problem in outcome.problems[:MOST_PROBLEMS]]
        self._finish(self.Status.READ if outcome.is_written else self.Status.REFUSED, told)

    def _import(self) -> Outcome:
        ending = ".xlsx" if self.file_name.lower().endswith(".xlsx") else ".csv"
        stated = {"file_name": self.file_name, "rows": self.stated_rows, "sum": self.stated_sum, "upload": self.pk}
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / f"ledger{ending}").write_bytes(bytes(self.file.content))
            return Import(Path(folder), only=["ledger"], by=self.uploaded_by, notes={"ledger": stated}).run()

    def _finish(self, status: str, problems: list[str]) -> None:
        with transaction.atomic():
            file = self.file
            self.move_to(status, by=None, problems=problems, finished_at=timezone.now(), file=None)
            file.delete()

    def try_again(self) -> None:
        """For one that was left behind: back in the queue, or given up after three attempts."""
        if self.attempts >= MOST_ATTEMPTS:
            self._finish(self.Status.FAILED, [_t("Innlesingen ble avbrutt flere ganger. Meld fra til driften.")])
            return
        with transaction.atomic():
            now = timezone.now()
            if self.status == self.Status.READING:
                self.move_to(self.Status.QUEUED, by=None, progressed_at=now)
            else:
                LedgerUpload.objects.filter(pk=self.pk, status=self.Status.QUEUED).update(progressed_at=now)
            self.hand_to_worker()
