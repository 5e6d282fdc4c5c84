"""Leaders who allocate at the same moment, each from a database connection of their own: always exactly one does.

A try is a whole offer through the real door, and takes between one and two tenths of a second: the suite has time for
fifty of each kind, and ``AT_ONCE_TRIES=500`` makes the thousand (three minutes and more on a quiet machine). The same
world is used for every try: what was given is taken back before both start again, together.
"""

import os
import time
from datetime import timedelta
from threading import Barrier

import pytest
from django.utils import timezone

from allocation.forms import agenda as item_forms
from allocation.forms import meetings as forms
from allocation.forms.offers import OfferForm
from allocation.models import AgendaItem, AllocationMeeting, AllocationRecord, Minutes, Offer
from housing.database import Refused
from housing.models import Letter
from tests import make
from tests.at_once import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

TODAY = timezone.localdate()
A_BREATH = 0.1
TRIES = int(os.environ.get("AT_ONCE_TRIES", "50"))
SENT = {
    "offered_on": f"{TODAY:%d.%m.%Y}",
    "answer_by": f"{TODAY + timedelta(days=7):%d.%m.%Y}",
    "grounds": "Størst behov.",
    "reason": "no_contact",
}


@pytest.fixture(autouse=True)
def _no_paper(monkeypatch):
    """What the letter says, and whether the worker is there to print it, is not the matter here."""
    monkeypatch.setattr("housing.letters.compose", lambda *args, **known: "<p></p>")
    for task in ("housing.tasks.print_letter.delay", "allocation.tasks.print_minutes.delay"):
        monkeypatch.setattr(task, lambda **known: None)


@pytest.fixture
def leaders():
    return make.leader(name="Odd Fjellheim"), make.leader(name="Mona Dahl")


@pytest.fixture
def cases(leaders):
    return [make.granted(make.household(), by=leaders[0]) for _household in range(2)]


@pytest.fixture
def homes():
    return [make.dwelling(f"Elvegata {number}") for number in (1, 2)]


@pytest.fixture
def meeting(leaders, homes):
    made = make.meeting(chair=leaders[0], meets_on=TODAY, opened=True)
    for home in homes:
        make.agenda_item(made, home)
    return made


def in_the_meeting(item, case, by):
    """The decision in the meeting, ready to be pressed again and again."""
    form = item_forms.AllocateForm(SENT, item=item, application=case)
    assert form.is_valid(), form.errors
    return lambda: (_anew(form), form.allocate(by=by))


def outside(home, case, by):
    form = OfferForm(SENT, application=case, dwelling=home)
    assert form.is_valid(), form.errors
    return lambda: (_anew(form), form.make(by=by))


def _anew(form):
    form.instance.pk, form.instance._state.adding = None, True


def take_back():
    """The offer is withdrawn and the item undecided, as they were. Exactly one offer stood open."""
    given = Offer.objects.filter(status="open")
    assert len(given) == 1, f"{len(given)} offers stand open"
    # Straight in the table: this is no part of what is tried.
    given.update(status="withdrawn", answered_on=TODAY)
    AgendaItem.objects.exclude(outcome="").update(outcome="", grounds="", offer=None, decided_at=None, decided_by=None)


def tried(left, right, *, tries):
    """Both press at the same moment, ``tries`` times. Answers how many did, and what the others were told."""
    begun = []
    # One of the two takes back, while the other waits.
    start = Barrier(2, action=lambda: take_back() if begun else begun.append(1), timeout=60)

    def press(turn):
        number, act = turn
        start.wait()
        # Mostly at once; now and then one of them is a breath late, so that each is first sometimes.
        if number % 6 == (0 if act is left else 3):
            time.sleep(A_BREATH)
        act()

    turns = [(number, act) for number in range(tries) for act in (left, right)]
    done, refused = at_once(press, turns, threads=2)
    take_back()
    return done, refused


def test_the_same_dwelling_to_two_households(leaders, cases, homes, meeting):
    """One decides in the meeting, the other gives an offer outside it."""
    left = in_the_meeting(meeting.items.first(), cases[0], leaders[0])
    right = outside(homes[0], cases[1], leaders[1])
    done, refused = tried(left, right, tries=TRIES)
    assert (done, len(refused)) == (TRIES, TRIES)
    assert set(refused) <= {
        "Boligen er allerede tilbudt noen som ikke har svart ennå.",
        "Saken er allerede avgjort, eller tatt av dagsordenen. Last siden på nytt.",
    }
    assert Offer.objects.count() == AllocationRecord.objects.count() == Letter.objects.count() == TRIES
    assert Offer.objects.values("application").distinct().count() == 2, (
        "sometimes the one was first, sometimes the other"
    )


