"""Agreements that pay a debt down: by instalments, or out of a benefit with the tenant's consent."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from evictions.models.case import ArrearsAction, ArrearsCase
from housing.cases import Lifecycle
from housing.database import Refused, in_force, in_order, new_external_id, no_overlap, refusing_breaches
from housing.history import tracked
from housing.models import Consent
from housing.visibility import VisibleQuerySet


class OfCaseQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "evictions.view_arrears"
    HOUSEHOLD_PATH = "case__tenancy__household"


class PaymentPlanQuerySet(OfCaseQuerySet):
    def active(self):
        return self.filter(status=PaymentPlan.Status.ACTIVE)

    def standing(self):
        """Agreed and not ended: kept, or broken and not yet given up."""
        return self.filter(status__in=[PaymentPlan.Status.ACTIVE, PaymentPlan.Status.BREACHED])


@tracked()
class PaymentPlan(Lifecycle):
    """The tenant pays the debt down by instalments beside the rent (nedbetalingsavtale).

    active → completed | breached | cancelled; breached → active | completed | cancelled
    """

    class Status(models.TextChoices):
        ACTIVE = "active", _("Løper")
        BREACHED = "breached", _("Brutt")
        COMPLETED = "completed", _("Fullført")
        CANCELLED = "cancelled", _("Avsluttet")

    MOVES = {
        Status.ACTIVE: [Status.COMPLETED, Status.BREACHED, Status.CANCELLED],
        Status.BREACHED: [Status.ACTIVE, Status.COMPLETED, Status.CANCELLED],
        Status.COMPLETED: [],
        Status.CANCELLED: [],
    }

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    case = models.ForeignKey(
        ArrearsCase, verbose_name=_("restansesak"), on_delete=models.PROTECT, related_name="payment_plans"
    )
    action = models.OneToOneField(ArrearsAction, on_delete=models.PROTECT, related_name="payment_plan")
    status = models.CharField(_("status"), max_length=9, choices=Status.choices, default=Status.ACTIVE)
    agreed_on = models.DateField(_("avtalt"))
    # The balance the day it was agreed: what the instalments are counted down from.
    debt = models.DecimalField(_("gjeld da avtalen ble inngått"), max_digits=12, decimal_places=2)
    tolerance_days = models.PositiveSmallIntegerField(_("dager en innbetaling kan være forsinket"), default=7)
    breached_on = models.DateField(_("brutt"), null=True, blank=True)
    ended_on = models.DateField(_("avsluttet"), null=True, blank=True)
    note = models.CharField(_("merknad"), max_length=300, blank=True)

    objects = PaymentPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("nedbetalingsavtale")
        verbose_name_plural = _("nedbetalingsavtaler")
        ordering = ["-agreed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_standing_payment_plan_of_a_case",
                fields=["case"],
                condition=Q(status__in=["active", "breached"]),
                violation_error_message=_("Saken har allerede en nedbetalingsavtale. Avslutt den før en ny inngås."),
            ),
            models.CheckConstraint(
                name="payment_plan_debt_is_positive",
                condition=Q(debt__gt=0),
                violation_error_message=_("Det er ingenting å betale ned."),
            ),
            in_order("payment_plan_ends_after_agreed", "agreed_on", "ended_on", _("Slutt er før avtalen ble inngått.")),
            models.CheckConstraint(
                name="payment_plan_status_agrees_with_dates",
                condition=Q(status="active", breached_on__isnull=True, ended_on__isnull=True)
                | Q(status="breached", breached_on__isnull=False, ended_on__isnull=True)
                | Q(status__in=["completed", "cancelled"], ended_on__isnull=False),
                violation_error_message=_("Status stemmer ikke med datoene."),
            ),
        ]

    def __str__(self):
        return _t("Nedbetalingsavtale {day}").format(day=f"{self.agreed_on:%d.%m.%Y}")

    @property
    def household(self):
        return self.case.household

    @property
    def total(self) -> Decimal:
        return sum((part.amount for part in self.instalments.all()), Decimal(0))

    def _leave_trace(self, *, was, by, note, happened_on) -> None:
        told = _t("nedbetalingsavtale {status}").format(status=str(self.get_status_display()).lower())
        self.case.tell(told, by=by, note=note, happened_on=happened_on)

    def agree(self, instalments: list["Instalment"], *, by) -> "PaymentPlan":
        """The agreement, its instalments, and the measure that the figures count, all or nothing."""
        with refusing_breaches():
            self.case.hold()
            self.action = ArrearsAction.objects.create(
                case=self.case, kind=ArrearsAction.Kind.PAYMENT_PLAN, done_on=self.agreed_on, by=by
            )
            self.begin(by=by, happened_on=self.agreed_on)
            for part in instalments:
                part.plan = self
            Instalment.objects.bulk_create(instalments)
        return self

    def find_breached(self, *, by, on, note=""):
        self.move_to(self.Status.BREACHED, by=by, note=note, happened_on=on, breached_on=on)

    def find_kept(self, *, by, on, note=""):
        """Paid up again: the agreement stands (avtalen er innhentet)."""
        self.move_to(self.Status.ACTIVE, by=by, note=note, happened_on=on, breached_on=None)

    def complete(self, *, by, on):
        self.move_to(self.Status.COMPLETED, by=by, happened_on=on, ended_on=on)

    def cancel(self, *, by, on, note=""):
        self.move_to(self.Status.CANCELLED, by=by, note=note, happened_on=on, ended_on=on)


@tracked()
class Instalment(models.Model):
    """One instalment of a payment plan (avdrag): so many kroner beside the rent, by a day."""

    plan = models.ForeignKey(PaymentPlan, on_delete=models.CASCADE, related_name="instalments")
    due_on = models.DateField(_("forfall"))
    amount = models.DecimalField(_("beløp"), max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = _("avdrag")
        verbose_name_plural = _("avdrag")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_instalment_a_day", fields=["plan", "due_on"]),
            models.CheckConstraint(
                name="instalment_is_positive",
                condition=Q(amount__gt=0),
                violation_error_message=_("Et avdrag må være mer enn null kroner."),
            ),
        ]


class BenefitDeductionQuerySet(OfCaseQuerySet):
    def on(self, day):
        return self.filter(in_force(day))

    def not_over(self, day):
        """In force on the day, or still to begin."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=Greatest(Value(day), F("starts_on"))))

    def without_consent(self):
        """Those that would outlive the consent they stand on; ``consent_ended_on`` is the day it no longer holds."""
        ended = self.annotate(consent_ended_on=Least("consent__withdrawn_on", "consent__expires_on"))
        outlives = Q(ends_on__isnull=True) | Q(ends_on__gt=Greatest("consent_ended_on", "starts_on"))
        return ended.filter(outlives, consent_ended_on__isnull=False)


