"""Housing associations (borettslag) and how many of their shares a municipality may own (burettslagslova § 4-2)."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from housing.database import new_external_id
from housing.history import tracked

# Public owners may together own ten per cent of the shares; the articles may allow up to twenty per cent more.
MOST_BY_LAW, MOST_BY_ARTICLES = 10, 30


class HousingAssociationQuerySet(models.QuerySet):
    def visible_to(self, user):
        may = user.is_authenticated and user.has_perm("rent_to_own.view_accounts")
        return self if may else self.none()


@tracked()
class HousingAssociation(models.Model):
    """A borettslag where the municipality owns shares: how many there are, and how many it may own."""

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    name = models.CharField(_("navn"), max_length=200, unique=True)
    shares = models.PositiveIntegerField(_("andeler i alt"), null=True, blank=True, validators=[MinValueValidator(1)])
    most_percent = models.PositiveSmallIntegerField(
        _("kommunen kan eie, prosent"),
        default=MOST_BY_LAW,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_BY_ARTICLES)],
    )
    addresses = ArrayField(models.CharField(max_length=200), verbose_name=_("adresser"), default=list)

    objects = HousingAssociationQuerySet.as_manager()

    class Meta:
        verbose_name = _("borettslag")
        verbose_name_plural = _("borettslag")
        ordering = ["name"]

    def __str__(self):
        return self.name
