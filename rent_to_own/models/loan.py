"""Startlån and grants (startlån, tilskudd til etablering). Startskudd stays the master: here stand the reference and
what came of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from housing.database import Refused, in_order, new_external_id, refusing_breaches
from housing.history import tracked
from housing.models import CaseEvent, Household
from housing.visibility import VisibleQuerySet
from rent_to_own.models.guidance import CHANGED_MEANWHILE, Guidance


class StartLoanQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "rent_to_own.view_guidance"

    def of_guidance(self):
        return self.filter(guidance__isnull=False)

    def granted_in(self, period):
        decided = self.filter(decided_on__range=(period.first, period.last))
        return decided.filter(outcome=StartLoan.Outcome.GRANTED)

    def with_loan(self):
        return self.filter(loan_amount__gt=0)

    def with_grant(self):
        return self.filter(grant_amount__gt=0)

    def cofinanced(self):
        return self.with_loan().filter(is_bank_cofinanced=True)

    def certificates(self):
        """Granted, with a last day, and not paid out: the financing certificates that still can run out."""
        granted = self.filter(outcome=StartLoan.Outcome.GRANTED, paid_out_on__isnull=True)
        return granted.filter(certificate_expires_on__isnull=False)


@tracked()
class StartLoan(models.Model):
    """One application for startlån, with or without a grant, as far as we need to know it. Amounts in kroner.

    The municipality has to consider whether a bank can finance together with it (samfinansiering, forskrift om lån fra
    Husbanken § 5-3): ``cofinancing_considered`` is yes, no or not told, with why.
    """

    class Outcome(models.TextChoices):
        GRANTED = "granted", _("Innvilget")
        REJECTED = "rejected", _("Avslag")
        WITHDRAWN = "withdrawn", _("Trukket")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    household = models.ForeignKey(
        Household, verbose_name=_("husstand"), on_delete=models.PROTECT, related_name="start_loans"
    )
    guidance = models.ForeignKey(
        Guidance, verbose_name=_("veiledning"), on_delete=models.PROTECT, null=True, blank=True, related_name="loans"
    )
    reference = models.CharField(_("saksnummer i Startskudd"), max_length=60, blank=True)
    applied_on = models.DateField(_("søkt"))
    outcome = models.CharField(_("utfall"), max_length=9, choices=Outcome.choices, blank=True)
    decided_on = models.DateField(_("vedtak"), null=True, blank=True)
    loan_amount = models.DecimalField(_("startlån, kr"), max_digits=12, decimal_places=2, null=True, blank=True)
    grant_amount = models.DecimalField(_("tilskudd, kr"), max_digits=12, decimal_places=2, null=True, blank=True)
    is_bank_cofinanced = models.BooleanField(_("samfinansiert med bank"), null=True, blank=True)
    cofinancing_considered = models.BooleanField(_("samfinansiering vurdert"), null=True, blank=True)
    cofinancing_reason = models.CharField(_("hvorfor, eller hvorfor ikke"), max_length=500, blank=True)
    certificate_expires_on = models.DateField(_("finansieringsbeviset gjelder til"), null=True, blank=True)
    paid_out_on = models.DateField(_("utbetalt"), null=True, blank=True)

    objects = StartLoanQuerySet.as_manager()

    class Meta:
        verbose_name = _("startlån")
        verbose_name_plural = _("startlån")
        ordering = ["-applied_on", "-pk"]
        indexes = [models.Index(fields=["decided_on"], name="start_loan_decided")]
        constraints = [
            models.CheckConstraint(
                name="start_loan_outcome_has_date",
                condition=Q(outcome="", decided_on__isnull=True) | ~Q(outcome="") & Q(decided_on__isnull=False),
                violation_error_message=_("Et utfall må ha en dato, og en dato må ha et utfall."),
            ),
            in_order("start_loan_decided_after_applied", "applied_on", "decided_on", _("Vedtaket er før søknaden.")),
            in_order("start_loan_paid_after_decided", "decided_on", "paid_out_on", _("Utbetalingen er før vedtaket.")),
            models.CheckConstraint(
                name="start_loan_paid_only_when_granted",
                condition=Q(paid_out_on__isnull=True) | Q(outcome="granted"),
                violation_error_message=_("Bare et innvilget lån kan utbetales."),
            ),
            *(
                models.CheckConstraint(
                    name=f"start_{name}_is_not_negative",
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 0}),
                    violation_error_message=_("Beløpet kan ikke være negativt."),
                )
                for name in ("loan_amount", "grant_amount")
            ),
        ]

    def __str__(self):
        return self.reference or f"{self._meta.verbose_name} {self.applied_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return self.guidance.get_absolute_url() if self.guidance else self.household.get_absolute_url()

    def is_expired(self, day) -> bool:
        """The certificate ran out before it was used."""
        last = self.certificate_expires_on
        return bool(last and last < day and self.outcome == self.Outcome.GRANTED and self.paid_out_on is None)

    def _tell(self, what, *, by, happened_on, note="") -> None:
        title = _t("Startlån: {what}").format(what=what)
        CaseEvent.write(self, by=by, title=title, note=note, happened_on=happened_on)

    def apply(self, *, by):
        """Sent to Startskudd; the guidance goes on to that step."""
        with refusing_breaches():
            self.save(force_insert=True)
            self._tell(_t("søkt"), by=by, happened_on=self.applied_on)
            if self.guidance:
                self.guidance.pass_to(Guidance.Status.LOAN_APPLIED, by=by, happened_on=self.applied_on)
        return self

    def decide(self, *, by, outcome, decided_on, **facts):
        """What Startskudd's decision was. A granted one with a last day is a financing certificate."""
        with refusing_breaches():
            facts |= {"outcome": outcome, "decided_on": decided_on}
            if not StartLoan.objects.filter(pk=self.pk, outcome="").update(**facts):
                raise Refused(str(CHANGED_MEANWHILE))
            for name, value in facts.items():
                setattr(self, name, value)
            self._tell(str(self.get_outcome_display()).lower(), by=by, happened_on=decided_on)
            if self.guidance is None:
                return
            if outcome == self.Outcome.GRANTED:
                self.guidance.pass_to(Guidance.Status.CERTIFICATE, by=by, happened_on=decided_on)
            elif self.guidance.status == Guidance.Status.LOAN_APPLIED:
                self.guidance.step_back(Guidance.Status.ASSESSED, by=by, happened_on=decided_on)

    def renew(self, *, by, certificate_expires_on):
        """A new last day for the certificate (forlenget finansieringsbevis)."""
        with refusing_breaches():
            open_ones = StartLoan.objects.filter(pk=self.pk, outcome=self.Outcome.GRANTED, paid_out_on__isnull=True)
            if not open_ones.update(certificate_expires_on=certificate_expires_on):
                raise Refused(str(CHANGED_MEANWHILE))
            self.certificate_expires_on = certificate_expires_on
            note = _t("Gjelder til {day:%d.%m.%Y}").format(day=certificate_expires_on)
            self._tell(_t("finansieringsbeviset forlenget"), by=by, happened_on=None, note=note)

    def pay_out(self, *, by, paid_out_on):
        with refusing_breaches():
            granted = StartLoan.objects.filter(pk=self.pk, outcome=self.Outcome.GRANTED, paid_out_on__isnull=True)
            if not granted.update(paid_out_on=paid_out_on):
                raise Refused(str(CHANGED_MEANWHILE))
            self.paid_out_on = paid_out_on
            self._tell(_t("utbetalt"), by=by, happened_on=paid_out_on)
