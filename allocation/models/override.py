"""A place moved by hand (overstyring av plass): one leader asks, another decides."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from allocation import priority
from applications.models import Application
from housing.cases import Case
from housing.database import Refused, in_order, new_external_id
from housing.history import tracked
from housing.visibility import VisibleQuerySet

MOST_POINTS = 100


class OverrideQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "housing.view_queue"
    HOUSEHOLD_PATH = "application__household"

    def waiting(self):
        """Not yet decided by a second person."""
        return self.filter(status=Override.Status.PROPOSED)

    def on(self, day):
        """In force on the day: approved by then, and neither over nor cancelled. The day of the end is the last."""
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day),
            Q(ended_on__isnull=True) | Q(ended_on__gt=day),
            approved_on__lte=day,
        )

    def over(self, day):
        return self.filter(status=Override.Status.APPROVED, valid_until__lt=day)


@tracked()
class Override(Case):
    """More or fewer points for one application, or a place before all others, for a reason and for a time.

    proposed → approved | refused | withdrawn; approved → cancelled | expired
    """

    NUMBER_PREFIX = "F"

    class Kind(models.TextChoices):
        POINTS = "points", _("Poeng til eller fra")
        FIRST = "first", _("Først på listen")

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Venter på godkjenning")
        APPROVED = "approved", _("Godkjent")
        REFUSED = "refused", _("Ikke godkjent")
        WITHDRAWN = "withdrawn", _("Trukket tilbake")
        CANCELLED = "cancelled", _("Opphevet")
        EXPIRED = "expired", _("Utløpt")

    MOVES = {
        Status.PROPOSED: [Status.APPROVED, Status.REFUSED, Status.WITHDRAWN],
        Status.APPROVED: [Status.CANCELLED, Status.EXPIRED],
        Status.REFUSED: [],
        Status.WITHDRAWN: [],
        Status.CANCELLED: [],
        Status.EXPIRED: [],
    }

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="overrides")
    status = models.CharField(_("status"), max_length=9, choices=Status.choices, default=Status.PROPOSED)
    kind = models.CharField(_("hva som endres"), max_length=6, choices=Kind.choices)
    points = models.SmallIntegerField(_("poeng"), default=0)
    reason = models.TextField(_("begrunnelse"), max_length=2000)
    valid_until = models.DateField(_("gjelder til og med"), null=True, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField(_("foreslått"))
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    approved_on = models.DateField(_("godkjent"), null=True, blank=True)
    answer = models.CharField(_("svar"), max_length=500, blank=True)
    # The first day it no longer counts, when it was cancelled before its time or ran out.
    ended_on = models.DateField(_("slutt"), null=True, blank=True)

    objects = OverrideQuerySet.as_manager()

    class Meta:
        verbose_name = _("overstyring av plass")
        verbose_name_plural = _("overstyringer av plass")
        ordering = ["-asked_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_override_waits_for_approval",
                fields=["application"],
                condition=Q(status="proposed"),
                violation_error_message=_("Det venter allerede en overstyring på godkjenning for denne søknaden."),
            ),
            models.UniqueConstraint(
                name="one_override_in_force",
                fields=["application"],
                condition=Q(status="approved"),
                violation_error_message=_("Plassen er allerede overstyrt. Opphev den som gjelder, først."),
            ),
            models.CheckConstraint(
                name="override_approved_by_another",
                condition=Q(approved_on__isnull=True) | (Q(answered_by__isnull=False) & ~Q(answered_by=F("asked_by"))),
                violation_error_message=_("En annen enn den som foreslo overstyringen, må godkjenne den."),
            ),
            models.CheckConstraint(
                name="override_changes_something",
                condition=Q(kind="first", points=0) | (Q(kind="points") & ~Q(points=0)),
                violation_error_message=_("Skriv hvor mange poeng plassen skal endres med."),
            ),
            models.CheckConstraint(
                name="override_status_agrees_with_dates",
                condition=Q(status__in=["proposed", "refused", "withdrawn"], approved_on__isnull=True, ended_on=None)
                | Q(status="approved", approved_on__isnull=False, ended_on=None)
                | Q(status__in=["cancelled", "expired"], approved_on__isnull=False, ended_on__isnull=False),
                violation_error_message=_("Status stemmer ikke med datoene for overstyringen."),
            ),
            in_order("override_ends_after_approval", "approved_on", "ended_on", _("Slutten er før godkjenningen.")),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("override", args=[self.pk])

    @property
    def household(self):
        return self.application.household

    @property
    def is_in_force(self) -> bool:
        return self.status == self.Status.APPROVED and self.effect.is_in_force(timezone.localdate())

    @property
    def color(self) -> str:
        """Of the badge that says how far it has come."""
        return {self.Status.PROPOSED: "warning", self.Status.APPROVED: "success"}.get(self.status, "neutral")

    @property
    def effect(self) -> priority.Override:
        """As the calculation takes it."""
        return priority.Override(
            number=self.number,
            points=self.points,
            is_first=self.kind == self.Kind.FIRST,
            approved_on=self.approved_on,
            valid_until=self.valid_until,
        )

    @property
    def effect_label(self) -> str:
        """«+20 poeng», «Først på listen»."""
        if self.kind == self.Kind.FIRST:
            return str(self.get_kind_display())
        return str(_("{points} poeng")).format(points=f"{self.points:+d}".replace("-", "−"))

    def propose(self, *, by):
        """Asked for; nothing moves until somebody else has approved it."""
        self.asked_by, self.asked_on = by, timezone.localdate()
        self.caseworker = by
        return self.begin(by=by, note=self.effect_label)

    @transaction.atomic
    def approve(self, *, by):
        """By another than the one who asked. The place changes in the same transaction."""
        today = timezone.localdate()
        if by.pk == self.asked_by_id:
            raise Refused(_("Du har foreslått overstyringen selv. En annen leder må godkjenne den."))
        if self.valid_until and self.valid_until < today:
            raise Refused(_("Tiden overstyringen skulle gjelde, er ute."))
        if not self.application.waits_for_dwelling:
            raise Refused(_("Søknaden står ikke på ventelisten."))
        for before in Override.objects.over(today).filter(application=self.application_id):
            before.expire()
        self.move_to(self.Status.APPROVED, by=by, note=self.effect_label, answered_by=by, approved_on=today)

    def refuse(self, *, by, answer):
        if by.pk == self.asked_by_id:
            raise Refused(_("Du har foreslått overstyringen selv. Trekk den tilbake hvis den ikke er aktuell."))
        self.move_to(self.Status.REFUSED, by=by, answered_by=by, answer=answer)

    def withdraw(self, *, by):
        if by.pk != self.asked_by_id:
            raise Refused(_("Bare den som foreslo overstyringen, kan trekke den tilbake."))
        self.move_to(self.Status.WITHDRAWN, by=by, answered_by=by)

    def cancel(self, *, by, answer):
        """The place is what the criteria give again, at once."""
        self.move_to(self.Status.CANCELLED, by=by, answer=answer, ended_on=timezone.localdate())

    def expire(self):
        """Its last day is past. The nightly job says so; the place changed when the day came."""
        ended_on = self.valid_until + timedelta(days=1)
        self.move_to(self.Status.EXPIRED, by=None, happened_on=ended_on, ended_on=ended_on)
