"""The municipality's own order of priority (prioriteringsordning), kept as versions with a start date."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from allocation import priority
from housing.history import tracked


class PrioritySchemeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.is_authenticated and user.has_perm("allocation.view_scheme") else self.none()

    def on(self, day):
        """The scheme in force on the day, or None."""
        return self.filter(starts_on__lte=day).order_by("-starts_on", "-pk").prefetch_related("criteria").first()


@tracked()
class PriorityScheme(models.Model):
    """One version of the criteria. A new one begins; an old one is never changed, so past lists can be explained."""

    name = models.CharField(_("navn"), max_length=120)
    starts_on = models.DateField(_("gjelder fra"), unique=True)
    source = models.CharField(_("vedtatt hvor"), max_length=300, blank=True)

    objects = PrioritySchemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("prioriteringsordning")
        ordering = ["-starts_on"]

    def __str__(self):
        return self.name

    @property
    def rules(self) -> tuple[priority.Criterion, ...]:
        """The criteria as the calculation takes them."""
        return tuple(priority.Criterion(row.code, row.label, row.points, row.maximum) for row in self.criteria.all())


@tracked()
class Criterion(models.Model):
    """One criterion and its points (kriterium). ``code`` names the rule in ``allocation/priority.py``."""

    scheme = models.ForeignKey(PriorityScheme, on_delete=models.CASCADE, related_name="criteria")
    code = models.CharField(max_length=40)
    label = models.CharField(_("kriterium"), max_length=120)
    points = models.SmallIntegerField(_("poeng"))
    maximum = models.PositiveSmallIntegerField(
        _("høyst"), null=True, blank=True, help_text=_("Flest poeng kriteriet kan gi. Tomt betyr ingen grense.")
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("kriterium")
        ordering = ["scheme", "position", "pk"]
        constraints = [models.UniqueConstraint(name="criterion_once_in_scheme", fields=["scheme", "code"])]
