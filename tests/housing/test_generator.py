"""The generated municipality: the same every time, of the known proportions, and without contradictions.

The checks read the files with nothing but csv, so that they do not believe what the generator believes.
"""

import csv
from collections import Counter, defaultdict
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.core.management import call_command

from housing.generator import generate
from housing.national_ids import check
from housing.periods import add_months, age_on

# On one worker, so that each municipality is made once.
pytestmark = pytest.mark.xdist_group("generated")

UNTIL = date(2026, 11, 22)
PLANNED = {
    ("applications", "answer_promised_on"),
    ("contracts", "ends_on"),
    ("offers", "answer_by"),
    ("transitions", "planned_on"),
    ("help_plans", "follow_up_on"),
    ("petitions", "scheduled_on"),
}
# The kinds that wait on the list; the other kinds are for help that is given at once.
QUEUED = ("new", "transfer")
REFERENCES = {
    ("household_members", "household"): "households",
    ("household_members", "person"): "persons",
    ("void_periods", "dwelling"): "dwellings",
    ("applications", "household"): "households",
    ("applications", "tenancy"): "tenancies",
    ("appeals", "application"): "applications",
    ("help_plans", "application"): "applications",
    ("mappings", "household"): "households",
    ("transitions", "household"): "households",
    ("offers", "application"): "applications",
    ("offers", "dwelling"): "dwellings",
    ("tenancies", "household"): "households",
    ("tenancies", "dwelling"): "dwellings",
    ("tenancies", "application"): "applications",
    ("contracts", "tenancy"): "tenancies",
    ("temporary_stays", "household"): "households",
    ("temporary_stays", "dwelling"): "dwellings",
    ("settlements", "household"): "households",
    ("settlements", "tenancy"): "tenancies",
    ("ledger", "tenancy"): "tenancies",
    ("arrears_cases", "tenancy"): "tenancies",
    ("arrears_actions", "case"): "arrears_cases",
    ("petitions", "tenancy"): "tenancies",
    ("petitions", "case"): "arrears_cases",
    ("referrals", "household"): "households",
    ("referrals", "person"): "persons",
    ("referrals", "team"): "teams",
    ("participations", "household"): "households",
    ("participations", "person"): "persons",
    ("participations", "team"): "teams",
    ("participations", "referral"): "referrals",
    ("contacts", "participation"): "participations",
    ("outcome_assessments", "participation"): "participations",
}
IN_ORDER = {
    "persons": [("birth_date", "died_on")],
    "household_members": [("joined_on", "left_on")],
    "dwellings": [("acquired_on", "left_stock_on")],
    "void_periods": [("starts_on", "ends_on")],
    "applications": [
        ("received_on", "preliminary_answer_on"),
        ("preliminary_answer_on", "answer_promised_on"),
        ("received_on", "decided_on"),
        ("decided_on", "notified_on"),
        ("decided_on", "closed_on"),
    ],
    "appeals": [("received_on", "decided_on")],
    "help_plans": [("made_on", "follow_up_on"), ("made_on", "outcome_on")],
    "mappings": [("mapped_on", "ended_on")],
    "transitions": [("admitted_on", "notified_on"), ("admitted_on", "planned_on"), ("admitted_on", "actual_on")],
    "offers": [("offered_on", "answered_on"), ("offered_on", "answer_by")],
    "tenancies": [("moved_in_on", "moved_out_on")],
    "contracts": [("signed_on", "starts_on"), ("starts_on", "ends_on")],
    "temporary_stays": [("starts_on", "ends_on"), ("starts_on", "rules_signed_on")],
    "settlements": [],
    "ledger": [],
    "arrears_cases": [("opened_on", "closed_on")],
    "arrears_actions": [],
    "petitions": [("warned_on", "sent_on"), ("sent_on", "scheduled_on"), ("sent_on", "outcome_on")],
    "referrals": [("received_on", "decided_on")],
    "participations": [("started_on", "agreement_signed_on"), ("started_on", "ended_on")],
    "contacts": [],
    "outcome_assessments": [],
    "courses": [],
}


