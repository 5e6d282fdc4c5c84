"""The scale of a staff survey: the mean of the answers, what contradicts itself, and what is other than last time."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.survey_scale import FEWEST_ANSWERS, Fault, Line, compared, fault_of, mean_of, same_statement

COUNTS = st.tuples(*[st.integers(0, 60)] * 4)


def line(mean="3.5", dont_know=0, counts=None, text="Vi arbeider tverrfaglig"):
    return Line(text, None if mean is None else Decimal(mean), dont_know, counts)


@pytest.mark.parametrize(
    ("counts", "mean"),
    [((0, 0, 0, 0), None), ((1, 0, 0, 0), "1.0"), ((0, 0, 0, 9), "4.0"), ((0, 1, 1, 0), "2.5"), ((0, 3, 1, 0), "2.3")],
)
def test_the_mean_has_one_decimal_rounded_half_up(counts, mean):
    assert mean_of(counts) == (None if mean is None else Decimal(mean))


@given(COUNTS)
def test_the_mean_is_that_of_the_answers_written_out(counts):
    answers = [mark for mark, count in zip((1, 2, 3, 4), counts, strict=True) for _one in range(count)]
    found = mean_of(counts)
    assert (found is None) == (answers == [])
    if answers:
        assert abs(Fraction(found) - Fraction(sum(answers), len(answers))) <= Fraction(1, 20)
        assert 1 <= found <= 4


@pytest.mark.parametrize(
    ("given_line", "answered", "fault"),
    [
        (line(), 41, None),
        (line(counts=(0, 0, 5, 5), dont_know=31), 41, None),
        (line(None, counts=(0, 0, 5, 5)), 41, None),
        (line(None, dont_know=41), 41, None),
        (line(None, dont_know=41, counts=(0, 0, 0, 0)), 41, None),
        (line(counts=(0, 0, 5, 5), dont_know=32), 41, Fault.TOO_MANY),
        (line(dont_know=42), 41, Fault.TOO_MANY_UNKNOWING),
        (line("3.4", counts=(0, 0, 5, 5)), 41, Fault.NOT_THE_MEAN),
        (line(counts=(0, 0, 0, 0)), 41, Fault.NOT_THE_MEAN),
        (line(dont_know=41), 41, Fault.MEAN_OF_NOBODY),
        (line(None), 41, Fault.NO_MEAN),
        (line("0.9"), 41, Fault.OFF_THE_SCALE),
        (line("4.1"), 41, Fault.OFF_THE_SCALE),
    ],
)
def test_what_contradicts_itself_is_found(given_line, answered, fault):
    assert fault_of(given_line, answered) is fault


@given(st.integers(0, 12), st.integers(0, 12), st.booleans())
def test_a_mean_of_too_few_is_never_shown(answered, dont_know, is_counted):
    scored = max(answered - dont_know, 0)
    counts = (0, 0, scored, 0) if is_counted else None
    one = Line("A", Decimal("3.0"), min(dont_know, answered), counts)
    (row,) = compared([one], answered, [one], answered)
    assert (row.mean is None) == row.is_hidden == (scored < FEWEST_ANSWERS)
    assert (row.before is None) == (scored < FEWEST_ANSWERS)
    assert (row.change is None) == (row.mean is None or row.before is None)


def test_a_statement_is_the_same_in_other_letters_and_with_a_full_stop():
    assert same_statement("Vi  arbeider Tverrfaglig.") == same_statement("vi arbeider tverrfaglig")
    now, before = line("3.3"), line("3.5", text="VI ARBEIDER tverrfaglig.")
    (row,) = compared([now], 41, [before], 30)
    assert row.change == Decimal("-0.2")
    (new,) = compared([line(text="Ny påstand")], 41, [before], 30)
    assert new.before is new.change is None
