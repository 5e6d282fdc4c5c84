"""What is ordered of the property company: so many dwellings, of this size and kind, by this day (boligbestilling)."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from allocation.stock_need import MOST_ROOMS, Type
from housing.cases import Lifecycle
from housing.database import Refused, in_order, new_external_id
from housing.history import tracked
from housing.models.homes import Staffing


class DwellingOrderQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.is_authenticated and user.has_perm("allocation.view_stock_need") else self.none()

    def draft(self):
        return self.filter(status=DwellingOrder.Status.DRAFT)


@tracked()
class DwellingOrder(Lifecycle):
    """One version of the order list. What is sent is never changed: a new version replaces it.

    draft → sent → delivered | replaced; draft → dropped
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Utkast")
        SENT = "sent", _("Sendt")
        DELIVERED = "delivered", _("Levert")
        REPLACED = "replaced", _("Erstattet av ny versjon")
        DROPPED = "dropped", _("Forkastet")

    MOVES = {
        Status.DRAFT: [Status.SENT, Status.DROPPED],
        Status.SENT: [Status.DELIVERED, Status.REPLACED],
        Status.DELIVERED: [],
        Status.REPLACED: [],
        Status.DROPPED: [],
    }

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    status = models.CharField(_("status"), max_length=9, choices=Status.choices, default=Status.DRAFT)
    version = models.PositiveSmallIntegerField(_("versjon"), default=1)
    replaces = models.ForeignKey(
        "self", verbose_name=_("erstatter"), on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    recipient = models.CharField(_("til"), max_length=200)
    note = models.CharField(_("merknad"), max_length=500, blank=True)
    made_on = models.DateField(_("laget"))
    sent_on = models.DateField(_("sendt"), null=True, blank=True)
    delivered_on = models.DateField(_("levert"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = DwellingOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("boligbestilling")
        verbose_name_plural = _("boligbestillinger")
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_draft_order_at_a_time",
                fields=["status"],
                condition=Q(status="draft"),
                violation_error_message=_("Det finnes allerede et utkast. Send eller forkast det først."),
            ),
            models.CheckConstraint(
                name="order_status_agrees_with_dates",
                condition=Q(status__in=["draft", "dropped"], sent_on__isnull=True, delivered_on__isnull=True)
                | Q(status__in=["sent", "replaced"], sent_on__isnull=False, delivered_on__isnull=True)
                | Q(status="delivered", sent_on__isnull=False, delivered_on__isnull=False),
                violation_error_message=_("Status stemmer ikke med datoene."),
            ),
            in_order(
                "order_delivered_after_sent", "sent_on", "delivered_on", _("Levering er før bestillingen ble sendt.")
            ),
        ]

    def __str__(self):
        return str(_("Bestilling {number}, versjon {version}")).format(number=self.pk, version=self.version)

    def get_absolute_url(self):
        return reverse("dwelling_order", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    def send(self, *, by, sent_on) -> None:
        """To the property company. The version it replaces no longer holds."""
        with transaction.atomic():
            held = DwellingOrder.objects.select_for_update().get(pk=self.pk)
            if not held.lines.exists():
                raise Refused(_("Bestillingen har ingen linjer."))
            self.move_to(self.Status.SENT, by=by, sent_on=sent_on)
            if self.replaces_id:
                self.replaces.move_to(self.Status.REPLACED, by=by)

    def deliver(self, *, by, delivered_on) -> None:
        self.move_to(self.Status.DELIVERED, by=by, delivered_on=delivered_on)

    def drop(self, *, by) -> None:
        self.move_to(self.Status.DROPPED, by=by)

    def new_version(self, *, by, made_on) -> "DwellingOrder":
        """A draft with the same lines, to be changed and sent in its place."""
        with transaction.atomic():
            held = DwellingOrder.objects.select_for_update().get(pk=self.pk)
            if held.status != self.Status.SENT:
                raise Refused(_("Bare en sendt bestilling kan få en ny versjon."))
            draft = DwellingOrder(
                version=self.version + 1,
                replaces=self,
                recipient=self.recipient,
                note=self.note,
                made_on=made_on,
                by=by,
            ).begin(by=by)
            for line in self.lines.all():
                line.pk, line.external_id, line.order, line._state.adding = None, new_external_id(), draft, True
                line.save()
        return draft

    def held_as_draft(self) -> "DwellingOrder":
        """Inside a transaction: nobody sends it while its lines are changed."""
        held = DwellingOrder.objects.select_for_update().get(pk=self.pk)
        if not held.is_draft:
            raise Refused(_("Bestillingen er sendt. Lag en ny versjon for å endre den."))
        return held


@tracked()
class DwellingOrderLine(models.Model):
    """So many dwellings of one kind (linje i bestillingen). ``rooms`` 5 is five or more."""

    Type = Type

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    order = models.ForeignKey(DwellingOrder, on_delete=models.CASCADE, related_name="lines")
    count = models.PositiveSmallIntegerField(_("antall"))
    rooms = models.PositiveSmallIntegerField(_("rom"))
    type = models.CharField(_("type"), max_length=8, choices=Type.choices)
    staffing = models.CharField(_("bemanning"), max_length=15, choices=Staffing.choices)
    needed_by = models.DateField(_("trengs innen"), null=True, blank=True)
    reason = models.CharField(_("hvorfor"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("linje i boligbestilling")
        ordering = ["rooms", "type", "staffing", "pk"]
        constraints = [
            models.CheckConstraint(
                name="order_line_is_of_some",
                condition=Q(count__range=(1, 999)),
                violation_error_message=_("Antallet er fra 1 til 999."),
            ),
            models.CheckConstraint(
                name="order_line_has_rooms",
                condition=Q(rooms__range=(1, MOST_ROOMS)),
                violation_error_message=_("Antall rom er fra 1 til 5, der 5 er fem eller flere."),
            ),
        ]

    def __str__(self):
        return f"{self.count} × {self.rooms}"

    def get_absolute_url(self):
        return self.order.get_absolute_url()
