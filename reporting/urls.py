"""Addresses of the reporting pages."""

from django.urls import include, path

from reporting import deadline_list, front, search
from reporting.views import arrears, figures, kostra, receivers, reports, runs, targets, today, treatment

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
    path("rapporter/program/", include("reporting.urls_programme")),
    path("rapporter/program/", include("reporting.urls_plan")),
    path("rapporter/<int:pk>/", reports.report, name="report"),
    path("rapporter/<int:pk>/rediger/<slug:slug>/", reports.report_section, name="report_section"),
    path("rapporter/<int:pk>/lag-pdf/", runs.report_pdf, name="report_pdf"),
    path("rapporter/<int:pk>/endringer/", reports.report_changes, name="report_changes"),
    path("rapporter/<int:pk>/tall.<str:wanted>", reports.report_file, name="report_file"),
    path("rapporter/<int:pk>/kontroll/", treatment.report_check, name="report_check"),
    path("rapporter/<int:pk>/behandlet/", treatment.report_treat, name="report_treat"),
    path("rapporter/<int:pk>/ta-tilbake/", treatment.report_take_back, name="report_take_back"),
    path("rapporter/<int:pk>/godkjenn/", treatment.report_approve, name="report_approve"),
    path("rapporter/<int:pk>/kommenter/", treatment.report_comment, name="report_comment"),
    path("rapporter/kommentarer/<int:pk>/fulgt-opp/", treatment.comment_settle, name="comment_settle"),
    path("rapporter/<int:pk>/i-dag/", today.report_today, name="report_today"),
    path("rapporter/<int:pk>/i-dag/<str:code>/", today.report_today_figure, name="report_today_figure"),
    path("rapporter/<int:pk>/rettelse/", today.report_correct, name="report_correct"),
    path("rapporter/kontroll/<str:code>/", today.record_check, name="record_check"),
    path("rapporter/mottakere/", receivers.receivers, name="receivers"),
]
