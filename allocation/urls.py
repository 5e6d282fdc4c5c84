"""Addresses of the allocation pages (venteliste, kandidater, tilbud, prioritering)."""

from django.urls import path

from allocation.views import candidates, offers, overrides, queue, schemes, standings

urlpatterns = [
    path("venteliste/", queue.waiting_list, name="waiting_list"),
    path("venteliste/tildelt/", queue.allocated_list, name="allocated_list"),
    path("venteliste/overproving/", overrides.override_list, name="override_list"),
    path("venteliste/overproving/<int:pk>/", overrides.override, name="override"),
    path("venteliste/overproving/<int:pk>/svar/", overrides.override_answer, name="override_answer"),
    path("venteliste/overproving/<int:pk>/opphev/", overrides.override_cancel, name="override_cancel"),
    path("venteliste/overproving/<int:pk>/trekk/", overrides.override_withdraw, name="override_withdraw"),
    path("venteliste/<int:pk>/", standings.standing, name="standing"),
    path("venteliste/<int:pk>/overprov/", overrides.override_new, name="override_new"),
    path("boliger/<int:pk>/kandidater/", candidates.candidates, name="candidates"),
    path("boliger/<int:pk>/tilbud/<int:application_pk>/", offers.offer_new, name="offer_new"),
    path("tilbud/<int:pk>/", offers.offer, name="offer"),
    path("tilbud/<int:pk>/ja/", offers.offer_accept, name="offer_accept"),
    path("tilbud/<int:pk>/nei/", offers.offer_decline, name="offer_decline"),
    path("tilbud/<int:pk>/trekk/", offers.offer_withdraw, name="offer_withdraw"),
    path("prioritering/", schemes.scheme_list, name="scheme_list"),
    path("prioritering/ny/", schemes.scheme_new, name="scheme_new"),
    path("prioritering/utkast/<int:pk>/", schemes.scheme_draft, name="scheme_draft"),
    path("prioritering/utkast/<int:pk>/endre/", schemes.scheme_draft_edit, name="scheme_draft_edit"),
    path("prioritering/utkast/<int:pk>/vedta/", schemes.scheme_draft_adopt, name="scheme_draft_adopt"),
    path("prioritering/utkast/<int:pk>/slett/", schemes.scheme_draft_delete, name="scheme_draft_delete"),
]
