"""The steering group: who sat on any day, meetings, decisions that are open, and what the report shows."""

import json
from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from housing.periods import Period
from reporting.example_steering import leave_steering
from reporting.models import SteeringAttendance, SteeringDecision, SteeringMeeting, SteeringMember
from reporting.models.steering import printed
from tests import make
from tests import make_registers as make_a
from tests.reporting.registers import Visitor, errors, key

pytestmark = pytest.mark.django_db

SPRING = Period.half_year(2026, 1)
MEMBER = {"name": "Ida Dal", "title": "Kommunalsjef", "is_leader": "on", "member_from": "01.01.2026"}
MEETING = {"number": "1", "held_on": "05.02.2026", "agenda": "1 Tall"}
DECISION = {"number": "1", "text": "Boligskole holdes hvert kvartal", "responsible": "Boligkontoret"}


@pytest.fixture
def programme():
    return Visitor(make.user("programme"))


@pytest.fixture
def meeting():
    return make_a.steering_meeting(held_on=date(2026, 2, 5))


def test_the_steering_group_reads_and_writes_nothing(meeting):
    make_a.decision(meeting, "Tomgang følges hver måned")
    steering = Visitor(make.user("steering"))
    for page in (steering.see("steering_group"), steering.see("steering_meeting", meeting.pk)):
        assert "Tomgang følges hver måned" in page.content.decode()
        assert "endre/" not in page.content.decode()
        assert "slett/" not in page.content.decode()
    assert SteeringMeeting.objects.visible_to(make.user("caseworker")).count() == 0


# Members


def test_who_sat_on_a_past_day_is_still_told(programme):
    make_a.member("Gikk ut", member_from=date(2024, 1, 1), member_until=date(2026, 3, 1))
    make_a.member("Kom inn", member_from=date(2026, 3, 1))
    sat = {
        day: [member.name for member in programme.see("steering_group", dag=day).context["members"]]
        for day in ("31.12.2023", "28.02.2026", "01.03.2026")
    }
    assert sat == {"31.12.2023": [], "28.02.2026": ["Gikk ut"], "01.03.2026": ["Kom inn"]}
    assert "dag" in errors(programme.see("steering_group", dag="31.02.2026"))


def test_the_leader_comes_first_and_observers_last(programme):
    make_a.member("Observatør", is_observer=True)
    make_a.member("Sekretær", is_secretary=True)
    make_a.member("Åse")
    make_a.member("Leder", is_leader=True)
    members = programme.see("steering_group").context["members"]
    assert [member.name for member in members] == ["Leder", "Åse", "Sekretær", "Observatør"]
    assert [member.part for member in members] == ["Leder", "Medlem", "Sekretær", "Observatør"]


def test_a_member_is_entered_once_changed_and_taken_away(programme):
    sent = MEMBER | {"external_id": key()}
    for _click in range(2):
        assert programme.client.post(reverse("steering_member_new"), sent).url == reverse("steering_group")
    member = SteeringMember.objects.get()
    programme.send("steering_member_change", member.pk, **MEMBER | {"member_until": "01.02.2026"})
    member.refresh_from_db()
    assert member.member_until == date(2026, 2, 1)
    programme.press("steering_member_remove", member.pk)
    assert not SteeringMember.objects.exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "Ola Vik", "member_until": "01.03.2026"}, "is_leader"),
        ({"name": "Kari Lie", "is_leader": ""}, "name"),
        ({"is_observer": "on", "name": "X", "member_from": "01.01.2027"}, "is_observer"),
        ({"member_until": "31.12.2025"}, "member_until"),
        ({"member_from": "1"}, "member_from"),
    ],
)
def test_what_is_wrong_with_a_member_is_told_at_its_field(programme, facts, field):
    make_a.member("Kari Lie", is_leader=True, member_from=date(2025, 1, 1), member_until=date(2026, 6, 1))
    sent = {name: value for name, value in (MEMBER | facts).items() if value or name != "is_leader"}
    assert field in errors(programme.send("steering_member_new", **sent))
    assert SteeringMember.objects.count() == 1


def test_whoever_was_at_a_meeting_sat_in_the_group_and_stays(programme, meeting):
    member = make_a.member("Ida Dal", member_from=date(2026, 1, 1))
    SteeringAttendance.objects.create(meeting=meeting, member=member)
    late = MEMBER | {"member_from": "06.02.2026"}
    assert "05.02.2026" in errors(programme.send("steering_member_change", member.pk, **late))["member_from"]
    early = MEMBER | {"member_until": "05.02.2026"}
    assert "member_until" in errors(programme.send("steering_member_change", member.pk, **early))
    assert "blir stående" in programme.press("steering_member_remove", member.pk).content.decode()
    assert SteeringMember.objects.exists()


