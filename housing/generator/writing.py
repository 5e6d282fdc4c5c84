"""The folder of files, as the exchange format wants them: UTF-8, semicolons, ISO dates."""

import csv
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Self

from housing.generator.records import COLUMNS


class Folder:
    """The files of one municipality, open while its towns are written one by one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.counts = dict.fromkeys(COLUMNS, 0)
        self._open = ExitStack()
        self._writers: dict[str, object] = {}

    def __enter__(self) -> Self:
        self.path.mkdir(parents=True, exist_ok=True)
        for record_type, columns in COLUMNS.items():
            file = self._open.enter_context((self.path / f"{record_type}.csv").open("w", encoding="utf-8", newline=""))
            writer = csv.writer(file, delimiter=";", lineterminator="\n")
            writer.writerow(columns)
            self._writers[record_type] = writer
        return self

    def __exit__(self, *error: object) -> None:
        self._open.close()

    def write(self, record_type: str, records: list) -> None:
        columns = COLUMNS[record_type]
        self._writers[record_type].writerows(
            [_as_text(getattr(record, column)) for column in columns] for record in records
        )
        self.counts[record_type] += len(records)


def _as_text(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "ja" if value else "nei"
        case int() | Decimal():
            return str(value)
        case date():
            return value.isoformat()
        case list():
            return "|".join(map(_as_text, value))
        case _:
            return value.id
