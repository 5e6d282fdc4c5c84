"""Addresses of the arrears and eviction pages (restanser, reskontro, restansemøter, begjæringer)."""

from django.urls import path

from evictions.views import case, petition

urlpatterns = [
    # One case, and what is done in it
    path("restanser/<int:pk>/", case.arrears_case, name="arrears_case"),
    # Petitions
    path("restanser/begjaringer/<int:pk>/", petition.petition, name="petition"),
]