class Municipality:
    """The files as dicts of rows by id; a column whose name ends like a date is read as one."""

    def __init__(self, folder: Path) -> None:
        for file in sorted(folder.iterdir()):
            with file.open(encoding="utf-8", newline="") as lines:
                rows = [self._read(row) for row in csv.DictReader(lines, delimiter=";")]
            setattr(self, file.stem, {row["id"]: row for row in rows})
            assert len(getattr(self, file.stem)) == len(rows), f"{file.stem}: an id is used twice"

    @staticmethod
    def _read(row: dict) -> dict:
        return {
            column: (date.fromisoformat(value) if value else None)
            if column.endswith(("_on", "_date", "answer_by"))
            else value
            for column, value in row.items()
        }

    def rows(self, record_type: str):
        return getattr(self, record_type).values()

    def by(self, record_type: str, column: str) -> dict[str, list[dict]]:
        grouped = defaultdict(list)
        for row in self.rows(record_type):
            grouped[row[column]].append(row)
        return grouped


def lasts(starts: date | None, ends: date | None, day: date) -> bool:
    return starts is not None and starts <= day and (ends is None or ends > day)


def overlap(first: tuple, second: tuple) -> bool:
    """Of two half-open stretches of days; an empty end goes on."""
    return first[0] < (second[1] or date.max) and second[0] < (first[1] or date.max)


def none_overlap(stretches: list[tuple]) -> bool:
    return not any(overlap(a, b) for a, b in pairwise(sorted(stretches, key=lambda s: (s[0], s[1] or date.max))))


@cache
def municipality(*, scale, seed) -> Municipality:
    """Made once for all who look at it."""
    with TemporaryDirectory() as folder:
        generate(Path(folder), scale=scale, seed=seed, years=5, until=UNTIL)
        return Municipality(Path(folder))


@pytest.fixture
def drammen_sized():
    return municipality(scale=1, seed=1)


@pytest.fixture(params=[1, 2, 3, "whole"])
def town(request):
    """Small ones have odd corners, and the whole has the rare cases: both must be without contradictions."""
    if request.param == "whole":
        return municipality(scale=1, seed=1)
    return municipality(scale=0.1, seed=request.param)


def test_the_same_arguments_write_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        generate(tmp_path / name, scale=0.05, seed=7, years=2, until=UNTIL)
    call_command("generate_records", tmp_path / "three", "--scale=0.05", "--seed=7", "--years=2", f"--until={UNTIL}")
    generate(tmp_path / "other", scale=0.05, seed=8, years=2, until=UNTIL)
    files = sorted(file.name for file in (tmp_path / "one").iterdir())
    assert len(files) == 31
    for name in files:
        first = (tmp_path / "one" / name).read_bytes()
        assert first == (tmp_path / "two" / name).read_bytes()
        assert first == (tmp_path / "three" / name).read_bytes()
    assert (tmp_path / "one" / "persons.csv").read_bytes() != (tmp_path / "other" / "persons.csv").read_bytes()


def test_towns_beyond_the_first_share_no_id_number_or_address(tmp_path):
    generate(tmp_path, scale=1.2, seed=3, years=1, until=UNTIL)
    town = Municipality(tmp_path)
    numbers = [p["national_id"] for p in town.rows("persons") if p["national_id"]]
    assert len(numbers) == len(set(numbers))
    units = [(d["address"], d["unit_number"]) for d in town.rows("dwellings")]
    assert len(units) == len(set(units))


def test_references_resolve(town):
    for (record_type, column), target in REFERENCES.items():
        for row in town.rows(record_type):
            assert not row[column] or row[column] in getattr(town, target), (record_type, row["id"], column)


def test_dates_come_in_order_and_not_after_the_last_day(town):
    for record_type, pairs in IN_ORDER.items():
        for row in town.rows(record_type):
            for first, then in pairs:
                if row[then]:
                    assert row[first], (record_type, row)
                    assert row[first] <= row[then], (record_type, row)
            for column, value in row.items():
                if isinstance(value, date) and (record_type, column) not in PLANNED:
                    assert value <= UNTIL, (record_type, column, row)


