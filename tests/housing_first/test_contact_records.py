"""Contacts in the exchange format: in and out as they were, the past as it was, and what is wrong told."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from housing_first.models import Contact
from tests.housing.exchange_folders import refusals, rows_of, take_in, warnings, world

pytestmark = pytest.mark.django_db

TEAM = {"id": "T1", "name": "Bolig først", "kind": "housing_first"}
PARTICIPATION = {"id": "D1", "household": "H1", "person": "P1", "team": "T1", "started_on": "2024-05-01"}
ENDED = {"ended_on": "2025-05-01", "end_reason": "moved"}
CONTACT = {
    "id": "C1",
    "participation": "D1",
    "happened_on": "2024-06-01",
    "kind": "visit",
    "was_met": "ja",
    "minutes": "45",
}


def folder(path, *contacts, participation=PARTICIPATION):
    return world(path, teams=[TEAM], participations=[participation], contacts=list(contacts))


def test_contacts_are_taken_in_and_out_as_they_were(tmp_path):
    others = [CONTACT | {"id": "C2", "was_met": "nei", "minutes": "", "happened_on": "2024-06-09"}]
    others.append(CONTACT | {"id": "C3", "kind": "phone", "minutes": "0", "happened_on": "2024-06-10"})
    made = folder(tmp_path / "made", CONTACT, *others)
    take_in(made)
    call_command("export_records", tmp_path / "out", verbosity=0)
    written = rows_of(tmp_path / "out" / "contacts.csv")
    assert [(row["id"], row["was_met"], row["minutes"]) for row in written] == [
        ("C1", "ja", "45"),
        ("C2", "nei", ""),
        ("C3", "ja", "0"),
    ]
    # Read again, nothing happens, and what only the pages know stays.
    Contact.objects.filter(external_id="C1").update(note="Fint besøk", topics=["home"])
    take_in(tmp_path / "out")
    assert Contact.objects.count() == 3
    assert Contact.objects.get(external_id="C1").note == "Fint besøk"


def test_the_past_is_told_as_it_was(tmp_path):
    take_in(folder(tmp_path / "in", CONTACT))
    for day, count in [("2024-05-31", 0), ("2024-06-01", 1)]:
        call_command("export_records", tmp_path / day, as_of=date.fromisoformat(day), verbosity=0)
        assert len(rows_of(tmp_path / day / "contacts.csv")) == count


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"kind": "email"}, "kind"),
        ({"was_met": ""}, "was_met"),
        ({"was_met": "kanskje"}, "was_met"),
        ({"minutes": "1441"}, "enn et døgn"),
        ({"minutes": "-1"}, "minutes"),
        ({"participation": "D9"}, "participation"),
        ({"happened_on": ""}, "happened_on"),
    ],
)
def test_what_is_wrong_with_a_contact_is_told(tmp_path, facts, told):
    found = refusals(folder(tmp_path, CONTACT | facts))
    assert len(found) == 1
    assert told in found[0]
    assert not Contact.objects.exists()


def test_what_is_odd_is_told_and_taken_in(tmp_path):
    tomorrow = timezone.localdate() + timedelta(days=1)
    rows = [CONTACT | {"happened_on": f"{tomorrow}"}, CONTACT | {"id": "C2", "happened_on": "2025-06-01"}]
    found = warnings(folder(tmp_path, *rows, participation=PARTICIPATION | ENDED))
    assert [text for text in found if "frem i tid" in text]
    assert [text for text in found if "etter at deltakelsen" in text]
    assert Contact.objects.count() == 2
