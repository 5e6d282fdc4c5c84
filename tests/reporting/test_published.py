"""What may be printed of the figures: no total gives away a count from one to four."""

from itertools import combinations_with_replacement

import pytest

from housing.periods import Period
from reporting.answers import Content
from reporting.families import TOTALS
from reporting.figures import FIGURES
from reporting.models import FrozenFigure, Report
from reporting.published import HIDDEN, as_published, published

SPRING = Period.half_year(2026, 1)


def content(**values):
    """Every figure at 100 but for those given, with double underscores for dots."""
    given = {code.replace("__", "."): value for code, value in values.items()}
    report = Report(period_first=SPRING.first, period_last=SPRING.last)
    answers = {
        figure.code: FrozenFigure(
            report=report, code=figure.code, label=figure.label, value=given.get(figure.code, 100)
        )
        for figure in FIGURES
    }
    return Content(report, answers, {}, False)


def test_a_small_count_of_people_is_hidden_and_zero_is_not():
    shown = published(content(homeless__children=4, homeless__adults=0, waiting__children=1))

    assert (shown["homeless.children"], shown["waiting.children"], shown["homeless.adults"]) == (HIDDEN, HIDDEN, 0)


def test_a_small_count_of_dwellings_and_applications_is_shown():
    shown = published(content(dwellings__vacant=2, appeals__changed=1))

    assert (shown["dwellings.vacant"], shown["appeals.changed"]) == (2, 1)


def test_what_is_hidden_is_printed_as_a_colon():
    made = content(homeless__children=4)

    assert as_published(published(made)["homeless.children"], made.figures["homeless.children"]) == ":"


@pytest.mark.parametrize("parts", list(combinations_with_replacement([0, 1, 4, 5, 40], 5)))
def test_a_hidden_category_is_never_the_only_one_beside_a_shown_total(parts):
    names = TOTALS["homeless.households"]
    values = {name.replace(".", "__"): part for name, part in zip(names, parts, strict=True)}
    shown = published(content(homeless__households=sum(parts), disadvantaged__no_home=sum(parts), **values))

    hidden = [name for name in names if shown[name] is HIDDEN]
    assert all(name in hidden for name, part in zip(names, parts, strict=True) if 0 < part < 5)
    if shown["homeless.households"] is not HIDDEN or shown["disadvantaged.no_home"] is not HIDDEN:
        assert len(hidden) != 1


@pytest.mark.parametrize(
    ("out", "percent", "printed"),
    [
        (4, 50, HIDDEN),
        (20, 95, HIDDEN),  # one came out without a home
        (20, 20, HIDDEN),  # four had one
        (20, 100, 100),
        (20, 75, 75),
        (0, None, None),
    ],
)
def test_the_share_with_a_home_gives_away_no_small_number(out, percent, printed):
    shown = published(content(transitions__completed=out, transitions__housed_percent=percent))

    assert shown["transitions.housed_percent"] == printed
    assert (shown["transitions.completed"] is HIDDEN) is (0 < out < 5)


def test_a_few_releases_are_not_printed():
    shown = published(content(transitions__releases=2, transitions__discharges=5))

    assert (shown["transitions.releases"], shown["transitions.discharges"]) == (HIDDEN, 5)


def test_a_few_debts_and_evictions_are_not_printed_and_neither_is_what_the_few_owe():
    shown = published(content(arrears__tenancies=3, arrears__amount=72_000, evictions__with_children=1))

    assert (shown["arrears.tenancies"], shown["arrears.amount"]) == (HIDDEN, HIDDEN)
    assert (shown["evictions.with_children"], shown["evictions.petitions"]) == (HIDDEN, 100)


def test_what_many_owe_is_printed():
    shown = published(content(arrears__tenancies=5, arrears__amount=3, evictions__carried_out=0))

    assert (shown["arrears.amount"], shown["evictions.carried_out"]) == (3, 0)
