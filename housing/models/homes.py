"""Homes: the dwellings the municipality disposes of, and when they cannot be let (boliger og opphold i utleie)."""

from datetime import timedelta

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from housing.database import (
    Refused,
    in_force,
    in_order,
    new_external_id,
    no_overlap,
    refusing_breaches,
    search_key,
    sort_key,
)
from housing.history import tracked
from housing.models.households import TargetGroup
from housing.roles import Scope
from housing.visibility import VisibleQuerySet


class Staffing(models.TextChoices):
    NONE = "none", _("Ingen")
    AMBULANT = "ambulant", _("Ambulerende")
    BASE = "base", _("Base")
    ROUND_THE_CLOCK = "round_the_clock", _("Døgnbemannet")


class DwellingQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "housing.view_dwelling"

    def within_reach_of(self, user):
        """A dwelling is no secret; who lives there is (``housing/protection.py``)."""
        return self if user.scope > Scope.NONE else self.none()

    def in_stock(self, day):
        return self.filter(in_force(day, "acquired_on", "left_stock_on"))

    def with_occupancy(self, day):
        """Adds ``is_occupied`` and ``is_under_work`` as they were on the day."""
        from housing.models.tenancies import Tenancy

        lived_in = Tenancy.objects.filter(dwelling=OuterRef("pk")).lived_in(day)
        work = VoidPeriod.objects.filter(in_force(day), dwelling=OuterRef("pk"))
        yes_or_no = models.BooleanField()
        return self.annotate(
            is_occupied=Exists(lived_in),
            has_void=Exists(work),
            has_left=models.Case(models.When(left_stock_on__lte=day, then=True), default=False, output_field=yes_or_no),
        ).annotate(
            is_under_work=models.Case(
                models.When(is_occupied=False, has_void=True, then=True), default=False, output_field=yes_or_no
            )
        )

    def occupied(self, day):
        return self.in_stock(day).with_occupancy(day).filter(is_occupied=True)

    def under_work(self, day):
        return self.in_stock(day).with_occupancy(day).filter(is_under_work=True)

    def vacant(self, day):
        return self.in_stock(day).with_occupancy(day).filter(is_occupied=False, is_under_work=False)

    def lease_ins_ending(self, period):
        """Still in stock, and the owner's lease to us ends in the period (innleie går ut)."""
        return self.in_stock(period.first).filter(lease_in_ends_on__range=(period.first, period.last))

    def soon_vacant(self, day, within):
        """Lived in or under work, and known to be free within so many days; adds ``available_on``.

        A day that is past and has not come true still counts: they are late, and the dwelling is soon free.
        """
        from housing.models.tenancies import Tenancy

        leaving = Tenancy.objects.lived_in(day).filter(dwelling=OuterRef("pk"))
        work = VoidPeriod.objects.filter(in_force(day), dwelling=OuterRef("pk"))
        known = self.in_stock(day).with_occupancy(day).filter(Q(is_occupied=True) | Q(is_under_work=True))
        return (
            known.annotate(
                leaves_on=Subquery(leaving.values("leaves_on")[:1]),
                ready_on=Subquery(work.order_by("pk").values("planned_ends_on")[:1]),
            )
            # Somebody who is not leaving keeps the dwelling, whatever work is planned; work without an end is unknown.
            .exclude(is_occupied=True, leaves_on__isnull=True)
            .exclude(has_void=True, ready_on__isnull=True)
            .annotate(available_on=Greatest("leaves_on", "ready_on"))
            .filter(available_on__lte=day + timedelta(days=within))
            .filter(Q(left_stock_on__isnull=True) | Q(left_stock_on__gt=F("available_on")))
        )

    def on_offer(self):
        """Dwellings with an offer still unanswered, or allocated and not yet moved into."""
        return self.filter(Q(offers__status="open") | Q(tenancies__status="allocated")).distinct()

    def held(self, day):
        """Kept for a household whose appeal is dealt with."""
        return self.filter(in_force(day, "holds__starts_on", "holds__ends_on")).distinct()

    def stayed_in(self, day):
        """In use for a temporary stay, or about to be: not let, and not free either."""
        lasts = Q(temporary_stays__ends_on__isnull=True) | Q(temporary_stays__ends_on__gt=day)
        return self.filter(lasts, temporary_stays__isnull=False).distinct()

    def unpromised(self, day):
        """Neither offered, allocated nor held for anybody, and nobody stays there for the time being."""
        dwellings = self.model._default_manager
        free = self.exclude(pk__in=dwellings.on_offer().values("pk")).exclude(pk__in=dwellings.held(day).values("pk"))
        return free.exclude(pk__in=dwellings.stayed_in(day).values("pk"))


