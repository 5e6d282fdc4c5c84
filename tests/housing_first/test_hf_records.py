"""Teams, referrals and participations in the exchange format: status, rules, timeline, and as of an earlier day."""

from datetime import date

import pytest

from housing.exchange.exporter import Export
from housing.models import CaseEvent
from housing_first.models import Participation, Referral, Team
from tests import make
from tests import make_housing_first as make_hf
from tests.housing.exchange_folders import WORLD, refusals, rows_of, take_in, write

pytestmark = pytest.mark.django_db

TEAM = {"id": "TE1", "name": "Bolig først Lindvik", "kind": "housing_first"}
REFERRED = {
    "id": "HE1",
    "household": "H1",
    "person": "P1",
    "team": "TE1",
    "received_on": "2024-01-10",
    "housing_status": "no_fixed_abode",
    "had_municipal_services": "nei",
    "decision": "accepted",
    "decided_on": "2024-02-01",
}
FOLLOWED = {
    "id": "DE1",
    "household": "H1",
    "person": "P1",
    "team": "TE1",
    "referral": "HE1",
    "started_on": "2024-02-10",
    "agreement_signed_on": "2024-03-01",
    "ended_on": "",
    "end_reason": "",
}
ENDED = {"ended_on": "2025-05-01", "end_reason": "goal_reached"}


def people(folder, *, teams=(TEAM,), referrals=(REFERRED,), participations=(FOLLOWED,), **files):
    kept = {name: WORLD[name] for name in ("persons", "households", "household_members")} | files
    rows = {"teams": list(teams), "referrals": list(referrals), "participations": list(participations)}
    return write(folder, **kept, **{name: given for name, given in rows.items() if given})


def test_rows_come_in_with_the_status_of_their_facts(tmp_path):
    assert take_in(people(tmp_path / "a")).is_clean
    assert Team.objects.get().kind == "housing_first"
    assert Referral.objects.get().status == "accepted"
    assert Referral.objects.get().had_municipal_services is False
    assert Participation.objects.get().status == "active"
    take_in(people(tmp_path / "b", participations=[FOLLOWED | ENDED]))
    assert Participation.objects.get().status == "ended"
    told = CaseEvent.objects.filter(title__startswith="Bolig først").order_by("happened_on", "pk")
    assert [event.happened_on for event in told] == [date(2024, 2, 10), date(2024, 3, 1), date(2025, 5, 1)]


@pytest.mark.parametrize(("decision", "status"), [("", "received"), ("rejected", "rejected"), ("accepted", "accepted")])
def test_a_referral_stands_where_its_decision_says(tmp_path, decision, status):
    row = REFERRED | {"decision": decision, "decided_on": "2024-02-01" if decision else ""}
    assert take_in(people(tmp_path, referrals=[row], participations=[])).is_clean
    assert Referral.objects.get().status == status


def test_what_breaks_a_rule_is_told_with_its_line(tmp_path):
    others = {
        "persons": [*WORLD["persons"], {"id": "P2", "given_name": "En", "family_name": "Annen"}],
    }
    cases = [
        ({"participations": [FOLLOWED | {"person": "P2", "referral": ""}]}, "participations", "person"),
        ({"referrals": [REFERRED | {"person": "P2"}], "participations": []}, "referrals", "person"),
        ({"participations": [FOLLOWED | {"ended_on": "2024-02-01"}]}, "participations", "ended_on"),
        ({"referrals": [REFERRED | {"decided_on": ""}], "participations": []}, "referrals", "decided_on"),
        (
            {"teams": [TEAM, TEAM | {"id": "TE2"}], "participations": [FOLLOWED | {"team": "TE2"}]},
            "participations",
            "referral",
        ),
    ]
    for number, (files, name, column) in enumerate(cases):
        told = refusals(people(tmp_path / str(number), **others, **files))
        assert any(name in str(line) and column in str(line) for line in told), (files, told)
    assert not Participation.objects.exists()


def test_whoever_comes_by_file_is_reached_by_nobody_but_the_leader(tmp_path):
    take_in(people(tmp_path))
    worker, mona = make_hf.worker(make_hf.team()), make.leader()
    assert not Participation.objects.visible_to(worker).exists()
    assert Participation.objects.visible_to(mona).count() == 1


def test_an_export_as_of_a_day_knows_only_what_had_happened(tmp_path):
    take_in(people(tmp_path / "in", participations=[FOLLOWED | ENDED]))

    def written(name, **asked):
        folder = tmp_path / f"{name}{asked}"
        Export(folder, **asked).run()
        return rows_of(folder / f"{name}.csv")

    assert written("participations") == [FOLLOWED | ENDED]
    before = written("participations", as_of=date(2024, 2, 20))
    assert before == [FOLLOWED | {"agreement_signed_on": ""}]
    assert written("referrals", as_of=date(2024, 1, 20)) == [REFERRED | {"decision": "", "decided_on": ""}]
    assert written("participations", as_of=date(2024, 2, 1)) == []


def test_who_is_only_invited_stays_here(tmp_path):
    make_hf.invited(make.household(), make_hf.team())
    Export(tmp_path).run()
    assert rows_of(tmp_path / "participations.csv") == []
    assert len(rows_of(tmp_path / "referrals.csv")) == 1
