"""What is said about a report before it is approved, and what is found wrong in it afterwards."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.database import new_external_id
from housing.history import tracked
from reporting.models.report import Report


class OfReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sees the report."""
        return self.filter(report__in=Report.objects.visible_to(user))

    def open(self):
        return self.filter(settled_at__isnull=True)


@tracked()
class ReportComment(models.Model):
    """A comment on a report or on one of its sections (kommentar), and whether it has been met."""

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="comments")
    section = models.CharField(_("del"), max_length=20, blank=True)
    text = models.TextField(_("kommentar"), max_length=4000)
    sends_back = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OfReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("kommentar til rapport")
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="settled_comment_says_by_whom",
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
            )
        ]

    def get_absolute_url(self):
        return f"{self.report.get_absolute_url()}#kommentarer"

    def settle(self, *, by) -> None:
        """Met by the one who writes. Done twice, the first stands."""
        type(self).objects.open().filter(pk=self.pk).update(settled_at=timezone.now(), settled_by=by)


@tracked()
class ReportCorrection(models.Model):
    """A correction of an approved report (rettelse): a note beside what was published, which is never changed.

    ``was`` and ``now`` are what may be printed of the figure, at approval and when the correction was made.
    """

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="corrections")
    code = models.CharField(_("tall"), max_length=80, blank=True)
    label = models.CharField(max_length=200, blank=True)
    was = models.CharField(max_length=60, blank=True)
    now = models.CharField(max_length=60, blank=True)
    text = models.TextField(_("hva som var feil"), max_length=4000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField(default=timezone.localdate)

    objects = OfReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("rettelse av rapport")
        ordering = ["made_on", "pk"]

    def get_absolute_url(self):
        return f"{self.report.get_absolute_url()}#rettelser"
