"""What a team costs in half a year, and what repairs of a dwelling have cost (kostnader)."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from housing.database import new_external_id, refusing_breaches
from housing.history import tracked
from housing.models import Dwelling
from housing.periods import Period, round_half_up
from housing_first.models.team import Team
from housing_first.reach import OfATeamQuerySet

HALVES = [(1, _("1. halvår")), (2, _("2. halvår"))]


class TeamCostQuerySet(OfATeamQuerySet):
    VIEW_PERMISSION = "housing_first.manage_team"


@tracked()
class TeamCost(models.Model):
    """Posts and expenses of one team in one half-year (årsverk, pris per årsverk, utgifter), in kroner."""

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    team = models.ForeignKey(Team, verbose_name=_("team"), on_delete=models.PROTECT, related_name="costs")
    year = models.PositiveSmallIntegerField(_("år"), validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    half = models.PositiveSmallIntegerField(_("halvår"), choices=HALVES)
    posts = models.DecimalField(
        _("årsverk"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(500)],
        help_text=_("Stillinger i halvåret, regnet som hele årsverk."),
    )
    price_per_post = models.DecimalField(
        _("pris per årsverk, kr per år"), max_digits=10, decimal_places=2, validators=[MinValueValidator(0)]
    )
    expenses = models.DecimalField(
        _("andre utgifter i halvåret, kr"),
        max_digits=12,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0)],
    )
    note = models.CharField(_("merknad"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = TeamCostQuerySet.as_manager()

    class Meta:
        verbose_name = _("kostnad for et team")
        verbose_name_plural = _("kostnader for team")
        ordering = ["-year", "-half", "team__name"]
        constraints = [
            models.UniqueConstraint(
                name="one_cost_of_a_team_and_half_year",
                fields=["team", "year", "half"],
                violation_error_message=_("Kostnadene for dette halvåret er allerede registrert. Rett dem der."),
            ),
            models.CheckConstraint(name="half_year_is_1_or_2", condition=Q(half__in=(1, 2))),
        ]

    def __str__(self):
        return f"{self.team} {self.period}"

    @property
    def period(self) -> Period:
        return Period.half_year(self.year, self.half)

    @property
    def salaries(self) -> Decimal:
        """Half a year of the posts."""
        return round_half_up(self.posts * self.price_per_post / 2, 2)

    @property
    def total(self) -> Decimal:
        return self.salaries + self.expenses

    def keep(self, *, by):
        self.by = by
        with refusing_breaches():
            self.save()
        return self


class RepairCostQuerySet(models.QuerySet):
    def visible_to(self, user):
        may = user.is_authenticated and user.has_perm("housing_first.manage_team")
        return self if may else self.none()


@tracked()
class RepairCost(models.Model):
    """What a repair of a municipal dwelling cost (reparasjon), paid on a day, in kroner.

    Mandal saw a strong fall in such costs once people were followed up at home.
    """

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    dwelling = models.ForeignKey(
        Dwelling, verbose_name=_("bolig"), on_delete=models.PROTECT, related_name="repair_costs"
    )
    paid_on = models.DateField(_("betalt"))
    amount = models.DecimalField(
        _("beløp, kr"), max_digits=10, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    what = models.CharField(_("hva"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = RepairCostQuerySet.as_manager()

    class Meta:
        verbose_name = _("reparasjonskostnad")
        verbose_name_plural = _("reparasjonskostnader")
        ordering = ["-paid_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="repair_costs_something",
                condition=Q(amount__gt=0),
                violation_error_message=_("Beløpet må være over null."),
            ),
        ]

    def __str__(self):
        return f"{self.paid_on:%d.%m.%Y}"

    def keep(self, *, by):
        self.by = by
        with refusing_breaches():
            self.save(force_insert=True)
        return self
