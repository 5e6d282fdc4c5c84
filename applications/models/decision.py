"""Decisions and appeals (vedtak og klage)."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models.application import Application
from housing.database import in_order, new_external_id
from housing.history import tracked
from housing.models import Letter
from housing.models.homes import Staffing
from housing.visibility import VisibleQuerySet


class DecisionQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "applications.view_application"
    HOUSEHOLD_PATH = "application__household"


@tracked()
class Decision(models.Model):
    """An administrative decision with its grounds (enkeltvedtak, fvl §§ 23–27). The letter is made of it."""

    class Outcome(models.TextChoices):
        GRANTED = "granted", _("Innvilget")
        REJECTED = "rejected", _("Avslått")
        DISMISSED = "dismissed", _("Avvist")

    class Kind(models.TextChoices):
        """What is decided on, by the codes of the appeal bodies in ``housing/law.py``: each has its own."""

        MUNICIPAL_DWELLING = "municipal_dwelling", _("Kommunal utleiebolig")
        HOUSING_ASSISTANCE = "housing_assistance", _("Bistand etter boligsosialloven")

    INDEFINITE = 0

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(_("vedtaket gjelder"), max_length=20, choices=Kind.choices, default=Kind.MUNICIPAL_DWELLING)
    outcome = models.CharField(_("utfall"), max_length=9, choices=Outcome.choices)
    decided_on = models.DateField(_("vedtaksdato"))
    main_content = models.TextField(
        _("hovedinnhold"), max_length=4000, blank=True, help_text=_("Hva bistanden består i, eller hva som ikke gis.")
    )
    rooms = models.PositiveSmallIntegerField(_("antall rom"), null=True, blank=True)
    # Zero years is a lease without an end (tidsubestemt); nothing is not decided.
    lease_years = models.PositiveSmallIntegerField(_("leietid i år"), null=True, blank=True)
    needs_lift_or_ground_floor = models.BooleanField(_("heis eller 1. etasje"), null=True, blank=True)
    needs_wheelchair = models.BooleanField(_("tilgjengelig med rullestol"), null=True, blank=True)
    staffing = models.CharField(_("bemanning"), max_length=15, choices=Staffing.choices, blank=True)
    conditions = models.TextField(_("vilkår"), max_length=4000, blank=True)
    law_codes = ArrayField(models.CharField(max_length=40), verbose_name=_("regler"), default=list)
    facts = models.TextField(_("fakta vi bygger på"), max_length=8000, blank=True)
    considerations = models.TextField(_("hovedhensyn"), max_length=8000, blank=True)
    applicant_view = models.TextField(_("søkerens syn"), max_length=4000, blank=True)
    child_view = models.TextField(_("barnets syn"), max_length=4000, blank=True)
    advice = models.TextField(_("råd om veien videre"), max_length=4000, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("vedtatt av"), on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("vedtak")
        verbose_name_plural = _("vedtak")
        ordering = ["-decided_on", "-pk"]

    def __str__(self):
        return f"{self.get_outcome_display()} {self.decided_on}"

    def get_absolute_url(self):
        return self.application.get_absolute_url()

    @property
    def household(self):
        return self.application.household

    @property
    def summary(self) -> str:
        """One line for the timeline: «Innvilget, 3-roms, 3 år»."""
        parts = [str(self.get_outcome_display())]
        if self.rooms:
            parts.append(str(_("{rooms}-roms").format(rooms=self.rooms)))
        if self.lease_text:
            parts.append(self.lease_text)
        return ", ".join(parts)

    @property
    def lease_text(self) -> str:
        """«3 år», «tidsubestemt», or nothing when the length is not decided."""
        if self.lease_years is None:
            return ""
        if self.lease_years == self.INDEFINITE:
            return str(_("tidsubestemt"))
        return str(_("{years} år").format(years=self.lease_years))


class AppealQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "applications.view_application"
    HOUSEHOLD_PATH = "application__household"


@tracked()
class Appeal(models.Model):
    """An appeal of a decision (klage): changed, upheld and forwarded, or dismissed."""

    class Outcome(models.TextChoices):
        CHANGED = "changed", _("Vedtaket endret")
        UPHELD = "upheld", _("Vedtaket opprettholdt")
        FORWARDED = "forwarded", _("Sendt klageinstansen")
        DISMISSED = "dismissed", _("Avvist")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    application = models.ForeignKey(
        Application, verbose_name=_("søknad"), on_delete=models.PROTECT, related_name="appeals"
    )
    received_on = models.DateField(_("klage mottatt"))
    grounds = models.TextField(_("hva det klages på"), max_length=5000, blank=True)
    outcome = models.CharField(_("resultat"), max_length=9, choices=Outcome.choices, blank=True)
    decided_on = models.DateField(_("avgjort"), null=True, blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("klage")
        verbose_name_plural = _("klager")
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="decided_appeal_has_date",
                condition=Q(outcome="", decided_on__isnull=True) | (~Q(outcome="") & Q(decided_on__isnull=False)),
                violation_error_message=_(
                    "En klage med resultat må ha dato for det, og en uten resultat kan ikke ha det."
                ),
            ),
            in_order(
                "appeal_decided_after_received", "received_on", "decided_on", _("Klagen er avgjort før den er mottatt.")
            ),
        ]

    def get_absolute_url(self):
        return self.application.get_absolute_url()

    @property
    def household(self):
        return self.application.household
