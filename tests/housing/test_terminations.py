"""Ending a lease before its time: from when notice counts, what it must say, the protest, and who may not."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from housing import tenancy_deadlines
from housing.law import reference
from housing.models import Household, Letter, Termination
from housing.notices import RULES, Kind, NoticeTerms, Party, faults
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = date(2026, 3, 2)

EARLIEST = [
    # received, ends: three months on, and out the month
    ("2026-01-01", "2026-04-30"),
    ("2026-01-31", "2026-04-30"),
    ("2026-02-01", "2026-05-31"),
    ("2026-02-28", "2026-05-31"),
    ("2025-11-30", "2026-02-28"),
    ("2027-11-30", "2028-02-29"),
    ("2027-11-29", "2028-02-29"),
    ("2028-02-29", "2028-05-31"),
    ("2026-09-30", "2026-12-31"),
    ("2026-10-01", "2027-01-31"),
]
ROOM = [("2026-01-31", "2026-02-28"), ("2028-01-31", "2028-02-29"), ("2026-03-15", "2026-04-15")]


def notice(**facts):
    known = {"kind": Kind.NOTICE, "given_by": Party.TENANT, "given_on": DAY, "takes_effect_on": date(2026, 6, 30)}
    return NoticeTerms(**(known | facts))


def of_ours(**facts):
    return notice(**({"given_by": Party.LANDLORD, "ground": "neglect", "reasons": "Bråk"} | facts))


def heaved(**facts):
    return of_ours(**({"kind": Kind.BREACH, "ground": "unpaid", "takes_effect_on": DAY} | facts))


def codes(one):
    return [fault.code for fault in faults(one)]


@pytest.mark.parametrize(("given", "ends"), EARLIEST)
def test_three_months_and_out_the_month(given, ends):
    given_on, ends_on = date.fromisoformat(given), date.fromisoformat(ends)
    assert notice(given_on=given_on).earliest_on == ends_on
    assert codes(notice(given_on=given_on, takes_effect_on=ends_on)) == []
    assert codes(notice(given_on=given_on, takes_effect_on=ends_on - timedelta(days=1))) == ["O2"]


@pytest.mark.parametrize(("given", "ends"), ROOM)
def test_a_room_in_anothers_home_has_one_month(given, ends):
    assert notice(given_on=date.fromisoformat(given), is_room=True).earliest_on == date.fromisoformat(ends)


FAULTY = [
    # what makes it invalid, and what makes it hold
    (
        "O1",
        notice(lease_ends_on=date(2027, 1, 1), says_no_notice_in_lease=True),
        notice(lease_ends_on=date(2027, 1, 1)),
    ),
    ("O1", of_ours(lease_ends_on=date(2027, 1, 1), says_no_notice_in_lease=True), of_ours(lease_ends_on=DAY)),
    ("O3", of_ours(ground=""), of_ours()),
    ("O3", of_ours(ground="unpaid"), heaved()),
    ("O4", of_ours(reasons="  "), of_ours()),
    ("O5", of_ours(informs_of_protest=False), of_ours()),
    ("O6", heaved(ground="behaviour"), heaved(ground="behaviour", warned_on=DAY - timedelta(days=30))),
    ("O6", heaved(ground="behaviour", warned_on=DAY), heaved(ground="sublet")),
]


@pytest.mark.parametrize(("code", "invalid", "valid"), FAULTY)
def test_what_makes_a_notice_invalid(code, invalid, valid):
    assert codes(invalid) == [code]
    assert codes(valid) == []


def test_a_bound_lease_may_still_be_cancelled_for_breach():
    assert codes(heaved(lease_ends_on=date(2027, 1, 1), says_no_notice_in_lease=True)) == []


def test_each_rule_is_a_sentence_with_its_law():
    assert all(str(rule.message).endswith(".") and reference(rule.law, TODAY) for rule in RULES)


# On the page


@pytest.fixture
def worker(client):
    user = make.caseworker()
    client.force_login(user)
    return user


@pytest.fixture
def home(worker):
    household = make.household(caseworker=worker)
    made = make.tenancy(household, make.dwelling(), moved_in_on=date(2020, 1, 1), monthly_rent=9000)
    make.contract(made, starts_on=date(2020, 1, 1), ends_on=None)
    return made


def no(day):
    return f"{day:%d.%m.%Y}"


def give(client, home, **facts):
    typed = {"given_by": "tenant", "kind": "notice", "given_on": "02.03.2026"} | facts
    return client.post(reverse("termination_new", args=[home.pk]), typed, follow=True)


OURS = {"given_by": "landlord", "given_on": no(TODAY), "ground": "neglect", "reasons": "Leien er ikke betalt."}


def test_notice_from_the_tenant_says_when_the_home_is_vacant(client, home):
    for _click in range(2):
        give(client, home, external_id="en-oppsigelse")
    home.refresh_from_db()
    assert home.leaves_on == home.terminations.get().takes_effect_on == date(2026, 6, 30)
    assert not Letter.objects.exists()
    page = client.get(home.get_absolute_url()).content.decode()
    assert "30.06.2026" in page


def test_too_early_is_refused_with_the_first_day(client, home):
    page = give(client, home, takes_effect_on="29.06.2026").content.decode()
    assert "tidligst opphøre 30.06.2026 når oppsigelsen er mottatt 02.03.2026" in page
    assert not Termination.objects.exists()


@pytest.mark.parametrize("given_by", ["tenant", "landlord"])
def test_a_lease_that_says_so_is_bound_for_both(client, home, given_by):
    ends_on = TODAY + timedelta(days=400)
    make.contract(home, starts_on=date(2021, 1, 1), ends_on=ends_on, says_no_notice_in_lease=True)
    page = give(client, home, **OURS | {"given_by": given_by}).content.decode()
    assert f"gjelder til {no(ends_on)} og kan ikke sies opp i leietiden" in page
    assert not Termination.objects.exists()


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"ground": ""}, "en av grunnene loven godtar"),
        ({"reasons": ""}, "skal begrunnes skriftlig"),
        ({"given_on": no(TODAY - timedelta(days=3))}, "kan protestere innen én måned, ellers er den ugyldig"),
        ({"kind": "breach", "ground": "behaviour"}, "skriftlig advarsel"),
    ],
)
def test_what_our_notice_must_have(client, home, facts, sentence):
    assert sentence in give(client, home, **OURS | facts).content.decode()
    assert not Termination.objects.exists()


def test_our_notice_is_a_letter_that_tells_of_the_protest(client, home):
    give(client, home, **OURS)
    termination = home.terminations.get()
    assert termination.letter.kind == "termination"
    for said in ("Leien er ikke betalt.", "innen én måned", no(termination.takes_effect_on)):
        assert said in termination.letter.html
    assert "Strandgata" not in termination.letter.html.partition("<h1>")[2]


def test_one_given_in_a_letter_before_gets_no_letter_now(client, home):
    give(client, home, **OURS | {"given_on": "02.03.2026", "was_given": "on"})
    assert home.terminations.get().letter is None


def test_only_one_at_a_time(client, home):
    give(client, home)
    assert "allerede sagt opp" in give(client, home).content.decode()


def test_a_protest_in_time_asks_for_a_lawsuit(client, worker, home):
    ours = make.termination(home, by=worker, given_on=DAY)
    url = reverse("termination_protest", args=[ours.pk])
    assert (ours.protest_due_on, ours.suit_due_on) == (date(2026, 4, 7), date(2026, 7, 7))
    assert "før oppsigelsen" in client.post(url, {"protested_on": "01.03.2026"}).content.decode()
    client.post(url, {"protested_on": "07.04.2026", "protest": "Uenig"})
    [waits] = tenancy_deadlines.protested_terminations(Household.objects.all(), date(2026, 4, 8))
    assert waits.due_on == date(2026, 7, 7)
    client.post(url, {"protested_on": "08.04.2026"})
    assert list(tenancy_deadlines.protested_terminations(Household.objects.all(), date(2026, 4, 8))) == []
    assert "etter fristen" in client.get(home.get_absolute_url()).content.decode()


def test_withdrawn_the_household_stays(client, home):
    give(client, home)
    termination = home.terminations.get()
    url = reverse("termination_withdraw", args=[termination.pk])
    client.post(url, {"withdrawn_on": no(TODAY), "withdrawn_reason": "Ombestemte seg"})
    home.refresh_from_db()
    assert home.leaves_on is None
    assert home.terminations.standing(date(2026, 3, 2)).exists()
    assert not home.terminations.standing(TODAY).exists()
    give(client, home)
    assert home.terminations.count() == 2


def test_moving_out_closes_it(client, home):
    give(client, home)
    client.post(reverse("move_out", args=[home.pk]), {"moved_out_on": no(TODAY), "end_reason": "moved_private"})
    termination = home.terminations.get()
    assert client.get(reverse("termination_withdraw", args=[termination.pk])).status_code == 302
    assert client.get(reverse("termination_new", args=[home.pk])).status_code == 302
    assert "Husstanden har flyttet" in client.get(home.get_absolute_url()).content.decode()


def test_who_was_to_have_left_is_somebodys_deadline(worker, home):
    home.plan_to_leave(TODAY - timedelta(days=1), by=worker, title="Skal flytte", on=DAY)
    [waits] = tenancy_deadlines.move_outs(Household.objects.all(), TODAY)
    assert waits.due_on == TODAY - timedelta(days=1)
