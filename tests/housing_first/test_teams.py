"""A team: posts, room for more, who is on call, the base, and its own judgement of itself."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from housing.database import Refused
from housing_first import fidelity, team_page
from housing_first.models import BaseDwelling, FidelityCheck, FidelityForm, OnCall, Team, TeamMember
from housing_first.models.fidelity import FIRST_QUESTIONS
from tests import make
from tests import make_housing_first as make_hf

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def ago(days):
    return TODAY - timedelta(days=days)


def said(day):
    return f"{day:%d.%m.%Y}"


def test_posts_are_the_shares_of_those_who_are_there_on_the_day(team, trine):
    half = make_hf.member(team, make.user("follow_up"), starts_on=ago(10), post_percent=50)
    make_hf.member(team, make.user("follow_up"), starts_on=ago(-1))
    assert (team.posts_on(TODAY), team.posts_on(ago(11))) == (Decimal("1.50"), Decimal("1.00"))
    half.go_on_with(80, by=trine, day=ago(3))
    assert (team.posts_on(ago(4)), team.posts_on(ago(3))) == (Decimal("1.50"), Decimal("1.80"))
    assert team.members.count() == 4


def test_room_for_more_counts_those_who_are_invited(team, trine):
    team.persons_per_post = 2
    team.keep(by=trine)
    assert team_page.free_places(team, TODAY) == 2
    make_hf.participation(make.household(), team, by=trine)
    make_hf.invited(make.household(), team, by=trine)
    make_hf.participation(make.household(), team, by=trine, ended_on=TODAY)
    row = team_page.rows_of([team], TODAY)[0]
    assert (row.active, row.invited, row.free, row.per_post) == (1, 1, 0, Decimal("1.0"))


def test_a_team_without_posts_or_bound_has_no_such_numbers(team):
    row = team_page.rows_of([team], TODAY)[0]
    assert (row.posts, row.per_post, row.free) == (Decimal("0.00"), None, None)


def test_nobody_is_in_a_team_twice_at_a_time(team, trine):
    with pytest.raises(Refused, match="allerede med i teamet"):
        make_hf.member(team, trine, starts_on=TODAY)


def test_a_team_with_participants_is_not_closed(team, trine, mona, participation):
    with pytest.raises(Refused, match="har deltakere"):
        team.close(by=mona, closed_on=TODAY)
    participation.end(by=trine, ended_on=TODAY, end_reason="moved")
    team.close(by=mona, closed_on=TODAY)
    assert not TeamMember.objects.in_force(TODAY).filter(team=team).exists()
    assert not Team.objects.open(TODAY).filter(pk=team.pk).exists()


def test_the_leader_makes_a_team_and_puts_people_in_it(at_leader):
    answers = {"name": "Ambulerende team", "kind": "ambulant", "unseen_days": "5"}
    page = at_leader.post(reverse("team_new"), answers)
    made = Team.objects.get()
    assert page.url == made.get_absolute_url()
    worker = make.user("follow_up", name="Nils Vik")
    url = reverse("team_member_new", args=[made.pk])
    at_leader.post(url, {"user": worker.pk, "post_percent": "60", "starts_on": said(TODAY)})
    assert made.members.get().post_percent == 60
    again = at_leader.post(reverse("team_new"), answers)
    assert set(again.context["form"].errors) == {"name"}
    wrong = at_leader.post(url, {"user": worker.pk, "post_percent": "101", "starts_on": "31.02.2026"})
    assert set(wrong.context["form"].errors) == {"post_percent", "starts_on"}


def test_only_roles_that_may_read_a_teams_work_can_be_in_one(at_leader, team):
    rent = make.user("rent")
    url = reverse("team_member_new", args=[team.pk])
    page = at_leader.post(url, {"user": rent.pk, "post_percent": "100", "starts_on": said(TODAY)})
    assert set(page.context["form"].errors) == {"user"}


# --- On call ----------------------------------------------------------------------------------------------


def test_a_shift_over_midnight_stands_on_the_page_and_is_on_call(at, team, trine):
    url = reverse("on_call_new", args=[team.pk])
    answers = {
        "user": trine.pk,
        "first_day": said(TODAY),
        "begins_at": "20:00",
        "last_day": said(ago(-1)),
        "ends_at": "08:00",
    }
    assert at.post(url, answers).status_code == 302
    night = timezone.make_aware(datetime.combine(ago(-1), time(3)))
    assert OnCall.objects.at(night).get().user == trine
    assert not OnCall.objects.at(night + timedelta(hours=5)).exists(), "at eight it is over"
    assert "Trine Vik" in at.get(team.get_absolute_url()).content.decode()
    page = at.post(url, answers | {"last_day": ""})
    assert set(page.context["form"].errors) == {"ends_at"}
    assert at.post(reverse("on_call_remove", args=[OnCall.objects.get().pk])).status_code == 302
    assert not OnCall.objects.exists()


def test_whoever_leaves_the_team_before_the_shift_ends_is_not_put_up(team, trine):
    team.members.get().leave(by=trine, ends_on=ago(-2))
    make_hf.on_call(team, trine, day=TODAY)
    with pytest.raises(Refused, match="hele vakten"):
        make_hf.on_call(team, trine, day=ago(-1), hours=24)


# --- The base ---------------------------------------------------------------------------------------------


def test_a_base_tells_its_homes_staff_and_rules(client, trine):
    base = make_hf.base(members=[trine], by=trine)
    client.force_login(trine)
    page = client.get(base.get_absolute_url()).content.decode()
    for word in ("Orelundveien 1", "Mandag", "15.00–22.00", "Ro etter klokken 23."):
        assert word in page


@pytest.mark.parametrize("protection", ["client", "confidential", "strictly_confidential"])
def test_a_base_does_not_tell_where_somebody_protected_lives(client, trine, mona, protection):
    base = make_hf.base(members=[trine], by=trine)
    home = BaseDwelling.objects.get().dwelling
    hidden = make.household(main=make.person("Skjult", "Aas", address_protection=protection))
    make.tenancy(hidden, home)
    make_hf.participation(hidden, base, by=trine)
    for user in (trine, mona):
        client.force_login(user)
        page = client.get(base.get_absolute_url()).content.decode()
        assert "Orelundveien" not in page
        assert "Aas, Skjult" in page


def test_a_stay_hides_the_home_too(trine):
    base = make_hf.base(members=[trine], by=trine)
    home = BaseDwelling.objects.get().dwelling
    hidden = make.household(main=make.person(address_protection="confidential"))
    make.temporary_stay(hidden, by=trine, place="", dwelling=home, starts_on=ago(1))
    assert team_page.base_of(base, trine, TODAY)["dwellings"] == []


def test_house_rules_are_versions_and_the_newest_begun_applies(trine):
    base = make_hf.base(members=[trine], by=trine)
    make_hf.HouseRules(team=base, valid_from=ago(1), text="Nye regler.").adopt(by=trine)
    make_hf.HouseRules(team=base, valid_from=ago(-1), text="Enda nyere.").adopt(by=trine)
    found = team_page.base_of(base, trine, TODAY)
    assert found["rules"].text == "Nye regler."
    assert [row.text for row in found["later_rules"]] == ["Enda nyere."]


def test_a_dwelling_is_under_one_base_at_a_time(trine):
    base = make_hf.base(members=[trine], by=trine)
    home = BaseDwelling.objects.get()
    with pytest.raises(Refused, match="allerede til en base"):
        BaseDwelling(team=make_hf.team("To", kind="base"), dwelling=home.dwelling, starts_on=TODAY).add(by=trine)
    home.end(by=trine, ends_on=TODAY)
    BaseDwelling(team=base, dwelling=home.dwelling, starts_on=TODAY).add(by=trine)
    with pytest.raises(Refused, match="allerede avsluttet"):
        BaseDwelling(pk=home.pk, ends_on=None).end(by=trine, ends_on=TODAY)


# --- The team's own judgement -----------------------------------------------------------------------------


def test_what_is_not_answered_counts_neither_way():
    found = fidelity.result(["a", "b", "c"], [4, None, 2])
    assert (found.points, found.possible, found.answered, found.asked) == (6, 8, 2, 3)
    assert found.percent == Decimal("75.0")
    assert fidelity.result(["a"], [None]).percent is None
    assert fidelity.result(["a"], [0]).percent == Decimal("0.0")


def test_a_question_is_held_against_the_same_question_before():
    class Before:
        questions = ("b", "a")
        points = (1, 3)

    assert fidelity.beside(["a", "c"], [4, 2], Before) == [("a", 4, 3), ("c", 2, None)]


def test_a_team_judges_itself_once_a_half_year_by_the_form_of_the_day(at, at_leader, team):
    url = reverse("fidelity_check_new", args=[team.pk])
    answers = {"year": str(TODAY.year), "half": "1", "made_on": said(TODAY), "points_0": "4", "points_1": "2"}
    page = at.post(url, answers)
    check = FidelityCheck.objects.get()
    assert page.url == check.get_absolute_url()
    assert (check.questions, check.points[:3]) == (FIRST_QUESTIONS, [4, 2, None])
    assert "<strong>6</strong> av 8" in at.get(page.url).content.decode()
    assert at.post(url, answers).context["form"].non_field_errors() == ["Teamet har allerede vurdert dette halvåret."]
    at_leader.post(
        reverse("fidelity_form_new"), {"valid_from": said(TODAY), "questions": "Nytt spørsmål?\n\nNytt spørsmål?\nTo?"}
    )
    assert FidelityForm.objects.on(TODAY).questions == ["Nytt spørsmål?", "To?"]
    check.refresh_from_db()
    assert check.questions == FIRST_QUESTIONS, "what was answered stays what it was"
    assert "Nytt spørsmål?" in at.get(url).content.decode()


def test_a_half_year_that_has_not_begun_is_refused(at, team):
    url = reverse("fidelity_check_new", args=[team.pk])
    page = at.post(url, {"year": str(TODAY.year + 1), "half": "1", "made_on": said(ago(-1))})
    assert {"year", "made_on"} <= set(page.context["form"].errors)
    assert date(TODAY.year + 1, 1, 1) > TODAY
