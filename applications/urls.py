"""Addresses of the applications pages (kartlegging, søknad, vedtak, klage)."""

from django.urls import path

from applications.views import appeals, cases, decisions, mappings, notices, preliminary

urlpatterns = [
    path("husstander/<int:hid>/kartlegging/ny/", mappings.mapping_new, name="mapping_new"),
    path("kartlegginger/<int:pk>/", mappings.mapping, name="mapping"),
    path("kartlegginger/<int:pk>/avslutt/", mappings.mapping_end, name="mapping_end"),
    path("husstander/<int:hid>/soknader/ny/", cases.application_new, name="application_new"),
    path("soknader/", cases.application_list, name="application_list"),
    path("soknader/<int:pk>/", cases.application, name="application"),
    path("soknader/<int:pk>/ta/", cases.application_take, name="application_take"),
    path("soknader/<int:pk>/endre/", cases.application_change, name="application_change"),
    path("soknader/<int:pk>/trekk/", cases.application_withdraw, name="application_withdraw"),
    path("soknader/<int:pk>/ut-av-ventelisten/", cases.application_close, name="application_close"),
    path("soknader/forelopig-svar/", preliminary.preliminary_batch, name="preliminary_batch"),
    path("soknader/<int:pk>/forelopig-svar/", preliminary.preliminary_answer, name="preliminary_answer"),
    path("soknader/<int:pk>/forsinket/", preliminary.delay_notice, name="delay_notice"),
    path("soknader/<int:pk>/vedtak/", decisions.decide, name="decide"),
    path("soknader/<int:pk>/underrettet/", notices.notified, name="notified"),
    path("soknader/<int:pk>/klage/ny/", appeals.appeal_new, name="appeal_new"),
    path("klager/<int:pk>/svar/", appeals.appeal_answer, name="appeal_answer"),
]
