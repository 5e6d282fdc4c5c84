"""The steering group (styringsgruppe): who sits in it, its meetings, and what it has decided and is not yet done."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from housing.database import in_force, in_order, new_external_id, no_overlap
from housing.history import tracked
from housing.periods import Period
from housing.templatetags.norwegian import date_no


def _may_read(user) -> bool:
    return user.is_authenticated and user.has_perm("reporting.view_report")


class SteeringMemberQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if _may_read(user) else self.none()

    def on(self, day):
        """Who sat in the group on the day: the leader first, then members, the secretary, and observers last."""
        return self.filter(in_force(day, "member_from", "member_until"))


@tracked()
class SteeringMember(models.Model):
    """Somebody who sits in the steering group from a day on (medlem av styringsgruppen)."""

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    name = models.CharField(_("navn"), max_length=200)
    title = models.CharField(_("stilling"), max_length=200)
    is_leader = models.BooleanField(_("leder gruppen"), default=False)
    is_secretary = models.BooleanField(_("sekretær"), default=False)
    is_observer = models.BooleanField(_("observatør"), default=False)
    member_from = models.DateField(_("medlem fra"))
    member_until = models.DateField(_("gikk ut"), null=True, blank=True)

    objects = SteeringMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("medlem av styringsgruppen")
        verbose_name_plural = _("medlemmer av styringsgruppen")
        ordering = ["-is_leader", "is_observer", "is_secretary", "name", "pk"]
        constraints = [
            in_order(
                "steering_member_days_in_order",
                "member_from",
                "member_until",
                _("Datoen de gikk ut, er før datoen de kom inn."),
            ),
            models.CheckConstraint(
                name="steering_leader_is_no_observer",
                condition=Q(is_leader=False) | Q(is_observer=False),
                violation_error_message=_("En observatør leder ikke gruppen."),
            ),
            no_overlap(
                "steering_member_once_at_a_time",
                ["name"],
                "member_from",
                "member_until",
                message=_("Personen er allerede medlem i dette tidsrommet."),
            ),
            no_overlap(
                "one_steering_leader_at_a_time",
                [],
                "member_from",
                "member_until",
                condition=Q(is_leader=True),
                message=_("Gruppen har allerede en leder i dette tidsrommet."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("steering_group")

    @property
    def part(self) -> str:
        """What they are in the group."""
        if self.is_leader:
            return _now("Leder")
        if self.is_secretary:
            return _now("Sekretær")
        return _now("Observatør") if self.is_observer else _now("Medlem")


class SteeringMeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if _may_read(user) else self.none()

    def held_in(self, period: Period):
        return self.filter(held_on__range=(period.first, period.last))


@tracked()
class SteeringMeeting(models.Model):
    """A meeting of the steering group (møte i styringsgruppen). Numbered within its year; ahead of us it is planned."""

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    number = models.PositiveSmallIntegerField(
        _("møte nr. dette året"), validators=[MinValueValidator(1), MaxValueValidator(99)]
    )
    held_on = models.DateField(_("dato"))
    agenda = models.TextField(_("dagsorden"), max_length=10_000, blank=True)
    minutes = models.TextField(_("referat"), max_length=20_000, blank=True)
    others_present = models.CharField(_("andre til stede"), max_length=500, blank=True)

    objects = SteeringMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("møte i styringsgruppen")
        verbose_name_plural = _("møter i styringsgruppen")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                ExtractYear("held_on"),
                "number",
                name="steering_meeting_numbered_in_year",
                violation_error_message=_("Det er allerede et møte med dette nummeret det året."),
            ),
        ]

    def __str__(self):
        return _now("Møte {label}").format(label=self.label)

    def get_absolute_url(self):
        return reverse("steering_meeting", args=[self.pk])

    @property
    def label(self) -> str:
        """«3/2026»: the number and the year."""
        return f"{self.number}/{self.held_on.year}"


class SteeringAttendanceQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if _may_read(user) else self.none()


@tracked()
class SteeringAttendance(models.Model):
    """A member who was at a meeting (oppmøte)."""

    meeting = models.ForeignKey(SteeringMeeting, on_delete=models.CASCADE, related_name="attendance")
    member = models.ForeignKey(SteeringMember, on_delete=models.PROTECT, related_name="attended")

    objects = SteeringAttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("oppmøte i styringsgruppen")
        verbose_name_plural = _("oppmøte i styringsgruppen")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(name="at_a_steering_meeting_once", fields=["meeting", "member"])]


class SteeringDecisionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if _may_read(user) else self.none()

    def open_on(self, day):
        """Decided by the day and not done on it: those whose time is out come first."""
        open_ones = self.filter(meeting__held_on__lte=day).filter(Q(done_on__isnull=True) | Q(done_on__gt=day))
        return open_ones.order_by(F("due_on").asc(nulls_last=True), "meeting__held_on", "number")


@tracked()
class SteeringDecision(models.Model):
    """What the group decided, who sees to it, and by when (beslutning). Open until ``done_on``."""

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    meeting = models.ForeignKey(SteeringMeeting, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField(_("sak nr."), validators=[MinValueValidator(1), MaxValueValidator(999)])
    text = models.TextField(_("beslutning"), max_length=2000)
    responsible = models.CharField(_("ansvarlig"), max_length=200, blank=True)
    due_on = models.DateField(_("frist"), null=True, blank=True)
    done_on = models.DateField(_("gjort"), null=True, blank=True)

    objects = SteeringDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("beslutning i styringsgruppen")
        verbose_name_plural = _("beslutninger i styringsgruppen")
        ordering = ["meeting", "number"]
        constraints = [
            models.UniqueConstraint(
                name="steering_decision_numbered_in_meeting",
                fields=["meeting", "number"],
                violation_error_message=_("Møtet har allerede en beslutning med dette nummeret."),
            ),
        ]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return self.meeting.get_absolute_url()

    @property
    def label(self) -> str:
        """«3/2026-2»: the meeting and the number in it."""
        return f"{self.meeting.label}-{self.number}"

    def is_overdue(self, day) -> bool:
        """Whether its time was out on the day, and it was not done."""
        return self.due_on is not None and self.due_on < day and (self.done_on is None or self.done_on > day)


def printed(period: Period) -> dict:
    """Who sat in the group on the last day, its meetings of the period with what they decided, and what was open then.

    A decision that was done after the period stands as open: so it was on the last day.
    """
    meetings = SteeringMeeting.objects.held_in(period).order_by("held_on", "number").prefetch_related("decisions")
    open_ones = SteeringDecision.objects.open_on(period.last).select_related("meeting")
    return {
        "day": date_no(period.last),
        "members": [
            {"name": member.name, "title": member.title, "part": member.part}
            for member in SteeringMember.objects.on(period.last)
        ],
        "meetings": [
            {
                "label": meeting.label,
                "held_on": date_no(meeting.held_on),
                "decisions": [_printed(decision, period.last) for decision in meeting.decisions.all()],
            }
            for meeting in meetings
        ],
        "open": [_printed(decision, period.last) for decision in open_ones],
    }


def _printed(decision: SteeringDecision, day) -> dict:
    is_done = decision.done_on is not None and decision.done_on <= day
    return {
        "label": decision.label,
        "text": decision.text,
        "responsible": decision.responsible,
        "due_on": date_no(decision.due_on),
        "done_on": date_no(decision.done_on) if is_done else "",
        "is_overdue": decision.is_overdue(day),
    }
