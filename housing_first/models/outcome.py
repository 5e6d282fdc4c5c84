"""How life goes, scored by the participant and by the staff (utfallsmåling)."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.database import new_external_id, refusing_breaches
from housing.history import tracked
from housing_first.models.participation import Participation
from housing_first.outcomes import AREAS, HIGHEST, LOWEST
from housing_first.reach import TeamQuerySet


class OutcomeQuerySet(TeamQuerySet):
    """Scores hang on a participation: reached as it is."""


def _score(label):
    bounds = [MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)]
    return models.PositiveSmallIntegerField(label, null=True, blank=True, validators=bounds)


@tracked()
class OutcomeAssessment(models.Model):
    """One scoring of the seven areas of Drammen's project and of quality of life, from 1 to 5 (utfallsmåling).

    At the start and every six months, once by the participant and once by the staff: they need not agree. An area
    nobody wants to answer stays empty. Source: Drammen's final report on «Ditt valg Bolig først».
    """

    class By(models.TextChoices):
        PARTICIPANT = "participant", _("Deltakeren")
        STAFF = "staff", _("Teamet")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    participation = models.ForeignKey(
        Participation, verbose_name=_("deltaker"), on_delete=models.PROTECT, related_name="assessments"
    )
    assessed_on = models.DateField(_("dato"))
    by = models.CharField(_("hvem som vurderer"), max_length=11, choices=By.choices)
    housing = _score(_("Bostabilitet"))
    health = _score(_("Helse"))
    behaviour = _score(_("Atferd"))
    substance_use = _score(_("Rusmestring"))
    work = _score(_("Arbeid og aktivitet"))
    economy = _score(_("Økonomi"))
    crime = _score(_("Kriminalitet"))
    quality_of_life = _score(_("Livskvalitet"))
    # Empty for what was read in.
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    registered_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("utfallsmåling")
        verbose_name_plural = _("utfallsmålinger")
        ordering = ["-assessed_on", "by", "-pk"]
        indexes = [models.Index(fields=["participation", "assessed_on"], name="outcome_of_participation")]
        constraints = [
            models.CheckConstraint(
                name=f"outcome_{area}_is_1_to_5",
                condition=Q(**{f"{area}__isnull": True}) | Q(**{f"{area}__range": (LOWEST, HIGHEST)}),
                violation_error_message=_("Vurderingen må være fra 1 til 5."),
            )
            for area in AREAS
        ]

    def __str__(self):
        return f"{self.get_by_display()} {self.assessed_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return reverse("participation_outcomes", args=[self.participation_id])

    @property
    def scores(self) -> dict[str, int | None]:
        """By area, in the order they are asked."""
        return {area: getattr(self, area) for area in AREAS}

    def keep(self, *, by):
        self.registered_by = by
        with refusing_breaches():
            self.save()
        return self
