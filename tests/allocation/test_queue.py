"""The waiting list: its order, any day in the past, its reasons, and what it costs to ask."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from allocation import casefile, queue
from allocation.models import Criterion, PriorityScheme
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def waiting(by, *, decided_on=date(2026, 4, 1), family_name="Haugen", children=(), **fields):
    household = make.household(main=make.person(family_name=family_name), children=children, caseworker=by)
    return make.granted(household, by=by, decided_on=decided_on, **fields)


def names(day=TODAY):
    return [place.household.members_on(day)[0].person.family_name for place in queue.places_on(day)]


def test_the_one_in_greatest_need_comes_first(kari):
    waiting(kari, family_name="Lie", decided_on=date(2026, 3, 20))
    homeless = waiting(kari, family_name="Moe")
    make.mapping(homeless.household, homeless_category="4")
    assert names() == ["Moe", "Lie"]


def test_with_equal_points_children_come_first(kari):
    PriorityScheme.objects.create(name="Bare ventetid", starts_on=date(2026, 1, 2)).criteria.create(
        code="waiting_time", label="Ventetid", points=0
    )
    waiting(kari, family_name="Først", decided_on=date(2026, 3, 3))
    waiting(kari, family_name="Familie", children=[date(2020, 1, 1)])
    assert names() == ["Familie", "Først"]


def test_each_point_has_the_fact_behind_it(kari):
    case = waiting(kari, children=[date(2020, 1, 1), date(2022, 1, 1)])
    make.mapping(case.household, homeless_category="1", lasted_since=TODAY - timedelta(days=10), mapped_on=TODAY)
    place = queue.places_on(TODAY)[0]
    said = {line.code: (str(line.fact), line.points) for line in place.priority.lines}
    assert said["children"] == ("2 barn", 20)
    assert said["temporary_time"] == ("10 dager", 2)
    assert place.total == sum(points for _fact, points in said.values())


def told_temporary():
    return {line.code: str(line.fact) for line in queue.places_on(TODAY)[0].priority.lines if "temporary" in line.code}


def test_a_stay_tells_the_days_in_temporary_housing_and_moves_the_place_at_once(kari):
    case = waiting(kari, children=[date(2020, 1, 1)])
    make.mapping(case.household, homeless_category="2", mapped_on=TODAY - timedelta(days=50))
    assert told_temporary() == {}
    stay = make.temporary_stay(case.household, by=kari, starts_on=TODAY - timedelta(days=40))
    row = case.standings.get(until=None)
    assert (row.cause, {line["code"] for line in row.lines} >= {"children_in_temporary", "temporary_time"}) == (
        "stay",
        True,
    )
    assert told_temporary() == {"children_in_temporary": "40 dager", "temporary_time": "40 dager"}
    stay.leave(by=kari, ends_on=TODAY, exit_to="private")
    assert case.standings.get(until=None).cause == "stay"
    assert told_temporary() == {}


@pytest.mark.parametrize(
    ("mapped_days_ago", "told"), [(60, {}), (40, {"temporary_time": "40 dager"}), (5, {"temporary_time": "5 dager"})]
)
def test_a_mapping_older_than_the_day_they_left_tells_of_no_temporary_place(kari, mapped_days_ago, told):
    case = waiting(kari)
    left = TODAY - timedelta(days=40)
    make.temporary_stay(case.household, by=kari, starts_on=TODAY - timedelta(days=90), ends_on=left, exit_to="other")
    make.mapping(case.household, homeless_category="1", mapped_on=TODAY - timedelta(days=mapped_days_ago))
    assert told_temporary() == told


def test_the_list_as_it_was(kari):
    early, late = waiting(kari, family_name="Tidlig"), waiting(kari, family_name="Sen", decided_on=date(2026, 6, 1))
    early.close(by=kari, closed_on=date(2026, 7, 1), reason="Fant bolig")
    make.mapping(late.household, mapped_on=date(2026, 8, 1), homeless_category="4")
    assert names(date(2026, 3, 31)) == []
    assert names(date(2026, 5, 1)) == ["Tidlig"]
    assert names(date(2026, 6, 30)) == ["Tidlig", "Sen"]
    assert names(date(2026, 7, 1)) == ["Sen"]
    assert queue.places_on(date(2026, 7, 31))[0].is_homeless is False
    assert queue.places_on(date(2026, 8, 1))[0].is_homeless is True


def test_a_new_scheme_counts_from_its_day(kari):
    waiting(kari, children=[date(2020, 1, 1)])
    scheme = PriorityScheme.objects.create(name="Barn først", starts_on=date(2026, 6, 1))
    Criterion.objects.create(scheme=scheme, code="children", label="Barn", points=99)
    assert queue.places_on(date(2026, 6, 1))[0].total == 99
    assert queue.places_on(date(2026, 5, 31))[0].total < 99


def test_an_extension_never_waits(kari):
    waiting(kari, kind="extension")
    assert queue.places_on(TODAY) == []


def test_as_many_questions_for_three_as_for_one(at, kari):
    url = reverse("waiting_list")
    case = waiting(kari, children=[date(2020, 1, 1)])
    make.mapping(case.household)
    at.get(url)
    with CaptureQueriesContext(connection) as one:
        assert len(at.get(url).context["rows"]) == 1
    for name in ("Lie", "Moe"):
        case = waiting(kari, family_name=name, children=[date(2019, 1, 1)])
        make.mapping(case.household)
    with CaptureQueriesContext(connection) as three:
        assert len(at.get(url).context["rows"]) == 3
    assert len(three) == len(one)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("sak=s-", 2),
        ("sak=finnes ikke", 0),
        ("children=ja", 1),
        ("need=2", 2),
        ("need=4", 0),
        ("need=lift", 0),
        ("mine=mine", 2),
        ("group=youth", 0),
        ("dato=01.04.2026", 2),
        ("dato=31.03.2026", 0),
        ("dato=tull", 2),
        ("dato=01.01.2099", 2),
        ("sak=%00", 2),
    ],
)
def test_narrowing_keeps_the_numbers(at, kari, query, found):
    waiting(kari, family_name="Lie")
    waiting(kari, family_name="Moe", children=[date(2020, 1, 1)])
    page = at.get(f"{reverse('waiting_list')}?{query}")
    assert page.status_code == 200
    assert page.context["page_obj"].paginator.count == found


def test_the_list_as_a_file_has_the_reasons(at, kari):
    waiting(kari)
    text = at.get(reverse("waiting_list") + "?format=csv").content.decode("utf-8-sig")
    assert "Haugen, Amina" in text
    assert "Ventetid (" in text
    assert at.get(reverse("waiting_list") + "?format=xlsx").content[:2] == b"PK"


def test_the_households_page_says_which_place_and_why(kari):
    case = waiting(kari)
    state = casefile.state(case.household, kari, TODAY)
    assert state.text == "Venter på bolig, nr. 1 av 1."
    assert casefile.why_this_place(case.household, kari, TODAY).title == "Hvorfor nr. 1 av 1"
    home = make.dwelling()
    rows = casefile.fitting_dwellings(case.household, kari, TODAY).context["rows"]
    assert [row.dwelling for row in rows] == [home]
    nobody = make.household()
    assert casefile.why_this_place(nobody, kari, TODAY) is None


def test_only_those_who_handle_the_queue_see_it(client, kari):
    for role in ("rent", "follow_up", "steering", "administrator", "auditor", "programme"):
        client.force_login(make.user(role))
        assert client.get(reverse("waiting_list")).status_code == 403
