"""What a household can afford to own (betjeningsevne): by hand, the borders by name, and what always holds."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rent_to_own.affordability import Economy, Financing, Home, Outcome, Why, afford, highest_price
from rent_to_own.annuity import Terms, highest_payment, largest_loan
from rent_to_own.living_costs import Step, Table, living_costs
from rent_to_own.loan_terms import LongTerm, LongTermTest, SpecialGround, TermFault, term_faults

D = Decimal
NOUGHT = Terms(D(0), 300)
# 40 000 in and 25 000 out leave 15 000; running the home takes 3 000 of it, so 12 000 is for loans.
FAMILY = Economy(
    incomes=(D(22_000), D(14_000)),
    benefits=D(4000),
    living_costs=D(20_000),
    debt_payments=D(3000),
    other_fixed=D(2000),
    rent_today=D(11_000),
)
FLAT = Home(price=D(3_000_000), common_costs=D(2500), municipal_fees=D(300), upkeep=D(200))
# At no interest over 300 months, a loan of 300 costs a krone a month.
MONEY = Financing(NOUGHT, savings=D(100_000))


def costs(result):
    return (result.cost_today, result.cost_as_owner, result.cost_when_dearer)


# --- By hand -------------------------------------------------------------------------------------------------------


def test_a_family_by_hand():
    result = afford(FAMILY, FLAT, MONEY)
    assert result.sources.loan == 2_900_000
    assert result.largest_loan == 12_000 * 300
    assert result.highest_price == 3_600_000 + 100_000
    assert result.lines[1].owner == D("9666.67")
    assert costs(result)[:2] == (11_000, D("12666.67"))
    assert (result.left_today, result.left_as_owner) == (4000, D("2333.33"))
    assert (result.missing_per_month, result.missing_capital, result.months_to_save) == (0, 0, 0)
    # Three points on 2 900 000 over 25 years is 13 752,13 a month.
    assert result.lines[1].dearer == D("13752.13")
    assert result.left_when_dearer == 15_000 - 3000 - D("13752.13")
    assert result.why == (Why.DEARER_NOT_BORNE,)
    assert result.hint == Outcome.NOW


def test_what_is_missing_is_told_per_month_and_in_capital():
    result = afford(FAMILY, replace(FLAT, price=D(3_800_000)), MONEY)
    assert result.sources.loan == 3_700_000
    assert result.missing_capital == 100_000
    # 3 700 000 / 300 is 12 333,33; the table and the words say the same.
    assert result.missing_per_month == D("333.33") == -result.left_as_owner
    assert result.months_to_save == 25
    assert result.why == (Why.LOAN_TOO_LARGE,)
    assert result.hint == Outcome.WITHIN_FIVE_YEARS
    assert afford(FAMILY, replace(FLAT, price=D(3_941_000)), MONEY).hint == Outcome.NONE


def test_the_capital_that_is_missing_is_enough():
    dear = replace(FLAT, price=D(3_800_000))
    missing = afford(FAMILY, dear, MONEY).missing_capital
    assert afford(FAMILY, dear, replace(MONEY, savings=MONEY.savings + missing)).missing_per_month == 0
    assert afford(FAMILY, dear, replace(MONEY, savings=MONEY.savings + missing - 1)).missing_per_month > 0


# --- The home ------------------------------------------------------------------------------------------------------


def test_a_home_with_its_own_title_has_document_duty_and_a_share_has_none():
    owned = replace(FLAT, has_duty=True, buying_costs=D(2000))
    result = afford(FAMILY, owned, MONEY)
    assert result.duty == 75_000
    assert result.sources.to_pay == 3_000_000 + 75_000 + 2000
    assert result.sources.loan == 2_977_000
    # 3 700 000 less 2 000, and 2,5 % of it in duty.
    assert result.highest_price == 3_607_804
    assert afford(FAMILY, FLAT, MONEY).duty == 0


def test_common_debt_adds_no_loan_and_grows_dearer_with_the_rate():
    with_debt = afford(FAMILY, replace(FLAT, common_debt=D(400_000)), MONEY)
    without = afford(FAMILY, FLAT, MONEY)
    assert with_debt.sources == without.sources
    assert with_debt.cost_when_dearer - without.cost_when_dearer == 1000
    assert with_debt.cost_as_owner == without.cost_as_owner


def test_housing_allowance_counts_as_it_is_now_and_as_it_becomes():
    helped = replace(FAMILY, allowance_now=D(3000), allowance_as_owner=D(1200))
    result = afford(helped, FLAT, MONEY)
    assert result.largest_loan == 13_200 * 300
    assert costs(result)[:2] == (8000, D("11466.67"))
    assert result.left_today == 7000


def test_a_home_too_dear_to_run_has_no_price_whoever_gives_the_money():
    result = afford(FAMILY, Home(common_costs=D(15_001)), replace(MONEY, grant=D(5_000_000)))
    assert result.highest_price == 0
    assert result.missing_per_month == 1
    assert result.why[0] == Why.RUNNING_TOO_DEAR
    assert result.hint == Outcome.NONE


def test_nothing_left_to_live_on_is_told_first():
    result = afford(replace(FAMILY, living_costs=D(40_000)), FLAT, MONEY)
    assert result.why[0] == Why.NOTHING_LEFT
    assert result.largest_loan == 0
    assert result.hint == Outcome.NONE


# --- Who pays ------------------------------------------------------------------------------------------------------


def test_a_grant_larger_than_the_price_leaves_no_loan_and_says_what_is_left():
    result = afford(FAMILY, FLAT, replace(MONEY, grant=D(4_000_000)))
    assert result.sources.loan == 0
    assert (result.sources.savings, result.sources.grant) == (100_000, 2_900_000)
    assert result.cost_as_owner == 3000
    assert Why.GRANT_LEFT in result.why
    assert result.hint == Outcome.NOW


def test_startlån_is_for_what_nobody_else_pays():
    bank = Terms(D(0), 100)
    result = afford(FAMILY, FLAT, replace(MONEY, grant=D(400_000), bank=D(200_000), bank_terms=bank))
    assert result.sources.loan == 2_300_000
    # The bank's loan takes 2 000 of the 12 000.
    assert result.lines[2].owner == 2000
    assert result.largest_loan == 10_000 * 300
    assert result.highest_price == 100_000 + 400_000 + 200_000 + 3_000_000


def test_a_bank_loan_they_cannot_pay_is_missing_capital_too():
    bank = Terms(D(0), 100)
    result = afford(FAMILY, replace(FLAT, price=D(1_500_000)), replace(MONEY, bank=D(1_300_000), bank_terms=bank))
    assert result.largest_loan == 0
    assert result.missing_capital == 100_000 + 100_000
    assert result.missing_per_month == 13_000 + D("333.33") - 12_000
    # No more is borrowed in the bank than the month carries, and then nothing is left for a startlån.
    assert result.highest_price == 1_300_000


def test_a_bank_loan_without_terms_is_refused():
    with pytest.raises(ValueError, match="terms"):
        replace(MONEY, bank=D(1))


# --- Time ----------------------------------------------------------------------------------------------------------


def test_a_fixed_rate_is_dearer_only_when_it_ends():
    fixed = afford(FAMILY, FLAT, replace(MONEY, terms=Terms(D(3), 300, 0, 120)))
    floating = afford(FAMILY, FLAT, replace(MONEY, terms=Terms(D(3), 300)))
    assert fixed.cost_as_owner == floating.cost_as_owner < fixed.cost_when_dearer < floating.cost_when_dearer
    assert (fixed.dearer_from_month, floating.dearer_from_month) == (121, 1)


def test_interest_only_is_told_as_it_becomes_afterwards():
    result = afford(FAMILY, FLAT, replace(MONEY, terms=Terms(D(3), 360, 96)))
    assert result.first_month == 7250
    assert result.lines[1].owner > result.first_month
    assert Why.COSTS_MORE_AFTER_INTEREST_ONLY in result.why


@pytest.mark.parametrize(("months", "hint"), [(60, Outcome.WITHIN_FIVE_YEARS), (61, Outcome.NONE)])
def test_in_debt_settlement_it_is_never_now(months, hint):
    settling = replace(FAMILY, settlement=D(2000), settlement_months=months)
    result = afford(settling, FLAT, MONEY)
    assert result.largest_loan == 10_000 * 300
    assert Why.IN_SETTLEMENT in result.why
    assert result.hint == hint


# --- What always holds ---------------------------------------------------------------------------------------------

monthly = st.integers(0, 4_000_000).map(lambda øre: D(øre) / 100)
capital = st.integers(0, 300_000_000).map(lambda øre: D(øre) / 100)
homes = st.builds(
    Home,
    price=st.none() | st.integers(1, 6_000_000).map(D),
    common_debt=capital,
    common_costs=st.integers(0, 800_000).map(lambda øre: D(øre) / 100),
    has_duty=st.booleans(),
    buying_costs=st.integers(0, 1_000_000).map(lambda øre: D(øre) / 100),
)
economies = st.builds(Economy, incomes=st.tuples(monthly, monthly), living_costs=monthly, rent_today=monthly)
terms = st.builds(Terms, st.integers(0, 9000).map(lambda thousandths: D(thousandths) / 1000), st.integers(13, 240))


@settings(max_examples=200, deadline=None)
@given(economy=economies, home=homes, terms=terms, savings=capital, grant=capital, bank=capital, bank_terms=terms)
def test_what_is_missing_agrees_with_itself(economy, home, terms, savings, grant, bank, bank_terms):
    result = afford(economy, home, Financing(terms, savings, grant, bank, bank_terms))
    paid = result.sources
    assert paid.savings + paid.grant + paid.bank + paid.loan - paid.to_pay < 1
    assert paid.savings + paid.grant + paid.bank + paid.loan >= paid.to_pay
    assert (result.missing_per_month == 0) == (result.hint == Outcome.NOW)
    assert result.missing_per_month >= 0
    assert result.missing_capital >= 0
    for_loans = economy.for_housing - home.running
    if result.highest_price:
        # What they are told that they can buy for, they can pay: of each month no more than they have.
        bought = afford(
            economy, replace(home, price=result.highest_price), Financing(terms, savings, grant, bank, bank_terms)
        )
        assert bought.missing_per_month == 0 or bank > largest_loan(for_loans, bank_terms)
    if result.missing_per_month == 0 and paid.loan == result.largest_loan:
        assert highest_payment(paid.loan, terms) + highest_payment(paid.bank, bank_terms) <= for_loans


@settings(max_examples=500, deadline=None)
@given(capital=capital, home=homes)
def test_no_krone_more_can_be_paid_than_the_highest_price(capital, home):
    price = highest_price(capital, home)
    assert price == int(price) >= 0
    assert home.to_pay(price) <= capital
    assert home.to_pay(price + 1) > capital


# --- What a household lives on, and how long a loan may last -------------------------------------------------------

TABLE = Table(
    (Step(0, D(3000)), Step(6, D(4000)), Step(18, D(8000)), Step(67, D(7000))),
    (Step(1, D(1000)), Step(2, D(1500)), Step(4, D(2500))),
)


@pytest.mark.parametrize(
    ("ages", "persons", "household"),
    [
        ([34], [8000], 1000),
        ([34, 5, 6], [8000, 3000, 4000], 1500),
        ([34, 36, 17, 18], [8000, 8000, 4000, 8000], 2500),
        ([66, 67], [8000, 7000], 1500),
        ([0] * 9, [3000] * 9, 2500),
        # Whose age nobody knows is reckoned as the dearest.
        ([34, None], [8000, 8000], 1500),
        ([], [], 1000),
    ],
)
def test_living_costs_go_by_age_and_by_how_many(ages, persons, household):
    found = living_costs(TABLE, ages)
    assert (list(found.persons), found.household) == (persons, household)
    assert found.total == sum(persons) + household


ALL = frozenset(LongTermTest.values)


@pytest.mark.parametrize(
    ("years", "free", "long_term", "faults"),
    [
        (30, 8, LongTerm(), []),
        (31, 0, LongTerm(), [TermFault.TESTS_UNMET]),
        (50, 0, LongTerm(ALL), []),
        (51, 0, LongTerm(ALL), [TermFault.TOO_LONG]),
        (30, 9, LongTerm(), [TermFault.INTEREST_ONLY_TOO_LONG]),
        (8, 8, LongTerm(), [TermFault.NEVER_PAID_DOWN]),
        (40, 0, LongTerm(ALL - {"low_income"}), [TermFault.TESTS_UNMET]),
        (40, 0, LongTerm(ALL - {"low_income"}, frozenset({"children"})), [TermFault.TESTS_UNMET]),
        (40, 0, LongTerm(ALL - {"low_income"}, frozenset({"foreseeable"})), [TermFault.TESTS_UNMET]),
        (40, 0, LongTerm(ALL - {"low_income"}, frozenset({"children", "foreseeable"})), []),
        (40, 0, LongTerm(ALL - {"low_income"}, frozenset({"may_lose_home", "foreseeable"})), []),
        (40, 0, LongTerm(ALL - {"fits_long", "rent_unsuitable"}, frozenset({"may_lose_home"})), []),
        (40, 0, LongTerm(ALL - {"fits_long"}, frozenset({"children", "foreseeable"})), [TermFault.TESTS_UNMET]),
        (40, 0, LongTerm(ALL - {"shorter_unsound"}, frozenset(SpecialGround.values)), [TermFault.TESTS_UNMET]),
    ],
)
def test_how_long_a_startlån_may_last(years, free, long_term, faults):
    assert term_faults(years, free, long_term) == faults
