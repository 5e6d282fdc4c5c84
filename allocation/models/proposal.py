"""The working plan for all vacant dwellings (tildelingsforslag): what the program proposed, and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from housing.database import new_external_id
from housing.models import Dwelling
from housing.roles import Scope


class ProposalQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A plan is about the whole list: whoever may make one, and reaches all on it, sees those of colleagues too."""
        may = user.is_authenticated and user.has_perm("allocation.propose_allocation") and user.scope == Scope.ALL
        return self if may else self.none()


class Proposal(models.Model):
    """A draft for the meeting or the desk: nothing in it is decided, and no letter leaves before an offer is given."""

    # Further ahead than this nobody knows when a dwelling is vacant.
    MOST_DAYS = 180

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("laget av"), on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("laget"), auto_now_add=True)
    # The list and the dwellings as they were that day; proposed again, they are as they are then.
    day = models.DateField(_("per dato"))
    within_days = models.PositiveSmallIntegerField(_("boliger som blir ledige innen, dager"), default=0)
    spare_rooms_max = models.PositiveSmallIntegerField(_("høyst rom over behovet"), null=True, blank=True)
    only_certain = models.BooleanField(_("bare det som er avklart"), default=False)
    waiting_count = models.PositiveIntegerField(_("på ventelisten"), default=0)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("tildelingsforslag")
        verbose_name_plural = _("tildelingsforslag")
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.day:%d.%m.%Y}"

    def get_absolute_url(self):
        return reverse("proposal", args=[self.pk])


class ProposalLine(models.Model):
    """One dwelling in the plan: who the program proposed, and who stands there now (linje).

    ``available_on`` is the day it is expected to be vacant; empty when it is vacant already.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="lines")
    dwelling = models.ForeignKey(
        Dwelling, verbose_name=_("bolig"), on_delete=models.PROTECT, related_name="proposal_lines"
    )
    available_on = models.DateField(_("ledig fra"), null=True, blank=True)
    proposed = models.ForeignKey(
        Application, verbose_name=_("foreslått"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed_number = models.PositiveIntegerField(_("foreslått, nr."), null=True, blank=True)
    proposed_points = models.IntegerField(_("foreslått, poeng"), null=True, blank=True)
    application = models.ForeignKey(
        Application,
        verbose_name=_("søknad"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="proposal_lines",
    )
    is_certain = models.BooleanField(_("alt som trengs, er avklart"), default=True)
    is_locked = models.BooleanField(_("låst"), default=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(_("endret"), null=True, blank=True)
    note = models.CharField(_("merknad"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("linje i tildelingsforslag")
        ordering = ["proposal", F("proposed_number").asc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                name="dwelling_once_in_a_proposal",
                fields=["proposal", "dwelling"],
                violation_error_message=_("Boligen står allerede i forslaget."),
            ),
            models.UniqueConstraint(
                name="application_once_in_a_proposal",
                fields=["proposal", "application"],
                condition=Q(application__isnull=False),
                violation_error_message=_("Husstanden står allerede ved en annen bolig i forslaget."),
            ),
        ]

    @property
    def is_changed(self) -> bool:
        """A person has put another there than the program did, or nobody."""
        return self.application_id != self.proposed_id
