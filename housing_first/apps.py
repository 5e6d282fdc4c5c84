from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HousingFirstConfig(AppConfig):
    name = "housing_first"
    verbose_name = _("Bolig først")
