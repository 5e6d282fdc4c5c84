"""The status of what is imported follows from its facts."""

from datetime import date

import pytest
from django.core.management import call_command

from allocation.models import Offer
from applications.models import Application, Mapping
from housing.models import CaseEvent, Tenancy
from housing.periods import Period
from reporting.answered_in_time import answered_in
from tests import make
from tests.housing.exchange_folders import WORLD, changed, more, refusals, rows_of, take_in, world, write

pytestmark = pytest.mark.django_db

OFFER = {"id": "T1", "application": "S1", "dwelling": "B1", "offered_on": "2024-02-10"}


def without_tenancy(folder, **files):
    world(folder, **files)
    for name in ("tenancies", "contracts"):
        (folder / f"{name}.csv").unlink()
    return folder


def status():
    return Application.objects.get(external_id="S1").status


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"outcome": "", "decided_on": ""}, "received"),
        ({}, "granted"),
        ({"closed_on": "2024-06-01", "closed_reason": "Fant bolig selv"}, "closed"),
        ({"outcome": "rejected"}, "rejected"),
        ({"outcome": "dismissed"}, "dismissed"),
        ({"outcome": "withdrawn"}, "withdrawn"),
        ({"kind": "extension"}, "fulfilled"),
    ],
)
def test_an_application_has_the_status_of_its_facts(tmp_path, facts, expected):
    take_in(without_tenancy(tmp_path, applications=changed("applications", **facts)))
    assert status() == expected


def test_a_tenancy_fulfils_its_application_and_one_that_came_to_nothing_does_not(tmp_path):
    take_in(world(tmp_path / "housed"))
    assert status() == "fulfilled"
    cancelled = changed("tenancies", moved_in_on="", moved_out_on="2024-03-20")
    folder = world(tmp_path / "cancelled", tenancies=cancelled)
    (folder / "contracts.csv").unlink()
    take_in(folder)
    assert Tenancy.objects.get().status == "cancelled"
    assert status() == "granted"


@pytest.mark.parametrize(
    ("answer", "expected"), [("accepted", "fulfilled"), ("declined", "granted"), ("expired", "granted")]
)
def test_an_accepted_offer_fulfils_its_application(tmp_path, answer, expected):
    take_in(without_tenancy(tmp_path, offers=[OFFER | {"answer": answer, "answered_on": "2024-02-15"}]))
    assert Offer.objects.get().status == answer
    assert status() == expected


def test_an_offer_accepted_later_fulfils_an_application_taken_in_before(tmp_path):
    take_in(without_tenancy(tmp_path / "first", offers=[OFFER]))
    assert (Offer.objects.get().status, status()) == ("open", "granted")
    take_in(write(tmp_path / "second", offers=[OFFER | {"answer": "accepted", "answered_on": "2024-02-15"}]))
    assert status() == "fulfilled"


def test_a_rejected_offer_row_fulfils_nothing(tmp_path):
    bad = OFFER | {"answer": "accepted", "answered_on": "2024-01-01"}
    take_in(without_tenancy(tmp_path, offers=[bad]), is_partial=True)
    assert status() == "granted"


def test_work_that_has_begun_here_is_not_undone(tmp_path):
    by = make.caseworker()
    household = make.household(external_id="H1", created_on=date(2020, 1, 1))
    make.application(household, by=by, external_id="S1", received_on=date(2024, 1, 10)).take(by=by)
    row = WORLD["applications"][0] | {"outcome": "", "decided_on": "", "rooms_min": "3"}
    assert take_in(write(tmp_path, applications=[row])).counts[0].updated == 1
    application = Application.objects.get()
    assert (application.status, application.rooms_min, application.caseworker) == ("under_review", 3, by)


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"moved_in_on": "", "moved_out_on": ""}, "allocated"),
        ({"moved_out_on": ""}, "active"),
        ({"moved_out_on": "2024-09-01"}, "ended"),
    ],
)
def test_a_tenancy_has_the_status_of_its_dates(tmp_path, dates, expected):
    take_in(world(tmp_path, tenancies=changed("tenancies", **dates)))
    assert Tenancy.objects.get().status == expected


def test_facts_that_are_missing_are_taken_from_what_is_known(tmp_path):
    """A file without moved_in_on says nothing about it; the status still follows from the date that is known."""
    take_in(world(tmp_path / "first"))
    row = {"id": "L1", "household": "H1", "tenure": "municipal", "moved_out_on": "2024-09-01"}
    take_in(write(tmp_path / "second", tenancies=[row]))
    assert Tenancy.objects.get().status == "ended"


def test_mappings_and_offers_are_on_the_timeline(tmp_path):
    mapping = {
        "id": "KA1",
        "household": "H1",
        "mapped_on": "2024-01-09",
        "situation": "no_home",
        "homeless_category": "2",
        "problems": "heavy_debt|mental_illness",
    }
    declined = OFFER | {"answer": "declined", "answered_on": "2024-02-15", "decline_reason": "For liten"}
    take_in(without_tenancy(tmp_path, mappings=[mapping], offers=[declined]))
    assert Mapping.objects.get().problems == ["heavy_debt", "mental_illness"]
    lines = CaseEvent.objects.order_by("happened_on").values_list("title", "note")
    assert [line for line in lines if not line[0].startswith("Søknad")] == [
        ("Kartlegging: uten egen bolig", ""),
        ("Tilbud: venter på svar", ""),
        ("Tilbud: takket nei", "For liten"),
    ]


def test_an_appeal_belongs_to_its_application(tmp_path):
    appeal = {
        "id": "KL1",
        "application": "S1",
        "received_on": "2024-02-20",
        "outcome": "upheld",
        "decided_on": "2024-03-20",
    }
    take_in(without_tenancy(tmp_path, applications=more("applications", {"id": "S2"}), appeals=[appeal]))
    assert Application.objects.get(external_id="S1").appeals.get().status == "upheld"


def test_a_preliminary_answer_is_counted_told_and_taken_out_again(tmp_path):
    answered = changed("applications", preliminary_answer_on="2024-01-25", answer_promised_on="2024-03-01")
    take_in(without_tenancy(tmp_path / "in", applications=answered))
    case = Application.objects.get(external_id="S1")
    assert (case.preliminary_answer_on, case.answer_promised_on) == (date(2024, 1, 25), date(2024, 3, 1))
    told = CaseEvent.objects.get(title="Foreløpig svar sendt")
    assert (told.household, told.happened_on) == (case.household, date(2024, 1, 25))
    period = Period(date(2024, 1, 1), date(2024, 12, 31))
    assert answered_in(period, make.leader(), date(2025, 1, 1)).in_time == 1
    call_command("export_records", tmp_path / "out")
    [row] = rows_of(tmp_path / "out" / "applications.csv")
    assert (row["preliminary_answer_on"], row["answer_promised_on"]) == ("2024-01-25", "2024-03-01")


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"preliminary_answer_on": "2023-12-01"}, "Det foreløpige svaret er datert før søknaden."),
        ({"answer_promised_on": "2024-03-01"}, "Svar kan ikke være lovet uten at et foreløpig svar er sendt."),
    ],
)
def test_an_answer_that_cannot_be_is_refused(tmp_path, facts, reason):
    assert any(
        reason in problem for problem in refusals(world(tmp_path, applications=changed("applications", **facts)))
    )