# Meetings


def test_a_meeting_is_entered_once_with_who_was_there(programme):
    member = make_a.member()
    sent = MEETING | {"external_id": key(), "present": [member.pk], "minutes": "Alt vel", "others_present": "Husbanken"}
    for _click in range(2):
        answer = programme.client.post(reverse("steering_meeting_new"), sent)
    meeting = SteeringMeeting.objects.get()
    assert answer.url == meeting.get_absolute_url()
    assert (str(meeting), meeting.attendance.get().member) == ("Møte 1/2026", member)
    programme.send("steering_meeting_change", meeting.pk, **MEETING)
    assert not meeting.attendance.exists()
    page = programme.see("steering_meeting", meeting.pk)
    assert list(page.context["absent"]) == [member]
    programme.press("steering_meeting_remove", meeting.pk)
    assert not SteeringMeeting.objects.exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"number": "0"}, "number"),
        ({"number": "2"}, "number"),
        ({"held_on": "30.02.2026"}, "held_on"),
        ({"present": ["999999"]}, "present"),
        ({"minutes": "x" * 20_001}, "minutes"),
    ],
)
def test_what_is_wrong_with_a_meeting_is_told_at_its_field(programme, facts, field):
    make_a.steering_meeting(2, date(2026, 6, 1))
    assert field in errors(programme.send("steering_meeting_new", **MEETING | facts))
    assert SteeringMeeting.objects.count() == 1


def test_numbers_begin_anew_each_year(programme, meeting):
    assert programme.send("steering_meeting_new", **MEETING | {"held_on": "05.02.2025"}).status_code == 302


def test_a_planned_meeting_has_neither_minutes_nor_anybody_there(programme):
    ahead = f"{timezone.localdate() + timedelta(days=30):%d.%m.%Y}"
    member = make_a.member()
    told = errors(
        programme.send("steering_meeting_new", **MEETING | {"held_on": ahead, "minutes": "X", "present": [member.pk]})
    )
    assert set(told) == {"minutes", "present"}
    programme.send("steering_meeting_new", **MEETING | {"held_on": ahead})
    planned = SteeringMeeting.objects.get()
    assert "Planlagt" in programme.see("steering_group").content.decode()
    assert "__all__" in errors(programme.send("steering_decision_new", planned.pk, **DECISION))


def test_only_who_sat_that_day_was_there(programme):
    member = make_a.member("Ny", member_from=date(2026, 2, 6))
    told = errors(programme.send("steering_meeting_new", **MEETING | {"present": [member.pk]}))
    assert told == {"present": "Ny satt ikke i gruppen den dagen."}


def test_a_meeting_with_decisions_stays_and_stays_before_them(programme, meeting):
    make_a.decision(meeting, due_on=date(2026, 3, 1))
    assert "blir stående" in programme.press("steering_meeting_remove", meeting.pk).content.decode()
    told = errors(programme.send("steering_meeting_change", meeting.pk, **MEETING | {"held_on": "02.03.2026"}))
    assert "held_on" in told
    ahead = f"{timezone.localdate() + timedelta(days=30):%d.%m.%Y}"
    assert (
        "holdt"
        in errors(programme.send("steering_meeting_change", meeting.pk, **MEETING | {"held_on": ahead}))["held_on"]
    )


def test_of_two_who_write_the_minutes_the_second_is_told(programme, meeting):
    at = reverse("steering_meeting_change", args=[meeting.pk])
    seen = programme.client.get(at).context["form"]["seen"].value()
    programme.client.post(at, MEETING | {"seen": seen, "minutes": "Mitt"})
    second = programme.client.post(at, MEETING | {"seen": seen, "minutes": "Ditt"})
    assert "Noen andre har endret" in errors(second)["__all__"]
    assert "Ditt" in second.content.decode(), "what was typed still stands there"
    meeting.refresh_from_db()
    assert meeting.minutes == "Mitt"


# Decisions


