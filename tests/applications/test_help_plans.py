"""After a refusal: what is agreed, when we ask how it goes, and how it went."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.deadlines import help_plans as help_plan_deadlines
from applications.forms.help_plans import FollowUpForm, HelpPlanEndForm, HelpPlanForm
from applications.models import HelpPlan
from housing.database import Refused
from housing.models import CaseEvent, Household
from tests import make
from tests.at_once import at_once

TODAY = timezone.localdate()
NO = f"{TODAY:%d.%m.%Y}"
SENT = {"made_on": NO, "measures": ["private_rental", "guarantee"], "text": "Amina ringer tre utleiere."}


def ago(days):
    return TODAY - timedelta(days=days)


@pytest.fixture
def refused(household, kari):
    return make.refused(household, by=kari, received_on=ago(50), decided_on=ago(20))


def sent(kari, **more):
    week = f"{TODAY + timedelta(days=7):%d.%m.%Y}"
    return SENT | {"responsible": kari.pk, "follow_up_on": week, "external_id": "plan-1"} | more


def due(source):
    return [(row.due_on, row.url) for row in source(Household.objects.all(), TODAY)]


@pytest.mark.django_db
class TestPlan:
    def test_made_followed_up_and_ended(self, at, refused, kari):
        page = at.get(refused.get_absolute_url()).content.decode()
        assert "Lag hjelpeplan" in page
        new = reverse("help_plan_new", args=[refused.pk])
        blank = at.get(new)
        assert blank.context["form"]["follow_up_on"].value() == TODAY + timedelta(weeks=4)
        assert at.post(new, sent(kari)).url == refused.get_absolute_url() == at.post(new, sent(kari)).url
        plan = HelpPlan.objects.get()
        assert (plan.responsible, plan.measures) == (kari, SENT["measures"])
        page = at.get(refused.get_absolute_url()).content.decode()
        assert "Amina ringer tre utleiere." in page
        assert "Lag hjelpeplan" not in page
        assert "Hjelpeplan" in at.get(refused.household.get_absolute_url()).content.decode()
        later = f"{TODAY + timedelta(days=30):%d.%m.%Y}"
        follow_up = reverse("help_plan_follow_up", args=[plan.pk])
        assert at.get(follow_up).status_code == 200
        assert at.post(follow_up, {"note": "To visninger.", "follow_up_on": later}).status_code == 302
        end = reverse("help_plan_end", args=[plan.pk])
        assert at.get(end).status_code == 200
        assert at.post(end, {"outcome": "private", "outcome_on": NO}).status_code == 302
        plan.refresh_from_db()
        assert (plan.outcome, plan.outcome_on, plan.follow_up_on) == ("private", TODAY, TODAY + timedelta(days=30))
        assert at.get(end).url == refused.get_absolute_url()
        titles = ["Hjelpeplan laget", "Hjelpeplanen er fulgt opp", "Hjelpeplanen er avsluttet"]
        assert list(CaseEvent.objects.filter(title__in=titles).order_by("pk").values_list("title", flat=True)) == titles
        assert "To visninger." in at.get(refused.get_absolute_url()).content.decode()

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"measures": []}, "measures"),
            ({"text": ""}, "text"),
            ({"responsible": ""}, "responsible"),
            ({"made_on": f"{ago(21):%d.%m.%Y}"}, "made_on"),
            ({"follow_up_on": f"{ago(1):%d.%m.%Y}"}, "follow_up_on"),
        ],
    )
    def test_what_is_wrong_is_told_at_the_field(self, refused, kari, more, field):
        form = HelpPlanForm(sent(kari, **more), application=refused, by=kari)
        assert list(form.errors) == [field]

    def test_one_open_plan_and_only_after_a_refusal(self, at, refused, household, kari):
        make.help_plan(refused, by=kari, made_on=ago(5))
        form = HelpPlanForm(sent(kari), application=refused, by=kari)
        assert form.is_valid()
        with pytest.raises(Refused, match="allerede en hjelpeplan"):
            form.make(by=kari)
        assert at.get(reverse("help_plan_new", args=[refused.pk])).url == refused.get_absolute_url()
        granted = make.granted(household, by=kari)
        form = HelpPlanForm(sent(kari), application=granted, by=kari)
        assert form.is_valid(), form.errors
        with pytest.raises(Refused, match="avslått eller avvist"):
            form.make(by=kari)
        assert at.get(reverse("help_plan_new", args=[granted.pk])).url == granted.get_absolute_url()

    def test_ended_not_before_it_was_made(self, refused, kari):
        plan = make.help_plan(refused, by=kari, made_on=ago(5))
        form = HelpPlanEndForm({"outcome": "none", "outcome_on": f"{ago(6):%d.%m.%Y}"}, plan=plan)
        assert list(form.errors) == ["outcome_on"]


@pytest.mark.django_db
class TestDeadlines:
    def test_a_refusal_without_a_plan_is_asked_about_after_two_weeks(self, refused, kari):
        new = reverse("help_plan_new", args=[refused.pk])
        assert due(help_plan_deadlines.refusals_without_plan) == [(ago(6), new)]
        make.help_plan(refused, by=kari, made_on=ago(5))
        assert due(help_plan_deadlines.refusals_without_plan) == []

    def test_an_old_refusal_is_not_asked_about_for_ever(self, household, kari):
        make.refused(household, by=kari, received_on=ago(300), decided_on=ago(181))
        assert due(help_plan_deadlines.refusals_without_plan) == []

    def test_the_day_we_said_we_would_ask(self, refused, kari):
        plan = make.help_plan(refused, by=kari, made_on=ago(15), follow_up_on=ago(1))
        url = reverse("help_plan_follow_up", args=[plan.pk])
        assert due(help_plan_deadlines.plans_to_follow_up) == [(ago(1), url)]
        HelpPlan.objects.update(outcome="none", outcome_on=TODAY)
        assert due(help_plan_deadlines.plans_to_follow_up) == []

    def test_each_asks_the_database_once(self, household, kari, django_assert_num_queries):
        for _ in range(3):
            make.help_plan(make.refused(household, by=kari), by=kari)
            make.refused(household, by=kari, decided_on=ago(20))
        for source in (help_plan_deadlines.refusals_without_plan, help_plan_deadlines.plans_to_follow_up):
            with django_assert_num_queries(1):
                assert len(due(source)) == 3


@pytest.mark.django_db(transaction=True)
def test_of_two_who_follow_up_or_end_at_once_one_does():
    kari = make.caseworker()
    case = make.refused(make.household(), by=kari, received_on=ago(50), decided_on=ago(20))
    plan = make.help_plan(case, by=kari, made_on=ago(5))
    for form, act in [
        (lambda: FollowUpForm({"note": "Ja.", "follow_up_on": f"{ago(-9):%d.%m.%Y}"}, plan=plan), "follow_up"),
        (lambda: HelpPlanEndForm({"outcome": "none", "outcome_on": NO}, plan=plan), "end"),
    ]:
        things = [form() for _ in range(4)]
        assert all(thing.is_valid() for thing in things)
        did, refused = at_once(lambda thing, act=act: getattr(thing, act)(by=kari), things, threads=4)
        assert (did, len(refused)) == (1, 3)
