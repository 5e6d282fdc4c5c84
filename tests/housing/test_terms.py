"""Legal deadlines, counted as domstolloven says. What each comes to by hand stands in ``term_cases.py``."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from housing import law, terms
from housing.terms import TERMS, Nature, due_on, length_of, passed_on, reckoned, term
from tests.housing.term_cases import MUST_HAVE, cases

CASES = list(cases())
TODAY = date(2026, 11, 22)
days = st.dates(date(2024, 1, 1), date(2040, 12, 31))

# The table of the law once more, told by somebody who has not read the program: length, and whether it moves.
LENGTHS = {
    "F1": (relativedelta(months=1), False),
    "F1_reminder": (relativedelta(days=21), False),
    "F1_promise": (relativedelta(), False),
    "F2": (relativedelta(days=21), True),
    "F3": (relativedelta(days=21), True),
    "F4": (relativedelta(years=1), False),
    "F5": (relativedelta(days=21), True),
    "F6": (relativedelta(days=7), False),
    "F7": (relativedelta(days=14), False),
    "F7_stale": (relativedelta(years=1), False),
    "F7_social": (relativedelta(days=14), False),
    "F7_statement": (relativedelta(days=14), True),
    "F8": (relativedelta(days=14), False),
    "F9": (relativedelta(years=1), False),
    "F9_notice": (relativedelta(months=1), False),
    "F10": (relativedelta(years=2, months=6), False),
    "F10_notice": (relativedelta(months=6), False),
    "F10_change": (relativedelta(years=1), False),
    "F11": (relativedelta(months=3), False),
    "F12": (relativedelta(months=3, day=31), False),
    "F12_room": (relativedelta(months=1), False),
    "F12_protest": (relativedelta(months=1), True),
    "F12_suit": (relativedelta(months=3), False),
    "F13": (relativedelta(days=35), True),
    "F14": (relativedelta(days=1), False),
}
# On a day of the year, whatever came before.
FIXED = {"F15": [(2, 15)], "F15_accounts": [(2, 22)], "F16": [(6, 20), (12, 20)]}


@pytest.mark.parametrize(("term_id", "kind", "start", "falls_on", "last_day"), CASES)
def test_the_last_day(term_id, kind, start, falls_on, last_day):
    assert due_on(term_id, start) == last_day


@pytest.mark.parametrize("row", TERMS, ids=lambda row: row.id)
def test_every_row_has_every_kind_of_case(row):
    """A row added to the table fails until its days are reckoned by hand."""
    assert set(MUST_HAVE) - {kind for term_id, kind, *_days in CASES if term_id == row.id} == set()


def test_the_rows_of_the_law_are_all_there():
    numbers = {row.id.split("_")[0] for row in TERMS}
    assert numbers == {f"F{number}" for number in range(1, 17)}
    assert set(LENGTHS) | set(FIXED) == {row.id for row in TERMS}


@pytest.mark.parametrize(("term_id", "kind", "start", "falls_on", "last_day"), CASES)
def test_every_case_is_of_the_kind_it_says(term_id, kind, start, falls_on, last_day):
    """The hand may slip too: the kinds are told from the calendar, and a day only moves forward."""
    assert MUST_HAVE.get(kind, lambda *_days: True)(start, falls_on)
    assert timedelta(0) <= last_day - falls_on <= timedelta(days=5)


def moves(day):
    """Saturdays, Sundays and holidays, with Easter by Gauss' reckoning and not by the program's."""
    a, b, c = day.year % 19, day.year // 100, day.year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    easter = date(day.year, f // 31, f % 31 + 1)
    fixed = {(1, 1), (5, 1), (5, 17), (12, 25), (12, 26)}
    return day.weekday() >= 5 or (day.month, day.day) in fixed or (day - easter).days in {-3, -2, 0, 1, 39, 49, 50}


@given(days, st.sampled_from(sorted(LENGTHS)))
def test_as_somebody_else_would_reckon(start, term_id):
    length, rolls = LENGTHS[term_id]
    expected = start + length
    while rolls and moves(expected):
        expected += timedelta(days=1)
    assert due_on(term_id, start) == expected


@given(days, st.sampled_from(sorted(FIXED)))
def test_a_fixed_day_is_the_first_that_comes(start, term_id):
    day = start
    while (day.month, day.day) not in FIXED[term_id]:
        day += timedelta(days=1)
    assert due_on(term_id, start) == day


@given(days, st.sampled_from([row.id for row in TERMS]))
def test_no_term_ends_before_it_starts(start, term_id):
    assert due_on(term_id, start) >= start
    assert passed_on(term_id, start) == due_on(term_id, start) + timedelta(days=1)


@given(days, st.sampled_from(["F1", "F4", "F11", "F10_notice"]))
def test_months_end_on_the_same_date_or_the_last_of_a_shorter_month(start, term_id):
    last = due_on(term_id, start)
    assert last.day == start.day or (last.day < start.day and last.day == monthrange(last.year, last.month)[1])


def test_a_petition_may_be_sent_the_day_after_two_whole_weeks():
    assert term("F7", date(2026, 11, 2)).nature == Nature.WAIT
    assert passed_on("F7", date(2026, 11, 2)) == date(2026, 11, 17)


def test_the_rent_may_be_changed_on_the_earliest_day_itself():
    assert term("F9", TODAY).nature == Nature.EARLIEST
    assert due_on("F9", date(2026, 1, 1)) == date(2027, 1, 1)


@pytest.mark.parametrize("row", TERMS, ids=lambda row: row.id)
def test_every_term_says_its_law_its_start_and_what_happens_when_missed(row):
    """The half-yearly form has no law: the day stands in the form itself."""
    assert str(row.label)
    assert str(row.start)
    assert str(row.if_missed).endswith(".")
    if row.id == "F16":
        return
    cited = law.reference(row.law, TODAY)
    assert cited.valid_from <= TODAY
    assert cited.source.startswith("https://")


def test_a_row_may_be_replaced_from_a_day(monkeypatch):
    change = date(2028, 1, 1)
    rows = (
        terms.Term("F2", "", "", "fvl_29", "", weeks=3, valid_to=change),
        terms.Term("F2", "", "", "fvl_29", "", weeks=4, valid_from=change),
    )
    monkeypatch.setattr(terms, "TERMS", rows)
    assert due_on("F2", date(2027, 12, 31)) == date(2028, 1, 21)
    assert due_on("F2", change) == date(2028, 1, 29)


@pytest.mark.parametrize(
    ("term_id", "start", "text"),
    [
        ("F1", date(2026, 1, 31), "1 måned etter at henvendelsen er mottatt (31.01.2026)"),
        ("F1_promise", date(2026, 3, 12), "svaret er lovet 12.03.2026"),
        (
            "F2",
            date(2026, 3, 12),
            "3 uker etter at underretningen er kommet frem (12.03.2026), flyttet fra 02.04.2026",
        ),
        ("F12", date(2026, 11, 30), "3 måneder, og ut måneden etter at oppsigelsen er mottatt (30.11.2026)"),
    ],
)
def test_how_the_last_day_was_found(term_id, start, text):
    assert reckoned(term_id, start) == text


def test_lengths_as_one_says_them():
    said = {row.id: length_of(row) for row in TERMS}
    assert said["F6"] == "1 uke"
    assert said["F8"] == "14 dager"
    assert said["F14"] == "1 dag"
    assert said["F16"] == "innen 20.06. og 20.12."


def test_an_unknown_term():
    with pytest.raises(LookupError):
        due_on("F99", TODAY)
