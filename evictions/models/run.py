"""The fortnightly run (14-dagerskjøring): who is in arrears on its day, kept so that the next can be told apart."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from housing.models import Tenancy
from housing.visibility import VisibleQuerySet


class ArrearsRunQuerySet(models.QuerySet):
    def visible_to(self, user):
        may = user.is_authenticated and user.has_perm("evictions.view_arrears")
        return self if may else self.none()


class ArrearsRun(models.Model):
    """One run: ``run_on`` is the day it was due, ``counted_on`` the day of the balances, later when it was missed.

    The row is unique by its due day: of two runs at once, or one that was cut off and begun anew, one is kept.
    """

    run_on = models.DateField(_("kjøring"), unique=True)
    counted_on = models.DateField(_("saldo per"))
    limit = models.DecimalField(_("beløpsgrense, kr"), max_digits=9, decimal_places=2)
    missed_in_a_row = models.PositiveSmallIntegerField(_("ubetalte terminer på rad"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = ArrearsRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("14-dagerskjøring")
        verbose_name_plural = _("14-dagerskjøringer")
        ordering = ["-run_on"]

    def __str__(self):
        return _t("Kjøringen {day}").format(day=f"{self.run_on:%d.%m.%Y}")

    def get_absolute_url(self):
        return reverse("arrears_run", args=[self.pk])

    @property
    def was_late(self) -> bool:
        return self.counted_on > self.run_on

    def previous(self) -> "ArrearsRun | None":
        return ArrearsRun.objects.filter(run_on__lt=self.run_on).order_by("-run_on").first()


class ArrearsRunLineQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "evictions.view_arrears"
    HOUSEHOLD_PATH = "tenancy__household"


class ArrearsRunLine(models.Model):
    """One tenancy in arrears at a run, as it was seen then. ``case`` is the case it has, new or from before."""

    class Ground(models.TextChoices):
        LIMIT = "limit", _("Over beløpsgrensen")
        PATTERN = "pattern", _("Flere ubetalte terminer på rad")
        BOTH = "both", _("Over grensen, og flere ubetalte på rad")

    run = models.ForeignKey(ArrearsRun, on_delete=models.CASCADE, related_name="lines")
    tenancy = models.ForeignKey(
        Tenancy, verbose_name=_("leieforhold"), on_delete=models.PROTECT, related_name="arrears_lines"
    )
    case = models.ForeignKey("evictions.ArrearsCase", on_delete=models.PROTECT, related_name="lines")
    ground = models.CharField(_("hvorfor"), max_length=7, choices=Ground.choices)
    balance = models.DecimalField(_("saldo"), max_digits=12, decimal_places=2)
    oldest_due_on = models.DateField(_("eldste ubetalte krav"), null=True)
    missed_in_a_row = models.PositiveSmallIntegerField(_("ubetalte på rad"), default=0)
    opened_case = models.BooleanField(_("åpnet saken"), default=False)

    objects = ArrearsRunLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("linje i kjøringen")
        verbose_name_plural = _("linjer i kjøringen")
        ordering = ["-balance", "pk"]
        constraints = [models.UniqueConstraint(name="tenancy_once_in_run", fields=["run", "tenancy"])]
