"""From a tenant's notice until the next one has moved in: what nothing else tells, and how long each step may take."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from housing.database import in_order
from housing.history import tracked
from housing.models.tenancies import Tenancy
from housing.turnaround import LEAST_DAYS, MOST_DAYS, STANDARD, Step, Targets


@tracked()
class Turnaround(models.Model):
    """The steps of making a dwelling ready after one tenancy that no other row knows (omløp).

    When the tenant moved out, when the dwelling was offered and when the next one moved in are read where they are
    registered.
    """

    after = models.OneToOneField(
        Tenancy, verbose_name=_("etter leieforhold"), on_delete=models.PROTECT, related_name="turnaround"
    )
    notice_on = models.DateField(_("oppsigelsen kom"), null=True, blank=True)
    inspected_on = models.DateField(_("befart"), null=True, blank=True)
    repaired_on = models.DateField(_("utbedret"), null=True, blank=True)
    ready_on = models.DateField(_("klar"), null=True, blank=True)
    note = models.CharField(_("merknad"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("omløp")
        verbose_name_plural = _("omløp")
        constraints = [
            in_order(
                "turnaround_repaired_after_inspected",
                "inspected_on",
                "repaired_on",
                _("Boligen kan ikke være utbedret før den er befart."),
            ),
            in_order(
                "turnaround_ready_after_inspected",
                "inspected_on",
                "ready_on",
                _("Boligen kan ikke være klar før den er befart."),
            ),
            in_order(
                "turnaround_ready_after_repaired",
                "repaired_on",
                "ready_on",
                _("Boligen kan ikke være klar før den er utbedret."),
            ),
        ]

    def __str__(self):
        return str(self.after)


class TurnaroundTargetQuerySet(models.QuerySet):
    def on(self, day) -> Targets:
        """What the municipality aimed at on the day; before it has said anything, what every one starts with."""
        row = self.filter(starts_on__lte=day).order_by("-starts_on").first()
        return row.days if row else STANDARD


def _days(label):
    return models.PositiveSmallIntegerField(label)


@tracked()
class TurnaroundTarget(models.Model):
    """How many days each step may take, from a day on (mål for omløpet). A new version begins; none is changed."""

    starts_on = models.DateField(_("gjelder fra"), unique=True)
    inspected_days = _days(_("dager fra utflytting til befaring"))
    repaired_days = _days(_("dager fra befaring til utbedret"))
    ready_days = _days(_("dager fra utbedret til klar"))
    offered_days = _days(_("dager fra klar til tilbud"))
    moved_in_days = _days(_("dager fra tilbud til innflytting"))

    objects = TurnaroundTargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("mål for omløpet")
        verbose_name_plural = _("mål for omløpet")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                name=f"turnaround_target_{step}_is_some_days",
                condition=models.Q(**{f"{step}_days__range": (LEAST_DAYS, MOST_DAYS)}),
                violation_error_message=_("Et mål er fra 0 til 365 dager."),
            )
            for step in ("inspected", "repaired", "ready", "offered", "moved_in")
        ]

    def __str__(self):
        return f"{self.starts_on:%d.%m.%Y}"

    @property
    def days(self) -> Targets:
        return {
            Step.INSPECTED: self.inspected_days,
            Step.REPAIRED: self.repaired_days,
            Step.READY: self.ready_days,
            Step.OFFERED: self.offered_days,
            Step.MOVED_IN: self.moved_in_days,
        }
