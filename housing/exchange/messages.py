"""What an import tells: where, which value, and why, never with a national id in clear."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from housing.national_ids import mask

LONGEST_VALUE = 60
# A number may stand in the wrong column, or with spaces in it; it is nobody's business there either.
NATIONAL_ID = re.compile(r"(?<!\d)(?:\d[ \u00a0.-]?){10}\d(?!\d)")


def shown(value: str) -> str:
    """A cell as a message may repeat it."""
    hidden = NATIONAL_ID.sub(lambda found: mask(found.group()), value.replace("\x00", "\\0"))
    one_line = " ".join(hidden.split())
    return one_line if len(one_line) <= LONGEST_VALUE else one_line[: LONGEST_VALUE - 1] + "…"


@dataclass(frozen=True)
class Problem:
    """One thing wrong (or, as a warning, worth knowing) with one cell, row or file. Line 1 is the header."""

    file: str
    reason: str
    line: int | None = None
    column: str = ""
    value: str = ""
    is_warning: bool = False

    def __str__(self) -> str:
        place = [shown(self.file)]
        if self.line is not None:
            place.append(_("linje {line}").format(line=self.line))
        if self.column:
            place.append(shown(self.column))
        if self.value:
            place.append(f"«{self.value}»")
        text = f"{', '.join(place)}: {self.reason}"
        return _("Advarsel: {text}").format(text=text) if self.is_warning else text


def breach(reason: str, *, column: str = "", value: str = "", hides: bool = False) -> dict:
    """The parts of a ``Problem`` that a rule knows; ``hides`` masks the whole value."""
    return {"reason": str(reason), "column": column, "value": mask(value) if hides else shown(value)}
