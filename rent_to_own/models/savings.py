"""Renting with saving (leie med sparing): a fixed price, five years to save, and the right to buy at the end of it."""

from decimal import Decimal

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from housing.cases import Case
from housing.database import Refused, in_order, new_external_id, refusing_breaches
from housing.history import tracked
from housing.models import CaseEvent, Dwelling, Household
from housing.visibility import VisibleQuerySet
from rent_to_own import savings
from rent_to_own.models.guidance import Guidance
from rent_to_own.models.purchase import Appraisal, Purchase

IS_OVER = _("Avtalen er avsluttet.")
BELOW_ZERO = _("Det er ikke spart så mye. Et uttak kan ikke være større enn det som står på sparekontoen.")


class SavingsAgreementQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "rent_to_own.view_savings"

    def active_on(self, day):
        """In force on the day, with no outcome on or before it."""
        return self.filter(Q(outcome_on__isnull=True) | Q(outcome_on__gt=day), starts_on__lte=day, ends_on__gt=day)

    def bought_in(self, period):
        return self.filter(outcome="bought", outcome_on__range=(period.first, period.last))


@tracked()
class SavingsAgreement(Case):
    """A household's agreement to save while it rents, and to buy at a price set at the start (leie med sparing).

    active → bought, ended.
    """

    NUMBER_PREFIX = "P"

    class Status(models.TextChoices):
        ACTIVE = "active", _("Sparer")
        BOUGHT = "bought", _("Har kjøpt boligen")
        ENDED = "ended", _("Avsluttet uten kjøp")

    MOVES = {Status.ACTIVE: [Status.BOUGHT, Status.ENDED], Status.BOUGHT: [], Status.ENDED: []}

    class Outcome(models.TextChoices):
        BOUGHT = "bought", _("Kjøpte boligen")
        ENDED = "ended", _("Avsluttet uten kjøp")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    household = models.ForeignKey(
        Household, verbose_name=_("husstand"), on_delete=models.PROTECT, related_name="savings_agreements"
    )
    # Empty only when it was read in from a file that does not say which.
    dwelling = models.ForeignKey(
        Dwelling,
        verbose_name=_("bolig"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="savings_agreements",
    )
    status = models.CharField(_("status"), max_length=6, choices=Status.choices, default=Status.ACTIVE)
    starts_on = models.DateField(_("fra"))
    ends_on = models.DateField(_("til"))
    fixed_price = models.DecimalField(_("fast pris, kr"), max_digits=12, decimal_places=2)
    savings_target = models.DecimalField(_("sparemål, kr"), max_digits=12, decimal_places=2)
    # Empty in what was read in: then the target is divided by the months.
    monthly_amount = models.DecimalField(_("sparing per måned, kr"), max_digits=12, decimal_places=2, null=True)
    option_on = models.DateField(_("kjøpet bestemmes innen"), null=True, blank=True)
    early_end_terms = models.TextField(_("hvis avtalen slutter før tiden"), max_length=2000, blank=True)
    outcome = models.CharField(_("utfall"), max_length=6, choices=Outcome.choices, blank=True)
    outcome_on = models.DateField(_("dato for utfallet"), null=True, blank=True)
    end_reason = models.TextField(_("hvorfor avtalen ble avsluttet"), max_length=2000, blank=True)

    objects = SavingsAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("avtale om leie med sparing")
        verbose_name_plural = _("avtaler om leie med sparing")
        ordering = ["-starts_on", "-pk"]
        indexes = [models.Index(fields=["starts_on", "ends_on"], name="savings_agreement_dates")]
        constraints = [
            models.UniqueConstraint(
                name="one_savings_agreement_at_a_time",
                fields=["household"],
                condition=Q(outcome=""),
                violation_error_message=_("Husstanden har allerede en avtale om leie med sparing."),
            ),
            models.UniqueConstraint(
                name="dwelling_is_promised_to_one_saver",
                fields=["dwelling"],
                condition=Q(outcome=""),
                violation_error_message=_("Boligen er allerede lovet bort i en annen avtale om leie med sparing."),
            ),
            models.CheckConstraint(
                name="savings_agreement_ends_after_start",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("Til-datoen må være etter fra-datoen."),
            ),
            in_order("savings_outcome_after_start", "starts_on", "outcome_on", _("Utfallet er før avtalen begynte.")),
            in_order("savings_option_after_start", "starts_on", "option_on", _("Datoen er før avtalen begynte.")),
            models.CheckConstraint(
                name="savings_amounts_are_positive",
                condition=Q(fixed_price__gt=0, savings_target__gt=0)
                & (Q(monthly_amount__isnull=True) | Q(monthly_amount__gt=0)),
                violation_error_message=_("Pris, sparemål og sparebeløp må være over null."),
            ),
            models.CheckConstraint(
                name="savings_status_agrees_with_outcome",
                condition=Q(status="active", outcome="", outcome_on__isnull=True)
                | Q(status="bought", outcome="bought", outcome_on__isnull=False)
                | Q(status="ended", outcome="ended", outcome_on__isnull=False),
                violation_error_message=_("Utfallet må ha en dato, og datoen et utfall."),
            ),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("savings_agreement", args=[self.pk])

    @property
    def is_active(self) -> bool:
        return self.status == self.Status.ACTIVE

    @property
    def plan(self) -> savings.Plan:
        months = max(savings.whole_months(self.starts_on, self.ends_on), 1)
        monthly = self.monthly_amount or savings.monthly_for(self.savings_target, months)
        return savings.Plan(self.starts_on, self.ends_on, self.savings_target, monthly)

    def posted(self) -> list[savings.Deposit]:
        return [(row.posted_on, row.amount) for row in self.deposits.all()]

    def standing(self, day) -> savings.Standing:
        return savings.standing(self.plan, self.posted(), min(day, self.outcome_on or day))

    def appraisal_by(self, day) -> Appraisal | None:
        """The last appraisal of the dwelling on the day or before."""
        return Appraisal.objects.filter(dwelling=self.dwelling_id, appraised_on__lte=day).first()

    # --- What is done -------------------------------------------------------------------------------------

    def _leave_trace(self, *, was, by, note, happened_on) -> None:
        title = _t("Leie med sparing: {what}").format(
            what=_t("avtale inngått") if not was else str(self.get_status_display()).lower()
        )
        CaseEvent.write(self, was=was, became=self.status, by=by, note=note, happened_on=happened_on, title=title)

    def tell(self, what, *, by, note="", happened_on=None) -> None:
        title = _t("Leie med sparing: {what}").format(what=what)
        CaseEvent.write(self, by=by, title=title, note=note, happened_on=happened_on)

    def agree(self, *, by):
        return self.begin(by=by, happened_on=self.starts_on)

    def _locked(self) -> None:
        """What is registered on an agreement waits for what ends it, and what ends it is told."""
        if not SavingsAgreement.objects.select_for_update().filter(pk=self.pk, status=self.Status.ACTIVE).exists():
            raise Refused(str(IS_OVER))

    def deposit(self, row, *, by):
        """Money put aside, or with a minus taken out again. The account is never below nothing, on any day."""
        with refusing_breaches(), transaction.atomic():
            self._locked()
            row.agreement, row.by = self, by
            row.save(force_insert=True)
            if row.amount < 0 and self.deposits.is_below_zero():
                raise Refused(str(BELOW_ZERO))
        return row

    def meet(self, row, *, by):
        """The yearly talk, or training in looking after a home."""
        with refusing_breaches(), transaction.atomic():
            self._locked()
            row.agreement, row.by = self, by
            row.save(force_insert=True)
            self.tell(str(row.get_kind_display()).lower(), by=by, happened_on=row.held_on)
        return row

    def appraise(self, row, *, by):
        """A new appraisal of the dwelling, to hold the fixed price against."""
        with refusing_breaches(), transaction.atomic():
            self._locked()
            if self.dwelling_id is None:
                raise Refused(_t("Avtalen sier ikke hvilken bolig den gjelder."))
            row.dwelling, row.by = self.dwelling, by
            row.save(force_insert=True)
            self.tell(_t("ny takst"), by=by, happened_on=row.appraised_on)
        return row

    def buy(self, *, by, bought_on):
        """The dwelling becomes theirs at the fixed price: the sale and the end of the saving, or neither."""
        with refusing_breaches():
            self._locked()
            if self.dwelling_id is None:
                raise Refused(_t("Avtalen sier ikke hvilken bolig den gjelder."))
            guidance = Guidance.objects.open().filter(household=self.household_id).first()
            if guidance is not None and not guidance.may_move_to(Guidance.Status.BOUGHT):
                guidance = None
            Purchase(
                household=self.household,
                guidance=guidance,
                kind=Purchase.Kind.MUNICIPAL,
                dwelling=self.dwelling,
                appraisal=self.appraisal_by(bought_on),
                bought_on=bought_on,
                price=self.fixed_price,
                price_reason=_t("Fast pris, leie med sparing {number}").format(number=self.number),
            ).buy_rented(by=by, agreement=self)
            self.move_to(
                self.Status.BOUGHT, by=by, happened_on=bought_on, outcome=self.Outcome.BOUGHT, outcome_on=bought_on
            )

    def end(self, *, by, ended_on, reason):
        self.move_to(
            self.Status.ENDED,
            by=by,
            note=reason,
            happened_on=ended_on,
            outcome=self.Outcome.ENDED,
            outcome_on=ended_on,
            end_reason=reason,
        )


class SavingsDepositQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "rent_to_own.view_savings"
    HOUSEHOLD_PATH = "agreement__household"

    def is_below_zero(self) -> bool:
        total = Decimal(0)
        days = self.order_by("posted_on").values_list("posted_on").annotate(sum=Sum("amount"))
        for _day, amount in days:
            total += amount
            if total < 0:
                return True
        return False


@tracked()
class SavingsDeposit(models.Model):
    """Money put aside for the dwelling (innskudd), kroner; with a minus what was taken out or corrected."""

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    agreement = models.ForeignKey(
        SavingsAgreement, verbose_name=_("avtale"), on_delete=models.PROTECT, related_name="deposits"
    )
    posted_on = models.DateField(_("dato"))
    amount = models.DecimalField(_("beløp, kr"), max_digits=12, decimal_places=2)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = SavingsDepositQuerySet.as_manager()

    class Meta:
        verbose_name = _("innskudd")
        verbose_name_plural = _("innskudd")
        ordering = ["-posted_on", "-pk"]
        indexes = [models.Index(fields=["agreement", "posted_on"], name="savings_deposit_dates")]
        constraints = [
            models.CheckConstraint(
                name="savings_deposit_is_something",
                condition=~Q(amount=0),
                violation_error_message=_("Beløpet kan ikke være null."),
            ),
        ]

    def __str__(self):
        return f"{self.posted_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return self.agreement.get_absolute_url()


@tracked()
class SavingsMeeting(models.Model):
    """The yearly talk about the saving, or training in looking after a home (årssamtale, opplæring i vedlikehold)."""

    class Kind(models.TextChoices):
        TALK = "talk", _("Årssamtale")
        TRAINING = "training", _("Opplæring i vedlikehold")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    agreement = models.ForeignKey(SavingsAgreement, on_delete=models.PROTECT, related_name="meetings")
    kind = models.CharField(_("hva"), max_length=8, choices=Kind.choices)
    held_on = models.DateField(_("holdt"))
    note = models.TextField(_("hva ble sagt og avtalt"), max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("samtale eller opplæring")
        verbose_name_plural = _("samtaler og opplæring")
        ordering = ["-held_on", "-pk"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.held_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return self.agreement.get_absolute_url()
