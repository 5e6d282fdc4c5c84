"""Whom the municipality asks whether they would like to own, from a day on (regler for hvem som spørres)."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from housing.history import tracked


class OwnershipRuleQuerySet(models.QuerySet):
    def visible_to(self, user):
        may = user.is_authenticated and user.has_perm("rent_to_own.view_rule")
        return self if may else self.none()

    def on(self, day) -> "OwnershipRule":
        """The rule in force on the day; before the first, the one every municipality starts with."""
        return self.filter(valid_from__lte=day).order_by("-valid_from").first() or OwnershipRule(valid_from=day)


@tracked()
class OwnershipRule(models.Model):
    """What is asked of those on the list of possible owners. Kept as versions; what is left open is not asked.

    The source began with tenants of dwellings in a borettslag, and went on to those who applied for a dwelling.
    """

    valid_from = models.DateField(_("gjelder fra"), unique=True)
    min_monthly_income = models.DecimalField(
        _("inntekt per måned etter skatt, minst"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    min_months = models.PositiveSmallIntegerField(
        _("måneder i boligen, minst"), null=True, blank=True, default=12, validators=[MaxValueValidator(600)]
    )
    in_housing_association = models.BooleanField(_("bare boliger i borettslag"), default=True)
    contract_ends_months = models.PositiveSmallIntegerField(
        _("kontrakten går ut innen så mange måneder"), null=True, blank=True, validators=[MaxValueValidator(120)]
    )
    no_arrears = models.BooleanField(_("skylder ikke husleie"), default=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = OwnershipRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("regel for hvem som spørres")
        verbose_name_plural = _("regler for hvem som spørres")
        ordering = ["-valid_from"]

    def __str__(self):
        return f"{self.valid_from:%d.%m.%Y}"
