"""The deposit fund (depositumsfondet): its ledger in double entry, kept in balance by PostgreSQL.

An entry (``FundEntry``, bilag) says what happened; a trigger writes its two lines and the balances in the same
statement, so nothing outside the database can write half of it. The one row of balances is the lock: whoever pays out
waits for it, and ``bank >= 0`` refuses what is not there. Nothing is changed or removed: a wrong entry is met by a
counter-entry.

What each kind does (`figures.md` § deposits)::

    capital     the grant to the fund               bank +     capital −
    loan        paid out to a household             loans +    bank −
    repayment   an instalment from the household    bank +     loans −
    return      the deposit comes back              bank +     loans −
    loss        paid out beyond the loan, gone      losses +   bank −
    write_off   a loan nobody will repay            losses +   loans −
"""

from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.database import new_external_id, refusing_breaches
from housing.models import CaseEvent, Household
from housing.visibility import VisibleQuerySet
from rent_to_own.models.fund_triggers import KEEP_BALANCE, LINES_BALANCE, WRITE_LINES

MONEY = models.DecimalField(max_digits=14, decimal_places=2)
NEVER = pgtrigger.Update | pgtrigger.Delete


class FundEntryQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "rent_to_own.view_deposit_fund"

    def by(self, day):
        return self.filter(posted_on__lte=day)

    def standing(self):
        """Without entries that are taken back, and without what took them back: what truly happened."""
        return self.filter(corrects__isnull=True, corrected_by__isnull=True)

    def of(self, household):
        return self.filter(household=household)

    def outstanding(self, day=None) -> Decimal:
        """What these entries leave to be repaid, kroner."""
        lines = FundLine.objects.filter(entry__in=self if day is None else self.by(day), account=Account.LOANS)
        return lines.aggregate(sum=Coalesce(Sum("amount"), Decimal(0), output_field=MONEY))["sum"]


class Account(models.TextChoices):
    BANK = "bank", _("Bank")
    LOANS = "loans", _("Utlån til depositum")
    LOSSES = "losses", _("Tap")
    CAPITAL = "capital", _("Kapital i fondet")


