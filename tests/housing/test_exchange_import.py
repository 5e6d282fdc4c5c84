"""An import changes what has changed and nothing else, all of it or only the good rows, and leaves a trace."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.utils import timezone

from applications.models import Application
from housing.exchange import importer
from housing.models import CaseEvent, Contract, Dwelling, Household, Membership, Person, Tenancy
from tests import make
from tests.housing.exchange_folders import (
    WORLD,
    changed,
    more,
    refusals,
    rows_of,
    take_in,
    world,
    write,
)

pytestmark = pytest.mark.django_db


def counted(outcome):
    return {count.file: (count.created, count.updated, count.unchanged, count.rejected) for count in outcome.counts}


def test_everything_is_taken_in(tmp_path):
    outcome = take_in(world(tmp_path))
    assert outcome.problems == []
    assert set(counted(outcome).values()) == {(1, 0, 0, 0)}
    tenancy = Tenancy.objects.get()
    assert (tenancy.external_id, tenancy.household.external_id, tenancy.dwelling.external_id) == ("L1", "H1", "B1")
    assert tenancy.application == Application.objects.get()
    assert Contract.objects.get().tenancy == tenancy


def test_the_same_folder_again_changes_nothing(tmp_path):
    take_in(world(tmp_path))
    versions = Tenancy.history.rel.related_model.objects.count()
    lines = list(CaseEvent.objects.values_list("pk", flat=True))
    assert set(counted(take_in(tmp_path)).values()) == {(0, 0, 1, 0)}
    assert Tenancy.history.rel.related_model.objects.count() == versions
    assert list(CaseEvent.objects.values_list("pk", flat=True)) == lines


def test_a_changed_row_updates_its_record_and_a_gone_one_deletes_nothing(tmp_path):
    take_in(world(tmp_path))
    write(tmp_path, persons=[{"id": "P2", "given_name": "Ola", "family_name": "Lie"}])
    outcome = take_in(write(tmp_path, dwellings=changed("dwellings", address="Strandgata 6")))
    assert counted(outcome)["persons.csv"] == (1, 0, 0, 0)
    assert counted(outcome)["dwellings.csv"] == (0, 1, 0, 0)
    assert Dwelling.objects.get().address == "Strandgata 6"
    assert Person.objects.count() == 2


def test_a_column_that_is_missing_leaves_what_is_known(tmp_path):
    take_in(world(tmp_path, dwellings=changed("dwellings", rooms="3", has_lift="ja")))
    take_in(write(tmp_path, dwellings=changed("dwellings", address="Strandgata 6")))
    dwelling = Dwelling.objects.get()
    assert (dwelling.address, dwelling.rooms, dwelling.has_lift) == ("Strandgata 6", 3, True)


def test_an_empty_cell_empties_what_was_known(tmp_path):
    take_in(world(tmp_path, dwellings=changed("dwellings", rooms="3")))
    take_in(write(tmp_path, dwellings=changed("dwellings", rooms="")))
    assert Dwelling.objects.get().rooms is None


def test_what_only_the_pages_know_stays(tmp_path):
    take_in(world(tmp_path))
    Person.objects.update(guardian_name="Verge Vik")
    take_in(write(tmp_path, persons=changed("persons", given_name="Amina Sofie")))
    assert Person.objects.get().guardian_name == "Verge Vik"


def test_references_lead_to_earlier_imports(tmp_path):
    take_in(world(tmp_path / "first"))
    household = {"id": "M2", "household": "H1", "person": "P2", "role": "child", "joined_on": "2021-01-01"}
    person = {"id": "P2", "given_name": "Barn", "family_name": "Haugen"}
    outcome = take_in(write(tmp_path / "second", household_members=[household], persons=[person]))
    assert outcome.is_clean
    assert Household.objects.get().memberships.count() == 2


def test_two_files_may_refer_to_each_other(tmp_path):
    transfer = {"id": "S2", "kind": "transfer", "tenancy": "L1", "outcome": "", "decided_on": ""}
    assert take_in(world(tmp_path, applications=more("applications", transfer))).is_clean
    assert Application.objects.get(external_id="S2").tenancy == Tenancy.objects.get()


def test_a_trial_checks_and_writes_nothing(tmp_path):
    outcome = take_in(world(tmp_path), is_trial=True)
    assert outcome.is_clean
    assert not outcome.is_written
    assert set(counted(outcome).values()) == {(1, 0, 0, 0)}
    assert not Person.objects.exists()
    assert refusals(world(tmp_path, dwellings=changed("dwellings", left_stock_on="2001-01-01")), is_trial=True)


def test_a_trial_and_a_refused_import_use_up_no_numbers(tmp_path):
    take_in(world(tmp_path / "trial"), is_trial=True)
    take_in(world(tmp_path / "bad", dwellings=changed("dwellings", ownership="leid")))
    first = make.household(main=None, created_on=date(2020, 1, 1))
    take_in(world(tmp_path / "good"))
    assert Household.objects.get(external_id="H1").pk == first.pk + 1


def test_one_bad_row_stops_everything(tmp_path):
    outcome = take_in(world(tmp_path, dwellings=changed("dwellings", ownership="leid")))
    assert not outcome.is_written
    assert not Person.objects.exists()
    assert counted(outcome)["persons.csv"] == (0, 0, 0, 0)
    assert not (tmp_path / "rejected").exists()


def test_a_partial_import_takes_the_good_rows_and_gives_back_the_others(tmp_path):
    bad = {"id": "B2", "address": "Elvegata 9", "ownership": "leid"}
    take_in(world(tmp_path, dwellings=more("dwellings", bad)), is_partial=True)
    assert Dwelling.objects.get().external_id == "B1"
    (row,) = rows_of(tmp_path / "rejected" / "dwellings.csv")
    assert (row["id"], row["address"], row["ownership"]) == ("B2", "Elvegata 9", "leid")
    assert list(row)[-1] == "error"
    assert row["error"].startswith("ownership: Ukjent kode.")
    assert [path.name for path in (tmp_path / "rejected").iterdir()] == ["dwellings.csv"]


def test_a_mended_rejected_file_can_be_read_as_it_is_and_then_goes_away(tmp_path):
    take_in(world(tmp_path, dwellings=changed("dwellings", ownership="leid")), is_partial=True)
    rejected = tmp_path / "rejected" / "dwellings.csv"
    (tmp_path / "dwellings.csv").write_text(rejected.read_text().replace(";leid;", ";owned;"))
    assert take_in(tmp_path, is_partial=True).is_clean
    assert Dwelling.objects.get().ownership == "owned"
    assert not rejected.exists()


def test_nothing_is_saved_when_the_rejected_rows_cannot_be(tmp_path):
    folder = world(tmp_path, dwellings=changed("dwellings", ownership="leid"))
    (tmp_path / "rejected").write_text("a file where the folder should be")
    assert any("De avviste radene kan ikke skrives" in text for text in refusals(folder, is_partial=True))
    assert not Person.objects.exists()


def test_rows_that_refer_to_a_rejected_row_are_rejected_too_all_the_way(tmp_path):
    found = refusals(world(tmp_path, dwellings=changed("dwellings", ownership="leid")), is_partial=True)
    assert found[1:] == [
        "tenancies.csv, linje 2, dwelling, «B1»: Raden viser til en rad som er avvist: dwellings.csv, linje 2.",
        "contracts.csv, linje 2, tenancy, «L1»: Raden viser til en rad som er avvist: tenancies.csv, linje 2.",
    ]
    assert Application.objects.count() == 1
    assert not Tenancy.objects.exists()


def test_a_row_that_refers_to_a_rejected_update_is_rejected_too(tmp_path):
    take_in(world(tmp_path))
    folder = write(
        tmp_path, dwellings=changed("dwellings", ownership="leid"), tenancies=changed("tenancies", monthly_rent="1")
    )
    take_in(folder, is_partial=True)
    assert Tenancy.objects.get().monthly_rent == 9000


def test_a_reference_to_nothing_is_told(tmp_path):
    (found,) = refusals(world(tmp_path, contracts=changed("contracts", tenancy="L9")))
    assert found.startswith("contracts.csv, linje 2, tenancy, «L9»: Det finnes ingen rad med denne id-en i tenancies")


def test_an_id_is_unique_in_its_file(tmp_path):
    (found,) = refusals(world(tmp_path, persons=more("persons", {"given_name": "Ola"})))
    assert found == "persons.csv, linje 3, id, «P1»: Id-en er brukt før i filen, på linje 2."


def test_dates_that_change_places_are_taken_in_whatever_the_order(tmp_path):
    """The database refuses two tenancies at once on the way too, and one of the two must be moved first."""
    first = WORLD["tenancies"][0] | {"moved_out_on": "2024-06-01", "allocated_on": ""}
    second = first | {"id": "L2", "application": "", "moved_in_on": "2024-06-01", "moved_out_on": ""}
    take_in(world(tmp_path, tenancies=[first, second]))
    first["moved_out_on"] = second["moved_in_on"] = "2024-09-01"
    assert take_in(write(tmp_path, tenancies=[first, second])).is_clean
    assert Tenancy.objects.get(external_id="L2").moved_in_on == date(2024, 9, 1)
    assert take_in(
        write(tmp_path, tenancies=[first | {"moved_out_on": "2024-05-01"}, second | {"moved_in_on": "2024-05-01"}])
    ).is_clean


def test_a_tenant_moves_out_and_another_in_by_the_same_import(tmp_path):
    take_in(world(tmp_path))
    out = WORLD["tenancies"][0] | {"moved_out_on": "2024-06-01"}
    new = WORLD["tenancies"][0] | {"id": "L2", "application": "", "allocated_on": "", "moved_in_on": "2024-06-01"}
    assert take_in(write(tmp_path, tenancies=[new, out])).is_clean


def test_what_the_database_refuses_after_all_is_told_and_nothing_is_saved(tmp_path, monkeypatch):
    monkeypatch.setattr(importer.rules, "break_pair_rules", lambda staging, types: False)
    let_twice = more("tenancies", {"id": "L2", "application": ""})
    assert refusals(world(tmp_path, tenancies=let_twice)) == [
        "tenancies.csv: Boligen er allerede leid ut i dette tidsrommet."
    ]
    assert not Person.objects.exists()


def test_the_timeline_tells_what_was_imported(tmp_path):
    take_in(world(tmp_path))
    lines = CaseEvent.objects.order_by("happened_on", "pk")
    assert all(line.is_imported and line.household.external_id == "H1" for line in lines)
    assert [(line.happened_on.isoformat(), line.title) for line in lines] == [
        ("2024-01-10", "Søknad: mottatt"),
        ("2024-02-01", "Søknad: innvilget"),
        ("2024-03-01", "Leieforhold: tildelt, ikke innflyttet"),
        ("2024-03-15", "Leieforhold: bor her"),
        ("2024-03-15", "Leiekontrakt inngått"),
    ]


def test_a_changed_row_has_its_imported_lines_replaced(tmp_path):
    take_in(world(tmp_path))
    take_in(write(tmp_path, tenancies=changed("tenancies", moved_in_on="2024-04-01")))
    lines = CaseEvent.objects.filter(title__startswith="Leieforhold").order_by("happened_on")
    assert [line.happened_on for line in lines] == [date(2024, 3, 1), date(2024, 4, 1)]


def test_what_was_done_on_a_page_stays_on_the_timeline(tmp_path):
    by = make.caseworker()
    household = make.household()
    application = make.application(household, by=by, external_id="S1")
    row = {"id": "S1", "household": household.external_id, "kind": "new", "received_on": "2026-02-01"}
    assert take_in(write(tmp_path, applications=[row])).is_clean
    titles = CaseEvent.objects.filter(subject_id=application.pk).order_by("pk").values_list("title", "is_imported")
    assert list(titles) == [("Søknad: mottatt", False), ("Søknad: rettet ved innlesing", True)]


def test_row_history_says_that_it_was_imported(tmp_path):
    take_in(world(tmp_path))
    version = Person.history.rel.related_model.objects.select_related("pgh_context").get()
    assert version.pgh_context.metadata["command"] == "import_records"


def test_numbers_follow_the_order_of_the_file(tmp_path):
    take_in(write(tmp_path, persons=[WORLD["persons"][0] | {"id": key} for key in ("P3", "P1", "P2")]))
    assert list(Person.objects.order_by("pk").values_list("external_id", flat=True)) == ["P3", "P1", "P2"]


def test_the_command_shows_a_table_and_ends_well_only_without_errors(tmp_path, capsys):
    call_command("import_records", world(tmp_path))
    shown = capsys.readouterr()
    table = [line.split() for line in shown.out.splitlines()]
    assert table[0] == ["fil", "lest", "nye", "endret", "uendret", "avvist"]
    assert ["persons.csv", "1", "1", "0", "0", "0"] in table
    # No progress bar where there is no terminal to draw it on.
    assert shown.err == ""
    world(tmp_path, dwellings=more("dwellings", {"id": "B2", "ownership": "leid"}))
    with pytest.raises(CommandError, match="Ingenting er lagret"):
        call_command("import_records", tmp_path)
    with pytest.raises(CommandError, match="Avvist: 1"):
        call_command("import_records", tmp_path, partial=True)
    call_command("import_records", world(tmp_path), dry_run=True)
    assert "Prøvekjøring" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_two_imports_never_run_at_once(tmp_path):
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [importer.LOCK])
        assert "En annen innlesing er i gang" in refusals(world(tmp_path))[0]
        with other.cursor() as cursor:
            # Given back here: a lock that is left goes only when its server process ends, some time after the close.
            cursor.execute("SELECT pg_advisory_unlock(%s)", [importer.LOCK])
    finally:
        other.close()
    assert take_in(tmp_path).is_clean


def test_a_thousand_rows_take_as_many_statements_as_one(tmp_path, django_assert_max_num_queries):
    def people(count):
        persons = [WORLD["persons"][0] | {"id": f"P{number}"} for number in range(count)]
        members = [
            WORLD["household_members"][0] | {"id": f"M{number}", "person": f"P{number}", "role": "child"}
            for number in range(count)
        ]
        return world(tmp_path, persons=persons, household_members=members)

    with connection.execute_wrapper(lambda execute, *call: execute(*call)), django_assert_max_num_queries(600) as few:
        take_in(people(1))
    with django_assert_max_num_queries(len(few.captured_queries)):
        take_in(people(1000))
    assert Membership.objects.count() == 1000
    assert timezone.localdate() >= date(2026, 1, 1)
