"""What a dwelling's page shows from rooms the base may not know: the one table of its parts, in order (boligens side).

Each provider is ``app.module.function(dwelling, user, day) -> Part | None``. Apps are named as strings.
"""

from collections.abc import Iterator

from housing.casefile import Part, provider

PANELS: list[str] = ["allocation.dwelling_parts.turnaround"]


def panels(dwelling, user, day) -> Iterator[Part]:
    for path in PANELS:
        part = provider(path)(dwelling, user, day)
        if part is not None:
            yield part
