"""Before and after a lease runs out: the talk about what comes next, and the request to move (forlengelse og utløp)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from housing.database import new_external_id
from housing.history import tracked
from housing.models.casefile import Letter
from housing.models.contracts import Contract, OfTenancyQuerySet
from housing.models.tenancies import Tenancy


class CareerTalkQuerySet(OfTenancyQuerySet):
    # Income and plans: for those who work with the household, not for everybody who may see that it rents.
    VIEW_PERMISSION = "housing.view_note"


@tracked()
class CareerTalk(models.Model):
    """A talk with a tenant about where to live next, well before the lease runs out (boligkarrieresamtale)."""

    class Outcome(models.TextChoices):
        EXTEND = "extend", _("Søker forlengelse")
        TRANSFER = "transfer", _("Søker bytte av kommunal bolig")
        PRIVATE = "private", _("Vil leie privat")
        BUY = "buy", _("Vil kjøpe bolig")
        LEAVE = "leave", _("Flytter når kontrakten går ut")
        UNDECIDED = "undecided", _("Ikke avklart")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, related_name="talks")
    held_on = models.DateField(_("holdt"))
    with_whom = models.CharField(_("hvem deltok"), max_length=200)
    income = models.TextField(_("inntekt og økonomi"), max_length=2000, blank=True)
    wishes = models.TextField(_("ønsker om å eie eller leie privat"), max_length=2000, blank=True)
    next_steps = models.TextField(_("neste steg"), max_length=2000)
    outcome = models.CharField(_("hva det ble til"), max_length=9, choices=Outcome.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("holdt av"), on_delete=models.PROTECT, related_name="+"
    )

    objects = CareerTalkQuerySet.as_manager()

    class Meta:
        verbose_name = _("boligkarrieresamtale")
        verbose_name_plural = _("boligkarrieresamtaler")
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["tenancy", "-held_on"], name="talk_held")]

    def __str__(self):
        return f"{self.tenancy_id}: {self.held_on}"

    def get_absolute_url(self):
        return self.tenancy.get_absolute_url()

    @property
    def household(self):
        return self.tenancy.household


@tracked()
class MoveOutRequest(models.Model):
    """A written request to move, after the lease has run out (flytteoppfordring).

    Sent within three months of the end, it keeps the lease from turning indefinite by itself (husleieloven § 9-2).
    """

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="move_out_requests")
    sent_on = models.DateField(_("sendt"))
    move_by = models.DateField(_("bes flytte innen"))
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Queries(OfTenancyQuerySet):
        HOUSEHOLD_PATH = "contract__tenancy__household"

    objects = Queries.as_manager()

    class Meta:
        verbose_name = _("flytteoppfordring")
        verbose_name_plural = _("flytteoppfordringer")
        ordering = ["-sent_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="asked_to_move_after_being_asked",
                condition=models.Q(move_by__gte=models.F("sent_on")),
                violation_error_message=_("Husstanden kan ikke bes om å flytte før brevet er sendt."),
            ),
        ]

    def __str__(self):
        return f"{self.contract_id}: {self.sent_on}"

    def get_absolute_url(self):
        return self.contract.tenancy.get_absolute_url()

    @property
    def tenancy(self):
        return self.contract.tenancy

    @property
    def household(self):
        return self.tenancy.household
