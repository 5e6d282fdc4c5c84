"""The second list (tildelt, ikke innflyttet), the last contact, those not heard from, and how long it has taken."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from allocation import queue
from allocation.contacts import last_contacts
from allocation.standing_figures import Wait, expected_waits, summary_on
from housing.models import CaseEvent, Letter, Note
from housing.models.people import Protection
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
URL = "allocated_list"


def housed(by, *, days=10, address="Strandgata 4", children=(), family_name="Haugen", rooms=2, waited=100):
    """Granted, offered and accepted: waits to move in since so many days."""
    answered = TODAY - timedelta(days=days)
    household = make.household(main=make.person(family_name=family_name), children=children, caseworker=by)
    granted_on = answered - timedelta(days=waited)
    case = make.application(household, by=by, received_on=granted_on)
    case.grant(by=by, decision=make.decision(case, by=by, decided_on=granted_on, rooms=rooms))
    make.offer(case, make.dwelling(address), by=by, offered_on=granted_on).accept(by=by, answered_on=answered)
    return case


def names(response):
    return [row.name for row in response.context["page_obj"].object_list]


def test_children_first_then_the_longest_since_it_was_allocated(at, kari):
    housed(kari, address="Elvegata 1", days=40, family_name="Lenge")
    housed(kari, address="Elvegata 2", days=5, family_name="Kort")
    housed(kari, address="Elvegata 3", days=1, family_name="Barn", children=[date(TODAY.year - 3, 1, 1)])
    page = at.get(reverse(URL))
    assert [name.split(",")[0] for name in names(page)] == ["Barn", "Lenge", "Kort"]
    assert [row.days for row in page.context["page_obj"].object_list] == [1, 40, 5]
    assert [row.days_since_decision for row in page.context["page_obj"].object_list] == [101, 140, 105]
    assert [tab["count"] for tab in page.context["tabs"]] == [0, 3]


def test_any_day_in_the_past(at, kari):
    case = housed(kari, days=10)
    case.resulting_tenancies.get().move_in(by=kari, moved_in_on=TODAY - timedelta(days=2))
    found = {
        days: len(names(at.get(f"{reverse(URL)}?dato={TODAY - timedelta(days=days):%d.%m.%Y}"))) for days in (0, 3, 11)
    }
    assert found == {0: 0, 3: 1, 11: 0}


def test_a_protected_address_stays_out_of_list_and_file(at, kari):
    case = housed(kari, address="Bortgjemtveien 88")
    case.household.memberships.get().person.__class__.objects.update(address_protection=Protection.CONFIDENTIAL)
    page = at.get(reverse(URL)).content.decode()
    text = at.get(reverse(URL) + "?format=csv").content.decode("utf-8-sig")
    for shown in (page, text):
        assert "Bortgjemtveien" not in shown
        assert "Adressen er skjermet" in shown


def test_as_many_questions_for_three_as_for_one(at, kari):
    housed(kari, address="Elvegata 1")
    at.get(reverse(URL))
    with CaptureQueriesContext(connection) as one:
        at.get(reverse(URL))
    housed(kari, address="Elvegata 2")
    housed(kari, address="Elvegata 3", children=[date(TODAY.year - 3, 1, 1)])
    with CaptureQueriesContext(connection) as three:
        assert len(names(at.get(reverse(URL)))) == 3
    assert len(one) == len(three)


def event_of(case, days):
    """Nothing on the timeline is newer than so many days; what there was is told again that day."""
    day = TODAY - timedelta(days=days)
    CaseEvent.objects.filter(household=case.household).delete()
    CaseEvent.about(case, household=case.household, became="received", happened_on=day).save()


@pytest.mark.parametrize(("days", "asked", "found"), [(30, "30", 1), (29, "30", 0), (30, "", 1), (5, "1", 1)])
def test_those_not_heard_from_for_so_many_days(at, kari, days, asked, found):
    case = make.granted(make.household(caseworker=kari), by=kari)
    event_of(case, days)
    page = at.get(f"{reverse('waiting_list')}?stille={asked}")
    assert len(page.context["rows"]) == found
    if found:
        assert page.context["rows"][0]["quiet_days"] == days


def test_the_latest_contact_counts_and_a_restricted_note_tells_nothing(kari):
    case = make.granted(make.household(caseworker=kari), by=kari)
    event_of(case, 50)

    def latest(day=TODAY):
        return last_contacts([case.household_id], day)[case.household_id]

    assert latest() == TODAY - timedelta(days=50)
    Note(household=case.household, text="Hemmelig", is_restricted=True).write(by=kari)
    assert latest() == TODAY - timedelta(days=50)
    Letter.objects.create(
        household=case.household, kind="x", title="Brev", recipient="A", html="", sent_on=TODAY - timedelta(days=20)
    )
    assert latest() == TODAY - timedelta(days=20)
    Note(household=case.household, text="Ringte").write(by=kari)
    assert latest() == TODAY
    assert latest(TODAY - timedelta(days=21)) == TODAY - timedelta(days=50)


def test_how_long_it_has_taken_says_nothing_of_fewer_than_five(kari):
    for number, waited in enumerate([10, 20, 30, 40]):
        housed(kari, address=f"Elvegata {number}", rooms=3, waited=waited, days=1)
    assert expected_waits(TODAY) == []
    housed(kari, address="Elvegata 9", rooms=3, waited=1000, days=1)
    assert expected_waits(TODAY) == [Wait(rooms=3, days=30, count=5)]
    housed(kari, address="Elvegata 10", rooms=2, waited=7, days=1)
    assert [wait.rooms for wait in expected_waits(TODAY)] == [3]
    assert expected_waits(TODAY + timedelta(days=800)) == []


def test_the_figures_are_what_one_counts_on_the_list(kari):
    for number, children in enumerate([0, 2, 1, 0]):
        born = [date(TODAY.year - 4, 1, 1)] * children
        case = make.granted(make.household(children=born), by=kari, decided_on=date(2026, 4, 1 + 3 * number))
        if number % 2:
            make.mapping(case.household, homeless_category="2")
    past = TODAY - timedelta(days=1)
    for day in (past, TODAY):
        places = queue.places_on(day)
        found, waited = summary_on(day), sorted(place.waited_days for place in places)
        assert found.waiting == len(places) == 4
        assert found.children == sum(place.children for place in places) == 3
        assert found.households_with_children == 2
        assert found.homeless == sum(place.is_homeless for place in places) == 2
        assert found.median_days == int((waited[1] + waited[2] + 1) / 2)
        assert found.longest_days == waited[-1]
