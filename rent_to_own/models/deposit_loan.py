"""A loan from the deposit fund (depositumslån): its conditions, its plan, and how it ends."""

from decimal import Decimal

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from allocation.models import CareerPlan
from housing.database import Refused, new_external_id, refusing_breaches
from housing.history import tracked
from housing.models import Household
from housing.periods import add_months
from housing.visibility import VisibleQuerySet
from rent_to_own.models.deposit_fund import FundEntry

# The source's condition: repaid within three years (`seeds.md` § 19).
MONTHS_AT_MOST = 36


class DepositLoanQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "rent_to_own.view_deposit_fund"


@tracked()
class DepositLoan(models.Model):
    """What a household was lent for a deposit, and the conditions it was lent on. The money stands in the ledger."""

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    household = models.ForeignKey(
        Household, verbose_name=_("husstand"), on_delete=models.PROTECT, related_name="deposit_loans"
    )
    entry = models.OneToOneField(FundEntry, on_delete=models.PROTECT, related_name="deposit_loan")
    paid_on = models.DateField(_("utbetalt"))
    amount = models.DecimalField(_("lån, kr"), max_digits=12, decimal_places=2)
    # The three conditions, each asked and answered.
    is_off_social_assistance = models.BooleanField(_("mottar ikke økonomisk sosialhjelp"))
    assistance_checked_on = models.DateField(_("undersøkt"))
    career_plan = models.ForeignKey(
        CareerPlan, verbose_name=_("boligkarriereplan"), on_delete=models.PROTECT, related_name="deposit_loans"
    )
    repaid_by = models.DateField(_("nedbetalt innen"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = DepositLoanQuerySet.as_manager()

    class Meta:
        verbose_name = _("depositumslån")
        verbose_name_plural = _("depositumslån")
        ordering = ["-paid_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="deposit_loan_is_positive",
                condition=Q(amount__gt=0),
                violation_error_message=_("Lånet må være over null."),
            ),
            models.CheckConstraint(
                name="deposit_loan_only_off_assistance",
                condition=Q(is_off_social_assistance=True),
                violation_error_message=_("Fondet er for husstander som ikke mottar økonomisk sosialhjelp."),
            ),
            models.CheckConstraint(
                name="deposit_loan_repaid_after_paid",
                condition=Q(repaid_by__gt=F("paid_on")),
                violation_error_message=_("Siste avdrag må være etter utbetalingen."),
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.paid_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return reverse("deposit_account", args=[self.household_id])

    @staticmethod
    def last_day(paid_on):
        """Three years after it was paid out."""
        return add_months(paid_on, MONTHS_AT_MOST)

    def pay_out(self, instalments, *, by, entry_key=None):
        """Lend it, if the fund has it: the conditions, the plan and the money, or nothing of it."""
        with refusing_breaches(), transaction.atomic():
            # One loan at a time to a household.
            Household.objects.select_for_update().get(pk=self.household_id)
            if FundEntry.objects.of(self.household_id).outstanding() > 0:
                raise Refused(_t("Husstanden har et lån fra fondet som ikke er nedbetalt."))
            self._check(instalments)
            entry = FundEntry(
                posted_on=self.paid_on, kind=FundEntry.Kind.LOAN, amount=self.amount, household=self.household
            )
            self.entry, self.by = entry.post(by=by), by
            self.save(force_insert=True)
            for row in instalments:
                row.loan = self
            DepositInstalment.objects.bulk_create(instalments)
        return self

    def _check(self, instalments) -> None:
        plan = self.career_plan
        if plan.household_id != self.household_id or not plan.is_in_force_on(self.paid_on):
            raise Refused(_t("Husstanden må ha en boligkarriereplan som gjelder."))
        if self.repaid_by > self.last_day(self.paid_on):
            raise Refused(_t("Lånet må være nedbetalt innen tre år."))
        if not instalments or sum(row.amount for row in instalments) != self.amount:
            raise Refused(_t("Avdragene må til sammen være like store som lånet."))
        if any(not self.paid_on <= row.due_on <= self.repaid_by for row in instalments):
            raise Refused(_t("Avdragene må forfalle mellom utbetalingen og siste frist."))


class DepositInstalment(models.Model):
    """One agreed instalment of a loan (avdrag)."""

    loan = models.ForeignKey(DepositLoan, on_delete=models.CASCADE, related_name="instalments")
    due_on = models.DateField(_("forfaller"))
    amount = models.DecimalField(_("beløp, kr"), max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = _("avtalt avdrag")
        verbose_name_plural = _("avtalte avdrag")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_deposit_instalment_a_day",
                fields=["loan", "due_on"],
                violation_error_message=_("Det er allerede avtalt et avdrag denne dagen."),
            ),
            models.CheckConstraint(
                name="deposit_instalment_is_positive",
                condition=Q(amount__gt=0),
                violation_error_message=_("Avdraget må være over null."),
            ),
        ]

    def __str__(self):
        return f"{self.due_on:%d.%m.%Y}"


def monthly_plan(amount: Decimal, parts: int, first_due_on) -> list[DepositInstalment]:
    """Equal instalments in whole kroner a month apart; the last is what is left, to the øre."""
    each = (amount / parts).to_integral_value() or amount / parts
    amounts = [each] * (parts - 1)
    last = amount - sum(amounts, Decimal(0))
    if last <= 0:
        return []
    return [
        DepositInstalment(due_on=add_months(first_due_on, number), amount=value)
        for number, value in enumerate([*amounts, last])
    ]