def test_persons_have_each_their_synthetic_number(town):
    numbers = [p["national_id"] for p in town.rows("persons") if p["national_id"]]
    assert len(numbers) == len(set(numbers))
    assert all(check(n, synthetic_allowed=True, real_allowed=False).is_synthetic for n in numbers)
    kinds = Counter(check(n, synthetic_allowed=True).kind for n in numbers)
    assert len(kinds) == 2
    assert len(numbers) < len(town.persons)


def test_households_have_one_main_person_and_adults_one_household(town):
    alone = {row["household"] for row in town.rows("settlements") if row["is_unaccompanied_minor"] == "ja"}
    for household, members in town.by("household_members", "household").items():
        mains = [m for m in members if m["role"] == "main"]
        assert len(mains) == 1, household
        assert mains[0]["left_on"] is None
        is_adult = age_on(town.persons[mains[0]["person"]]["birth_date"], mains[0]["joined_on"]) >= 18
        assert is_adult != (household in alone), household
        for member in members:
            born = town.persons[member["person"]]["birth_date"]
            assert member["joined_on"] >= max(born, town.households[household]["created_on"])
            if member["role"] == "child":
                assert age_on(born, member["joined_on"]) < 18
    for person, members in town.by("household_members", "person").items():
        of_age = add_months(town.persons[person]["birth_date"], 216)
        grown = [
            (max(m["joined_on"], of_age), m["left_on"])
            for m in members
            if of_age <= UNTIL and (not m["left_on"] or m["left_on"] > of_age)
        ]
        assert none_overlap(grown), person
        assert len({m["household"] for m in members}) == len(members)
    assert {m["household"] for m in town.rows("household_members")} == set(town.households)


def test_nobody_does_anything_before_the_household_is_known(town):
    for record_type, column in [
        ("applications", "received_on"),
        ("mappings", "mapped_on"),
        ("tenancies", "moved_in_on"),
        ("transitions", "notified_on"),
        ("temporary_stays", "starts_on"),
        ("settlements", "settled_on"),
    ]:
        for row in town.rows(record_type):
            if row[column]:
                assert row[column] >= town.households[row["household"]]["created_on"], (record_type, row)


def test_the_dead_apply_for_nothing(town):
    died = {
        m["household"]: town.persons[m["person"]]["died_on"]
        for m in town.rows("household_members")
        if m["role"] == "main" and town.persons[m["person"]]["died_on"]
    }
    for record_type, column in [
        ("applications", "received_on"),
        ("mappings", "mapped_on"),
        ("tenancies", "moved_in_on"),
        ("transitions", "notified_on"),
    ]:
        for row in town.rows(record_type):
            if row["household"] in died and row[column]:
                assert row[column] <= died[row["household"]], (record_type, row)
    applications = town.by("applications", "household")
    for household, day in died.items():
        for application in applications[household]:
            assert application["decided_on"] or application["received_on"] <= day


def test_a_dwelling_has_one_tenancy_at_a_time_and_only_in_stock(town):
    for dwelling_id, tenancies in town.by("tenancies", "dwelling").items():
        if not dwelling_id:
            continue
        dwelling = town.dwellings[dwelling_id]
        lived = [(t["moved_in_on"], t["moved_out_on"]) for t in tenancies if t["moved_in_on"]]
        assert none_overlap(lived), dwelling_id
        awaited = [t for t in tenancies if not t["moved_in_on"]]
        assert len(awaited) <= 1
        assert not awaited or all(ended for _begun, ended in lived), dwelling_id
        allocated = sorted((t["allocated_on"], t["moved_in_on"] or date.max) for t in tenancies)
        assert all(moved <= next_one for (_, moved), (next_one, _) in pairwise(allocated)), dwelling_id
        for begun, ended in lived:
            assert dwelling["acquired_on"] <= begun
            assert not dwelling["left_stock_on"] or ended <= dwelling["left_stock_on"]


