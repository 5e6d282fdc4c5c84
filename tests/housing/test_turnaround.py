"""The turnaround's arithmetic: days of each step, what is late, what is worst."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from housing.turnaround import ORDER, STANDARD, Dates, Step, current_step, medians, turn, worst_first

OUT = date(2026, 6, 1)
days = st.one_of(st.none(), st.dates(date(2026, 5, 1), date(2026, 9, 1)))
any_dates = st.builds(Dates, *[days] * len(ORDER))


def after(number):
    return OUT + timedelta(days=number)


def test_each_step_takes_the_days_from_the_step_before():
    dates = Dates(after(-90), OUT, after(2), after(30), after(33), after(35), after(50))

    found = turn(dates, STANDARD, after(60))

    assert [leg.days for leg in found.legs] == [None, 90, 2, 28, 3, 2, 15]
    assert [leg.step for leg in found.legs if leg.is_over] == [Step.REPAIRED, Step.MOVED_IN]
    assert (found.current, found.days, found.late_days) == (None, 50, 50 - sum(STANDARD.values()))


def test_offered_while_the_tenant_still_lives_there_takes_no_days():
    found = turn(Dates(notice=after(-90), moved_out=OUT, ready=after(4), offered=after(-20)), STANDARD, after(10))

    assert {leg.step: leg.days for leg in found.legs}[Step.OFFERED] == 0
    assert found.current == Step.MOVED_IN
    assert found.legs[-1].days == 6


def test_what_is_skipped_is_covered_when_the_dwelling_is_ready():
    assert current_step(Dates(moved_out=OUT)) == Step.INSPECTED
    assert current_step(Dates(moved_out=OUT, inspected=OUT)) == Step.REPAIRED
    assert current_step(Dates(moved_out=OUT, inspected=OUT, repaired=OUT)) == Step.READY
    assert current_step(Dates(moved_out=OUT, ready=OUT)) == Step.OFFERED
    assert current_step(Dates(notice=OUT)) == Step.MOVED_OUT
    assert current_step(Dates(moved_out=OUT, moved_in=OUT)) is None


def test_late_is_beyond_all_the_steps_until_now():
    standing = turn(Dates(moved_out=OUT), {Step.INSPECTED: 3, Step.REPAIRED: 20}, after(10))
    assert (standing.days, standing.late_days) == (10, 7)
    repairing = turn(Dates(moved_out=OUT, inspected=after(5)), {Step.INSPECTED: 3, Step.REPAIRED: 20}, after(25))
    assert (repairing.days, repairing.late_days) == (25, 2)


def test_worst_first():
    long, late, new = (
        (turn(Dates(moved_out=after(-n), ready=r), STANDARD, OUT), n)
        for n, r in ((20, after(-20)), (60, None), (1, None))
    )
    assert [number for _turn, number in worst_first([new, long, late])] == [60, 20, 1]


def test_the_median_counts_only_what_is_done():
    found = [turn(Dates(moved_out=OUT, inspected=after(n)), STANDARD, after(90)) for n in (1, 2, 6)]
    middle = medians(found)
    assert middle[Step.INSPECTED] == Decimal("2.0")
    assert middle[Step.REPAIRED] is None


@settings(max_examples=40, deadline=None)
@given(any_dates, st.dates(date(2026, 5, 1), date(2026, 12, 1)))
def test_the_steps_never_add_up_to_more_than_the_time_that_passed(dates, today):
    found = turn(dates, STANDARD, today)
    known = [dates.of(step) for step in ORDER if dates.of(step)]
    taken = [leg.days for leg in found.legs if leg.days is not None]
    assert all(day >= 0 for day in taken)
    assert 0 <= found.late_days <= found.days
    assert sum(taken) <= max(((max([*known, today]) - min([*known, today])).days), 0)
    assert sum(leg.is_current for leg in found.legs) == (0 if found.is_done else 1)


@settings(max_examples=40, deadline=None)
@given(any_dates, st.dates(date(2026, 9, 1), date(2026, 12, 1)))
def test_with_every_day_in_order_the_steps_add_up_exactly(dates, today):
    known = sorted(dates.of(step) or date(2026, 7, 1) for step in ORDER)
    found = turn(Dates(*known), STANDARD, today)
    assert sum(leg.days or 0 for leg in found.legs) == (known[-1] - known[0]).days
