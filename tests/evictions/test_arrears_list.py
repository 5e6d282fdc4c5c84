"""The work list «Restanser»: who stands there and in what order, on any day, and what the routine's page changes."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from evictions import arrears_list as listed
from evictions import fortnight
from evictions.models import ArrearsCase, ArrearsPause, ArrearsRoutine
from housing.models import Alert, ViewLog
from tests import make, make_evictions

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
CHILD = date(TODAY.year - 6, 1, 1)


def ago(days):
    return TODAY - timedelta(days=days)


def owing(kroner, *, days=40, name="Amina", by=None, rent=8000, opened_on=None, **fields):
    """An open case of somebody who owes so much, charged so many days ago."""
    household = make.household(main=make.person(name, "Haugen"), **fields)
    tenancy = make.tenancy(household, make.dwelling(), monthly_rent=rent)
    make_evictions.posting(tenancy, ago(days), kroner)
    return make_evictions.arrears_case(tenancy, by=by, opened_on=opened_on or ago(20))


@pytest.fixture
def rent_office():
    return make.user("rent", name="Siv Lund")


@pytest.fixture
def at_work(client, rent_office):
    client.force_login(rent_office)
    return client


def rows(day=TODAY):
    return listed.rows_on(ArrearsCase.objects.all(), day)


def shown(client, **query):
    return client.get(reverse("arrears_list"), query).content.decode()


def test_children_come_first_then_the_largest_debt():
    small, large, family = owing(2000), owing(30_000), owing(1500, children=[CHILD])
    assert [row.case for row in rows()] == [family, large, small]
    assert [row.owed for row in rows()] == [1500, 30_000, 2000]
    assert rows()[0].children_text == "1 barn"


def test_a_family_that_has_paid_does_not_stand_before_those_who_owe():
    paid, alone = owing(4000, children=[CHILD]), owing(2000)
    make_evictions.posting(paid.tenancy, ago(1), 4000, kind="payment")
    assert [row.case for row in rows()] == [alone, paid]


def test_a_row_says_since_when_and_what_to_do_next():
    case = owing(20_000, days=100)
    row = rows()[0]
    assert (row.since, row.age, row.band) == (ago(100), 100, "over 90 dager")
    assert (row.proposal.step, row.case) == ("phone", case)


def test_a_family_without_a_visit_is_to_be_visited_two_together():
    case = owing(3000, children=[CHILD])
    person = case.household.members_on(TODAY)[0].person
    Alert.objects.create(
        person=person,
        kind="two_together",
        starts_on=ago(10),
        expires_on=TODAY + timedelta(days=99),
        text="Hund.",
        by=make.caseworker(),
    )
    assert rows()[0].proposal.step == "home_visit"
    assert "Gå alltid to sammen." in rows()[0].proposal.care


def test_a_past_day_has_the_facts_of_that_day(rent_office):
    """An agreement since broken and ended, and a household since moved out, were not so on the day."""
    case = owing(5000, days=90, opened_on=ago(80))
    plan = make_evictions.plan(case, agreed_on=ago(70))
    plan.find_breached(by=None, on=ago(30))
    plan.cancel(by=None, on=ago(10))
    case.tenancy.move_out(by=None, moved_out_on=ago(5), end_reason="other")
    found = {days: rows(ago(days))[0].facts for days in (75, 50, 20, 7, 2)}
    assert [facts.plan for facts in found.values()] == ["", "active", "breached", "", ""]
    assert [facts.has_moved_out for facts in found.values()] == [False, False, False, False, True]


def test_a_warning_a_year_old_is_as_if_none_was_sent():
    case = owing(5000, days=500, opened_on=ago(450))
    make_evictions.eviction_warning(case, sent_on=ago(430), due_on=ago(440))
    assert rows()[0].facts.warned_on is None
    make_evictions.eviction_warning(case, sent_on=ago(30), due_on=ago(40))
    assert rows()[0].facts.warned_on == ago(30)


def test_who_has_paid_stands_ready_to_be_closed_and_is_closed_by_nobody_but_a_person(at_work):
    paid, owes = owing(5000, name="Gjort"), owing(5000, name="Skylder")
    make_evictions.posting(paid.tenancy, ago(1), 5000, kind="payment")
    page = shown(at_work, vis="alle", steg="close").split("<table")[-1]
    assert "Gjort" in page
    assert "Skylder" not in page
    fortnight.make_run(TODAY)
    fortnight.check_plans(TODAY)
    assert set(ArrearsCase.objects.open()) == {paid, owes}


def test_each_case_stands_under_one_tab_of_its_own(rent_office):
    do_now, paused, planned, petitioned = (owing(5000, name=name) for name in ("Nå", "Pause", "Avtale", "Begjært"))
    paused.pause(ArrearsPause(starts_on=ago(2), ends_on=TODAY + timedelta(days=5), reason="Syk."), by=rent_office)
    make_evictions.plan(planned, agreed_on=ago(3))
    make_evictions.petition(petitioned.tenancy, sent_on=ago(1), case=petitioned)
    assert {row.case: row.tab for row in rows()} == {
        do_now: "na",
        paused: "pause",
        planned: "avtale",
        petitioned: "begjaring",
    }


def test_a_past_day_shows_the_list_as_it_was(at_work):
    case = owing(5000, days=40, name="Berit", opened_on=ago(30))
    make_evictions.posting(case.tenancy, ago(5), 5000, kind="payment")
    case.close(by=None, closed_on=ago(4), closing_reason="paid")
    assert rows() == []
    assert [(row.case, row.owed) for row in rows(ago(10))] == [(case, 5000)]
    page = shown(at_work, vis="alle", dato=f"{ago(10):%d.%m.%Y}")
    assert "Berit" in page
    assert "Du ser listen slik den var" in page
    assert "Berit" not in shown(at_work, vis="alle")


def test_since_the_last_run_stands_on_each_row():
    case = owing(5000, days=60)
    first = ArrearsRoutine.objects.on(TODAY).run_day(TODAY) - timedelta(days=14)
    fortnight.make_run(first)
    make_evictions.posting(case.tenancy, ago(0), 700)
    fortnight.make_run(TODAY)
    assert [row.change_label for row in rows()] == ["Verre"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"barn": "ja"}, ["Familie"]),
        ({"barn": "nei"}, ["Alene"]),
        ({"alder": "30"}, ["Alene"]),
        ({"alder": "eldre"}, ["Familie"]),
        ({"steg": "home_visit"}, ["Familie"]),
        ({"tjeneste": "nav"}, ["Alene"]),
        ({"tjeneste": "ingen"}, ["Familie"]),
        ({"mine": "mine"}, ["Alene"]),
        ({"dato": "i fjor"}, ["Familie", "Alene"]),
    ],
)
def test_the_list_is_narrowed_by_what_stands_in_the_address(at_work, rent_office, query, names):
    owing(9000, days=120, name="Familie", children=[CHILD])
    alone = owing(2000, days=10, name="Alene")
    alone.give_to(by=rent_office, service="nav", caseworker=rent_office)
    page = shown(at_work, vis="alle", **query)
    assert [name for name in ("Familie", "Alene") if f"{name}" in page.split("<table")[-1]] == names


def test_what_is_coming_is_listed_by_day(at_work):
    case = owing(5000)
    make_evictions.petition(case.tenancy, sent_on=ago(30), scheduled_on=TODAY + timedelta(days=9), case=case)
    page = shown(at_work, vis="datoer")
    assert "Utkastelsen er berammet" in page


def test_a_file_has_the_rows_of_the_tab_and_is_logged(at_work, rent_office):
    owing(5000, name="Amina")
    file = at_work.get(reverse("arrears_list"), {"vis": "alle", "format": "csv"}).content.decode("utf-8-sig")
    assert "Haugen, Amina" in file
    assert "5000" in file
    assert "Husk" in file
    assert ViewLog.objects.filter(user=rent_office, channel="export").count() == 1


@pytest.mark.parametrize("how_many", [1, 3])
def test_as_many_questions_however_many_cases(at_work, how_many, django_assert_max_num_queries):
    for number in range(how_many):
        case = owing(5000 + number, children=[CHILD])
        make_evictions.action(case, was_met=True, done_on=ago(3))
        make_evictions.plan(case, agreed_on=ago(3))
    with django_assert_max_num_queries(34):
        assert shown(at_work, vis="alle").count('data-label="Skyldig"') == how_many


def test_the_follow_up_team_sees_those_they_follow_and_no_others(client):
    team = make.user("follow_up")
    followed, other = owing(5000, name="Fulgt"), owing(5000, name="Fremmed")
    followed.household.take_responsibility(team, kind="follow_up", day=ago(30))
    client.force_login(team)
    page = shown(client, vis="alle")
    assert "Fulgt" in page
    assert "Fremmed" not in page
    assert other.number not in page


# --- The routine ------------------------------------------------------------------------------------------


def test_a_new_routine_begins_on_its_day_and_nothing_past_is_changed(client):
    client.force_login(make.leader())
    assert "Utgangspunktet" in client.get(reverse("arrears_routine_list")).content.decode()
    form = {
        "valid_from": f"{TODAY:%d.%m.%Y}",
        "limit": "2 500,00",
        "missed_in_a_row": "3",
        "run_every_days": "14",
        "first_run_on": "01.01.2024",
        "tolerance_days": "10",
    }
    page = client.post(reverse("arrears_routine_new"), form, follow=True).content.decode()
    assert "Den nye rutinen er lagret." in page
    assert "2 500" in page.replace("\xa0", " ")
    assert ArrearsRoutine.objects.on(TODAY).limit == 2500
    assert ArrearsRoutine.objects.on(ago(1)).limit == 1000
    client.post(reverse("arrears_routine_new"), form)
    other = client.post(reverse("arrears_routine_new"), form | {"limit": "3 000"}).content.decode()
    assert "begynner allerede denne dagen" in other
    assert ArrearsRoutine.objects.count() == 1, "sent twice it begins once"


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("valid_from", "01.01.2020", "Velg i dag eller senere."),
        ("limit", "-1", "større enn eller lik 0"),
        ("run_every_days", "0", "større enn eller lik 1"),
        ("limit", "mye", "Skriv beløpet med tall"),
    ],
)
def test_a_routine_that_cannot_be_is_refused_at_its_field(client, field, value, told):
    client.force_login(make.leader())
    form = {
        "valid_from": f"{TODAY:%d.%m.%Y}",
        "limit": "1000",
        "missed_in_a_row": "2",
        "run_every_days": "14",
        "first_run_on": "01.01.2024",
        "tolerance_days": "7",
    }
    assert told in client.post(reverse("arrears_routine_new"), form | {field: value}).content.decode()
    assert not ArrearsRoutine.objects.exists()
