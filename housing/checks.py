"""What ``manage.py check`` refuses beyond Django's own checks."""

from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.security, deploy=True)
def refuses_synthetic_ids(app_configs, **options):
    """A synthetic number in a real register is a person nobody can find again."""
    if settings.IN_PRODUCTION and settings.ALLOW_SYNTHETIC_IDS:
        return [
            Error(
                "Synthetic national ids are accepted in production.",
                hint="Remove ALLOW_SYNTHETIC_IDS=1 from the environment.",
                id="housing.E001",
            )
        ]
    return []
