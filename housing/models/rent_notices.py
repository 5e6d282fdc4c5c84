"""New rents on their way: runs that follow the price index, and the notice each tenant is owed (varsel om ny leie)."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.cases import Case, Lifecycle, Refused
from housing.contracts import RentChange, rent_change_breaches
from housing.database import in_order, new_external_id, refusing_breaches
from housing.history import tracked
from housing.models.casefile import Letter
from housing.models.homes import Dwelling
from housing.models.rents import PriceIndex, Rent
from housing.models.tenancies import Tenancy
from housing.rent_history import HowSet, fixing, next_after, unindexed_since
from housing.visibility import VisibleQuerySet


class RentRunQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A run names no tenant by itself; its notices do, and are asked for by themselves."""
        return self if user.is_authenticated and user.has_perm("housing.view_rent") else self.none()

    def due(self, day):
        """Notified, and the day has come, or passed while the program stood still."""
        return self.filter(status=RentRun.Status.NOTIFIED, takes_effect_on__lte=day)


@tracked()
class RentRun(Lifecycle):
    """Regulating all municipal rents by the index at once (indeksregulering).

    draft → notified → in force; draft, notified → called off
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Utkast")
        NOTIFIED = "notified", _("Varslet")
        IN_FORCE = "in_force", _("I kraft")
        CALLED_OFF = "called_off", _("Avlyst")

    MOVES = {
        Status.DRAFT: [Status.NOTIFIED, Status.CALLED_OFF],
        Status.NOTIFIED: [Status.IN_FORCE, Status.CALLED_OFF],
        Status.IN_FORCE: [],
        Status.CALLED_OFF: [],
    }

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    index = models.ForeignKey(PriceIndex, verbose_name=_("indeks"), on_delete=models.PROTECT, related_name="runs")
    takes_effect_on = models.DateField(_("ny leie gjelder fra"))
    rent_model = models.CharField(_("husleiemodell"), max_length=13, choices=Dwelling.RentModel.choices, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    notified_on = models.DateField(_("varslet"), null=True, blank=True)
    called_off_on = models.DateField(_("avlyst"), null=True, blank=True)
    why_called_off = models.CharField(_("hvorfor avlyst"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(auto_now_add=True)

    objects = RentRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("indeksregulering")
        verbose_name_plural = _("indeksreguleringer")
        ordering = ["-takes_effect_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_run_per_day_of_effect",
                fields=["takes_effect_on"],
                condition=~Q(status="called_off"),
                violation_error_message=_("Det finnes allerede en regulering fra denne dagen."),
            ),
            models.CheckConstraint(
                name="run_status_agrees_with_dates",
                condition=Q(status="draft", notified_on__isnull=True, called_off_on__isnull=True)
                | Q(status__in=["notified", "in_force"], notified_on__isnull=False, called_off_on__isnull=True)
                | Q(status="called_off", called_off_on__isnull=False),
                violation_error_message=_("Status stemmer ikke med datoene for varsel og avlysning."),
            ),
            in_order(
                "run_in_force_after_notice",
                "notified_on",
                "takes_effect_on",
                _("Den nye leien kan ikke gjelde før varselet."),
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name.capitalize()} {self.takes_effect_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return reverse("rent_run", args=[self.pk])

    def notify(self, taken, *, by, day) -> None:
        """Freeze the new rents. ``taken`` are unsaved notices; their letters are written by the worker, one by one."""
        if not taken:
            raise Refused(_("Ingen leieforhold kan reguleres denne dagen. Se grunnene i listen."))
        with refusing_breaches():
            self.move_to(self.Status.NOTIFIED, by=by, notified_on=day)
            RentNotice.objects.bulk_create(taken)

    def call_off(self, *, by, why) -> None:
        """Before its day; whoever was notified keeps the old rent."""
        day = timezone.localdate()
        if self.status == self.Status.NOTIFIED and day >= self.takes_effect_on:
            raise Refused(_("Den nye leien gjelder allerede. Reguleringen kan ikke avlyses."))
        with transaction.atomic():
            self.move_to(self.Status.CALLED_OFF, by=by, called_off_on=day, why_called_off=why)
            for notice in self.notices.open().select_related("tenancy__household"):
                notice.call_off(by=by, why=why)

    def put_in_force(self) -> None:
        """All of it or nothing, and once: the first job moves the run, a second finds it moved."""
        with transaction.atomic():
            self.move_to(self.Status.IN_FORCE, by=None)
            for notice in self.notices.open().select_related("tenancy__household").order_by("pk"):
                notice.settle()


class RentNoticeQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "housing.view_rent"
    HOUSEHOLD_PATH = "tenancy__household"

    def open(self):
        return self.filter(status__in=[RentNotice.Status.PREPARED, RentNotice.Status.NOTIFIED])

    def unwritten(self):
        """Prepared, and the letter is not written: the worker has it before it, or died on the way."""
        return self.filter(status=RentNotice.Status.PREPARED)

    def not_told(self):
        """Called off after the letter was written, and the tenant is not told."""
        return self.filter(status=RentNotice.Status.CALLED_OFF, letter__isnull=False, called_off_letter__isnull=True)

    def due_alone(self, day):
        """Claims outside a run whose day has come."""
        return self.filter(status=RentNotice.Status.NOTIFIED, run__isnull=True, takes_effect_on__lte=day)


@tracked()
class RentNotice(Case):
    """A new rent one tenant is told of in writing (varsel om ny leie): by the index, or a claim for the going rate.

    prepared → notified → in force; left out when it turns out that it may not be; called off
    """

    NUMBER_PREFIX = "V"

    class Kind(models.TextChoices):
        INDEX = "index", _("Indeksregulering")
        GOING_RATE = "going_rate", _("Gjengs leie")

    class Status(models.TextChoices):
        PREPARED = "prepared", _("Brevet skrives")
        NOTIFIED = "notified", _("Varslet")
        IN_FORCE = "in_force", _("I kraft")
        LEFT_OUT = "left_out", _("Ble ikke noe av")
        CALLED_OFF = "called_off", _("Avlyst")

    MOVES = {
        Status.PREPARED: [Status.NOTIFIED, Status.LEFT_OUT, Status.CALLED_OFF],
        Status.NOTIFIED: [Status.IN_FORCE, Status.LEFT_OUT, Status.CALLED_OFF],
        Status.IN_FORCE: [],
        Status.LEFT_OUT: [],
        Status.CALLED_OFF: [],
    }

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, related_name="rent_notices")
    run = models.ForeignKey(RentRun, on_delete=models.PROTECT, null=True, related_name="notices")
    kind = models.CharField(_("grunnlag"), max_length=10, choices=Kind.choices)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.PREPARED)
    was_amount = models.DecimalField(_("leie nå"), max_digits=10, decimal_places=2)
    amount = models.DecimalField(_("ny leie"), max_digits=10, decimal_places=2)
    takes_effect_on = models.DateField(_("gjelder fra"))
    index_from_month = models.DateField(null=True)
    index_from = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    index_month = models.DateField(null=True)
    index_to = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    grounds = models.TextField(_("begrunnelse"), max_length=2000, blank=True)
    notified_on = models.DateField(_("varslet"), null=True, blank=True)
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    # Whoever was told of a new rent is told when it does not come.
    called_off_letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    why_left_out = models.CharField(_("hvorfor ikke"), max_length=300, blank=True)

    objects = RentNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("varsel om ny leie")
        verbose_name_plural = _("varsler om ny leie")
        ordering = ["-takes_effect_on", "-pk"]
        indexes = [models.Index(fields=["status", "takes_effect_on"], name="rent_notice_due")]
        constraints = [
            models.UniqueConstraint(
                name="one_open_rent_notice_per_tenancy",
                fields=["tenancy"],
                condition=Q(status__in=["prepared", "notified"]),
                violation_error_message=_("Leieren har allerede et varsel om ny leie som ikke er trådt i kraft."),
            ),
            models.CheckConstraint(
                name="rent_notice_is_in_writing",
                condition=~Q(status__in=["notified", "in_force"]) | Q(letter__isnull=False, notified_on__isnull=False),
                violation_error_message=_("Ny leie må varsles skriftlig."),
            ),
            models.CheckConstraint(
                name="index_notice_has_its_run",
                condition=Q(kind="index", run__isnull=False) | Q(kind="going_rate", run__isnull=True),
                violation_error_message=_(
                    "En indeksregulering hører til en kjøring, og et krav om gjengs leie gjør ikke."
                ),
            ),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("tenancy", args=[self.tenancy_id]) if self.tenancy_id else ""

    @property
    def household(self):
        return self.tenancy.household

    @property
    def raised_by(self):
        return self.amount - self.was_amount

    @property
    def is_open(self) -> bool:
        return self.status in (self.Status.PREPARED, self.Status.NOTIFIED)

    def call_off(self, *, by, why) -> None:
        """Before its day: the tenant keeps the old rent, and is told so when a letter was written."""
        if timezone.localdate() >= self.takes_effect_on:
            raise Refused(_("Den nye leien gjelder allerede. Varselet kan ikke avlyses."))
        self.move_to(self.Status.CALLED_OFF, by=by, note=why, caseworker=by)

    def settle(self) -> None:
        """Its day has come: the new rent is put into force, or the notice left out because the law or life says no.

        The tenancy is locked, so that a contract signed at the same moment is either seen here or comes after.
        """
        with transaction.atomic():
            home = Tenancy.objects.select_for_update(of=("self",)).get(pk=self.tenancy_id)
            if why_not := self._why_not(home):
                self.move_to(self.Status.LEFT_OUT, by=None, note=why_not, why_left_out=why_not)
                return
            self.move_to(self.Status.IN_FORCE, by=None, happened_on=self.takes_effect_on)
            Rent.objects.create(
                tenancy=home,
                amount=self.amount,
                in_force_from=self.takes_effect_on,
                how=HowSet.INDEX if self.kind == self.Kind.INDEX else HowSet.GOING_RATE,
                notified_on=self.notified_on,
                claimed_on=self.notified_on if self.kind == self.Kind.GOING_RATE else None,
                index_from_month=self.index_from_month,
                index_from=self.index_from,
                index_month=self.index_month,
                index_to=self.index_to,
                by=self.caseworker,
            )

    def _why_not(self, home) -> str:
        """Asked again on the day: much may have happened since the letter."""
        day = self.takes_effect_on
        if self.notified_on is None:
            return str(_("Varselet ble ikke skrevet i tide."))
        if home.moved_out_on is not None and home.moved_out_on <= day:
            return str(_("Husstanden har flyttet ut."))
        rows = [row.as_row for row in home.rents.all()]
        fixed = fixing(rows, day)
        if fixed is None or fixed.amount != self.was_amount or next_after(rows, day):
            return str(_("Leien er endret etter at varselet ble skrevet."))
        return self.unlawful(rows)

    def unlawful(self, rows, *, notified_on=None) -> str:
        """The first rule of the law the change breaks, in words."""
        breaches = rent_change_breaches(self.as_change(rows, notified_on=notified_on))
        return str(breaches[0].message) if breaches else ""

    def as_change(self, rows, *, notified_on=None) -> RentChange:
        """What the law's rules of rent changes are asked about (``housing/contracts.py``)."""
        told_on = notified_on or self.notified_on
        return RentChange(
            self.takes_effect_on,
            fixing(rows, self.takes_effect_on).in_force_from,
            notified_on=told_on,
            unindexed_since=unindexed_since(rows, self.takes_effect_on),
            claimed_on=told_on if self.kind == self.Kind.GOING_RATE else None,
        )
