"""The shares that came back, as a page may show them (tilbakefall): numerator, denominator, per cent, or hidden."""

from collections.abc import Callable
from dataclasses import dataclass

from evictions.returns import Rate
from housing.periods import percent
from reporting import suppression


@dataclass(frozen=True)
class Cell:
    """One share. Nothing of it is told when it is hidden; ``observed`` 0 is nobody observed for so long."""

    returned: int = 0
    observed: int = 0
    is_hidden: bool = False

    @property
    def percent(self):
        return percent(self.returned, self.observed)


def cells(rates: list[Rate], *, shows_all: bool) -> list[Cell]:
    return [Cell(rate.returned, rate.observed, not shows_all and tells_of_few(rate)) for rate in rates]


def tells_of_few(rate: Rate) -> bool:
    """Whether those observed, those who came back or those who did not are from one to four."""
    return any(suppression.is_small(count) for count in (rate.observed, rate.returned, rate.observed - rate.returned))


def lines(
    groups: dict[str, list[Rate]], label_of: Callable[[str], str], *, shows_all: bool, adds_up: bool
) -> list[tuple[str, list[Cell]]]:
    """A line for each group. ``adds_up``: each start is in one group, so one hidden number could be subtracted."""
    shown = {name: cells(rates, shows_all=shows_all) for name, rates in groups.items()}
    if adds_up and not shows_all:
        shown = _beside_the_total(groups, shown)
    return sorted(((label_of(name), of_group) for name, of_group in shown.items()), key=lambda line: line[0])


def _beside_the_total(groups, shown):
    """Column by column: what is hidden must not be the only thing hidden."""
    names = list(groups)
    columns = range(len(groups[names[0]])) if names else ()
    for place in columns:
        rates = [groups[name][place] for name in names]
        rows = [
            suppression.suppress_row([rate.observed for rate in rates]).counts,
            suppression.suppress_row([rate.returned for rate in rates]).counts,
            suppression.suppress_row([rate.observed - rate.returned for rate in rates]).counts,
        ]
        for name, *counts in zip(names, *rows, strict=True):
            cell = shown[name][place]
            shown[name][place] = Cell(cell.returned, cell.observed, cell.is_hidden or None in counts)
    return shown
