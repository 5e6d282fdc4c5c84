"""Who lives temporarily, on any day: children first, the 60 and 90 days, deadlines, and nothing of a hidden place."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from allocation import temporary_deadlines as deadlines
from allocation.models import Expulsion, TemporaryStay
from housing.models import Household, Person
from housing.models.people import Protection
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LIST = "/midlertidig/"


def ago(days):
    return TODAY - timedelta(days=days)


def listed(client, **query):
    page = client.get(LIST, query)
    return [(row.household, row.days) for row in page.context["page_obj"]]


@pytest.fixture
def family(kari):
    return make.household(children=[date(2020, 5, 17), date(2022, 5, 17)], caseworker=kari)


def test_children_first_then_the_longest(at, family):
    new, old = make.household(), make.household()
    make.temporary_stay(new, starts_on=ago(3))
    make.temporary_stay(old, starts_on=ago(100))
    make.temporary_stay(family, starts_on=ago(1))
    assert listed(at) == [(family, 1), (old, 100), (new, 3)]
    assert listed(at, children="ja") == [(family, 1)]
    assert listed(at, lengde="90") == [(old, 100)]
    cards = at.get(LIST).context["cards"]
    assert [card["value"] for card in cards] == [3, 2, 1, 0]


def test_it_answers_for_any_day_that_has_been(at, family):
    make.temporary_stay(family, starts_on=ago(50), ends_on=ago(20))
    make.temporary_stay(family, place="Natthjemmet", starts_on=ago(20), ends_on=ago(5))
    assert listed(at) == []
    day = f"{ago(10):%d.%m.%Y}"
    assert listed(at, dato=day) == [(family, 40)], "two stays, one stretch"
    assert "Natthjemmet" in at.get(LIST, {"dato": day}).content.decode()
    assert listed(at, dato=f"{ago(5):%d.%m.%Y}") == [], "the day they left no longer counts"
    assert listed(at, dato=f"{ago(50):%d.%m.%Y}") == [(family, 0)]
    assert "har vært" in at.get(LIST, {"dato": f"{ago(-1):%d.%m.%Y}"}).content.decode()


def test_the_planned_end_that_has_passed(at, household):
    make.temporary_stay(household, starts_on=ago(10), planned_ends_on=ago(1))
    assert listed(at, lengde="slutt") == [(household, 10)]
    assert "Over tiden" in at.get(LIST).content.decode()


def test_the_file_is_the_list(at, family):
    make.temporary_stay(family, starts_on=ago(3), next_step="Visning onsdag")
    text = at.get(LIST, {"format": "csv"}).content.decode("utf-8-sig")
    assert "Visning onsdag" in text
    assert "Motell Nord" in text


def test_as_many_questions_for_three_as_for_one(at):
    make.temporary_stay(make.household(children=[date(2020, 1, 1)]), starts_on=ago(3))
    at.get(LIST)
    with CaptureQueriesContext(connection) as one:
        at.get(LIST)
    for _number in range(2):
        make.temporary_stay(make.household(children=[date(2020, 1, 1)]), starts_on=ago(3))
    with CaptureQueriesContext(connection) as three:
        assert len(at.get(LIST).context["page_obj"]) == 3
    assert len(three) == len(one)


@pytest.mark.parametrize("level", [Protection.STRICT, Protection.CONFIDENTIAL])
def test_a_hidden_place_stands_nowhere(client, family, kari, level):
    stay = make.temporary_stay(family, by=kari, starts_on=ago(3))
    stay.expel(
        Expulsion(
            decided_on=TODAY,
            effective_on=TODAY,
            facts="Har brutt reglene.",
            not_heard_reason="Var ikke å få tak i.",
            alternative="Motell Nord 2",
            alternative_from=TODAY,
        ),
        by=kari,
    )
    Person.objects.filter(memberships__household=family).update(address_protection=level)
    stranger = make.caseworker(name="Ola Lie")
    client.force_login(stranger)
    client.post(reverse("reason", args=[family.pk]), {"text": "Vikar i saken"})
    urls = [LIST, f"{LIST}?format=csv", stay.get_absolute_url(), reverse("temporary_change", args=[stay.pk])]
    for url in [*urls, family.get_absolute_url()]:
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert "Motell" not in answer.content.decode("utf-8-sig"), url
    assert "skjermet" in client.get(LIST).content.decode()
    client.force_login(kari)
    assert ("Motell Nord" in client.get(LIST).content.decode()) == (level == Protection.CONFIDENTIAL), "her own case"


# --- Deadlines ---------------------------------------------------------------------------------------------


def due(source, *households):
    rows = source(Household.objects.filter(pk__in=[row.pk for row in households]), TODAY)
    return [(row.due_on, row.what) for row in rows]


@pytest.mark.parametrize(
    ("days", "next_step", "found"),
    [
        (59, "", [60, 90]),
        (61, "", [60, 90]),
        (61, "Visning", [90]),
        (120, "Visning", [90]),
    ],
)
def test_60_days_until_something_is_planned_and_90_always(household, days, next_step, found):
    make.temporary_stay(household, starts_on=ago(days), next_step=next_step)
    lines = due(deadlines.temporary_lengths, household)
    assert [day for day, _what in lines] == [ago(days) + timedelta(days=number) for number in found]


def test_with_children_60_days_stand_whatever_is_planned(family):
    make.temporary_stay(family, starts_on=ago(30), ends_on=ago(10))
    make.temporary_stay(family, starts_on=ago(10), next_step="Visning")
    lines = due(deadlines.temporary_lengths, family)
    assert [day for day, _what in lines] == [ago(-30), ago(-60)], "counted from the first of the two"
    assert all(what.startswith("Barn") for _day, what in lines)


def test_what_is_to_be_done_in_a_stay(household, kari):
    stay = make.temporary_stay(household, starts_on=ago(5), planned_ends_on=ago(1))
    assert due(deadlines.temporary_ends, household)[0][1].startswith("Over planlagt slutt")
    assert due(deadlines.temporary_steps, household) == [(ago(5), "Skriv vedtak om midlertidig botilbud")]
    TemporaryStay.objects.update(decided_on=ago(5), next_step="Ring utleier", next_step_on=ago(-2))
    assert due(deadlines.temporary_steps, household) == [(ago(-2), "Midlertidig botilbud: Ring utleier")]
    facts = {"facts": "x", "not_heard_reason": "x", "alternative": "x", "alternative_from": TODAY}
    stay.expel(Expulsion(decided_on=TODAY, effective_on=TODAY, **facts), by=kari)
    assert due(deadlines.expulsions_to_follow, household)[0][0] == TODAY
    stay.leave(by=kari, ends_on=TODAY, exit_to="other")
    for source in (deadlines.temporary_ends, deadlines.temporary_steps, deadlines.temporary_lengths):
        assert due(source, household) == []
    assert due(deadlines.expulsions_to_follow, household) == []


def test_nights_by_household_for_the_waiting_list(household, family):
    make.temporary_stay(household, starts_on=ago(40), ends_on=ago(7))
    make.temporary_stay(family, starts_on=ago(40), ends_on=ago(7))
    make.temporary_stay(family, starts_on=ago(7))
    assert TemporaryStay.objects.since_by_household(TODAY) == {family.pk: ago(40)}
    assert TemporaryStay.objects.since_by_household(ago(8)) == {family.pk: ago(40), household.pk: ago(40)}
