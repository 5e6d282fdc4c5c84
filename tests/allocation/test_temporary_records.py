"""Temporary stays and settlements in the exchange format: rules, timeline, and what is hidden."""

from datetime import date

import pytest
from django.core.management import call_command

from allocation.models import Settlement, TemporaryStay
from housing.models import CaseEvent, Person
from tests.housing.exchange_folders import WORLD, changed, refusals, rows_of, take_in, warnings, world, write

pytestmark = pytest.mark.django_db

STAY = {
    "id": "MO1",
    "household": "H1",
    "place": "Motell Nord",
    "dwelling": "",
    "decided_on": "2024-02-01",
    "starts_on": "2024-02-01",
    "ends_on": "",
    "rules_signed_on": "2024-02-01",
    "exit_to": "",
}
OVER = {"ends_on": "2024-03-01", "exit_to": "municipal"}
SETTLED = {
    "id": "F1",
    "household": "H1",
    "settled_on": "2024-03-01",
    "tenancy": "",
    "is_unaccompanied_minor": "",
}


def people(folder, **files):
    """The world's household, with nothing but what is said beside it."""
    kept = ("persons", "households", "household_members")
    return write(folder, **{name: WORLD[name] for name in kept}, **files)


@pytest.mark.parametrize(("facts", "status"), [({}, "active"), (OVER, "ended")])
def test_a_stay_has_the_status_of_its_dates_and_is_told(tmp_path, facts, status):
    take_in(people(tmp_path, temporary_stays=[STAY | facts]))
    assert TemporaryStay.objects.get().status == status
    lines = list(CaseEvent.objects.order_by("pk").values_list("title", "note"))
    assert lines[:2] == [("Midlertidig botilbud", ""), ("Midlertidig botilbud: reglene signert", "")]
    assert lines[2:] == ([("Midlertidig botilbud: flyttet ut", "Kommunal bolig")] if facts else [])


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"place": ""}, "place: Kolonnen må være fylt ut."),
        ({"starts_on": ""}, "starts_on"),
        ({"ends_on": "2024-01-01"}, "Til-datoen er før fra-datoen."),
        ({"exit_to": "himmelen"}, "exit_to"),
        ({"household": "H99"}, "household"),
        ({"dwelling": "B99"}, "dwelling"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path, facts, told):
    found = refusals(people(tmp_path, temporary_stays=[STAY | facts]))
    assert len(found) == 1
    assert "temporary_stays.csv, linje 2" in found[0]
    assert told.split(": ")[-1] in found[0]
    assert not TemporaryStay.objects.exists()


def test_two_stays_at_once_are_one_too_many_and_back_to_back_is_fine(tmp_path):
    found = refusals(people(tmp_path / "two", temporary_stays=[STAY, STAY | {"id": "MO2", "starts_on": "2024-02-20"}]))
    assert len(found) == 1
    assert "allerede et midlertidig opphold" in found[0]
    take_in(people(tmp_path / "fine", temporary_stays=[STAY | OVER, STAY | {"id": "MO2", "starts_on": "2024-03-01"}]))
    assert TemporaryStay.objects.count() == 2


def test_slips_are_told_and_taken_in(tmp_path):
    slips = STAY | {"rules_signed_on": "2024-02-05", "exit_to": "private"}
    told = warnings(people(tmp_path, temporary_stays=[slips]))
    assert [text.split(", ")[2].rstrip() for text in told] == ["rules_signed_on", "exit_to"]
    assert TemporaryStay.objects.get().exit_to == "private"


def test_a_stay_where_a_tenant_lives_is_refused_and_one_that_is_over_is_told(tmp_path):
    tenancy = WORLD["tenancies"][0]
    stay = STAY | {"dwelling": tenancy["dwelling"], "starts_on": tenancy["moved_in_on"], "rules_signed_on": ""}
    found = refusals(world(tmp_path / "now", temporary_stays=[stay]))
    assert [text for text in found if "leid ut" in text]
    ended = stay | {"ends_on": f"{date.fromisoformat(tenancy['moved_in_on']).replace(day=28)}", "exit_to": "other"}
    told = warnings(world(tmp_path / "over", temporary_stays=[ended]))
    assert [text for text in told if "leid ut" in text]
    assert TemporaryStay.objects.count() == 1


def test_a_hidden_households_place_is_neither_taken_in_nor_out(tmp_path):
    """What is known here stays when the exported folder, which does not say it, is read again."""
    strict = changed("persons", address_protection="strictly_confidential")
    people(tmp_path / "made", temporary_stays=[STAY])
    told = warnings(write(tmp_path / "made", persons=strict))
    assert len(told) == 1
    assert "Motell" not in told[0]
    assert TemporaryStay.objects.get().place == ""
    TemporaryStay.objects.update(place="Motell Nord")
    call_command("export_records", tmp_path / "out", verbosity=0)
    assert rows_of(tmp_path / "out" / "temporary_stays.csv")[0]["place"] == ""
    take_in(tmp_path / "out")
    assert TemporaryStay.objects.get().place == "Motell Nord"
    Person.objects.update(address_protection="none")
    call_command("export_records", tmp_path / "open", verbosity=0)
    assert rows_of(tmp_path / "open" / "temporary_stays.csv")[0]["place"] == "Motell Nord"


def test_as_of_an_earlier_day_they_are_still_there(tmp_path):
    take_in(people(tmp_path / "made", temporary_stays=[STAY | OVER], settlements=[SETTLED]))
    for day, stays, settled in [("2024-01-31", 0, 0), ("2024-02-29", 1, 0), ("2024-03-01", 1, 1)]:
        folder = tmp_path / day
        call_command("export_records", folder, as_of=date.fromisoformat(day), verbosity=0)
        rows = rows_of(folder / "temporary_stays.csv")
        assert len(rows) == stays
        assert len(rows_of(folder / "settlements.csv")) == settled
        if rows:
            assert [rows[0]["ends_on"], rows[0]["exit_to"]] == (["", ""] if not settled else list(OVER.values()))


def test_a_settlement_is_taken_in_and_out_as_it_was(tmp_path):
    made = world(tmp_path / "made", settlements=[SETTLED | {"tenancy": "L1", "is_unaccompanied_minor": "nei"}])
    take_in(made)
    row = Settlement.objects.get()
    assert row.is_in_municipal
    assert row.is_unaccompanied_minor is False
    assert CaseEvent.objects.filter(title="Bosatt som flyktning", happened_on=date(2024, 3, 1)).count() == 1
    call_command("export_records", tmp_path / "out", verbosity=0)
    assert rows_of(tmp_path / "out" / "settlements.csv") == rows_of(made / "settlements.csv")


def test_a_settlement_in_another_households_home_is_refused(tmp_path):
    other = WORLD["households"][0] | {"id": "H2"}
    found = refusals(
        world(
            tmp_path,
            households=[*WORLD["households"], other],
            settlements=[SETTLED | {"household": "H2", "tenancy": "L1"}],
        )
    )
    assert [text for text in found if "en annen husstands" in text]
