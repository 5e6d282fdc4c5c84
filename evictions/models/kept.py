"""What is kept unchanged of a held meeting about arrears: its minutes (referat)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from evictions.models.meeting import ArrearsMeeting, MeetingPartQuerySet
from housing.models.meetings import MeetingMinutes, minutes_never_change


class ArrearsMinutesQuerySet(MeetingPartQuerySet):
    def visible_to(self, user):
        """They name every household of the agenda: for those who hold meetings, and no one else who attends."""
        may = user.is_authenticated and user.has_perm("evictions.hold_meeting")
        return super().visible_to(user) if may else self.none()


class ArrearsMinutes(MeetingMinutes):
    """The minutes of a closed meeting about arrears (referat)."""

    meeting = models.OneToOneField(ArrearsMeeting, on_delete=models.PROTECT, related_name="minutes")

    objects = ArrearsMinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("referat fra restansemøte")
        verbose_name_plural = _("referater fra restansemøter")
        triggers = minutes_never_change("arrears_minutes")
