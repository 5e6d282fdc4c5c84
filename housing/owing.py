"""Who owes rent, asked of rooms the base may not know: the one table of those who answer (husleierestanse).

Each source is ``app.module.function(households, day) -> set`` of household keys; ``households`` is a queryset or keys.
"""

from django.utils.module_loading import import_string

SOURCES: list[str] = ["evictions.owing.households_in_debt"]


def in_debt(households, day) -> set[int]:
    """Those among the households who owe more rent on the day than the municipality's limit."""
    return set().union(*(import_string(path)(households, day) for path in SOURCES))