def test_the_same_household_two_dwellings(leaders, cases, homes, meeting):
    left = in_the_meeting(meeting.items.first(), cases[0], leaders[0])
    right = outside(homes[1], cases[0], leaders[1])
    done, refused = tried(left, right, tries=TRIES)
    assert (done, len(refused)) == (TRIES, TRIES)
    assert set(refused) == {"Husstanden har allerede et tilbud den ikke har svart på."}
    assert Offer.objects.count() == AllocationRecord.objects.count() == Letter.objects.count() == TRIES
    assert Offer.objects.values("dwelling").distinct().count() == 2


def test_two_who_decide_the_same_item(leaders, cases, meeting):
    left, right = (
        in_the_meeting(AgendaItem.objects.select_related("meeting", "dwelling").first(), case, leader)
        for case, leader in zip(cases, leaders, strict=True)
    )
    done, refused = tried(left, right, tries=10)
    assert (done, len(refused)) == (10, 10)


def test_two_dwellings_to_two_households_are_both_given(leaders, cases, homes):
    """Each record points at the other's application: neither waits for the other in a ring."""
    acts = [outside(home, case, leader) for home, case, leader in zip(homes, cases, leaders, strict=True)]
    start = Barrier(2, action=lambda: Offer.objects.filter(status="open").update(status="withdrawn", answered_on=TODAY))

    def press(act):
        start.wait(timeout=60)
        act()

    assert at_once(press, acts * 10, threads=2) == (20, [])


def test_two_who_close_a_meeting_write_its_minutes_once(leaders, meeting):
    def close(by):
        form = forms.CloseForm(
            {"present": [str(person.pk) for person in meeting.participants.all()]},
            meeting=AllocationMeeting.objects.get(pk=meeting.pk),
        )
        assert form.is_valid(), form.errors
        form.close(by=by)

    done, refused = at_once(close, list(leaders) * 5, threads=10)
    assert (done, len(refused)) == (1, 9)
    assert Minutes.objects.count() == 1


def test_a_decision_made_as_the_meeting_closes_stands_in_the_minutes_or_is_refused(leaders, cases, homes):
    """The household keeps its offer and the minutes say so, or neither is there."""
    for home, case in zip(homes, cases, strict=True):
        meeting = make.meeting(chair=leaders[0], meets_on=TODAY, opened=True)
        decide = in_the_meeting(make.agenda_item(meeting, home), case, leaders[0])

        def close(meeting=meeting):
            form = forms.CloseForm(
                {"present": [str(meeting.participants.get().pk)]}, meeting=AllocationMeeting.objects.get(pk=meeting.pk)
            )
            assert form.is_valid(), form.errors
            form.close(by=leaders[1])

        at_once(lambda act: act(), [decide, close], threads=2)
        meeting.refresh_from_db()
        was_given = case.offers.open().exists()
        assert meeting.status == "closed"
        assert ("Tildelt:" in Minutes.objects.get(meeting=meeting).html) == was_given


def test_many_who_open_the_minutes_at_once_have_one_file(leaders, meeting, monkeypatch):
    monkeypatch.setattr("housing.letters.as_pdf", lambda html, **known: b"%PDF-1.7")
    form = forms.CloseForm({"present": [str(meeting.participants.get().pk)]}, meeting=meeting)
    assert form.is_valid(), form.errors
    form.close(by=leaders[0])
    files = []

    def fetch(pk):
        files.append(Minutes.printed(pk).file_id)

    assert at_once(fetch, [meeting.minutes.pk] * 10, threads=10) == (10, [])
    assert len(set(files)) == 1


def test_the_hunt_would_see_two(leaders, cases, homes):
    """Were two offers ever given, the hunt says so."""
    for home, case in zip(homes, cases, strict=True):
        outside(home, case, leaders[0])()
    with pytest.raises(AssertionError, match="2 offers"):
        take_back()
    with pytest.raises(Refused):
        outside(homes[0], cases[1], leaders[1])()
