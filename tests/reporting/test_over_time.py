"""Figures by month: asked for together, and the same as each month asked for alone."""

from datetime import date

import pytest
from django.core.management import call_command

from housing.periods import Period
from reporting.figures import BY_CODE, FIGURES, Over, consistent_snapshot
from reporting.figures.over_time import FIELD_BY_CODE, SPANS, SUMS_WITHOUT_DATE, values_by_month

UNTIL = date(2026, 11, 15)
MONTHS = Period(date(2025, 7, 1), date(2026, 6, 30)).months()


@pytest.fixture(scope="module")
def folder(tmp_path_factory, django_db_setup, django_db_blocker):
    made = tmp_path_factory.mktemp("municipality")
    with django_db_blocker.unblock():
        call_command("generate_records", made, scale=0.15, seed=11, years=3, until=UNTIL, verbosity=0)
    return made


def test_every_code_of_the_tables_is_a_figure():
    assert {*FIELD_BY_CODE, *SPANS, *SUMS_WITHOUT_DATE} <= set(BY_CODE)


@pytest.mark.django_db
def test_the_months_together_are_each_month_alone_and_sums_add_up(folder, django_assert_num_queries):
    call_command("import_records", folder, verbosity=0)
    found = values_by_month(FIGURES, MONTHS)
    halves = [Period.half_year(2025, 2), Period.half_year(2026, 1)]
    wrong = {}
    with consistent_snapshot():
        for figure in FIGURES:
            alone = [figure.of(month) for month in MONTHS]
            if alone != found[figure.code]:
                wrong[figure.code] = (alone, found[figure.code])
            for number, half in enumerate(halves):
                months = alone[6 * number : 6 * number + 6]
                if figure.unit in ("percent", "day", "year", "kr") or figure.decimals:
                    continue
                if figure.over == Over.SUM:
                    assert sum(months) == figure.of(half), figure.code
                if figure.over == Over.SPAN:
                    assert max(months) <= figure.of(half) <= sum(months), figure.code
                if figure.over == Over.LAST_DAY:
                    assert months[-1] == figure.of(half), figure.code
    assert wrong == {}
    with django_assert_num_queries(1):
        values_by_month([BY_CODE["evictions.with_children"]], MONTHS)
    with django_assert_num_queries(1):
        values_by_month([BY_CODE["homeless.households"]], MONTHS)
