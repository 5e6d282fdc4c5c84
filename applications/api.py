"""What other systems may read of applications (søknader). The rules all of it shares: ``housing/api_frame.py``."""

import django_filters.rest_framework as filters
from rest_framework import serializers

from applications.api_intake import Intake
from applications.models import Application
from housing.api_frame import ReadOnly, WholeNumberFilter


class ApplicationFilter(filters.FilterSet):
    status = filters.ChoiceFilter(choices=Application.Status.choices, label="Status")
    kind = filters.ChoiceFilter(choices=Application.Kind.choices, label="Hva det søkes om")
    received_from = filters.DateFilter(field_name="received_on", lookup_expr="gte", label="Mottatt fra og med")
    received_to = filters.DateFilter(field_name="received_on", lookup_expr="lte", label="Mottatt til og med")
    household = WholeNumberFilter(field_name="household", label="Husstandens id")

    class Meta:
        model = Application
        fields: list[str] = []


class ApplicationSerializer(serializers.ModelSerializer):
    """An application, what it asks for and what came of it. What the applicant wrote is not part of it."""

    household_number = serializers.CharField(source="household.number", read_only=True)
    caseworker = serializers.SerializerMethodField()

    class Meta:
        model = Application
        fields = [
            "id",
            "number",
            "external_id",
            "household",
            "household_number",
            "status",
            "kind",
            "received_on",
            "channel",
            "tenancy",
            "rooms_min",
            "needs_wheelchair",
            "needs_lift_or_ground_floor",
            "staffing_need",
            "preliminary_answer_on",
            "outcome",
            "decided_on",
            "notified_on",
            "closed_on",
            "caseworker",
        ]

    def get_caseworker(self, row) -> str:
        return str(row.caseworker) if row.caseworker else ""


class ApplicationViews(Intake, ReadOnly):
    """Søknader."""

    queryset = Application.objects.all()
    serializer_class = ApplicationSerializer
    filterset_class = ApplicationFilter
    permissions_required = ("applications.view_application",)

    def with_related(self, rows):
        return rows.select_related("household", "caseworker")

    def household_of(self, row):
        return row.household
