"""The plan's measures: moves with their days, the list as of any day, what the report prints, and who writes."""

import json
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from housing.database import Refused
from housing.periods import Period
from reporting.example_measures import HOUSING_PLAN, LIFT, leave_plans
from reporting.models import Plan, PlanMeasure, PlanMeasureMove
from reporting.models.measures import printed
from tests import make
from tests import make_plan as made

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SPRING = Period.half_year(2026, 1)


@pytest.fixture
def programme(client):
    user = make.user("programme", name="Ada Lunde")
    client.force_login(user)
    return user


@pytest.fixture
def plan():
    return made.plan()


def status_on(day, measure):
    return PlanMeasure.objects.with_status_on(day).get(pk=measure.pk).status_then


# Moves


def test_any_past_day_can_be_asked(plan, programme):
    measure = made.measure(plan, by=programme)
    measure.move_to("ongoing", by=programme, happened_on=date(2025, 6, 1))
    measure.move_to("done", by=programme, happened_on=date(2026, 2, 1))
    days = [date(2025, 1, 14), date(2025, 1, 15), date(2025, 6, 1), date(2026, 1, 31), date(2026, 2, 1)]
    assert [status_on(day, measure) for day in days] == [None, "not_started", "ongoing", "ongoing", "done"]


def test_two_moves_of_one_day_leave_the_last(plan, programme):
    measure = made.measure(plan, by=programme)
    for status in ("ongoing", "done"):
        measure.move_to(status, by=programme, happened_on=date(2025, 6, 1))
    assert status_on(date(2025, 6, 1), measure) == "done"


def test_moves_come_in_order_and_never_tomorrow(plan, programme):
    measure = made.measure(plan, by=programme, begun_on=date(2025, 3, 1))
    with pytest.raises(Refused, match=r"«Ikke påbegynt» 01\.03\.2025"):
        measure.move_to("ongoing", by=programme, happened_on=date(2025, 2, 28))
    with pytest.raises(Refused, match="frem i tid"):
        measure.move_to("ongoing", by=programme, happened_on=TODAY + timedelta(days=1))
    measure.refresh_from_db()
    assert (measure.status, measure.moves.count()) == ("not_started", 1)


def test_a_number_stands_once_in_a_plan(client, plan, programme):
    made.measure(plan, "2.1", by=programme)
    again = client.post(reverse("plan_measure_new", args=[plan.pk]), {"number": "2.1", "text": "Noe annet"})
    assert "Planen har allerede et tiltak med dette nummeret." in again.content.decode()
    with pytest.raises(Refused, match="allerede et tiltak"):
        made.measure(plan, "2.1", by=programme)
    made.measure(made.plan("En annen plan"), "2.1", by=programme)
    assert plan.measures.count() == 1


# Pages


def test_the_late_ones_stand_first_and_the_rest_as_in_the_plan(client, plan, programme):
    for number in ("10", "2", "1"):
        made.measure(plan, number, by=programme, text=f"Tiltak nummer {number}.")
    late = made.measure(plan, "3", by=programme, text="Ble ikke ferdig.", due_on=TODAY - timedelta(days=5))
    done = made.measure(plan, "4", by=programme, text="Ble ferdig.", due_on=TODAY - timedelta(days=9))
    done.move_to("ongoing", by=programme)
    done.move_to("done", by=programme)

    page = client.get(reverse("plan_measure_list"))

    assert [row.number for row in page.context["page_obj"]] == ["3", "1", "2", "4", "10"]
    assert "5 dager siden" in page.content.decode()
    filtered = client.get(reverse("plan_measure_list"), {"status": "late"})
    assert [row.pk for row in filtered.context["page_obj"]] == [late.pk]


def test_the_list_is_filtered_by_plan_strategy_status_and_day(client, plan, programme):
    strategy = made.strategy(plan)
    first = made.measure(plan, "2.1", by=programme, strategy=strategy)
    made.measure(plan, "2.2", by=programme)
    other = made.measure(made.plan("Boligløftet"), "1", by=programme, begun_on=date(2026, 1, 1))
    first.move_to("ongoing", by=programme, happened_on=date(2026, 3, 1))

    def listed(**query):
        return [row.pk for row in client.get(reverse("plan_measure_list"), query).context["page_obj"]]

    assert listed(plan=other.plan_id) == [other.pk]
    assert listed(strategi=strategy.pk) == [first.pk]
    assert listed(status="ongoing") == [first.pk]
    assert listed(status="ongoing", dato="28.02.2026") == []
    assert other.pk not in listed(dato="31.12.2025")
    assert len(listed(status="aliens", plan="x", dato="31.02.2026")) == 3


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_questions(client, programme, count, django_assert_max_num_queries):
    for number in range(count):
        plan = made.plan(f"Plan {number}")
        made.measure(plan, str(number), by=programme, strategy=made.strategy(plan), responsible_user=programme)
    with django_assert_max_num_queries(11):
        assert client.get(reverse("plan_measure_list")).status_code == 200


