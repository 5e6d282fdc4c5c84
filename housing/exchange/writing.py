"""Writes the good staged rows: one statement for all new rows of a type, one for all that have changed."""

from django.db import IntegrityError, transaction

from housing.exchange.record_types import RecordType
from housing.exchange.staging import Staging, stored_columns


def written_columns(record_type: RecordType) -> list[str]:
    """What the files say of a row, and what follows from it."""
    return list(dict.fromkeys([*(record_type.db_column(column) for column in record_type.columns), *record_type.kept]))


def mark_changed(staging: Staging, record_type: RecordType) -> None:
    names = written_columns(record_type)
    said, known = (", ".join(f"{table}.{name}" for name in names) for table in "sm")
    staged = staging.table(record_type.name)
    staging.run(
        f"UPDATE {staged} AS s SET is_changed = TRUE FROM {record_type.table} AS m "
        f"WHERE m.id = s.id AND NOT s.is_new AND NOT s.is_rejected AND ({said}) IS DISTINCT FROM ({known})"
    )


def numbered_by_insert(staging: Staging, record_type: RecordType) -> bool:
    """A type no other refers to, with no timeline: its rows need no number before they are written."""
    is_referred_to = any(
        column.to == record_type.name for other in staging.types.values() for column in other.references
    )
    return record_type.events is None and not is_referred_to


def number(staging: Staging) -> None:
    """Give new rows their numbers, in the order of the files, and let references follow."""
    for name, record_type in staging.types.items():
        staged = staging.table(name)
        if staging.read_counts[name] and not numbered_by_insert(staging, record_type):
            staging.run(
                f"UPDATE {staged} AS s SET id = numbered.id FROM "
                "(SELECT line, nextval(pg_get_serial_sequence(%s, 'id')) AS id FROM "
                f"(SELECT line FROM {staged} WHERE is_new AND NOT is_rejected ORDER BY line) AS new_rows) AS numbered "
                "WHERE numbered.line = s.line",
                [record_type.table],
            )
    for name, record_type in staging.types.items():
        for column in record_type.references:
            staging.run(
                f"UPDATE {staging.table(name)} AS s SET {record_type.db_column(column)} = t.id "
                f"FROM {staging.table(column.to)} AS t WHERE t.external_id = s.{column.name}_key AND t.is_new"
            )


def insert_new(staging: Staging, record_type: RecordType) -> None:
    names = stored_columns(record_type.model)
    if not staging.is_trial and numbered_by_insert(staging, record_type):
        names.remove("id")
    columns = ", ".join(names)
    staging.run(
        f"INSERT INTO {record_type.table} ({columns}) SELECT {columns} FROM {staging.table(record_type.name)} "
        "WHERE is_new AND NOT is_rejected ORDER BY line"
    )


def update_changed(staging: Staging, record_type: RecordType) -> None:
    """All at once; or one by one when two rows change places, since PostgreSQL guards each step on the way."""
    try:
        with transaction.atomic():
            _update(staging, record_type, "s.is_changed", [])
    except IntegrityError:
        lines = [
            line for (line,) in staging.rows(f"SELECT line FROM {staging.table(record_type.name)} WHERE is_changed")
        ]
        _update_in_turn(staging, record_type, lines)


def _update_in_turn(staging: Staging, record_type: RecordType, lines: list[int]) -> None:
    while lines:
        waiting = []
        for line in lines:
            try:
                with transaction.atomic():
                    _update(staging, record_type, "s.line = %s", [line])
            except IntegrityError as error:
                waiting.append(line)
                refusal = error
        if len(waiting) == len(lines):
            raise refusal
        lines = waiting


def _update(staging: Staging, record_type: RecordType, which: str, params: list) -> None:
    settings = ", ".join(f"{name} = s.{name}" for name in written_columns(record_type))
    staging.run(
        f"UPDATE {record_type.table} AS m SET {settings} FROM {staging.table(record_type.name)} AS s "
        f"WHERE m.id = s.id AND {which}",
        params,
    )
