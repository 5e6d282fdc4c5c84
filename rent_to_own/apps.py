from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RentToOwnConfig(AppConfig):
    name = "rent_to_own"
    verbose_name = _("Leie til eie")
