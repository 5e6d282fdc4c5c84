"""Rents through time (leiehistorikk), the price index they follow, and what a dwelling costs.

Writing a row is the door: PostgreSQL puts the newest amount in ``monthly_rent`` in the same statement. Whoever writes
``monthly_rent`` instead, a form or an import, gets a row. So the two agree at the end of every statement.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.database import new_external_id
from housing.history import tracked
from housing.models.homes import Dwelling
from housing.models.tenancies import Tenancy
from housing.rent_history import HowSet, Row, repeated
from housing.rent_index import Point
from housing.rent_model import Comparison, Costs
from housing.templatetags.norwegian import index_no


class RentQuerySet(models.QuerySet):
    def for_history(self) -> list:
        """As a page shows them, the newest first, without rows that only repeat the amount of the one before."""
        rents = list(self.select_related("by"))
        hidden = repeated(rent.as_row for rent in rents)
        return [rent for rent in rents if rent.pk not in hidden]


class Rent(models.Model):
    """One row of a tenancy's or a dwelling's rent history (leiehistorikk). Never changed: a correction is a new row."""

    HowSet = HowSet

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, null=True, related_name="rents")
    dwelling = models.ForeignKey(Dwelling, on_delete=models.PROTECT, null=True, related_name="rents")
    # Empty: from this day the rent is not known, as when an import has emptied it.
    amount = models.DecimalField(_("månedsleie"), max_digits=10, decimal_places=2, null=True)
    in_force_from = models.DateField(_("gjelder fra"))
    how = models.CharField(_("hvordan fastsatt"), max_length=13, choices=HowSet.choices)
    notified_on = models.DateField(_("varslet"), null=True)
    claimed_on = models.DateField(_("krevd"), null=True)
    index_from_month = models.DateField(null=True)
    index_from = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    index_month = models.DateField(null=True)
    index_to = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    note = models.CharField(_("merknad"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = RentQuerySet.as_manager()

    class Meta:
        verbose_name = _("husleie")
        verbose_name_plural = _("husleier")
        ordering = ["-in_force_from", "-pk"]
        indexes = [
            models.Index(fields=["tenancy", "-in_force_from", "-id"], name="rent_of_tenancy"),
            models.Index(fields=["dwelling", "-in_force_from", "-id"], name="rent_of_dwelling"),
        ]
        constraints = [
            models.CheckConstraint(
                name="rent_is_of_one_thing",
                condition=Q(tenancy__isnull=False, dwelling__isnull=True)
                | Q(tenancy__isnull=True, dwelling__isnull=False),
                violation_error_message=_("En leie gjelder enten et leieforhold eller en bolig."),
            ),
            models.CheckConstraint(
                name="rent_is_not_negative",
                condition=Q(amount__isnull=True) | Q(amount__gte=0),
                violation_error_message=_("Leien kan ikke være under null."),
            ),
            models.CheckConstraint(
                name="unknown_rent_is_registered_only",
                condition=Q(amount__isnull=False) | Q(how="registered"),
                violation_error_message=_("Den som fastsetter en leie, må si hvor stor den er."),
            ),
        ]
        triggers = [pgtrigger.Protect(name="rent_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.amount} {self.in_force_from}"

    @classmethod
    def agree(cls, tenancy, amount, in_force_from, *, by) -> None:
        """The rent of a new contract. Agreed anew it is fixed anew, also when the amount is the same."""
        if amount is not None and tenancy.tenure == Tenancy.Tenure.MUNICIPAL:
            cls.objects.create(tenancy=tenancy, amount=amount, in_force_from=in_force_from, how=HowSet.AGREED, by=by)

    @property
    def as_row(self) -> Row:
        return Row(self.in_force_from, self.amount, self.how, self.pk, self.index_month)


# Clock times are Norwegian, and so is the day a rent is registered on.
TODAY = f"(now() AT TIME ZONE '{settings.TIME_ZONE}')::date"
# Who acts, as the row history knows it; nobody when a program does.
ACTING = (
    "(SELECT u.id FROM housing_user u WHERE u.id::text = "
    "NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), '')::jsonb ->> 'user')"
)
# An import may bring the rent of a home left long ago: it was known at the latest on the day they left.
ROW_FROM = "INSERT INTO housing_rent (external_id, {owner}_id, amount, in_force_from, how, note, by_id, recorded_at) "
KNOWN_ON = f"LEAST({TODAY}, n.{{gone}})"
LATEST = (
    "LEFT JOIN LATERAL (SELECT r.id, r.amount, r.in_force_from FROM housing_rent r WHERE r.{owner}_id = n.id "
    "ORDER BY r.in_force_from DESC, r.id DESC LIMIT 1) AS latest ON TRUE "
)


def _row(day: str, how: str) -> str:
    return (
        f"SELECT REPLACE(GEN_RANDOM_UUID()::text, '-', ''), n.id, n.monthly_rent, {day}, {how}, '', {ACTING}, now() "
        "FROM new_values AS n "
    )


def _follows(owner: str, gone: str, *, begins: str = "") -> list[pgtrigger.Trigger]:
    """Whoever writes ``monthly_rent`` leaves a row. With ``begins`` the rent is in force from that day of the row."""
    known_on = KNOWN_ON.format(gone=gone)
    begun = f"n.{begins} IS NOT NULL" if begins else "TRUE"
    begins_now = f"o.{begins} IS NULL AND n.{begins} IS NOT NULL" if begins else "FALSE"
    start = f"n.{begins}" if begins else known_on
    into, latest = (text.format(owner=owner) for text in (ROW_FROM, LATEST))
    inserted = into + _row(known_on, "'registered'") + f"WHERE n.monthly_rent IS NOT NULL AND {begun}; RETURN NULL;"
    updated = (
        into
        + _row(
            f"CASE WHEN {begins_now} AND latest.id IS NULL THEN {start} "
            f"ELSE GREATEST(latest.in_force_from, {known_on}) END",
            f"CASE WHEN {begins_now} AND latest.id IS NULL THEN 'agreed' ELSE 'registered' END",
        )
        + "JOIN old_values AS o ON o.id = n.id "
        + latest
        + f"WHERE ({begun} OR latest.id IS NOT NULL) AND n.monthly_rent IS DISTINCT FROM latest.amount "
        + f"AND (n.monthly_rent IS DISTINCT FROM o.monthly_rent OR {begins_now}); RETURN NULL;"
    )
    return [
        pgtrigger.Trigger(
            name="first_rent_leaves_a_row",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            referencing=pgtrigger.Referencing(new="new_values"),
            func=inserted,
        ),
        pgtrigger.Trigger(
            name="new_rent_leaves_a_row",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Update,
            referencing=pgtrigger.Referencing(old="old_values", new="new_values"),
            func=updated,
        ),
    ]


def _puts(owner: str) -> str:
    """A new row puts its amount in ``monthly_rent``, unless a later one is there."""
    return (
        f"UPDATE housing_{owner} AS t SET monthly_rent = latest.amount "
        f"FROM (SELECT DISTINCT {owner}_id AS id FROM new_values WHERE {owner}_id IS NOT NULL) AS n "
        + LATEST.format(owner=owner)
        + "WHERE t.id = n.id AND t.monthly_rent IS DISTINCT FROM latest.amount; "
    )


pgtrigger.register(*_follows("tenancy", "moved_out_on", begins="moved_in_on"))(Tenancy)
pgtrigger.register(*_follows("dwelling", "left_stock_on"))(Dwelling)
pgtrigger.register(
    pgtrigger.Trigger(
        name="newest_rent_is_the_rent",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_values"),
        # A statement without rows fires too, and the two triggers would call each other for ever.
        func=f"IF EXISTS (SELECT 1 FROM new_values) THEN {_puts('tenancy')} {_puts('dwelling')} END IF; RETURN NULL;",
    )
)(Rent)


class PriceIndexQuerySet(models.QuerySet):
    def points(self, base_year: int) -> dict:
        """The index by month, of one series: values of different base years cannot be compared."""
        return {row.month: row.as_point for row in self.filter(base_year=base_year)}


@tracked()
class PriceIndex(models.Model):
    """The consumer price index of one month (konsumprisindeksen, KPI), typed in from Statistics Norway's table."""

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    month = models.DateField(_("måned"))
    base_year = models.PositiveSmallIntegerField(_("basisår"))
    value = models.DecimalField(_("indeks"), max_digits=7, decimal_places=2)
    source = models.CharField(_("kilde"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)

    objects = PriceIndexQuerySet.as_manager()

    class Meta:
        verbose_name = _("konsumprisindeks")
        verbose_name_plural = _("konsumprisindeks")
        ordering = ["-month", "-base_year"]
        constraints = [
            models.UniqueConstraint(
                name="one_index_per_month",
                fields=["month", "base_year"],
                violation_error_message=_("Indeksen for denne måneden er allerede lagt inn."),
            ),
            models.CheckConstraint(
                name="index_month_is_its_first_day",
                condition=Q(month__day=1),
                violation_error_message=_("En indeksmåned lagres med den første dagen."),
            ),
            models.CheckConstraint(
                name="index_is_above_zero",
                condition=Q(value__gt=0),
                violation_error_message=_("Indeksen må være større enn null."),
            ),
        ]

    def __str__(self):
        return f"{self.month:%m.%Y}: {index_no(self.value)}"

    @property
    def as_point(self) -> Point:
        return Point(self.month, self.value)


@tracked()
class RentCost(models.Model):
    """What a dwelling costs in a year, and so what its cost-covering rent is (husleiemodell)."""

    external_id = models.CharField(max_length=64, unique=True, default=new_external_id, editable=False)
    dwelling = models.ForeignKey(Dwelling, on_delete=models.PROTECT, related_name="rent_costs")
    year = models.PositiveSmallIntegerField(_("år"))
    interest = models.DecimalField(_("renter"), max_digits=12, decimal_places=2, default=0)
    instalment = models.DecimalField(_("avdrag"), max_digits=12, decimal_places=2, default=0)
    internal_rent = models.DecimalField(_("internleie"), max_digits=12, decimal_places=2, default=0)
    municipal_fees = models.DecimalField(_("kommunale avgifter"), max_digits=12, decimal_places=2, default=0)
    maintenance_per_m2 = models.DecimalField(_("vedlikehold per m²"), max_digits=12, decimal_places=2, default=0)
    area_m2 = models.DecimalField(_("areal, m²"), max_digits=7, decimal_places=2, default=0)
    administration = models.DecimalField(_("administrasjon"), max_digits=12, decimal_places=2, default=0)
    insurance = models.DecimalField(_("forsikring"), max_digits=12, decimal_places=2, default=0)
    common_costs = models.DecimalField(_("felleskostnader"), max_digits=12, decimal_places=2, default=0)
    loss_percent = models.DecimalField(_("tomgang og tap, prosent"), max_digits=4, decimal_places=2, default=0)
    going_rate = models.DecimalField(_("gjengs leie per måned"), max_digits=10, decimal_places=2, null=True, blank=True)
    going_rate_source = models.CharField(_("hvordan gjengs leie er funnet"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("boligkostnader")
        verbose_name_plural = _("boligkostnader")
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_cost_per_dwelling_and_year",
                fields=["dwelling", "year"],
                violation_error_message=_("Kostnadene for dette året er allerede lagt inn."),
            ),
            models.CheckConstraint(
                name="capital_is_counted_once",
                condition=Q(internal_rent=0) | Q(interest=0, instalment=0),
                violation_error_message=_(
                    "Før enten renter og avdrag, eller internleie. Begge deler teller to ganger."
                ),
            ),
            models.CheckConstraint(
                name="loss_is_less_than_all",
                condition=Q(loss_percent__gte=0, loss_percent__lte=50),
                violation_error_message=_("Tomgang og tap må være fra 0 til 50 prosent."),
            ),
        ]

    def __str__(self):
        return f"{self.dwelling}: {self.year}"

    def get_absolute_url(self):
        return self.dwelling.get_absolute_url()

    @property
    def costs(self) -> Costs:
        return Costs(**{name: getattr(self, name) for name in Costs.__dataclass_fields__})

    @property
    def comparison(self) -> Comparison:
        return Comparison(self.costs.monthly_rent, self.dwelling.monthly_rent, self.going_rate)
