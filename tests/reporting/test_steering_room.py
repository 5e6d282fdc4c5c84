"""The steering group's room: approved reports and masked key figures, and nothing that leads to a person."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from housing.periods import Period
from reporting import steering_room
from reporting.families import judged_with
from reporting.figures import BY_CODE
from reporting.models import Report
from reporting.tasks import reckon_steering_room
from tests import make, make_evictions
from tests.make_figures import target

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]

SPRING = Period.half_year(2026, 1)
TODAY = date(2026, 9, 14)


@pytest.fixture(autouse=True)
def the_day(monkeypatch):
    as_it_was = timezone.localdate

    def localdate(moment=None, *zone):
        return TODAY if moment is None else as_it_was(moment, *zone)

    monkeypatch.setattr(timezone, "localdate", localdate)


def petitions(*days):
    by = make.user("rent")
    for day in days:
        make_evictions.petition(make.tenancy(make.household(), make.dwelling()), sent_on=day, by=by)


def page_for(client, *roles):
    client.force_login(make.user(*roles))
    return client.get(reverse("steering_room")).content.decode()


def test_it_is_where_the_steering_group_comes_in(client):
    client.force_login(make.user("steering"))

    assert client.get(reverse("home")).url == reverse("steering_room")


def test_the_numbers_are_of_the_last_whole_half_year_and_24_whole_months():
    autumn = Period.half_year(2025, 2)
    assert steering_room.last_half_years(TODAY)[-2:] == [autumn, SPRING]
    assert steering_room.last_half_years(date(2026, 6, 30))[-1] == autumn
    months = steering_room.last_months(TODAY)
    assert (len(months), months[-1]) == (24, Period.of_month(2026, 8))


def test_small_numbers_are_hidden_for_everybody_also_in_the_trend(client):
    petitions(*[date(2026, 2, 2)] * 6, date(2026, 3, 2))
    found = steering_room.numbers(TODAY)
    told = found.told["evictions.petitions"]

    # One in March; nothing after it to hide it with, so the half-year is hidden too.
    assert (told.value, told.is_hidden) == (None, True)
    assert told.months[-7] == 6
    assert told.months[-6] is None
    for roles in (["steering"], ["programme"], ["leader"]):
        page = page_for(client, *roles)
        assert "Kolon (:)" in page
        section = page.split("Begjærte utkastelser", 1)[1].split("</section>")[0]
        assert re.search(r'stat__value">: ', section)


def test_where_the_months_are_too_few_the_half_years_show_which_way_it_goes(client):
    petitions(*[date(2026, month, 2) for month in (1, 1, 2, 3, 4, 5, 6)], *[date(2025, 9, 2)] * 9)
    section = page_for(client, "steering").split("Begjærte utkastelser", 1)[1].split("</section>")[0]

    assert re.search(r"2. halvår 2025</dt><dd>9<", section)
    assert re.search(r'stat__value">7 ', section)
    assert section.count('class="num">:<') == 6


def test_no_row_and_no_person_is_one_click_away(client):
    page = page_for(client, "steering")
    links = set(re.findall(r'href="(/[^"]*)"', page.split("<main")[1]))

    assert not any(link.startswith("/rapporter/tall/") and "definisjoner" not in link for link in links)
    assert reverse("figure", args=["evictions.petitions"]) in page_for(client, "leader")


def test_a_target_stands_beside_its_figure(client):
    petitions(*[date(2026, 2, 2)] * 6)
    target("evictions.petitions", 5)
    target("evictions.carried_out", 5)
    page = page_for(client, "steering")

    assert "Ikke nådd" in page.split("Begjærte utkastelser", 1)[1].split("</section>")[0]
    assert "Nådd" in page.split("Gjennomførte utkastelser", 1)[1].split("</section>")[0]


def test_a_hidden_figure_is_held_against_no_target(client):
    petitions(date(2026, 2, 2))
    target("evictions.petitions", 5)
    section = page_for(client, "steering").split("Begjærte utkastelser", 1)[1].split("</section>")[0]

    assert "høyst 5" in section
    assert "ds-tag" not in section


def test_approved_reports_with_their_pdfs_stand_there_and_drafts_do_not(client, built):
    Report.objects.filter(pk=built.own["report"].pk).update(approved_on=date(2026, 2, 1))
    page = page_for(client, "steering")

    assert reverse("report", args=[built.own["report"].pk]) in page
    assert reverse("run_pdf", args=[built.own["run"].pk]) in page
    assert reverse("report", args=[built.own["draft"].pk]) not in page


def test_every_drawing_is_described_and_has_its_table(client):
    page = page_for(client, "steering")

    images = re.findall(r'<img src="([^"]+)"[^>]*alt="([^"]+)"', page)
    assert len(images) == len(steering_room.CODES) == page.count("Vis som tabell")
    assert all(text.startswith("Linjediagram.") for _address, text in images)
    assert client.get(images[0][0])["Content-Type"] == "image/svg+xml"
    assert client.get(reverse("steering_chart", args=["hf.referrals"])).status_code == 404


def test_as_many_questions_whatever_there_is_to_count(django_assert_num_queries):
    # One of each figure, two of each of the three calendar years, and the one instant.
    for _number in range(2):
        for _row in range(3):
            make.mapping(make.household(), mapped_on=date(2026, 3, 2))
            petitions(date(2026, 2, 2))
        with django_assert_num_queries(len(judged_with(steering_room.CODES)) + 2 * 3 + 2):
            steering_room.reckoned(TODAY)


def test_what_is_registered_in_the_day_is_not_found_from_the_difference(client, django_assert_max_num_queries):
    petitions(*[date(2026, 2, 2)] * 6)
    reckon_steering_room()
    petitions(date(2026, 2, 3))

    assert steering_room.numbers(TODAY).told["evictions.petitions"].value == 6
    client.force_login(make.user("steering"))
    with django_assert_max_num_queries(8):
        client.get(reverse("steering_room"))


def test_every_key_figure_comes_with_all_that_has_a_say_in_it():
    assert {"homeless.category_1", "disadvantaged.no_home"} <= judged_with(["homeless.households"])
    assert "evictions.carried_out" in judged_with(["evictions.with_children"])
    assert judged_with(["evictions.petitions"]) == {"evictions.petitions"}
    assert set(steering_room.CODES) <= set(BY_CODE)
