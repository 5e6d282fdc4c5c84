"""Every kind of value is read as people write it and written in one form."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from housing.exchange import values
from housing.national_ids import make_synthetic

CODES = ("none", "no_home", "at_risk")


@given(some.dates(date(1850, 1, 1), date(2200, 12, 31)))
def test_a_date_comes_back_however_it_is_written(day):
    assert values.Day().read(values.Day().write(day)) == day
    assert values.Day().read(f"{day:%d.%m.%Y}") == day


@given(some.decimals(-99999999, 99999999, places=2))
def test_an_amount_comes_back_with_point_or_comma(amount):
    kind = values.Amount(10, 2)
    text = kind.write(amount)
    assert kind.read(text) == amount
    assert kind.read(text.replace(".", ",")) == amount
    assert kind.write(kind.read(text)) == text


@given(some.integers(-32768, 32767))
def test_a_whole_number_comes_back(number):
    kind = values.Whole(-32768, 32767)
    assert kind.read(kind.write(number)) == number


@given(some.lists(some.sampled_from(CODES), unique=True))
def test_a_list_comes_back_in_its_order(codes):
    kind = values.Codes(CODES)
    assert kind.read(kind.write(codes)) == codes


@given(some.text(some.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=50))
def test_text_comes_back_as_it_was(text):
    assert values.Text(50).read(text) == text.strip()


@pytest.mark.parametrize("text", ["2026-12-31", "31.12.2026", " 31.12.2026 ", "2026-12-31 00:00:00"])
def test_dates_are_iso_or_norwegian(text):
    assert values.Day().read(text) == date(2026, 12, 31)


@pytest.mark.parametrize(
    "text", ["31/12/2026", "12.31.2026", "30.02.2026", "2026-13-01", "i går", "0026-12-31", "२०२६-१२-३१"]
)
def test_other_dates_are_refused(text):
    with pytest.raises(values.BadValue):
        values.Day().read(text)


@pytest.mark.parametrize(
    "text", ["9500,50", "9500.50", "9 500,50", "9\u00a0500,50 kr", "kr 9\u202f500,50", "Kr. 9500,5", "+9500,50"]
)
def test_amounts_may_have_spaces_and_kr(text):
    assert values.Amount(10, 2).read(text) == Decimal("9500.50")


def test_an_amount_may_end_as_on_a_price_tag():
    assert values.Amount(10, 2).read("9500,-") == Decimal(9500)


@pytest.mark.parametrize(
    "text", ["12.500", "1.234,50", "1e5", "NaN", "Infinity", "ni tusen", "--5", "123456789", "5 %"]
)
def test_amounts_that_may_mean_something_else_are_refused(text):
    with pytest.raises(values.BadValue):
        values.Amount(10, 2).read(text)


def test_whole_kroner_are_written_without_decimals():
    assert values.Amount(10, 2).write(Decimal("9000.00")) == "9000"
    assert values.Amount(10, 2).write(Decimal("9000.50")) == "9000.50"


@pytest.mark.parametrize(
    ("text", "answer"),
    [("ja", True), ("JA", True), ("true", True), ("1", True), ("nei", False), ("False", False), ("0", False)],
)
def test_yes_and_no(text, answer):
    assert values.YesNo().read(text) is answer


@pytest.mark.parametrize("text", ["kanskje", "2", "yes", "x"])
def test_other_answers_are_refused(text):
    with pytest.raises(values.BadValue):
        values.YesNo().read(text)


def test_a_list_has_each_code_once_and_ignores_empty_parts():
    assert values.Codes(CODES).read("at_risk| none||at_risk|") == ["at_risk", "none"]


def test_an_unknown_code_is_told_the_codes_there_are():
    with pytest.raises(values.BadValue, match="none, no_home, at_risk"):
        values.Code(CODES).read("hjemløs")


def test_a_name_that_is_too_long_is_told_how_long_it_may_be():
    with pytest.raises(values.BadValue, match="300.*200"):
        values.Text(200).read("å" * 300)


def test_a_null_character_is_refused():
    with pytest.raises(values.BadValue):
        values.Text(200).read("Ola\x00Nordmann")


@pytest.mark.parametrize("text", ["3", "3.0", "3,0", " 3 "])
def test_whole_numbers_as_a_workbook_writes_them(text):
    assert values.Whole(0, 10).read(text) == 3


@pytest.mark.parametrize("text", ["3,5", "11", "-1", "tre", ""])
def test_other_numbers_are_refused(text):
    with pytest.raises(values.BadValue):
        values.Whole(0, 10).read(text)


def test_a_national_id_has_its_check_digits_right():
    number = make_synthetic(date(1990, 5, 17), 3)
    assert values.NationalNumber().read(f"{number[:6]} {number[6:]}") == number
    with pytest.raises(values.BadValue, match="Kontrollsifrene"):
        values.NationalNumber().read(number[:10] + str((int(number[10]) + 1) % 10))


def test_a_synthetic_number_is_refused_where_people_are_real(settings):
    settings.ALLOW_SYNTHETIC_IDS = False
    with pytest.raises(values.BadValue, match="laget for testing"):
        values.NationalNumber().read(make_synthetic(date(1990, 5, 17), 3))


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (True, "ja"),
        (9000.0, "9000"),
        (9000.5, "9000.5"),
        (date(2026, 12, 31), "2026-12-31"),
        (datetime(2026, 12, 31), "2026-12-31"),
        ("B-17", "B-17"),
    ],
)
def test_a_cell_of_a_workbook_reads_as_text(cell, text):
    assert values.cell_text(cell) == text


def test_an_email_address_must_look_like_one():
    assert values.Email(254).read("ola@lindvik.example") == "ola@lindvik.example"
    with pytest.raises(values.BadValue):
        values.Email(254).read("ola at lindvik")
