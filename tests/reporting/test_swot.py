"""SWOT on its page: any past day, two days beside each other, taking out, and what the report shows."""

import json
from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from housing.periods import Period
from reporting.example_swot import NOW, THEN, leave_swot
from reporting.models import SwotPoint
from reporting.models.swot import printed
from tests import make
from tests import make_registers as make_a
from tests.reporting.registers import Visitor, errors, key

pytestmark = pytest.mark.django_db

SPRING = Period.half_year(2026, 1)
SENT = {"kind": "threats", "text": "Stigende boligpriser", "added_on": "01.02.2026"}


@pytest.fixture
def programme():
    return Visitor(make.user("programme"))


def on(page, side=-1):
    """The texts of each field of a side of the page."""
    fields = page.context["sides"][side]["fields"]
    return {label: [point.text for point in points] for label, points in fields if points}


def test_a_point_is_put_in_changed_and_taken_away(programme):
    assert programme.send("swot_new", **SENT).url == reverse("swot")
    point = SwotPoint.objects.get()
    programme.send("swot_change", point.pk, **SENT | {"kind": "weaknesses"})
    assert on(programme.see("swot")) == {"Svakheter": ["Stigende boligpriser"]}
    programme.press("swot_remove", point.pk)
    assert not SwotPoint.objects.exists()
    assert "Ingen punkter er satt inn" in programme.see("swot").content.decode()


def test_a_double_click_puts_in_one(programme):
    for _click in range(2):
        programme.client.post(reverse("swot_new"), SENT | {"external_id": "p1"})
    assert SwotPoint.objects.count() == 1
    again = programme.client.post(reverse("swot_new"), SENT | {"external_id": key()})
    assert errors(again) == {"text": "Punktet står der allerede."}


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "luck"}, "kind"),
        ({"text": ""}, "text"),
        ({"text": "x" * 301}, "text"),
        ({"added_on": "i går"}, "added_on"),
        ({"removed_on": "31.01.2026"}, "removed_on"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(programme, facts, field):
    assert list(errors(programme.send("swot_new", **SENT | facts))) == [field]
    assert not SwotPoint.objects.exists()


def test_what_is_taken_out_is_still_there_on_the_days_it_stood(programme):
    today = timezone.localdate()
    point = make_a.swot_point("Ingen beredskap", kind="weaknesses", added_on=today - timedelta(days=30))
    told = programme.press("swot_end", point.pk).content.decode()
    assert "er tatt ut" in told
    assert on(programme.see("swot")) == {}
    yesterday = f"{today - timedelta(days=1):%d.%m.%Y}"
    assert on(programme.see("swot", dag=yesterday)) == {"Svakheter": ["Ingen beredskap"]}
    assert "allerede tatt ut" in programme.press("swot_end", point.pk).content.decode()


def test_two_days_stand_beside_each_other(programme):
    make_a.swot_point("Fragmentert", kind="weaknesses", added_on=date(2023, 2, 1), removed_on=date(2026, 2, 1))
    make_a.swot_point("Engasjerte ansatte", added_on=date(2023, 2, 1))
    make_a.swot_point("Rask respons", added_on=date(2026, 2, 1))
    page = programme.see("swot", dag="31.12.2026", mot="31.12.2023")
    assert on(page, 0) == {"Styrker": ["Engasjerte ansatte"], "Svakheter": ["Fragmentert"]}
    assert on(page, 1) == {"Styrker": ["Engasjerte ansatte", "Rask respons"]}
    marks = {
        point.text: point.difference for side in page.context["sides"] for _l, ps in side["fields"] for point in ps
    }
    assert marks == {"Fragmentert": "Tatt ut", "Engasjerte ansatte": "", "Rask respons": "Ny"}
    assert reverse("swot_new") in page.content.decode()
    assert "slett/" not in page.content.decode(), "two days are looked at, not changed"


def test_a_day_that_is_no_day_is_told(programme):
    make_a.swot_point()
    page = programme.see("swot", dag="31.02.2026")
    assert page.status_code == 200
    assert "dag" in errors(page)


def test_those_who_read_have_no_buttons():
    make_a.swot_point()
    for user in (make.user("steering"), make.leader()):
        page = Visitor(user).see("swot").content.decode()
        assert "Engasjerte ansatte" in page
        assert "endre/" not in page


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_asks_the_same_number_of_questions(programme, count, django_assert_max_num_queries):
    for number in range(count):
        make_a.swot_point(f"Punkt {number}")
    with django_assert_max_num_queries(7):
        programme.see("swot", dag="31.12.2026", mot="31.12.2025")


def test_the_report_shows_the_last_day_and_what_came_and_went():
    assert printed(SPRING)["fields"] == []
    make_a.swot_point("Fragmentert", kind="weaknesses", added_on=date(2023, 2, 1), removed_on=date(2026, 2, 1))
    make_a.swot_point("Engasjerte ansatte", added_on=date(2023, 2, 1))
    make_a.swot_point("Rask respons", added_on=date(2026, 6, 30))
    make_a.swot_point("Etterpå", added_on=date(2026, 7, 1))
    value = printed(SPRING)
    assert json.loads(json.dumps(value)) == value
    assert value["fields"][0] == {
        "label": "Styrker",
        "points": [{"text": "Engasjerte ansatte", "is_new": False}, {"text": "Rask respons", "is_new": True}],
    }
    assert [field["label"] for field in value["fields"]] == ["Styrker", "Svakheter", "Muligheter", "Trusler"]
    assert value["gone"] == [{"label": "Svakheter", "points": ["Fragmentert"]}]
    for folder in ("reporting", "reports"):
        html = render_to_string(f"{folder}/_swot.html", {"swot": value})
        assert "Svakheter: Fragmentert" in html
        assert "Etterpå" not in html
        assert "Ingen SWOT" in render_to_string(f"{folder}/_swot.html", {"swot": {"fields": []}})


@pytest.mark.parametrize("today", [date(2026, 1, 15), date(2026, 3, 1), date(2026, 11, 29)])
def test_the_demo_has_points_of_two_years(today):
    for _time in range(2):
        leave_swot(today)
    assert SwotPoint.objects.on(today).count() == sum(stands for *_point, stands in THEN) + len(NOW)
    assert SwotPoint.objects.on(date(2023, 6, 1)).count() == len(THEN)


@pytest.mark.parametrize("name", ["swot", "steering_group"])
@pytest.mark.parametrize("typed", ["a\x00b", "x" * 300, "31.12.9999", "-1", "<script>", "٣"])
def test_a_day_that_is_anything_is_no_failure(programme, name, typed):
    for query in ({"dag": typed}, {"mot": typed}, {"felt": typed}, {"page": typed}):
        assert programme.see(name, **query).status_code == 200
