"""Temporary tables that hold what the files say until all of it is known to be good.

Each has the columns of its model's table and ``line``, ``is_rejected``, ``is_new``, ``is_changed``; a reference has its
key in ``<column>_key`` and is resolved in the model's own column. New rows have the negative of their line as a
provisional number, so that an import that is refused or only tried uses up no case numbers.
"""

import io
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from django.db import connection, models

from housing.exchange.messages import Problem
from housing.exchange.reader import Source
from housing.exchange.record_types import Column, RecordType

BATCH = 5000
NULL = "\\N"
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def as_copy(value) -> str:
    """One value in the text form of PostgreSQL's COPY."""
    match value:
        case None:
            return NULL
        case str():
            return value.translate(ESCAPES)
        case bool():
            return "t" if value else "f"
        case date():
            return value.isoformat()
        case list():
            return "{" + ",".join(map(as_copy, value)) + "}"
        case _:
            return str(value)


class Encoded(dict):
    """The cells of one column as COPY takes them, each read once: in a long file the same few return again and again.

    Raises ``BadValue`` for one that cannot be read. Where every cell is another, no more than ``MOST`` are kept.
    """

    MOST = 20_000

    def __init__(self, record_type: RecordType, column: Column):
        super().__init__()
        self.record_type, self.column = record_type, column

    def __missing__(self, cell: str) -> str:
        encoded = as_copy(self.record_type.read(self.column, cell))
        if len(self) >= self.MOST:
            self.clear()
        self[cell] = encoded
        return encoded