@tracked(exclude=["sort_key", "search_key"])
class Dwelling(models.Model):
    """A dwelling the municipality owns, leases in or nominates tenants to (bolig)."""

    class Category(models.TextChoices):
        ORDINARY = "ordinary", _("Ordinær")
        ADAPTED = "adapted", _("Tilpasset")
        CARE = "care", _("Omsorgsbolig")
        SHARED = "shared", _("Bofellesskap")
        STAFFED = "staffed", _("Bemannet")
        TRAINING = "training", _("Treningsbolig")
        TEMPORARY = "temporary", _("Midlertidig")
        EMERGENCY = "emergency", _("Nødbolig")
        SHIELDED = "shielded", _("Skjermet")

    class Ownership(models.TextChoices):
        OWNED = "owned", _("Eid")
        LEASED_IN = "leased_in", _("Innleid")
        NOMINATION = "nomination", _("Tilvisning")

    class LeftReason(models.TextChoices):
        SOLD_TO_TENANT = "sold_to_tenant", _("Solgt til leietaker")
        SOLD = "sold", _("Solgt")
        LEASE_ENDED = "lease_ended", _("Innleie avsluttet")
        DEMOLISHED = "demolished", _("Revet")
        OTHER = "other", _("Annet")

    class RentModel(models.TextChoices):
        COST_COVERING = "cost_covering", _("Kostnadsdekkende")
        SUBSIDISED = "subsidised", _("Subsidiert")

    Staffing = Staffing

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    address = models.CharField(_("adresse"), max_length=200)
    postal_code = models.CharField(_("postnummer"), max_length=10, blank=True)
    city = models.CharField(_("poststed"), max_length=100, blank=True)
    district = models.CharField(_("bydel"), max_length=100, blank=True, db_index=True)
    unit_number = models.CharField(_("bruksenhetsnummer"), max_length=10, blank=True)
    rooms = models.PositiveSmallIntegerField(_("rom"), null=True, blank=True)
    area_m2 = models.DecimalField(_("areal, m²"), max_digits=7, decimal_places=2, null=True, blank=True)
    floor = models.SmallIntegerField(_("etasje"), null=True, blank=True)
    has_lift = models.BooleanField(_("heis"), null=True, blank=True)
    is_wheelchair_accessible = models.BooleanField(_("tilgjengelig med rullestol"), null=True, blank=True)
    is_drug_free = models.BooleanField(_("rusfritt miljø"), null=True, blank=True)
    category = models.CharField(_("type"), max_length=10, choices=Category.choices, blank=True)
    ownership = models.CharField(_("eierform"), max_length=10, choices=Ownership.choices)
    in_housing_association = models.BooleanField(_("i borettslag"), null=True, blank=True)
    staffing = models.CharField(_("bemanning"), max_length=15, choices=Staffing.choices, blank=True)
    earmarked_for = models.CharField(_("øremerket for"), max_length=30, choices=TargetGroup.choices, blank=True)
    acquired_on = models.DateField(_("disponert fra"))
    acquisition_price = models.DecimalField(_("kjøpesum"), max_digits=14, decimal_places=2, null=True, blank=True)
    # What the owner is paid and until when; the tenant's rent to us is ``monthly_rent``.
    lease_in_ends_on = models.DateField(_("innleie til"), null=True, blank=True)
    lease_in_rent = models.DecimalField(_("innleie per måned"), max_digits=10, decimal_places=2, null=True, blank=True)
    left_stock_on = models.DateField(_("ute av boligmassen"), null=True, blank=True)
    left_stock_reason = models.CharField(_("hvorfor ute"), max_length=14, choices=LeftReason.choices, blank=True)
    disposal_price = models.DecimalField(_("salgssum"), max_digits=14, decimal_places=2, null=True, blank=True)
    monthly_rent = models.DecimalField(_("månedsleie"), max_digits=10, decimal_places=2, null=True, blank=True)
    rent_model = models.CharField(_("husleiemodell"), max_length=13, choices=RentModel.choices, blank=True)
    sort_key = sort_key("address", "unit_number", by_number=True)
    search_key = search_key("address", "unit_number")

    objects = DwellingQuerySet.as_manager()

    class Meta:
        verbose_name = _("bolig")
        verbose_name_plural = _("boliger")
        ordering = ["sort_key", "pk"]
        indexes = [
            models.Index(fields=["sort_key"], name="dwelling_sort"),
            models.Index(fields=["acquired_on", "left_stock_on"], name="dwelling_stock"),
            GinIndex(OpClass(F("search_key"), name="gin_trgm_ops"), name="dwelling_search"),
        ]
        constraints = [
            in_order(
                "dwelling_left_after_acquired",
                "acquired_on",
                "left_stock_on",
                _("Boligen kan ikke gå ut av boligmassen før den kom inn."),
            ),
            models.CheckConstraint(
                name="dwelling_left_stock_has_date",
                condition=Q(left_stock_reason="") | Q(left_stock_on__isnull=False),
                violation_error_message=_("En bolig som er ute av boligmassen, må ha en dato for det."),
            ),
            in_order(
                "dwelling_lease_in_ends_after_acquired",
                "acquired_on",
                "lease_in_ends_on",
                _("Innleien kan ikke slutte før den begynner."),
            ),
            models.CheckConstraint(
                name="dwelling_owned_is_not_leased_in",
                condition=~Q(ownership="owned") | Q(lease_in_ends_on__isnull=True, lease_in_rent__isnull=True),
                violation_error_message=_("En bolig kommunen eier, har ingen innleieavtale."),
            ),
        ]

    def __str__(self):
        return f"{self.address}, {self.unit_number}" if self.unit_number else self.address

    def get_absolute_url(self):
        return reverse("dwelling", args=[self.pk])

    @property
    def full_address(self) -> str:
        place = f"{self.postal_code} {self.city}".strip()
        return f"{self}, {place}" if place else str(self)

    def leave_stock(self, *, by, left_on, reason, price=None) -> None:
        """Out of stock for good. Nobody is left in it, promised it or asked about it.

        A sale to the tenant is also the end of the tenancy, on the same day.
        """
        with refusing_breaches():
            # Held: an allocation or an offer begun meanwhile waits for this, or is seen here.
            held = Dwelling.objects.select_for_update().get(pk=self.pk)
            if held.left_stock_on != self.left_stock_on:
                raise Refused(_("Noen andre har nettopp registrert dette. Last siden på nytt og se hva som er gjort."))
            self._refuse_if_promised()
            if reason == self.LeftReason.SOLD_TO_TENANT:
                self._end_with_the_sale(by, left_on)
            if self.stays_after(left_on).exists():
                raise Refused(_("Noen bor i boligen denne dagen. Registrer utflyttingen først."))
            self.left_stock_on, self.left_stock_reason, self.disposal_price = left_on, reason, price
            self.save(update_fields=["left_stock_on", "left_stock_reason", "disposal_price"])

    def return_to_stock(self) -> None:
        """It never left: what was registered about it was wrong (registrert ved en feil)."""
        self.left_stock_on, self.left_stock_reason, self.disposal_price = None, "", None
        self.save(update_fields=["left_stock_on", "left_stock_reason", "disposal_price"])

    def stays_after(self, day):
        """Tenancies that make the dwelling occupied on the day or later."""
        return self.tenancies.filter(moved_in_on__isnull=False).exclude(moved_out_on__lte=day)

    def _refuse_if_promised(self) -> None:
        homes = Dwelling.objects.filter(pk=self.pk)
        if homes.on_offer().exists():
            raise Refused(_("Boligen er tilbudt eller tildelt noen. Trekk tilbudet eller tildelingen først."))
        if self.holds.filter(ends_on__isnull=True).exists():
            raise Refused(_("Boligen holdes av for en klage. Avslutt det først."))

    def _end_with_the_sale(self, by, day) -> None:
        """The tenant who buys is the one who lives there, or whose tenancy ended with the purchase."""
        living = list(self.stays_after(day).select_for_update(of=["self"]))
        if not living:
            if not self.tenancies.filter(end_reason="bought", moved_out_on__lte=day).exists():
                raise Refused(_("Ingen leietaker bor i boligen, og ingen er registrert som kjøper."))
            return
        tenancy = living[0]
        if len(living) > 1 or tenancy.moved_out_on is not None or tenancy.moved_in_on > day:
            raise Refused(_("Boligen hadde en annen leietaker etter denne dagen. Se på datoene."))
        if not by.has_perm("housing.move_tenancy"):
            raise Refused(_("Leietakeren bor i boligen. Be saksbehandleren registrere at leietakeren har kjøpt den."))
        tenancy.move_out(by=by, moved_out_on=day, end_reason="bought", note=str(_("Kjøpte boligen.")))


