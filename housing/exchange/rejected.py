"""The rows that were not taken in, as they came, with the reason in a last column (avviste rader)."""

import csv
from pathlib import Path

from django.utils.translation import gettext as _

from housing.exchange.reader import Source
from housing.exchange.staging import Staging


def folder_beside(source: Path) -> Path:
    return (source if source.is_dir() else source.parent) / "rejected"


def write(folder: Path, staging: Staging, error_column: str) -> None:
    """One file for each record type with rejected rows; one left by an earlier import of the type goes away.

    A row is repeated whole, national id and all, so that it can be mended and read again: the folder is as
    confidential as the one beside it.
    """
    beside = folder_beside(folder)
    for name, source in staging.sources.items():
        path = beside / f"{name}.csv"
        reasons = staging.reasons[name]
        if not reasons:
            path.unlink(missing_ok=True)
            continue
        beside.mkdir(mode=0o700, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";", lineterminator="\n").writerows(_rows(source, reasons, error_column))


def _rows(source: Source, reasons: dict[int, list[str]], error_column: str):
    rows = source.rows()
    header = next(rows)[1]
    kept = [place for place, name in enumerate(header) if name.strip().casefold() != error_column]
    yield [header[place] for place in kept] + [error_column]
    for line, cells in rows:
        if line in reasons:
            told = list(reasons[line])
            if extra := [cell for cell in cells[len(header) :] if cell]:
                told.append(_("Overskytende celler: {cells}").format(cells=" | ".join(extra)))
            cells = cells + [""] * (len(header) - len(cells))
            yield [cells[place] for place in kept] + [" ".join(told)]
