"""Addresses of rent to own (leie til eie)."""

from django.urls import path

from rent_to_own.views import assessment, reference_budget

urlpatterns = [
    # A household's economy, assessed
    path("husstander/<int:hid>/okonomi/", assessment.assessment_list, name="assessment_list"),
    path("husstander/<int:hid>/okonomi/ny/", assessment.assessment_new, name="assessment_new"),
    path("husstander/<int:hid>/okonomi/onsker-ikke/", assessment.assessment_not_wanted, name="assessment_not_wanted"),
    path("leie-til-eie/vurderinger/<int:pk>/", assessment.assessment, name="assessment"),
    path("leie-til-eie/vurderinger/<int:pk>/startlan/", assessment.assessment_worksheet, name="assessment_worksheet"),
    path("leie-til-eie/vurderinger/<int:pk>/ark/", assessment.assessment_sheet, name="assessment_sheet"),
    # What a household is reckoned to live on
    path("leie-til-eie/satser/", reference_budget.reference_budget_list, name="reference_budget_list"),
    path("leie-til-eie/satser/ny/", reference_budget.reference_budget_new, name="reference_budget_new"),
]
