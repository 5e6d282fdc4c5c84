"""An application's life: the household's mapping, the application, its decisions and appeals."""

from applications.models.application import Application
from applications.models.decision import Appeal, Decision
from applications.models.mapping import Mapping

__all__ = ["Appeal", "Application", "Decision", "Mapping"]
