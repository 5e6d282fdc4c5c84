"""The edges of the figures of temporary housing and settlement, one hand-made case each."""

from datetime import date, timedelta

import pytest

from housing.periods import Period
from reporting.figures import BY_CODE
from tests import make

pytestmark = pytest.mark.django_db

SPRING = Period.half_year(2026, 1)
D = SPRING.last


def figure(code, period=SPRING):
    return BY_CODE[code].of(period)


def stay(starts_on, ends_on=None, household=None):
    household = household or make.household()
    return make.temporary_stay(household, starts_on=starts_on, ends_on=ends_on)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "within", "now"),
    [
        (D, None, 1, 1),
        (D, date(2026, 7, 1), 1, 1),
        (date(2026, 7, 1), None, 0, 0),
        (date(2026, 3, 1), D, 1, 0),
        (date(2025, 3, 1), SPRING.first, 0, 0),
        (date(2025, 3, 1), date(2026, 1, 2), 1, 0),
        (date(2026, 3, 1), date(2026, 3, 1), 0, 0),
        (date(2025, 3, 1), None, 1, 1),
    ],
)
def test_the_end_day_itself_no_longer_counts(starts_on, ends_on, within, now):
    stay(starts_on, ends_on)
    assert (figure("temporary.households"), figure("temporary.now")) == (within, now)


def test_a_household_with_two_stays_is_one_household():
    household = make.household()
    stay(date(2026, 1, 5), date(2026, 2, 1), household)
    stay(date(2026, 2, 1), None, household)
    assert figure("temporary.households") == 1
    assert figure("temporary.now") == 1


@pytest.mark.parametrize(("days", "found"), [(89, 0), (90, 0), (91, 1)])
def test_more_than_90_days_by_the_end_or_by_the_last_day(days, found):
    stay(D - timedelta(days=days))
    assert figure("temporary.over_90_days") == found
    # Ended after the period: by the last day it had lasted no longer.
    household = make.household()
    stay(D - timedelta(days=days), date(2026, 12, 1), household)
    assert figure("temporary.over_90_days") == 2 * found
    ended = date(2026, 1, 5)
    stay(ended - timedelta(days=days), ended)
    assert figure("temporary.over_90_days") == 3 * found


def test_each_stay_is_counted_by_itself_however_close_they_are():
    household = make.household()
    stay(date(2026, 1, 1), date(2026, 3, 1), household)
    stay(date(2026, 3, 1), None, household)
    assert figure("temporary.over_90_days") == 1, "the second alone has lasted 121 days"
    other = make.household()
    stay(date(2026, 3, 1), date(2026, 5, 1), other)
    stay(date(2026, 5, 1), None, other)
    assert figure("temporary.over_90_days") == 1, "61 and 60 days"


def test_children_on_the_day_the_stay_began_and_children_now():
    turns_18 = make.household(children=[date(2008, 4, 1)])
    stay(date(2026, 3, 31), None, turns_18)
    assert (figure("temporary.children"), figure("temporary.children_now")) == (1, 0)
    grown = make.household(children=[date(2008, 3, 31)])
    stay(date(2026, 3, 31), None, grown)
    assert figure("temporary.children") == 1
    came = make.household()
    make.member(came, make.person(birth_date=date(2020, 1, 1)), role="child", joined_on=date(2026, 4, 1))
    stay(date(2026, 3, 31), None, came)
    assert (figure("temporary.children"), figure("temporary.children_now")) == (1, 1)
    left = make.household(children=[date(2020, 1, 1)])
    left.memberships.filter(role="child").update(left_on=date(2026, 3, 31))
    stay(date(2026, 3, 31), None, left)
    assert figure("temporary.children") == 1


def test_born_on_leap_day_one_is_a_child_through_28_february():
    for starts_on, children in [(date(2026, 2, 28), 1), (date(2026, 3, 1), 1)]:
        stay(starts_on, starts_on + timedelta(days=1), make.household(children=[date(2008, 2, 29)]))
        assert figure("temporary.children") == children


def test_a_child_in_two_households_is_one_child():
    first, second = make.household(children=[date(2015, 5, 1)]), make.household()
    make.member(second, first.memberships.get(role="child").person, role="child")
    for household in (first, second):
        stay(date(2026, 3, 1), None, household)
    assert (figure("temporary.children"), figure("temporary.children_now")) == (1, 1)
    assert figure("temporary.households") == 2


def test_refugees_are_members_on_the_day_they_were_settled():
    family = make.household(children=[date(2015, 5, 1), date(2017, 5, 1)])
    family.memberships.filter(person__birth_date=date(2015, 5, 1)).update(left_on=date(2026, 3, 2))
    make.member(family, make.person(), role="partner", joined_on=date(2026, 3, 3))
    home = make.tenancy(family, make.dwelling(), moved_in_on=date(2026, 3, 2))
    make.settlement(family, settled_on=date(2026, 3, 2), tenancy=home)
    private = make.household()
    make.settlement(private, settled_on=D, tenancy=make.tenancy(private))
    make.settlement(make.household(), settled_on=date(2026, 7, 1))
    assert figure("refugees.persons") == 3
    assert figure("refugees.persons_municipal") == 2
    assert figure("refugees.households_municipal") == 1
