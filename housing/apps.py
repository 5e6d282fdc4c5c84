"""The base app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HousingConfig(AppConfig):
    name = "housing"
    verbose_name = _("Boligtjenesten")

    def ready(self):
        from housing import checks  # noqa: F401  registers them
