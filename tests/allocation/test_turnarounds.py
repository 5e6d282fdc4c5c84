"""Turnarounds gathered from where their days are registered, the list of them, their steps and the targets."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from allocation import turnarounds
from housing.models import Turnaround, TurnaroundTarget
from housing.periods import Period
from housing.turnaround import Step
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
TARGETS = {"inspected": 1, "repaired": 5, "ready": 1, "offered": 1, "moved_in": 7}


def ago(days):
    return TODAY - timedelta(days=days)


def typed(day):
    return f"{day:%d.%m.%Y}"


@pytest.fixture
def rent(client):
    user = make.user("rent")
    client.force_login(user)
    return user


def left(address="Strandgata 4", days=40, **fields):
    home = make.dwelling(address, monthly_rent=9000)
    return make.tenancy(make.household(), home, moved_out_on=ago(days), **fields)


def days_of(found):
    return {leg.step.value: leg.done_on for leg in found.turn.legs if leg.done_on}


def test_each_day_is_read_where_it_is_registered(kari):
    former = left()
    home = former.dwelling
    Turnaround.objects.create(after=former, notice_on=ago(130), inspected_on=ago(38))
    make.void(home, starts_on=ago(38), ends_on=ago(20), reason="damage")
    make.void(home, starts_on=ago(20), ends_on=ago(18), reason="cleaning")
    make.offer(make.granted(make.household(), by=kari), home, by=kari, offered_on=ago(17))
    found = turnarounds.latest_of(home, TODAY)
    assert days_of(found) == {
        "notice": ago(130),
        "moved_out": ago(40),
        "inspected": ago(38),
        "repaired": ago(20),
        "ready": ago(18),
        "offered": ago(17),
    }
    assert found.known_from_work == {"repaired", "ready"}
    assert (found.turn.current, found.turn.days, found.offers) == (Step.MOVED_IN, 40, 1)


def test_work_that_goes_on_keeps_it_from_being_ready():
    former = left()
    make.void(former.dwelling, starts_on=ago(38), ends_on=ago(30), reason="damage")
    make.void(former.dwelling, starts_on=ago(30), reason="cleaning")
    found = turnarounds.latest_of(former.dwelling, TODAY)
    assert set(days_of(found)) == {"moved_out", "repaired"}


def test_an_offer_of_an_earlier_time_is_no_offer_now(kari):
    former = left(moved_in_on=ago(400))
    waits = make.granted(make.household(), by=kari)
    early = make.offer(waits, former.dwelling, by=kari, offered_on=ago(410))
    early.decline(by=kari, answered_on=ago(405), reason="For liten")
    assert turnarounds.latest_of(former.dwelling, TODAY).offers == 0


def test_who_is_leaving_is_in_it_and_who_stays_is_not():
    make.tenancy(make.household(), make.dwelling("Blir 1"))
    leaving = make.tenancy(make.household(), make.dwelling("Flytter 1"), leaves_on=TODAY + timedelta(days=20))
    sold = left("Solgt 1")
    type(sold.dwelling).objects.filter(pk=sold.dwelling_id).update(left_stock_on=ago(1))
    found = turnarounds.ongoing(TODAY)
    assert [(row.former, row.turn.current) for row in found] == [(leaving, Step.MOVED_OUT)]


def test_one_that_ended_has_its_next_tenant_and_the_targets_of_its_own_time():
    TurnaroundTarget.objects.create(starts_on=ago(300), **{f"{step}_days": 5 for step in TARGETS})
    TurnaroundTarget.objects.create(starts_on=ago(10), **{f"{step}_days": 50 for step in TARGETS})
    former = left(days=60)
    make.tenancy(make.household(), former.dwelling, moved_in_on=ago(20), allocated_on=ago(30))
    found = turnarounds.finished(Period(ago(30), TODAY), TODAY)
    assert [(row.turn.days, row.turn.late_days) for row in found] == [(40, 15)]
    assert days_of(found[0])["offered"] == ago(30)
    assert turnarounds.finished(Period(ago(19), TODAY), TODAY) == []


def test_steps_are_registered_once_and_corrected(client, rent):
    former = left()
    url = reverse("turnaround_edit", args=[former.dwelling_id])
    facts = {"inspected_on": typed(ago(38)), "ready_on": typed(ago(30)), "note": "Nye gulv"}
    for _ in range(2):
        assert client.post(url, facts).status_code == 302
    assert client.post(url, facts | {"ready_on": typed(ago(29))}).status_code == 302
    row = Turnaround.objects.get()
    assert (row.after, row.inspected_on, row.ready_on) == (former, ago(38), ago(29))
    page = client.get(former.dwelling.get_absolute_url()).content.decode()
    assert "Nye gulv" in page


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"ready_on": typed(TODAY + timedelta(days=1))}, "ready_on"),
        ({"ready_on": typed(ago(41))}, "ready_on"),
        ({"notice_on": typed(ago(39))}, "notice_on"),
        ({"inspected_on": "01.01.2020"}, "inspected_on"),
        ({"inspected_on": typed(ago(10)), "repaired_on": typed(ago(20))}, "repaired_on"),
        ({"repaired_on": typed(ago(10)), "ready_on": typed(ago(20))}, "ready_on"),
    ],
)
def test_days_that_cannot_be_are_said_at_the_field(client, rent, facts, field):
    url = reverse("turnaround_edit", args=[left().dwelling_id])
    assert field in client.post(url, facts).context["form"].errors
    assert not Turnaround.objects.exists()


def test_it_is_not_ready_while_work_goes_on(client, rent):
    former = left()
    make.void(former.dwelling, starts_on=ago(38))
    page = client.post(reverse("turnaround_edit", args=[former.dwelling_id]), {"ready_on": typed(ago(1))})
    assert "ikke er avsluttet" in page.content.decode()


def test_the_list_has_the_worst_first_and_its_file_the_same(client, rent):
    for number, days in enumerate((50, 200, 3)):
        left(f"Gata {number}", days=days)
    page = client.get(reverse("turnaround_list"))
    assert [row.turn.days for row in page.context["page_obj"].object_list] == [200, 50, 3]
    lines = client.get(reverse("turnaround_list"), {"format": "csv"}).content.decode("utf-8-sig").splitlines()
    assert [line.split(";")[0] for line in lines[1:]] == ["Gata 1, H0101", "Gata 0, H0101", "Gata 2, H0101"]


def test_the_ended_ones_are_shown_with_their_medians(client, rent):
    for number, days in enumerate((10, 20, 60)):
        former = left(f"Gata {number}", days=days + 5)
        make.tenancy(make.household(), former.dwelling, moved_in_on=ago(5), allocated_on=ago(7))
    page = client.get(reverse("turnaround_list"), {"vis": "ferdige"})
    middle = {row["step"]: row["median"] for row in page.context["steps"]}
    assert (middle[Step.OFFERED], middle[Step.MOVED_IN]) == (18, 2)
    assert page.context["count"] == 3


def test_nothing_tells_where_a_protected_household_lives_now(client, rent):
    hidden = {"main": make.person("Sol", "Skjult", address_protection="confidential")}
    leaving = make.tenancy(make.household(**hidden), make.dwelling("Flytter 1"), leaves_on=TODAY + timedelta(days=20))
    former = left("Ny 1")
    hidden = {"main": make.person("Liv", "Skjult", address_protection="strictly_confidential")}
    make.tenancy(make.household(**hidden), former.dwelling, moved_in_on=ago(5))
    for asked in ({}, {"vis": "ferdige"}, {"format": "csv"}, {"vis": "ferdige", "format": "csv"}):
        text = client.get(reverse("turnaround_list"), asked).content.decode()
        assert "Flytter 1" not in text
        assert "Ny 1" not in text
    for home in (leaving.dwelling, former.dwelling):
        page = client.get(home.get_absolute_url())
        assert page.context["panels"] == []
        assert typed(ago(5)) not in page.content.decode()


def test_as_many_questions_for_three_as_for_one(client, rent, django_assert_num_queries):
    left("Gata 1")
    client.get(reverse("turnaround_list"))
    with django_assert_num_queries(9):
        client.get(reverse("turnaround_list"))
    left("Gata 2")
    left("Gata 3")
    with django_assert_num_queries(9):
        client.get(reverse("turnaround_list"))


def test_targets_begin_and_are_never_changed(client):
    client.force_login(make.user("administrator"))
    facts = {f"{step}_days": str(days) for step, days in TARGETS.items()}
    url = reverse("turnaround_target_new")
    for _ in range(2):
        assert client.post(url, facts | {"starts_on": typed(TODAY)}).status_code == 302
    assert TurnaroundTarget.objects.get().days[Step.MOVED_IN] == 7
    other = client.post(url, facts | {"starts_on": typed(TODAY), "ready_days": "9"})
    assert "allerede mål" in other.content.decode()
    past = client.post(url, facts | {"starts_on": typed(ago(1))})
    assert "Det som er målt, endres ikke" in past.content.decode()
    assert "400" not in client.get(reverse("turnaround_targets")).content.decode()
    assert "moved_in_days" in client.post(url, facts | {"moved_in_days": "400"}).context["form"].errors
    assert TurnaroundTarget.objects.on(date(2020, 1, 1)) != TurnaroundTarget.objects.on(TODAY)
