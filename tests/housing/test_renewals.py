"""Before and after a lease runs out: the radar on any day, the talk, the request to move, and the silent conversion."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from housing import tenancy_deadlines
from housing.contracts import stops_conversion, turns_indefinite_on
from housing.models import CareerTalk, Household, MoveOutRequest, Tenancy
from housing.periods import add_months
from housing.run_outs import Stage, counts, run_outs
from housing.terms import due_on
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()

CONVERSION = [
    # the lease ends, last day to ask them to move, indefinite from
    ("2026-01-31", "2026-04-30", "2026-05-01"),
    ("2025-11-30", "2026-02-28", "2026-03-01"),
    ("2027-11-30", "2028-02-29", "2028-03-01"),
    ("2027-11-29", "2028-02-29", "2028-03-01"),
    ("2028-02-29", "2028-05-29", "2028-05-30"),
    ("2026-05-01", "2026-08-01", "2026-08-02"),
    ("2026-12-31", "2027-03-31", "2027-04-01"),
]


@pytest.fixture
def worker(client):
    user = make.caseworker()
    client.force_login(user)
    return user


def home_until(ends_on, *, number=1, starts_on=date(2015, 1, 1), children=(), worker=None, person=None, **fields):
    household = make.household(main=person, children=children, caseworker=worker)
    home = make.tenancy(household, make.dwelling(f"Utløpsveien {number}"), moved_in_on=starts_on, monthly_rent=9000)
    make.contract(home, starts_on=starts_on, ends_on=ends_on, **fields)
    return home


def stage_on(day):
    return run_outs(Tenancy.objects.all(), day).get().stage


def no(day):
    return f"{day:%d.%m.%Y}"


@pytest.mark.parametrize(("ends", "last", "turns"), CONVERSION)
def test_the_day_a_lease_turns_indefinite(ends, last, turns):
    """Reckoned alike by the rule and by the database."""
    ends_on, last_day, turns_on = map(date.fromisoformat, (ends, last, turns))
    assert turns_indefinite_on(ends_on) == turns_on
    assert [stops_conversion(ends_on, day) for day in (ends_on, last_day, turns_on)] == [True, True, False]
    assert not stops_conversion(ends_on, ends_on - timedelta(days=1))
    home_until(ends_on)
    assert (stage_on(last_day), stage_on(turns_on)) == (Stage.RUN_OUT, Stage.SILENT)


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        ("2027-05-29", Stage.MONTHS_12),
        ("2027-11-28", Stage.MONTHS_12),
        ("2027-11-29", Stage.MONTHS_6),
        ("2028-02-28", Stage.MONTHS_6),
        ("2028-02-29", Stage.MONTHS_3),
        ("2028-05-28", Stage.MONTHS_3),
        ("2028-05-29", Stage.RUN_OUT),
    ],
)
def test_twelve_six_and_three_months_before(day, stage):
    home_until(date(2028, 5, 29))
    assert stage_on(date.fromisoformat(day)) == stage
    assert not run_outs(Tenancy.objects.all(), date(2027, 5, 28)).exists()


def test_what_has_been_done_is_seen_from_the_day_it_was_done(worker):
    ends_on = date(2026, 6, 1)
    home = home_until(ends_on)
    lease = home.contracts.get()
    make.talk(home, by=worker, held_on=date(2026, 2, 1))
    MoveOutRequest.objects.create(contract=lease, sent_on=date(2026, 6, 15), move_by=date(2026, 7, 15), by=worker)
    make.contract(home, starts_on=date(2026, 8, 1), ends_on=None, signed_on=date(2026, 7, 20))
    rows = run_outs(Tenancy.objects.all(), date(2026, 1, 31))
    assert rows.get().talked_on is None
    assert run_outs(Tenancy.objects.all(), date(2026, 2, 1)).get().talked_on == date(2026, 2, 1)
    days = (date(2026, 6, 14), date(2026, 6, 15), date(2026, 7, 19), date(2026, 7, 20))
    assert [stage_on(day) for day in days] == [Stage.RUN_OUT, Stage.ASKED, Stage.ASKED, Stage.RENEWED]
    assert not run_outs(Tenancy.objects.all(), date(2026, 8, 1)).exists()


@pytest.mark.parametrize("sent_on", [date(2026, 5, 31), date(2026, 9, 2)])
def test_a_request_before_the_end_or_after_the_term_stops_nothing(worker, sent_on):
    home = home_until(date(2026, 6, 1))
    lease = home.contracts.get()
    MoveOutRequest.objects.create(contract=lease, sent_on=sent_on, move_by=date(2026, 12, 1), by=worker)
    assert stage_on(date(2026, 9, 2)) == Stage.SILENT


def test_a_talk_about_the_lease_before_does_not_count(worker):
    home = home_until(date(2026, 6, 1))
    make.talk(home, by=worker, held_on=date(2025, 2, 28))
    assert run_outs(Tenancy.objects.all(), date(2026, 3, 1)).get().talked_on is None
    make.talk(home, by=worker, held_on=date(2025, 3, 1))
    assert run_outs(Tenancy.objects.all(), date(2026, 3, 1)).get().talked_on == date(2025, 3, 1)


def test_children_first_and_each_figure_leads_to_its_rows(client, worker):
    soon, later = add_months(TODAY, 2), add_months(TODAY, 5)
    home_until(soon, number=1, person=make.person("Per", "Solli"))
    home_until(later, number=2, person=make.person("Ida", "Lie"), children=[date(TODAY.year - 5, 1, 1)])
    home_until(add_months(TODAY, -1), number=3, person=make.person("Ole", "Vik"))
    page = client.get(reverse("run_out_list"))
    names = [row.household.name for row in page.context["page_obj"]]
    assert names == ["Lie, Ida + 1 barn", "Vik, Ole", "Solli, Per"]
    rows = run_outs(Tenancy.objects.all(), TODAY)
    assert {stage: row["n"] for stage, row in counts(rows).items()} == {"months_3": 1, "months_6": 1, "run_out": 1}
    for card, expected in zip(page.context["cards"], [0, 1, 1, 2, 2], strict=True):
        assert card["value"] == expected == len(client.get(card["url"]).context["page_obj"].object_list)
    assert "1 med barn, 2 uten samtale" in page.content.decode()
    assert len(client.get(reverse("run_out_list"), {"barn": "ja"}).context["page_obj"].object_list) == 1
    past = client.get(reverse("run_out_list"), {"dato": no(add_months(TODAY, -2))})
    assert "Du ser listen slik den var" in past.content.decode()
    assert {row.household.name for row in past.context["page_obj"]} == {"Lie, Ida + 1 barn", "Vik, Ole", "Solli, Per"}


def test_the_list_asks_as_much_for_three_as_for_one_and_hides_what_is_protected(client, worker):
    asked = []
    for number in range(3):
        secret = make.person("Hemmelig", f"Sak{number}", address_protection="strictly_confidential")
        home_until(add_months(TODAY, 1), number=number, person=secret if number == 1 else make.person())
        with CaptureQueriesContext(connection) as questions:
            page = client.get(reverse("run_out_list")).content.decode()
        asked.append(len(questions))
    assert asked[0] == asked[2] or asked[1] == asked[2]
    assert "Utløpsveien 1" not in page
    assert "Utløpsveien 2" in page
    assert "Utløpsveien 1" not in client.get(reverse("run_out_list"), {"format": "csv"}).content.decode()


def talk(client, home, **facts):
    typed = {"held_on": no(TODAY), "with_whom": "Leieren", "next_steps": "Søke", "outcome": "extend"} | facts
    return client.post(reverse("talk_new", args=[home.pk]), {"external_id": "samtale", **typed})


def test_a_talk_leads_to_the_application(client, worker):
    home = home_until(add_months(TODAY, 3), worker=worker)
    assert talk(client, home).url.endswith(f"?kind=extension&tenancy={home.pk}")
    assert talk(client, home).status_code == 302
    assert CareerTalk.objects.get().by == worker
    assert talk(client, home, external_id="en-til", outcome="leave").url == home.get_absolute_url()
    assert "frem i tid" in talk(client, home, external_id="x", held_on=no(TODAY + timedelta(days=1))).content.decode()


def test_what_was_said_is_not_for_the_rent_office(client, worker):
    home = home_until(add_months(TODAY, 3), worker=worker)
    make.talk(home, by=worker, income="Sosialhjelp siden mai")
    assert "Sosialhjelp siden mai" in client.get(home.get_absolute_url()).content.decode()
    client.force_login(make.user("rent"))
    client.post(reverse("reason", args=[home.household_id]), {"text": "Purring"})
    page = client.get(home.get_absolute_url()).content.decode()
    assert "Boligkarrieresamtale" in page
    assert "Sosialhjelp" not in page


def test_an_extension_without_a_talk_asks_why(client, worker):
    home = home_until(add_months(TODAY, 1), worker=worker)
    make.granted(home.household, by=worker, kind="extension", tenancy=home)
    url = reverse("contract_new", args=[home.pk])
    typed = {"starts_on": no(add_months(TODAY, 1)), "length": "36", "monthly_rent": "9000"}
    assert "ikke holdt en boligkarrieresamtale" in client.post(url, typed).content.decode()
    client.post(url, typed | {"no_talk_reason": "Leieren er på sykehus"})
    lease = home.contracts.first()
    assert lease.no_talk_reason == "Leieren er på sykehus"
    assert "Leieren er på sykehus" in client.get(lease.get_absolute_url()).content.decode()


def test_with_a_talk_nobody_is_asked(client, worker):
    home = home_until(add_months(TODAY, 1), worker=worker)
    make.talk(home, by=worker, held_on=TODAY)
    assert "no_talk_reason" not in client.get(reverse("contract_new", args=[home.pk])).context["form"].fields


def test_a_request_to_move_stops_the_alarm_and_is_a_letter(client, worker):
    home = home_until(TODAY - timedelta(days=10), worker=worker)
    lease = home.contracts.get()
    url = reverse("move_out_request_new", args=[lease.pk])
    typed = {"sent_on": no(TODAY - timedelta(days=11)), "move_by": no(TODAY + timedelta(days=30))}
    assert "Leietiden er ikke ute" in client.post(url, typed).content.decode()
    assert len(list(tenancy_deadlines.expired_in_place(Household.objects.all(), TODAY))) == 1
    client.post(url, typed | {"sent_on": no(TODAY)})
    asked = MoveOutRequest.objects.get()
    assert (asked.letter.kind, asked.letter.sent_on) == ("move_out_request", TODAY)
    assert list(tenancy_deadlines.expired_in_place(Household.objects.all(), TODAY)) == []
    assert "bedt om å flytte" in client.get(home.get_absolute_url()).content.decode()


def test_after_three_months_it_is_indefinite_and_is_registered_so_once(client, worker):
    ends_on = add_months(TODAY, -4)
    home = home_until(ends_on, worker=worker)
    lease = home.contracts.get()
    late = {"sent_on": no(TODAY), "move_by": no(TODAY)}
    refusal = client.post(reverse("move_out_request_new", args=[lease.pk]), late).content.decode()
    assert f"Siste dag for flytteoppfordring var {no(due_on('F11', ends_on))}" in refusal
    page = client.get(home.get_absolute_url()).content.decode()
    assert f"Den er blitt tidsubestemt fra {no(turns_indefinite_on(ends_on))}" in page
    for _click in range(2):
        client.post(reverse("turn_indefinite", args=[lease.pk]))
    lease.refresh_from_db()
    assert lease.became_indefinite_on == turns_indefinite_on(ends_on)
    assert lease.ends_on == ends_on
    assert not run_outs(Tenancy.objects.all(), TODAY).exists()
    assert home.household.events.filter(title__contains="tidsubestemt").count() == 1
    # And may be given notice of, though it said that it could not be within the lease.
    assert client.get(reverse("termination_new", args=[home.pk])).status_code == 200


def test_nothing_turns_indefinite_before_its_day(client, worker):
    home = home_until(add_months(TODAY, -3), worker=worker)
    client.post(reverse("turn_indefinite", args=[home.contracts.get().pk]))
    assert home.contracts.get().became_indefinite_on is None


def test_the_day_they_leave_is_registered_and_taken_back(client, worker):
    home = home_until(add_months(TODAY, 2), worker=worker)
    url = reverse("leaving", args=[home.pk])
    assert (
        "Datoen er passert"
        in client.post(url, {"leaves_on": no(TODAY - timedelta(days=1)), "why": "X"}).content.decode()
    )
    client.post(url, {"leaves_on": no(add_months(TODAY, 2)), "why": "Flytter til samboer"})
    home.refresh_from_db()
    assert home.leaves_on == add_months(TODAY, 2)
    assert run_outs(Tenancy.objects.all(), TODAY).get().stage == Stage.LEAVING
    client.post(url, {"leaves_on": "", "why": "Ombestemte seg"})
    home.refresh_from_db()
    assert home.leaves_on is None
