"""The rules the database keeps, put to staged rows, so that a breach is told with its line before PostgreSQL refuses.

They are read from PostgreSQL's own catalogue: what guards the pages guards an import, in the same words, and a rule
added to a model tomorrow is one an import keeps tomorrow.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _

from housing.exchange.messages import breach, shown
from housing.exchange.record_types import Column, RecordType
from housing.exchange.staging import Staging

CHECKS = """
    SELECT c.conname, pg_get_expr(c.conbin, c.conrelid),
           ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey))
    FROM pg_constraint c WHERE c.conrelid = %s::regclass AND c.contype = 'c' ORDER BY c.conname
"""
UNIQUES = """
    SELECT name.relname, pg_get_expr(i.indpred, i.indrelid),
           ARRAY(SELECT pg_get_indexdef(i.indexrelid, n, TRUE) FROM generate_series(1, i.indnkeyatts) AS n ORDER BY n),
           (SELECT ARRAY(SELECT o.oprname::text FROM unnest(c.conexclop) WITH ORDINALITY AS u(oid, n)
                         JOIN pg_operator o ON o.oid = u.oid ORDER BY n)
            FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype = 'x')
    FROM pg_index i JOIN pg_class name ON name.oid = i.indexrelid
    WHERE i.indrelid = %s::regclass AND (i.indisunique OR i.indisexclusion) AND NOT i.indisprimary
    ORDER BY name.relname
