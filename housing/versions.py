"""Versions of something that is valid from a day: what each says in words, and what it changed from the one before."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

Facts = list[tuple[str, str]]


@dataclass(frozen=True)
class Version:
    """One version: its row, its facts, (name, was, became) of what it changed, and when it applies."""

    row: Any
    facts: Facts
    changes: list[tuple[str, str, str]]
    is_current: bool
    is_later: bool


def versions(rows, today: date, *, first, facts_of: Callable[[Any], Facts]) -> list[Version]:
    """``rows`` come newest first, each with ``valid_from``. The oldest is held against ``first``, which all start with.

    What a row says may be more than another says, so facts are paired by name.
    """
    newest_first = list(rows)
    current = next((row for row in newest_first if row.valid_from <= today), None)
    found = []
    for row, before in zip(newest_first, [*newest_first, first][1:], strict=True):
        was = dict(facts_of(before))
        facts = facts_of(row)
        changes = [(name, was.get(name, ""), new) for name, new in facts if was.get(name, "") != new]
        found.append(Version(row, facts, changes, is_current=row == current, is_later=row.valid_from > today))
    return found
