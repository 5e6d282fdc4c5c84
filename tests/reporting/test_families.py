"""What is published of a period hangs together with what is published of its year, and of other figures."""

from datetime import date

import pytest

from housing.periods import Period
from reporting import answers, calendar_year, families
from reporting.answers import SERIES
from reporting.calendar_year import CalendarYear, period_of
from reporting.disclosure import EVERY, HALF_YEARS
from reporting.figures import BY_CODE, consistent_snapshot
from reporting.masking import hidden_codes, hidden_in_series
from reporting.models import Report
from reporting.published import HIDDEN, in_series, published
from tests import make, make_evictions, make_reports

YEAR_2026 = Period.year(2026)
SPRING = Period.half_year(2026, 1)


def year_of(**by_code):
    sums = dict.fromkeys(families.SUMS, [20] * 12)
    for code, months in by_code.items():
        sums[code.replace("__", ".")] = months
    for total, lists in families.PARTS_OF.items():
        for parts in lists:
            for part in parts:
                sums.setdefault(part, [0] * 12)
                if part not in {code.replace("__", ".") for code in by_code}:
                    sums[part] = [0] * 12
            assert total in sums
    return CalendarYear(sums, {code: dict.fromkeys(sorted(EVERY), 20) for code in families.SPANS})


def values_of(year, place):
    found = {code: sum(months[slice(*place)]) for code, months in year.sums.items()}
    found |= {code: counts[place] for code, counts in year.spans.items()}
    for share, whole in families.SHARES.items():
        found[share] = round(100 * found[share] / found[whole], 1) if found[whole] else None
    return found


def hidden_in(year, place):
    return hidden_codes(values_of(year, place), period_of(2026, place), year)


def test_every_code_that_is_named_is_a_figure():
    named = {*families.SUMS, *families.SPANS, *families.TOTAL_OF, *families.PARTS_OF}
    for table in (families.WITH_COUNT, families.OF_FEW, families.NEARLY_SAME, families.OTHER_SIDE, families.SHARES):
        named |= {*table, *table.values()}
    assert named <= set(BY_CODE)


def test_whatever_is_about_people_and_adds_up_is_held_against_its_year():
    flows = {code for code, figure in BY_CODE.items() if figure.is_about_people and figure.over != "last_day"}
    assert flows == {*families.SUMS, *families.SPANS} - {*families.OTHER_SIDE, *families.SHARES}


def test_charts_are_of_figures_that_no_other_figure_hides():
    tied = {*families.TOTALS, *(part for parts in families.TOTALS.values() for part in parts), *families.TOTAL_OF}
    tied |= {hidden for _some, _whole, hidden in families.SUBSETS} | {*families.WITH_COUNT, *families.OF_FEW}
    tied |= {*families.OTHER_SIDE, *families.NEARLY_SAME, *families.NEARLY_SAME.values()}
    assert not tied & set(SERIES)


def test_a_half_year_less_its_shown_months_is_no_hidden_month():
    year = year_of(evictions__petitions=[9, 9, 9, 9, 9, 3, *[9] * 6])

    assert "evictions.petitions" in hidden_in(year, (0, 6))
    assert "evictions.petitions" not in hidden_in(year, (6, 12))
    assert "evictions.petitions" in hidden_in(year, (0, 12))
    assert "evictions.petitions" in hidden_in(year, (5, 6))
    assert "evictions.petitions" not in hidden_in(year, (1, 2))


def test_the_hidden_months_hide_one_another():
    year = year_of(evictions__petitions=[3, 9, 4, 9, 9, 9, *[9] * 6])

    assert not any("evictions.petitions" in hidden_in(year, half) for half in HALF_YEARS)
    assert "evictions.petitions" in hidden_in(year, (0, 4))


