"""A member of a team reaches its participants while both are in it; who has left, and who is only referred."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from housing.access import give_reason
from housing.models import CaseEvent, Household
from housing.protection import may_see_address
from housing.roles import Role
from housing_first.models import Participation, Referral, Team
from tests import make
from tests import make_housing_first as make_hf

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def test_a_member_reaches_the_household_without_a_reason_while_it_lasts(at, household, participation, trine):
    assert at.get(household.get_absolute_url()).status_code == 200
    assert list(Household.objects.visible_to(trine)) == [household]
    assert household.is_case_of(trine)
    participation.end(by=trine, ended_on=TODAY, end_reason="moved")
    assert at.get(household.get_absolute_url()).status_code == 404
    assert at.get(participation.get_absolute_url()).status_code == 404
    assert not household.is_case_of(trine)


def test_a_referral_opens_the_household_with_a_reason_until_it_is_answered(at, household, team, trine):
    """Who is only referred is not followed: a confidential address is not theirs to know."""
    assert at.get(household.get_absolute_url()).status_code == 404
    referral = make_hf.referral(household, team)
    assert "begrunnelse" in at.get(household.get_absolute_url()).url
    assert not may_see_address(trine, household, TODAY, level="confidential")
    give_reason(trine, household, "Vurderer henvisningen.")
    assert at.get(household.get_absolute_url()).status_code == 200
    referral.reject(by=trine, decided_on=TODAY, refusal="other", decision_note="Nei.")
    assert at.get(household.get_absolute_url()).status_code == 404


def test_whoever_has_left_the_team_reaches_nothing_from_that_day(at, household, participation, team, trine):
    member = team.members.get()
    member.leave(by=trine, ends_on=TODAY + timedelta(days=1))
    assert at.get(participation.get_absolute_url()).status_code == 200, "today is the last day"
    member.leave(by=trine, ends_on=TODAY)
    for url in (household.get_absolute_url(), participation.get_absolute_url(), team.get_absolute_url()):
        assert at.get(url).status_code == 404
    assert Participation.objects.of_teams_of(trine).count() == 0


def test_whoever_begins_later_reaches_nothing_yet(client, household, participation, team):
    new = make_hf.worker(name="Per Ny")
    make_hf.member(team, new, starts_on=TODAY + timedelta(days=1))
    client.force_login(new)
    assert client.get(participation.get_absolute_url()).status_code == 404
    assert client.get(household.get_absolute_url()).status_code == 404


def test_a_former_participant_is_counted_and_not_shown(participation, trine, mona):
    participation.end(by=trine, ended_on=TODAY, end_reason="moved")
    assert list(Participation.objects.of_teams_of(trine)) == [participation]
    assert list(Participation.objects.visible_to(trine)) == []
    assert list(Participation.objects.visible_to(mona)) == [participation]


def test_a_household_in_two_teams_is_each_teams_own(household, participation, trine, odd):
    theirs = make_hf.participation(household, Team.objects.get(name="Bolig først Elvebyen"), by=odd)
    assert list(Participation.objects.visible_to(trine)) == [participation]
    assert list(Participation.objects.visible_to(odd)) == [theirs]
    assert {event.subject_id for event in CaseEvent.objects.visible_to(odd)} == {theirs.pk}


@pytest.mark.parametrize("role", [Role.RENT, Role.PROGRAMME, Role.STEERING, Role.ADMINISTRATOR, Role.AUDITOR])
def test_a_member_without_a_role_for_it_sees_nothing(role, household, participation, team):
    user = make.user(role)
    make_hf.member(team, user)
    assert not Team.objects.visible_to(user).exists()
    assert not Participation.objects.visible_to(user).exists()
    assert household not in Household.objects.visible_to(user)


def test_the_timeline_says_to_a_caseworker_nothing_of_a_team(client, household, participation):
    kari = make.caseworker()
    household.take_responsibility(kari)
    client.force_login(kari)
    page = client.get(household.get_absolute_url()).content.decode()
    assert "Bolig først" not in page
    assert participation.number not in page
    assert "Husstand" in page


def test_whoever_referred_is_told_the_answer_and_no_more(client, household, team, trine):
    kari = make.caseworker()
    household.take_responsibility(kari)
    client.force_login(kari)
    sent = {
        "team": team.pk,
        "person": household.members_on(TODAY)[0].person_id,
        "received_on": f"{TODAY:%d.%m.%Y}",
        "came_from": "municipality",
        "housing_status": "unclear",
        "need": "Trenger noen ved siden av seg.",
    }
    url = reverse("referral_new", args=[household.pk])
    assert client.post(url, sent).url == household.get_absolute_url()
    referral = Referral.objects.get()
    assert client.get(referral.get_absolute_url()).status_code == 404
    assert "mottatt" in client.get(household.get_absolute_url()).content.decode()
    referral.accept(by=trine, decided_on=TODAY)
    page = client.get(household.get_absolute_url()).content.decode()
    assert "tatt inn" in page
    assert "/team/deltakere/" not in page
