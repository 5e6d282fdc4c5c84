"""What other systems may read of the base rooms: households, dwellings and tenancies (API, versjon 1). Read only.

The same rows (``visible_to``) and the same hidden addresses (``housing/protection.py``) as the pages; a list names no
protected address to anybody. National ids, free text and postal addresses are never part of an answer.
"""

import django_filters.rest_framework as filters
from django.db.models import Prefetch
from django.utils import timezone
from rest_framework import serializers

from housing.api_frame import ReadOnly, WholeNumberFilter
from housing.models import Contract, Dwelling, Household, Membership, Responsibility, Tenancy
from housing.models.people import Protection
from housing.protection import INSTEAD, hidden_household_ids, level_of, may_see_address, without_hidden
from housing.vacancy import State, state_of


class AddressFields(serializers.Serializer):
    """The address, or the words that stand in its place."""

    address = serializers.CharField(source="shown_address", read_only=True)
    is_address_hidden = serializers.BooleanField(read_only=True)


def address_of(tenancy) -> str:
    if tenancy is None:
        return ""
    return str(tenancy.dwelling) if tenancy.dwelling else tenancy.private_address


def hide_addresses(rows, household_id) -> None:
    """For a list: hang on each row whether its household's address is hidden. One query."""
    hidden = hidden_household_ids({household_id(row) for row in rows}, timezone.localdate())
    for row in rows:
        row.is_address_hidden = household_id(row) in hidden


def hide_address(row, household, user) -> str:
    """For one row: hang on it whether ``user`` may see the address; returns the words that stand instead."""
    today = timezone.localdate()
    level = level_of(household, today)
    row.is_address_hidden = not may_see_address(user, household, today, level=level)
    return str(INSTEAD.get(level, ""))


class HouseholdFilter(filters.FilterSet):
    district = filters.CharFilter(method="in_district", label="Bydel. Husstander med skjermet adresse er ikke med.")
    created_from = filters.DateFilter(field_name="created_on", lookup_expr="gte", label="Registrert fra og med")
    created_to = filters.DateFilter(field_name="created_on", lookup_expr="lte", label="Registrert til og med")

    class Meta:
        model = Household
        fields: list[str] = []

    def in_district(self, rows, _name, district):
        """Asking district by district must not find out where a protected household lives."""
        return without_hidden(rows.filter(district=district), timezone.localdate(), "pk")


class HouseholdSerializer(AddressFields, serializers.ModelSerializer):
    """Who they are in one line (husstand)."""

    name = serializers.CharField(read_only=True)
    district = serializers.CharField(source="shown_district", read_only=True)
    adults = serializers.SerializerMethodField()
    children = serializers.SerializerMethodField()
    caseworker = serializers.SerializerMethodField()

    class Meta:
        model = Household
        fields = [
            "id",
            "number",
            "external_id",
            "name",
            "created_on",
            "district",
            "address",
            "is_address_hidden",
            "adults",
            "children",
            "caseworker",
        ]

    def get_adults(self, row) -> int:
        return len(row.members_today) - self.get_children(row)

    def get_children(self, row) -> int:
        return sum(member.role == Membership.Role.CHILD for member in row.members_today)

    def get_caseworker(self, row) -> str:
        kind = Responsibility.Kind.CASEWORKER
        return next((str(answer.user) for answer in row.responsible_today if answer.kind == kind), "")


class MemberSerializer(serializers.ModelSerializer):
    """A person in the household today (husstandsmedlem)."""

    given_name = serializers.CharField(source="person.given_name", read_only=True)
    family_name = serializers.CharField(source="person.family_name", read_only=True)
    birth_date = serializers.DateField(source="person.birth_date", read_only=True, allow_null=True)
    phone = serializers.CharField(source="person.phone", read_only=True)
    email = serializers.CharField(source="person.email", read_only=True)
    written_language = serializers.CharField(source="person.written_language", read_only=True)
    interpreter_language = serializers.CharField(source="person.interpreter_language", read_only=True)

    class Meta:
        model = Membership
        fields = [
            "external_id",
            "role",
            "joined_on",
            "custody_percent",
            "given_name",
            "family_name",
            "birth_date",
            "phone",
            "email",
            "written_language",
            "interpreter_language",
        ]


class HouseholdWithMembersSerializer(HouseholdSerializer):
    """One household with those who belong to it today."""

    members = MemberSerializer(source="members_today", many=True, read_only=True)

    class Meta(HouseholdSerializer.Meta):
        fields = [*HouseholdSerializer.Meta.fields, "members"]


