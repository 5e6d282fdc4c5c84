"""Figures in the text of a report: ``{evictions.carried_out}`` stands for the figure's value in the report's period."""

import re
from collections.abc import Collection, Mapping

# A code has a point in it; other braces are left as they were typed.
PLACEHOLDER = re.compile(r"\{([a-z0-9_]+(?:\.[a-z0-9_]+)+)\}")


def codes_in(text: str) -> list[str]:
    return PLACEHOLDER.findall(text)


def unknown_in(text: str, codes: Collection[str]) -> list[str]:
    """What looks like a figure and is none, in the order it stands."""
    return [code for code in dict.fromkeys(codes_in(text)) if code not in codes]


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its figures; one that has no value here stays as it was typed."""
    return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)
