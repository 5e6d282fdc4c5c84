"""Every figure against an independent count in plain Python, over a generated municipality and several periods."""

from datetime import date

import pytest
from django.conf import settings
from django.core.management import call_command

from housing.periods import Period
from reporting import figures
from tests.reporting.plain_count import Count, read

UNTIL = date(2026, 11, 15)
PERIODS = [
    Period.half_year(2026, 1),
    Period.half_year(2025, 2),
    Period.of_month(2026, 2),
    Period(date(2026, 5, 31), date(2026, 5, 31)),
    Period(date(2026, 9, 14), date(2026, 9, 14)),
    Period(date(2023, 3, 7), date(2026, 10, 20)),
    Period(date(2030, 1, 1), date(2030, 1, 31)),
    Period(date(1990, 1, 1), date(1990, 1, 31)),
]


@pytest.fixture(scope="module")
def municipality(tmp_path_factory, django_db_setup, django_db_blocker):
    """A small municipality, loaded once for all the periods and gone afterwards."""
    folder = tmp_path_factory.mktemp("municipality")
    with django_db_blocker.unblock():
        call_command("generate_records", folder, scale=0.15, seed=7, years=4, until=UNTIL, verbosity=0)
    return read(folder), folder


@pytest.mark.django_db
def test_every_figure_agrees_with_a_plain_count(municipality):
    files, folder = municipality
    call_command("import_records", folder, verbosity=0)
    differences = {}
    for period in PERIODS:
        counted = Count(files, period.first, period.last, settings.INHABITANTS).all()
        found = figures.values(period)
        assert set(counted) == set(found)
        differences |= {
            (str(period), code): (found[code], counted[code]) for code in found if found[code] != counted[code]
        }
    assert differences == {}


@pytest.mark.django_db
def test_a_figure_counts_exactly_the_rows_it_returns(municipality):
    _files, folder = municipality
    call_command("import_records", folder, verbosity=0)
    period = Period.half_year(2026, 1)
    for figure in figures.FIGURES:
        if figure.value is figures.figure.count:
            rows = figure.rows(period)
            assert figure.of(period) == len(set(rows.values_list("pk", flat=True))) == len(rows), figure.code
