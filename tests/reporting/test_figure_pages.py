"""The figures page, one figure's page and the definitions."""

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from housing.periods import Period
from reporting.comparisons import compared, latest_months, month_chart, signed
from reporting.figures import BY_CODE, FIGURES
from tests import make
from tests.make_figures import target

pytestmark = pytest.mark.django_db

SPRING = {"fra": "2026-01-01", "til": "2026-06-30"}
RECEIVED = BY_CODE["applications.received"]


@pytest.fixture
def reader(client):
    """Three applications this spring, two the spring before."""
    by = make.leader()
    for day in (date(2026, 1, 5), date(2026, 3, 3), date(2026, 6, 30), date(2025, 2, 2), date(2025, 6, 30)):
        make.application(make.household(), by=by, received_on=day)
    client.force_login(by)
    return client


def text_of(client, name, *args, **query):
    return client.get(reverse(name, args=args, query=query or SPRING)).content.decode()


def test_a_figure_stands_beside_the_year_before(reader):
    page = text_of(reader, "figure", RECEIVED.code)

    assert "+1 (+50,0\u00a0%)" in page
    assert "1. halvår 2025" in page
    assert str(RECEIVED.definition) in page


def test_a_figure_says_whether_its_target_is_reached(reader):
    target(RECEIVED.code, 2)
    target("homeless.households", 5, length="")

    assert "Ikke nådd" in text_of(reader, "figure", RECEIVED.code)
    assert "Nådd" in text_of(reader, "figure", "homeless.households")
    page = text_of(reader, "figure_list")
    assert "høyst 2" in page
    assert "Ikke nådd" in page


def test_the_latest_24_months_are_drawn_and_stand_in_a_table(reader):
    page = text_of(reader, "figure", RECEIVED.code)
    drawing = reader.get(reverse("figure_chart", args=[RECEIVED.code], query=SPRING))

    assert "07.2024" in page
    assert "06.2026" in page
    assert "Linjediagram. Mottatte søknader per måned." in page
    assert drawing["Content-Type"] == "image/svg+xml"
    assert reader.get(reverse("figure_chart", args=["no.such"])).status_code == 404


@pytest.mark.parametrize("rows", [1, 4])
def test_the_list_asks_one_question_of_each_figure(reader, rows, django_assert_max_num_queries):
    for _number in range(rows):
        make.mapping(make.household(), mapped_on=date(2026, 3, 2))
    with django_assert_max_num_queries(len(FIGURES) + 30):
        text_of(reader, "figure_list")


def test_the_list_is_searched(reader):
    page = text_of(reader, "figure_list", **SPRING, gruppe="applications", q="bytte")

    assert "Mottatte søknader om bytte" in page
    assert "Mottatte klager" not in page
    assert "Ingen tall passer" in text_of(reader, "figure_list", q="finnes ikke")


def test_the_figures_are_taken_out_as_files(reader):
    as_csv = reader.get(reverse("figure_list", query=SPRING | {"format": "csv", "gruppe": "applications"}))
    as_excel = reader.get(reverse("figure_list", query=SPRING | {"format": "xlsx"}))

    lines = list(csv.DictReader(StringIO(as_csv.content.decode("utf-8-sig")), delimiter=";"))
    received = next(line for line in lines if line["Kode"] == RECEIVED.code)
    assert (received["Verdi"], received["Samme periode året før"], received["Endring"]) == ("3", "2", "1")
    assert {line["Gruppe"] for line in lines} == {"Søknader og klager"}
    sheet = load_workbook(BytesIO(as_excel.content)).active
    assert sheet.max_row == len(FIGURES) + 1


def test_every_definition_is_told_to_whoever_reads_reports(client):
    client.force_login(make.user("steering"))
    page = client.get(reverse("figure_definitions")).content.decode()

    assert all(f'id="{figure.code}"' in page for figure in FIGURES)
    assert "Summen av månedene" in page


def test_a_difference_in_words():
    percent = BY_CODE["applications.grant_percent"]

    assert compared(RECEIVED, 3, 0).change == "+3"
    assert compared(RECEIVED, 0, 4).change == "−4 (−100,0\u00a0%)"
    assert compared(RECEIVED, 4, 4).change == "0 (0,0\u00a0%)"
    assert compared(percent, 40, 35).change == "+5,0 prosentpoeng"
    assert compared(percent, None, 35).change == ""
    assert signed(-1234, 0) == "−1\u00a0234"


def test_hidden_months_have_a_colon_and_no_point():
    months = latest_months(date(2026, 6, 30))
    chart = month_chart(RECEIVED, months, [7] * 24, hidden={3})

    assert (months[0], months[-1]) == (Period.of_month(2024, 7), Period.of_month(2026, 6))
    assert chart.rows[3] == ["10.2024", ":"]
    points = chart.specification["data"]["values"]
    assert len(points) == 23
    # The line is broken there: two stretches.
    assert len({point["run"] for point in points}) == 2
    assert "Måneder som ikke vises: 1." in chart.description
