"""How this municipality works with arrears, from a day on; and what things cost it (rutine, enhetspriser)."""

from datetime import date, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from housing.history import tracked

LIMIT = 1000


class ArrearsRoutineQuerySet(models.QuerySet):
    def visible_to(self, user):
        may = user.is_authenticated and user.has_perm("evictions.view_routine")
        return self if may else self.none()

    def on(self, day) -> "ArrearsRoutine":
        """The routine in force on the day; before the first, the one every municipality starts with."""
        return self.filter(valid_from__lte=day).order_by("-valid_from").first() or ArrearsRoutine(valid_from=day)


@tracked()
class ArrearsRoutine(models.Model):
    """From what amount and how often arrears are followed up (restanserutine). Kept as versions."""

    valid_from = models.DateField(_("gjelder fra"), unique=True)
    limit = models.DecimalField(
        _("beløpsgrense, kr"), max_digits=9, decimal_places=2, default=LIMIT, validators=[MinValueValidator(0)]
    )
    missed_in_a_row = models.PositiveSmallIntegerField(
        _("ubetalte terminer på rad"), default=2, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    run_every_days = models.PositiveSmallIntegerField(
        _("dager mellom kjøringene"), default=14, validators=[MinValueValidator(1), MaxValueValidator(62)]
    )
    # A Monday: the fortnights are counted from here, whenever the routine itself began.
    first_run_on = models.DateField(_("en dag det kjøres"), default=date(2024, 1, 1))
    tolerance_days = models.PositiveSmallIntegerField(
        _("dager en innbetaling kan være forsinket"), default=7, validators=[MaxValueValidator(60)]
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = ArrearsRoutineQuerySet.as_manager()

    class Meta:
        verbose_name = _("restanserutine")
        verbose_name_plural = _("restanserutiner")
        ordering = ["-valid_from"]

    def __str__(self):
        return f"{self.valid_from:%d.%m.%Y}"

    def run_day(self, day: date) -> date:
        """The latest day on or before ``day`` on which a run is due."""
        return day - timedelta(days=(day - self.first_run_on).days % self.run_every_days)


class UnitPriceQuerySet(models.QuerySet):
    def visible_to(self, user):
        asked = ("evictions.view_costs", "evictions.change_routine")
        may = user.is_authenticated and any(user.has_perm(permission) for permission in asked)
        return self if may else self.none()


@tracked()
class UnitPrice(models.Model):
    """What one of something costs this municipality, from a day on (enhetspris), in whole kroner by its own count."""

    class What(models.TextChoices):
        PETITION = "petition", _("Begjæring: rettsgebyr og arbeid")
        EVICTION = "eviction", _("Utkastelse: gebyr, låsesmed, flytting, lagring")
        REPAIR = "repair", _("Istandsetting etter utkastelse")
        TEMPORARY_NIGHT = "temporary_night", _("Natt i midlertidig botilbud")
        LETTER = "letter", _("Brev")
        PHONE = "phone", _("Telefonsamtale")
        HOME_VISIT = "home_visit", _("Hjemmebesøk")
        MEETING = "meeting", _("Møte med leieren")
        PAYMENT_PLAN = "payment_plan", _("Nedbetalingsavtale")
        BENEFIT_DEDUCTION = "benefit_deduction", _("Trekk i ytelse")
        ADVICE = "advice", _("Råd om økonomi eller bostøtte")
        OTHER = "other", _("Annet tiltak")

    what = models.CharField(_("hva"), max_length=17, choices=What.choices)
    valid_from = models.DateField(_("gjelder fra"))
    price = models.DecimalField(_("pris, kr"), max_digits=9, decimal_places=2, validators=[MinValueValidator(0)])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = UnitPriceQuerySet.as_manager()

    class Meta:
        verbose_name = _("enhetspris")
        verbose_name_plural = _("enhetspriser")
        ordering = ["what", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                name="one_unit_price_from_a_day",
                fields=["what", "valid_from"],
                violation_error_message=_("Det er allerede satt en pris fra denne dagen."),
            ),
        ]
