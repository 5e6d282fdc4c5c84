"""Addresses of the allocation pages."""

urlpatterns = []
