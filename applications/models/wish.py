"""What a household wishes of a dwelling, what it can pay, and where it must not live (boligønsker)."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from housing.database import Refused, in_force, in_order, new_external_id, refusing_breaches
from housing.history import tracked
from housing.models import Household
from housing.visibility import VisibleQuerySet


class Strength(models.TextChoices):
    """How much something is asked for. A wish orders the dwellings; what must be so leaves the others out."""

    WANTED = "wanted", _("Ønsker det")
    REQUIRED = "required", _("Må ha det")


class HousingWishQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "applications.view_application"


@tracked()
class HousingWish(models.Model):
    """The household's wishes and what it can pay (boligønsker). They follow the household from case to case."""

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    household = models.OneToOneField(
        Household, verbose_name=_("husstand"), on_delete=models.PROTECT, related_name="housing_wish"
    )
    drug_free = models.CharField(_("rusfritt miljø"), max_length=8, choices=Strength.choices, blank=True)
    shielded = models.CharField(_("skjermet bolig"), max_length=8, choices=Strength.choices, blank=True)
    max_rent = models.DecimalField(_("høyeste husleie"), max_digits=10, decimal_places=2, null=True, blank=True)
    monthly_income = models.DecimalField(
        _("inntekt per måned etter skatt"), max_digits=10, decimal_places=2, null=True, blank=True
    )

    objects = HousingWishQuerySet.as_manager()

    class Meta:
        verbose_name = _("boligønsker")
        verbose_name_plural = _("boligønsker")
        constraints = [
            models.CheckConstraint(
                name="wished_rent_and_income_not_negative",
                condition=(Q(max_rent__isnull=True) | Q(max_rent__gte=0))
                & (Q(monthly_income__isnull=True) | Q(monthly_income__gte=0)),
                violation_error_message=_("Husleie og inntekt kan ikke være under null."),
            ),
        ]

    @classmethod
    def of(cls, household) -> "HousingWish":
        """The household's wishes, unsaved and empty when nothing is written down."""
        return cls.objects.filter(household=household).first() or cls(household=household)


class ExclusionQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "applications.view_application"

    def on(self, day):
        return self.filter(in_force(day))


@tracked()
class Exclusion(models.Model):
    """A place where the household must not live (utelukket sted), most often near somebody they have fled from.

    It is kept until a person lifts it. The reason is read on the household's own pages alone, which ask why they are
    opened; a list of candidates says that the place is excluded, and nothing more.
    """

    class Kind(models.TextChoices):
        BUILDING = "building", _("En adresse, med alle boligene der")
        STREET = "street", _("En hel gate eller vei")
        DISTRICT = "district", _("En bydel")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    household = models.ForeignKey(
        Household, verbose_name=_("husstand"), on_delete=models.PROTECT, related_name="exclusions"
    )
    kind = models.CharField(_("hva som er utelukket"), max_length=8, choices=Kind.choices)
    district = models.CharField(_("bydel"), max_length=100, blank=True)
    address = models.CharField(_("adresse"), max_length=200, blank=True)
    reason = models.TextField(_("hvorfor"), max_length=2000)
    starts_on = models.DateField(_("fra"))
    ends_on = models.DateField(_("opphevet"), null=True, blank=True)
    lifted_because = models.TextField(_("hvorfor opphevet"), max_length=2000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ExclusionQuerySet.as_manager()

    class Meta:
        verbose_name = _("utelukket sted")
        verbose_name_plural = _("utelukkede steder")
        ordering = ["-starts_on", "-pk"]
        indexes = [models.Index(fields=["household", "ends_on"], name="exclusion_of_household")]
        constraints = [
            models.CheckConstraint(
                name="exclusion_says_where",
                condition=(Q(kind="district") & ~Q(district="") & Q(address=""))
                | (Q(kind__in=["building", "street"]) & Q(district="") & ~Q(address="")),
                violation_error_message=_("Et utelukket sted er enten en bydel eller en adresse."),
            ),
            in_order("exclusion_lifted_after_start", "starts_on", "ends_on", _("Opphevet før det ble utelukket.")),
        ]

    def __str__(self):
        return self.place

    def get_absolute_url(self):
        return reverse("housing_wishes", args=[self.household_id])

    @property
    def place(self) -> str:
        return self.district or self.address

    def lift(self, *, by, day, because):
        """The household may live there after all (opphevet). What was excluded, and why, stays written."""
        with refusing_breaches(), transaction.atomic():
            lifted = Exclusion.objects.filter(pk=self.pk, ends_on__isnull=True)
            if not lifted.update(ends_on=max(day, self.starts_on), lifted_because=because):
                raise Refused(_t("Stedet er ikke lenger utelukket."))
            self.household.tell(_t("Et sted er ikke lenger utelukket"), by=by, happened_on=day)
