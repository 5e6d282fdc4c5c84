"""After an eviction somebody answers for the household until it is known where they are (oppfølgingsplikt)."""

import pytest
from django.urls import reverse

from evictions.models import EvictionFollowUp
from housing.database import Refused
from housing.models import CaseEvent
from tests import make, make_evictions
from tests.evictions.case_steps import TODAY, ago, at_desk, owing_case, post, read, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def kari():
    return make.caseworker()


@pytest.fixture
def at(kari):
    return at_desk(kari)


@pytest.fixture
def follow_up(kari):
    case = owing_case(kari)
    petition = make_evictions.petition(case.tenancy, by=kari, sent_on=ago(40), scheduled_on=ago(3), case=case)
    petition.carry_out(by=kari, on=ago(2))
    return EvictionFollowUp.objects.get()


def test_it_is_given_on_and_tells_where_they_are(at, kari, follow_up):
    other = make.user("follow_up", name="Siri Holm")
    sent = {"owner": other.pk, "due_on": said(ago(-10)), "went_to": "temporary", "note": "Ringt motellet."}
    response, told = post(at, "eviction_follow_up", follow_up.pk, **sent)
    assert (told, response.url) == ({}, follow_up.petition.get_absolute_url())
    follow_up.refresh_from_db()
    assert (follow_up.owner, follow_up.due_on, follow_up.went_to) == (other, ago(-10), "temporary")
    assert "Midlertidig botilbud" in read(at, follow_up.petition.get_absolute_url())
    assert CaseEvent.objects.filter(title="Oppfølging etter utkastelse", note="Siri Holm").exists()


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"owner": ""}, "owner"),
        ({"closed_on": said(TODAY), "went_to": ""}, "went_to"),
        ({"closed_on": said(ago(-1)), "went_to": "private"}, "closed_on"),
        ({"closed_on": said(ago(3)), "went_to": "private"}, "closed_on"),
        ({"due_on": said(ago(1))}, "due_on"),
        ({"went_to": "månen"}, "went_to"),
    ],
)
def test_it_is_told_at_the_field(at, kari, follow_up, sent, field):
    good = {"owner": kari.pk, "due_on": said(follow_up.due_on), "went_to": "unknown"}
    _response, told = post(at, "eviction_follow_up", follow_up.pk, **good | sent)
    assert set(told) == {field}


def test_it_is_over_once_and_says_where_they_went(at, kari, follow_up):
    sent = {"due_on": said(follow_up.due_on), "went_to": "municipal", "closed_on": said(TODAY)}
    post(at, "eviction_follow_up", follow_up.pk, **sent)
    follow_up.refresh_from_db()
    assert (follow_up.closed_on, follow_up.went_to) == (TODAY, "municipal")
    assert at.get(reverse("eviction_follow_up", args=[follow_up.pk])).url == follow_up.petition.get_absolute_url()
    with pytest.raises(Refused, match="allerede avsluttet"):
        follow_up.close(by=kari, on=TODAY, went_to="private", note="")
