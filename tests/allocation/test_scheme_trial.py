"""A draft tried on today's list: counted again by hand, changing nothing, showing nobody to the administrator."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from allocation import queue, scheme_trial
from allocation.models import Standing
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
POINTS = {"children": 100, "homeless_category_2": 0, "waiting_time": 0}


@pytest.fixture
def list_of_six(kari):
    """Three with a child, three without; every second without a home."""
    cases = []
    for number in range(6):
        children = [date(TODAY.year - 5, 1, 1)] if number % 2 else []
        household = make.household(main=make.person(family_name=f"Prøve{number}"), children=children, caseworker=kari)
        case = make.granted(household, by=kari, decided_on=date(2026, 3, 3 + number))
        if number % 3 == 0:
            make.mapping(household, homeless_category="2")
        if number == 4:
            make.override(case, by=make.leader(), kind="first", points=0).approve(by=make.leader())
        cases.append(case)
    return cases


def counted_by_hand(cases):
    """The same order from the facts of the test alone: points by a table, and the rules of the list one by one."""

    def order(points):
        return sorted(
            range(6), key=lambda number: (number != 4, -points(number), number % 2 == 0, cases[number].decided_on)
        )

    def waited(number):
        return min(-(-(TODAY - cases[number].decided_on).days // 10), 12)

    now = order(lambda number: 10 * (number % 2) + 30 * (number % 3 == 0) + waited(number))
    then = order(lambda number: 100 * (number % 2))
    return {cases[number].pk: (now.index(number) + 1, then.index(number) + 1) for number in range(6)}


def test_each_place_is_what_one_counts_by_hand(list_of_six):
    draft = make.scheme_draft(by=make.user("administrator"), **POINTS)
    found = scheme_trial.moves(queue.from_facts(TODAY), draft.rules, TODAY)
    by_hand = counted_by_hand(list_of_six)
    assert {move.place.application.pk: (move.was, move.now) for move in found} == by_hand
    shifts = {pk: was - now for pk, (was, now) in by_hand.items()}
    group = scheme_trial.group(found)
    assert (group.count, group.up, group.down) == (
        6,
        sum(shift > 0 for shift in shifts.values()),
        sum(shift < 0 for shift in shifts.values()),
    )
    assert (group.longest_up, -group.longest_down) == (max(shifts.values()), min(shifts.values()))
    assert abs(scheme_trial.biggest_first(found)[0].up) == max(map(abs, shifts.values()))
    weights = {row.label: row for row in scheme_trial.weights(found)}
    children = weights["Barn i husstanden"]
    assert (children.households_before, children.points_before, children.households, children.points) == (3, 30, 3, 300)
    homeless = weights["Bostedsløs: bor midlertidig hos familie eller kjente"]
    assert (homeless.households_before, homeless.points_before, homeless.households) == (2, 60, 0)


def test_the_administrator_sees_numbers_and_no_case(client, list_of_six):
    admin = make.user("administrator")
    draft = make.scheme_draft(by=admin, **POINTS)
    client.force_login(admin)
    before = list(Standing.objects.values_list("pk", flat=True))
    page = client.get(draft.get_absolute_url()).content.decode()
    assert "Husstander med barn" in page
    assert "Prøve" not in page
    assert "S-0" not in page
    assert list(Standing.objects.values_list("pk", flat=True)) == before


def test_the_leader_sees_who_moves_and_by_which_criterion(client, list_of_six):
    draft = make.scheme_draft(by=make.user("administrator"), **POINTS)
    client.force_login(make.leader())
    page = client.get(draft.get_absolute_url())
    text = page.content.decode()
    assert "Prøve1" in text
    assert "Barn i husstanden: 10 → 100" in text
    assert "Ta i bruk" not in text
    assert len(page.context["page_obj"].object_list) == 6


def test_the_place_follows_the_scheme_from_the_day_it_begins(monkeypatch, list_of_six):
    tomorrow = TODAY + timedelta(days=1)
    draft = make.scheme_draft(by=make.user("administrator"), **POINTS)
    draft.adopt(starts_on=tomorrow, source="Formannskapet")
    by_hand = counted_by_hand(list_of_six)
    assert {place.application.pk: place.number for place in queue.places_on(TODAY)} == {
        pk: was for pk, (was, _now) in by_hand.items()
    }
    noon = timezone.now() + timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon)
    assert {place.application.pk: place.number for place in queue.places_on(tomorrow)} == {
        pk: now for pk, (_was, now) in by_hand.items()
    }
    assert set(Standing.objects.open().values_list("cause", flat=True)) == {"scheme"}
    assert {place.application.pk: place.number for place in queue.places_on(TODAY)} == {
        pk: was for pk, (was, _now) in by_hand.items()
    }
