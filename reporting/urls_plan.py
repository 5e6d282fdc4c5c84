"""Addresses of the plan's measures, the programme's organisation and the success stories."""

from django.urls import path

from reporting.views import measures, organisation, stories

urlpatterns = [
    path("handlingsplan/", measures.plan_measure_list, name="plan_measure_list"),
    path("handlingsplan/ny/", measures.plan_new, name="plan_new"),
    path("handlingsplan/<int:pk>/rediger/", measures.plan_change, name="plan_change"),
    path("handlingsplan/<int:pk>/strategi/", measures.plan_strategy_new, name="plan_strategy_new"),
    path("handlingsplan/strategi/<int:pk>/", measures.plan_strategy_change, name="plan_strategy_change"),
    path("handlingsplan/<int:pk>/tiltak/", measures.plan_measure_new, name="plan_measure_new"),
    path("handlingsplan/tiltak/<int:pk>/", measures.plan_measure, name="plan_measure"),
    path("handlingsplan/tiltak/<int:pk>/rediger/", measures.plan_measure_change, name="plan_measure_change"),
    path("handlingsplan/tiltak/<int:pk>/status/", measures.plan_measure_move, name="plan_measure_move"),
    path("organisering/", organisation.organisation, name="organisation"),
    path("organisering/organisasjon.svg", organisation.organisation_chart, name="organisation_chart"),
    path("organisering/ny/", organisation.programme_group_new, name="programme_group_new"),
    path("organisering/<int:pk>/", organisation.programme_group_change, name="programme_group_change"),
    path("organisering/<int:pk>/avslutt/", organisation.programme_group_end, name="programme_group_end"),
    path("historier/", stories.story_list, name="story_list"),
    path("historier/ny/", stories.story_new, name="story_new"),
    path("historier/<int:pk>/", stories.story, name="story"),
    path("historier/<int:pk>/rediger/", stories.story_change, name="story_change"),
    path("historier/<int:pk>/bekreft/", stories.story_confirm, name="story_confirm"),
    path("historier/<int:pk>/samtykke-trukket/", stories.story_consent_withdraw, name="story_consent_withdraw"),
    path("historier/<int:pk>/ta-inn/", stories.story_choose, name="story_choose"),
    path("historier/<int:pk>/ta-ut/", stories.story_leave_out, name="story_leave_out"),
]
