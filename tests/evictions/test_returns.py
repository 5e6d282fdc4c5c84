"""Who comes back: histories made by hand, and where it is told before a home is given."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allocation import queue
from evictions import return_reading
from evictions.return_notes import note_for, notes_of
from evictions.returns import (
    BACK_IN,
    CASE,
    EVICTION,
    MONTHS,
    PETITION,
    STAY,
    History,
    Home,
    Rate,
    Round,
    Start,
    by_kind,
    came_back,
    grouped,
    measures_of,
    rate,
    rounds,
    service_of,
)
from housing import roles
from housing.periods import add_months
from tests import make, make_evictions

D = date(2026, 6, 30)
OUT = date(2024, 3, 1)


def day(text):
    return date.fromisoformat(text)


# Rounds


def test_the_whole_round_is_evicted_temporary_new_home_and_arrears_there():
    history = History(
        evictions=(OUT,),
        homes=(Home(1, day("2020-01-01"), OUT), Home(2, day("2024-09-01"))),
        stays=(OUT,),
        cases=((1, day("2023-10-01")), (2, day("2025-01-13"))),
    )
    [one] = rounds(history, D)
    assert one == Round(OUT, OUT, day("2024-09-01"), day("2025-01-13"))
    assert one.is_whole


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2024-02-29", []),
        ("2024-03-01", [Round(OUT, OUT)]),
        ("2024-08-31", [Round(OUT, OUT)]),
        ("2024-09-01", [Round(OUT, OUT, date(2024, 9, 1))]),
        ("2025-01-12", [Round(OUT, OUT, date(2024, 9, 1))]),
        ("2025-01-13", [Round(OUT, OUT, date(2024, 9, 1), date(2025, 1, 13))]),
    ],
)
def test_what_had_not_happened_by_the_day_is_not_known(as_of, expected):
    history = History((OUT,), (Home(2, day("2024-09-01")),), (OUT,), ((2, day("2025-01-13")),))
    assert rounds(history, day(as_of)) == expected


def test_arrears_of_the_home_they_lost_are_no_return():
    history = History((OUT,), (Home(1, day("2020-01-01"), OUT),), (), ((1, day("2024-03-11")),))
    assert rounds(history, D) == [Round(OUT)]


def test_the_next_eviction_begins_a_round_of_its_own():
    again = day("2025-05-05")
    history = History(
        (OUT, again),
        (Home(2, day("2024-09-01"), again), Home(3, day("2026-01-01"))),
        (OUT, again),
        ((2, day("2025-01-13")), (3, day("2026-03-09"))),
    )
    first, second = rounds(history, D)
    assert first == Round(OUT, OUT, day("2024-09-01"), day("2025-01-13"))
    assert second == Round(again, again, day("2026-01-01"), day("2026-03-09"))


def test_a_stay_before_the_eviction_or_after_the_new_home_is_not_between():
    history = History((OUT,), (Home(2, day("2024-09-01")),), (day("2024-02-01"), day("2025-02-01")))
    assert rounds(history, D) == [Round(OUT, None, day("2024-09-01"))]


# Rates


def back(kind, *days):
    return {
        CASE: History(cases=tuple((1, on) for on in days)),
        PETITION: History(petitions=days),
        EVICTION: History(evictions=days),
        STAY: History(stays=days),
    }[kind]


@pytest.mark.parametrize("kind", BACK_IN)
@pytest.mark.parametrize("months", MONTHS)
def test_the_last_day_of_the_time_counts_and_the_next_does_not(kind, months):
    last = add_months(OUT, months)
    start = Start(1, OUT)
    assert came_back(start, back(kind, last), kind, months)
    assert not came_back(start, back(kind, last + timedelta(days=1)), kind, months)
    assert not came_back(start, back(kind, OUT - timedelta(days=1)), kind, months)


def test_only_a_temporary_stay_may_begin_the_day_itself():
    found = {kind: came_back(Start(1, OUT), back(kind, OUT), kind, 6) for kind in BACK_IN}
    assert found == {CASE: False, PETITION: False, EVICTION: False, STAY: True}


def test_only_those_observed_for_the_whole_time_are_in_the_share():
    starts = [Start(1, day("2025-12-30")), Start(2, day("2026-01-01")), Start(3, day("2024-01-01"))]
    histories = {household: back(CASE, day("2026-02-01")) for household in (1, 2)}
    assert rate(starts, histories, CASE, 6, D) == Rate(1, 2), "the second: first on 1 July"
    assert rate(starts, histories, CASE, 12, D) == Rate(0, 1)
    assert rate(starts, histories, CASE, 24, D) == Rate(0, 1)


def test_nobody_observed_is_no_share_and_not_nothing():
    assert rate([Start(1, D)], {}, CASE, 6, D) == Rate(0, 0)


def test_coming_back_twice_is_coming_back_once_and_two_evictions_are_two_starts():
    histories = {1: back(CASE, day("2024-04-01"), day("2024-05-01"))}
    assert rate([Start(1, OUT)], histories, CASE, 6, D) == Rate(1, 1)
    assert rate([Start(1, OUT), Start(1, day("2024-04-15"))], histories, CASE, 6, D) == Rate(2, 2)


def test_a_start_counts_under_each_measure_and_under_its_one_service():
    starts = [
        Start(1, OUT, frozenset({"home_visit", "payment_plan"}), "nav"),
        Start(2, OUT, frozenset({"home_visit"}), "housing"),
        Start(3, OUT),
    ]
    histories = {1: back(CASE, day("2024-04-01"))}
    by_measure = grouped(starts, measures_of, histories, CASE, D)
    assert {name: rates[0] for name, rates in by_measure.items()} == {
        "": Rate(0, 1),
        "home_visit": Rate(1, 2),
        "payment_plan": Rate(1, 1),
    }
    by_service = grouped(starts, service_of, histories, CASE, D)
    assert {name: rates[0] for name, rates in by_service.items()} == {
        "": Rate(0, 1),
        "housing": Rate(0, 1),
        "nav": Rate(1, 1),
    }


days = st.integers(0, 1500).map(lambda number: date(2022, 1, 1) + timedelta(days=number))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(1, 4), days), max_size=12), st.lists(st.tuples(st.integers(1, 4), days)), days)
def test_any_histories_are_counted_as_by_hand(started, came, as_of):
    starts = [Start(household, on) for household, on in started]
    histories = {number: back(CASE, *(on for household, on in came if household == number)) for number in range(1, 5)}
    lines = by_kind(starts, histories, as_of)
    for place, months in enumerate(MONTHS):
        seen = returned = 0
        for household, on in started:
            if add_months(on, months) > as_of:
                continue
            seen += 1
            returned += any(who == household and on < when <= add_months(on, months) for who, when in came)
        assert lines[CASE][place] == Rate(returned, seen)
        assert lines[STAY][place] == Rate(0, seen)


# Read from the database


@pytest.mark.django_db
class TestRead:
    def put_out(self, household, on=OUT, *, since=date(2022, 1, 1), case=None):
        tenancy = make.tenancy(household, make.dwelling(), moved_in_on=since, monthly_rent=9000)
        case = case or make_evictions.arrears_case(tenancy, opened_on=on - timedelta(days=100))
        make_evictions.petition(
            tenancy, sent_on=on - timedelta(days=40), case=case, outcome="carried_out", outcome_on=on, scheduled_on=on
        )
        return tenancy

    def test_the_history_is_what_was_known_on_the_day(self):
        household, other = make.household(created_on=date(2021, 1, 1)), make.household()
        self.put_out(household)
        self.put_out(other)
        make.temporary_stay(household, starts_on=OUT, ends_on=date(2024, 9, 1))
        make.temporary_stay(household, starts_on=date(2024, 10, 1), ends_on=date(2024, 10, 1))
        home = make.tenancy(household, make.dwelling(), moved_in_on=date(2024, 9, 1))
        make.tenancy(household, moved_in_on=date(2025, 9, 1))
        make_evictions.arrears_case(home, opened_on=date(2025, 1, 13))
        history = return_reading.histories([household.pk], D)[household.pk]
        assert history.evictions == (OUT,)
        assert [one.starts_on for one in history.homes] == [date(2022, 1, 1), date(2024, 9, 1)]
        assert history.stays == (OUT,)
        assert [on for _tenancy, on in history.cases] == [OUT - timedelta(days=100), date(2025, 1, 13)]
        assert rounds(history, D) == [Round(OUT, OUT, date(2024, 9, 1), date(2025, 1, 13))]
        before = return_reading.histories([household.pk], date(2024, 12, 31))[household.pk]
        assert len(before.cases) == 1

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_same_number_of_questions_for_any_number_of_households(self, count, django_assert_num_queries):
        made = [make.household() for _number in range(count)]
        for household in made:
            self.put_out(household)
        with django_assert_num_queries(6):
            assert len(notes_of([household.pk for household in made], D)) == count

    def test_starts_have_the_measures_and_the_service_of_their_case(self):
        household = make.household()
        tenancy = make.tenancy(household, make.dwelling(), moved_in_on=date(2022, 1, 1))
        case = make_evictions.arrears_case(tenancy, opened_on=date(2023, 11, 20), responsible_service="nav")
        make_evictions.action(case, kind="home_visit", done_on=date(2023, 12, 1))
        make_evictions.action(case, kind="home_visit", done_on=date(2024, 1, 1))
        make_evictions.petition(
            tenancy, sent_on=date(2024, 1, 20), case=case, outcome="carried_out", outcome_on=OUT, scheduled_on=OUT
        )
        assert return_reading.evictions(D) == [Start(household.pk, OUT, frozenset({"home_visit"}), "nav")]
        assert return_reading.evictions(OUT - timedelta(days=1)) == []
        assert return_reading.resolved(D) == []
        paid = make_evictions.arrears_case(make.tenancy(household, make.dwelling()), opened_on=date(2025, 3, 1))
        paid.close(by=None, closed_on=date(2025, 4, 1), closing_reason="paid")
        assert return_reading.resolved(D) == [Start(household.pk, date(2025, 4, 1))]
        other = make_evictions.arrears_case(make.tenancy(household, make.dwelling()), opened_on=date(2025, 3, 1))
        other.close(by=None, closed_on=date(2025, 4, 1), closing_reason="written_off")
        assert len(return_reading.resolved(D)) == 1

    def test_the_note_tells_what_happened_and_what_is_needed_next(self):
        household = make.household()
        assert note_for(household, D) is None
        self.put_out(household)
        note = note_for(household, D)
        assert (note.label, note.text) == ("Kastet ut tidligere", "Kastet ut 01.03.2024.")
        assert "før innflytting" in note.needed
        make.temporary_stay(household, starts_on=OUT, ends_on=date(2024, 9, 1))
        home = make.tenancy(household, make.dwelling(), moved_in_on=date(2024, 9, 1))
        assert "første måned" in note_for(household, D).needed
        make_evictions.arrears_case(home, opened_on=date(2025, 1, 13))
        note = note_for(household, D)
        assert note.label == "Runddans"
        assert note.text == (
            "Kastet ut 01.03.2024, midlertidig botilbud fra 01.03.2024, ny kommunal bolig 01.09.2024, "
            "restanse igjen 13.01.2025."
        )
        assert "restansemøte" in note.needed

    def test_what_is_over_five_years_old_is_not_carried_along(self):
        household = make.household()
        self.put_out(household, date(2021, 6, 30), since=date(2019, 1, 1))
        assert note_for(household, D) is not None
        assert note_for(household, D + timedelta(days=1)) is None


# Before a home is given


@pytest.fixture
def leader(db):
    return make.leader()


@pytest.fixture
def waiting(leader):
    """Put out last year, granted, and waiting for a dwelling that stands empty."""
    household = make.household(main=make.person("Idun", "Moe"), caseworker=leader)
    home = make.tenancy(household, make.dwelling("Gamleveien 1"), moved_in_on=date(2022, 1, 1))
    make_evictions.petition(
        home, sent_on=date(2025, 8, 1), outcome="carried_out", outcome_on=date(2025, 9, 10), scheduled_on=None
    )
    return make.granted(household, by=leader)


@pytest.fixture
def dwelling():
    return make.dwelling("Nyveien 2", rooms=2)


def pages(dwelling, waiting, leader):
    meeting = make.meeting(chair=leader, opened=True)
    item = make.agenda_item(meeting, dwelling)
    item.by_hand.create(application=waiting, by=leader)
    return {
        "candidates": reverse("candidates", args=[dwelling.pk]),
        "offer": reverse("offer_new", args=[dwelling.pk, waiting.pk]),
        "item": item.get_absolute_url(),
        "allocate": reverse("agenda_allocate", args=[item.pk, waiting.pk]),
    }


def test_it_is_told_before_a_home_is_given(client, leader, waiting, dwelling):
    client.force_login(leader)
    for name, address in pages(dwelling, waiting, leader).items():
        text = client.get(address).content.decode()
        assert "Kastet ut tidligere" in text, name
        assert "Kastet ut 10.09.2025." in text, name
        assert "hvem som følger opp i boligen" in text, name


def test_it_is_told_in_the_arrears_case_and_on_the_households_page(client, leader, waiting):
    home = make.tenancy(waiting.household, make.dwelling(), moved_in_on=date(2025, 11, 1))
    case = make_evictions.arrears_case(home, opened_on=date(2026, 1, 12))
    client.force_login(leader)
    for address in (case.get_absolute_url(), waiting.household.get_absolute_url()):
        text = client.get(address).content.decode()
        assert "Kastet ut 10.09.2025, ny kommunal bolig 01.11.2025, restanse igjen 12.01.2026." in text, address
        assert "restansemøte" in text, address


def test_not_to_a_role_that_may_not_see_arrears(client, leader, waiting, dwelling, monkeypatch):
    kept = roles.PERMISSIONS["leader"] - {"evictions.view_arrears"}
    monkeypatch.setitem(roles.PERMISSIONS, "leader", kept)
    client.force_login(leader)
    for name, address in pages(dwelling, waiting, leader).items():
        answer = client.get(address)
        assert answer.status_code == 200, name
        assert "Kastet ut" not in answer.content.decode(), name


def test_it_gives_no_place_and_takes_none(client, leader, waiting):
    def order():
        return [(place.application.pk, place.total) for place in queue.places_on(date(2026, 7, 1))]

    other = make.granted(make.household(), by=leader)
    before = order()
    assert {pk for pk, _total in before} == {waiting.pk, other.pk}
    waiting.household.tenancies.first().petitions.update(outcome="paid", status="averted")
    assert order() == before


def test_the_candidates_ask_the_same_number_of_questions(client, leader, waiting, dwelling):
    client.force_login(leader)
    address, asked = reverse("candidates", args=[dwelling.pk]), []
    for _time in range(2):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).content.decode().count("Kastet ut tidligere") == (3 if asked else 1)
        asked.append(len(queries))
        for _number in range(2):
            household = make.household()
            home = make.tenancy(household, make.dwelling(), moved_in_on=date(2022, 1, 1))
            make_evictions.petition(home, sent_on=date(2025, 8, 1), outcome="carried_out", outcome_on=date(2025, 9, 10))
            make.granted(household, by=leader)
    assert asked[0] == asked[1]