def test_void_periods_lie_in_stock_and_between_tenancies(town):
    lived = {
        dwelling: [(t["moved_in_on"], t["moved_out_on"]) for t in tenancies if t["moved_in_on"]]
        for dwelling, tenancies in town.by("tenancies", "dwelling").items()
    }
    for dwelling_id, voids in town.by("void_periods", "dwelling").items():
        stretches = [(v["starts_on"], v["ends_on"]) for v in voids]
        assert none_overlap(stretches), dwelling_id
        dwelling = town.dwellings[dwelling_id]
        for stretch in stretches:
            assert stretch[0] >= dwelling["acquired_on"]
            assert not any(overlap(stretch, home) for home in lived.get(dwelling_id, []))
            assert not dwelling["left_stock_on"] or stretch[1] <= dwelling["left_stock_on"]


def test_dwellings_tell_how_they_left(town):
    tenancies = town.by("tenancies", "dwelling")
    for dwelling in town.rows("dwellings"):
        assert bool(dwelling["left_stock_on"]) == bool(dwelling["left_stock_reason"])
        assert bool(dwelling["disposal_price"]) == dwelling["left_stock_reason"].startswith("sold")
        if dwelling["left_stock_reason"] == "sold_to_tenant":
            last = max(tenancies[dwelling["id"]], key=lambda t: t["moved_in_on"])
            assert (last["moved_out_on"], last["end_reason"]) == (dwelling["left_stock_on"], "bought")


def test_applications_are_decided_whole_and_closed_only_when_granted(town):
    for application in town.rows("applications"):
        assert bool(application["outcome"]) == bool(application["decided_on"])
        assert bool(application["closed_on"]) == bool(application["closed_reason"])
        assert not application["closed_on"] or application["outcome"] == "granted"
        tenancy = town.tenancies.get(application["tenancy"])
        assert (tenancy is None) == (application["kind"] not in ("transfer", "extension"))
        if tenancy:
            assert tenancy["household"] == application["household"]
            assert tenancy["moved_in_on"] <= application["received_on"]
            assert not tenancy["moved_out_on"] or application["received_on"] <= tenancy["moved_out_on"]
    for household, applications in town.by("applications", "household").items():
        open_ones = [a for a in applications if not a["decided_on"]]
        assert len(open_ones) <= 1, household


def test_appeals_follow_rejections(town):
    for appeal in town.rows("appeals"):
        application = town.applications[appeal["application"]]
        assert application["outcome"] == "rejected"
        assert application["notified_on"] <= appeal["received_on"]
        assert bool(appeal["outcome"]) == bool(appeal["decided_on"])


def test_offers_are_answered_once_and_open_ones_wait_for_someone(town):
    housed = {t["application"] for t in town.rows("tenancies") if t["application"]}
    for offer in town.rows("offers"):
        application = town.applications[offer["application"]]
        dwelling = town.dwellings[offer["dwelling"]]
        assert bool(offer["answer"]) == bool(offer["answered_on"])
        assert application["outcome"] == "granted"
        assert application["kind"] in QUEUED
        assert application["decided_on"] <= offer["offered_on"]
        assert not application["closed_on"] or offer["offered_on"] <= application["closed_on"]
        assert lasts(dwelling["acquired_on"], dwelling["left_stock_on"], offer["offered_on"])
        assert bool(offer["decline_reason"]) == (offer["answer"] == "declined")
        if not offer["answer"]:
            assert not application["closed_on"]
            assert application["id"] not in housed
    for offers in (*town.by("offers", "dwelling").values(), *town.by("offers", "application").values()):
        assert none_overlap([(o["offered_on"], o["answered_on"]) for o in offers])


def test_an_accepted_offer_is_a_tenancy(town):
    accepted = {
        (o["application"], o["dwelling"], o["answered_on"]) for o in town.rows("offers") if o["answer"] == "accepted"
    }
    from_application = {
        (t["application"], t["dwelling"], t["allocated_on"]) for t in town.rows("tenancies") if t["application"]
    }
    assert accepted == from_application
    for tenancy in town.rows("tenancies"):
        if tenancy["application"]:
            application = town.applications[tenancy["application"]]
            assert application["household"] == tenancy["household"]
            assert not application["closed_on"]


