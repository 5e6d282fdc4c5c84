"""The allocation meetings of the demo: one that was held, and one that is planned. Every word of it is made up."""

from datetime import timedelta

from django.utils import timezone

from allocation import agenda
from allocation.forms import agenda as item_forms
from allocation.forms import meetings as forms
from allocation.models import AgendaItem, AllocationMeeting, Minutes
from housing.example_forms import day as typed
from housing.example_forms import sent
from housing.models import Service
from housing.protection import hidden_household_ids

GUESTS = [("Siri Holm", Service.NAV), ("Jonas Eng", Service.SUBSTANCE_USE), ("Berit Aasen", Service.PROPERTY)]
AWAY = "Jonas Eng"
NEEDED = 4
MOST_ITEMS = 8
ADVICE = [
    ("Siri Holm", "Økonomien er avklart. Bostøtte kan søkes fra den dagen kontrakten gjelder."),
    ("Berit Aasen", "Boligen er malt, og låsen er byttet. Den er klar."),
]
GROUNDS = [
    "Står lengst fremme av dem boligen passer for. Tjenestene er enige.",
    "Størst behov av dem boligen passer for, og ønsker å bo i bydelen.",
]
POSTPONED = "Eiendomsforvalteren melder at varmtvannsberederen skal byttes. Vi ser på boligen igjen neste gang."
NOBODY = "Boligen skal brukes mens nabobygget pusses opp."
REMARKS = "Neste møte er om en uke. NAV kaller inn flyktningtjenesten."


def leave_meetings(caseworker, leader) -> None:
    """Once, and only where there are homes and people enough to have something to decide."""
    today = timezone.localdate()
    if AllocationMeeting.objects.exists() or len(agenda.vacancies(today)) < NEEDED:
        return
    held = _planned(leader, today, by=caseworker)
    for name, service in GUESTS:
        sent(forms.ParticipantForm, {"name": name, "service": service}, meeting=held).ask()
    for item in held.items.all()[MOST_ITEMS:]:
        item.delete()
    forms.open_meeting(held, by=leader)
    _decide(held, leader, today)
    sent(
        forms.CloseForm,
        {"present": [str(person.pk) for person in held.participants.exclude(name=AWAY)], "remarks": REMARKS},
        meeting=held,
    ).close(by=leader)
    Minutes.printed(Minutes.objects.get(meeting=held).pk)
    _planned(leader, today + timedelta(days=7), by=caseworker)


def _planned(leader, day, *, by) -> AllocationMeeting:
    answers = {"meets_on": typed(day), "place": "Møterom 2, Boligkontoret", "chair": str(leader.pk)}
    return sent(forms.MeetingForm, answers, by=by).plan(by=by)


def _decide(meeting, leader, today) -> None:
    """The first two go to whoever stands first; one waits, one is kept, and the rest are not reached."""
    grounds = list(GROUNDS)
    others = [(AgendaItem.Outcome.POSTPONED, POSTPONED), (AgendaItem.Outcome.NOBODY, NOBODY)]
    for entry in agenda.entries_of(agenda.items_of(meeting, today), today):
        chosen = _first(entry, today) if grounds else None
        if chosen is not None:
            _advise(entry, leader)
            _allocate(entry, chosen, grounds.pop(0), leader, today)
        elif others:
            outcome, why = others.pop(0)
            sent(item_forms.SettleForm, {"outcome": outcome, "grounds": why}, item=entry.item).settle(by=leader)


def _first(entry, today):
    """Whoever the home fits and nothing stands in the way of. The demo shows no protected household's home."""
    if not entry.may_be_offered:
        return None
    free = [row for row in entry.households if row.candidate.match.fits and not row.candidate.has_open_offer]
    hidden = hidden_household_ids([row.place.household.pk for row in free], today)
    waiting = [row for row in free if row.place.household.pk not in hidden]
    # One allocated a moment ago in this meeting has an offer now.
    return next((row for row in waiting if not row.place.application.offers.open().exists()), None)


def _advise(entry, leader) -> None:
    people = {person.name: person.pk for person in entry.item.meeting.participants.all()}
    for name, text in ADVICE:
        answers = {"participant": str(people[name]), "text": text}
        sent(item_forms.AdviceForm, answers, item=entry.item, households=entry.households).advise(by=leader)


def _allocate(entry, chosen, why, leader, today) -> None:
    answers = {
        "offered_on": typed(today),
        "answer_by": typed(today + timedelta(days=7)),
        "grounds": why,
        # Asked only where the home fits somebody before them too.
        "reason": "other_offer",
        "undiscussed": "Drøftet i tildelingsmøtet, der alle tjenestene var til stede.",
    }
    application = chosen.place.application
    form = sent(item_forms.AllocateForm, answers, item=entry.item, application=application, may_skip_discussion=True)
    form.allocate(by=leader)
