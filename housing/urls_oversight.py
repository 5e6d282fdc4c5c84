"""Addresses of the pages about those who log in, and about what they have seen and changed (brukere og innsyn)."""

urlpatterns = []