def test_tenancies_are_whole(town):
    protected = {
        p["id"] for p in town.rows("persons") if p["address_protection"] in ("confidential", "strictly_confidential")
    }
    hidden = {m["household"] for m in town.rows("household_members") if m["person"] in protected}
    assert hidden
    for tenancy in town.rows("tenancies"):
        assert bool(tenancy["dwelling"]) == (tenancy["tenure"] == "municipal")
        assert bool(tenancy["private_address"]) == (tenancy["tenure"] == "private")
        assert bool(tenancy["allocated_on"]) == (tenancy["tenure"] == "municipal")
        if tenancy["allocated_on"] and tenancy["moved_in_on"]:
            assert tenancy["allocated_on"] <= tenancy["moved_in_on"]
        assert bool(tenancy["moved_out_on"]) == bool(tenancy["end_reason"])
        assert not tenancy["moved_out_on"] or tenancy["moved_in_on"]
        assert tenancy["tenure"] == "municipal" or tenancy["household"] not in hidden
        if tenancy["deposit_amount"]:
            assert int(tenancy["deposit_amount"]) <= 6 * int(tenancy["monthly_rent"])
    for tenancies in town.by("tenancies", "household").values():
        lived = [(t["moved_in_on"], t["moved_out_on"]) for t in tenancies if t["moved_in_on"]]
        assert none_overlap(lived)


def test_contracts_keep_the_tenancy_act(town):
    with_contract = town.by("contracts", "tenancy")
    for tenancy_id, contracts in with_contract.items():
        tenancy = town.tenancies[tenancy_id]
        contracts.sort(key=lambda c: c["starts_on"])
        assert contracts[0]["starts_on"] == tenancy["moved_in_on"]
        assert none_overlap([(c["starts_on"], c["ends_on"]) for c in contracts])
        short = [c for c in contracts if c["ends_on"] and c["ends_on"] < add_months(c["starts_on"], 36)]
        assert len(short) <= 1
        for contract in contracts:
            assert bool(contract["short_term_reason"]) == (contract in short)
            assert not tenancy["moved_out_on"] or contract["starts_on"] <= tenancy["moved_out_on"]
    for tenancy in town.rows("tenancies"):
        if tenancy["tenure"] == "municipal" and tenancy["moved_in_on"]:
            has_lease = town.dwellings[tenancy["dwelling"]]["ownership"] != "nomination"
            assert has_lease == (tenancy["id"] in with_contract)


def test_mappings_say_who_is_homeless(town):
    tenancies = town.by("tenancies", "household")
    for household, mappings in town.by("mappings", "household").items():
        assert none_overlap([(m["mapped_on"], m["ended_on"]) for m in mappings]), household
        for mapping in mappings:
            assert bool(mapping["homeless_category"]) == (mapping["situation"] == "no_home")
        homes = [(t["moved_in_on"], t["moved_out_on"]) for t in tenancies[household] if t["moved_in_on"]]
        homeless = [(m["mapped_on"], m["ended_on"]) for m in mappings if m["homeless_category"]]
        assert not any(overlap(home, without) for home in homes for without in homeless), household


def in_stock(town: Municipality) -> list[dict]:
    return [d for d in town.rows("dwellings") if lasts(d["acquired_on"], d["left_stock_on"], UNTIL)]


def a_year(rows, column: str, *, years: int = 5) -> float:
    since = add_months(UNTIL, -12 * years)
    return sum(1 for row in rows if row[column] and since < row[column] <= UNTIL) / years


