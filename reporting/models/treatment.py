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
    approved_at = models.DateTimeField(null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # What the programme's registers and KOSTRA's sheet said when it was approved.
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
        """Send it to the steering group. Its text stands still until it is taken back."""
        from reporting.models.notices import Event, ReportNotice

        with transaction.atomic():
            self.move_to(self.Status.SUBMITTED, by=by, submitted_on=timezone.localdate(), submitted_by=by)
            ReportNotice.tell(self, Event.SUBMITTED, by=by)

    def take_back(self, *, by, reason: str) -> None:
        """Back to the desk, to be mended. Why stands among the comments."""
        from reporting.models.comments import ReportComment

        with transaction.atomic():
            self.move_to(self.Status.DRAFT, by=by, submitted_on=None, submitted_by=None)
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
        """Approve, keep every figure as it is at this instant, and ask for the PDF. Of two at once one is refused."""
        from reporting.figures import consistent_snapshot

        if not self.is_approved and self.must_be_treated:
            raise Refused(_now("Styringsgruppen må behandle rapporten før den godkjennes."))
        try:
            with consistent_snapshot(writes=True):
                self._freeze(by)
        except OperationalError as error:
            if getattr(error.__cause__, "pgcode", None) != SERIALIZATION_FAILURE:
                raise
            raise Refused(_now("Noen andre har nettopp godkjent rapporten. Last siden på nytt."))

    def _freeze(self, by) -> None:
        from reporting import answers, registers
        from reporting.models.notices import Event, ReportNotice
        from reporting.models.report import FrozenFigure
        from reporting.models.run import ReportRun

        self.move_to(
            self.Status.APPROVED,
            by=by,
            approved_on=timezone.localdate(),
            approved_at=timezone.now(),
            approved_by=by,
            registers=registers.as_of_now(self),
        )
        FrozenFigure.objects.bulk_create(answers.with_rows(self))
        ReportRun.request(self, by=by)
        ReportNotice.tell(self, Event.APPROVED, by=by)