def test_a_decision_is_entered_once_changed_done_and_taken_away(programme, meeting):
    at, sent = reverse("steering_decision_new", args=[meeting.pk]), DECISION | {"external_id": key()}
    for _click in range(2):
        assert programme.client.post(at, sent).url == meeting.get_absolute_url()
    decision = SteeringDecision.objects.get()
    programme.send("steering_decision_change", decision.pk, **DECISION | {"due_on": "01.03.2026"})
    assert "er gjort" in programme.press("steering_decision_done", decision.pk).content.decode()
    assert "allerede gjort" in programme.press("steering_decision_done", decision.pk).content.decode()
    decision.refresh_from_db()
    assert (decision.label, decision.done_on) == ("1/2026-1", timezone.localdate())
    programme.press("steering_decision_remove", decision.pk)
    assert not SteeringDecision.objects.exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"text": ""}, "text"),
        ({"number": "1"}, "number"),
        ({"due_on": "04.02.2026"}, "due_on"),
        ({"done_on": "04.02.2026"}, "done_on"),
        ({"done_on": "01.01.2099"}, "done_on"),
    ],
)
def test_what_is_wrong_with_a_decision_is_told_at_its_field(programme, meeting, facts, field):
    make_a.decision(meeting)
    assert list(errors(programme.send("steering_decision_new", meeting.pk, **DECISION | {"number": "2"} | facts))) == [
        field
    ]
    assert SteeringDecision.objects.count() == 1


def test_open_decisions_stand_with_the_overdue_first(programme, meeting):
    for text, due_on, done_on in [
        ("uten frist", None, None),
        ("senere", date(2099, 1, 1), None),
        ("over fristen", date(2026, 3, 1), None),
        ("gjort", date(2026, 3, 1), date(2026, 2, 20)),
    ]:
        make_a.decision(meeting, text, due_on=due_on, done_on=done_on)
    page = programme.see("steering_group")
    found = [(each["row"].text, each["is_overdue"]) for each in page.context["decisions"]]
    assert found == [("over fristen", True), ("senere", False), ("uten frist", False)]
    then = programme.see("steering_group", dag="19.02.2026").context["decisions"]
    assert {each["row"].text for each in then} == {"uten frist", "senere", "over fristen", "gjort"}
    assert not any(each["is_overdue"] for each in then)


@pytest.mark.parametrize("count", [1, 8])
def test_pages_ask_the_same_number_of_questions(programme, meeting, count, django_assert_max_num_queries):
    for number in range(count):
        SteeringAttendance.objects.create(meeting=meeting, member=make_a.member(f"Medlem {number}"))
        make_a.decision(make_a.steering_meeting(number + 2, date(2026, 3, 1)))
        make_a.decision(meeting)
    with django_assert_max_num_queries(10):
        programme.see("steering_group")
    with django_assert_max_num_queries(10):
        programme.see("steering_meeting", meeting.pk)


# What the report shows


def test_the_report_shows_the_group_its_meetings_and_what_is_open(meeting):
    make_a.member("Gikk ut", member_from=date(2024, 1, 1), member_until=date(2026, 3, 1))
    make_a.member("Kom inn", member_from=date(2026, 3, 1), is_leader=True)
    before = make_a.steering_meeting(4, date(2025, 12, 1))
    make_a.decision(before, "Gammel og åpen", due_on=date(2026, 1, 1))
    make_a.decision(before, "Gjort etterpå", done_on=date(2026, 7, 1))
    make_a.decision(meeting, "Gjort i perioden", done_on=date(2026, 3, 1))
    make_a.decision(make_a.steering_meeting(2, date(2026, 7, 1)), "Etter perioden")
    value = printed(SPRING)
    assert json.loads(json.dumps(value)) == value
    assert value["members"] == [{"name": "Kom inn", "title": "Leder for eiendom", "part": "Leder"}]
    assert [each["label"] for each in value["meetings"]] == ["1/2026"]
    assert value["meetings"][0]["decisions"][0]["done_on"] == "01.03.2026"
    assert [(each["text"], each["is_overdue"], each["done_on"]) for each in value["open"]] == [
        ("Gammel og åpen", True, ""),
        ("Gjort etterpå", False, ""),
    ]
    for folder in ("reporting", "reports"):
        html = render_to_string(f"{folder}/_steering.html", {"steering": value})
        assert "Gammel og åpen" in html
        assert "Etter perioden" not in html
        empty = render_to_string(f"{folder}/_steering.html", {"steering": printed(Period.half_year(2020, 1))})
        assert "Ingen møter ble holdt" in empty


def test_the_demo_has_a_group_that_has_met():
    today = timezone.localdate()
    for _time in range(2):
        leave_steering(today)
    assert SteeringMember.objects.on(today).count() == 9
    assert SteeringMeeting.objects.filter(held_on__lte=today).count() == 5
    assert SteeringDecision.objects.open_on(today).exists()
    assert not SteeringDecision.objects.filter(done_on__gt=today).exists()
    for there in SteeringAttendance.objects.select_related("meeting", "member"):
        assert there.member in SteeringMember.objects.on(there.meeting.held_on)
