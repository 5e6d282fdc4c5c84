"""What is kept unchanged of a held meeting about arrears: its minutes (referat)."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from evictions.models.meeting import ArrearsMeeting, MeetingPartQuerySet
from housing.models import StoredFile


class ArrearsMinutesQuerySet(MeetingPartQuerySet):
    def visible_to(self, user):
        """They name every household of the agenda: for those who hold meetings, and no one else who attends."""
        may = user.is_authenticated and user.has_perm("evictions.hold_meeting")
        return super().visible_to(user) if may else self.none()


class ArrearsMinutes(models.Model):
    """A closed meeting's minutes, word for word (referat). The PDF is made of ``html`` once; neither is changed."""

    meeting = models.OneToOneField(ArrearsMeeting, on_delete=models.PROTECT, related_name="minutes")
    html = models.TextField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    objects = ArrearsMinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("referat fra restansemøte")
        verbose_name_plural = _("referater fra restansemøter")
        triggers = [
            pgtrigger.Protect(name="arrears_minutes_are_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="arrears_minutes_are_never_changed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.file_id IS NOT NULL OR NEW.html IS DISTINCT FROM OLD.html "
                    "OR NEW.meeting_id IS DISTINCT FROM OLD.meeting_id"
                ),
            ),
        ]
