"""Homes: the dwellings the municipality disposes of, and when they cannot be let (boliger og opphold i utleie)."""

from datetime import timedelta

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from housing.database import in_force, in_order, new_external_id, no_overlap, search_key, sort_key
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
        return self.annotate(is_occupied=Exists(lived_in), has_void=Exists(work)).annotate(
            is_under_work=models.Case(
                models.When(is_occupied=False, has_void=True, then=True),
                default=False,
                output_field=models.BooleanField(),
            )
        )

    def occupied(self, day):
        return self.in_stock(day).with_occupancy(day).filter(is_occupied=True)

    def under_work(self, day):
        return self.in_stock(day).with_occupancy(day).filter(is_under_work=True)

    def vacant(self, day):
        return self.in_stock(day).with_occupancy(day).filter(is_occupied=False, is_under_work=False)

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

    def unpromised(self, day):
        """Neither offered, allocated nor held for anybody."""
        dwellings = self.model._default_manager
        return self.exclude(pk__in=dwellings.on_offer().values("pk")).exclude(pk__in=dwellings.held(day).values("pk"))


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
        ]

    def __str__(self):
        return f"{self.address}, {self.unit_number}" if self.unit_number else self.address

    def get_absolute_url(self):
        return reverse("dwelling", args=[self.pk])

    @property
    def full_address(self) -> str:
        place = f"{self.postal_code} {self.city}".strip()
        return f"{self}, {place}" if place else str(self)


@tracked()
class VoidPeriod(models.Model):
    """A time a dwelling cannot be let because of work on it (opphold i utleie, tomgang)."""

    class Reason(models.TextChoices):
        RENOVATION = "renovation", _("Oppussing")
        DAMAGE = "damage", _("Skade")
        CLEANING = "cleaning", _("Klargjøring")
        SALE = "sale", _("Salg")
        OTHER = "other", _("Annet")

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    dwelling = models.ForeignKey(Dwelling, verbose_name=_("bolig"), on_delete=models.PROTECT, related_name="voids")
    starts_on = models.DateField(_("fra"))
    planned_ends_on = models.DateField(_("planlagt ferdig"), null=True, blank=True)
    ends_on = models.DateField(_("til"), null=True, blank=True)
    reason = models.CharField(_("årsak"), max_length=10, choices=Reason.choices)

    class Meta:
        verbose_name = _("opphold i utleie")
        ordering = ["-starts_on", "pk"]
        constraints = [
            in_order("void_ends_after_start", "starts_on", "ends_on", _("Til-datoen er før fra-datoen.")),
            no_overlap(
                "one_void_period_at_a_time",
                ["dwelling"],
                "starts_on",
                "ends_on",
                message=_("Boligen har allerede et opphold i utleie i dette tidsrommet."),
            ),
        ]
