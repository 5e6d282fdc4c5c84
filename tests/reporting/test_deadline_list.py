"""All deadlines on one page: whose, narrowed, told with law and consequence; breaches; answers within a month."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from applications.models import Discussion, SecondReading
from housing import terms
from housing.models import ViewLog
from housing.periods import Period
from reporting.answered_in_time import InTime, Received, answered_in, judge
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LIST = "/frister/"
LONG_AGO = TODAY - timedelta(days=60)


@pytest.fixture
def kari():
    return make.caseworker()


def rows(page):
    return list(page.context["page_obj"])


def late_case(kari, *, caseworker=None, **fields):
    return make.application(make.household(caseworker=caseworker), by=kari, received_on=LONG_AGO, **fields)


def test_a_caseworker_sees_their_own_and_a_leader_all(client, kari):
    mine, other = late_case(kari, caseworker=kari), late_case(kari)
    client.force_login(kari)
    page = client.get(LIST)
    assert [row.case for row in rows(page)] == [mine.number]
    assert "caseworker" not in page.context["narrow"].fields
    assert "in_time" not in page.context
    # What a caseworker may not ask for is left out.
    assert len(rows(client.get(f"{LIST}?caseworker=ingen"))) == 1
    client.force_login(make.leader())
    assert {row.case for row in rows(client.get(LIST))} == {mine.number, other.number}


def test_each_says_whose_by_which_law_how_reckoned_and_what_follows(client, kari):
    late_case(kari, caseworker=kari)
    client.force_login(kari)
    page = client.get(LIST)
    row = rows(page)[0]
    assert row.due_on == terms.due_on("F1", LONG_AGO)
    assert row.caseworker == kari.get_short_name()
    text = page.content.decode()
    for said in ("forvaltningsloven §\u00a011 a", "1 måned etter at henvendelsen er mottatt", "Søkeren har krav på"):
        assert said in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 4),
        ("when=over", 2),
        ("when=snart", 1),
        ("when=tull", 4),
        ("law=forvaltningsloven §\u00a011 a", 4),
        ("law=straffeloven", 4),
        ("kind=Lovet svar", 1),
        ("kind=Foreløpig svar&when=over", 1),
        ("caseworker=ingen", 1),
        ("caseworker=mine", 0),
        ("caseworker=999999", 4),
        ("caseworker=%00", 4),
        ("page=999", 4),
    ],
)
def test_narrowed(client, kari, query, found):
    late_case(kari, caseworker=kari)
    late_case(kari, caseworker=kari, preliminary_answer_on=LONG_AGO, answer_promised_on=TODAY - timedelta(days=1))
    make.application(make.household(), by=kari, received_on=TODAY - timedelta(days=25))
    make.application(make.household(caseworker=kari), by=kari, received_on=TODAY)
    client.force_login(make.leader())
    assert len(rows(client.get(f"{LIST}?{query}"))) == found


def test_a_chosen_caseworkers_cases(client, kari):
    mine = late_case(kari, caseworker=kari)
    late_case(kari)
    client.force_login(make.leader())
    assert [row.case for row in rows(client.get(f"{LIST}?caseworker={kari.pk}"))] == [mine.number]


def test_breaches_are_what_the_law_sets_and_not_our_own_days(client, kari):
    household = make.household(caseworker=kari)
    make.application(household, by=kari, received_on=LONG_AGO)
    make.mapping(household, mapped_on=date(2020, 1, 1))
    client.force_login(make.leader())
    page = client.get(LIST)
    assert page.context["breaches"] == [("forvaltningsloven §\u00a011 a", 1)]
    assert page.context["own_passed"] == 1
    assert rows(client.get(f"{LIST}?when=over&law=forvaltningsloven §\u00a011 a"))[0].kind == "preliminary_answers"


def test_as_a_file(client, kari):
    case = late_case(kari, caseworker=kari)
    client.force_login(kari)
    lines = client.get(f"{LIST}?format=csv&when=over").content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Frist;Husstand;Hva som skal gjøres;Gjelder;Sak;Hjemmel;")
    assert len(lines) == 2
    assert case.number in lines[1]
    sheet = load_workbook(BytesIO(client.get(f"{LIST}?format=xlsx").content)).active
    assert sheet["E2"].value == case.number
    assert ViewLog.objects.filter(channel="export").count() == 2


@pytest.mark.parametrize("role", ["caseworker", "leader"])
def test_as_many_questions_for_three_as_for_one(client, role):
    me = make.user(role)
    client.force_login(me)

    def add():
        household = make.household(caseworker=me, children=[date(2020, 1, 1)])
        make.application(household, by=me, received_on=LONG_AGO, caseworker=me)
        make.mapping(household, mapped_on=date(2020, 1, 1))

    add()
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    add(), add()
    with CaptureQueriesContext(connection) as three:
        assert len(rows(client.get(LIST))) == 6
    assert len(three) == len(one)


# Answered within a month, of those received in a period


@pytest.mark.parametrize(
    ("received", "verdict"),
    [
        (Received(date(2026, 1, 31), date(2026, 2, 28)), InTime(1, 0, 0)),
        (Received(date(2026, 1, 31), date(2026, 3, 1)), InTime(0, 1, 0)),
        # The month is not moved for a Sunday: 1 March 2026 is one.
        (Received(date(2026, 2, 1), date(2026, 3, 2)), InTime(0, 1, 0)),
        (Received(date(2026, 2, 1)), InTime(0, 1, 0)),
        (Received(date(2026, 3, 20)), InTime(0, 0, 1)),
        (Received(date(2026, 3, 2)), InTime(0, 0, 1)),
        (Received(date(2026, 3, 1)), InTime(0, 1, 0)),
        (Received(date(2026, 1, 1), None, date(2026, 1, 20)), InTime(0, 0, 0)),
        (Received(date(2026, 1, 1), None, date(2026, 2, 2)), InTime(0, 1, 0)),
        (Received(date(2026, 1, 1), date(2026, 1, 15), date(2026, 1, 20)), InTime(1, 0, 0)),
    ],
)
def test_in_time_or_late(received, verdict):
    assert judge([received], date(2026, 4, 2)) == verdict


days = st.dates(date(2024, 1, 1), date(2027, 12, 31))
received = st.builds(
    lambda day, after: Received(day, day + timedelta(days=after) if after is not None else None),
    days,
    st.none() | st.integers(0, 90),
)


@given(st.lists(received, max_size=30), days)
def test_everybody_is_counted_once_and_the_share_is_of_the_judged(applications, today):
    found = judge(applications, today)
    assert found.in_time + found.late + found.waiting == len(applications)
    assert found.share is None if found.judged == 0 else 0 <= found.share <= 100


def test_of_the_past_by_the_page(client, kari):
    period = Period(date(2026, 1, 1), date(2026, 3, 31))
    make.application(make.household(), by=kari, received_on=date(2026, 1, 5), preliminary_answer_on=date(2026, 2, 5))
    make.granted(make.household(), by=kari, received_on=date(2026, 1, 5), decided_on=date(2026, 1, 20))
    make.granted(make.household(), by=kari, received_on=date(2026, 1, 5), decided_on=date(2026, 4, 1))
    make.application(make.household(), by=kari, received_on=date(2026, 4, 1))
    # Decided in time, and decided anew after an appeal: the first answer counts.
    again = make.application(make.household(), by=kari, received_on=date(2026, 1, 5))
    again.reject(by=kari, decision=make.decision(again, by=kari, outcome="rejected", decided_on=date(2026, 1, 20)))
    again.reopen(by=kari, note="Medhold")
    withdrawn = make.application(make.household(), by=kari, received_on=date(2026, 1, 5))
    withdrawn.withdraw(by=kari, withdrawn_on=date(2026, 1, 10))
    leader = make.leader()
    assert answered_in(period, leader, TODAY) == InTime(3, 1, 0)
    client.force_login(leader)
    page = client.get(f"{LIST}?received_from=01.01.2026&received_to=31.03.2026")
    assert page.context["in_time"] == InTime(3, 1, 0)
    assert "75,0 %" in page.content.decode()


@pytest.mark.parametrize("query", ["received_from=tull", "received_from=01.02.2026&received_to=01.01.2026"])
def test_a_period_that_cannot_be_is_told_and_the_usual_one_shown(client, query):
    client.force_login(make.leader())
    page = client.get(f"{LIST}?{query}")
    assert page.status_code == 200
    assert page.context["period_form"].errors
    assert page.context["period"].last == TODAY


# Min dag


def test_the_day_tells_of_discussions_and_decisions_to_read(client, kari):
    case = make.application(make.household(caseworker=kari), by=kari)
    other = make.application(make.household(), by=kari)
    colleague = make.caseworker(name="Odd Lie")
    for application, day in [(case, TODAY), (case, TODAY + timedelta(days=1)), (other, TODAY)]:
        Discussion.objects.create(application=application, planned_on=day, agenda="Bolig", by=kari)
    SecondReading.objects.create(application=case, data={}, outcome="rejected", asked_by=colleague)
    SecondReading.objects.create(application=other, data={}, outcome="rejected", asked_by=kari)
    client.force_login(kari)
    page = client.get("/")
    assert [row.application for row in page.context["discussions"]] == [case]
    assert page.context["readings"] == 1
    assert reverse("reading_list") in page.content.decode()
    assert LIST in page.content.decode()
    client.force_login(make.leader())
    assert len(client.get("/").context["discussions"]) == 2


def test_breaches_stand_first_for_a_leader(client, kari):
    household = make.household(caseworker=kari)
    make.mapping(household, mapped_on=date(2020, 1, 1))
    make.application(household, by=kari, received_on=LONG_AGO)
    client.force_login(make.leader())
    page = client.get("/")
    assert [row.kind for row in page.context["late"]] == ["preliminary_answers", "old_mappings"]
    assert f"{LIST}?when=over" in page.content.decode()
