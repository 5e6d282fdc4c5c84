"""The rent history: it agrees with the rent on the page and in the files, and remembers every day."""

from datetime import date, timedelta
from decimal import Decimal

import pghistory
import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from housing.models import Dwelling, Rent, Tenancy
from housing.rent_history import HowSet, Row, fixing, next_after, rent_on, unindexed_since
from tests import make

TODAY = timezone.localdate()
JANUARY = date(2024, 1, 1)


def row(day, amount, how, order=0, **more):
    return Row(day, Decimal(amount), how, order, **more)


HISTORY = [
    row(date(2022, 3, 1), 8000, HowSet.AGREED, 1),
    row(date(2024, 1, 1), 8400, HowSet.INDEX, 2, index_month=date(2023, 10, 1)),
    row(date(2026, 5, 4), 8400, HowSet.REGISTERED, 3),
]


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        (date(2022, 2, 28), None),
        (date(2022, 3, 1), 8000),
        (date(2023, 12, 31), 8000),
        (date(2024, 1, 1), 8400),
        (date(2030, 1, 1), 8400),
    ],
)
def test_the_rent_of_any_day(day, amount):
    found = rent_on(HISTORY, day)
    assert (found and found.amount) == amount


def test_a_rent_that_was_only_registered_was_fixed_where_the_history_says_it():
    day = date(2026, 11, 1)
    assert fixing(HISTORY, day).in_force_from == JANUARY
    assert unindexed_since(HISTORY, day) == date(2022, 3, 1)
    other = [*HISTORY[:2], row(date(2026, 5, 4), 8500, HowSet.REGISTERED, 3)]
    assert fixing(other, day).in_force_from == date(2026, 5, 4), "another amount: it may have been fixed that very day"
    assert unindexed_since(other, day) == date(2026, 5, 4)
    assert fixing(HISTORY[2:], day).in_force_from == date(2026, 5, 4)
    assert fixing([], day) is None
    assert unindexed_since([], day) is None


def test_a_correction_was_fixed_as_what_it_corrects():
    corrected = [*HISTORY[:2], row(JANUARY, 8300, HowSet.CORRECTED, 3)]
    found = fixing(corrected, date(2026, 1, 1))
    assert (found.amount, found.how, found.index_month) == (8300, HowSet.INDEX, date(2023, 10, 1))
    assert unindexed_since(corrected, date(2026, 1, 1)) == date(2022, 3, 1)


def test_the_first_to_come():
    assert next_after(HISTORY, date(2023, 1, 1)).in_force_from == JANUARY
    assert next_after(HISTORY, date(2026, 5, 4)) is None


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(st.dates(date(2020, 1, 1), date(2020, 2, 1)), st.integers(1, 9), st.sampled_from(list(HowSet))),
        max_size=8,
    ),
    st.dates(date(2019, 12, 25), date(2020, 2, 10)),
)
def test_the_rent_of_a_day_is_what_was_written_last_of_what_began_last(made, day):
    rows = [row(starts, amount, how, order) for order, (starts, amount, how) in enumerate(made)]
    begun = [one for one in rows if one.in_force_from <= day]
    found = rent_on(rows, day)
    if not begun:
        assert found is None
        return
    last = max(one.in_force_from for one in begun)
    assert found.amount == [one for one in begun if one.in_force_from == last][-1].amount
    since = fixing(rows, day)
    assert since.amount == found.amount, "what is in force now is what was fixed then"
    assert since.in_force_from <= day
    assert unindexed_since(rows, day) <= since.in_force_from


# The database keeps the two in step


pytestmark = pytest.mark.django_db


def told(thing):
    return [(rent.in_force_from, rent.amount, rent.how) for rent in thing.rents.order_by("pk")]


def agrees() -> bool:
    """Every tenancy that has begun and every dwelling: the newest row is the rent."""
    for thing in [*Tenancy.objects.filter(moved_in_on__isnull=False), *Dwelling.objects.all()]:
        newest = thing.rents.first()
        if (newest and newest.amount) != thing.monthly_rent:
            return False
    return True


def test_what_is_registered_leaves_a_row_with_the_day_it_was_known():
    home = make.dwelling(monthly_rent=Decimal(9000))
    lived = make.tenancy(make.household(), home, monthly_rent=Decimal(8800))
    left = make.tenancy(
        make.household(), monthly_rent=Decimal(7000), moved_in_on=JANUARY, moved_out_on=date(2025, 1, 1)
    )
    assert told(home) == [(TODAY, 9000, "registered")]
    assert told(lived) == [(TODAY, 8800, "registered")]
    assert told(left) == [(date(2025, 1, 1), 7000, "registered")]
    Dwelling.objects.update(monthly_rent=9100)
    home.refresh_from_db()
    home.city = "Lindvik"
    home.save()
    assert told(home) == [(TODAY, 9000, "registered"), (TODAY, 9100, "registered")]
    assert agrees()


def test_whoever_writes_the_rent_on_a_page_stands_in_the_row():
    kari = make.leader()
    with pghistory.context(user=kari.pk, url="/boliger/"):
        home = make.dwelling()
    assert home.rents.get().by == kari
    with pghistory.context(command="import_records"):
        assert make.dwelling("Storgata 1").rents.get().by is None


def test_moving_in_is_when_the_rent_agreed_begins():
    kari = make.caseworker()
    home = Tenancy.objects.create(
        household=make.household(),
        dwelling=make.dwelling(),
        tenure="municipal",
        allocated_on=JANUARY,
        monthly_rent=Decimal(8800),
    )
    assert told(home) == []
    home.move_in(by=kari, moved_in_on=date(2024, 2, 1))
    assert told(home) == [(date(2024, 2, 1), 8800, "agreed")]
    assert agrees()


def test_a_row_puts_the_rent_and_an_earlier_one_does_not():
    home = make.tenancy(make.household(), make.dwelling(), monthly_rent=Decimal(8800))
    later, earlier = TODAY + timedelta(days=1), TODAY - timedelta(days=400)
    Rent.objects.create(tenancy=home, amount=9000, in_force_from=later, how="agreed")
    home.refresh_from_db()
    assert home.monthly_rent == 9000
    Rent.objects.create(tenancy=home, amount=8100, in_force_from=earlier, how="agreed")
    home.refresh_from_db()
    assert home.monthly_rent == 9000
    assert agrees()
    Tenancy.objects.filter(pk=home.pk).update(monthly_rent=None)
    assert told(home)[-1] == (later, None, "registered")
    assert agrees()


def test_many_at_once_and_nothing_where_nothing_changed():
    for number in range(3):
        make.tenancy(make.household(), make.dwelling(f"Storgata {number}"), monthly_rent=Decimal(8000 + number))
    Tenancy.objects.update(monthly_rent=8001)
    assert Rent.objects.filter(tenancy__isnull=False).count() == 5
    Tenancy.objects.filter(pk=0).update(monthly_rent=1)
    Tenancy.objects.update(deposit_amount=1)
    assert Rent.objects.filter(tenancy__isnull=False).count() == 5
    assert agrees()


@pytest.mark.parametrize("wrong", ["UPDATE housing_rent SET amount = 1", "DELETE FROM housing_rent"])
def test_a_row_is_never_changed(wrong):
    make.dwelling()
    with pytest.raises(DatabaseError, match="rent_is_append_only"), transaction.atomic(), connection.cursor() as sql:
        sql.execute(wrong)
