"""The figures: one definition each, in words and in code, for the screen, the report, the API and the command line."""

from collections.abc import Collection
from contextlib import contextmanager

from django.db import connection, transaction

from housing.periods import Period
from reporting.figures import (
    applications,
    arrears,
    courses,
    dwellings,
    homeless,
    housing_first,
    rent_to_own,
    settlement,
    temporary,
    tenancies,
    transitions,
    waiting,
)
from reporting.figures.figure import Figure, Group, Over, Unit, Value
from reporting.figures.over_time import placed_in_time

__all__ = ["BY_CODE", "FIGURES", "Figure", "Group", "Over", "Unit", "Value", "consistent_snapshot", "values"]

FIGURES: list[Figure] = placed_in_time(
    [
        *homeless.FIGURES,
        *applications.FIGURES,
        *waiting.FIGURES,
        *dwellings.FIGURES,
        *tenancies.FIGURES,
        *temporary.FIGURES,
        *arrears.FIGURES,
        *rent_to_own.FIGURES,
        *housing_first.FIGURES,
        *settlement.FIGURES,
        *transitions.FIGURES,
        *courses.FIGURES,
    ]
)
BY_CODE: dict[str, Figure] = {figure.code: figure for figure in FIGURES}


def values(period: Period, codes: Collection[str] = BY_CODE.keys()) -> dict[str, Value]:
    """Every figure of one period, or those asked for, all as the database stood at one instant."""
    with consistent_snapshot():
        return {figure.code: figure.of(period) for figure in FIGURES if figure.code in codes}


@contextmanager
def consistent_snapshot(*, writes: bool = False):
    """One transaction in which every query sees the same instant; nothing is written unless ``writes``."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        # The level can only be set before the first query; inside another's transaction that one has set the rules.
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ" + ("" if writes else ", READ ONLY"))
        yield
