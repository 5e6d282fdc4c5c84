"""What households of this municipality are reckoned to live on, from a day on (livsoppholdssatser)."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from housing.database import refusing_breaches
from housing.history import tracked
from rent_to_own.living_costs import Step, Table

OLDEST, LARGEST = 120, 20


class ReferenceBudgetQuerySet(models.QuerySet):
    VIEW_PERMISSION = "rent_to_own.view_reference_budget"

    def visible_to(self, user):
        may = user.is_authenticated and user.has_perm(self.VIEW_PERMISSION)
        return self if may else self.none()

    def on(self, day) -> "ReferenceBudget | None":
        """The version in force on the day. None before the first: the program has no amounts of its own."""
        return self.filter(valid_from__lte=day).prefetch_related("lines").first()


@tracked()
class ReferenceBudget(models.Model):
    """One version of the reference table (referansebudsjett), kept as it was when it was used."""

    valid_from = models.DateField(_("gjelder fra"), unique=True)
    source = models.CharField(_("kilde"), max_length=300)
    is_made_up = models.BooleanField(_("oppdiktede satser"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = ReferenceBudgetQuerySet.as_manager()

    class Meta:
        verbose_name = _("referansebudsjett")
        verbose_name_plural = _("referansebudsjetter")
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                name="reference_budget_names_its_source",
                condition=~Q(source=""),
                violation_error_message=_("Skriv hvor satsene kommer fra."),
            ),
        ]

    def __str__(self):
        return f"{self.valid_from:%d.%m.%Y}"

    def get_absolute_url(self):
        return reverse("reference_budget_list")

    def steps(self, kind) -> tuple[Step, ...]:
        return tuple(Step(line.starts, line.amount) for line in self.lines.all() if line.kind == kind)

    def table(self) -> Table:
        return Table(self.steps(ReferenceBudgetLine.Kind.AGE), self.steps(ReferenceBudgetLine.Kind.SIZE))

    def begin(self, table: Table, *, by) -> "ReferenceBudget":
        """The version with all its lines, or nothing."""
        with refusing_breaches(), transaction.atomic():
            self.by = by
            self.save(force_insert=True)
            kinds = ((ReferenceBudgetLine.Kind.AGE, table.ages), (ReferenceBudgetLine.Kind.SIZE, table.sizes))
            ReferenceBudgetLine.objects.bulk_create(
                ReferenceBudgetLine(budget=self, kind=kind, starts=step.starts, amount=step.amount)
                for kind, steps in kinds
                for step in steps
            )
        return self


@tracked()
class ReferenceBudgetLine(models.Model):
    """Kroner a month for a person from an age on, or for a household from a size on; holds until the next begins."""

    class Kind(models.TextChoices):
        AGE = "age", _("Per person, etter alder")
        SIZE = "size", _("Per husstand, etter antall personer")

    budget = models.ForeignKey(ReferenceBudget, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField(_("gjelder"), max_length=4, choices=Kind.choices)
    starts = models.PositiveSmallIntegerField(_("fra"), validators=[MaxValueValidator(OLDEST)])
    amount = models.DecimalField(_("kr per måned"), max_digits=9, decimal_places=2, validators=[MinValueValidator(0)])

    class Meta:
        verbose_name = _("sats")
        verbose_name_plural = _("satser")
        ordering = ["kind", "starts"]
        constraints = [
            models.UniqueConstraint(
                name="one_amount_from_an_age_or_size",
                fields=["budget", "kind", "starts"],
                violation_error_message=_("Det er to satser fra samme alder eller størrelse."),
            ),
            models.CheckConstraint(
                name="reference_amount_is_not_negative",
                condition=Q(amount__gte=0),
                violation_error_message=_("En sats kan ikke være negativ."),
            ),
        ]
