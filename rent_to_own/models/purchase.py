"""A home is bought: the appraisal before it, the purchase, and the account the income goes to (kjøp, takst)."""

from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from housing.database import Refused, new_external_id, refusing_breaches
from housing.history import tracked
from housing.models import CaseEvent, Dwelling, Household
from housing.periods import add_months
from housing.visibility import VisibleQuerySet
from rent_to_own.models.guidance import Guidance

FIRST_TALK_MONTHS = 3
IS_SOLD = _("Boligen er allerede solgt til en leietaker.")
IS_PROMISED = _("Boligen er lovet bort i en avtale om leie med sparing. Registrer kjøpet der, eller avslutt avtalen.")


class AppraisalQuerySet(models.QuerySet):
    def visible_to(self, user):
        asked = ("rent_to_own.view_guidance", "rent_to_own.view_accounts")
        may = user.is_authenticated and any(user.has_perm(permission) for permission in asked)
        return self if may else self.none()


@tracked()
class Appraisal(models.Model):
    """What a dwelling is worth on a day, by somebody who may say so (takst). A tenant buys at it (selges til takst)."""

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    dwelling = models.ForeignKey(Dwelling, verbose_name=_("bolig"), on_delete=models.PROTECT, related_name="appraisals")
    appraised_on = models.DateField(_("takstdato"))
    amount = models.DecimalField(_("takst, kr"), max_digits=12, decimal_places=2)
    # What the share already owes in the association; the price the buyer pays is the amount without it.
    common_debt = models.DecimalField(_("fellesgjeld, kr"), max_digits=12, decimal_places=2, null=True, blank=True)
    appraiser = models.CharField(_("hvem har taksert"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = AppraisalQuerySet.as_manager()

    class Meta:
        verbose_name = _("takst")
        verbose_name_plural = _("takster")
        ordering = ["-appraised_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="appraisal_is_positive",
                condition=Q(amount__gt=0) & (Q(common_debt__isnull=True) | Q(common_debt__gte=0)),
                violation_error_message=_("Taksten må være over null."),
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.appraised_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return self.dwelling.get_absolute_url()


class PurchaseQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "rent_to_own.view_guidance"

    def of_guidance(self):
        return self.filter(guidance__isnull=False)

    def bought_in(self, period):
        return self.filter(bought_on__range=(period.first, period.last))

    def private(self):
        return self.filter(kind=Purchase.Kind.PRIVATE)

    def municipal(self):
        return self.filter(kind=Purchase.Kind.MUNICIPAL)


@tracked()
class Purchase(models.Model):
    """A household bought a home: one on the market, or the municipal dwelling it rented (boligkjøp)."""

    class Kind(models.TextChoices):
        PRIVATE = "private", _("Privat bolig")
        MUNICIPAL = "municipal", _("Den kommunale boligen")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    household = models.ForeignKey(
        Household, verbose_name=_("husstand"), on_delete=models.PROTECT, related_name="purchases"
    )
    guidance = models.ForeignKey(
        Guidance,
        verbose_name=_("veiledning"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="purchases",
    )
    kind = models.CharField(_("hva slags bolig"), max_length=9, choices=Kind.choices)
    dwelling = models.ForeignKey(
        Dwelling, verbose_name=_("bolig"), on_delete=models.PROTECT, null=True, blank=True, related_name="purchases"
    )
    appraisal = models.ForeignKey(
        Appraisal, verbose_name=_("takst"), on_delete=models.PROTECT, null=True, blank=True, related_name="purchases"
    )
    bought_on = models.DateField(_("kjøpt"))
    price = models.DecimalField(_("pris, kr"), max_digits=12, decimal_places=2, null=True, blank=True)
    # Why it is another price than the appraisal's: a price fixed when the saving began, or something else.
    price_reason = models.CharField(_("hvorfor en annen pris enn taksten"), max_length=300, blank=True)

    objects = PurchaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("boligkjøp")
        verbose_name_plural = _("boligkjøp")
        ordering = ["-bought_on", "-pk"]
        indexes = [models.Index(fields=["bought_on"], name="purchase_bought")]
        constraints = [
            models.CheckConstraint(
                name="municipal_purchase_has_dwelling",
                condition=Q(kind="municipal", dwelling__isnull=False) | Q(kind="private", dwelling__isnull=True),
                violation_error_message=_("Kjøp av en kommunal bolig må ha boligen, et privat kjøp kan ikke ha det."),
            ),
            models.UniqueConstraint(
                name="dwelling_is_bought_once",
                fields=["dwelling"],
                violation_error_message=IS_SOLD,
            ),
            models.CheckConstraint(
                name="purchase_price_is_not_negative",
                condition=Q(price__isnull=True) | Q(price__gte=0),
                violation_error_message=_("Prisen kan ikke være negativ."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.bought_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return self.guidance.get_absolute_url() if self.guidance else self.household.get_absolute_url()

    def _save_and_move(self, *, by) -> None:
        self.save(force_insert=True)
        if self.guidance is None:
            title = _t("Kjøpte bolig")
            CaseEvent.write(self, by=by, title=title, note=str(self.get_kind_display()), happened_on=self.bought_on)
            return
        note = str(self.get_kind_display())
        # How it goes as an owner is asked when the first months' bills have come.
        talk = add_months(self.bought_on, FIRST_TALK_MONTHS)
        self.guidance.move_to(
            Guidance.Status.BOUGHT, by=by, happened_on=self.bought_on, note=note, next_contact_on=talk
        )

    def buy_privately(self, *, by):
        """A home on the market. Where it is stands nowhere here: it is their address."""
        with refusing_breaches():
            self._save_and_move(by=by)
        return self

    def buy_rented(self, *, by, agreement=None):
        """The tenant buys the dwelling it rents: all of it in one transaction, or none of it.

        The dwelling leaves the stock as sold to the tenant, which ends tenancy and contract; the income goes to the
        reinvestment account; the guidance becomes bought. ``agreement`` is the agreement of saving that is bought out.
        """
        with refusing_breaches():
            # Of two who sell it at once the second waits here, and is told below.
            dwelling = Dwelling.objects.select_for_update().get(pk=self.dwelling_id)
            self._refuse_to_sell(dwelling, agreement)
            self._save_and_move(by=by)
            dwelling.leave_stock(
                by=by, left_on=self.bought_on, reason=Dwelling.LeftReason.SOLD_TO_TENANT, price=self.price
            )
            ReinvestmentEntry.receive(self, by=by)
            self.dwelling = dwelling
        return self

    def _refuse_to_sell(self, dwelling, agreement) -> None:
        if dwelling.purchases.exists():
            raise Refused(str(IS_SOLD))
        if not dwelling.stays_after(self.bought_on).filter(household=self.household).exists():
            raise Refused(_t("Husstanden leier ikke denne boligen den dagen."))
        if dwelling.ownership != Dwelling.Ownership.OWNED:
            raise Refused(_t("Kommunen eier ikke boligen, og kan ikke selge den."))
        # Sold past the agreement it would be sold at another price, and the agreement would never be over.
        if dwelling.savings_agreements.filter(outcome="").exclude(pk=agreement and agreement.pk).exists():
            raise Refused(str(IS_PROMISED))


class ReinvestmentEntryQuerySet(models.QuerySet):
    def visible_to(self, user):
        may = user.is_authenticated and user.has_perm("rent_to_own.view_accounts")
        return self if may else self.none()

    def balance(self, day=None) -> Decimal:
        """What is left to buy new dwellings for, kroner; less than nothing when more was bought for than came in."""
        rows = self if day is None else self.filter(posted_on__lte=day)
        field = models.DecimalField(max_digits=14, decimal_places=2)
        return rows.aggregate(sum=Coalesce(Sum("effect"), Decimal(0), output_field=field))["sum"]


class ReinvestmentEntry(models.Model):
    """One posting on the account of sales and what was bought for them (refinansiering av nye utleieboliger).

    An income raises the balance, a replacement purchase lowers it. Append-only: a wrong one is met by a correction.
    """

    class Kind(models.TextChoices):
        SALE = "sale", _("Salg til leietaker")
        REPLACEMENT = "replacement", _("Kjøp av ny utleiebolig")
        # An imported sale whose price a later file changed.
        CORRECTION = "correction", _("Retting")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    posted_on = models.DateField(_("dato"))
    kind = models.CharField(_("hva"), max_length=11, choices=Kind.choices)
    # Positive for sales and replacements; a correction is signed and is added to the balance.
    amount = models.DecimalField(_("beløp, kr"), max_digits=12, decimal_places=2)
    effect = models.GeneratedField(
        expression=models.Case(models.When(kind="replacement", then=-models.F("amount")), default=models.F("amount")),
        output_field=models.DecimalField(max_digits=12, decimal_places=2),
        db_persist=True,
    )
    dwelling = models.ForeignKey(
        Dwelling, verbose_name=_("bolig"), on_delete=models.PROTECT, related_name="reinvestments"
    )
    purchase = models.ForeignKey(Purchase, on_delete=models.PROTECT, null=True, related_name="postings")
    note = models.CharField(_("merknad"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = ReinvestmentEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("postering på reinvesteringskontoen")
        verbose_name_plural = _("posteringer på reinvesteringskontoen")
        ordering = ["-posted_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="reinvestment_amount_is_not_negative",
                condition=Q(kind="correction") | Q(amount__gte=0),
                violation_error_message=_("Salg og kjøp føres med positive beløp."),
            ),
            models.UniqueConstraint(
                name="one_income_per_sale",
                fields=["purchase"],
                condition=Q(kind="sale"),
                violation_error_message=_("Inntekten av dette salget er allerede ført."),
            ),
            models.UniqueConstraint(
                name="one_replacement_per_dwelling",
                fields=["dwelling"],
                condition=Q(kind="replacement"),
                violation_error_message=_("Denne boligen er allerede ført som kjøpt for salgsinntekter."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="reinvestment_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.posted_on:%d.%m.%Y}"

    @classmethod
    def receive(cls, purchase, *, by=None):
        """The income of one sale."""
        return cls.objects.create(
            posted_on=purchase.bought_on,
            kind=cls.Kind.SALE,
            amount=purchase.price,
            dwelling=purchase.dwelling,
            purchase=purchase,
            by=by,
        )

    def post(self, *, by):
        with refusing_breaches():
            self.by = by
            self.save(force_insert=True)
        return self
