"""Addresses of the reporting pages."""

from django.urls import path

from reporting import search

urlpatterns = [
    path("sok/", search.search, name="search"),
]
