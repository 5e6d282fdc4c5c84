"""What ``manage.py check`` refuses beyond Django's own checks."""

from pathlib import Path

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


@register(Tags.translation)
def texts_are_compiled(app_configs, **options):
    """Without them a letter in nynorsk would come out half in bokmål, and nobody would be told."""
    return [
        Error(f"{source} is not compiled.", hint="Run script/setup.", id="housing.E002")
        for folder in settings.LOCALE_PATHS
        for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po"))
        if not source.with_suffix(".mo").exists()
    ]
