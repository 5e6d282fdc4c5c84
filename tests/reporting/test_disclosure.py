"""No sequence of published totals lets a count from one to four be worked out."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reporting.disclosure import EVERY, HALF_YEARS, MONTHS, TERTIALS, YEAR, spans_told, sums_told
from reporting.suppression import is_small
from tests.reporting.attacker import MOST, Attacker

counts = st.one_of(st.integers(0, 4), st.integers(0, 9), st.just(0))
years = st.lists(counts, min_size=12, max_size=12)
thorough = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
RANGES = sorted(EVERY)


def of(series, place):
    return sum(series[slice(*place)])


def attacked(total, lists, told_total, told_lists):
    """What is worked out of a total by month, and of the parts in each list, from the ranges told of them."""
    lists = [[*parts, [whole - sum(each) for whole, *each in zip(total, *parts, strict=True)]] for parts in lists]
    series = [total, *(part for parts in lists for part in parts)]
    attacker = Attacker(12 * len(series))
    for place in told_total:
        attacker.knows(dict.fromkeys(range(*place), 1), of(total, place), of(total, place))
    for month in range(12):
        if is_small(total[month]):
            attacker.knows({month: 1}, 1, 4)
    first = 1
    for parts, told in zip(lists, told_lists, strict=True):
        for month in range(12):
            terms = {12 * (first + number) + month: 1 for number in range(len(parts))}
            attacker.knows(terms | {month: -1}, 0, 0)
        for number, part in enumerate(parts):
            for place in told:
                terms = {12 * (first + number) + month: 1 for month in range(*place)}
                attacker.knows(terms, of(part, place), of(part, place))
        first += len(parts)
    questions = {
        f"{number} {place}": {12 * number + month: 1 for month in range(*place)}
        for number, one in enumerate(series)
        for place in RANGES
        if is_small(of(one, place))
    }
    return attacker.works_out(questions)


def naively_told(series):
    return {place for place in EVERY if not any(is_small(of(one, place)) for one in series)}


@thorough
@given(years)
def test_a_figure_alone_gives_no_small_count_away(months):
    assert attacked(months, [], sums_told([months]), []) == set()


@st.composite
def with_parts(draw):
    """A total by month, and it divided twice: into two parts and the rest, and into one and the rest."""
    first, second, rest = draw(years), draw(years), draw(years)
    total = [sum(each) for each in zip(first, second, rest, strict=True)]
    other = [draw(st.integers(0, whole)) for whole in total]
    return total, [[first, second], [other]]


@thorough
@given(with_parts())
def test_parts_and_subsets_of_a_total_give_no_small_count_away(made):
    total, lists = made
    told = sums_told([total])
    rests = [[whole - sum(each) for whole, *each in zip(total, *parts, strict=True)] for parts in lists]
    told_lists = [sums_told([*parts, rest], told) for parts, rest in zip(lists, rests, strict=True)]

    assert attacked(total, lists, told, told_lists) == set()


@pytest.mark.parametrize(
    "months",
    [
        [9, 9, 9, 9, 9, 2, *[9] * 6],  # the one hidden month is what is missing
        [1, 1, 1, 1, 1, 9, *[9] * 6],  # five that make five are all ones
        [4, 4, 9, 9, 9, 9, *[9] * 6],
        [3, *[0] * 5, *[9] * 6],  # the half-year that is hidden is what the other lacks of the year
    ],
)
def test_without_the_rule_of_time_a_hidden_month_is_worked_out(months):
    """The attacker is no straw man: where each total is judged alone, he wins."""
    assert attacked(months, [], naively_told([months]), []) != set()
    assert attacked(months, [], sums_told([months]), []) == set()


def test_without_the_rule_of_time_he_wins_often():
    lost = 0

    @settings(max_examples=40, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(years)
    def attack(months):
        nonlocal lost
        lost += attacked(months, [], naively_told([months]), []) != set()

    attack()
    assert lost > 5


def test_nothing_is_hidden_without_need():
    assert sums_told([[5, 0, 17, 9, 8, 30] * 2]) == EVERY


def test_a_half_year_of_small_months_is_told_and_its_tertials_are_not():
    told = sums_told([[2, 1, 3, 2, 0, 4, 5, 6, 7, 8, 9, 0]])

    assert {place for place in MONTHS if place in told} == {(4, 5), *MONTHS[6:]}
    assert told >= {*HALF_YEARS, YEAR, (8, 12)}
    assert not told & {TERTIALS[0]}


def test_a_lone_small_month_takes_the_next_one_with_it_and_not_the_half_year():
    told = sums_told([[25, 3, 35, 6, 8, 13, *[0] * 6]])

    assert EVERY - told == {(1, 2), (2, 3), (0, 4)}


def test_the_last_month_of_a_half_year_has_no_next_one():
    assert (0, 6) not in sums_told([[25, 9, 35, 6, 8, 2, *[0] * 6]])


def test_two_half_years_may_hide_one_another_in_the_year():
    told = sums_told([[1, 2, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0]])

    assert YEAR in told
    assert not told & set(HALF_YEARS)


@given(years, years)
def test_a_half_year_is_judged_by_its_own_months_so_that_what_comes_later_changes_nothing(before, after):
    now, later = sums_told([before]), sums_told([[*before[:6], *after[6:]]])

    assert {place for place in now if place[1] <= 6} == {place for place in later if place[1] <= 6}


COVERS = [
    *([half, *MONTHS[slice(*half)]] for half in HALF_YEARS),
    *([third, *MONTHS[slice(*third)]] for third in TERTIALS),
    [YEAR, *HALF_YEARS],
    [YEAR, *TERTIALS],
    [YEAR, *MONTHS],
    [HALF_YEARS[0], TERTIALS[0], MONTHS[4], MONTHS[5]],
    [HALF_YEARS[0], TERTIALS[0], TERTIALS[1]],
    [HALF_YEARS[1], TERTIALS[2], MONTHS[6], MONTHS[7]],
    [HALF_YEARS[1], TERTIALS[1], TERTIALS[2]],
    [YEAR, TERTIALS[0], MONTHS[4], MONTHS[5], HALF_YEARS[1]],
    [YEAR, HALF_YEARS[0], MONTHS[6], MONTHS[7], TERTIALS[2]],
]


@st.composite
def stays(draw):
    """Households in temporary housing, each for some months: how many in each range of the year."""
    found = draw(st.lists(st.tuples(st.integers(0, 11), st.integers(1, 4)), max_size=40))
    return {place: sum(a < place[1] and a + length > place[0] for a, length in found) for place in RANGES}


def span_attack(counts, told):
    number = {place: index for index, place in enumerate(RANGES)}
    attacker = Attacker(len(RANGES))
    for place in RANGES:
        if place in told:
            attacker.knows({number[place]: 1}, counts[place], counts[place])
        elif is_small(counts[place]):
            attacker.knows({number[place]: 1}, 1, 4)
        for inner in RANGES:
            if place != inner and place[0] <= inner[0] and inner[1] <= place[1]:
                attacker.knows({number[place]: 1, number[inner]: -1}, 0, MOST)
    for whole, *pieces in COVERS:
        attacker.knows({number[whole]: -1} | {number[piece]: 1 for piece in pieces}, 0, MOST)
    return attacker.works_out({str(place): {number[place]: 1} for place in RANGES if is_small(counts[place])})


@thorough
@given(stays())
def test_each_counted_once_in_a_period_gives_no_small_count_away(counts):
    assert span_attack(counts, spans_told(counts)) == set()


def test_a_period_as_large_as_it_can_be_is_hidden():
    counts = dict.fromkeys(RANGES, 0) | {(0, 1): 4, (5, 6): 4, (0, 4): 4, (4, 8): 4, (0, 6): 8, (0, 12): 8}

    assert span_attack(counts, {place for place in RANGES if not is_small(counts[place])}) != set()
    assert span_attack(counts, spans_told(counts)) == set()


def test_a_period_is_told_though_a_month_of_it_is_hidden():
    counts = dict.fromkeys(RANGES, 12) | {(3, 4): 2}

    assert spans_told(counts) == set(RANGES) - {(3, 4)}
