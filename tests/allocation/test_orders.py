"""The order to the property company: a draft with its lines, sent, delivered, and replaced by a new version."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from allocation.models import DwellingOrder, DwellingOrderLine
from housing.cases import Refused
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LINE = {"count": "3", "rooms": "4", "type": "ordinary", "staffing": "none", "reason": "Store familier venter"}


@pytest.fixture
def leader(client):
    user = make.leader()
    client.force_login(user)
    return user


@pytest.fixture
def draft(leader):
    return make.order(by=leader, made_on=TODAY)


@pytest.fixture
def sent(draft, leader):
    make.order_line(draft)
    draft.send(by=leader, sent_on=TODAY)
    return draft


def post(client, name, row, **facts):
    return client.post(reverse(name, args=[row.pk]), facts)


def test_a_draft_takes_the_lines_that_are_short(client, leader):
    for _ in range(2):
        make.granted(make.household(), by=leader)
    facts = {"external_id": "b1", "recipient": "Lindvik Eiendom KF", "with_proposal": "on"}
    for _ in range(2):
        assert client.post(reverse("dwelling_order_new"), facts).status_code == 302
    line = DwellingOrder.objects.get().lines.get()
    assert (line.count, line.rooms, line.type, line.staffing) == (2, 2, "ordinary", "none")
    assert line.reason == "2 trenger en slik bolig, og 0 ventes ledige innen 12 måneder."


def test_an_empty_one_without_the_proposal_and_only_one_at_a_time(client, leader):
    make.granted(make.household(), by=leader)
    assert client.post(reverse("dwelling_order_new"), {"recipient": "Eiendom"}).status_code == 302
    assert not DwellingOrderLine.objects.exists()
    again = client.post(reverse("dwelling_order_new"), {"recipient": "Eiendom"})
    assert "allerede et utkast" in again.content.decode()


def test_lines_are_written_once_changed_and_deleted(client, draft):
    for _ in range(2):
        assert post(client, "dwelling_order_line_new", draft, external_id="l1", **LINE).status_code == 302
    line = draft.lines.get()
    post(client, "dwelling_order_line_edit", line, **LINE | {"count": "5"})
    line.refresh_from_db()
    assert line.count == 5
    assert post(client, "dwelling_order_line_delete", line).status_code == 302
    assert not draft.lines.exists()


@pytest.mark.parametrize("wrong", [{"count": "0"}, {"rooms": "9"}, {"needed_by": "01.01.2020"}, {"type": "slott"}])
def test_a_line_that_cannot_be_is_said_at_the_field(client, draft, wrong):
    page = post(client, "dwelling_order_line_new", draft, **LINE | wrong)
    assert set(page.context["form"].errors) == set(wrong)


def test_what_is_sent_is_not_changed(client, sent):
    line = sent.lines.get()
    assert "Lag en ny versjon" in post(client, "dwelling_order_line_edit", line, **LINE).content.decode()
    assert post(client, "dwelling_order_line_delete", line).status_code == 409
    assert "Lag en ny versjon" in post(client, "dwelling_order_line_new", sent, **LINE).content.decode()
    assert sent.lines.get().count == 2


def test_nothing_is_sent_empty_or_before_it_is(client, draft):
    assert "ingen linjer" in post(client, "dwelling_order_send", draft, sent_on=f"{TODAY:%d.%m.%Y}").content.decode()
    make.order_line(draft)
    tomorrow = f"{TODAY + timedelta(days=1):%d.%m.%Y}"
    assert "sent_on" in post(client, "dwelling_order_send", draft, sent_on=tomorrow).context["form"].errors
    assert post(client, "dwelling_order_send", draft, sent_on=f"{TODAY:%d.%m.%Y}").status_code == 302
    assert post(client, "dwelling_order_deliver", draft, delivered_on=f"{TODAY:%d.%m.%Y}").status_code == 302
    draft.refresh_from_db()
    assert (draft.status, draft.delivered_on) == ("delivered", TODAY)


def test_a_new_version_replaces_the_old_when_it_is_sent(client, sent, leader):
    assert post(client, "dwelling_order_version", sent).status_code == 302
    new = DwellingOrder.objects.draft().get()
    assert (new.version, new.replaces, new.lines.get().count) == (2, sent, 2)
    sent.refresh_from_db()
    assert sent.status == "sent"
    new.send(by=leader, sent_on=TODAY)
    sent.refresh_from_db()
    assert (sent.status, sent.lines.count()) == ("replaced", 1)


def test_an_old_version_delivered_meanwhile_keeps_the_new_from_being_sent(sent, leader):
    new = sent.new_version(by=leader, made_on=TODAY)
    sent.deliver(by=leader, delivered_on=TODAY)
    with pytest.raises(Refused):
        DwellingOrder.objects.get(pk=new.pk).send(by=leader, sent_on=TODAY)
    new.refresh_from_db()
    assert new.status == "draft"


def test_a_draft_may_be_dropped_and_a_caseworker_only_reads(client, draft):
    client.force_login(make.caseworker())
    assert client.get(draft.get_absolute_url()).status_code == 200
    assert post(client, "dwelling_order_drop", draft).status_code == 403
    client.force_login(make.leader())
    assert post(client, "dwelling_order_drop", draft).status_code == 302
    draft.refresh_from_db()
    assert draft.status == "dropped"


def test_the_file_has_the_lines(client, sent):
    text = client.get(sent.get_absolute_url(), {"format": "csv"}).content.decode("utf-8-sig")
    assert "2;3 rom;Ordinær;Ingen;;" in text
