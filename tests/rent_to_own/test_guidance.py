"""A household's way from tenant to owner: each step, what is refused, the board, the list, and what is hidden."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from housing.database import Refused
from housing.models import CaseEvent, ViewLog
from rent_to_own import deadlines
from rent_to_own.models import Guidance, Outreach
from tests import make
from tests import make_rent_to_own as make_rto

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def ago(days):
    return TODAY - timedelta(days=days)


def said(day):
    return f"{day:%d.%m.%Y}"


def test_the_way_from_contact_to_followed_up(at, household):
    page = at.post(
        reverse("outreach_new", args=[household.pk]),
        {"contacted_on": said(ago(90)), "how": "phone", "answer": "interested"},
    )
    assert page.url == reverse("guidance_new", args=[household.pk])
    at.post(page.url, {"started_on": said(ago(90)), "origin": "tenant"})
    one = Guidance.objects.get()
    way = [
        ("guidance_assess", {"assessed_on": said(ago(80)), "potential": "now"}, "assessed"),
        ("loan_new", {"applied_on": said(ago(70))}, "loan_applied"),
    ]
    for name, answers, status in way:
        assert at.post(reverse(name, args=[one.pk]), answers).status_code == 302
        one.refresh_from_db()
        assert one.status == status
    loan = one.loans.get()
    granted = {
        "outcome": "granted",
        "decided_on": said(ago(60)),
        "loan_amount": "1 500 000",
        "certificate_expires_on": said(TODAY + timedelta(days=30)),
        "cofinancing_considered": "ja",
        "is_bank_cofinanced": "nei",
        "cofinancing_reason": "Banken sa nei.",
    }
    at.post(reverse("loan_decide", args=[loan.pk]), granted)
    way = [
        ("guidance_bid", {"bid_on": said(ago(50))}, "bid"),
        ("guidance_lost_bid", {"lost_on": said(ago(45))}, "certificate"),
        ("guidance_bid", {"bid_on": said(ago(40))}, "bid"),
        ("purchase_private", {"bought_on": said(ago(30)), "price": "2 100 000"}, "bought"),
        ("guidance_follow_up", {"followed_up_on": said(ago(5)), "note": "Det går bra."}, "followed_up"),
        ("guidance_close", {"closed_on": said(ago(1)), "closing_reason": "bought"}, "closed"),
        ("guidance_reopen", {"reopened_on": said(TODAY), "note": "Vil bytte bolig."}, "assessed"),
    ]
    for name, answers, status in way:
        assert at.post(reverse(name, args=[one.pk]), answers).status_code == 302, name
        one.refresh_from_db()
        assert one.status == status
    assert one.reopened_on == [TODAY]
    assert one.closed_on == ago(1)
    assert at.get(one.get_absolute_url()).status_code == 200
    assert CaseEvent.objects.filter(title="Leie til eie: gjenåpnet").count() == 1


def test_a_double_click_begins_once(at, household):
    key = {"external_id": "samme", "started_on": said(TODAY), "origin": "tenant"}
    at.post(reverse("guidance_new", args=[household.pk]), key)
    at.post(reverse("guidance_new", args=[household.pk]), key)
    assert Guidance.objects.count() == 1


def test_one_open_guidance_at_a_time(kari, household):
    one = make_rto.guidance(household, by=kari)
    with pytest.raises(Refused, match="åpen"):
        make_rto.guidance(household, by=kari)
    one.close(by=kari, closed_on=make_rto.DAY, closing_reason="other")
    make_rto.guidance(household, by=kari)
    with pytest.raises(Refused, match="åpen"):
        one.reopen(by=kari, reopened_on=make_rto.DAY)


@pytest.mark.parametrize(
    ("name", "answers", "field"),
    [
        ("guidance_assess", {"assessed_on": said(TODAY + timedelta(days=1)), "potential": "now"}, "assessed_on"),
        ("guidance_assess", {"assessed_on": "01.01.2025", "potential": "now"}, "assessed_on"),
        ("guidance_close", {"closed_on": said(TODAY), "closing_reason": "bought"}, "closing_reason"),
        ("guidance_close", {"closed_on": "31.02.2026", "closing_reason": "other"}, "closed_on"),
        ("loan_new", {"applied_on": said(TODAY + timedelta(days=1))}, "applied_on"),
        ("purchase_private", {"bought_on": said(TODAY), "price": "0"}, "price"),
    ],
)
def test_what_does_not_fit_is_told_at_its_field(at, kari, household, name, answers, field):
    one = make_rto.guidance(household, by=kari)
    page = at.post(reverse(name, args=[one.pk]), answers)
    assert page.status_code == 200
    assert set(page.context["form"].errors) == {field}


def test_no_bid_without_a_certificate(kari, household):
    with pytest.raises(Refused):
        make_rto.assessed(household, by=kari).bid(by=kari, bid_on=make_rto.DAY)


def test_it_is_not_closed_on_the_day_it_was_opened_again(kari, household):
    one = make_rto.guidance(household, by=kari)
    one.close(by=kari, closed_on=date(2026, 4, 1), closing_reason="other")
    with pytest.raises(Refused, match="avsluttet først 01.04.2026"):
        one.reopen(by=kari, reopened_on=date(2026, 3, 31))
    one.reopen(by=kari, reopened_on=date(2026, 4, 1))
    with pytest.raises(Refused, match="tidligst avsluttes dagen etter"):
        one.close(by=kari, closed_on=date(2026, 4, 1), closing_reason="other")
    one.close(by=kari, closed_on=date(2026, 4, 2), closing_reason="other")


def test_whoever_comes_second_is_told(kari, household):
    one = make_rto.guidance(household, by=kari)
    same = Guidance.objects.get(pk=one.pk)
    one.close(by=kari, closed_on=TODAY, closing_reason="other")
    with pytest.raises(Refused, match="Noen andre"):
        same.assess(by=kari, potential="now", assessed_on=TODAY)


def test_looking_at_it_is_written_down(at, kari, household):
    one = make_rto.guidance(household, by=kari)
    at.get(one.get_absolute_url())
    assert ViewLog.objects.filter(household=household, what="guidance").exists()


def test_children_stand_first_on_board_and_list(at, kari):
    old = make_rto.guidance(make.household(), by=kari, started_on=date(2025, 2, 1))
    family = make_rto.guidance(make.household(children=[date(2018, 1, 1)]), by=kari, started_on=date(2026, 2, 1))
    board = at.get(reverse("guidance_board")).context["steps"]
    assert [row.pk for row in board[0].rows] == [family.pk, old.pk]
    assert (board[0].count, board[0].children) == (2, 1)
    listed = at.get(reverse("guidance_list")).context["page_obj"].object_list
    assert [row.pk for row in listed] == [family.pk, old.pk]


def test_a_certificate_that_runs_out_is_warned_of(at, kari, household):
    one = make_rto.assessed(household, by=kari)
    make_rto.granted_loan(one, by=kari, certificate_expires_on=TODAY + timedelta(days=10))
    assert 'data-color="warning"' in at.get(reverse("guidance_board")).content.decode()
    found = list(deadlines.certificates([household], TODAY))
    assert [row.due_on for row in found] == [TODAY + timedelta(days=10)]
    make_rto.private_purchase(one, by=kari, bought_on=TODAY)
    assert list(deadlines.certificates([household], TODAY)) == []
    talk = list(deadlines.ownership_talks([household], TODAY))
    assert [row.what for row in talk] == ["Følg opp etter boligkjøpet"]


@pytest.mark.parametrize("name", ["guidance_board", "guidance_list"])
def test_as_many_questions_for_one_as_for_three(at, kari, name):
    counts = []
    for _number in range(2):
        for _each in range(1 if not counts else 2):
            one = make_rto.assessed(make.household(children=[date(2018, 1, 1)]), by=kari)
            make_rto.granted_loan(one, by=kari, certificate_expires_on=TODAY)
        with CaptureQueriesContext(connection) as asked:
            assert at.get(reverse(name)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("query", ["status=apne", "status=closed", "barn=ja", "mine=on", "mulighet=now", "status=x"])
def test_the_list_is_narrowed(at, kari, query):
    make_rto.assessed(make.household(children=[date(2018, 1, 1)]), by=kari)
    closed = make_rto.guidance(make.household(), by=None)
    closed.close(by=kari, closed_on=TODAY, closing_reason="other")
    rows = at.get(f"{reverse('guidance_list')}?{query}").context["page_obj"].object_list
    assert len(rows) == {"status=x": 2}.get(query, 1)


def test_what_they_answered_is_kept(at, household):
    facts = {"contacted_on": said(TODAY), "how": "letter", "answer": "none"}
    assert at.post(reverse("outreach_new", args=[household.pk]), facts).url == reverse("candidate_list")
    assert Outreach.objects.get().answer == "none"
    assert "Leie til eie" in at.get(household.get_absolute_url()).content.decode()
