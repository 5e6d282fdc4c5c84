"""The rules of the house that are asked of the running program: its five tables, its lifecycles, its addresses."""

from collections.abc import Iterable

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.module_loading import import_string

from housing.cases import Lifecycle
from tests.house_rules import MAY_IMPORT


def unresolved(paths: Iterable[str]) -> list[str]:
    """Dotted strings that lead nowhere, or to something that cannot be called when it should be."""
    found = []
    for path in paths:
        try:
            import_string(path)
        except ImportError:
            found.append(path)
    return found


def unknown_tasks(schedule: dict, known: Iterable[str]) -> list[str]:
    """Rows of the beat table whose task no worker knows: they would fail in silence, night after night."""
    return [name for name, row in schedule.items() if row["task"] not in known]


def unknown_moves(keys: Iterable[str]) -> list[str]:
    """``app.model.status`` keys of the table of consequences that no case can ever have."""
    found = []
    for key in keys:
        app, _dot, rest = key.partition(".")
        model, _dot, status = rest.partition(".")
        try:
            moves = getattr(apps.get_model(app, model), "MOVES", {})
        except LookupError:
            moves = {}
        if status not in moves:
            found.append(key)
    return found


def lifecycles() -> list[type[Lifecycle]]:
    return [model for model in apps.get_models() if issubclass(model, Lifecycle)]


def models_with_a_status() -> list[type]:
    """Ours alone, and not the row history, which remembers statuses without moving them."""
    return [model for model in apps.get_models() if model._meta.app_label in MAY_IMPORT and not is_history(model)]


def is_history(model) -> bool:
    return any(base.__module__.startswith("pghistory") for base in model.__mro__)


def wrong_lifecycle(model) -> list[str]:
    """A status that moves past the door, or a table of moves that does not cover the statuses exactly."""
    try:
        field = model._meta.get_field("status")
    except FieldDoesNotExist:
        return [f"{model.__name__} has no status"] if issubclass(model, Lifecycle) else []
    if not issubclass(model, Lifecycle):
        return [f"{model.__name__} has a status and no door"]
    statuses = {value for value, _label in field.flatchoices}
    named = {str(status) for status in model.MOVES}
    reached = {str(target) for targets in model.MOVES.values() for target in targets}
    found = [f"{model.__name__}: {status} has no moves" for status in sorted(statuses - named)]
    found += [f"{model.__name__}: {status} is no status" for status in sorted((named | reached) - statuses)]
    never = statuses - reached - {field.get_default()}
    return found + [f"{model.__name__}: nothing leads to {status}" for status in sorted(never)]


def addresses(patterns=None, prefix: str = "", namespace: str = "") -> dict[str, str]:
    """Every address of the program: its name (or its route, when it has none) and its route."""
    found: dict[str, str] = {}
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found |= addresses(pattern.url_patterns, route, inner)
        elif isinstance(pattern, URLPattern):
            found[f"{namespace}{pattern.name}" if pattern.name else route] = route
    return found


def without_a_row(known: dict[str, str], rows: Iterable[str]) -> list[str]:
    """Addresses that the table of rights says nothing about."""
    return sorted(set(known) - set(rows))


def without_an_address(known: dict[str, str], rows: Iterable[str]) -> list[str]:
    """Rows about addresses that are gone."""
    return sorted(set(rows) - set(known))
