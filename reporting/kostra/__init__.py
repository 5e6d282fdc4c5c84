"""The yearly sheet to Statistics Norway about municipal dwellings (KOSTRA, skjema 13 «Kommunalt disponerte boliger»).

A sheet is the fields in use that year, each with the figure that answers it. The figures are for the municipality to
send; nothing in them is masked.
"""

from dataclasses import dataclass
from datetime import date

from housing import terms
from housing.periods import Period
from reporting import figures
from reporting.figures import Figure, Value
from reporting.figures.text import as_text
from reporting.kostra import counting
from reporting.kostra.fields import FIELDS, Field

TERM = "F15"
BY_CODE: dict[str, Figure] = figures.BY_CODE | {figure.code: figure for figure in counting.FIGURES}


@dataclass(frozen=True)
class Line:
    """One field of the sheet with its answer."""

    field: Field
    figure: Figure
    value: Value

    @property
    def text(self) -> str:
        return as_text(self.value, self.figure)


def fields_of(year: int) -> list[Field]:
    return [field for field in FIELDS if field.is_used_in(year)]


def sheet(year: int) -> list[Line]:
    """Every field of the year, all as the database stood at one instant."""
    period = Period.year(year)
    with figures.consistent_snapshot():
        return [Line(field, BY_CODE[field.figure], BY_CODE[field.figure].of(period)) for field in fields_of(year)]


def codes_of(year: int) -> set[str]:
    return {field.figure for field in fields_of(year)}


def due_on(year: int) -> date:
    """The last day to send the sheet of a year (fristen)."""
    return terms.due_on(TERM, date(year, 12, 31))


def latest_year(today: date) -> int:
    """The last year that is over: the one to be sent next, or sent last."""
    return today.year - 1
