"""An offer of one dwelling to one application (tilbud)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from housing.cases import Case
from housing.database import in_order, new_external_id
from housing.history import tracked
from housing.models import Dwelling
from housing.visibility import VisibleQuerySet


class OfferQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "allocation.view_offer"
    HOUSEHOLD_PATH = "application__household"

    def open(self):
        return self.filter(status=Offer.Status.OPEN)

    def past_answer_by(self, day):
        return self.open().filter(answer_by__lt=day)


@tracked()
class Offer(Case):
    """One dwelling offered to one application; at most one open offer per dwelling (tilbud om bolig)."""

    NUMBER_PREFIX = "T"

    class Status(models.TextChoices):
        OPEN = "open", _("Venter på svar")
        ACCEPTED = "accepted", _("Takket ja")
        DECLINED = "declined", _("Takket nei")
        EXPIRED = "expired", _("Fristen gikk ut")
        WITHDRAWN = "withdrawn", _("Trukket tilbake")

    MOVES = {
        Status.OPEN: [Status.ACCEPTED, Status.DECLINED, Status.EXPIRED, Status.WITHDRAWN],
        Status.ACCEPTED: [Status.WITHDRAWN],  # the allocation fell through
        Status.DECLINED: [],
        Status.EXPIRED: [],
        Status.WITHDRAWN: [],
    }

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    application = models.ForeignKey(
        Application, verbose_name=_("søknad"), on_delete=models.PROTECT, related_name="offers"
    )
    dwelling = models.ForeignKey(Dwelling, verbose_name=_("bolig"), on_delete=models.PROTECT, related_name="offers")
    status = models.CharField(_("svar"), max_length=9, choices=Status.choices, default=Status.OPEN)
    offered_on = models.DateField(_("tilbudt"))
    answer_by = models.DateField(_("svarfrist"), null=True, blank=True)
    answered_on = models.DateField(_("svar gitt"), null=True, blank=True)
    decline_reason = models.CharField(_("hvorfor nei"), max_length=500, blank=True)
    grounds = models.CharField(_("hvorfor denne husstanden"), max_length=500, blank=True)

    objects = OfferQuerySet.as_manager()

    # Told by whoever makes the offer, for the record of the allocation (``allocation/protocol.py``). Not stored here.
    weighed = None
    decided_in = None
    # Why each was passed over, by application, where the form asks of each: {application id: reason}.
    reasons_told: dict[int, str] = {}

    class Meta:
        verbose_name = _("tilbud")
        verbose_name_plural = _("tilbud")
        ordering = ["-offered_on", "-pk"]
        indexes = [
            models.Index(fields=["application", "status", "answered_on"], name="offer_of_application"),
            models.Index(fields=["offered_on"], name="offer_offered"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_open_offer_per_dwelling",
                fields=["dwelling"],
                condition=Q(status="open"),
                violation_error_message=_("Boligen er allerede tilbudt noen som ikke har svart ennå."),
            ),
            models.CheckConstraint(
                name="answered_offer_has_date",
                condition=Q(status="open", answered_on__isnull=True)
                | (~Q(status="open") & Q(answered_on__isnull=False)),
                violation_error_message=_("Et tilbud med svar må ha dato for svaret, og et uten svar kan ikke ha det."),
            ),
            in_order("offer_answered_after_offered", "offered_on", "answered_on", _("Svaret er før tilbudet.")),
            in_order("offer_answer_by_after_offered", "offered_on", "answer_by", _("Svarfristen er før tilbudet.")),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("offer", args=[self.pk])

    @property
    def household(self):
        return self.application.household

    def accept(self, *, by, answered_on):
        """The household says yes: the tenancy follows in the same transaction (``housing/consequences.py``)."""
        self.move_to(self.Status.ACCEPTED, by=by, happened_on=answered_on, answered_on=answered_on)

    def decline(self, *, by, answered_on, reason):
        self.move_to(
            self.Status.DECLINED,
            by=by,
            note=reason,
            happened_on=answered_on,
            answered_on=answered_on,
            decline_reason=reason,
        )

    def expire(self, *, by=None, expired_on):
        """Nobody answered in time. The nightly job does this; the household keeps its place on the list."""
        self.move_to(self.Status.EXPIRED, by=by, happened_on=expired_on, answered_on=expired_on)

    def withdraw(self, *, by, withdrawn_on, note):
        self.move_to(self.Status.WITHDRAWN, by=by, note=note, happened_on=withdrawn_on, answered_on=withdrawn_on)