@pytest.mark.parametrize(
    ("total", "part", "place"),
    [
        ("evictions.carried_out", "evictions.with_children", (6, 12)),
        ("rto.guided", "rto.guided_with_children", (6, 12)),
        ("loans.count", "rto.loans", (6, 12)),
        ("refugees.persons", "refugees.persons_municipal", (6, 12)),
        ("transitions.completed", "transitions.housed_percent", (6, 12)),
    ],
)
def test_those_left_over_are_no_few_either(total, part, place):
    name, of = part.replace(".", "__"), total.replace(".", "__")
    year = year_of(**{of: [0] * 11 + [20], name: [0] * 11 + [18]})

    hidden = hidden_in(year, place)
    assert part in hidden
    assert total not in hidden


def test_an_amount_or_a_mean_goes_with_its_count():
    year = year_of(loans__count=[9, 9, 9, 9, 9, 3, *[9] * 6])
    values = values_of(year, (0, 6)) | {"loans.amount": 900_000, "loans.mean": 100_000, "grants.mean": 5_000}

    hidden = hidden_codes(values, SPRING, year)
    assert {"loans.count", "loans.amount", "loans.mean"} <= hidden
    assert "grants.mean" not in hidden


def test_a_middle_of_few_is_hidden():
    values = {
        "waiting.allocation": 3,
        "waiting.median_days": 41,
        "applications.decided": 5,
        "applications.median_days": 9,
    }

    assert hidden_codes(values, SPRING) == {"waiting.median_days"}


def test_a_dwelling_sold_to_its_tenant_is_a_purchase():
    year = year_of(rto__new_owners=[9] * 12, rto__bought_municipal=[2] * 12, dwellings__sold_to_tenant=[7] * 12)

    assert "dwellings.sold_to_tenant" in hidden_in(year, (0, 1))


def petitions(*days):
    by = make.user("rent")
    for day in days:
        make_evictions.petition(make.tenancy(make.household(), make.dwelling()), sent_on=day, by=by)


@pytest.mark.django_db
def test_a_report_is_held_against_the_months_of_its_year():
    petitions(*[date(2026, 1, 5)] * 6, date(2026, 6, 2), date(2026, 6, 9))
    report = Report.write_new(SPRING, by=make.user("programme"))

    assert published(answers.read(report))["evictions.petitions"] is HIDDEN
    halves = {answer.period_last: told for answer, told in in_series(answers.read(report), "evictions.petitions")}
    assert halves[SPRING.last] is HIDDEN
    year, counts = calendar_year.read(2026), {1: 6, 2: 0, 3: 0, 4: 0, 5: 0, 6: 2}
    hidden = {
        month
        for month, count in counts.items()
        if hidden_in_series("evictions.petitions", count, Period.of_month(2026, month), year)
    }
    assert hidden == {6}


@pytest.mark.django_db
def test_what_was_hidden_at_the_approval_stays_hidden():
    petitions(*[date(2026, 1, 5)] * 6, date(2026, 6, 2), date(2026, 6, 9))
    report = Report.write_new(SPRING, by=make.user("programme"))
    before = published(answers.read(report))
    make_reports.approved(report, by=make.user("programme"))
    petitions(*[date(2026, 3, 20)] * 5)

    assert published(answers.read(report)) == before
    assert report.figures.get(code="evictions.petitions", period_first=SPRING.first, period_last=SPRING.last).is_hidden
    # A report approved before the question was asked is judged by its figures alone.
    report.figures.update(is_hidden=None)
    assert published(answers.read(report))["evictions.petitions"] == 8


@pytest.mark.django_db
def test_a_year_is_read_in_two_questions(django_assert_num_queries):
    petitions(date(2026, 1, 5), date(2026, 12, 31))
    with consistent_snapshot(), django_assert_num_queries(2):
        year = calendar_year.read(2026)

    assert year.sums["evictions.petitions"] == [1, *[0] * 10, 1]
    assert calendar_year.range_of(Period(date(2026, 1, 1), date(2026, 6, 29))) is None
    assert calendar_year.range_of(Period(date(2026, 5, 1), date(2026, 8, 31))) == (4, 8)
