"""Who is told of which report, and when: a notice with a link, never the report itself (mottakere, melding)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.history import tracked
from reporting.kinds import Kind
from reporting.models.report import Report


class Event(models.TextChoices):
    """What a notice is of."""

    DRAFTED = "drafted", _("Utkast er laget")
    SUBMITTED = "submitted", _("Sendt til behandling")
    APPROVED = "approved", _("Godkjent")


@tracked()
class ReportSubscription(models.Model):
    """One person who is told of one kind of report (mottaker)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="report_subscriptions")
    kind = models.CharField(_("rapporttype"), max_length=9, choices=Kind.choices)
    event = models.CharField(_("når"), max_length=9, choices=Event.choices)

    class Meta:
        verbose_name = _("mottaker av rapport")
        constraints = [models.UniqueConstraint(name="told_once_of_each", fields=["user", "kind", "event"])]


class ReportNoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, of reports one still may open."""
        return self.filter(user_id=user.pk, report__in=Report.objects.visible_to(user))

    def unread(self):
        return self.filter(read_at__isnull=True)

    def for_list(self):
        return self.unread().select_related("report")


class ReportNotice(models.Model):
    """A notice to one person that a report is begun, sent to be treated, or approved (melding)."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="notices")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="report_notices")
    event = models.CharField(max_length=9, choices=Event.choices)
    made_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    objects = ReportNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("melding om rapport")
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(name="unread_notices", fields=["user"], condition=Q(read_at__isnull=True))]

    @classmethod
    def tell(cls, report: Report, event: str, *, by) -> None:
        """One notice to each who wants it, but for whoever did it and whoever may not open the report."""
        wanting = ReportSubscription.objects.filter(kind=report.kind, event=event, user__is_active=True)
        users = [row.user for row in wanting.select_related("user") if by is None or row.user_id != by.pk]
        reads = [user for user in users if Report.objects.visible_to(user).filter(pk=report.pk).exists()]
        cls.objects.bulk_create(cls(report=report, user=user, event=event) for user in reads)

    @classmethod
    def read(cls, report: Report, user) -> None:
        """Whoever opens the report has read what was told of it."""
        cls.objects.unread().filter(report=report, user_id=user.pk).update(read_at=timezone.now())
