"""Targets of figures: from a day on, for a length of period, reached or not in words."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from housing.periods import Period
from reporting.example_targets import set_targets
from reporting.figures import BY_CODE
from reporting.models import FigureTarget
from reporting.models.targets import length_of
from reporting.targets import held, targets_of
from tests import make
from tests.make_figures import target

pytestmark = pytest.mark.django_db

SPRING = Period.half_year(2026, 1)
PETITIONS, HOMELESS = BY_CODE["evictions.petitions"], BY_CODE["homeless.households"]


@pytest.fixture
def programme():
    return make.user("programme")


def sent(**facts):
    today = timezone.localdate()
    return {
        "code": "evictions.petitions",
        "direction": "at_most",
        "value": "12",
        "length": "half_year",
        "valid_from": f"{today:%d.%m.%Y}",
        "note": "",
        "external_id": "mal-1",
    } | facts


@pytest.mark.parametrize(
    ("value", "direction", "mark"),
    [
        (12, "at_most", "Nådd"),
        (13, "at_most", "Ikke nådd"),
        (12, "at_least", "Nådd"),
        (11, "at_least", "Ikke nådd"),
        (None, "at_most", "Ingen måling"),
    ],
)
def test_a_figure_is_held_against_its_target_in_words(programme, value, direction, mark):
    target(direction=direction)

    found = held(PETITIONS, value, SPRING, targets_of(SPRING, programme))
    assert found.mark == mark
    assert found.text == f"{'høyst' if direction == 'at_most' else 'minst'} 12"


def test_a_hidden_figure_is_neither_above_nor_below(programme):
    target()

    found = held(PETITIONS, 3, SPRING, targets_of(SPRING, programme), is_told=False)
    assert (found.text, found.mark) == ("høyst 12", "")


def test_a_target_is_for_a_length_of_period_where_the_figure_grows_with_it(programme):
    target()
    target("homeless.households", 100, length="")

    year, month = Period.year(2026), Period.of_month(2026, 6)
    assert held(PETITIONS, 9, year, targets_of(year, programme)) is None
    assert held(PETITIONS, 9, month, targets_of(month, programme)) is None
    for period in (year, month, SPRING):
        assert held(HOMELESS, 90, period, targets_of(period, programme)).mark == "Nådd"
    lengths = [length_of(period) for period in (month, Period(date(2026, 5, 1), date(2026, 8, 31)), SPRING, year)]
    assert lengths == ["month", "tertial", "half_year", "year"]
    assert length_of(Period(date(2026, 1, 1), date(2026, 3, 31))) == ""
    assert not BY_CODE["applications.grant_percent"].grows_with_period
    assert not BY_CODE["loans.mean"].grows_with_period


def test_the_target_of_the_last_day_holds_until_another_begins_or_it_ends(programme):
    target(value=12, valid_from=date(2026, 1, 1))
    target(value=8, valid_from=date(2026, 7, 1))
    target(value=None, valid_from=date(2027, 1, 1))

    def text(period):
        found = held(PETITIONS, 9, period, targets_of(period, programme))
        return found and found.text

    assert text(SPRING) == "høyst 12"
    assert text(Period.half_year(2026, 2)) == "høyst 8"
    assert text(Period.half_year(2027, 1)) is None
    assert text(Period.half_year(2025, 2)) is None


def test_the_programme_leader_sets_one_and_a_double_click_sets_no_second(client, programme):
    client.force_login(programme)
    for _click in range(2):
        assert client.post(reverse("target_new"), sent()).url == reverse("target_list")

    made = FigureTarget.objects.get()
    assert (made.value, made.by, made.length) == (12, programme, "half_year")
    page = client.get(reverse("target_list")).content.decode()
    assert "høyst 12" in page
    assert "Gjelder" in page


def test_two_from_the_same_day_are_told_apart(client, programme):
    client.force_login(programme)
    client.post(reverse("target_new"), sent())
    page = client.post(reverse("target_new"), sent(external_id="mal-2", value="9"))

    assert page.status_code == 200
    assert "allerede satt et mål" in page.content.decode()
    assert FigureTarget.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"length": ""}, "Velg hvor lang periode"),
        ({"value": "mange"}, "Skriv målet som et tall"),
        ({"value": "-1"}, "ikke mindre enn null"),
        ({"valid_from": "01.01.2001"}, "Velg en dag i år eller senere"),
        ({"valid_from": "01.01.2090"}, "mer enn to år frem"),
        ({"code": "nothing.here"}, "Velg et gyldig valg"),
        ({"direction": "sideways"}, "Velg et gyldig valg"),
    ],
)
def test_what_is_wrong_is_told_at_the_field(client, programme, facts, said):
    client.force_login(programme)
    page = client.post(reverse("target_new"), sent(**facts))

    assert page.status_code == 200
    assert said in page.content.decode()
    assert not FigureTarget.objects.exists()


def test_a_figure_of_the_last_day_needs_no_length(client, programme):
    client.force_login(programme)
    client.post(reverse("target_new"), sent(code="homeless.households", length="month"))

    assert FigureTarget.objects.get().length == ""


def test_readers_see_targets_and_set_none(client):
    made = target(by=make.user("programme"), note="Vedtatt i styringsgruppen")
    client.force_login(make.user("steering"))

    page = client.get(reverse("target_list")).content.decode()
    assert "Vedtatt i styringsgruppen" in page
    assert "Nytt mål" not in page
    assert client.post(reverse("target_remove", args=[made.pk])).status_code == 403


def test_one_typed_wrong_is_taken_away(client, programme):
    made = target(by=programme)
    client.force_login(programme)
    client.post(reverse("target_remove", args=[made.pk]))

    assert not FigureTarget.objects.exists()


def test_the_example_targets_are_of_figures_and_set_once(programme):
    for _time in range(2):
        set_targets(date(2026, 1, 1), by=programme)

    rows = FigureTarget.objects.all()
    assert len({(row.code, row.length) for row in rows}) == len(rows) == 8
    assert all(BY_CODE[row.code].grows_with_period == bool(row.length) for row in rows)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1280, 360])
def test_the_pages_hold_for_everyone(page, live_server, client, axe, width, empty_cache):
    target(by=None)
    client.force_login(make.user("programme"))
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.set_viewport_size({"width": width, "height": 900})
    for name in ("steering_room", "target_list", "target_new", "figure_definitions", "figure_list"):
        page.goto(reverse(name))
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name
