"""Transitions and help plans in the exchange format: their status, their timeline, and what is hidden."""

from datetime import date

import pytest
from django.core.management import call_command

from applications.models import Application, HelpPlan, Transition
from housing.models import CaseEvent, Person
from tests import make
from tests.housing.exchange_folders import WORLD, changed, refusals, rows_of, take_in, warnings, world, write

pytestmark = pytest.mark.django_db

RELEASE = {
    "id": "U1",
    "household": "H1",
    "kind": "release",
    "institution": "Åsheim fengsel",
    "admitted_on": "2024-01-10",
    "notified_on": "2024-03-01",
    "planned_on": "2024-06-01",
    "actual_on": "",
    "housing_ready_on": "",
    "outcome": "",
}
OUT = {"actual_on": "2024-06-03", "housing_ready_on": "2024-05-20", "outcome": "municipal"}
REFUSED = {"outcome": "rejected", "notified_on": "2024-02-03"}
PLAN = {
    "id": "HP1",
    "application": "S1",
    "made_on": "2024-02-10",
    "measures": "private_rental|guarantee",
    "follow_up_on": "2024-04-10",
    "outcome": "",
    "outcome_on": "",
}


def people(folder, **files):
    """The world's household, with nothing but what is said beside it."""
    kept = ("persons", "households", "household_members")
    return write(folder, **{name: WORLD[name] for name in kept}, **files)


@pytest.mark.parametrize(("facts", "status"), [({}, "expected"), (OUT, "completed")])
def test_a_transition_has_the_status_of_its_dates(tmp_path, facts, status):
    take_in(people(tmp_path, transitions=[RELEASE | facts]))
    assert Transition.objects.get().status == status


def test_a_transition_is_told_on_the_timeline_without_its_institution(tmp_path):
    take_in(people(tmp_path, transitions=[RELEASE | OUT]))
    lines = list(CaseEvent.objects.order_by("happened_on").values_list("title", "note", "happened_on"))
    assert lines == [
        ("Løslatelse: ventes ut", "", date(2024, 3, 1)),
        ("Løslatelse: bolig klar", "", date(2024, 5, 20)),
        ("Løslatelse: ute", "Kommunal bolig", date(2024, 6, 3)),
    ]


def test_what_is_off_here_stays_off_until_the_files_say_out(tmp_path):
    take_in(people(tmp_path / "first", transitions=[RELEASE]))
    made = Transition.objects.get()
    made.cancel(by=make.caseworker(), cancelled_on=date(2024, 5, 1), note="Flyttet til en annen kommune")
    again = take_in(people(tmp_path / "first", transitions=[RELEASE]))
    assert {count.file: count.updated for count in again.counts}["transitions.csv"] == 0
    assert Transition.objects.get().status == "cancelled"
    take_in(write(tmp_path / "second", transitions=[RELEASE | OUT]))
    made.refresh_from_db()
    assert (made.status, made.cancelled_on, made.outcome) == ("completed", None, "municipal")


def test_out_before_in_is_refused_and_slips_are_told(tmp_path):
    found = refusals(people(tmp_path / "order", transitions=[RELEASE | {"actual_on": "2023-01-01"}]))
    assert len(found) == 1
    assert "Ut-datoen er før innsettelsen." in found[0]
    slips = RELEASE | {"planned_on": "2023-12-01", "outcome": "private"}
    told = warnings(people(tmp_path / "slips", transitions=[slips]))
    assert [text.split(", ")[2].rstrip() for text in told] == ["planned_on", "outcome"]
    assert Transition.objects.get().outcome == "private"


