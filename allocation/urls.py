"""Addresses of the allocation pages (venteliste, kandidater, tilbud, prioritering)."""

from django.urls import path

from allocation.views import candidates, offers, orders, queue, schemes, stock_need, turnarounds

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
    path("boliger/omlop/", turnarounds.turnaround_list, name="turnaround_list"),
    path("boliger/omlop/mal/", turnarounds.target_list, name="turnaround_targets"),
    path("boliger/omlop/mal/nye/", turnarounds.target_new, name="turnaround_target_new"),
    path("boliger/<int:pk>/omlop/", turnarounds.turnaround_edit, name="turnaround_edit"),
    path("boliger/behov/", stock_need.stock_need, name="stock_need"),
    path("boliger/bestillinger/", orders.order_list, name="dwelling_order_list"),
    path("boliger/bestillinger/ny/", orders.order_new, name="dwelling_order_new"),
    path("boliger/bestillinger/<int:pk>/", orders.order, name="dwelling_order"),
    path("boliger/bestillinger/<int:pk>/linje/", orders.line_new, name="dwelling_order_line_new"),
    path("boliger/bestillinger/linjer/<int:pk>/", orders.line_edit, name="dwelling_order_line_edit"),
    path("boliger/bestillinger/linjer/<int:pk>/slett/", orders.line_delete, name="dwelling_order_line_delete"),
    path("boliger/bestillinger/<int:pk>/sendt/", orders.order_send, name="dwelling_order_send"),
    path("boliger/bestillinger/<int:pk>/levert/", orders.order_deliver, name="dwelling_order_deliver"),
    path("boliger/bestillinger/<int:pk>/forkast/", orders.order_drop, name="dwelling_order_drop"),
    path("boliger/bestillinger/<int:pk>/ny-versjon/", orders.order_version, name="dwelling_order_version"),
]