class HouseholdViews(ReadOnly):
    """Husstander."""

    queryset = Household.objects.all()
    serializer_class = HouseholdWithMembersSerializer
    list_serializer_class = HouseholdSerializer
    filterset_class = HouseholdFilter
    permissions_required = ("housing.view_household",)

    def with_related(self, rows):
        return rows.for_list(timezone.localdate())

    def household_of(self, row):
        return row

    def prepare_list(self, rows):
        homes = self._homes([row.pk for row in rows])
        hide_addresses(rows, lambda row: row.pk)
        for row in rows:
            self._show_where(row, homes.get(row.pk), str(INSTEAD[Protection.STRICT]))

    def prepare_one(self, row):
        instead = hide_address(row, row, self.request.user)
        self._show_where(row, self._homes([row.pk]).get(row.pk), instead)

    def _homes(self, ids):
        """Where each lives now; of several the latest moved into."""
        lived_in = Tenancy.objects.visible_to(self.request.user).filter(
            household__in=ids, moved_in_on__lte=timezone.localdate(), moved_out_on=None
        )
        return {home.household_id: home for home in lived_in.select_related("dwelling").order_by("moved_in_on", "pk")}

    def _show_where(self, row, home, instead):
        row.shown_address = instead if row.is_address_hidden else address_of(home)
        row.shown_district = "" if row.is_address_hidden else row.district


class DwellingFilter(filters.FilterSet):
    district = filters.CharFilter(label="Bydel")
    category = filters.ChoiceFilter(choices=Dwelling.Category.choices, label="Type")
    ownership = filters.ChoiceFilter(choices=Dwelling.Ownership.choices, label="Eierform")
    in_stock = filters.BooleanFilter(method="by_stock", label="I boligmassen i dag: true eller false")

    class Meta:
        model = Dwelling
        fields: list[str] = []

    def by_stock(self, rows, _name, wanted):
        in_stock = rows.in_stock(timezone.localdate())
        return in_stock if wanted else rows.exclude(pk__in=in_stock.values("pk"))


class DwellingSerializer(serializers.ModelSerializer):
    """A dwelling and whether it is lived in; never by whom (bolig)."""

    state = serializers.SerializerMethodField()

    class Meta:
        model = Dwelling
        fields = [
            "id",
            "external_id",
            "address",
            "unit_number",
            "postal_code",
            "city",
            "district",
            "rooms",
            "area_m2",
            "floor",
            "has_lift",
            "is_wheelchair_accessible",
            "category",
            "ownership",
            "in_housing_association",
            "staffing",
            "earmarked_for",
            "acquired_on",
            "left_stock_on",
            "left_stock_reason",
            "monthly_rent",
            "rent_model",
            "state",
        ]

    def get_state(self, row) -> str:
        return State(state_of(row)).value


class DwellingViews(ReadOnly):
    """Boliger."""

    queryset = Dwelling.objects.all()
    serializer_class = DwellingSerializer
    filterset_class = DwellingFilter
    permissions_required = ("housing.view_dwelling",)

    def with_related(self, rows):
        return rows.with_occupancy(timezone.localdate())


class TenancyFilter(filters.FilterSet):
    status = filters.ChoiceFilter(choices=Tenancy.Status.choices, label="Status")
    tenure = filters.ChoiceFilter(choices=Tenancy.Tenure.choices, label="Kommunal eller privat")
    household = WholeNumberFilter(field_name="household", label="Husstandens id")

    class Meta:
        model = Tenancy
        fields: list[str] = []


class ContractSerializer(serializers.ModelSerializer):
    """One signed lease; no end is an indefinite one (leiekontrakt)."""

    class Meta:
        model = Contract
        fields = ["external_id", "signed_on", "starts_on", "ends_on"]


class TenancySerializer(AddressFields, serializers.ModelSerializer):
    """Who lives where, since when and on which contracts (leieforhold). No dwelling where the address is hidden."""

    household_number = serializers.CharField(source="household.number", read_only=True)
    dwelling = serializers.IntegerField(source="shown_dwelling", read_only=True, allow_null=True)
    contracts = ContractSerializer(many=True, read_only=True)

    class Meta:
        model = Tenancy
        fields = [
            "id",
            "number",
            "external_id",
            "household",
            "household_number",
            "status",
            "tenure",
            "dwelling",
            "address",
            "is_address_hidden",
            "application",
            "allocated_on",
            "moved_in_on",
            "moved_out_on",
            "end_reason",
            "monthly_rent",
            "deposit_amount",
            "contracts",
        ]


class TenancyViews(ReadOnly):
    """Leieforhold."""

    queryset = Tenancy.objects.all()
    serializer_class = TenancySerializer
    filterset_class = TenancyFilter
    permissions_required = ("housing.view_tenancy",)

    def with_related(self, rows):
        contracts = Prefetch("contracts", queryset=Contract.objects.order_by("starts_on", "pk"))
        return rows.select_related("household", "dwelling").prefetch_related(contracts)

    def household_of(self, row):
        return row.household

    def prepare_list(self, rows):
        hide_addresses(rows, lambda row: row.household_id)
        for row in rows:
            self._show_where(row, str(INSTEAD[Protection.STRICT]))

    def prepare_one(self, row):
        self._show_where(row, hide_address(row, row.household, self.request.user))

    def _show_where(self, row, instead):
        row.shown_address = instead if row.is_address_hidden else address_of(row)
        row.shown_dwelling = None if row.is_address_hidden else row.dwelling_id
