"""How a report goes from draft to approved (behandling): who sent it, when it was treated, what then stands still."""

from contextlib import contextmanager

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import OperationalError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from housing.cases import Lifecycle
from housing.database import Refused, refusing_breaches

SERIALIZATION_FAILURE = "40001"


class Treated(Lifecycle):
    """What a report is in the steering group's hands.

    A half-year report is treated before it is approved. A sheet of figures may be approved as it is.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Utkast")
        SUBMITTED = "submitted", _("Til behandling")
        TREATED = "treated", _("Behandlet")
        APPROVED = "approved", _("Godkjent")

    MOVES = {
        Status.DRAFT: [Status.SUBMITTED, Status.APPROVED],
        Status.SUBMITTED: [Status.DRAFT, Status.TREATED, Status.APPROVED],
        Status.TREATED: [Status.DRAFT, Status.APPROVED],
        Status.APPROVED: [],
    }

    status = models.CharField(_("status"), max_length=9, choices=Status.choices, default=Status.DRAFT)
    treated_on = ArrayField(models.DateField(), verbose_name=_("behandlet i styringsgruppen"), default=list, blank=True)
    submitted_on = models.DateField(_("sendt til behandling"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_on = models.DateField(_("godkjent"), null=True, blank=True)
    # The instant the figures were read: what is registered after it is late.
    frozen_at = models.DateTimeField(null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # What the programme's registers and KOSTRA's sheet said then.
    registers = models.JSONField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def is_approved(self) -> bool:
        return self.status == self.Status.APPROVED

    @property
    def read_on(self):
        """The day the figures are of, of a report that has left the desk."""
        return timezone.localtime(self.frozen_at).date() if self.frozen_at else self.approved_on

    @property
    def must_be_treated(self) -> bool:
        """Whether the steering group has still to see it before it can be approved."""
        return self.is_half_year and not (self.status == self.Status.TREATED and self.treated_on)

    @contextmanager
    def being_edited(self):
        """Hold the draft while its text is saved; what has left the desk meanwhile, or had before, is refused."""
        with refusing_breaches(), transaction.atomic():
            locked = type(self).objects.select_for_update().get(pk=self.pk)
            if refusal := locked.closed_because():
                raise Refused(refusal)
            yield

    def closed_because(self) -> str:
        """Why its text cannot be changed now; nothing when it can."""
        if self.is_approved:
            return _now("Rapporten er godkjent og kan ikke endres.")
        if not self.is_draft:
            return _now("Rapporten er sendt til behandling. Ta den tilbake før du endrer den.")
        return ""

    def submit(self, *, by) -> None:
        """Send it to the steering group. Text and figures stand still until it is taken back.

        The group treats one set of numbers, and two looks at the page never tell what was registered between them.
        """
        from reporting.models.notices import Event, ReportNotice

        with self._one_instant():
            self.move_to(
                self.Status.SUBMITTED, by=by, submitted_on=timezone.localdate(), submitted_by=by, **self._read_now()
            )
            self._keep_figures()
            ReportNotice.tell(self, Event.SUBMITTED, by=by)

    def take_back(self, *, by, reason: str) -> None:
        """Back to the desk, to be mended; the figures are live again. Why stands among the comments."""
        from reporting.models.comments import ReportComment

        with transaction.atomic():
            read = {"frozen_at": None, "registers": None}
            self.move_to(self.Status.DRAFT, by=by, submitted_on=None, submitted_by=None, **read)
            self.figures.all().delete()
            ReportComment.objects.create(report=self, text=reason, by=by, sends_back=True)

    def treat(self, *, by, on) -> None:
        """The steering group has treated it on this day; it may come up on several."""
        if on > timezone.localdate():
            raise Refused(_now("Datoen kan ikke være frem i tid."))
        with transaction.atomic():
            now = type(self).objects.select_for_update().get(pk=self.pk)
            days = sorted({*now.treated_on, on})
            if now.status == self.Status.TREATED:
                type(self).objects.filter(pk=self.pk).update(treated_on=days)
                self.treated_on = days
            else:
                self.move_to(self.Status.TREATED, by=by, treated_on=days)

    def approve(self, *, by) -> None:
        """Approve what was treated, and ask for the PDF. Of two at once one is refused.

        A sheet that nobody was sent is read at this instant.
        """
        from reporting.models.notices import Event, ReportNotice
        from reporting.models.run import ReportRun

        if not self.is_approved and self.must_be_treated:
            raise Refused(_now("Styringsgruppen må behandle rapporten før den godkjennes."))
        is_read = not self.is_draft
        with self._one_instant():
            read = {} if is_read else self._read_now()
            self.move_to(self.Status.APPROVED, by=by, approved_on=timezone.localdate(), approved_by=by, **read)
            if not is_read:
                self._keep_figures()
            ReportRun.request(self, by=by)
            ReportNotice.tell(self, Event.APPROVED, by=by)

    @contextmanager
    def _one_instant(self):
        from reporting.figures import consistent_snapshot

        try:
            with consistent_snapshot(writes=True):
                yield
        except OperationalError as error:
            if getattr(error.__cause__, "pgcode", None) != SERIALIZATION_FAILURE:
                raise
            raise Refused(_now("Noen andre har nettopp endret eller godkjent rapporten. Last siden på nytt."))

    def _read_now(self) -> dict:
        from reporting import registers

        return {"frozen_at": timezone.now(), "registers": registers.as_of_now(self)}

    def _keep_figures(self) -> None:
        from reporting import answers
        from reporting.models.report import FrozenFigure

        FrozenFigure.objects.bulk_create(answers.with_rows(self))