def test_the_programme_leader_moves_a_measure_and_readers_see_its_history(client, plan, programme):
    measure = made.measure(plan, by=programme, begun_on=date(2025, 1, 15))
    move = reverse("plan_measure_move", args=[measure.pk])

    early = client.post(move, {"status": "ongoing", "happened_on": "14.01.2025"})
    wrong = client.post(move, {"status": "done", "happened_on": "01.02.2026"})
    done = client.post(move, {"status": "ongoing", "happened_on": "01.02.2026", "note": "Midler er gitt."})

    assert "Det neste kan ikke ha skjedd før det." in early.content.decode()
    assert wrong.status_code == 200  # not started is never done at once
    assert done.url == measure.get_absolute_url()
    client.force_login(make.user("steering"))
    page = client.get(measure.get_absolute_url()).content.decode()
    assert "Midler er gitt." in page
    assert "Ny status" not in page
    assert client.get(move).status_code == 403


def test_a_plan_with_its_strategy_and_measure_is_written_in_the_pages(client, programme):
    facts = {"title": "Planen", "adopted_on": "01.02.2026", "valid_from": "01.03.2026", "external_id": "p1"}
    for _click in range(2):
        client.post(reverse("plan_new"), facts)
    plan = Plan.objects.get()
    client.post(reverse("plan_strategy_new", args=[plan.pk]), {"number": "1", "title": "Flere skal eie"})
    sent = {"number": "1.1", "text": "Leie til eie", "strategy": plan.strategies.get().pk, "external_id": "m1"}
    for _click in range(2):
        assert client.post(reverse("plan_measure_new", args=[plan.pk]), sent).status_code == 302
    measure = plan.measures.get()
    assert (measure.status, measure.moves.get().happened_on) == ("not_started", date(2026, 3, 1))
    sent |= {"text": "Leie til eie videreføres", "external_id": ""}
    assert client.post(reverse("plan_measure_change", args=[measure.pk]), sent).url == measure.get_absolute_url()
    assert plan.measures.get().text == "Leie til eie videreføres"


def test_another_plan_s_strategy_is_no_choice(client, plan, programme):
    foreign = made.strategy(made.plan("En annen"))
    sent = {"number": "1", "text": "x", "strategy": foreign.pk}
    assert client.post(reverse("plan_measure_new", args=[plan.pk]), sent).status_code == 200
    assert not PlanMeasure.objects.exists()


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"valid_until": "01.01.2020"}, "Planen slutter før den begynner."),
        ({"adopted_on": "i går"}, "dd.mm.åååå"),
        ({"title": ""}, "Du må rette 1 feil"),
    ],
)
def test_a_plan_that_cannot_be_is_told(client, programme, facts, told):
    sent = {"title": "Planen", "adopted_on": "01.02.2019", "valid_from": "01.03.2026"} | facts
    assert told in client.post(reverse("plan_new"), sent).content.decode()
    assert not Plan.objects.exists()


# What the report prints


def test_the_report_has_the_status_of_its_last_day_and_what_changed(plan, programme):
    strategy = made.strategy(plan)
    measure = made.measure(plan, "2.1", by=programme, strategy=strategy, due_on=date(2026, 5, 1))
    made.measure(plan, "2.10", by=programme, strategy=strategy)
    made.measure(plan, "2.2", by=programme, strategy=strategy, begun_on=date(2026, 8, 1))  # after the period
    measure.move_to("ongoing", by=programme, happened_on=date(2026, 1, 1), note="Startet")
    measure.move_to("done", by=programme, happened_on=date(2026, 7, 1))

    [told] = json.loads(json.dumps(printed(SPRING)))

    assert [found["title"] for found in told["strategies"]] == ["2 Færre bostedsløse"]
    assert [(row["number"], row["status"]) for row in told["strategies"][0]["rows"]] == [
        ("2.1", "Pågår"),
        ("2.10", "Ikke påbegynt"),
    ]
    assert [line["count"] for line in told["counts"]] == [1, 1, 0, 0]
    assert told["changes"] == [
        {"day": "01.01.2026", "number": "2.1", "was": "Ikke påbegynt", "became": "Pågår", "note": "Startet"}
    ]


def test_a_plan_that_is_over_is_not_printed(programme):
    made.measure(made.plan(valid_until=date(2025, 12, 31)), by=programme)
    made.measure(made.plan(valid_from=date(2026, 7, 1), adopted_on=date(2026, 7, 1)), by=programme)
    assert printed(SPRING) == []


def test_the_demo_has_the_eighteen_measures_and_the_ten_points(programme):
    leave_plans(programme)
    leave_plans(programme)
    assert (len(HOUSING_PLAN), len(LIFT)) == (18, 10)
    housing, lift = Plan.objects.order_by("valid_from")
    assert [strategy.measures.count() for strategy in housing.strategies.all()] == [6, 7, 5]
    assert lift.measures.count() == 10
    assert housing.measures.get(number="3.4").status == "not_started"
    assert PlanMeasureMove.objects.filter(happened_on__gt=TODAY).count() == 0
    assert printed(Period.half_year(TODAY.year, 1))
