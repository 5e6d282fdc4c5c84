"""Addresses of the reporting pages."""

from django.urls import path

from reporting import deadline_list, front, search
from reporting.views import arrears, figures, kostra, reports, runs, steering_room, targets

urlpatterns = [
    path("", front.home, name="home"),
    path("frister/", deadline_list.deadline_list, name="deadline_list"),
    path("sok/", search.search, name="search"),
    path("rapporter/", reports.report_list, name="report_list"),
    path("rapporter/ny/", reports.report_new, name="report_new"),
    path("rapporter/tall/", figures.figure_list, name="figure_list"),
    path("rapporter/tall/definisjoner/", figures.figure_definitions, name="figure_definitions"),
    path("rapporter/tall/<str:code>/", figures.figure, name="figure"),
    path("rapporter/tall/<str:code>/utvikling.svg", figures.figure_chart, name="figure_chart"),
    path("rapporter/styring/", steering_room.steering_room, name="steering_room"),
    path("rapporter/styring/<str:code>.svg", steering_room.steering_chart, name="steering_chart"),
    path("rapporter/mal/", targets.target_list, name="target_list"),
    path("rapporter/mal/nytt/", targets.target_new, name="target_new"),
    path("rapporter/mal/<int:pk>/slett/", targets.target_remove, name="target_remove"),
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
]
