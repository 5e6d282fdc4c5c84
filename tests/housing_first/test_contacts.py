"""The contact log: kept once, told in JSON to a phone, restricted words for a few, and the round in its order."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from housing.database import Refused
from housing.models import Alert, CaseEvent
from housing_first import round_facts
from housing_first.models import Contact
from tests import make
from tests import make_housing_first as make_hf
from tests.at_once import at_once

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
JSON = {"Accept": "application/json"}


def days(count):
    return timedelta(days=count)


@pytest.fixture
def team():
    return make_hf.team(members=[])


@pytest.fixture
def worker(team):
    return make_hf.worker(team)


def participant(team, *, name="Jonas", began=30, **fields):
    household = make.household(main=make.person(name, "Berg"))
    return make_hf.participation(household, team, started_on=TODAY - days(began), **fields)


def browser(user):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def sent(participation, **fields):
    facts = {"participation": participation.pk, "was_met": "ja", "kind": "visit", "happened_on": f"{TODAY:%d.%m.%Y}"}
    return facts | {"external_id": "a" * 32} | fields


def test_a_contact_is_kept_with_all_that_was_tapped(team, worker):
    jonas = participant(team)
    asked = sent(jonas, minutes="30", topics=["home", "health"], note="Fint", next_on=f"{TODAY + days(2):%d.%m.%Y}")
    response = browser(worker).post(reverse("contact_new"), asked)
    assert response.url == reverse("daily_round")
    contact = Contact.objects.get()
    assert (contact.was_met, contact.kind, contact.place, contact.minutes) == (True, "visit", "home", 30)
    assert (contact.topics, contact.note, contact.next_on) == (["home", "health"], "Fint", TODAY + days(2))
    assert (contact.by, contact.external_id) == (worker, "a" * 32)
    # Not on the household's timeline, which more than the team may read.
    assert not CaseEvent.objects.filter(subject_type__model="contact").exists()


def test_sent_twice_it_is_one_contact_and_both_are_told_it_is_here(team, worker):
    jonas, client = participant(team), browser(worker)
    for _time in range(2):
        response = client.post(reverse("contact_new"), sent(jonas), headers=JSON)
        assert (response.status_code, response.json()) == (200, {"stored": "a" * 32})
    assert Contact.objects.count() == 1
    # As a form too.
    client.post(reverse("contact_new"), sent(jonas))
    assert Contact.objects.count() == 1


def test_another_workers_key_is_not_told_of_and_opens_nothing(team, worker):
    jonas = participant(team)
    browser(worker).post(reverse("contact_new"), sent(jonas, note="Hemmelig"), headers=JSON)
    response = browser(make_hf.worker(team)).post(reverse("contact_new"), sent(jonas), headers=JSON)
    assert response.status_code == 422
    assert "Hemmelig" not in response.content.decode()
    assert Contact.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"was_met": ""}, "was_met"),
        ({"kind": "brev"}, "kind"),
        ({"participation": ""}, "participation"),
        ({"participation": "99999999"}, "participation"),
        ({"minutes": "1441"}, "minutes"),
        ({"minutes": "-1"}, "minutes"),
        ({"minutes": "en time"}, "minutes"),
        ({"happened_on": f"{TODAY + days(1):%d.%m.%Y}"}, "happened_on"),
        ({"happened_on": f"{TODAY - days(400):%d.%m.%Y}"}, "happened_on"),
        ({"next_on": f"{TODAY - days(1):%d.%m.%Y}"}, "next_on"),
        ({"next_on": f"{TODAY + days(400):%d.%m.%Y}"}, "next_on"),
        ({"note": "x" * 2001}, "note"),
        ({"topics": ["været"]}, "topics"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_kept(team, worker, facts, field):
    client, asked = browser(worker), sent(participant(team)) | facts
    answer = client.post(reverse("contact_new"), asked, headers=JSON)
    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json()["errors"]] == [field]
    assert client.post(reverse("contact_new"), asked).context["form"].errors.keys() == {field}
    assert not Contact.objects.exists()


def test_a_participant_of_another_team_is_nobody_one_can_write_of(team, worker):
    other = participant(make_hf.team("Annet team"), name="Vera")
    page = browser(worker).get(reverse("contact_new"), {"deltaker": other.pk}).content.decode()
    assert "Vera" not in page
    answer = browser(worker).post(reverse("contact_new"), sent(other), headers=JSON)
    assert (answer.status_code, Contact.objects.count()) == (422, 0)
    assert "Vera" not in answer.content.decode()


def test_whoever_is_no_longer_followed_is_told_of_in_words(team, worker):
    gone = participant(team, ended_on=TODAY - days(1))
    fault = browser(worker).post(reverse("contact_new"), sent(gone), headers=JSON).json()["errors"][0]
    assert "Si fra til lederen" in fault["message"]


def test_the_outbox_says_whose_it_is_and_only_to_those_who_work_in_teams(worker):
    answer = browser(worker).get(reverse("outbox"))
    assert answer.json()["user"] == worker.pk
    assert answer.json()["token"]
    assert "no-store" in answer["Cache-Control"]
    assert browser(make.user("rent")).get(reverse("outbox")).status_code == 403
    assert Client().get(reverse("outbox")).status_code == 302


def test_a_token_from_the_outbox_is_what_a_kept_page_sends_with(team, worker):
    client = Client(enforce_csrf_checks=True)
    client.force_login(worker, backend="django.contrib.auth.backends.ModelBackend")
    asked = sent(participant(team))
    assert client.post(reverse("contact_new"), asked, headers=JSON).status_code == 403
    token = client.get(reverse("outbox")).json()["token"]
    answer = client.post(reverse("contact_new"), asked, headers=JSON | {"X-CSRFToken": token})
    assert answer.json() == {"stored": "a" * 32}


def test_the_service_worker_has_the_whole_site_and_says_nothing_of_anybody():
    response = Client().get("/sw.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Service-Worker-Allowed"] == "/"
    assert "no-cache" in response["Cache-Control"]
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert reverse("contact_new") in response.content.decode()


def test_restricted_words_are_for_the_author_those_who_answer_and_the_leader(team, worker):
    jonas = participant(team)
    make_hf.contact(jonas, by=worker, happened_on=TODAY, note="Bare for noen", is_restricted=True)
    colleague, responsible, leader = make_hf.worker(team), make_hf.worker(team), make.leader()
    jonas.household.take_responsibility(responsible, kind="follow_up", day=TODAY)
    read = {
        user.pk: Contact.objects.visible_to(user).with_readable(user).get().is_readable
        for user in (worker, colleague, responsible, leader)
    }
    assert read == {worker.pk: True, colleague.pk: False, responsible.pk: True, leader.pk: True}
    log = reverse("contact_log", args=[jonas.pk])
    assert "Bare for noen" in browser(worker).get(log).content.decode()
    for address in (log, jonas.get_absolute_url(), reverse("daily_round")):
        assert "Bare for noen" not in browser(colleague).get(address).content.decode()


def test_whoever_wrote_it_puts_it_right_and_nobody_else(team, worker):
    contact = make_hf.contact(participant(team), by=worker, happened_on=TODAY, was_met=True)
    address = reverse("contact_correct", args=[contact.pk])
    assert browser(make_hf.worker(team)).get(address).status_code == 404
    asked = sent(contact.participation, was_met="nei", kind="meeting", minutes="5")
    assert browser(worker).post(address, asked).status_code == 302
    contact.refresh_from_db()
    assert (contact.was_met, contact.kind, contact.minutes) == (False, "meeting", 5)
    assert Contact.objects.count() == 1
    with pytest.raises(Refused, match="Bare den som"):
        contact.correct(by=make_hf.worker(team), was_met=True)


def test_the_future_is_refused_by_the_model_too(team, worker):
    with pytest.raises(Refused, match="frem i tid"):
        make_hf.contact(participant(team), by=worker, happened_on=TODAY + days(1))


# --- The round --------------------------------------------------------------------------------------------


def names(user):
    return [stop.name for stop in round_facts.round_of(user, TODAY)]


def calm(participation, **fields):
    return make_hf.risk(participation, assessed_on=TODAY - days(5), **fields)


def seen(participation, ago, **fields):
    return make_hf.contact(participation, happened_on=TODAY - days(ago), **fields)


def test_dangerous_doors_come_first_then_who_has_not_been_seen(team, worker):
    rows = {name: participant(team, name=name) for name in ("Arne", "Bente", "Carl", "Dina")}
    for row in rows.values():
        calm(row)
    for name, ago in {"Arne": 1, "Bente": 9, "Carl": 20, "Dina": 8}.items():
        seen(rows[name], ago)
    alert = Alert(person=rows["Dina"].person, kind="two_together", starts_on=TODAY, expires_on=TODAY + days(9))
    alert.raise_in(rows["Dina"].household, by=worker)
    assert names(worker) == ["Dina B.", "Carl B.", "Bente B.", "Arne B."]
    page = browser(worker).get(reverse("daily_round")).content.decode()
    assert page.index("Gå alltid to sammen") < page.index("Carl B.")


def test_a_caseworker_in_the_team_finds_the_round_by_team(team):
    member = make.caseworker()
    make_hf.member(team, member)
    round_address = reverse("daily_round")
    assert round_address in browser(member).get(reverse("team_list")).content.decode()
    assert browser(member).get(round_address).status_code == 200


def test_an_alert_about_anybody_behind_the_door_counts(team, worker):
    jonas = participant(team)
    calm(jonas)
    partner = make.person("Per", "Berg")
    make.member(jonas.household, partner, role="partner", joined_on=TODAY - days(9))
    assert round_facts.round_of(worker, TODAY)[0].door.is_alone
    Alert(person=partner, kind="threat", starts_on=TODAY, expires_on=TODAY + days(9)).raise_in(
        jonas.household, by=worker
    )
    assert not round_facts.round_of(worker, TODAY)[0].door.is_alone


def test_an_alert_that_was_taken_away_is_gone_and_one_that_ran_out_is_not(team, worker):
    jonas = participant(team)
    calm(jonas)
    alert = Alert(person=jonas.person, kind="threat", starts_on=TODAY - days(2), expires_on=TODAY + days(3))
    alert.raise_in(jonas.household, by=worker)
    later = TODAY + days(10)
    assert not round_facts.round_of(worker, later)[0].door.is_alone
    alert.end_in(jonas.household, by=worker, day=TODAY)
    assert round_facts.round_of(worker, TODAY)[0].door.is_alone
    assert round_facts.round_of(worker, later)[0].door.is_alone


def test_what_two_in_one_home_are_assessed_for_holds_for_both(team, worker):
    jonas = participant(team)
    partner = make.person("Per", "Berg")
    make.member(jonas.household, partner, role="partner", joined_on=TODAY - days(40))
    per = make_hf.participation(jonas.household, team, person=partner, started_on=TODAY - days(30))
    calm(jonas)
    calm(per, conduct=4, by=worker)
    assert {stop.door.conduct for stop in round_facts.round_of(worker, TODAY)} == {4}


def test_an_assessment_holds_for_whoever_comes_back(team, worker):
    first = participant(team, began=90, ended_on=TODAY - days(30))
    make_hf.risk(first, by=worker, assessed_on=TODAY - days(60), conduct=4)
    make_hf.participation(first.household, team, person=first.person, started_on=TODAY - days(3))
    assert round_facts.round_of(worker, TODAY)[0].door.conduct == 4


def test_two_of_the_same_name_are_told_apart(team, worker):
    one, other = participant(team), participant(team)
    assert set(names(worker)) == {f"Jonas B. {one.number}", f"Jonas B. {other.number}"}


def test_whoever_is_in_prison_is_kept_in_touch_with_by_telephone(team, worker):
    jonas = participant(team)
    seen(jonas, 20)
    make_hf.time_away(jonas, started_on=TODAY - days(15), contact_every_days=14)
    assert round_facts.round_of(worker, TODAY)[0].stands.is_due
    seen(jonas, 3, kind="phone")
    stop = round_facts.round_of(worker, TODAY)[0]
    assert not stop.stands.is_due
    assert stop.seen_text == "Siste kontakt for 3 dager siden"


def test_the_last_time_seen_is_known_however_long_ago(team, worker):
    jonas = participant(team, began=500)
    seen(jonas, 400)
    stop = round_facts.round_of(worker, TODAY)[0]
    assert (stop.stands.unseen_days, stop.stands.last_seen_on) == (400, TODAY - days(400))


@pytest.mark.parametrize("name", ["daily_round", "contact_new", "safety"])
def test_the_pages_ask_as_often_with_three_as_with_one(team, worker, name, django_assert_max_num_queries):
    def fill(count):
        for _number in range(count):
            row = participant(team)
            calm(row, conduct=2, by=worker)
            seen(row, 3, by=worker)
            make_hf.incident(team, participation=row, by=worker, happened_on=TODAY)

    client = browser(worker)
    fill(1)
    with django_assert_max_num_queries(100) as one:
        client.get(reverse(name))
    fill(2)
    with django_assert_max_num_queries(len(one)):
        client.get(reverse(name))


@pytest.mark.django_db(transaction=True)
def test_sent_from_many_lines_at_once_it_is_one_contact():
    team = make_hf.team()
    worker = make_hf.worker(team)
    asked = sent(participant(team))
    answers = []

    def send(_number):
        answers.append(browser(worker).post(reverse("contact_new"), asked, headers=JSON).json())

    at_once(send, range(8), threads=4)
    assert answers == [{"stored": "a" * 32}] * 8
    assert Contact.objects.count() == 1
