"""What the arrears routine says in words, and what a new version changed (restanserutinens versjoner)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from evictions.models import ArrearsRoutine
from housing.templatetags.norwegian import date_no, kr


@dataclass(frozen=True)
class Version:
    """One version with what it says, what it changed from the one before it, and when it applies."""

    routine: ArrearsRoutine
    facts: list[tuple[str, str]]
    changes: list[tuple[str, str, str]]
    is_current: bool
    is_later: bool


def facts_of(routine: ArrearsRoutine) -> list[tuple[str, str]]:
    return [
        (_("Sak åpnes når det skyldes mer enn"), kr(routine.limit)),
        (_("Eller når så mange terminer på rad ikke er betalt"), str(routine.missed_in_a_row)),
        (_("Dager mellom kjøringene"), str(routine.run_every_days)),
        (_("Talt fra"), date_no(routine.first_run_on)),
        (_("Dager en innbetaling kan være forsinket"), str(routine.tolerance_days)),
    ]


def versions(rows, today) -> list[Version]:
    """Newest first. The first version is held against what every municipality starts with."""
    newest_first = list(rows)
    current = next((row for row in newest_first if row.valid_from <= today), None)
    found = []
    for row, before in zip(newest_first, [*newest_first, ArrearsRoutine()][1:], strict=True):
        now, was = facts_of(row), facts_of(before)
        found.append(
            Version(
                routine=row,
                facts=now,
                changes=[(name, old, new) for (name, new), (_name, old) in zip(now, was, strict=True) if new != old],
                is_current=row == current,
                is_later=row.valid_from > today,
            )
        )
    return found
