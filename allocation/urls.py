"""Addresses of the allocation pages (venteliste, kandidater, tilbud, prioritering)."""

from django.urls import path

from allocation.views import candidates, offers, proposals, queue, schemes

urlpatterns = [
    path("venteliste/", queue.waiting_list, name="waiting_list"),
    path("boliger/<int:pk>/kandidater/", candidates.candidates, name="candidates"),
    path("boliger/<int:pk>/tilbud/<int:application_pk>/", offers.offer_new, name="offer_new"),
    path("tilbud/<int:pk>/", offers.offer, name="offer"),
    path("tilbud/<int:pk>/ja/", offers.offer_accept, name="offer_accept"),
    path("tilbud/<int:pk>/nei/", offers.offer_decline, name="offer_decline"),
    path("tilbud/<int:pk>/trekk/", offers.offer_withdraw, name="offer_withdraw"),
    path("soknader/<int:pk>/boliger/", candidates.fitting_dwellings, name="fitting_dwellings"),
    path("tildelingsforslag/", proposals.proposal_list, name="proposal_list"),
    path("tildelingsforslag/nytt/", proposals.proposal_new, name="proposal_new"),
    path("tildelingsforslag/<int:pk>/", proposals.proposal, name="proposal"),
    path("tildelingsforslag/<int:pk>/pa-nytt/", proposals.proposal_again, name="proposal_again"),
    path("tildelingsforslag/linjer/<int:pk>/", proposals.proposal_line, name="proposal_line"),
    path("tildelingsforslag/linjer/<int:pk>/las/", proposals.proposal_lock, name="proposal_lock"),
    path("prioritering/", schemes.scheme_list, name="scheme_list"),
    path("prioritering/ny/", schemes.scheme_new, name="scheme_new"),
]
