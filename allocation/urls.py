"""Addresses of the allocation pages (venteliste, kandidater, tilbud, prioritering, midlertidig, bosetting)."""

from django.urls import path

from allocation.views import candidates, offers, queue, schemes, settlements, temporary

urlpatterns = [
    path("venteliste/", queue.waiting_list, name="waiting_list"),
    path("boliger/<int:pk>/kandidater/", candidates.candidates, name="candidates"),
    path("boliger/<int:pk>/tilbud/<int:application_pk>/", offers.offer_new, name="offer_new"),
    path("tilbud/<int:pk>/", offers.offer, name="offer"),
    path("tilbud/<int:pk>/ja/", offers.offer_accept, name="offer_accept"),
    path("tilbud/<int:pk>/nei/", offers.offer_decline, name="offer_decline"),
    path("tilbud/<int:pk>/trekk/", offers.offer_withdraw, name="offer_withdraw"),
    path("prioritering/", schemes.scheme_list, name="scheme_list"),
    path("prioritering/ny/", schemes.scheme_new, name="scheme_new"),
    path("midlertidig/", temporary.temporary_list, name="temporary_list"),
    path("husstander/<int:hid>/midlertidig/ny/", temporary.temporary_new, name="temporary_new"),
    path("midlertidig/<int:pk>/", temporary.temporary_stay, name="temporary_stay"),
    path("midlertidig/<int:pk>/endre/", temporary.temporary_change, name="temporary_change"),
    path("midlertidig/<int:pk>/regler-og-nokkel/", temporary.temporary_rules, name="temporary_rules"),
    path("midlertidig/<int:pk>/neste-steg/", temporary.temporary_next, name="temporary_next"),
    path("midlertidig/<int:pk>/forleng/", temporary.temporary_extend, name="temporary_extend"),
    path("midlertidig/<int:pk>/inventar/", temporary.temporary_inventory, name="temporary_inventory"),
    path("midlertidig/<int:pk>/flyttet-ut/", temporary.temporary_leave, name="temporary_leave"),
    path("midlertidig/<int:pk>/bortvis/", temporary.temporary_exclude, name="temporary_exclude"),
    path("bosetting/", settlements.settlement_list, name="settlement_list"),
    path("bosetting/anmodning/ny/", settlements.settlement_request_new, name="settlement_request_new"),
    path("husstander/<int:hid>/bosetting/ny/", settlements.settlement_new, name="settlement_new"),
    path("bosetting/<int:pk>/", settlements.settlement, name="settlement"),
    path("bosetting/<int:pk>/endre/", settlements.settlement_change, name="settlement_change"),
    path("bosetting/<int:pk>/plan/", settlements.career_plan_new, name="career_plan_new"),
]
