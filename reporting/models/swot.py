"""What is strong and weak in the programme, and what may help or threaten it (SWOT), as it was on any day."""

from datetime import timedelta

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from housing.database import in_force, in_order, new_external_id, no_overlap
from housing.history import tracked
from housing.periods import Period
from housing.templatetags.norwegian import date_no


class SwotPointQuerySet(models.QuerySet):
    def visible_to(self, user):
        may = user.is_authenticated and user.has_perm("reporting.view_report")
        return self if may else self.none()

    def on(self, day):
        """The points that stood on the day, in the order of the four fields."""
        return self.filter(in_force(day, "added_on", "removed_on")).order_by("position", "added_on", "pk")


@tracked()
class SwotPoint(models.Model):
    """A point in one of the four fields (SWOT-punkt). It stands from ``added_on`` to the day before ``removed_on``."""

    class Kind(models.TextChoices):
        STRENGTHS = "strengths", _("Styrker")
        WEAKNESSES = "weaknesses", _("Svakheter")
        OPPORTUNITIES = "opportunities", _("Muligheter")
        THREATS = "threats", _("Trusler")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    kind = models.CharField(_("felt"), max_length=13, choices=Kind.choices)
    text = models.CharField(_("punkt"), max_length=300)
    added_on = models.DateField(_("står fra"))
    removed_on = models.DateField(_("tatt ut"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("plass"), default=0)

    objects = SwotPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("SWOT-punkt")
        verbose_name_plural = _("SWOT-punkter")
        ordering = ["kind", "position", "added_on", "pk"]
        constraints = [
            in_order("swot_days_in_order", "added_on", "removed_on", _("Punktet er tatt ut før det ble satt inn.")),
            no_overlap(
                "swot_point_once_at_a_time",
                ["kind", "text"],
                "added_on",
                "removed_on",
                message=_("Punktet står der allerede."),
            ),
        ]

    def __str__(self):
        return self.text

    def get_absolute_url(self):
        return reverse("swot")


def fields_of(points) -> list[tuple[str, list[SwotPoint]]]:
    """The four fields in their order, each with its label and its points; also one that is empty."""
    by_kind: dict[str, list[SwotPoint]] = {kind: [] for kind in SwotPoint.Kind.values}
    for point in points:
        by_kind[point.kind].append(point)
    return [(str(SwotPoint.Kind(kind).label), by_kind[kind]) for kind in by_kind]


def printed(period: Period) -> dict:
    """The four fields as they stood on the last day, and what has come in and gone out since the day before the period.

    ``fields`` is empty when nothing stood there.
    """
    points = list(SwotPoint.objects.on(period.last))
    before = list(SwotPoint.objects.on(period.first - timedelta(days=1)))
    stands, stood = ({(point.kind, point.text) for point in each} for each in (points, before))
    gone = [
        {"label": label, "points": [point.text for point in each if (point.kind, point.text) not in stands]}
        for label, each in fields_of(before)
    ]
    fields = [
        {"label": label, "points": [_printed(point, stood) for point in each]} for label, each in fields_of(points)
    ]
    return {
        "day": date_no(period.last),
        "fields": fields if points else [],
        "gone": [field for field in gone if field["points"]],
    }


def _printed(point: SwotPoint, stood: set) -> dict:
    """The first time there is a SWOT all of it is new, and nothing is said of that."""
    return {"text": point.text, "is_new": bool(stood) and (point.kind, point.text) not in stood}
