"""A figure held against its target: in words, with the mark that says whether it is reached."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from housing.periods import Period
from reporting.figures import Figure, Value
from reporting.figures.text import as_text
from reporting.models import FigureTarget
from reporting.models.targets import length_of

COLOURS = {
    FigureTarget.Outcome.REACHED: "success",
    FigureTarget.Outcome.MISSED: "warning",
    FigureTarget.Outcome.UNKNOWN: "neutral",
}


@dataclass(frozen=True)
class Held:
    """One figure of one period beside its target; ``mark`` is empty where the figure itself is not told."""

    target: FigureTarget
    text: str
    mark: str
    colour: str


def targets_of(period: Period, user) -> dict[tuple[str, str], FigureTarget]:
    """Those in force on the last day of the period: one query."""
    return FigureTarget.objects.visible_to(user).in_force(period.last)


def target_of(figure: Figure, period: Period, targets) -> FigureTarget | None:
    return targets.get((figure.code, length_of(period) if figure.grows_with_period else ""))


def held(figure: Figure, value: Value, period: Period, targets, *, is_told: bool = True) -> Held | None:
    target = target_of(figure, period, targets)
    if target is None:
        return None
    text = in_words(target, figure)
    # Whether a hidden number is above or below would tell of it.
    if not is_told:
        return Held(target, text, "", "")
    outcome = target.outcome(value)
    return Held(target, text, str(outcome.label), COLOURS[outcome])


def in_words(target: FigureTarget, figure: Figure) -> str:
    if target.value is None:
        return _("Ikke lenger noe mål")
    return f"{target.get_direction_display()} {as_text(target.value, figure)}"