def test_a_hidden_households_institution_is_neither_taken_in_nor_out(tmp_path):
    """What is known here stays when the exported folder, which does not say it, is read again."""
    strict = changed("persons", address_protection="strictly_confidential")
    people(tmp_path / "made", transitions=[RELEASE])
    told = warnings(write(tmp_path / "made", persons=strict))
    assert len(told) == 1
    assert "Åsheim" not in told[0]
    assert Transition.objects.get().institution == ""
    Transition.objects.update(institution="Åsheim fengsel")
    call_command("export_records", tmp_path / "out", verbosity=0)
    assert rows_of(tmp_path / "out" / "transitions.csv")[0]["institution"] == ""
    take_in(tmp_path / "out")
    assert Transition.objects.get().institution == "Åsheim fengsel"
    Person.objects.update(address_protection="none")
    call_command("export_records", tmp_path / "open", verbosity=0)
    assert rows_of(tmp_path / "open" / "transitions.csv")[0]["institution"] == "Åsheim fengsel"


def test_as_of_an_earlier_day_nobody_is_out_yet(tmp_path):
    take_in(people(tmp_path / "made", transitions=[RELEASE | OUT]))
    for day, found in [("2024-02-28", []), ("2024-05-25", ["2024-05-20", "", ""]), ("2024-06-03", list(OUT.values()))]:
        call_command("export_records", tmp_path / day, as_of=date.fromisoformat(day), verbosity=0)
        rows = rows_of(tmp_path / day / "transitions.csv")
        shown = [[row["actual_on"], row["housing_ready_on"], row["outcome"]] for row in rows]
        assert shown == ([["", "2024-05-20", ""]] if found == ["2024-05-20", "", ""] else [found] if found else [])


def refused(folder, **files):
    world(folder, applications=changed("applications", **REFUSED), **files)
    for name in ("tenancies", "contracts"):
        (folder / f"{name}.csv").unlink()
    return folder


def test_a_help_plan_belongs_to_its_refusal(tmp_path):
    take_in(refused(tmp_path, help_plans=[PLAN | {"outcome": "private", "outcome_on": "2024-05-01"}]))
    plan = Application.objects.get().help_plans.get()
    assert plan.measures == ["private_rental", "guarantee"]
    assert (plan.follow_up_on, plan.outcome) == (date(2024, 4, 10), "private")
    lines = CaseEvent.objects.filter(title__startswith="Hjelpeplan").order_by("happened_on")
    assert list(lines.values_list("title", "note")) == [
        ("Hjelpeplan laget", "Finne privat leiebolig, Garanti for depositum (NAV)"),
        ("Hjelpeplan avsluttet", "Leier privat"),
    ]


def test_two_open_help_plans_of_one_application_are_one_too_many(tmp_path):
    found = refusals(refused(tmp_path, help_plans=[PLAN, PLAN | {"id": "HP2"}]))
    assert len(found) == 1
    assert "allerede en hjelpeplan" in found[0]
    assert not HelpPlan.objects.exists()


def test_an_imported_appeal_without_result_is_received_and_one_may_be_withdrawn(tmp_path):
    appeals = [
        {"id": "KL1", "application": "S1", "received_on": "2024-02-20", "outcome": "", "decided_on": ""},
        {
            "id": "KL2",
            "application": "S2",
            "received_on": "2024-02-20",
            "outcome": "withdrawn",
            "decided_on": "2024-03-01",
        },
    ]
    rows = [WORLD["applications"][0] | REFUSED | {"id": name} for name in ("S1", "S2")]
    folder = refused(tmp_path / "made", appeals=appeals)
    take_in(write(folder, applications=rows))
    found = Application.objects.order_by("external_id").values_list("appeals__status", flat=True)
    assert list(found) == ["received", "withdrawn"]
    call_command("export_records", tmp_path / "out", verbosity=0)
    assert [row["outcome"] for row in rows_of(tmp_path / "out" / "appeals.csv")] == ["", "withdrawn"]


@pytest.mark.parametrize("kind", ["assistance", "temporary"])
def test_help_that_nobody_waits_for_on_the_list_is_fulfilled_when_granted(tmp_path, kind):
    granted = WORLD["applications"][0] | {"kind": kind}
    take_in(people(tmp_path, applications=[granted, granted | {"id": "S2", "outcome": "rejected"}]))
    found = Application.objects.order_by("external_id").values_list("status", flat=True)
    assert list(found) == ["fulfilled", "rejected"]
