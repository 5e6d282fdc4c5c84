"""The wide tables of the teams in a real browser: every column is seen on an ordinary screen, and on a phone."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import make
from tests import make_housing_first as make_hf
from tests.housing_first.test_field_in_browser import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TODAY = timezone.localdate()
CUT_OFF = "[...document.querySelectorAll('.table-frame')].map((frame) => frame.scrollWidth - frame.clientWidth)"


@pytest.mark.parametrize("width", [1280, 360])
def test_no_column_is_cut_off(page, axe, width):
    team = make_hf.team("Ambulerende team", kind="ambulant")
    leader = make.leader()
    since = TODAY - timedelta(days=200)
    for name, status in [("Christoffer", "unclear"), ("Ann-Kristin", "no_fixed_abode")]:
        main = make.person(name, "Sandvik Johannessen", birth_date=date(1985, 3, 1), sex="male")
        household = make.household(main=main)
        one = make_hf.referral(household, team, received_on=since, housing_status=status)
        one.reject(by=leader, decided_on=since, refusal="other_service", decision_note="")
        make_hf.participation(household, team, started_on=since)
    make_hf.team_cost(team, posts="4.5", expenses="1145000")
    page.set_viewport_size({"width": width, "height": 900})
    log_in(page, leader)
    for address in (reverse("referral_list"), reverse("team_cost_list")):
        page.goto(address)
        assert page.locator(".table-frame").count() == 1, address
        assert page.evaluate(CUT_OFF) == [0], address
        assert axe(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
