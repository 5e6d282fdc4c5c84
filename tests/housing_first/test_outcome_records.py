"""Scores in the exchange format: in and out as they were, and what is wrong told with its line."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from housing_first.models import OutcomeAssessment
from tests.housing.exchange_folders import refusals, rows_of, take_in, world

pytestmark = pytest.mark.django_db

TEAM = {"id": "T1", "name": "Bolig først", "kind": "housing_first"}
PARTICIPATION = {"id": "D1", "household": "H1", "person": "P1", "team": "T1", "started_on": "2024-05-01"}
SCORE = {
    "id": "O1",
    "participation": "D1",
    "assessed_on": "2024-05-03",
    "by": "staff",
    "housing": "2",
    "health": "",
    "behaviour": "3",
    "substance_use": "1",
    "work": "1",
    "economy": "2",
    "crime": "5",
    "quality_of_life": "",
}


def folder(path, *scores):
    return world(path, teams=[TEAM], participations=[PARTICIPATION], outcome_assessments=list(scores))


def test_scores_are_taken_in_and_out_as_they_were(tmp_path):
    made = folder(tmp_path / "made", SCORE, SCORE | {"id": "O2", "by": "participant", "housing": "5"})
    assert take_in(made).problems == []
    take_in(made)
    assert OutcomeAssessment.objects.count() == 2
    assert OutcomeAssessment.objects.get(external_id="O1").health is None
    call_command("export_records", tmp_path / "out", verbosity=0)
    assert rows_of(tmp_path / "out" / "outcome_assessments.csv") == rows_of(made / "outcome_assessments.csv")
    call_command("export_records", tmp_path / "before", "--as-of", "2024-05-02", verbosity=0)
    assert rows_of(tmp_path / "before" / "outcome_assessments.csv") == []


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"housing": "6"}, "fra 1 til 5"),
        ({"housing": "0"}, "fra 1 til 5"),
        ({"by": "nabo"}, "nabo"),
        ({"assessed_on": "2024-01-31"}, "lenge før deltakelsen begynte"),
        ({"assessed_on": f"{timezone.localdate() + timedelta(1)}"}, "frem i tid"),
        ({"participation": "D9"}, "D9"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_written(tmp_path, wrong, told):
    found = refusals(folder(tmp_path, SCORE | wrong))
    assert told in str(found)
    assert not OutcomeAssessment.objects.exists()
