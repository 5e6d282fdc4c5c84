"""Addresses of results: how long homes are kept, how life goes, what it costs (botid, målinger, kostnader)."""

from django.urls import path

from housing_first.views import costs, outcomes, results

urlpatterns = [
    path("oppfolging/botid/", results.retention, name="retention"),
    path("oppfolging/utvikling/", results.outcome_development, name="outcome_development"),
    path("oppfolging/malinger/", outcomes.outcome_list, name="outcome_list"),
    path("oppfolging/malinger/<int:pk>/", outcomes.outcome_change, name="outcome_change"),
    path("oppfolging/deltakere/<int:pk>/malinger/", outcomes.participation_outcomes, name="participation_outcomes"),
    path("oppfolging/deltakere/<int:pk>/malinger/ny/", outcomes.outcome_new, name="outcome_new"),
    path("oppfolging/kostnader/", costs.team_cost_list, name="team_cost_list"),
    path("oppfolging/kostnader/ny/", costs.team_cost_new, name="team_cost_new"),
    path("oppfolging/kostnader/<int:pk>/", costs.team_cost_change, name="team_cost_change"),
    path("oppfolging/kostnader/reparasjon/", costs.repair_new, name="repair_new"),
]
