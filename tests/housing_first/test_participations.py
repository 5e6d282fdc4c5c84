"""A person's way with a team: referred, invited, an agreement, away and back, homes offered, and the end."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from allocation.queue import places_on
from housing.access import give_reason
from housing.database import Refused
from housing.models import CaseEvent, ViewLog
from housing.periods import Period
from housing_first.models import AgreementExtension, HomeOffer, Participation, Referral, TimeAway
from tests import make, make_evictions
from tests import make_housing_first as make_hf

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def ago(days):
    return TODAY - timedelta(days=days)


def said(day):
    return f"{day:%d.%m.%Y}"


def titles(subject):
    return list(CaseEvent.objects.filter(subject_id=subject.pk).order_by("pk").values_list("title", flat=True))


def test_the_way_from_referral_to_the_end_on_the_pages(at, household, team, trine):
    make_hf.referral(household, team, received_on=ago(100))
    referral = Referral.objects.get()
    give_reason(trine, household, "Vurderer henvisningen.")
    way = [
        ("referral_accept", referral.pk, {"decided_on": said(ago(95))}),
    ]
    for name, pk, answers in way:
        taken_in = at.post(reverse(name, args=[pk]), answers)
        assert taken_in.status_code == 302
    one = Participation.objects.get()
    assert taken_in.url == one.get_absolute_url(), "one goes on with the person"
    assert (one.status, one.referral, one.invited_on) == ("invited", referral, ago(95))
    steps = [
        ("participation_start", {"started_on": said(ago(90)), "caseworker": trine.pk}, "active"),
        ("participation_sign", {"agreement_signed_on": said(ago(80)), "agreement_until": said(ago(-10))}, "active"),
        ("participation_extend", {"agreed_on": said(ago(5)), "until": said(ago(-200))}, "active"),
        ("participation_wish", {"said_on": said(ago(4)), "words": "Et sted uten rus i oppgangen."}, "active"),
        ("participation_follow", {"caseworker": trine.pk, "see_every_days": "3"}, "active"),
        ("time_away_new", {"kind": "treatment", "started_on": said(ago(3)), "contact_every_days": "7"}, "active"),
        ("home_offer_new", {"offered_on": said(ago(2)), "tenure": "private", "what": "To rom"}, "active"),
        ("participation_end", {"ended_on": said(ago(0)), "end_reason": "goal_reached"}, "ended"),
    ]
    for name, answers, status in steps:
        response = at.post(reverse(name, args=[one.pk]), answers)
        assert response.status_code == 302, (name, response.content.decode())
        one.refresh_from_db()
        assert one.status == status, name
    assert (one.agreement_until, one.see_every_days, one.days_between_meetings) == (ago(-200), 3, 3)
    assert one.extensions.get().was_until == ago(-10)
    assert one.times_away.get().ended_on == TODAY, "whoever has ended is not away"
    assert response.url == team.get_absolute_url(), "the person's page is the leader's from now on"
    assert ViewLog.objects.filter(household=household, is_own_case=True, reason="").exists()


def test_the_page_of_a_participant_says_all_that_is_kept(at, participation, household, trine):
    make_hf.own_wish(participation, by=trine, words="Jeg vil ha egen inngang.")
    make_hf.home_offer(participation, by=trine, what="Hybel ved havna")
    transition = make.transition(household, by=trine, planned_on=ago(-30))
    make_hf.time_away(participation, by=trine, transition=transition, plan="Ringer hver mandag.")
    page = at.get(participation.get_absolute_url()).content.decode()
    for word in ("Jeg vil ha egen inngang.", "Hybel ved havna", "Ringer hver mandag.", transition.number):
        assert word in page
    assert f"Ingen bolig er klar. Den bør stå klar {said(ago(-16))}" in page
    transition.make_ready(by=trine, ready_on=TODAY)
    assert f"Bolig klar fra {said(TODAY)}" in at.get(participation.get_absolute_url()).content.decode()


def test_what_a_person_wants_in_own_words_stands_on_no_timeline(participation, trine):
    make_hf.own_wish(participation, by=trine, words="Langt unna Storgata 5.")
    make_hf.home_offer(participation, by=trine, what="Storgata 5")
    assert not CaseEvent.objects.filter(title__contains="Storgata").exists()
    assert not CaseEvent.objects.filter(note__contains="Storgata").exists()


# --- Referrals --------------------------------------------------------------------------------------------


def test_a_refusal_keeps_its_reason_and_may_be_taken_up_again(household, team, trine):
    referral = make_hf.referral(household, team, received_on=ago(10))
    referral.reject(by=trine, decided_on=ago(5), refusal="no_capacity", decision_note="Fullt.")
    assert (referral.decision, referral.refusal) == ("rejected", "no_capacity")
    assert list(Referral.objects.rejected_in(Period(ago(5), ago(5)))) == [referral]
    referral.take_up_again(by=trine, day=TODAY, note="En plass ble ledig.")
    assert list(Referral.objects.rejected_in(Period(ago(5), ago(5)))) == []
    made = referral.accept(by=trine, decided_on=TODAY)
    assert made.status == "invited"


def test_a_second_referral_is_refused_to_those_who_know_of_the_first_alone(at, household, team, trine, odd):
    """To anybody else the refusal would tell that the person is referred."""
    answers = {
        "team": team.pk,
        "person": household.members_on(TODAY)[0].person_id,
        "received_on": said(TODAY),
        "came_from": "nav",
        "housing_status": "unclear",
    }
    make_hf.referral(household, team)
    url = reverse("referral_new", args=[household.pk])
    give_reason(trine, household, "Vurderer henvisningen.")
    assert set(at.post(url, answers).context["form"].errors) == {"team"}
    household.take_responsibility(odd, kind="follow_up")
    other = Client()
    other.force_login(odd)
    assert other.post(url, answers).url == household.get_absolute_url()
    assert Referral.objects.open().count() == 2
    assert set(other.post(url, answers).context["form"].errors) == {"team"}, "now it is their own"


def test_nobody_is_referred_from_another_household(household, team):
    with pytest.raises(Refused, match="ikke medlem"):
        make_hf.referral(household, team, person=make.person("En", "Annen"))


def test_a_form_refuses_a_future_day_and_another_households_person(at, household, team, participation):
    stranger = make.person("En", "Annen")
    answers = {
        "team": team.pk,
        "person": stranger.pk,
        "received_on": said(ago(-1)),
        "came_from": "nav",
        "housing_status": "unclear",
    }
    page = at.post(reverse("referral_new", args=[household.pk]), answers)
    assert set(page.context["form"].errors) == {"person", "received_on"}
    assert not Referral.objects.exists()


def test_nobody_signs_before_there_was_anybody_to_sign_with(at, household, team, trine):
    one = make_hf.participation(household, team, started_on=ago(60))

    page = at.post(reverse("participation_sign", args=[one.pk]), {"agreement_signed_on": "01.01.2020"})

    assert list(page.context["form"].errors) == ["agreement_signed_on"]
    was = one.agreement_signed_on
    one.refresh_from_db()
    assert one.agreement_signed_on == was


def test_age_and_household_are_those_of_the_day_it_came(team):
    home = make.household(main=make.person("Jonas", "Aas", birth_date=ago(365 * 30)))
    old = make_hf.referral(home, team, received_on=ago(400))
    assert old.age == 28


# --- Participation ----------------------------------------------------------------------------------------


def test_a_no_costs_nothing_and_may_become_a_yes(household, team, trine):
    one = make_hf.invited(household, team, invited_on=ago(30))
    one.decline(by=trine, declined_on=ago(20))
    assert not Participation.objects.current(TODAY).exists()
    one.invite_again(by=trine, invited_on=ago(1))
    one.start(by=trine, started_on=TODAY)
    assert list(Participation.objects.in_force(TODAY)) == [one]


def test_nobody_is_in_a_team_twice_at_a_time(household, team, trine, participation):
    with pytest.raises(Refused, match="allerede deltaker"):
        make_hf.participation(household, team, by=trine, started_on=TODAY)
    participation.end(by=trine, ended_on=ago(1), end_reason="moved")
    assert make_hf.participation(household, team, by=trine, started_on=ago(1)).is_active
    with pytest.raises(Refused, match="allerede deltaker"):
        participation.go_on(by=trine, day=TODAY)


def test_in_force_and_overlapping_count_the_first_day_and_not_the_last(household, team, trine):
    one = make_hf.participation(household, team, by=trine, started_on=ago(20), ended_on=ago(10))
    days = {day for day in range(8, 23) if Participation.objects.in_force(ago(day)).exists()}
    assert days == set(range(11, 21))
    asked = {
        (21, 21): 0,
        (20, 20): 1,
        (11, 11): 1,
        (10, 10): 0,
        (40, 0): 1,
    }
    for (first, last), count in asked.items():
        assert Participation.objects.overlapping(Period(ago(first), ago(last))).count() == count, (first, last)
    assert one.status == "ended"


def test_an_agreement_is_extended_only_when_there_is_one(household, team, trine):
    one = make_hf.participation(household, team, by=trine, signed=False)
    with pytest.raises(Refused, match="ingen signert avtale"):
        one.extend(AgreementExtension(agreed_on=TODAY), by=trine)
    one.sign(by=trine, agreement_signed_on=TODAY)
    assert one.agreement_until is None


def test_a_wrong_date_of_an_agreement_is_put_right_and_leaves_its_trace(at, household, team, trine):
    one = make_hf.participation(household, team, by=trine, started_on=ago(60))
    one.extend(AgreementExtension(agreed_on=ago(10), until=ago(-2000)), by=trine)
    address = reverse("participation_correct_agreement", args=[one.pk])
    assert address in at.get(one.get_absolute_url()).content.decode()
    assert f'value="{said(ago(60))}"' in at.get(address).content.decode()
    right = {"agreement_signed_on": said(ago(55)), "agreement_until": said(ago(-200))}
    assert at.post(address, right).url == one.get_absolute_url()
    one.refresh_from_db()
    assert (one.agreement_signed_on, one.agreement_until) == (ago(55), ago(-200))
    assert one.extensions.get().until == ago(-200)
    kept = Participation.history.rel.related_model.objects.filter(pgh_obj=one)
    assert list(kept.order_by("pgh_id").values_list("agreement_signed_on", flat=True))[-2:] == [ago(60), ago(55)]
    assert "rettet" in titles(one)[-1]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"agreement_signed_on": said(ago(61))}, "agreement_signed_on"),
        ({"agreement_signed_on": said(ago(-1))}, "agreement_signed_on"),
        ({"agreement_signed_on": ""}, "agreement_signed_on"),
        ({"agreement_until": said(ago(56))}, "agreement_until"),
        ({"agreement_until": said(ago(11))}, "agreement_until"),
        ({"agreement_until": "i fjor"}, "agreement_until"),
    ],
)
def test_a_correction_keeps_the_rules_of_signing(at, household, team, trine, wrong, field):
    one = make_hf.participation(household, team, by=trine, started_on=ago(60))
    one.extend(AgreementExtension(agreed_on=ago(10), until=ago(-100)), by=trine)
    asked = {"agreement_signed_on": said(ago(55)), "agreement_until": said(ago(-90))} | wrong
    page = at.post(reverse("participation_correct_agreement", args=[one.pk]), asked)
    assert list(page.context["form"].errors) == [field]
    one.refresh_from_db()
    assert (one.agreement_signed_on, one.agreement_until) == (ago(60), ago(-100))


def test_of_two_who_correct_an_agreement_the_second_is_told(participation, trine):
    second = Participation.objects.get()
    participation.correct_agreement(by=trine, agreement_signed_on=TODAY)
    with pytest.raises(Refused):
        second.correct_agreement(by=trine, agreement_signed_on=ago(1))


def test_nothing_is_corrected_where_nothing_was_signed(at_leader, mona, household, team):
    one = make_hf.participation(household, team, signed=False)
    give_reason(mona, household, "Ser på avtalen.")
    address = reverse("participation_correct_agreement", args=[one.pk])
    assert at_leader.get(address).url == one.get_absolute_url()
    with pytest.raises(Refused, match="ingen signert avtale"):
        one.correct_agreement(by=mona, agreement_signed_on=TODAY)


def test_only_a_member_of_the_team_can_be_the_contact(at, participation, odd):
    url = reverse("participation_follow", args=[participation.pk])
    page = at.post(url, {"caseworker": odd.pk})
    assert set(page.context["form"].errors) == {"caseworker"}


# --- Away, and homes --------------------------------------------------------------------------------------


def test_whoever_comes_out_is_no_longer_away(household, participation, trine):
    transition = make.transition(household, by=trine, planned_on=ago(2))
    away = make_hf.time_away(participation, by=trine, started_on=ago(60), transition=transition)
    transition.complete(by=trine, actual_on=ago(1), outcome="municipal", housing_ready_on=ago(9))
    away.refresh_from_db()
    assert away.ended_on == ago(1)
    assert any("ute etter soning" in title for title in titles(participation))


def test_the_release_of_another_household_is_not_theirs(participation, trine):
    others = make.transition(make.household(), by=trine)
    with pytest.raises(Refused, match="annen husstand"):
        make_hf.time_away(participation, by=trine, transition=others)
    assert not TimeAway.objects.exists()


def test_a_no_to_a_home_moves_nobody_on_the_waiting_list(household, team, trine, mona):
    """Neither a private flat the team found nor a dwelling from the list (tilbud uten tap av plass)."""
    one = make_hf.participation(household, team, by=trine)
    application = make.granted(household, by=mona)
    for _ in range(2):
        make.granted(make.household(), by=mona)

    def places():
        return [(place.number, place.application.pk, place.total) for place in places_on(TODAY)]

    before = places()
    assert len(before) == 3
    flat = make_hf.home_offer(one, by=trine, offered_on=ago(3))
    flat.take_answer(by=trine, answer="declined", answered_on=ago(2), reason="For nær gamle venner.")
    offer = make.offer(application, make.dwelling(), by=mona, offered_on=ago(2))
    offer.decline(by=mona, answered_on=TODAY, reason="Vil bo alene.")
    assert places() == before
    assert Participation.objects.get().is_active
    with pytest.raises(Refused, match="allerede besvart"):
        HomeOffer.objects.get().take_answer(by=trine, answer="accepted", answered_on=TODAY)


def test_only_homes_offered_since_the_team_invited_them_are_shown(at, household, team, trine, mona):
    refused = make.granted(household, by=mona)
    before = make.offer(refused, make.dwelling("Sjøgata 1"), by=mona, offered_on=ago(41))
    before.decline(by=mona, answered_on=ago(40), reason="For langt unna.")
    one = make_hf.invited(household, team, by=trine, invited_on=ago(30))
    one.start(by=trine, started_on=ago(20))
    since = make.offer(refused, make.dwelling("Sjøgata 2"), by=mona, offered_on=ago(30))
    page = at.get(one.get_absolute_url())
    assert page.context["municipal_offers"] == [since]
    assert f">{before.number}</a>" not in page.content.decode().split("Tilbud om bolig")[1].split("</section>")[0]


def test_the_team_is_told_of_arrears_and_nobody_else(household, participation, trine, odd):
    make_evictions.arrears_case(make.tenancy(household, make.dwelling()), by=None)
    told = CaseEvent.objects.filter(title__contains="husleierestanse")
    assert told.count() == 1
    assert told.visible_to(trine).count() == 1
    assert told.visible_to(make.caseworker()).count() == 0


# --- Lists ------------------------------------------------------------------------------------------------


def test_lists_ask_the_same_number_of_questions_however_many(at, team, trine):
    def queries(name):
        with CaptureQueriesContext(connection) as asked:
            assert at.get(reverse(name)).status_code == 200
        return len(asked)

    def more(count):
        for number in range(count):
            home = make.household(main=make.person("Per", f"Nummer {number}"))
            make_hf.participation(home, team, by=trine)
            make_hf.referral(home, team)

    more(1)
    names = ("participation_list", "referral_list", "team_list")
    for name in names:
        queries(name)
    before = {name: queries(name) for name in names}
    with CaptureQueriesContext(connection) as one:
        at.get(team.get_absolute_url())
    more(2)
    assert {name: queries(name) for name in names} == before
    with CaptureQueriesContext(connection) as three:
        at.get(team.get_absolute_url())
    assert len(three) == len(one)


def test_lists_say_what_is_on_them(at, at_leader, household, team, participation):
    make_hf.referral(household, team)
    page = at.get(reverse("participation_list"), {"status": "na"}).content.decode()
    assert "Aas, Jonas" in page
    assert participation.number in page
    file = at_leader.get(reverse("referral_list"), {"format": "csv"}).content.decode("utf-8-sig")
    assert "Aas, Jonas" in file
    # The page joins some of them; a file keeps each apart.
    assert file.splitlines()[0].split(";")[2:4] == ["Alder", "Kjønn"]
    assert file.splitlines()[0].split(";")[-3:] == ["Status", "Besvart", "Årsak til avslag"]
    page = at.get(reverse("referral_list"), {"sort": "-status"}).content.decode()
    assert "Alder og kjønn" in page
    assert "Status og svar" in page
    assert at.get(reverse("participation_list"), {"format": "csv"}).status_code == 403
