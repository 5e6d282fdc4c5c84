"""Addresses of the arrears and eviction pages (restanser, reskontro, restansemøter, begjæringer)."""

from django.urls import path  # noqa: F401

urlpatterns: list = []
