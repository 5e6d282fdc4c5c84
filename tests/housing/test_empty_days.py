"""Empty days and lost rent: taken apart by reason, and the same sums as the figures."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from housing import lost_rent
from housing.empty_days import VACANT, Stretch, empty_days
from housing.empty_days import lost_rent as rent_of
from housing.models import Dwelling
from housing.periods import Period
from reporting.figures import BY_CODE
from tests import make

FIRST = date(2026, 1, 1)


def day(number):
    return FIRST + timedelta(days=number)


@st.composite
def stretches(draw, why=None):
    """Stretches that do not overlap, in any order; the last one may be open."""
    found, at = [], draw(st.integers(-20, 20))
    for _ in range(draw(st.integers(0, 5))):
        at += draw(st.integers(0, 15))
        length = draw(st.integers(0, 20))
        reason = draw(st.sampled_from(["damage", "cleaning"])) if why else VACANT
        found.append(Stretch(day(at), day(at + length), reason))
        at += length
    if found and draw(st.booleans()):
        found[-1] = Stretch(found[-1].starts, None, found[-1].why)
    return draw(st.permutations(found))


@settings(max_examples=40, deadline=None)
@given(st.integers(-10, 40), st.integers(0, 60), stretches(), stretches(why=True))
def test_day_by_day_gives_the_same(starts, length, stays, works):
    """Against a plain count: each day in stock is looked at by itself."""
    stock = Stretch(day(starts), day(starts + length))
    counted: dict[str, int] = {}
    for number in range(starts, starts + length):
        today = day(number)
        if any(one.starts <= today and (one.ends is None or one.ends > today) for one in stays):
            continue
        work = [one.why for one in works if one.starts <= today and (one.ends is None or one.ends > today)]
        why = work[0] if work else VACANT
        counted[why] = counted.get(why, 0) + 1
    assert dict(empty_days(stock, stays, works)) == counted


def test_a_day_of_rent_is_a_year_of_rent_by_365():
    assert rent_of(365, Decimal(1000)) == Fraction(12000)
    assert rent_of(10, None) == 0


@pytest.fixture
def town(db):
    """Dwellings with every way of standing empty: bought, sold, under work, between tenants, without a known rent."""
    homes = [make.dwelling(f"Elvegata {number}", monthly_rent=8000 + 333 * number) for number in range(1, 6)]
    homes.append(make.dwelling("Uten leie 1", monthly_rent=None, acquired_on=date(2026, 2, 3)))
    homes.append(make.dwelling("Solgt 1", left_stock_on=date(2026, 3, 9), left_stock_reason="sold", disposal_price=1))
    who = make.household()
    make.tenancy(who, homes[0], moved_in_on=date(2025, 5, 1), moved_out_on=date(2026, 2, 11))
    make.tenancy(make.household(), homes[0], moved_in_on=date(2026, 3, 2))
    make.tenancy(who, homes[1], moved_in_on=date(2026, 2, 11))
    make.void(homes[0], starts_on=date(2026, 2, 1), ends_on=date(2026, 2, 20), reason="damage")
    make.void(homes[2], starts_on=date(2025, 12, 1), ends_on=date(2026, 1, 17), reason="renovation")
    make.void(homes[2], starts_on=date(2026, 2, 17), reason="cleaning")
    return homes


@pytest.mark.parametrize(
    "period",
    [Period.year(2025), Period(date(2026, 1, 1), date(2026, 3, 31)), Period(date(2026, 2, 19), date(2026, 2, 19))],
)
def test_the_sums_are_those_of_the_figures(town, period):
    lines = lost_rent.lines_of(Dwelling.objects.all(), period)
    total = lost_rent.total_of(lines)
    assert total.days == BY_CODE["dwellings.empty_days"].of(period)
    assert total.kr == (BY_CODE["dwellings.rent_loss"].of(period) or 0)
    by_reason = lost_rent.sums_of(lines)
    assert sum(one.days for one in by_reason) == total.days
    assert abs(sum(one.kr for one in by_reason) - total.kr) < Decimal("0.05")


def test_the_dearest_stands_first_and_the_file_holds_them_all(town, client):
    client.force_login(make.leader())
    asked = {"fra": "01.01.2026", "til": "31.03.2026"}
    rows = client.get(reverse("lost_rent"), asked).context["page_obj"].object_list
    losses = [row.loss for row in rows]
    assert losses == sorted(losses, reverse=True)
    assert rows[-1].dwelling.monthly_rent is None
    text = client.get(reverse("lost_rent"), asked | {"format": "csv"}).content.decode("utf-8-sig")
    assert len(text.strip().splitlines()) == len(rows) + 1
    assert "Klargjøring" in text.splitlines()[0]


def test_a_period_after_today_is_told_and_this_year_is_shown(town, client):
    client.force_login(make.leader())
    page = client.get(reverse("lost_rent"), {"til": "01.01.2100"})
    assert "kan ikke slutte etter i dag" in page.content.decode()
    assert page.context["period"].last.year < 2100


def test_as_many_questions_however_many_dwellings(town, client, django_assert_num_queries):
    client.force_login(make.leader())
    client.get(reverse("lost_rent"))
    with django_assert_num_queries(4):
        client.get(reverse("lost_rent"))
    for number in range(3):
        make.dwelling(f"Ny {number}")
    with django_assert_num_queries(4):
        client.get(reverse("lost_rent"))
