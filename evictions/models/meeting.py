"""The fortnightly meeting about tenants in arrears (restansemøte): who answers for whom, and what is to be done."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from evictions.models.case import ArrearsCase
from evictions.models.run import ArrearsRun
from housing.database import Refused, new_external_id, refusing_breaches
from housing.history import tracked
from housing.models import Service
from housing.models.meetings import Meeting, MeetingParticipant, meeting_status_agrees_with_times, once_in_meeting


class ArrearsMeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of them for those who hold them; those one is asked to for the others who attend."""
        if not user.is_authenticated:
            return self.none()
        if user.has_perm("evictions.hold_meeting"):
            return self
        if user.has_perm("evictions.attend_meeting"):
            return self.filter(pk__in=ArrearsParticipant.objects.filter(user=user).values("meeting"))
        return self.none()

    def planned(self):
        return self.filter(status=ArrearsMeeting.Status.PLANNED)


@tracked()
class ArrearsMeeting(Meeting):
    """The services meet about those in arrears, families with children first (restansemøte)."""

    # The run the agenda was made from: made anew when the meeting opens, and then it stands.
    run = models.ForeignKey(ArrearsRun, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings")
    # Households of the run that are not on the agenda, because their case rests.
    paused = models.PositiveIntegerField(_("på pause"), default=0)

    objects = ArrearsMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("restansemøte")
        verbose_name_plural = _("restansemøter")
        ordering = ["-meets_on", "-pk"]
        constraints = [meeting_status_agrees_with_times("arrears_meeting_status_agrees_with_times")]

    def __str__(self):
        return _t("Restansemøte {day}").format(day=f"{self.meets_on:%d.%m.%Y}")

    def get_absolute_url(self):
        return reverse("arrears_meeting", args=[self.pk])


class MeetingPartQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(meeting__in=ArrearsMeeting.objects.visible_to(user).values("pk"))


@tracked()
class ArrearsParticipant(MeetingParticipant):
    """Somebody asked to a meeting about arrears, who sees there what their service answers for (deltaker)."""

    meeting = models.ForeignKey(ArrearsMeeting, on_delete=models.PROTECT, related_name="participants")
    service = models.CharField(_("tjeneste"), max_length=13, choices=Service.choices, default=Service.NAV)

    objects = MeetingPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("deltaker")
        verbose_name_plural = _("deltakere")
        ordering = ["pk"]
        constraints = [once_in_meeting("arrears_participant_once_in_meeting")]


class ArrearsItemQuerySet(MeetingPartQuerySet):
    def on_agenda(self):
        return self.filter(is_left_out=False)


@tracked()
class ArrearsItem(models.Model):
    """One household on the agenda (sak på dagsordenen), and what the meeting said of it."""

    meeting = models.ForeignKey(ArrearsMeeting, on_delete=models.PROTECT, related_name="items")
    case = models.ForeignKey(
        ArrearsCase, verbose_name=_("restansesak"), on_delete=models.PROTECT, related_name="agenda_items"
    )
    position = models.PositiveSmallIntegerField(default=0)
    # As it stood on the agenda, so that the minutes say what the meeting saw.
    balance = models.DecimalField(_("saldo"), max_digits=12, decimal_places=2)
    # At the run before; None when the tenancy was not in it.
    was_balance = models.DecimalField(_("saldo sist"), max_digits=12, decimal_places=2, null=True, blank=True)
    oldest_due_on = models.DateField(_("eldste ubetalte krav"), null=True, blank=True)
    children = models.PositiveSmallIntegerField(_("barn"), default=0)
    next_step = models.CharField(_("foreslått neste steg"), max_length=300, blank=True)
    # Put on, or left out, by a person: an agenda made anew keeps both, and says why.
    is_by_hand = models.BooleanField(_("satt på for hånd"), default=False)
    is_left_out = models.BooleanField(_("tatt av"), default=False)
    reason = models.CharField(_("hvorfor"), max_length=300, blank=True)
    service = models.CharField(_("ansvarlig tjeneste"), max_length=13, choices=Service.choices, blank=True)
    conclusion = models.CharField(_("konklusjon"), max_length=1000, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = ArrearsItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("sak på dagsordenen")
        verbose_name_plural = _("saker på dagsordenen")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="arrears_case_once_on_agenda",
                fields=["meeting", "case"],
                violation_error_message=_("Saken står allerede på dagsordenen."),
            ),
            models.CheckConstraint(
                name="settled_arrears_item_has_service",
                condition=Q(decided_at__isnull=True) | ~Q(service=""),
                violation_error_message=_("Én tjeneste må ha ansvaret."),
            ),
            models.CheckConstraint(
                name="arrears_item_by_hand_has_reason",
                condition=Q(is_by_hand=False, is_left_out=False) | ~Q(reason=""),
                violation_error_message=_("Skriv hvorfor saken settes på eller tas av dagsordenen."),
            ),
            models.CheckConstraint(
                name="arrears_item_left_out_is_not_settled",
                condition=Q(is_left_out=False) | Q(decided_at__isnull=True),
                violation_error_message=_("En sak som er behandlet, kan ikke tas av dagsordenen."),
            ),
        ]

    def __str__(self):
        return self.case.number

    def get_absolute_url(self):
        return reverse("arrears_item", args=[self.pk])

    @property
    def household(self):
        return self.case.household

    @property
    def has_children(self) -> bool:
        return self.children > 0

    @property
    def is_settled(self) -> bool:
        return self.decided_at is not None

    @property
    def responsible(self) -> str:
        """The service the meeting gave it to; until then the one that has the case."""
        return self.service or self.case.responsible_service

    @property
    def change(self):
        """What is owed more than at the run before, kroner; None when there is nothing to hold it against."""
        return None if self.was_balance is None else self.balance - self.was_balance

    def settle(self, *, by, at, service, conclusion, caseworker=None) -> None:
        """One service answers from now on (ansvarlig tjeneste). Once: of two at the same moment the second is told."""
        with refusing_breaches():
            self.meeting.hold(ArrearsMeeting.Status.OPEN)
            undecided = ArrearsItem.objects.filter(pk=self.pk, decided_at__isnull=True, is_left_out=False)
            if not undecided.update(service=service, conclusion=conclusion, decided_at=at, by=by):
                raise Refused(_t("Saken er allerede behandlet, eller tatt av dagsordenen. Last siden på nytt."))
            self.case.give_to(by=by, service=service, caseworker=caseworker)
        self.refresh_from_db(fields=["service", "conclusion", "decided_at", "by"])

    def take_up_again(self) -> None:
        """The meeting thinks again, as long as it goes on. The service keeps the case until another gets it."""
        with refusing_breaches():
            self.meeting.hold(ArrearsMeeting.Status.OPEN)
            settled = ArrearsItem.objects.filter(pk=self.pk, decided_at__isnull=False)
            if not settled.update(service="", conclusion="", decided_at=None, by=None):
                raise Refused(_t("Saken er ikke behandlet ennå. Last siden på nytt."))
        self.refresh_from_db(fields=["service", "conclusion", "decided_at", "by"])

    def leave_out(self, *, by, reason) -> None:
        """Not in this meeting, for a reason (tatt av dagsordenen)."""
        with refusing_breaches():
            self.meeting.hold(ArrearsMeeting.Status.PLANNED, ArrearsMeeting.Status.OPEN)
            undecided = ArrearsItem.objects.filter(pk=self.pk, decided_at__isnull=True, is_left_out=False)
            if not undecided.update(is_left_out=True, reason=reason, by=by):
                raise Refused(_t("Saken er allerede behandlet, eller tatt av dagsordenen. Last siden på nytt."))


class ArrearsTaskQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the cases within reach, and one's own."""
        if not user.is_authenticated:
            return self.none()
        cases = ArrearsCase.objects.visible_to(user)
        return self.filter(Q(case__in=cases.values("pk")) | Q(owner=user))

    def open(self):
        return self.filter(done_on__isnull=True)


@tracked()
class ArrearsTask(models.Model):
    """What the meeting decided that somebody is to do, and by when (oppgave fra møtet)."""

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    case = models.ForeignKey(ArrearsCase, on_delete=models.PROTECT, related_name="tasks")
    item = models.ForeignKey(ArrearsItem, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks")
    what = models.CharField(_("hva"), max_length=300)
    service = models.CharField(_("tjeneste"), max_length=13, choices=Service.choices)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("hvem"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    due_on = models.DateField(_("innen"))
    done_on = models.DateField(_("gjort"), null=True, blank=True)
    result = models.CharField(_("resultat"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    # How often it was given a new day: a task that is only ever put off is seen.
    carried = models.PositiveSmallIntegerField(_("ganger utsatt"), default=0)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = ArrearsTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("oppgave")
        verbose_name_plural = _("oppgaver")
        ordering = ["due_on", "pk"]

    def __str__(self):
        return self.what

    def get_absolute_url(self):
        return reverse("arrears_task_done", args=[self.pk])

    @property
    def household(self):
        return self.case.household

    def is_late(self, today) -> bool:
        return self.done_on is None and self.due_on < today

    def finish(self, *, by, on, result="") -> None:
        with refusing_breaches():
            undone = ArrearsTask.objects.filter(pk=self.pk, done_on__isnull=True)
            if not undone.update(done_on=on, result=result, done_by=by):
                raise Refused(_t("Oppgaven er allerede gjort."))
            self.done_on, self.result, self.done_by = on, result, by
            self.case.tell(_t("oppgave gjort"), by=by, note=self.what, happened_on=on)

    def carry_on(self, *, by, due_on) -> None:
        """Not done, and still to be done: a new day (videreført)."""
        with refusing_breaches():
            undone = ArrearsTask.objects.filter(pk=self.pk, done_on__isnull=True, due_on=self.due_on)
            if not undone.update(due_on=due_on, carried=models.F("carried") + 1):
                raise Refused(_t("Oppgaven er gjort, eller noen andre har nettopp endret den. Last siden på nytt."))
            note = f"{self.what}. {_t('Ny dato: {day}').format(day=f'{due_on:%d.%m.%Y}')}"
            self.refresh_from_db(fields=["due_on", "carried"])
            self.case.tell(_t("oppgave utsatt"), by=by, note=note)
