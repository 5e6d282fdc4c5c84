"""Every figure against the plain count, over municipalities bent at random and periods on their edges.

``RANDOM_MUNICIPALITIES=100`` tries as many, and others each time; without it the same few are tried every time.
"""

import os
import tempfile
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from django.conf import settings
from django.db import transaction
from hypothesis import HealthCheck, Phase, assume, given, note
from hypothesis import settings as trying
from hypothesis import strategies as st

from housing.exchange.exporter import Export
from housing.exchange.importer import Import
from housing.generator import generate
from housing.periods import Period
from reporting import figures
from tests.reporting.plain_count import Count, read
from tests.reporting.random_municipality import Bent, days_in, write, years_on

TRIES = int(os.environ.get("RANDOM_MUNICIPALITIES", "0"))
PERIODS = 8
UNTIL = date(2026, 11, 15)
STEPS = [90, 91, -181, -184]
LENGTHS = [0, 0, 1, 27, 30, 90, 181, 365, 731]
FAR_OUTSIDE = [date(1990, 1, 31), date(2035, 12, 31), date(2200, 2, 28)]


def some_period(random: Random, days: list[list[date]]) -> Period:
    """Its last day on a day that something happened, or beside it; its first on another such day, or so long before."""
    last = random.choice(random.choice(days)) + timedelta(days=random.choice([-1, 0, 0, 1]))
    kind = random.randrange(10)
    if kind == 0:
        last = random.choice(FAR_OUTSIDE)
    if kind in (1, 2):  # what is asked of three years back, of ninety days, of a half-year ahead
        last = random.choice([years_on(last, 3), years_on(last, 3), last + timedelta(days=random.choice(STEPS))])
    if kind == 3:
        return Period.half_year(last.year, 1 if last.month <= 6 else 2)
    if kind == 4:
        return Period.of_month(last.year, last.month)
    first = last - timedelta(days=random.choice(LENGTHS))
    if kind == 5:
        first = max(first, min(random.choice(random.choice(days)), last))
    return Period(first, last)


def read_in(folder: Path, random: Random, scale: float, years: int) -> dict:
    """What was lawful of a bent municipality, as it is written out again."""
    made, bent, out = (folder / name for name in ("made", "bent", "out"))
    generate(made, scale=scale, years=years, seed=random.randrange(10_000), until=UNTIL)
    files = Bent(read(made), random, UNTIL).all()
    write(bent, files)
    outcome = Import(bent, is_partial=True).run()
    # What only the writing finds belongs to no line that could be left out, and then nothing is read in.
    nowhere = [str(problem) for problem in outcome.problems if problem.line is None and not problem.is_warning]
    assert outcome.is_written or nowhere
    assume(outcome.is_written)
    Export(out).run()
    return as_registered(read(out), files)


def as_registered(out: dict, files: dict) -> dict:
    """In the order they were read in: of two mappings or leases from one day the one registered last is in force."""
    for name, rows in out.items():
        places = {row["id"]: place for place, row in enumerate(files.get(name, []))}
        rows.sort(key=lambda row: places[row["id"]])
    return out


@pytest.mark.slow
@pytest.mark.django_db
@trying(
    max_examples=TRIES or 8,
    derandomize=not TRIES,
    database=None,
    deadline=None,
    # A smaller municipality tells no more: the message has the period and the figure.
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(
    seed=st.integers(0, 2**32 - 1),
    scale=st.sampled_from([0.02, 0.03, 0.05]),
    years=st.integers(1, 5),
)
def test_every_figure_agrees_with_a_plain_count(seed, scale, years):
    random = Random(seed)
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        files = read_in(Path(folder), random, scale, years)
        days, differences = days_in(files), {}
        for _number in range(PERIODS):
            period = some_period(random, days)
            counted = Count(files, period.first, period.last, settings.INHABITANTS).all()
            found = figures.values(period)
            assert set(counted) == set(found)
            differences |= {
                (str(period), code): (found[code], counted[code]) for code in found if found[code] != counted[code]
            }
        differences |= rows_told_twice(period)
        note(f"{sum(map(len, files.values()))} rows")
        transaction.set_rollback(True)
    assert differences == {}


def rows_told_twice(period: Period) -> dict:
    """The figures whose rows are not the rows they count, each once: they are what is opened, and kept on approval."""
    found = {}
    for figure in figures.FIGURES:
        rows = list(figure.rows(period).values_list("pk", flat=True))
        counted = figure.of(period) if figure.value is figures.figure.count else len(rows)
        if not len(rows) == len(set(rows)) == counted:
            found[str(period), figure.code] = (counted, len(rows), len(set(rows)))
    return found
