"""Small numbers are hidden so that nobody can work them out."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.suppression import PublishedRow, shown, suppress, suppress_row

rows = st.lists(st.integers(0, 40), max_size=8)


@pytest.mark.parametrize(("count", "published"), [(0, 0), (1, None), (4, None), (5, 5), (129, 129)])
def test_one_to_four_is_hidden(count, published):
    assert suppress(count) == published


@pytest.mark.parametrize(
    ("counts", "published", "total"),
    [
        ([], (), 0),
        ([0, 0], (0, 0), 0),
        ([13, 65, 23], (13, 65, 23), 101),
        ([11, 34, 3, 0], (None, 34, None, 0), 48),
        ([3, 0, 9, 9], (None, 0, None, 9), 21),
        ([2, 3, 9], (None, None, 9), 14),
        ([1, 1, 9], (None, None, None), 11),
        ([2, 1, 0], (None, None, None), None),
        ([3, 0], (None, None), None),
        ([1, 1, 1, 1, 1], (None,) * 5, None),
        ([1, 1, 1, 1, 2], (None,) * 5, 6),
        ([4, 5, 4, 5], (None, 5, None, None), 18),
    ],
)
def test_a_row_with_its_total(counts, published, total):
    assert suppress_row(counts) == PublishedRow(published, total)


def test_a_count_is_never_negative():
    with pytest.raises(ValueError, match="negative"):
        suppress_row([3, -1])


@given(rows)
def test_no_small_number_is_published_and_what_is_published_is_true(counts):
    row = suppress_row(counts)
    assert row.total in (None, sum(counts))
    for count, published in zip(counts, row.counts, strict=True):
        assert published in (None, count)
        assert published is None or published == 0 or published >= 5


@given(rows)
def test_what_the_total_gives_away_is_never_one_number_or_a_small_sum(counts):
    row = suppress_row(counts)
    hidden = [count for count, published in zip(counts, row.counts, strict=True) if published is None]
    if hidden and row.total is not None:
        assert len(hidden) >= 2
        assert sum(hidden) >= 5


@given(rows)
def test_nothing_is_hidden_without_need(counts):
    if not any(0 < count < 5 for count in counts):
        assert suppress_row(counts) == PublishedRow(tuple(counts), sum(counts))
    row = suppress_row(counts)
    if row.total is not None:
        assert all(published == 0 for count, published in zip(counts, row.counts, strict=True) if count == 0)


@pytest.mark.parametrize(("width", "largest"), [(1, 10), (2, 20), (3, 14), (4, 10), (5, 6)])
def test_nobody_who_knows_the_rule_can_work_out_a_small_number(width, largest):
    """Every row that could have been, grouped by what is printed: a hidden small number is never certain."""
    behind = defaultdict(list)
    for counts in product(range(largest + 1), repeat=width):
        behind[suppress_row(counts)].append(counts)
    for published, candidates in behind.items():
        hidden = [place for place, count in enumerate(published.counts) if count is None]
        # Where more than this is hidden, some rows that print the same are outside what we went through.
        if sum(candidates[0][place] for place in hidden) <= largest:
            for place in hidden:
                assert len({counts[place] for counts in candidates}) > 1, (published, candidates)


def test_the_mark():
    assert shown(None) == ":"
    assert shown(0) == "0"
    assert shown(12) == "12"
