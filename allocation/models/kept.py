"""What is kept unchanged: the record of each allocation (tildelingsprotokoll), and a meeting's minutes (referat)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from allocation.models.meeting import AllocationMeeting, MeetingPartQuerySet
from allocation.models.offer import Offer
from applications.models import Application
from housing.models.meetings import MeetingMinutes, minutes_never_change
from housing.visibility import VisibleQuerySet

NEVER = pgtrigger.Update | pgtrigger.Delete


class AllocationRecordQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "allocation.view_record"
    HOUSEHOLD_PATH = "offer__application__household"


class AllocationRecord(models.Model):
    """Why this household was offered this dwelling, as it stood that day (tildelingsprotokoll). Append-only.

    ``dwelling`` and ``criteria`` are copies: what they were copied from may change, and this may not.
    """

    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="record")
    # The waiting list is as it stood this day, which is later than ``offered_on`` when an offer is registered late.
    listed_on = models.DateField(_("ventelisten per"))
    recorded_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    meeting = models.ForeignKey(AllocationMeeting, on_delete=models.PROTECT, null=True, related_name="records")
    grounds = models.CharField(_("hvorfor denne husstanden"), max_length=500, blank=True)
    dwelling = models.JSONField()
    scheme_name = models.CharField(_("prioriteringsordning"), max_length=120, blank=True)
    scheme_starts_on = models.DateField(null=True)
    # A list of: code, label, points, maximum.
    criteria = models.JSONField()
    waiting = models.PositiveIntegerField(_("sto på ventelisten"))
    fitting = models.PositiveIntegerField(_("boligen passet for"))
    passed_over = models.PositiveIntegerField(_("gått forbi"))

    objects = AllocationRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("tildelingsprotokoll")
        verbose_name_plural = _("tildelingsprotokoller")
        ordering = ["-recorded_at", "-pk"]
        triggers = [pgtrigger.Protect(name="allocation_record_is_append_only", operation=NEVER)]

    def get_absolute_url(self):
        return reverse("allocation_record", args=[self.pk])

    @property
    def household(self):
        return self.offer.application.household


class RecordedCandidate(models.Model):
    """One of those who were weighed, with place, points and what the dwelling met of their needs. Append-only."""

    class Fit(models.TextChoices):
        YES = "yes", _("Passer")
        MAYBE = "maybe", _("Kanskje")
        NO = "no", _("Passer ikke")

    record = models.ForeignKey(AllocationRecord, on_delete=models.PROTECT, related_name="candidates")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="weighed_in")
    # None: offered a dwelling without standing on the list that day.
    number = models.PositiveIntegerField(_("plass"), null=True)
    points = models.PositiveIntegerField(_("poeng"))
    children = models.PositiveSmallIntegerField(_("barn"))
    waited_days = models.PositiveIntegerField(_("ventet, dager"))
    # A list of: code, label, fact, points.
    lines = models.JSONField()
    # A list of: label, need, home, is_met.
    requirements = models.JSONField()
    fit = models.CharField(_("passer"), max_length=5, choices=Fit.choices)
    had_open_offer = models.BooleanField(_("hadde et annet tilbud"))
    was_chosen = models.BooleanField(_("fikk tilbudet"))
    was_passed_over = models.BooleanField(_("gått forbi"))
    # Why just this one was passed over, where it is told for each; the offer's grounds hold for all.
    reason = models.CharField(_("hvorfor gått forbi"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("vurdert husstand")
        verbose_name_plural = _("vurderte husstander")
        ordering = ["record", models.F("number").asc(nulls_last=True), "pk"]
        constraints = [models.UniqueConstraint(name="weighed_once_in_record", fields=["record", "application"])]
        triggers = [pgtrigger.Protect(name="recorded_candidate_is_append_only", operation=NEVER)]


class Minutes(MeetingMinutes):
    """The minutes of a closed allocation meeting (referat)."""

    meeting = models.OneToOneField(AllocationMeeting, on_delete=models.PROTECT, related_name="minutes")

    objects = MeetingPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("referat")
        verbose_name_plural = _("referater")
        triggers = minutes_never_change("minutes")
