"""Fields that forgive how people type, and say in Norwegian what they cannot take."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from housing.fields import DateField, KroneField, LineField, NameField, TextField
from housing.templatetags.norwegian import count_of, date_no, decimal_no, integer, kr, percent, when_due, whole_numbers


@pytest.mark.parametrize(
    "typed", ["1234,5", "1 234,50", "1 234,50 kr", "1.234,50", "kr 1234,50", "1234.50", "1\u00a0234,50"]
)
def test_an_amount_is_read_as_it_is_typed(typed):
    assert KroneField().clean(typed) == Decimal("1234.50")


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("1.234", 1234), ("12.345.678", 12345678), ("500,-", 500), ("0", 0), ("−20", -20), ("-20", -20)],
)
def test_whole_kroner(typed, amount):
    assert KroneField().clean(typed) == amount


@pytest.mark.parametrize("typed", ["mye", "1,2,3", "12-13", "NaN", "Infinity", "1e9", "٣", "1\x002", "12,345"])
def test_no_amount(typed):
    with pytest.raises(ValidationError):
        KroneField().clean(typed)


@given(st.decimals(min_value=0, max_value=10_000_000, places=2))
def test_an_amount_shown_is_read_back(amount):
    assert KroneField().clean(kr(amount)) == amount
    assert KroneField().clean(KroneField().prepare_value(amount)) == amount


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1)))
def test_a_date_shown_is_read_back(day):
    assert DateField().clean(f" {date_no(day)} ") == day


@pytest.mark.parametrize("typed", ["05.06.41", "31.02.2026", "i går", "2026", "1\x00.1.2026", "99.99.9999", "😀"])
def test_no_date(typed):
    with pytest.raises(ValidationError, match="dd.mm.åååå"):
        DateField().clean(typed)


@pytest.mark.parametrize("typed", ["31.12.9999", "01.01.0001", "31.12.1849", "01.01.2201"])
def test_a_year_nobody_means(typed):
    with pytest.raises(ValidationError, match="fra 1850 til 2200"):
        DateField().clean(typed)


def test_a_name_keeps_every_alphabet_and_tells_its_limit():
    assert NameField().clean("  Nguyễn   Thị ") == "Nguyễn Thị"
    assert NameField().clean("𝒪 😀") == "𝒪 😀"
    with pytest.raises(ValidationError, match="200"):
        NameField().clean("å" * 201)


@pytest.mark.parametrize("field", [NameField(), LineField(), TextField()])
def test_a_null_byte_is_refused_in_norwegian(field):
    with pytest.raises(ValidationError, match="tegn som ikke kan lagres"):
        field.clean("a\x00b")


def test_text_keeps_its_lines():
    assert TextField().clean("en\r\nto") == "en\nto"


def test_numbers_are_written_in_norwegian():
    hard = "\u00a0"
    assert kr(Decimal("1234.5")) == f"1{hard}234,50{hard}kr"
    assert kr(Decimal("-1000")) == f"−1{hard}000{hard}kr"
    assert kr(None) == ""
    assert integer(1234567) == f"1{hard}234{hard}567"
    assert integer(None) == ""
    assert integer("–") == "–"
    assert decimal_no(12.45, 1) == "12,5"
    assert percent(0.255, 1) == f"25,5{hard}%"
    assert count_of(1, "husstand,husstander") == f"1{hard}husstand"
    assert count_of(3, "husstand,husstander") == f"3{hard}husstander"
    assert date_no(None) == ""


@pytest.mark.parametrize(
    ("day", "said"),
    [(22, "i dag"), (21, "i går"), (23, "i morgen"), (19, "3 dager siden"), (30, "30.11.2026")],
)
def test_a_deadline_is_said_as_one_says_it(day, said):
    assert when_due(date(2026, 11, day), date(2026, 11, 22)) == said


def test_a_case_number_in_a_text_stays_on_one_line():
    text = str(whole_numbers("Svar på S-000772 & <S-000773>"))
    assert text == ('Svar på <span class="whole">S-000772</span> &amp; &lt;<span class="whole">S-000773</span>&gt;')
    assert str(whole_numbers("Kartlegg på nytt")) == "Kartlegg på nytt"
