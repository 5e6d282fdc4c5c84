"""Who stood before on the list and was passed over, and why; and that a no takes nobody's place."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from allocation import queue
from allocation.forms.offers import DeclineForm, OfferForm
from allocation.forms.passed_over import ONE_BY_ONE
from allocation.models import PassedOver
from housing.database import Refused
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def no(day):
    return f"{day:%d.%m.%Y}"


def waiting(by, *, need=False, **fields):
    case = make.granted(make.household(caseworker=by), by=by, **fields)
    if need:
        make.mapping(case.household, homeless_category="4")
    return case


def form_for(case, home, **sent):
    dates = {"offered_on": no(TODAY), "answer_by": no(TODAY + timedelta(days=7))}
    return OfferForm(dates | sent, application=case, dwelling=home)


@pytest.fixture
def first(kari):
    return waiting(kari, need=True)


@pytest.fixture
def last(kari, first):
    return waiting(kari)


@pytest.fixture
def home():
    return make.dwelling()


def test_nobody_is_passed_over_without_a_reason(home, first, last):
    assert "reason" in form_for(last, home).errors
    assert "reason" in form_for(last, home, reason="fordi").errors
    assert "reason_text" in form_for(last, home, reason="other").errors
    assert form_for(last, home, reason="no_contact").is_valid()
    assert form_for(first, home).is_valid()


def test_one_may_have_a_reason_of_their_own(home, kari, first, last):
    between = waiting(kari, decided_on=TODAY - timedelta(days=300), received_on=TODAY - timedelta(days=310))
    own = {f"reason_{first.pk}": "other", f"text_{first.pk}": ""}
    assert f"text_{first.pk}" in form_for(last, home, reason="no_contact", **own).errors
    assert f"reason_{first.pk}" in form_for(last, home, reason="no_contact", **{f"text_{first.pk}": "Hund"}).errors
    form = form_for(last, home, reason="no_contact", **own | {f"text_{first.pk}": "Har hund"})
    assert form.is_valid(), form.errors
    offer = form.make(by=kari)
    places = {place.application.pk: place for place in queue.places_on(TODAY)}
    rows = {row.application_id: row for row in offer.passed_over.all()}
    assert {key: (row.reason, row.text) for key, row in rows.items()} == {
        first.pk: ("other", "Har hund"),
        between.pk: ("no_contact", ""),
    }
    assert rows[first.pk].place_number == places[first.pk].number == 1
    assert rows[first.pk].points == places[first.pk].total > 0
    assert PassedOver.history.rel.related_model.objects.count() == 2


def test_only_those_the_dwelling_fits_and_who_have_no_other_offer(home, kari, first, last):
    first.decisions.update(rooms=5)
    offered = waiting(kari, need=True)
    make.offer(offered, make.dwelling("Storgata 1"), by=kari)
    assert form_for(last, home).is_valid()


def test_a_long_list_is_answered_once(at, home, kari, last):
    before = [waiting(kari, need=True) for _number in range(ONE_BY_ONE + 3)]
    url = reverse("offer_new", args=[home.pk, last.pk])
    page = at.get(url)
    assert page.content.decode().count('name="reason_') == ONE_BY_ONE + 1, "each of the first, and the text for all"
    assert "De andre 4" in page.content.decode()
    # All have a reason of their own but the rest.
    everybody = {f"reason_{case.pk}": "waits" for case in before}
    assert "reason" in form_for(last, home, **everybody).errors
    at.post(url, {"offered_on": no(TODAY), "answer_by": no(TODAY), "reason": "environment"})
    assert PassedOver.objects.filter(reason="environment").count() == len(before) + 1


def test_the_offers_page_tells_them_by_reason_and_names_only_those_one_reaches(client, home, kari, first, last):
    form = form_for(last, home, reason="no_contact", reason_text="Ringt tre ganger")
    assert form.is_valid()
    offer = form.make(by=kari)
    client.force_login(kari)
    page = client.get(offer.get_absolute_url()).content.decode()
    assert "Gikk forbi 1 som sto foran" in page
    assert "Ringt tre ganger" in page
    assert first.number in page
    team = make.user("follow_up")
    last.household.take_responsibility(team, kind="follow_up")
    client.force_login(team)
    page = client.get(offer.get_absolute_url()).content.decode()
    assert "Gikk forbi 1 som sto foran" in page
    assert first.number not in page


def test_the_offers_page_asks_as_much_for_three_as_for_one(at, kari, home, first, last):
    url = make.offer(last, home, by=kari).get_absolute_url()
    counts = []
    for passed in (1, 3):
        while PassedOver.objects.count() < passed:
            case, number = waiting(kari), PassedOver.objects.count() + 1
            PassedOver.objects.create(
                offer=last.offers.get(), application=case, place_number=number, points=5, reason="waits"
            )
        at.get(url)
        with CaptureQueriesContext(connection) as asked:
            assert len(at.get(url).context["passed_over"][0]["rows"]) == passed
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("answers", [1, 4])
def test_a_no_takes_nobodys_place_nor_a_point(kari, answers):
    """Whoever says no is where they were, however often: with Housing First, and with everybody else."""
    cases = [waiting(kari, need=True), waiting(kari), waiting(kari)]
    before = [(place.application.pk, place.number, place.total) for place in queue.places_on(TODAY)]
    for number in range(answers):
        offer = make.offer(cases[0], make.dwelling(f"Storgata {number}"), by=kari, offered_on=TODAY, answer_by=TODAY)
        form = DeclineForm({"day": no(TODAY), "reason": "Vil bo i sentrum"}, offer=offer)
        assert form.is_valid()
        form.decline(by=kari)
    expired = make.offer(cases[0], make.dwelling("Åsveien 1"), by=kari, offered_on=TODAY, answer_by=TODAY)
    expired.expire(expired_on=TODAY)
    assert [(place.application.pk, place.number, place.total) for place in queue.places_on(TODAY)] == before


def test_a_home_at_an_excluded_place_is_not_offered(at, kari, home, first):
    make.exclusion(first.household, by=kari, address="Strandgata 4")
    form = form_for(first, home)
    assert form.is_valid()
    with pytest.raises(Refused, match="stedet er utelukket"):
        form.make(by=kari)
    page = at.get(reverse("candidates", args=[home.pk])).content.decode()
    assert "Stedet er utelukket" in page
    assert reverse("offer_new", args=[home.pk, first.pk]) not in page
    assert "flyktet" not in page, "why stands in the case alone"
    assert (
        reverse("housing_wishes", args=[first.household_id])
        in at.get(reverse("offer_new", args=[home.pk, first.pk])).content.decode()
    )
