"""What was taken in can be taken out again, today's or as of a day, and never a protected address."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from housing.exchange.exporter import Export
from housing.exchange.record_types import all_types
from housing.generator import generate
from housing.models import Tenancy
from tests import make
from tests.housing.exchange_folders import WORLD, changed, more, rows_of, take_in, world

pytestmark = pytest.mark.django_db

OFFER = {
    "id": "T1",
    "application": "S1",
    "dwelling": "B1",
    "offered_on": "2024-02-10",
    "answer_by": "2024-02-20",
    "answer": "accepted",
    "answered_on": "2024-02-15",
}


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def empty_the_database():
    connection.check_constraints()
    tables = ", ".join(record_type.table for record_type in all_types())
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {tables} CASCADE")


def row(folder, name, key="", **options):
    Export(folder, **options).run()
    rows = rows_of(folder / f"{name}.csv")
    return next((one for one in rows if one["id"] == key), None) if key else rows


def test_a_generated_municipality_comes_back_byte_for_byte(tmp_path):
    generate(tmp_path / "made", scale=0.02, seed=5, years=3, until=date(2026, 6, 30))
    assert take_in(tmp_path / "made").is_clean
    counts = Export(tmp_path / "first").run()
    assert min(counts[name] for name in ("persons", "applications", "tenancies", "contracts", "offers")) > 2
    empty_the_database()
    assert not Tenancy.objects.exists()
    assert take_in(tmp_path / "first").is_clean
    Export(tmp_path / "second").run()
    assert contents(tmp_path / "first") == contents(tmp_path / "second")
    assert all(count.unchanged == count.read for count in take_in(tmp_path / "second").counts)


@pytest.mark.parametrize("day", [date(2024, 1, 1), date(2025, 3, 15)])
def test_what_was_known_on_a_day_can_be_taken_in(tmp_path, day):
    generate(tmp_path / "made", scale=0.02, seed=5, years=3, until=date(2026, 6, 30))
    take_in(tmp_path / "made")
    now = Export(tmp_path / "now").run()
    then = Export(tmp_path / "then", as_of=day).run()
    assert all(then[name] <= now[name] for name in now)
    assert then["applications"] < now["applications"]
    empty_the_database()
    assert take_in(tmp_path / "then").is_clean
    Export(tmp_path / "again", as_of=day).run()
    Export(tmp_path / "all").run()
    assert contents(tmp_path / "then") == contents(tmp_path / "again") == contents(tmp_path / "all")


def test_values_have_one_form(tmp_path):
    dwelling = {
        "postal_code": "0301",
        "rooms": "3.0",
        "area_m2": "55,5",
        "has_lift": "TRUE",
        "is_wheelchair_accessible": "0",
        "acquired_on": "1.2.2015",
        "monthly_rent": "kr 9 000,50",
        "acquisition_price": "2 500 000",
    }
    household = changed("households", target_groups="refugee | youth|refugee")
    take_in(world(tmp_path / "in", dwellings=changed("dwellings", **dwelling), households=household))
    out = row(tmp_path / "out", "dwellings", "B1")
    assert {name: out[name] for name in dwelling} == {
        "postal_code": "0301",
        "rooms": "3",
        "area_m2": "55.50",
        "has_lift": "ja",
        "is_wheelchair_accessible": "nei",
        "acquired_on": "2015-02-01",
        "monthly_rent": "9000.50",
        "acquisition_price": "2500000",
    }
    assert row(tmp_path / "out", "households", "H1")["target_groups"] == "refugee|youth"


def test_text_with_delimiters_quotes_and_lines_comes_back(tmp_path):
    name = 'Åse "Bitten";\nav Ås,\tSør\\Nord'
    take_in(world(tmp_path / "in", persons=changed("persons", given_name=name)))
    assert row(tmp_path / "out", "persons", "P1")["given_name"] == name


def test_files_have_every_column_in_order_and_rows_by_id(tmp_path):
    keys = ["å", "b", "B", "a10", "a9"]
    take_in(world(tmp_path / "in", persons=more("persons", *({"id": key} for key in keys))))
    first, *_rows = (Export(tmp_path / "out").run() and (tmp_path / "out" / "persons.csv").read_text()).splitlines()
    assert first == (
        "id;national_id;given_name;family_name;birth_date;sex;phone;email;address_protection;written_language;"
        "interpreter_language;died_on"
    )
    assert [one["id"] for one in rows_of(tmp_path / "out" / "persons.csv")] == ["B", "P1", "a10", "a9", "b", "å"]
    assert sorted(contents(tmp_path / "out")) == sorted(f"{record_type.name}.csv" for record_type in all_types())
    assert (tmp_path / "out" / "appeals.csv").read_bytes() == b"id;application;received_on;outcome;decided_on\n"


def test_an_offer_nobody_has_answered_has_no_answer(tmp_path):
    take_in(world(tmp_path / "in", offers=[OFFER | {"answer": "", "answered_on": ""}]))
    assert row(tmp_path / "out", "offers", "T1")["answer"] == ""


@pytest.mark.parametrize("level", ["confidential", "strictly_confidential"])
def test_a_private_address_of_a_protected_household_never_leaves(tmp_path, level):
    hidden = make.household(main=make.person(address_protection=level))
    make.tenancy(hidden, private_address="Skjult vei 3", external_id="L1")
    make.tenancy(make.household(), private_address="Åpen vei 4", external_id="L2")
    assert row(tmp_path, "tenancies", "L1")["private_address"] == ""
    assert row(tmp_path, "tenancies", "L2")["private_address"] == "Åpen vei 4"


def test_an_export_does_not_ask_once_for_each_row(tmp_path, django_assert_num_queries):
    take_in(world(tmp_path / "in", persons=more("persons", {"id": "P2"}, {"id": "P3"})))
    # One for each file, and the savepoint around them.
    with django_assert_num_queries(len(all_types()) + 2):
        Export(tmp_path / "out").run()


# --- As of a day ------------------------------------------------------------------------------------------


@pytest.fixture
def _moved_out(tmp_path):
    take_in(
        world(
            tmp_path / "in",
            tenancies=changed("tenancies", moved_out_on="2025-06-01", end_reason="bought"),
            offers=[OFFER],
            applications=changed("applications", notified_on="2024-02-05"),
        )
    )


@pytest.mark.usefixtures("_moved_out")
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 3, 14), {"allocated_on": "2024-03-01", "moved_in_on": "", "moved_out_on": "", "end_reason": ""}),
        (date(2025, 5, 31), {"moved_in_on": "2024-03-15", "moved_out_on": "", "end_reason": ""}),
        (date(2025, 6, 1), {"moved_out_on": "2025-06-01", "end_reason": "bought"}),
    ],
)
def test_a_tenancy_as_of_a_day(tmp_path, day, expected):
    assert expected.items() <= row(tmp_path / "out", "tenancies", "L1", as_of=day).items()


@pytest.mark.usefixtures("_moved_out")
def test_a_tenancy_is_not_there_before_it_was_allocated(tmp_path):
    assert row(tmp_path / "out", "tenancies", as_of=date(2024, 2, 29)) == []


@pytest.mark.usefixtures("_moved_out")
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 1, 10), {"outcome": "", "decided_on": "", "notified_on": ""}),
        (date(2024, 2, 1), {"outcome": "granted", "decided_on": "2024-02-01", "notified_on": ""}),
        (date(2024, 2, 5), {"outcome": "granted", "notified_on": "2024-02-05"}),
    ],
)
def test_an_application_as_of_a_day(tmp_path, day, expected):
    assert expected.items() <= row(tmp_path / "out", "applications", "S1", as_of=day).items()


@pytest.mark.usefixtures("_moved_out")
def test_an_offer_as_of_a_day_keeps_its_time_limit(tmp_path):
    assert row(tmp_path / "out", "offers", as_of=date(2024, 2, 9)) == []
    found = row(tmp_path / "out", "offers", "T1", as_of=date(2024, 2, 14))
    assert (found["answer_by"], found["answer"], found["answered_on"]) == ("2024-02-20", "", "")


@pytest.mark.usefixtures("_moved_out")
def test_a_contract_as_of_a_day_keeps_its_end(tmp_path):
    assert row(tmp_path / "out", "contracts", "K1", as_of=date(2024, 4, 1))["ends_on"] == "2027-03-15"


@pytest.mark.usefixtures("_moved_out")
def test_what_was_not_there_yet_is_left_out_with_all_that_needs_it(tmp_path):
    Export(tmp_path / "out", as_of=date(2019, 12, 31)).run()
    assert {path.stem for path in (tmp_path / "out").iterdir() if len(rows_of(path))} == {"dwellings"}


def test_a_reference_to_what_was_not_there_yet_is_empty(tmp_path):
    late = {
        "id": "S2",
        "kind": "transfer",
        "tenancy": "L1",
        "received_on": "2024-01-05",
        "decided_on": "",
        "outcome": "",
    }
    take_in(world(tmp_path / "in", applications=more("applications", late)))
    assert row(tmp_path / "out", "applications", "S2", as_of=date(2024, 2, 1))["tenancy"] == ""
    assert row(tmp_path / "out", "applications", "S2", as_of=date(2024, 3, 1))["tenancy"] == "L1"


# --- The command ------------------------------------------------------------------------------------------


def test_the_command_writes_and_counts(tmp_path, capsys):
    take_in(world(tmp_path / "in"))
    call_command("export_records", tmp_path / "out", as_of=date(2025, 1, 1))
    assert capsys.readouterr().out.split()[:2] == ["persons", "1"]
    assert rows_of(tmp_path / "out" / "tenancies.csv")[0]["id"] == WORLD["tenancies"][0]["id"]


def test_a_wrong_day_or_place_is_told(tmp_path):
    with pytest.raises(CommandError, match="ikke en dato"):
        call_command("export_records", str(tmp_path), "--as-of", "i går")
    (tmp_path / "fil").write_text("")
    with pytest.raises(CommandError, match="ikke en mappe"):
        call_command("export_records", str(tmp_path / "fil"))
