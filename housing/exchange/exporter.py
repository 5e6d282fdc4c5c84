"""Writes every record type as a file, in one form: UTF-8, semicolons, ISO dates, all columns, rows ordered by id.

As of a day: only what had happened by then. A record is there when the earliest of the dates that begin it is that
day or before, and so is what it needs (a membership its household, an offer its application and dwelling); a person
is there by being a member. A later date is left empty together with what came with it (the end with its reason, the
decision with its outcome, the answer with its ground), and so is a reference to a record that is not there. Planned
dates known beforehand stay: a contract's end, an offer's time limit. What has no date of its own (a rent, a district,
a target group, address protection) is as it is today.
"""

import csv
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import connections, models, transaction
from django.db.models import Q
from django.db.models.functions import Collate
from tqdm import tqdm

from housing.exchange.record_types import Column, RecordType, all_types
from housing.exchange.values import Days

FETCHED_AT_ONCE = 2000


class Export:
    """One folder written from one moment's state of the database; from the replica when there is one."""

    def __init__(self, folder: Path, *, as_of: date | None = None):
        self.folder = folder
        self.as_of = as_of
        self.types = {record_type.name: record_type for record_type in all_types()}
        self.database = "replica" if "replica" in settings.DATABASES else "default"

    def run(self) -> dict[str, int]:
        """The number of rows by file. A file takes its place when it is whole."""
        self.folder.mkdir(parents=True, exist_ok=True)
        connection = connections[self.database]
        is_outermost = not connection.in_atomic_block
        with transaction.atomic(using=self.database):
            if is_outermost:
                # All files from the same moment, whatever is saved meanwhile.
                connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            return {name: self._write(record_type) for name, record_type in self.types.items()}

    def _write(self, record_type: RecordType) -> int:
        path = self.folder / f"{record_type.name}.csv"
        unfinished = path.with_suffix(".part")
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";", lineterminator="\n")
            writer.writerow(record_type.header)
            rows = tqdm(self._rows(record_type), desc=record_type.name, unit=" rader", disable=None, leave=False)
            count = sum(1 for row in rows if writer.writerow(row))
        unfinished.replace(path)
        return count

    def _rows(self, record_type: RecordType) -> Iterator[list[str]]:
        records = self._records(record_type)
        paths = ["external_id"]
        for column in record_type.columns:
            paths.append(f"{column.name}__external_id" if column.to else record_type.field_of(column).name)
        paths += [f"hides_{name}" for name in record_type.hidden_when]
        paths += [f"known_{column.name}" for column in self._doubtful(record_type)]
        columns = [self._writer(record_type, column, paths) for column in record_type.columns]
        for values in records.values_list(*paths).iterator(chunk_size=FETCHED_AT_ONCE):
            yield [values[0], *(write(values, place) for place, write in enumerate(columns, start=1))]

    def _writer(self, record_type: RecordType, column: Column, paths: list[str]) -> Callable:
        """A function from a record's values to the column's cell."""
        since = paths.index(record_type.field_of(record_type.by_name[column.since]).name) if column.since else None
        hides = paths.index(f"hides_{column.name}") if column.name in record_type.hidden_when else None
        known = paths.index(f"known_{column.name}") if f"known_{column.name}" in paths else None

        def write(values: tuple, place: int) -> str:
            if hides is not None and values[hides]:
                return ""
            if known is not None and not values[known]:
                return ""
            if self.as_of and since is not None and (values[since] is None or values[since] > self.as_of):
                return ""
            value = values[place]
            if self.as_of and isinstance(record_type.kinds[column.name], Days):
                value = [day for day in value if day <= self.as_of]
            return record_type.write(column, value)

        return write

    # --- Which records --------------------------------------------------------------------------------

    def _records(self, record_type: RecordType) -> models.QuerySet:
        records = self._known(record_type)
        for name, hidden in record_type.hidden_when.items():
            hiding = hidden(record_type.model._base_manager.using(self.database))
            records = records.annotate(**{f"hides_{name}": Q(pk__in=hiding.values("pk"))})
        for column in self._doubtful(record_type):
            targets = self._known(self.types[column.to])
            records = records.annotate(**{f"known_{column.name}": Q(**{f"{column.name}__in": targets.values("pk")})})
        return records.order_by(Collate("external_id", "C"))

    def _doubtful(self, record_type: RecordType) -> list[Column]:
        """References that may lead to a record that was not there yet."""
        if self.as_of is None:
            return []
        return [
            column for column in record_type.references if not column.required and column.name not in record_type.needs
        ]

    def _known(self, record_type: RecordType) -> models.QuerySet:
        records = record_type.exported(record_type.model._base_manager.using(self.database).all())
        if self.as_of is None:
            return records
        if record_type.known_by:
            others = self.types[record_type.known_by]
            name = next(column.name for column in others.references if column.to == record_type.name)
            return records.filter(pk__in=self._known(others).values(name))
        begun = Q()
        for name in record_type.begins:
            begun |= Q(**{f"{name}__lte": self.as_of})
        records = records.filter(begun)
        for name in record_type.needs:
            targets = self._known(self.types[record_type.by_name[name].to])
            need = Q(**{f"{name}__in": targets.values("pk")})
            if record_type.field_of(record_type.by_name[name]).null:
                need |= Q(**{f"{name}__isnull": True})
            records = records.filter(need)
        return records
