"""Addresses of the reporting pages."""

from django.urls import path

from reporting import deadline_list, front, search
from reporting.views import arrears, figures, kostra, measures, organisation, reports, runs, stories

urlpatterns = [
    path("", front.home, name="home"),
    path("frister/", deadline_list.deadline_list, name="deadline_list"),
    path("sok/", search.search, name="search"),
    path("rapporter/", reports.report_list, name="report_list"),
    path("rapporter/ny/", reports.report_new, name="report_new"),
    path("rapporter/tall/", figures.figure_list, name="figure_list"),
    path("rapporter/tall/<str:code>/", figures.figure, name="figure"),
    path("restanser/utvikling/", arrears.arrears_development, name="arrears_development"),
    path("restanser/utvikling/<slug:name>.svg", arrears.arrears_development_chart, name="arrears_development_chart"),
    path("restanser/tilbakefall/", arrears.arrears_returns, name="arrears_returns"),
    path("rapporter/kostra/", kostra.sheet, name="kostra"),
    path("rapporter/kostra/<str:code>/", kostra.rows, name="kostra_rows"),
    path("rapporter/kjoringer/<int:pk>/", runs.run, name="run"),
    path("rapporter/kjoringer/<int:pk>/pdf/", runs.run_pdf, name="run_pdf"),
    path("rapporter/<int:pk>/", reports.report, name="report"),
    path("rapporter/<int:pk>/rediger/<slug:slug>/", reports.report_section, name="report_section"),
    path("rapporter/<int:pk>/lag-pdf/", runs.report_pdf, name="report_pdf"),
    path("rapporter/<int:pk>/godkjenn/", reports.report_approve, name="report_approve"),
    path("rapporter/handlingsplan/", measures.plan_measure_list, name="plan_measure_list"),
    path("rapporter/handlingsplan/ny/", measures.plan_new, name="plan_new"),
    path("rapporter/handlingsplan/<int:pk>/rediger/", measures.plan_change, name="plan_change"),
    path("rapporter/handlingsplan/<int:pk>/strategi/", measures.plan_strategy_new, name="plan_strategy_new"),
    path("rapporter/handlingsplan/strategi/<int:pk>/", measures.plan_strategy_change, name="plan_strategy_change"),
    path("rapporter/handlingsplan/<int:pk>/tiltak/", measures.plan_measure_new, name="plan_measure_new"),
    path("rapporter/handlingsplan/tiltak/<int:pk>/", measures.plan_measure, name="plan_measure"),
    path("rapporter/handlingsplan/tiltak/<int:pk>/rediger/", measures.plan_measure_change, name="plan_measure_change"),
    path("rapporter/handlingsplan/tiltak/<int:pk>/status/", measures.plan_measure_move, name="plan_measure_move"),
    path("rapporter/organisering/", organisation.organisation, name="organisation"),
    path("rapporter/organisering/organisasjon.svg", organisation.organisation_chart, name="organisation_chart"),
    path("rapporter/organisering/ny/", organisation.programme_group_new, name="programme_group_new"),
    path("rapporter/organisering/<int:pk>/", organisation.programme_group_change, name="programme_group_change"),
    path("rapporter/organisering/<int:pk>/avslutt/", organisation.programme_group_end, name="programme_group_end"),
    path("rapporter/historier/", stories.story_list, name="story_list"),
    path("rapporter/historier/ny/", stories.story_new, name="story_new"),
    path("rapporter/historier/<int:pk>/", stories.story, name="story"),
    path("rapporter/historier/<int:pk>/rediger/", stories.story_change, name="story_change"),
    path("rapporter/historier/<int:pk>/bekreft/", stories.story_confirm, name="story_confirm"),
    path(
        "rapporter/historier/<int:pk>/samtykke-trukket/", stories.story_consent_withdraw, name="story_consent_withdraw"
    ),
    path("rapporter/historier/<int:pk>/ta-inn/", stories.story_choose, name="story_choose"),
    path("rapporter/historier/<int:pk>/ta-ut/", stories.story_leave_out, name="story_leave_out"),
]
