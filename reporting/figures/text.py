"""A figure's value as Norwegians read it, with its unit."""

from housing.templatetags.norwegian import HARD_SPACE, grouped
from reporting.figures.figure import Figure, Unit, Value

NOTHING = "–"


def as_text(value: Value, figure: Figure) -> str:
    """«1 234», «25,5 %», «1 234,50 kr»; a dash when there is nothing to count."""
    if value is None:
        return NOTHING
    text = grouped(value, figure.decimals)
    if figure.unit in (Unit.KR, Unit.PERCENT):
        return f"{text}{HARD_SPACE}{figure.unit.label}"
    return text
