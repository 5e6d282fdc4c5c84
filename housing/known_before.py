"""What must be known of households before a home is given to them, from rooms the base may not know (før tildeling).

The one table. Each provider is ``app.module.function(households, user, day) -> {household key: Known}``: a constant
number of queries, whatever is asked. What is known gives no place and takes none away: it says what must be in place.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from housing.casefile import provider

PROVIDERS: list[str] = ["evictions.return_notes.before_allocation"]


@dataclass(frozen=True)
class Known:
    """A few words for a badge, what has happened, and what follow-up is needed."""

    label: str
    text: str
    needed: str


def known_of(households: Iterable[int], user, day) -> dict[int, list[Known]]:
    """By household key; those of whom nothing is known are left out."""
    asked = set(households)
    found: dict[int, list[Known]] = {}
    for path in PROVIDERS:
        for household, known in provider(path)(asked, user, day).items():
            found.setdefault(household, []).append(known)
    return found
