"""The arithmetic and the law of rents: held up against a plain count, and at the edges of the calendar."""

from calendar import monthrange
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from housing import law
from housing.rent_history import HowSet, Row
from housing.rent_index import NO_INDEX, NOT_RISEN, OWNER, RULES, Lease, Point, Run, indexed, outcome
from housing.rent_model import Comparison, Costs
from housing.rent_terms import earliest_claim, earliest_effect, earliest_index

# A busy machine is no fault of the rule.
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
rents = st.decimals(0, 99_999, places=2)
indices = st.decimals("1", 500, places=1)
kroner = st.decimals(0, 500_000, places=2)
days = st.dates(date(2000, 1, 1), date(2040, 12, 31))
NOW = Point(date(2026, 10, 1), Decimal("137.1"))
WAS = Point(date(2025, 10, 1), Decimal("133.0"))
RUN = Run(NOW, takes_effect_on=date(2027, 1, 1), notified_on=date(2026, 11, 20))
LEASE = Lease(amount=Decimal(9000), fixed_on=date(2026, 1, 1), was=WAS)


def lease(**facts):
    return Lease(**{**vars(LEASE), **facts})


def why_not(found, run=RUN):
    return [breach.code for breach in outcome(found, run).breaches]


# By the index


@calm
@given(rents, indices, indices)
def test_the_new_rent_is_never_above_the_index_and_less_than_a_krone_below(amount, was, now):
    """Counted in whole øre and tenths, without fractions of any library."""
    ore, tenths_was, tenths_now = (int(value * scale) for value, scale in ((amount, 100), (was, 10), (now, 10)))
    new = indexed(amount, was, now)
    assert new == new.to_integral_value()
    assert int(new) * 100 * tenths_was <= ore * tenths_now < (int(new) + 1) * 100 * tenths_was


@calm
@given(rents, indices, indices)
def test_as_a_decimal_count_says(amount, was, now):
    assert indexed(amount, was, now) == Decimal(int(Fraction(amount) * Fraction(now) / Fraction(was)))


@pytest.mark.parametrize(
    ("amount", "was", "now", "new"),
    [
        ("9000", "133.0", "137.1", 9277),
        ("9000", "100", "103", 9270),
        ("9000", "100", "102.999", 9269),
        ("9999.99", "100", "100", 9999),
        ("0.99", "100", "101", 0),
    ],
)
def test_worked_by_hand(amount, was, now, new):
    assert indexed(Decimal(amount), Decimal(was), Decimal(now)) == new


def test_a_lease_that_may_be_taken():
    found = outcome(LEASE, RUN)
    assert (found.amount, found.breaches) == (9277, [])


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"is_leased_by_owner": True}, "owner"),
        ({"amount": None}, "no_rent"),
        ({"leaves_on": date(2027, 1, 1)}, "leaving"),
        ({"contract_ends_on": date(2026, 12, 31)}, "contract_over"),
        ({"next_fixed_on": date(2027, 2, 1)}, "agreed_later"),
        ({"has_open_notice": True}, "open_notice"),
        ({"was": None}, "no_index"),
        ({"fixed_on": date(2026, 1, 2)}, "V8"),
        ({"was": Point(date(2025, 10, 1), Decimal("137.1"))}, "not_risen"),
        ({"was": Point(date(2025, 10, 1), Decimal("140"))}, "not_risen"),
        ({"was": Point(date(2026, 10, 1), Decimal("100"))}, "not_risen"),
        ({"amount": Decimal("10")}, "not_risen"),
    ],
)
def test_why_a_lease_is_left_out(facts, code):
    assert why_not(lease(**facts)) == [code]
    assert outcome(lease(**facts), RUN).amount is None


@pytest.mark.parametrize(
    "facts", [{"leaves_on": date(2027, 1, 2)}, {"contract_ends_on": date(2027, 1, 2)}, {"contract_ends_on": None}]
)
def test_whoever_stays_a_day_longer_is_taken(facts):
    assert why_not(lease(**facts)) == []


def test_all_reasons_are_told_at_once_and_each_names_its_law():
    found = why_not(lease(leaves_on=date(2026, 12, 1), has_open_notice=True, was=None, fixed_on=date(2026, 6, 1)))
    assert found == ["leaving", "open_notice", "V8"]
    assert why_not(lease(is_leased_by_owner=True, amount=None)) == ["owner"], "the rest is not ours to say"
    for breach in [OWNER, NO_INDEX, NOT_RISEN, *RULES]:
        assert law.reference(breach.law, RUN.notified_on)
        assert str(breach.message).endswith(".")


@pytest.mark.parametrize(
    ("fixed_on", "takes_effect_on", "is_lawful"),
    [
        (date(2024, 2, 29), date(2025, 2, 27), False),
        (date(2024, 2, 29), date(2025, 2, 28), True),
        (date(2027, 2, 28), date(2028, 2, 28), True),
        (date(2026, 1, 1), date(2026, 12, 31), False),
        (date(2026, 1, 1), date(2027, 1, 1), True),
    ],
)
def test_a_year_to_the_day(fixed_on, takes_effect_on, is_lawful):
    run = Run(NOW, takes_effect_on, takes_effect_on - timedelta(days=40))
    assert ("V8" not in why_not(lease(fixed_on=fixed_on), run)) == is_lawful


