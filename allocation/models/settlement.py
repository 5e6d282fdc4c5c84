"""Settlement of refugees (bosetting): what is asked for and agreed to, and who is settled."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from housing.database import Refused, in_order, new_external_id, refusing_breaches
from housing.history import tracked
from housing.models import CaseEvent, Household, Tenancy
from housing.visibility import VisibleQuerySet


class SettlementRequestQuerySet(models.QuerySet):
    def known_on(self, day):
        return self.filter(asked_on__lte=day)

    def latest_of(self, year, day):
        """The request that held on the day: the newest of the year; each replaces the one before."""
        return self.known_on(day).filter(year=year).order_by("-asked_on", "-pk").first()


@tracked()
class SettlementRequest(models.Model):
    """How many IMDi asks the municipality to settle in a year, and how many it agrees to (anmodning om bosetting).

    Several in a year: a new request or answer is a new row, and the newest holds from its day.
    """

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    year = models.PositiveSmallIntegerField(_("år"))
    asked_on = models.DateField(_("anmodet"))
    asked_for = models.PositiveSmallIntegerField(_("anmodet om å bosette"))
    agreed_on = models.DateField(_("vedtatt av kommunen"), null=True, blank=True)
    agreed = models.PositiveSmallIntegerField(_("vedtatt antall"), null=True, blank=True)
    agreed_minors = models.PositiveSmallIntegerField(_("av disse enslige mindreårige"), null=True, blank=True)
    note = models.CharField(_("merknad"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = SettlementRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("anmodning om bosetting")
        verbose_name_plural = _("anmodninger om bosetting")
        ordering = ["-year", "-asked_on", "-pk"]
        constraints = [
            in_order("settlement_agreed_after_asked", "asked_on", "agreed_on", _("Vedtaket er før anmodningen.")),
            models.CheckConstraint(
                name="settlement_agreement_is_whole",
                condition=Q(agreed__isnull=True, agreed_on__isnull=True)
                | Q(agreed__isnull=False, agreed_on__isnull=False),
                violation_error_message=_("Skriv både hvor mange kommunen har vedtatt, og når."),
            ),
            models.CheckConstraint(
                name="agreed_minors_are_some_of_the_agreed",
                condition=Q(agreed_minors__isnull=True) | Q(agreed_minors__lte=F("agreed")),
                violation_error_message=_("De enslige mindreårige kan ikke være flere enn alle som skal bosettes."),
            ),
        ]


class SettlementQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "allocation.view_settlement"

    def settled_in(self, period):
        return self.filter(settled_on__range=(period.first, period.last))

    def in_municipal(self):
        return self.filter(tenancy__tenure=Tenancy.Tenure.MUNICIPAL)


@tracked()
class Settlement(models.Model):
    """A refugee household settled in the municipality (bosetting), in a home or on the way to one."""

    class Afterwards(models.TextChoices):
        """Where they live when the first contract is over, when no tenancy here tells (egen bolig etterpå)."""

        OWN = "own", _("Kjøpt bolig")
        PRIVATE = "private", _("Leier privat")
        STAYED = "stayed", _("Ble boende")
        MUNICIPAL = "municipal", _("Annen kommunal bolig")
        MOVED_AWAY = "moved_away", _("Flyttet fra kommunen")
        OTHER = "other", _("Annet")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    household = models.ForeignKey(
        Household, verbose_name=_("husstand"), on_delete=models.PROTECT, related_name="settlements"
    )
    settled_on = models.DateField(_("bosatt"))
    tenancy = models.ForeignKey(
        Tenancy,
        verbose_name=_("leieforhold"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="settlements",
    )
    is_unaccompanied_minor = models.BooleanField(_("enslig mindreårig"), null=True, blank=True)
    afterwards = models.CharField(_("bolig etterpå"), max_length=10, choices=Afterwards.choices, blank=True)
    afterwards_on = models.DateField(_("fra"), null=True, blank=True)

    objects = SettlementQuerySet.as_manager()

    class Meta:
        verbose_name = _("bosetting")
        verbose_name_plural = _("bosettinger")
        ordering = ["-settled_on", "-pk"]
        indexes = [models.Index(fields=["settled_on"], name="settlement_settled")]
        constraints = [
            models.UniqueConstraint(
                name="settled_once_a_day",
                fields=["household", "settled_on"],
                violation_error_message=_("Husstanden er allerede registrert bosatt denne dagen."),
            ),
            in_order(
                "settled_before_afterwards", "settled_on", "afterwards_on", _("Datoen er før husstanden ble bosatt.")
            ),
            models.CheckConstraint(
                name="home_afterwards_has_a_date",
                condition=Q(afterwards="", afterwards_on__isnull=True)
                | (~Q(afterwards="") & Q(afterwards_on__isnull=False)),
                violation_error_message=_("Skriv både hvor de bor etterpå, og fra når."),
            ),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("settlement", args=[self.pk])

    @property
    def number(self) -> str:
        return f"F-{self.pk:06d}"

    @property
    def is_in_municipal(self) -> bool:
        return bool(self.tenancy and self.tenancy.tenure == Tenancy.Tenure.MUNICIPAL)

    def _told(self, *, by, title, note="", happened_on=None):
        CaseEvent.write(self, by=by, title=title, note=note, happened_on=happened_on)

    def register(self, *, by):
        with refusing_breaches():
            self._check_tenancy()
            self.save(force_insert=True)
            self._told(by=by, title=_t("Bosatt som flyktning"), happened_on=self.settled_on)
        return self

    def _check_tenancy(self) -> None:
        if self.tenancy and self.tenancy.household_id != self.household_id:
            raise Refused(_t("Leieforholdet er en annen husstands."))

    def change(self, *, by, fields):
        """Facts were wrong, or more is known; the row history keeps what stood there."""
        with refusing_breaches(), transaction.atomic():
            self._check_tenancy()
            Settlement.objects.select_for_update().get(pk=self.pk)
            self.save(update_fields=fields)
            self._told(by=by, title=_t("Bosetting: opplysninger endret"))
