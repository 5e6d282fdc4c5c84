"""What the municipality's routine says in words, and what a new version changed (saksbehandlingsrutinens versjoner)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.models import Routine


@dataclass(frozen=True)
class Version:
    """One version with what it says, what it changed from the one before it, and when it applies."""

    routine: Routine
    facts: list[tuple[str, str]]
    changes: list[tuple[str, str, str]]
    is_current: bool
    is_later: bool


def facts_of(routine) -> list[tuple[str, str]]:
    yes_no = {True: _("ja"), False: _("nei")}
    return [
        (_("Retningslinjer"), routine.guidelines),
        (_("Laveste alder"), _("{age} år").format(age=routine.minimum_age)),
        (_("Botid i kommunen"), _months(routine.residence_months) if routine.residence_months else _("kreves ikke")),
        (_("Husleiegjeld må være gjort opp"), yes_no[routine.rent_debt_is_obstacle]),
        (_("En kollega leser vedtaket"), str(routine.get_second_reader_display()).lower()),
        (_("Drøfting før tildeling"), yes_no[routine.discussion_before_offer]),
        (_("Frist for dokumenter"), _("{days} dager").format(days=routine.document_days)),
        (_("Kartlegging gjelder i"), _months(routine.mapping_months)),
    ]


def _months(number: int) -> str:
    return ngettext("%(number)d måned", "%(number)d måneder", number) % {"number": number}


def versions(rows, today) -> list[Version]:
    """Newest first. The first version is held against what every municipality starts with."""
    newest_first = list(rows)
    current = next((row for row in newest_first if row.valid_from <= today), None)
    found = []
    for row, before in zip(newest_first, [*newest_first, Routine()][1:], strict=True):
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
