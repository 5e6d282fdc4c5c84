"""Addresses of the reporting pages."""

from django.urls import path

from reporting import front, search

urlpatterns = [
    path("", front.home, name="home"),
    path("sok/", search.search, name="search"),
]
