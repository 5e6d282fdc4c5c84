"""A household's plan for its homes: made, renewed, followed up, signed, printed; and who lacks one."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from allocation import career_deadlines as deadlines
from allocation.models import CareerPlan, CareerStep
from housing.database import Refused
from housing.models import CaseEvent, Household, Person
from tests import make
from tests import make_rent_to_own as made

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def ago(days):
    return TODAY - timedelta(days=days)


def said(day):
    return f"{day:%d.%m.%Y}"


def post(client, name, pk, **sent):
    response = client.post(reverse(name, args=[pk]), sent)
    form = (response.context or {}).get("form") if response.status_code == 200 else None
    return response, {field: " ".join(told) for field, told in form.errors.items()} if form else {}


@pytest.fixture
def plan(household, kari):
    return made.career_plan(household, by=kari, made_on=ago(10))


NEW = {"made_on": said(TODAY), "goal": "own", "next_step": "Møte", "follow_up_on": said(ago(-90))}


def test_made_by_hand_for_any_household(at, household, kari):
    response, errors = post(at, "career_plan_new", household.pk, **NEW)
    assert errors == {}
    plan = CareerPlan.objects.get()
    assert response.url == plan.get_absolute_url()
    assert (plan.household, plan.by, plan.goal) == (household, kari, "own")
    assert "Møte" in at.get(household.get_absolute_url()).content.decode()
    assert "ikke skrevet under" in at.get(response.url).content.decode()


def test_a_new_plan_takes_over_the_steps_that_are_not_done(at, household, plan, kari):
    done = plan.add_step(CareerStep(what="Åpne sparekonto", done_by="household", due_on=TODAY), by=kari)
    done.do(by=kari, done_on=TODAY)
    plan.add_step(CareerStep(what="Søke startlån", done_by="municipality", due_on=ago(-30)), by=kari)
    _response, errors = post(at, "career_plan_new", household.pk, **(NEW | {"made_on": said(ago(11))}))
    assert "Planen før ble laget" in errors["made_on"]
    post(at, "career_plan_new", household.pk, **NEW)
    plan.refresh_from_db()
    assert plan.ended_on == TODAY
    (current,) = CareerPlan.objects.in_force()
    assert [step.what for step in current.steps.all()] == ["Søke startlån"]
    assert plan.steps.count() == 2
    for name in ("career_plan_sign", "career_step_new", "career_plan_follow_up"):
        assert reverse(name, args=[plan.pk]) not in at.get(plan.get_absolute_url()).content.decode()
    with pytest.raises(Refused, match="avløst"):
        plan.add_step(CareerStep(what="x", done_by="both", due_on=TODAY), by=kari)


def test_steps_are_done_once_and_told(at, plan):
    sent = {"what": "Søke startlån", "done_by": "both", "due_on": said(ago(1))}
    _response, errors = post(at, "career_step_new", plan.pk, **(sent | {"due_on": said(ago(11))}))
    assert set(errors) == {"due_on"}
    post(at, "career_step_new", plan.pk, **sent)
    step = plan.steps.get()
    (deadline,) = deadlines.career_steps(Household.objects.all(), TODAY)
    assert (deadline.due_on, deadline.what) == (ago(1), "Boligkarriereplan, begge: Søke startlån")
    _response, errors = post(at, "career_step_done", step.pk, done_on=said(ago(-1)))
    assert set(errors) == {"done_on"}
    post(at, "career_step_done", step.pk, done_on=said(TODAY))
    assert list(deadlines.career_steps(Household.objects.all(), TODAY)) == []
    response, _errors = post(at, "career_step_done", step.pk, done_on=said(TODAY))
    assert "allerede gjort" in response.content.decode()
    assert CaseEvent.objects.filter(title="Boligkarriereplan: steg gjort").count() == 1


def test_signed_by_both_on_their_own_days(at, plan):
    sent = {"household_signed_on": said(ago(2)), "municipality_signed_on": said(ago(11))}
    _response, errors = post(at, "career_plan_sign", plan.pk, **sent)
    assert set(errors) == {"municipality_signed_on"}
    _response, errors = post(at, "career_plan_sign", plan.pk, household_signed_on=said(ago(-1)))
    assert set(errors) == {"household_signed_on"}
    post(at, "career_plan_sign", plan.pk, household_signed_on=said(ago(2)))
    plan.refresh_from_db()
    assert not plan.is_signed
    post(at, "career_plan_sign", plan.pk, household_signed_on=said(ago(2)), municipality_signed_on=said(ago(1)))
    plan.refresh_from_db()
    assert plan.is_signed
    assert "ikke skrevet under" not in at.get(plan.get_absolute_url()).content.decode()


def test_followed_up_with_a_new_day(at, plan):
    sent = {"note": "Har fått jobb.", "next_step": "Søke startlån", "follow_up_on": said(TODAY)}
    _response, errors = post(at, "career_plan_follow_up", plan.pk, **sent)
    assert set(errors) == {"follow_up_on"}
    post(at, "career_plan_follow_up", plan.pk, **(sent | {"follow_up_on": said(ago(-60))}))
    (deadline,) = deadlines.career_plans(Household.objects.all(), TODAY)
    assert (deadline.due_on, deadline.what) == (ago(-60), "Følg opp boligkarriereplanen: Søke startlån")
    assert CaseEvent.objects.get(title="Boligkarriereplan: fulgt opp").note == "Har fått jobb."


@pytest.mark.parametrize(("language", "words"), [("nb", "Målet vårt"), ("nn", "Målet vårt")])
def test_printed_for_both_to_sign_without_an_address(at, household, plan, kari, language, words):
    make.tenancy(household, make.dwelling("Hemmeligveien 9"))
    Person.objects.update(written_language=language, address_protection="strictly_confidential")
    response = at.get(reverse("career_plan_print", args=[plan.pk]))
    assert response.content.startswith(b"%PDF")
    assert "Haugen" not in response["Content-Disposition"]
    from io import BytesIO

    pypdf = pytest.importorskip("pypdf")
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(response.content)).pages)
    assert words in text
    assert "Hemmeligveien" not in text
    assert "Haugen" in text


def _lacking(day=TODAY):
    return [(row.household_id, row.due_on) for row in deadlines.missing_career_plans(Household.objects.all(), day)]


def test_every_lease_with_an_end_and_every_settlement_has_a_plan_within_30_days(household, kari):
    home = make.tenancy(household, make.dwelling(), moved_in_on=ago(20))
    assert _lacking() == []
    make.contract(home, starts_on=ago(20), ends_on=ago(-700))
    assert _lacking() == [(household.pk, ago(-10))]
    # The settlement was earlier: it counts from then.
    make.settlement(household, settled_on=ago(25))
    settled = make.settlement(make.household(), settled_on=ago(40))
    assert _lacking() == [(household.pk, ago(-5)), (settled.household_id, ago(10))]
    made.career_plan(household, by=kari, made_on=TODAY)
    assert _lacking() == [(settled.household_id, ago(10))]


def test_a_lease_without_end_or_one_that_is_over_needs_none():
    open_ended = make.tenancy(make.household(), make.dwelling(), moved_in_on=ago(20))
    make.contract(open_ended, starts_on=ago(20), ends_on=None)
    moved = make.tenancy(make.household(), make.dwelling(unit_number="H0102"), moved_in_on=ago(90), moved_out_on=ago(5))
    make.contract(moved, starts_on=ago(90), ends_on=ago(-700))
    assert _lacking() == []
