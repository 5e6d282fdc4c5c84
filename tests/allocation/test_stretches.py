"""How long somebody has stayed without a break: back to back goes on, one night elsewhere begins anew."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allocation.stretches import since

DAY = date(2026, 6, 30)


def before(days):
    return DAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("stays", "found"),
    [
        ([], None),
        ([(before(10), None)], before(10)),
        ([(DAY, None)], DAY),
        ([(before(10), DAY)], None),
        ([(DAY + timedelta(days=1), None)], None),
        ([(before(50), before(10)), (before(10), None)], before(50)),
        ([(before(50), before(11)), (before(10), None)], before(10)),
        ([(before(90), before(50)), (before(50), before(10)), (before(10), None)], before(90)),
        ([(before(10), None), (before(50), before(10))], before(50)),
        # A stay that came to nothing neither breaks nor lengthens.
        ([(before(50), before(10)), (before(10), before(10)), (before(10), None)], before(50)),
        ([(before(20), before(20)), (before(10), None)], before(10)),
    ],
)
def test_since(stays, found):
    assert since(stays, DAY) == found


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lengths=st.lists(st.integers(1, 40), min_size=1, max_size=6), ago=st.integers(0, 30))
def test_unbroken_stays_count_from_the_first(lengths, ago):
    first, stays = before(ago + sum(lengths)), []
    day = first
    for length in lengths:
        stays.append((day, day + timedelta(days=length)))
        day += timedelta(days=length)
    stays[-1] = (stays[-1][0], None)
    assert since(reversed(stays), DAY) == first
