"""Addresses of the reporting pages."""

urlpatterns = []
