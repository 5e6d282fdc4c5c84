"""Addresses of the API. Each app's part is named as a string, so that ``housing`` imports none of them."""

from django.urls import path, re_path
from django.utils.module_loading import import_string
from rest_framework.routers import SimpleRouter

from housing.api_frame import Nothing, Schema

VIEWS = {
    "husstander": "housing.api.HouseholdViews",
    "boliger": "housing.api.DwellingViews",
    "leieforhold": "housing.api.TenancyViews",
    "soknader": "applications.api.ApplicationViews",
    "figures": "reporting.api.FigureViews",
}

router = SimpleRouter()
for prefix, view in VIEWS.items():
    router.register(prefix, import_string(view), basename=f"api-{prefix}")

urlpatterns = [
    path("openapi.json", Schema.as_view(), name="api-schema"),
    *router.urls,
    re_path(r"^(?:.*/)?$", Nothing.as_view(), name="api-nothing"),
]