class FundEntry(models.Model):
    """One thing that happened with the fund's money (bilag), kroner, always a positive amount. Append-only."""

    class Kind(models.TextChoices):
        CAPITAL = "capital", _("Kapital")
        LOAN = "loan", _("Lån")
        REPAYMENT = "repayment", _("Avdrag")
        LOSS = "loss", _("Tap utover lånet")
        RETURN = "return", _("Depositum tilbake")
        WRITE_OFF = "write_off", _("Lån avskrevet")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    posted_on = models.DateField(_("bokført"))
    kind = models.CharField(_("type"), max_length=9, choices=Kind.choices)
    amount = models.DecimalField(_("beløp, kr"), max_digits=12, decimal_places=2)
    household = models.ForeignKey(
        Household,
        verbose_name=_("husstand"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="fund_entries",
    )
    # A counter-entry (motpostering): it turns both lines of the other around.
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    note = models.CharField(_("merknad"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(_("ført"), default=timezone.now, editable=False)

    objects = FundEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("bilag i depositumsfondet")
        verbose_name_plural = _("bilag i depositumsfondet")
        ordering = ["-posted_on", "-pk"]
        indexes = [
            models.Index(fields=["posted_on"], name="fund_entry_posted"),
        ]
        constraints = [
            models.CheckConstraint(
                name="fund_amount_is_positive",
                condition=Q(amount__gt=0),
                violation_error_message=_("Beløpet må være over null. Noe som er ført feil, rettes med et motbilag."),
            ),
            models.CheckConstraint(
                name="fund_kind_is_known",
                condition=Q(kind__in=["capital", "loan", "repayment", "loss", "return", "write_off"]),
                violation_error_message=_("Typen er ikke kjent."),
            ),
            models.CheckConstraint(
                name="fund_entry_is_about_a_household",
                condition=Q(kind="capital", household__isnull=True) | (~Q(kind="capital") & Q(household__isnull=False)),
                violation_error_message=_("Alt annet enn kapital gjelder en husstand, og kapital gjelder ingen."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="fund_entry_is_append_only", operation=NEVER),
            pgtrigger.Trigger(
                name="entry_writes_its_lines",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="new_values"),
                declare=[("wrong", "integer")],
                func=WRITE_LINES,
            ),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("deposit_account", args=[self.household_id]) if self.household_id else reverse("deposit_fund")

    @property
    def number(self) -> str:
        """The number of the voucher (bilagsnummer)."""
        return f"D-{self.pk:06d}"

    @property
    def told(self) -> str:
        label = str(self.get_kind_display())
        return str(_("Retting: {what}")).format(what=label.lower()) if self.corrects_id else label

    def post(self, *, by):
        """Write it down. What the fund does not have, or the household does not owe, is refused."""
        with refusing_breaches():
            self.by = by
            self.save(force_insert=True)
            if self.household_id:
                title = str(_("Depositumsfondet: {what}")).format(what=self.told.lower())
                CaseEvent.write(self, by=by, title=title, happened_on=self.posted_on)
        return self

    def take_back(self, *, by, posted_on, note, external_id):
        """The counter-entry: the same amount the other way, once (motbilag)."""
        made = FundEntry(
            external_id=external_id,
            posted_on=posted_on,
            kind=self.kind,
            amount=self.amount,
            household_id=self.household_id,
            corrects=self,
            note=note,
        )
        return made.post(by=by)


class FundLine(models.Model):
    """One side of an entry on one account (postering): debit is positive, credit negative. Written by the entry."""

    entry = models.ForeignKey(FundEntry, on_delete=models.PROTECT, related_name="lines")
    account = models.CharField(_("konto"), max_length=7, choices=Account.choices)
    amount = models.DecimalField(_("beløp, kr"), max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = _("postering i depositumsfondet")
        verbose_name_plural = _("posteringer i depositumsfondet")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="fund_entry_has_an_account_once",
                fields=["entry", "account"],
                violation_error_message=_("Bilaget er allerede ført på denne kontoen."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="fund_line_is_append_only", operation=NEVER),
            pgtrigger.Trigger(
                name="fund_lines_move_the_balance",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="new_values"),
                func=KEEP_BALANCE,
            ),
            pgtrigger.Trigger(
                name="fund_entry_is_in_balance",
                level=pgtrigger.Row,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                func=LINES_BALANCE,
            ),
        ]

    def __str__(self):
        return f"{self.get_account_display()} {self.amount}"


class FundBalance(models.Model):
    """What stands on each account now: one row, which every line moves, and the lock of the fund."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    bank = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    loans = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    losses = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    capital = models.DecimalField(max_digits=14, decimal_places=2, default=0)

    class Meta:
        verbose_name = _("saldo i depositumsfondet")
        verbose_name_plural = _("saldoer i depositumsfondet")
        constraints = [
            models.CheckConstraint(
                name="fund_has_one_balance",
                condition=Q(id=1),
                violation_error_message=_("Fondet har én saldo."),
            ),
            models.CheckConstraint(
                name="fund_is_never_below_zero",
                condition=Q(bank__gte=0),
                violation_error_message=_("Så mye er det ikke i fondet den dagen, eller det er brukt siden."),
            ),
            models.CheckConstraint(
                name="nobody_owes_the_fund_less_than_nothing",
                condition=Q(loans__gte=0),
                violation_error_message=_("Husstanden skylder ikke så mye den dagen."),
            ),
            models.CheckConstraint(
                name="fund_is_in_balance",
                condition=Q(bank=-models.F("loans") - models.F("losses") - models.F("capital")),
                violation_error_message=_("Bilaget er ikke i balanse."),
            ),
        ]
        triggers = [pgtrigger.Protect(name="fund_balance_is_never_deleted", operation=pgtrigger.Delete)]

    def __str__(self):
        return str(self.bank)

    @classmethod
    def now(cls) -> "FundBalance":
        """Nothing has happened before the first entry."""
        return cls.objects.first() or cls(bank=Decimal(0), loans=Decimal(0), losses=Decimal(0), capital=Decimal(0))