def test_the_stock_is_drammens(drammen_sized):
    stock = in_stock(drammen_sized)
    assert Counter(d["ownership"] for d in stock) == {"owned": 1063, "leased_in": 88, "nomination": 374}
    assert sum(d["in_housing_association"] == "ja" for d in stock) == pytest.approx(550, abs=15)
    rooms = Counter(int(d["rooms"]) for d in stock)
    assert 0.65 < (rooms[1] + rooms[2]) / 1525 < 0.8
    assert 0.22 < sum(d["category"] != "ordinary" for d in stock) / 1525 < 0.36
    occupied = {
        t["dwelling"] for t in drammen_sized.rows("tenancies") if lasts(t["moved_in_on"], t["moved_out_on"], UNTIL)
    }
    assert 0.93 < sum(d["id"] in occupied for d in stock) / 1525 < 0.98


def test_applications_and_allocations_are_drammens(drammen_sized):
    applications = [a for a in drammen_sized.rows("applications") if a["kind"] in ("new", "transfer", "extension")]
    yearly = a_year(applications, "received_on")
    assert yearly == pytest.approx(870, rel=0.06)
    kinds = {k: a_year([a for a in applications if a["kind"] == k], "received_on") for k in ("new", "extension")}
    assert kinds["new"] / yearly == pytest.approx(0.55, abs=0.04)
    assert kinds["extension"] / yearly == pytest.approx(0.29, abs=0.05)
    granted = a_year([a for a in applications if a["outcome"] == "granted"], "decided_on")
    assert granted / yearly == pytest.approx(0.26, abs=0.03)
    allocated = a_year(drammen_sized.rows("tenancies"), "allocated_on")
    assert allocated == pytest.approx(230, rel=0.1)


def test_queues_and_homelessness_are_drammens(drammen_sized):
    town = drammen_sized
    accepted = {o["application"] for o in town.rows("offers") if o["answer"] == "accepted"}
    waiting = [
        a
        for a in town.rows("applications")
        if a["outcome"] == "granted" and a["kind"] in QUEUED and not a["closed_on"] and a["id"] not in accepted
    ]
    assert 35 <= len(waiting) <= 65
    assert 10 <= sum(1 for t in town.rows("tenancies") if t["allocated_on"] and not t["moved_in_on"]) <= 60
    homeless = [m for m in town.rows("mappings") if m["situation"] == "no_home" and not m["ended_on"]]
    assert len(homeless) == pytest.approx(129, abs=12)
    shares = {code: n / len(homeless) for code, n in Counter(m["homeless_category"] for m in homeless).items()}
    for code, share in {"1": 0.10, "2": 0.50, "3": 0.26, "other": 0.14}.items():
        assert shares[code] == pytest.approx(share, abs=0.05)
    assert shares.get("4", 0) < 0.03
    problems = Counter(p for m in town.rows("mappings") if m["homeless_category"] for p in m["problems"].split("|"))
    everyone = sum(1 for m in town.rows("mappings") if m["homeless_category"])
    for code, share in {"substance_dependence": 0.58, "mental_illness": 0.39, "heavy_debt": 0.26}.items():
        assert problems[code] / everyone == pytest.approx(share, abs=0.05)


def test_some_contracts_run_out_and_some_people_are_protected(drammen_sized):
    town = drammen_sized
    running = {t["id"] for t in town.rows("tenancies") if lasts(t["moved_in_on"], t["moved_out_on"], UNTIL)}
    latest = {}
    for contract in sorted(town.rows("contracts"), key=lambda c: c["starts_on"]):
        if contract["tenancy"] in running:
            latest[contract["tenancy"]] = contract["ends_on"]
    ends = [day for day in latest.values() if day]
    assert 1000 < len(latest) < 1200
    assert 5 <= sum(day <= UNTIL for day in ends) <= 45
    assert 50 <= sum(UNTIL < day <= add_months(UNTIL, 6) for day in ends) <= 200
    levels = Counter(p["address_protection"] for p in town.rows("persons"))
    assert 4 <= levels["strictly_confidential"] <= 16
    assert 8 <= levels["confidential"] <= 30
    assert levels["client"] == 12
    private = [t for t in town.rows("tenancies") if t["tenure"] == "private" and t["id"] in running]
    assert 0.02 < len(private) / len(running) < 0.08