@pytest.mark.parametrize(
    ("notified_on", "takes_effect_on", "is_lawful"),
    [
        (date(2026, 12, 1), date(2027, 1, 1), True),
        (date(2026, 12, 2), date(2027, 1, 1), False),
        (date(2027, 1, 31), date(2027, 2, 28), True),
        (date(2027, 1, 31), date(2027, 2, 27), False),
        (date(2027, 2, 28), date(2027, 3, 28), True),
        (date(2028, 1, 30), date(2028, 2, 29), True),
    ],
)
def test_a_months_notice_also_at_the_end_of_a_month(notified_on, takes_effect_on, is_lawful):
    run = Run(NOW, takes_effect_on, notified_on)
    assert ("V8" not in why_not(lease(fixed_on=date(2025, 1, 1)), run)) == is_lawful


# The earliest days


def months_on(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@calm
@given(days, days)
def test_the_earliest_days_of_a_rent_agreed_at_the_start(fixed_on, today):
    fixed_on, today = min(fixed_on, today), max(fixed_on, today)
    rows = [Row(fixed_on, Decimal(9000), HowSet.AGREED, 1)]
    assert earliest_index(rows, today) == max(months_on(fixed_on, 12), months_on(today, 1))
    assert earliest_claim(rows, today) == months_on(fixed_on, 30)
    assert earliest_effect(rows, today) == months_on(max(months_on(fixed_on, 30), today), 6)


def test_an_index_regulation_postpones_the_index_and_not_the_going_rate():
    start, indexed_on, today = date(2023, 1, 1), date(2026, 1, 1), date(2026, 3, 1)
    rows = [Row(start, Decimal(9000), HowSet.AGREED, 1), Row(indexed_on, Decimal(9270), HowSet.INDEX, 2)]
    assert earliest_index(rows, today) == date(2027, 1, 1)
    assert earliest_claim(rows, today) == date(2025, 7, 1)
    assert earliest_effect(rows, today) == date(2027, 1, 1), "a year after the last change of any kind"
    assert earliest_effect([], today) is None
    assert earliest_index([], today) is None
    assert earliest_claim([], today) is None


# What a dwelling costs


@calm
@given(kroner, kroner, kroner, kroner, st.decimals(0, 300, places=2), st.decimals(0, 50, places=2))
def test_the_cost_covering_rent_covers_the_costs_to_the_ore(interest, fees, per_m2, insurance, area, loss):
    costs = Costs(
        interest=interest,
        municipal_fees=fees,
        maintenance_per_m2=per_m2,
        area_m2=area,
        insurance=insurance,
        loss_percent=loss,
    )
    half_up = {"exp": Decimal("0.01"), "rounding": ROUND_HALF_UP}
    before = interest + fees + insurance + (per_m2 * area).quantize(**half_up)
    yearly = (before / (1 - loss / 100)).quantize(**half_up)
    assert costs.before_loss == before
    assert abs(costs.yearly_rent - yearly) <= Decimal("0.01")
    assert sum(amount for _name, amount in costs.parts()) == costs.yearly_rent
    assert abs(costs.monthly_rent * 12 - costs.yearly_rent) <= Decimal("0.06")
    assert abs(costs.yearly_rent * (1 - loss / 100) - before) <= Decimal("0.005")


def test_worked_by_hand_for_one_dwelling():
    costs = Costs(
        interest=Decimal(48_000),
        instalment=Decimal(30_000),
        municipal_fees=Decimal(12_000),
        maintenance_per_m2=Decimal(200),
        area_m2=Decimal("52.5"),
        administration=Decimal(4_000),
        insurance=Decimal(2_500),
        common_costs=Decimal(7_000),
        loss_percent=Decimal(5),
    )
    assert costs.before_loss == 114_000
    assert (costs.yearly_rent, costs.loss) == (120_000, 6_000)
    assert costs.monthly_rent == 10_000
    assert [amount for _name, amount in costs.parts()] == [48000, 30000, 12000, 10500, 4000, 2500, 7000, 6000]


def test_beside_todays_rent_and_the_going_rate():
    compared = Comparison(Decimal(10_000), today=Decimal(8_200), going_rate=Decimal(9_500))
    assert (compared.above_today, compared.above_going_rate) == (1_800, 500)
    assert compared.is_unreasonable
    assert compared.lawful_now == 9_500
    assert not Comparison(Decimal(9_500), going_rate=Decimal(9_500)).is_unreasonable
    unknown = Comparison(Decimal(10_000))
    assert (unknown.above_today, unknown.above_going_rate, unknown.is_unreasonable) == (None, None, False)
    assert unknown.lawful_now == 10_000
