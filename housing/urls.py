"""Every address of the program: each app's own table, included here."""

from django.urls import include, path

from housing import health

urlpatterns = [
    path("helse/", health.alive, name="alive"),
    path("klar/", health.ready, name="ready"),
    path("", include("housing.urls_people")),
    path("", include("housing.urls_homes")),
    path("", include("housing.urls_rents")),
    path("", include("housing.urls_oversight")),
    path("api/v1/", include("housing.api_urls")),
    path("", include("applications.urls")),
    path("", include("allocation.urls")),
    path("", include("rent_to_own.urls")),
    path("", include("housing_first.urls")),
    path("", include("housing_first.urls_field")),
    path("", include("evictions.urls")),
    path("", include("reporting.urls")),
]