class VoidPeriodQuerySet(VisibleQuerySet):
    VIEW_PERMISSION = "housing.view_dwelling"

    def within_reach_of(self, user):
        """As the dwelling it is about."""
        return self if user.scope > Scope.NONE else self.none()

    def open(self, day):
        """Begun, and not ended on the day."""
        return self.filter(in_force(day))

    def overdue(self, day):
        """Not ended, though it was planned to be (over planlagt ferdig)."""
        return self.filter(ends_on__isnull=True, planned_ends_on__lt=day)


@tracked()
class VoidPeriod(models.Model):
    """A time a dwelling cannot be let because of work on it (opphold i utleie, tomgang)."""

    class Reason(models.TextChoices):
        RENOVATION = "renovation", _("Oppussing")
        DAMAGE = "damage", _("Skade")
        CLEANING = "cleaning", _("Klargjøring")
        SALE = "sale", _("Salg")
        OTHER = "other", _("Annet")

    class CostBearer(models.TextChoices):
        """Who covers what the work costs (hvem dekker kostnaden)."""

        MUNICIPALITY = "municipality", _("Kommunen")
        TENANT = "tenant", _("Leietakeren")
        INSURANCE = "insurance", _("Forsikringen")
        OWNER = "owner", _("Eieren")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    dwelling = models.ForeignKey(Dwelling, verbose_name=_("bolig"), on_delete=models.PROTECT, related_name="voids")
    starts_on = models.DateField(_("fra"))
    planned_ends_on = models.DateField(_("planlagt ferdig"), null=True, blank=True)
    ends_on = models.DateField(_("til"), null=True, blank=True)
    reason = models.CharField(_("årsak"), max_length=10, choices=Reason.choices)
    cost_bearer = models.CharField(_("hvem dekker kostnaden"), max_length=12, choices=CostBearer.choices, blank=True)
    estimated_cost = models.DecimalField(_("anslått kostnad"), max_digits=12, decimal_places=2, null=True, blank=True)
    actual_cost = models.DecimalField(_("faktisk kostnad"), max_digits=12, decimal_places=2, null=True, blank=True)
    note = models.CharField(_("hva som gjøres"), max_length=500, blank=True)

    objects = VoidPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("opphold i utleie")
        ordering = ["-starts_on", "pk"]
        indexes = [models.Index(fields=["planned_ends_on"], name="void_planned_end", condition=Q(ends_on__isnull=True))]
        constraints = [
            in_order("void_ends_after_start", "starts_on", "ends_on", _("Til-datoen er før fra-datoen.")),
            in_order(
                "void_planned_end_after_start", "starts_on", "planned_ends_on", _("Planlagt ferdig er før fra-datoen.")
            ),
            no_overlap(
                "one_void_period_at_a_time",
                ["dwelling"],
                "starts_on",
                "ends_on",
                message=_("Boligen har allerede et opphold i utleie i dette tidsrommet."),
            ),
        ]

    def __str__(self):
        return f"{self.get_reason_display()} {self.starts_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return self.dwelling.get_absolute_url()

    def is_overdue(self, day) -> bool:
        return self.ends_on is None and self.planned_ends_on is not None and self.planned_ends_on < day

    def end(self, *, ends_on, cost_bearer, actual_cost) -> None:
        """It can be let again. Of two who end it at once, the second is told."""
        facts = {"ends_on": ends_on, "cost_bearer": cost_bearer, "actual_cost": actual_cost}
        with refusing_breaches():
            if VoidPeriod.objects.filter(pk=self.pk, ends_on__isnull=True).update(**facts) != 1:
                raise Refused(_("Oppholdet er avsluttet allerede."))
