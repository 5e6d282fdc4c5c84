"""The working plan: proposed for all vacant dwellings, changed by people, kept, proposed anew around what is locked."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from allocation.models import Proposal, ProposalLine
from housing.models import Dwelling, Tenancy, VoidPeriod
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def mona():
    return make.leader()


@pytest.fixture
def at(client, mona):
    client.force_login(mona)
    return client


def waiting(by, *, rooms=1, homeless="2", family_name="Haugen", **fields):
    case = make.granted(make.household(main=make.person(family_name=family_name)), by=by, **fields)
    case.decisions.update(rooms=rooms)
    make.mapping(case.household, homeless_category=homeless)
    return case


def proposed(at, **sent) -> Proposal:
    answer = at.post(reverse("proposal_new"), {"within_days": "0", "spare_rooms_max": "2"} | sent)
    assert answer.status_code == 302, answer.context["form"].errors
    return Proposal.objects.latest("pk")


def plan(proposal) -> dict:
    return {line.dwelling.address: line.application_id for line in proposal.lines.select_related("dwelling")}


def test_the_greater_need_first_and_each_home_to_one_it_suits(at, mona):
    first, family = waiting(mona, homeless="4"), waiting(mona, rooms=3)
    waiting(mona, rooms=5)
    make.dwelling("Storgata 3", rooms=3, area_m2=90)
    make.dwelling("Storgata 1", rooms=1)
    found = proposed(at)
    assert plan(found) == {"Storgata 1": first.pk, "Storgata 3": family.pk}
    page = at.get(found.get_absolute_url()).content.decode()
    assert "nr. 1," in page
    assert "1 annen bolig i forslaget passer også for husstanden." in page
    assert reverse("offer_new", args=[Dwelling.objects.get(rooms=1).pk, first.pk]) in page
    assert found.waiting_count == 3


def test_what_is_promised_held_offered_or_lived_in_is_left_out(at, mona):
    homes = [make.dwelling(f"Storgata {number}", rooms=1) for number in range(1, 7)]
    waiting(mona)
    has_offer = waiting(mona, homeless="4")
    make.offer(has_offer, homes[0], by=mona, offered_on=TODAY)
    Tenancy.objects.create(
        household=make.household(), dwelling=homes[1], tenure="municipal", allocated_on=TODAY, status="allocated"
    )
    make.hold(make.appeal(make.refused(make.household(), by=mona), by=mona), homes[2], by=mona)
    make.tenancy(make.household(), homes[3])
    Dwelling.objects.filter(pk=homes[4].pk).update(category="temporary")
    found = proposed(at)
    assert list(plan(found)) == ["Storgata 6"]
    assert has_offer.pk not in plan(found).values()


def test_homes_that_will_be_vacant_stand_there_with_their_day_and_are_not_offered_yet(at, mona):
    waiting(mona)
    leaving, late, staying, unready = (make.dwelling(f"Storgata {number}", rooms=1) for number in range(1, 5))
    make.tenancy(make.household(), leaving, leaves_on=TODAY + timedelta(days=20))
    make.tenancy(make.household(), late, leaves_on=TODAY + timedelta(days=120))
    make.tenancy(make.household(), staying)
    VoidPeriod.objects.create(
        dwelling=unready, starts_on=TODAY, reason="damage", planned_ends_on=TODAY + timedelta(days=10)
    )
    assert plan(proposed(at)) == {}
    found = proposed(at, within_days="30")
    assert {line.dwelling: line.available_on for line in found.lines.all()} == {
        leaving: TODAY + timedelta(days=20),
        unready: TODAY + timedelta(days=10),
    }
    page = at.get(found.get_absolute_url()).content.decode()
    assert "ledig fra" in page
    assert "Gi tilbud" not in page
    assert "Den ventes ledig" in at.get(reverse("candidates", args=[leaving.pk])).content.decode()


def test_people_change_it_lock_it_and_propose_the_rest_anew(at, mona):
    first, second = waiting(mona, homeless="4"), waiting(mona)
    small, large = make.dwelling("Storgata 1", rooms=1), make.dwelling("Storgata 2", rooms=2)
    found = proposed(at)
    assert plan(found) == {"Storgata 1": first.pk, "Storgata 2": second.pk} or set(plan(found).values()) == {
        first.pk,
        second.pk,
    }
    line = found.lines.get(dwelling=small)
    url = reverse("proposal_line", args=[line.pk])
    other = second if line.application_id == first.pk else first
    assert "har en annen bolig i forslaget" in at.get(url).content.decode()
    answer = at.post(url, {"application": other.pk, "is_locked": "on", "note": "Nær skolen"})
    assert answer.url == found.get_absolute_url()
    line.refresh_from_db()
    assert (line.application, line.is_locked, line.is_changed, line.changed_by) == (other, True, True, mona)
    assert line.proposed_id != other.pk, "what was proposed is kept"
    assert found.lines.get(dwelling=large).application is None
    at.post(reverse("proposal_again", args=[found.pk]))
    assert plan(found)["Storgata 1"] == other.pk
    assert set(plan(found).values()) == {first.pk, second.pk}
    at.post(reverse("proposal_lock", args=[line.pk]), {"locked": "0"})
    at.post(reverse("proposal_again", args=[found.pk]))
    assert found.lines.filter(is_locked=True).count() == 0
    page = Client()
    page.force_login(make.leader(name="Per Lie"))
    assert page.get(found.get_absolute_url()).status_code == 200, "it is there for a colleague, in another browser"


def test_a_home_may_be_left_empty_and_a_locked_household_stands_in_one_place(at, mona):
    case = waiting(mona)
    small, large = make.dwelling("Storgata 1", rooms=1), make.dwelling("Storgata 2", rooms=2)
    found = proposed(at)
    lines = {line.dwelling_id: line for line in found.lines.all()}
    at.post(reverse("proposal_line", args=[lines[small.pk].pk]), {"application": case.pk, "is_locked": "on"})
    page = at.post(reverse("proposal_line", args=[lines[large.pk].pk]), {"application": case.pk})
    assert "låst til en annen bolig" in page.content.decode()
    at.post(reverse("proposal_line", args=[lines[small.pk].pk]), {"application": "nobody", "is_locked": "on"})
    at.post(reverse("proposal_again", args=[found.pk]))
    assert plan(found) == {"Storgata 1": None, "Storgata 2": case.pk}
    gone = reverse("proposal_line", args=[lines[large.pk].pk])
    assert at.get(gone).status_code == 404, "the line was proposed anew"


def test_who_is_passed_over_and_what_must_be_cleared_up_is_said(at, mona):
    first, last = waiting(mona, homeless="4"), waiting(mona)
    make.dwelling("Storgata 1", rooms=None)
    found = proposed(at)
    line = found.lines.get()
    assert (line.application, line.is_certain) == (first, False)
    assert "Må avklares først" in at.get(found.get_absolute_url()).content.decode()
    assert plan(proposed(at, only_certain="on")) == {"Storgata 1": None}
    Dwelling.objects.update(rooms=1)
    at.post(reverse("proposal_line", args=[line.pk]), {"application": last.pk})
    assert "Går forbi 1:" in at.get(found.get_absolute_url()).content.decode()


@pytest.mark.parametrize("level", ["strictly_confidential", "confidential"])
def test_a_protected_household_has_its_home_set_aside_and_is_not_named(client, at, mona, level):
    case = waiting(mona, family_name="Skjult", homeless="4")
    case.household.members_on(TODAY)[0].person.__class__.objects.filter(family_name="Skjult").update(
        address_protection=level
    )
    make.dwelling("Bortgjemtveien 88", rooms=1)
    found = proposed(at)
    line = found.lines.get()
    assert (line.application, line.proposed_number) == (case, None)
    page = at.get(found.get_absolute_url()).content.decode()
    may_see = level == "confidential"
    assert ("Skjult" in page) is may_see
    assert ("Husstand med skjermet adresse" in page) is not may_see
    choices = at.get(reverse("proposal_line", args=[line.pk])).content.decode()
    assert "Skjult" in choices, "among all who wait"
    assert ("checked" in choices.split('name="application"', 1)[1].split('name="is_locked"')[0]) is may_see


def test_sent_twice_it_is_made_once(at):
    for _click in range(2):
        proposed(at, external_id="f-1")
    assert Proposal.objects.count() == 1


def test_as_many_questions_for_three_lines_as_for_one(at, mona):
    counts = []
    for number in range(3):
        waiting(mona)
        make.dwelling(f"Storgata {number}", rooms=1)
        if number != 1:
            url = proposed(at).get_absolute_url()
            at.get(url)
            with CaptureQueriesContext(connection) as asked:
                assert len(at.get(url).context["rows"]) == number + 1
            counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_dwellings_that_suit_a_household_now_soon_and_nearly(at, client, mona):
    kari = make.caseworker()
    household = make.household(caseworker=kari)
    case = make.granted(household, by=kari, needs_lift_or_ground_floor=True)
    now = make.dwelling("Storgata 1", floor=1)
    soon, nearly, never = (make.dwelling(f"Elvegata {number}", floor=1) for number in range(1, 4))
    make.tenancy(make.household(), soon, leaves_on=TODAY + timedelta(days=20))
    Dwelling.objects.filter(pk=nearly.pk).update(floor=3, has_lift=False)
    Dwelling.objects.filter(pk=never.pk).update(floor=3, has_lift=False, rooms=1)
    client.force_login(kari)
    url = reverse("fitting_dwellings", args=[case.pk])
    groups = [[row.dwelling for row in group["rows"]] for group in client.get(url).context["groups"]]
    assert groups == [[now], [soon], [nearly]]
    assert url in client.get(household.get_absolute_url()).content.decode()
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for number in (5, 6):
        make.tenancy(make.household(), make.dwelling(f"Elvegata {number}"), leaves_on=TODAY)
        make.dwelling(f"Storgata {number}")
    with CaptureQueriesContext(connection) as three:
        client.get(url)
    assert len(three) == len(one)


def test_only_leaders_propose(client, at, mona):
    found = make.proposal_line(waiting(mona), make.dwelling(), by=mona).proposal
    client.force_login(make.caseworker())
    assert client.get(found.get_absolute_url()).status_code == 403
    assert client.post(reverse("proposal_again", args=[found.pk])).status_code == 403
    assert ProposalLine.objects.count() == 1