@tracked()
class BenefitDeduction(models.Model):
    """Rent or instalments drawn from a benefit before it is paid out, by the tenant's own leave (trekk i ytelse).

    A voluntary draw, outside the rules of attachment: it stands only while the consent does.
    """

    class Benefit(models.TextChoices):
        DISABILITY = "disability", _("Uføretrygd")
        OLD_AGE = "old_age", _("Alderspensjon")
        WORK_ASSESSMENT = "work_assessment", _("Arbeidsavklaringspenger")
        INTRODUCTION = "introduction", _("Introduksjonsstønad")
        QUALIFICATION = "qualification", _("Kvalifiseringsstønad")
        SOCIAL_SUPPORT = "social_support", _("Økonomisk sosialhjelp")
        OTHER = "other", _("Annen ytelse")

    class EndReason(models.TextChoices):
        AGREED = "agreed", _("Avtalt slutt")
        PAID = "paid", _("Gjelden er betalt")
        WITHDRAWN = "withdrawn", _("Samtykket er trukket eller utløpt")
        BENEFIT_ENDED = "benefit_ended", _("Ytelsen har falt bort")
        MOVED = "moved", _("Leieforholdet er over")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    case = models.ForeignKey(
        ArrearsCase, verbose_name=_("restansesak"), on_delete=models.PROTECT, related_name="deductions"
    )
    action = models.OneToOneField(ArrearsAction, on_delete=models.PROTECT, related_name="deduction")
    consent = models.ForeignKey(Consent, verbose_name=_("samtykke"), on_delete=models.PROTECT, related_name="+")
    benefit = models.CharField(_("ytelse"), max_length=15, choices=Benefit.choices)
    amount = models.DecimalField(_("beløp i måneden"), max_digits=10, decimal_places=2)
    starts_on = models.DateField(_("fra"))
    ends_on = models.DateField(_("til"), null=True, blank=True)
    end_reason = models.CharField(_("hvorfor avsluttet"), max_length=13, choices=EndReason.choices, blank=True)

    objects = BenefitDeductionQuerySet.as_manager()

    class Meta:
        verbose_name = _("trekk i ytelse")
        verbose_name_plural = _("trekk i ytelser")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            in_order("deduction_ends_after_start", "starts_on", "ends_on", _("Trekket slutter før det begynner.")),
            no_overlap(
                "one_deduction_from_a_benefit_at_a_time",
                ["case", "benefit"],
                "starts_on",
                "ends_on",
                message=_("Det er allerede et trekk i denne ytelsen i dette tidsrommet."),
            ),
            models.CheckConstraint(
                name="deduction_is_positive",
                condition=Q(amount__gt=0),
                violation_error_message=_("Trekket må være mer enn null kroner."),
            ),
        ]

    def __str__(self):
        return self.get_benefit_display()

    def begin(self, *, by) -> "BenefitDeduction":
        """Only with a consent in force from the first day, of somebody in the household, and no longer than it."""
        with refusing_breaches():
            self.case.hold()
            # Locked, so that a consent withdrawn at the same moment is seen by one of the two.
            consent = Consent.objects.select_for_update().get(pk=self.consent_id)
            is_given = Consent.objects.on(self.starts_on).filter(pk=consent.pk, withdrawn_on__isnull=True).exists()
            if consent.household_id != self.case.household_id or not is_given:
                raise Refused(
                    _t("Det er ikke noe samtykke som gjelder fra denne dagen. Uten samtykke er trekk ulovlig.")
                )
            if consent.expires_on and (self.ends_on is None or self.ends_on > consent.expires_on):
                self.ends_on, self.end_reason = consent.expires_on, self.EndReason.WITHDRAWN
            self.action = ArrearsAction.objects.create(
                case=self.case, kind=ArrearsAction.Kind.BENEFIT_DEDUCTION, done_on=self.starts_on, by=by
            )
            self.save(force_insert=True)
            self.case.tell(self.action.told, by=by, note=str(self.get_benefit_display()), happened_on=self.starts_on)
        return self

    def end(self, *, by, on, reason) -> None:
        """Stopped; one that never began ends the day it was to begin."""
        ends_on = max(on, self.starts_on)
        with refusing_breaches():
            running = BenefitDeduction.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=ends_on), pk=self.pk)
            if not running.update(ends_on=ends_on, end_reason=reason):
                raise Refused(_t("Trekket er allerede avsluttet."))
            self.ends_on, self.end_reason = ends_on, reason
            self.case.tell(_t("trekk avsluttet"), by=by, note=str(self.EndReason(reason).label), happened_on=ends_on)
