"""The meeting where the leader allocates dwellings (tildelingsmøte): its agenda, the advice given, what was decided."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from allocation.models.offer import Offer
from applications.models import Application
from housing.database import Refused, new_external_id
from housing.history import tracked
from housing.models import Dwelling, Service
from housing.models.meetings import Meeting, MeetingParticipant, meeting_status_agrees_with_times, once_in_meeting


class MeetingPartQuerySet(models.QuerySet):
    """A meeting belongs to no household: whoever may see one may see them all."""

    def visible_to(self, user):
        may = user.is_authenticated and user.has_perm("allocation.view_meeting")
        return self if may else self.none()


class AllocationMeetingQuerySet(MeetingPartQuerySet):
    def planned(self):
        return self.filter(status=AllocationMeeting.Status.PLANNED)

    def over(self):
        """Those whose undecided items are still to be dealt with somewhere."""
        return self.filter(status__in=[AllocationMeeting.Status.CLOSED, AllocationMeeting.Status.CALLED_OFF])


@tracked()
class AllocationMeeting(Meeting):
    """The services advise, and the leader allocates (tildelingsmøte)."""

    objects = AllocationMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("tildelingsmøte")
        verbose_name_plural = _("tildelingsmøter")
        ordering = ["-meets_on", "-pk"]
        constraints = [meeting_status_agrees_with_times("meeting_status_agrees_with_times")]

    def __str__(self):
        return _t("Tildelingsmøte {day}").format(day=f"{self.meets_on:%d.%m.%Y}")

    def get_absolute_url(self):
        return reverse("meeting", args=[self.pk])


@tracked()
class Participant(MeetingParticipant):
    """Somebody who is asked to an allocation meeting, and may advise there (deltaker)."""

    meeting = models.ForeignKey(AllocationMeeting, on_delete=models.PROTECT, related_name="participants")
    service = models.CharField(_("tjeneste"), max_length=13, choices=Service.choices, default=Service.HOUSING)

    objects = MeetingPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("deltaker")
        verbose_name_plural = _("deltakere")
        ordering = ["pk"]
        constraints = [once_in_meeting("participant_once_in_meeting")]


class AgendaItemQuerySet(MeetingPartQuerySet):
    def to_carry_over(self):
        """Of meetings that are over: not decided or put off, and not yet on the agenda of another meeting."""
        return self.filter(
            meeting__in=AllocationMeeting.objects.over(),
            outcome__in=["", AgendaItem.Outcome.POSTPONED],
            carried_to__isnull=True,
        )


@tracked()
class AgendaItem(models.Model):
    """One dwelling on a meeting's agenda, and what was decided about it (sak på dagsordenen)."""

    class Outcome(models.TextChoices):
        ALLOCATED = "allocated", _("Tildelt")
        NOBODY = "nobody", _("Tildeles ingen nå")
        POSTPONED = "postponed", _("Utsatt")

    meeting = models.ForeignKey(AllocationMeeting, on_delete=models.PROTECT, related_name="items")
    dwelling = models.ForeignKey(
        Dwelling, verbose_name=_("bolig"), on_delete=models.PROTECT, related_name="agenda_items"
    )
    position = models.PositiveSmallIntegerField(default=0)
    carried_from = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried_to"
    )
    outcome = models.CharField(_("avgjørelse"), max_length=9, choices=Outcome.choices, blank=True)
    grounds = models.CharField(_("begrunnelse"), max_length=500, blank=True)
    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_item")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("sak på dagsordenen")
        verbose_name_plural = _("saker på dagsordenen")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="dwelling_once_on_agenda",
                fields=["meeting", "dwelling"],
                violation_error_message=_("Boligen står allerede på dagsordenen."),
            ),
            models.CheckConstraint(
                name="decided_item_has_decider_and_grounds",
                condition=Q(outcome="", decided_at__isnull=True, decided_by__isnull=True, grounds="")
                | (~Q(outcome="") & Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(grounds="")),
                violation_error_message=_("En sak som er avgjort, har en begrunnelse og en som avgjorde den."),
            ),
            models.CheckConstraint(
                name="allocated_item_has_offer",
                condition=Q(outcome="allocated", offer__isnull=False)
                | (~Q(outcome="allocated") & Q(offer__isnull=True)),
                violation_error_message=_("En bolig som er tildelt i møtet, har et tilbud, og ingen andre har det."),
            ),
        ]

    def __str__(self):
        return str(self.dwelling)

    def get_absolute_url(self):
        return reverse("agenda_item", args=[self.pk])

    def settle(self, outcome: str, *, by, at, grounds: str, offer: Offer | None = None) -> None:
        """Decide, once: the empty outcome in the WHERE is the lock. The meeting is held open by the caller."""
        undecided = AgendaItem.objects.filter(pk=self.pk, outcome="")
        if not undecided.update(outcome=outcome, grounds=grounds, offer=offer, decided_at=at, decided_by=by):
            raise Refused(_t("Saken er allerede avgjort, eller tatt av dagsordenen. Last siden på nytt."))
        self.refresh_from_db()

    def take_up_again(self) -> None:
        """Postponed or given to nobody, and then the meeting thinks again. An allocation is an offer: withdraw that."""
        settled = AgendaItem.objects.filter(pk=self.pk, outcome__in=[self.Outcome.NOBODY, self.Outcome.POSTPONED])
        if not settled.update(outcome="", grounds="", decided_at=None, decided_by=None):
            raise Refused(_t("Saken kan ikke tas opp igjen. Et tilbud trekkes på tilbudets side."))
        self.refresh_from_db()


@tracked()
class AgendaHousehold(models.Model):
    """A household put on, or taken off, one dwelling's item by hand; the others follow from the waiting list."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="by_hand")
    application = models.ForeignKey(
        Application, verbose_name=_("søknad"), on_delete=models.PROTECT, related_name="agenda_places"
    )
    is_left_out = models.BooleanField(_("tatt av"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("husstand på dagsordenen")
        verbose_name_plural = _("husstander på dagsordenen")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(name="household_once_on_item", fields=["item", "application"])]


@tracked()
class MeetingAdvice(models.Model):
    """What one participant advised about one dwelling (råd i tildelingsmøtet). The leader decides."""

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="advice")
    participant = models.ForeignKey(
        Participant, verbose_name=_("hvem som rår"), on_delete=models.PROTECT, related_name="advice"
    )
    application = models.ForeignKey(
        Application,
        verbose_name=_("hvem rådet gjelder"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meeting_advice",
    )
    text = models.TextField(_("råd"), max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("råd")
        verbose_name_plural = _("råd")
        ordering = ["pk"]

    def get_absolute_url(self):
        return self.item.get_absolute_url()
