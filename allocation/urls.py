"""Addresses of the allocation pages (venteliste, kandidater, tilbud, prioritering)."""

from django.urls import path

from allocation import views

urlpatterns = [
    path("venteliste/", views.waiting_list, name="waiting_list"),
    path("boliger/<int:pk>/kandidater/", views.candidates, name="candidates"),
    path("boliger/<int:pk>/tilbud/<int:application_pk>/", views.offer_new, name="offer_new"),
    path("tilbud/<int:pk>/", views.offer, name="offer"),
    path("tilbud/<int:pk>/ja/", views.offer_accept, name="offer_accept"),
    path("tilbud/<int:pk>/nei/", views.offer_decline, name="offer_decline"),
    path("tilbud/<int:pk>/trekk/", views.offer_withdraw, name="offer_withdraw"),
    path("prioritering/", views.scheme_list, name="scheme_list"),
    path("prioritering/ny/", views.scheme_new, name="scheme_new"),
]