"""


@dataclass(frozen=True)
class RowRule:
    """A condition each row must meet by itself."""

    name: str
    condition: str
    columns: list[str]


@dataclass(frozen=True)
class PairRule:
    """What no two rows may have in common: equal keys, or keys that overlap."""

    name: str
    predicate: str
    keys: list[str]
    operators: list[str]


def row_rules(staging: Staging, record_type: RecordType) -> list[RowRule]:
    return [RowRule(*found) for found in staging.rows(CHECKS, [record_type.table])]


def pair_rules(staging: Staging, record_type: RecordType) -> list[PairRule]:
    return [
        PairRule(name, predicate or "TRUE", keys, operators or ["="] * len(keys))
        for name, predicate, keys, operators in staging.rows(UNIQUES, [record_type.table])
        if keys != ["external_id"]
    ]


def rule_message(model: type[models.Model], name: str, keys: list[str] = ()) -> str:
    """The model's own sentence about one of its rules; a unique field's has no name but its column."""
    for constraint in model._meta.constraints:
        if constraint.name == name:
            return str(constraint.violation_error_message)
    for field in model._meta.concrete_fields:
        if field.unique and [field.column] == list(keys):
            return str(field.error_messages["unique"])
    return _("Verdien er ikke lovlig.")


def _culprit(record_type: RecordType, db_columns: list[str], *, last: bool) -> Column | None:
    """The column to name: of a date before another the later one, of a pair the thing they share."""
    named = [column for column in record_type.columns if record_type.db_column(column) in db_columns]
    return (named[-1] if last else named[0]) if named else None


def _shown_column(record_type: RecordType, column: Column | None) -> str:
    if column is None:
        return "NULL"
    return f"{column.name}_key" if column.to else record_type.db_column(column)


def _told(record_type: RecordType, column: Column | None, value, reason: str) -> dict:
    if column is None:
        return breach(reason)
    text = "" if value is None else str(value) if column.to else record_type.write(column, value)
    return breach(reason, column=column.name, value=text, hides=column.is_secret)


def break_row_rules(staging: Staging, record_type: RecordType) -> bool:
    found = []
    for rule in row_rules(staging, record_type):
        column = _culprit(record_type, rule.columns, last=True)
        # A reference that leads nowhere is told as that, not as a missing value.
        unresolved = "".join(
            f" AND ({other.name}_key IS NULL OR {record_type.db_column(other)} IS NOT NULL)"
            for other in record_type.references
            if record_type.db_column(other) in rule.columns
        )
        broken = staging.rows(
            f"SELECT line, {_shown_column(record_type, column)} FROM {staging.table(record_type.name)} "
            f"WHERE NOT is_rejected AND NOT ({rule.condition}){unresolved} ORDER BY line"
        )
        reason = rule_message(record_type.model, rule.name)
        found += [(line, _told(record_type, column, value, reason)) for line, value in broken]
    return staging.reject(record_type.name, found)


def break_pair_rules(staging: Staging, types: list[RecordType]) -> bool:
    """Of two rows that cannot both be right the later in the file is rejected, never one that is registered."""
    is_found = False
    for record_type, rule in [(each, rule) for each in types for rule in pair_rules(staging, each)]:
        column = _culprit(record_type, rule.keys, last=False)
        reason = rule_message(record_type.model, rule.name, rule.keys)
        rejected: set[int] = set()
        found = []
        for line, value, other_line, other_key in _pairs(staging, record_type, rule, column):
            if other_line in rejected or line in rejected:
                continue
            rejected.add(line)
            if other_line is None:
                other = _("Det gjelder en rad som er registrert fra før, «{key}».").format(key=shown(other_key))
            else:
                other = _("Det gjelder også linje {line}.").format(line=other_line)
            found.append((line, _told(record_type, column, value, f"{reason} {other}")))
        is_found |= staging.reject(record_type.name, found)
    return is_found


def _pairs(staging: Staging, record_type: RecordType, rule: PairRule, column: Column | None) -> list[tuple]:
    names = [f"k{number}" for number in range(len(rule.keys))]
    keys = ", ".join(f"{key} AS {name}" for key, name in zip(rule.keys, names, strict=True))
    alike = " AND ".join(f"a.{name} {operator} b.{name}" for name, operator in zip(names, rule.operators, strict=True))
    staged = staging.table(record_type.name)
    # What no column of the file fills is no value of the row's to show.
    shown_value = "NULL" if column is None else f"s.{_shown_column(record_type, column)}"
    return staging.rows(
        f"WITH known AS MATERIALIZED {staging.after(record_type.name, keys, rule.predicate)} "
        f"SELECT a.line, {shown_value}, b.line, b.external_id "
        f"FROM known a JOIN known b ON {alike} AND (b.line IS NULL OR b.line < a.line) AND a.id <> b.id "
        f"JOIN {staged} s ON s.line = a.line WHERE a.line IS NOT NULL ORDER BY a.line, b.line NULLS FIRST"
    )


def missing_references(staging: Staging, record_type: RecordType) -> bool:
    found = []
    for column in record_type.references:
        if column.to in staging.unreadable:
            continue
        broken = staging.rows(
            f"SELECT line, {column.name}_key FROM {staging.table(record_type.name)} "
            f"WHERE {column.name}_key IS NOT NULL AND {record_type.db_column(column)} IS NULL ORDER BY line"
        )
        reason = _("Det finnes ingen rad med denne id-en i {file}, og ingen er registrert fra før.").format(
            file=column.to
        )
        found += [(line, breach(reason, column=column.name, value=key)) for line, key in broken]
    return staging.reject(record_type.name, found)


def duplicate_keys(staging: Staging, record_type: RecordType) -> bool:
    """The same id twice in a file: the first is kept, and the others can no longer be referred to."""
    staged = staging.table(record_type.name)
    repeated = staging.rows(
        f"SELECT line, external_id, first FROM (SELECT line, external_id, "
        f"min(line) OVER (PARTITION BY external_id) AS first FROM {staged} WHERE external_id IS NOT NULL) AS all_rows "
        "WHERE line > first ORDER BY line"
    )
    reason = _("Id-en er brukt før i filen, på linje {line}.")
    found = [(line, breach(reason.format(line=first), column="id", value=key)) for line, key, first in repeated]
    if found:
        staging.run(f"UPDATE {staged} SET external_id = NULL WHERE line = ANY(%s)", [[line for line, _breach in found]])
    return staging.reject(record_type.name, found)


def reject_followers(staging: Staging) -> None:
    """A row that refers to a rejected row is rejected too, and those that refer to it, until there are no more."""
    is_found = True
    while is_found:
        is_found = False
        for name, record_type in staging.types.items():
            for column in record_type.references:
                target = staging.table(column.to)
                broken = staging.rows(
                    f"SELECT s.line, s.{column.name}_key, t.line FROM {staging.table(name)} s JOIN {target} t "
                    f"ON t.external_id = s.{column.name}_key WHERE t.is_rejected AND NOT s.is_rejected ORDER BY s.line"
                )
                reason = _("Raden viser til en rad som er avvist: {file}, linje {line}.")
                found = [
                    (
                        line,
                        breach(
                            reason.format(file=staging.sources[column.to].label, line=at), column=column.name, value=key
                        ),
                    )
                    for line, key, at in broken
                ]
                is_found |= staging.reject(name, found)