class Staging:
    """The staged rows of one import, and what was found wrong with them."""

    def __init__(
        self, types: list[RecordType], *, by=None, notes: dict[str, dict] | None = None, is_trial: bool = False
    ):
        # Who reads it in, when it is a person; and what the sender says of a file beside its rows, by record type.
        self.by = by
        self.notes = notes or {}
        self.is_trial = is_trial
        self.types = {record_type.name: record_type for record_type in types}
        self.sources: dict[str, Source] = {}
        self.given: dict[str, list[Column]] = {record_type.name: [] for record_type in types}
        self.read_counts = dict.fromkeys(self.types, 0)
        self.problems: list[Problem] = []
        self.reasons: dict[str, dict[int, list[str]]] = {name: {} for name in self.types}
        self.unreadable: set[str] = set()
        self.cursor = connection.cursor()

    # --- SQL ------------------------------------------------------------------------------------------

    def run(self, sql: str, params=None) -> int:
        self.cursor.execute(sql, params)
        return self.cursor.rowcount

    def rows(self, sql: str, params=None) -> list[tuple]:
        self.cursor.execute(sql, params)
        return self.cursor.fetchall()

    def stream(self, sql: str, params=None) -> Iterator[tuple]:
        """Rows of a long answer, a batch at a time."""
        with connection.connection.cursor(name="staged_rows") as cursor:
            cursor.itersize = BATCH
            cursor.execute(sql, params)
            yield from cursor

    @staticmethod
    def table(name: str) -> str:
        return f"staged_{name}"

    def after(self, name: str, columns: str, where: str = "TRUE") -> str:
        """SQL for the rows there will be after the import: the good staged ones, and the other registered ones."""
        staged, table = self.table(name), self.types[name].table
        return (
            f"(SELECT id, line, external_id, {columns} FROM {staged} WHERE NOT is_rejected AND ({where}) "
            f"UNION ALL SELECT id, NULL::int, external_id, {columns} FROM {table} AS kept WHERE ({where}) "
            f"AND NOT EXISTS (SELECT 1 FROM {staged} AS s WHERE s.id = kept.id AND NOT s.is_rejected))"
        )

    # --- Filling --------------------------------------------------------------------------------------

    def create(self) -> None:
        for record_type in self.types.values():
            staged = self.table(record_type.name)
            self.run(f"DROP TABLE IF EXISTS pg_temp.{staged}")
            names = stored_columns(record_type.model)
            self.run(
                f"CREATE TEMP TABLE {staged} ON COMMIT DROP AS SELECT {', '.join(names)} FROM {record_type.table} "
                "WHERE FALSE"
            )
            # What the files do not have is there from the first: to fill it in afterwards writes every row once more.
            defaults = {field.column: field.get_default() for field in record_type.model._meta.concrete_fields}
            self.run(
                f"ALTER TABLE {staged} {', '.join(f'ALTER COLUMN {name} SET DEFAULT %s' for name in names)}",
                [None if name in ("id", "external_id") else defaults[name] for name in names],
            )
            keys = "".join(f", ADD COLUMN {column.name}_key text" for column in record_type.references)
            self.run(
                f"ALTER TABLE {staged} ADD COLUMN line int, ADD COLUMN is_rejected boolean DEFAULT FALSE, "
                f"ADD COLUMN is_new boolean DEFAULT TRUE, ADD COLUMN is_changed boolean DEFAULT FALSE{keys}"
            )

    def fill(self, name: str, lines: Iterable[str]) -> None:
        """Copy in lines of (line, is_rejected, id, key, the given columns), a batch at a time."""
        record_type = self.types[name]
        columns = ["line", "is_rejected", "id", "external_id"]
        for column in self.given[name]:
            columns.append(f"{column.name}_key" if column.to else record_type.db_column(column))
        self._copy(self.table(name), columns, lines)

    def copy(self, table: str, columns: list[str], rows: Iterable[Iterable]) -> None:
        """PostgreSQL's own bulk way in, a batch at a time."""
        self._copy(table, columns, ("\t".join(map(as_copy, row)) + "\n" for row in rows))

    def _copy(self, table: str, columns: list[str], lines: Iterable[str]) -> None:
        lines = iter(lines)
        while batch := "".join(islice(lines, BATCH)):
            self.cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", io.StringIO(batch))

    def complete(self) -> None:
        """Find the rows that are registered already, and what the keys stand for. Indexes last: changes cost them."""
        for name, record_type in self.types.items():
            if self.read_counts[name]:
                self.run(f"ANALYZE {self.table(name)}")
                self._recognise(record_type)
        self.resolve_references()
        for name in self.types:
            staged = self.table(name)
            for column in ("line", "id", "external_id"):
                self.run(f"CREATE INDEX ON {staged} ({column})")
            self.run(f"ANALYZE {staged}")

    def _recognise(self, record_type: RecordType) -> None:
        """A row with a key we know is that row, and what the file does not have of it is as it is registered."""
        given = {"id", "external_id"} | {record_type.db_column(column) for column in self.given[record_type.name]}
        missing = [name for name in stored_columns(record_type.model) if name not in given]
        self.run(
            f"UPDATE {self.table(record_type.name)} AS s SET id = m.id, is_new = FALSE"
            + "".join(f", {name} = m.{name}" for name in missing)
            + f" FROM {record_type.table} AS m WHERE m.external_id = s.external_id"
        )

    def resolve_references(self) -> None:
        """Put the number of the row each key stands for, staged or registered, in the model's own column."""
        for name, record_type in self.types.items():
            for column in record_type.references:
                if column not in self.given[name]:
                    continue
                for target in (self.table(column.to), self.types[column.to].table):
                    self.run(
                        f"UPDATE {self.table(name)} AS s SET {record_type.db_column(column)} = t.id FROM {target} AS t "
                        f"WHERE t.external_id = s.{column.name}_key AND s.{record_type.db_column(column)} IS NULL"
                    )

    # --- Rejecting ------------------------------------------------------------------------------------

    def note(self, name: str, line: int, found: dict, *, is_warning: bool = False) -> None:
        """Tell of a row; unless it is a warning, remember that it is rejected."""
        self.problems.append(Problem(self.sources[name].label, line=line, is_warning=is_warning, **found))
        if not is_warning:
            text = f"{found['column']}: {found['reason']}" if found["column"] else found["reason"]
            self.reasons[name].setdefault(line, []).append(text)

    def reject(self, name: str, found: list[tuple[int, dict]]) -> bool:
        """Reject the rows that break a rule; whether there were any."""
        for line, breach in found:
            self.note(name, line, breach)
        if found:
            self.run(
                f"UPDATE {self.table(name)} SET is_rejected = TRUE WHERE line = ANY(%s)", [[line for line, _ in found]]
            )
        return bool(found)


def stored_columns(model: type[models.Model]) -> list[str]:
    """The table's columns that a row brings itself; PostgreSQL works out the rest."""
    return [field.column for field in model._meta.concrete_fields if not getattr(field, "generated", False)]
