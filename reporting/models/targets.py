"""The programme's targets for figures (mål for tall), each from a day on."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from housing.database import new_external_id
from housing.history import tracked
from housing.periods import Period
from reporting.calendar_year import range_of
from reporting.disclosure import HALF_YEARS, TERTIALS, YEAR


class Length(models.TextChoices):
    """How long a period the target is for: twelve in a year are not twelve in a month."""

    MONTH = "month", _("Måned")
    TERTIAL = "tertial", _("Tertial")
    HALF_YEAR = "half_year", _("Halvår")
    YEAR = "year", _("År")


def length_of(period: Period) -> str:
    """The target's word for a period of that length; of another length there is none."""
    place = range_of(period)
    if place is None:
        return ""
    named = dict.fromkeys(HALF_YEARS, Length.HALF_YEAR) | dict.fromkeys(TERTIALS, Length.TERTIAL) | {YEAR: Length.YEAR}
    return Length.MONTH if place[1] - place[0] == 1 else named.get(place, "")


class FigureTargetQuerySet(models.QuerySet):
    def visible_to(self, user):
        asked = ("reporting.view_report", "reporting.view_figures")
        return self if user.is_authenticated and any(user.has_perm(permission) for permission in asked) else self.none()

    def in_force(self, day) -> "dict[tuple[str, str], FigureTarget]":
        """The latest of each figure and length that has begun by the day, unless it says that there is no target."""
        latest = self.filter(valid_from__lte=day).order_by("code", "length", "-valid_from").distinct("code", "length")
        return {(row.code, row.length): row for row in latest if row.value is not None}


@tracked()
class FigureTarget(models.Model):
    """What the municipality wants a figure to be from a day on (mål for et tall). Without a value the target ends."""

    class Direction(models.TextChoices):
        AT_MOST = "at_most", _("høyst")
        AT_LEAST = "at_least", _("minst")

    class Outcome(models.TextChoices):
        """Never by colour alone."""

        REACHED = "reached", _("Nådd")
        MISSED = "missed", _("Ikke nådd")
        UNKNOWN = "unknown", _("Ingen måling")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    code = models.CharField(_("tall"), max_length=80)
    # Empty where the figure does not grow with its period.
    length = models.CharField(_("gjelder for"), max_length=9, choices=Length.choices, blank=True)
    direction = models.CharField(_("retning"), max_length=8, choices=Direction.choices)
    value = models.DecimalField(_("mål"), max_digits=16, decimal_places=2, null=True, blank=True)
    valid_from = models.DateField(_("gjelder fra"))
    note = models.CharField(_("merknad"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = FigureTargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("mål for et tall")
        verbose_name_plural = _("mål for tall")
        ordering = ["code", "length", "-valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_target_of_a_figure_from_a_day",
                fields=["code", "length", "valid_from"],
                violation_error_message=_("Det er allerede satt et mål for dette tallet fra denne dagen."),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.valid_from:%d.%m.%Y}"

    def get_absolute_url(self):
        return reverse("target_list")

    def outcome(self, value) -> "FigureTarget.Outcome":
        if value is None:
            return self.Outcome.UNKNOWN
        is_reached = (
            Decimal(value) <= self.value if self.direction == self.Direction.AT_MOST else Decimal(value) >= self.value
        )
        return self.Outcome.REACHED if is_reached else self.Outcome.MISSED
