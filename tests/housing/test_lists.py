"""Every list: as many questions for one row as for three, each sort, files, and a query string nobody meant."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from allocation import waiting_columns
from housing.lists import as_csv, as_excel
from housing.models import Household, ViewLog
from tests import make, world

pytestmark = pytest.mark.django_db
LISTS = ["household_list", "dwelling_list", "tenancy_list", "application_list", "waiting_list"]
SORTED = LISTS[:4]  # the waiting list has one order, and the reason for each place
PAGES = [*LISTS, "home", "search"]
QUERY = {"search": "?q=Haugen"}
NEVER_MEANT = [
    "?page=abc&sort=ingenting",
    "?page=-1&sort=--address&q=%00",
    "?page=999999999999999999999&sort=pk;drop",
    "?format=pdf&q=" + "a" * 5000,
    "?rooms=mange&district=%00&status=finnes-ikke&caseworker=999999999999999999999",
    "?received_from=31.02.2026&day=i+går&rooms_min=-1&rent_max=1e999",
]


@pytest.fixture
def leader(client):
    user = make.leader()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def address(name):
    return reverse(name) + QUERY.get(name, "")


def test_three_cases_ask_the_database_as_often_as_one(client, leader):
    def asked():
        found = {}
        for name in PAGES:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address(name)).status_code == 200
            found[name] = len(queries)
        return found

    world.case(by=leader, street="Strandgata")
    asked()
    one = asked()
    world.case(by=leader, street="Elvegata")
    world.case(by=leader, street="Åsveien", tenant=False)
    assert asked() == one


def test_a_household_with_three_of_everything_asks_as_often_as_with_one(client, leader):
    made = world.case(by=leader, street="Strandgata")
    household = made["household"]
    household.take_responsibility(leader)
    # The panel of needs is about the latest application that waits for its decision.
    make.application(household, by=leader)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(household.get_absolute_url()).status_code == 200
        return len(queries)

    asked()
    one = asked()
    for number in (1, 2):
        make.member(household, make.person(given_name=f"Barn {number}"), role="child")
        make.mapping(household)
        make.application(household, by=leader)
        household.notes.create(text="Ringte.", by=leader)
    # Facts written past the forms move a place when it is first shown.
    asked()
    assert asked() == one


def test_every_sort_shows_every_row_in_opposite_orders(client, leader):
    for street in ("Strandgata", "Elvegata"):
        world.case(by=leader, street=street)
    for name in SORTED:
        page = client.get(address(name)).context
        rows, columns = list(page["page_obj"]), page["columns"]
        assert len(rows) > 1
        assert any(column.order for column in columns)
        for column in columns:
            if column.order:
                there = [row.pk for row in client.get(f"{address(name)}?sort={column.key}").context["page_obj"]]
                back = [row.pk for row in client.get(f"{address(name)}?sort=-{column.key}").context["page_obj"]]
                assert sorted(there) == sorted(row.pk for row in rows), (name, column.key)
                assert back == there[::-1], (name, column.key)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("wanted", ["csv", "xlsx"])
def test_a_list_is_taken_out_with_its_columns_and_that_is_written_down(client, leader, name, wanted):
    world.case(by=leader, street="Strandgata")
    page = client.get(address(name)).context
    answer = client.get(f"{address(name)}?format={wanted}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith(f'.{wanted}"')
    if wanted == "csv":
        lines = answer.content.decode("utf-8-sig").splitlines()
        table = [line.split(";") for line in lines]
    else:
        sheet = load_workbook(BytesIO(answer.content)).active
        table = [[cell if cell is not None else "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    columns = page["columns"] if name in SORTED else waiting_columns.COLUMNS
    assert table[0] == [str(column.label) for column in columns]
    assert len(table) == 1 + len(page["page_obj"])
    written = ViewLog.objects.get(channel="export")
    assert written.user == leader
    assert str(len(table) - 1) in written.what


@pytest.mark.parametrize("name", LISTS)
def test_who_may_not_take_lists_out_cannot(client, name):
    follower = make.user("follow_up")
    client.force_login(follower, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"{address(name)}?format=csv").status_code == 403
    assert not ViewLog.objects.filter(channel="export").exists()


def test_a_query_string_nobody_meant_is_no_crash(client, leader):
    world.case(by=leader, street="Strandgata")
    asked = [reverse(name) + query for name in [*LISTS, "search", "home"] for query in NEVER_MEANT]
    answers = {url: client.get(url).status_code for url in asked}
    assert {url: code for url, code in answers.items() if code not in {200, 400, 404}} == {}


def test_rows_beyond_a_page_come_on_the_next_and_none_twice(client, leader):
    made = [make.household(created_on=date(2025, 1, 1)).pk for _number in range(55)]
    seen = []
    for number in (1, 2):
        page = client.get(f"{reverse('household_list')}?sort=registered&page={number}").context["page_obj"]
        seen += [row.pk for row in page]
    assert seen == sorted(made)
    assert Household.objects.count() == 55


def test_a_file_opens_in_a_norwegian_excel():
    table = [[date(2026, 12, 31), Decimal("1234.50"), True, None, "Åse; Ødegård"]]
    content = as_csv(["dato", "beløp", "ja", "tom", "navn"], table)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines()[1] == '31.12.2026;1234,50;ja;;"Åse; Ødegård"'


@pytest.mark.parametrize("text", ["=1+1", "+47 900 00 000", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_name_that_looks_like_a_formula_is_text(text):
    assert as_csv(["navn"], [[text]]).decode("utf-8-sig").splitlines()[1].strip('"').startswith("'")
    sheet = load_workbook(BytesIO(as_excel(["navn"], [[text]]))).active
    assert sheet.cell(2, 1).value.startswith("'")
    assert sheet.cell(2, 1).data_type == "s"
