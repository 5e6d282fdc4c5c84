"""The rent ledger (reskontro): what was charged, paid and corrected, and each reading of it from the rent system.

The rent system stays the master. Rows come in through the exchange format and nowhere else; the history keeps what a
later reading changed.
"""

from decimal import Decimal

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.database import new_external_id
from housing.models import Tenancy
from housing.visibility import VisibleQuerySet

MONEY = models.DecimalField(max_digits=14, decimal_places=2)


class LedgerEntryQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "evictions.view_arrears"
    HOUSEHOLD_PATH = "tenancy__household"

    def by(self, day):
        """Posted on the day or before."""
        return self.filter(posted_on__lte=day)

    def balance(self, day) -> Decimal:
        """What these rows say is owed at the end of the day, kroner; less than nothing when too much is paid."""
        return self.by(day).aggregate(sum=Coalesce(Sum("effect"), Decimal(0), output_field=MONEY))["sum"]

    def balances(self, day):
        """Rows of ``tenancy`` and ``owed``: the balance of each tenancy that has any postings by the day."""
        return self.by(day).order_by().values("tenancy").annotate(owed=Sum("effect"))


@pghistory.track(
    # A row that comes in is its own trace (``recorded_at``, the reading): five years of rent twice would help nobody.
    # So what a change leaves behind is the row as it was, and not as in other tables what it became.
    pghistory.UpdateEvent("was", level=pgtrigger.Statement, row=pghistory.Old),
    pghistory.DeleteEvent(level=pgtrigger.Statement),
    append_only=True,
    obj_field=pghistory.ObjForeignKey(related_name="history"),
)
class LedgerEntry(models.Model):
    """One posting on a tenancy's account (postering), in kroner.

    A charge raises what is owed, a payment lowers it; an adjustment is signed and is added to what is owed.
    """

    class Kind(models.TextChoices):
        CHARGE = "charge", _("Krav")
        PAYMENT = "payment", _("Innbetaling")
        ADJUSTMENT = "adjustment", _("Retting")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    tenancy = models.ForeignKey(
        Tenancy, verbose_name=_("leieforhold"), on_delete=models.PROTECT, related_name="ledger", db_index=False
    )
    posted_on = models.DateField(_("bokført"))
    kind = models.CharField(_("type"), max_length=10, choices=Kind.choices)
    amount = models.DecimalField(_("beløp"), max_digits=12, decimal_places=2)
    effect = models.GeneratedField(
        expression=Case(models.When(kind="payment", then=-F("amount")), default=F("amount")),
        output_field=models.DecimalField(max_digits=12, decimal_places=2),
        db_persist=True,
    )
    recorded_at = models.DateTimeField(_("lest inn"), default=timezone.now, editable=False)

    objects = LedgerEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("postering")
        verbose_name_plural = _("posteringer")
        ordering = ["posted_on", "pk"]
        indexes = [
            # The balance of any day is read off the index alone.
            models.Index(fields=["tenancy", "posted_on"], include=["effect"], name="ledger_by_tenancy"),
        ]
        constraints = [
            models.CheckConstraint(
                name="charge_and_payment_are_not_negative",
                condition=Q(kind="adjustment") | Q(amount__gte=0),
                violation_error_message=_(
                    "Krav og innbetalinger føres med positive beløp. Noe som skal trekkes fra igjen, er en retting."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.posted_on:%d.%m.%Y}"


class LedgerRunQuerySet(models.QuerySet):
    def visible_to(self, user):
        may = user.is_authenticated and user.has_perm("evictions.import_ledger")
        return self if may else self.none()


class LedgerRun(models.Model):
    """One reading of the ledger from the rent system (innlesing av reskontro), with its sums. Append-only.

    ``missing`` are rows we have of the days the file covers, which the file has not: a file deletes nothing.
    ``stated`` is what the rent system says of the file, typed in by whoever sent it up.
    """

    read_at = models.DateTimeField(_("lest inn"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(_("fil"), max_length=200)
    rows = models.PositiveIntegerField(_("rader"))
    created = models.PositiveIntegerField(_("nye"))
    updated = models.PositiveIntegerField(_("endret"))
    rejected = models.PositiveIntegerField(_("avvist"), default=0)
    first_posted_on = models.DateField(_("fra"), null=True)
    last_posted_on = models.DateField(_("til"), null=True)
    charges = models.DecimalField(_("krav"), max_digits=14, decimal_places=2)
    payments = models.DecimalField(_("innbetalt"), max_digits=14, decimal_places=2)
    adjustments = models.DecimalField(_("rettet"), max_digits=14, decimal_places=2)
    registered_rows = models.PositiveIntegerField(_("rader hos oss for de samme dagene"))
    registered_sum = models.DecimalField(_("sum hos oss for de samme dagene"), max_digits=14, decimal_places=2)
    stated_rows = models.PositiveIntegerField(_("rader etter økonomisystemet"), null=True, blank=True)
    stated_sum = models.DecimalField(
        _("sum etter økonomisystemet"), max_digits=14, decimal_places=2, null=True, blank=True
    )

    objects = LedgerRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("innlesing av reskontro")
        verbose_name_plural = _("innlesinger av reskontro")
        ordering = ["-read_at", "-pk"]
        triggers = [pgtrigger.Protect(name="ledger_run_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.file_name} {timezone.localtime(self.read_at):%d.%m.%Y %H:%M}"

    @property
    def sum(self) -> Decimal:
        """What the file's rows add to what is owed."""
        return self.charges - self.payments + self.adjustments

    @property
    def is_in_step(self) -> bool:
        """Whether the file, our rows of the same days and what the rent system stated all say the same."""
        stated_rows = self.rows if self.stated_rows is None else self.stated_rows
        stated_sum = self.sum if self.stated_sum is None else self.stated_sum
        agrees = self.registered_rows == self.rows == stated_rows and self.registered_sum == self.sum == stated_sum
        return agrees and not self.rejected


class LedgerMismatch(models.Model):
    """A row that explains why a reading's sums differ (avvik). At most some hundreds are kept of each kind."""

    class Kind(models.TextChoices):
        MISSING = "missing", _("Står hos oss, ikke i filen")
        CHANGED = "changed", _("Endret siden sist")
        LATE = "late", _("Bokført på en dag vi allerede hadde lest")

    run = models.ForeignKey(LedgerRun, on_delete=models.CASCADE, related_name="mismatches")
    kind = models.CharField(_("avvik"), max_length=7, choices=Kind.choices)
    entry = models.ForeignKey(LedgerEntry, on_delete=models.PROTECT, related_name="+")
    posted_on = models.DateField(_("bokført"))
    effect = models.DecimalField(_("beløp"), max_digits=12, decimal_places=2)
    was_effect = models.DecimalField(_("var"), max_digits=12, decimal_places=2, null=True)

    class Meta:
        verbose_name = _("avvik i reskontroen")
        verbose_name_plural = _("avvik i reskontroen")
        ordering = ["kind", "posted_on", "pk"]
        triggers = [
            pgtrigger.Protect(name="ledger_mismatch_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
