"""Those who stood before on the list and were passed over when a dwelling was offered, and why (gått forbi)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from allocation.models.offer import Offer
from applications.models import Application
from housing.history import tracked
from housing.visibility import VisibleQuerySet


class PassedOverQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "allocation.view_offer"
    HOUSEHOLD_PATH = "application__household"


@tracked()
class PassedOver(models.Model):
    """One application with a better place, whom the dwelling fitted too, on the day it was offered to another."""

    class Reason(models.TextChoices):
        NEEDS_ADAPTATION = "needs_adaptation", _("Trenger tilpasning boligen ikke har")
        ENVIRONMENT = "environment", _("Miljøet passer ikke")
        SIZE = "size", _("Boligen brukes bedre av en større eller mindre husstand")
        OTHER_OFFER = "other_offer", _("Har fått, eller får nå, et annet tilbud")
        NO_CONTACT = "no_contact", _("Ikke fått kontakt")
        WAITS = "waits", _("Ønsker å vente på en annen bolig")
        OTHER = "other", _("Annet")

    offer = models.ForeignKey(Offer, verbose_name=_("tilbud"), on_delete=models.PROTECT, related_name="passed_over")
    application = models.ForeignKey(
        Application, verbose_name=_("søknad"), on_delete=models.PROTECT, related_name="times_passed_over"
    )
    # As they were when the offer was made: the list is another tomorrow.
    place_number = models.PositiveIntegerField(_("nr. på ventelisten"))
    points = models.IntegerField(_("poeng"))
    reason = models.CharField(_("hvorfor"), max_length=16, choices=Reason.choices)
    text = models.CharField(_("utdyping"), max_length=300, blank=True)

    objects = PassedOverQuerySet.as_manager()

    class Meta:
        verbose_name = _("gått forbi")
        verbose_name_plural = _("gått forbi")
        ordering = ["offer", "place_number"]
        constraints = [
            models.UniqueConstraint(name="passed_over_once_by_an_offer", fields=["offer", "application"]),
            models.CheckConstraint(
                name="other_reason_is_written",
                condition=~models.Q(reason="other") | ~models.Q(text=""),
                violation_error_message=_("Skriv hva grunnen er."),
            ),
        ]

    @property
    def told(self) -> str:
        """«Annet: er innlagt til nyttår»."""
        return f"{self.get_reason_display()}: {self.text}" if self.text else str(self.get_reason_display())
