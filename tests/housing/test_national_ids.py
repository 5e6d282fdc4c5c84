"""Fødselsnummer and D-nummer: classic, from 2032, and synthetic."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.no import fodselsnummer

from housing.national_ids import InvalidNationalId, Kind, check, make_synthetic, mask, normalise

BEFORE_2032 = date(2026, 11, 1)
birth_dates = st.dates(date(1940, 1, 1), date(2039, 12, 31))


def control_digits(nine, first_remainder=0):
    """Both control digits worked out from the regulation's weights, or nothing when there are none."""
    first = (first_remainder - sum(int(d) * w for d, w in zip(nine, [3, 7, 6, 1, 8, 9, 4, 5, 2], strict=True))) % 11
    if first == 10:
        return None
    second = -sum(int(d) * w for d, w in zip(f"{nine}{first}", [5, 4, 3, 2, 7, 6, 5, 4, 3, 2], strict=True)) % 11
    return None if second == 10 else f"{first}{second}"


def number_of(day, month, year, individual, first_remainder=0):
    nine = f"{day:02}{month:02}{year % 100:02}{individual:03}"
    controls = control_digits(nine, first_remainder)
    assume(controls is not None)
    return nine + controls


def is_accepted(number, **rules):
    try:
        check(number, **({"synthetic_allowed": True, "on": BEFORE_2032} | rules))
    except InvalidNationalId:
        return False
    return True


def refusal(number, **rules):
    with pytest.raises(InvalidNationalId) as refused:
        check(number, **({"synthetic_allowed": True, "on": BEFORE_2032} | rules))
    assert not any(character.isdigit() for character in str(refused.value))
    return str(refused.value)


@given(birth_dates, st.integers(0, 499), st.booleans())
def test_a_classic_number_is_read_as_the_standard_library_reads_it(born, individual, is_d_number):
    assume(born < date(2026, 1, 1))
    individual += 500 if born.year >= 2000 else 0
    number = number_of(born.day + 40 * is_d_number, born.month, born.year, individual)
    assert fodselsnummer.is_valid(number)
    identity = check(number, synthetic_allowed=False, on=BEFORE_2032)
    assert identity.kind == (Kind.D_NUMBER if is_d_number else Kind.BIRTH_NUMBER)
    assert not identity.is_synthetic


@given(st.integers(0, 79), st.integers(0, 19), st.integers(0, 99), st.integers(0, 999), st.integers(0, 99))
def test_whatever_the_standard_library_accepts_is_accepted(day, month, year, individual, wrong):
    right = number_of(day, month, year, individual)
    for number in (right, f"{right[:9]}{wrong:02}"):
        assert is_accepted(number, synthetic_allowed=False) or not fodselsnummer.is_valid(number)


@given(birth_dates, st.integers(0, 999), st.integers(0, 10), st.integers(1, 9))
def test_any_one_wrong_digit_is_found(born, individual, place, change):
    number = number_of(born.day, born.month, born.year, individual)
    wrong = number[:place] + str((int(number[place]) + change) % 10) + number[place + 1 :]
    assert not is_accepted(wrong)
    assert not is_accepted(wrong, on=date(2032, 1, 1))


@given(birth_dates, st.integers(0, 999), st.integers(0, 10))
def test_the_first_control_digit_of_the_new_numbers(born, individual, remainder):
    number = number_of(born.day, born.month, born.year, individual, remainder)
    assert is_accepted(number, on=BEFORE_2032) == (remainder == 0)
    assert is_accepted(number, on=date(2031, 12, 31)) == (remainder == 0)
    assert is_accepted(number, on=date(2032, 1, 1)) == (remainder <= 3)
    assert is_accepted(number, on=None) == (remainder <= 3)


@given(birth_dates, st.integers(0, 999), st.sampled_from([20, 40, 65]), st.booleans())
def test_other_registers_numbers_are_always_refused(born, individual, added, is_d_number):
    number = number_of(born.day + 40 * is_d_number, born.month + added, born.year, individual)
    assert not is_accepted(number)
    assert not is_accepted(number, real_allowed=False)


@given(birth_dates, st.integers(0, 350), st.booleans())
def test_a_synthetic_number_is_right_and_told_from_a_real_one(born, serial, is_d_number):
    number = make_synthetic(born, serial, d_number=is_d_number)
    assert number == make_synthetic(born, serial, d_number=is_d_number)
    assert control_digits(number[:9]) == number[9:]
    assert int(number[2:4]) == born.month + 80
    identity = check(number, synthetic_allowed=True, real_allowed=False, on=BEFORE_2032)
    assert identity.is_synthetic
    assert identity.kind == (Kind.D_NUMBER if is_d_number else Kind.BIRTH_NUMBER)
    assert "testing" in refusal(number, synthetic_allowed=False)


@given(birth_dates)
def test_no_two_synthetic_numbers_are_alike(born):
    made = [make_synthetic(born, serial, d_number=kind) for serial in range(60) for kind in (False, True)]
    assert len(set(made)) == len(made)


def test_a_day_runs_out_of_synthetic_numbers():
    with pytest.raises(ValueError, match="synthetic"):
        make_synthetic(date(1990, 1, 1), 500)


def test_a_real_number_is_refused_where_only_synthetic_ones_belong():
    assert "syntetiske" in refusal("01010100050", real_allowed=False)
    assert is_accepted("01010100050")


@pytest.mark.parametrize("number", ["0101010005", "010101000500", "1"])
def test_eleven_digits(number):
    assert "elleve" in refusal(number)


@pytest.mark.parametrize("number", ["", "0101010005x", "٠١٠١٠١٠٠٠٥٠", "-1010100050"])
def test_only_digits(number):
    assert "sifre" in refusal(number)


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [(0, 1, 1), (32, 1, 1), (31, 4, 1), (30, 2, 0), (29, 2, 1), (1, 0, 1), (1, 13, 1), (1, 93, 1), (72, 1, 1)],
)
def test_a_date_that_does_not_exist(day, month, year):
    nine = next(n for n in (f"{day:02}{month:02}{year:02}{i:03}" for i in range(99)) if control_digits(n))
    assert "dato" in refusal(nine + control_digits(nine))


@pytest.mark.parametrize("year", [0, 4, 96])
def test_29_february_when_there_may_have_been_one(year):
    nine = next(n for n in (f"2902{year:02}{i:03}" for i in range(99)) if control_digits(n))
    assert is_accepted(nine + control_digits(nine))


def test_spaces_are_not_part_of_the_number():
    assert normalise(" 010101\u00a000050 ") == "01010100050"
    assert check("010101 00050", synthetic_allowed=False).number == "01010100050"


def test_nothing_is_left_to_recognise():
    assert mask("01010100050") == "***********"
    assert mask("") == ""
    assert "01010100050" not in repr(check("01010100050", synthetic_allowed=False))
