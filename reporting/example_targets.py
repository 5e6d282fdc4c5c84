"""Targets of the example municipality, as its steering group may have set them."""

from datetime import date

from django.utils.translation import gettext as _

from reporting.models import FigureTarget
from reporting.models.targets import Length

AT_MOST, AT_LEAST = FigureTarget.Direction.AT_MOST, FigureTarget.Direction.AT_LEAST


def set_targets(first_day: date, *, by) -> None:
    """Once for a first day; a target that is there already stands."""
    targets = [
        ("temporary.children_now", "", AT_MOST, 0, _("Ingen barn bor midlertidig.")),
        ("temporary.over_90_days", Length.HALF_YEAR, AT_MOST, 10, ""),
        ("homeless.households", "", AT_MOST, 100, _("En firedel færre i løpet av programmet.")),
        ("evictions.petitions", Length.HALF_YEAR, AT_MOST, 20, ""),
        ("evictions.with_children", Length.HALF_YEAR, AT_MOST, 0, _("Ingen barn kastes ut.")),
        ("applications.median_days", "", AT_MOST, 30, ""),
        ("transitions.housed_percent", "", AT_LEAST, 90, ""),
        ("rto.new_owners", Length.HALF_YEAR, AT_LEAST, 12, ""),
    ]
    for code, length, direction, value, note in targets:
        FigureTarget.objects.get_or_create(
            code=code,
            length=length,
            valid_from=first_day,
            defaults={"direction": direction, "value": value, "note": note, "by": by},
        )
