"""The services that work together around a household (tjenestene)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Service(models.TextChoices):
    """Who takes part, advises or is responsible. The sources' own list of those who sit at the table."""

    HOUSING = "housing", _("Boligtjenesten")
    NAV = "nav", _("NAV")
    SUBSTANCE_USE = "substance_use", _("Rustjenesten")
    MENTAL_HEALTH = "mental_health", _("Psykisk helsetjeneste")
    HOME_CARE = "home_care", _("Hjemmetjenesten")
    CHILD_WELFARE = "child_welfare", _("Barnevernstjenesten")
    REFUGEE = "refugee", _("Flyktning- og introduksjonstjenesten")
    FOLLOW_UP = "follow_up", _("Oppfølging i bolig")
    ECONOMY = "economy", _("Økonomi- og gjeldsrådgivning")
    PROPERTY = "property", _("Eiendomsforvalter")
    PRISON = "prison", _("Kriminalomsorgen")
    HOSPITAL = "hospital", _("Helseforetaket")
    VOLUNTARY = "voluntary", _("Frivillig organisasjon")
    OTHER = "other", _("Annen")
