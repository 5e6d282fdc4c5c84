"""A meeting's minutes (referat): written in the transaction that closes it, printed once as a PDF, never changed.

Everybody who works with allocation may read them, so they never join a protected household to a dwelling: such a
household is not named anywhere in them, and of the item it was allocated nothing is told that would single it out.
"""

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from allocation import agenda
from allocation.models import AgendaItem, AllocationMeeting, Minutes
from housing.protection import HIDDEN_HOUSEHOLD, hidden_household_ids


def write(meeting: AllocationMeeting) -> Minutes:
    """Keep the text, and have it printed once the transaction is kept."""
    today = timezone.localdate()
    entries = agenda.entries_of(agenda.items_of(meeting, today), today)
    hidden = _hidden_among(entries, today)
    html = render_to_string(
        "papers/minutes.html",
        {
            "meeting": meeting,
            "office": settings.MUNICIPALITY,
            "participants": list(meeting.participants.all()),
            "entries": [_told(entry, hidden) for entry in entries],
            "allocated": sum(entry.item.outcome == AgendaItem.Outcome.ALLOCATED for entry in entries),
        },
    )
    made = Minutes.objects.create(meeting=meeting, html=html)
    _print_later(made.pk)
    return made


def _hidden_among(entries, today) -> set[int]:
    offered = {entry.item.offer.application.household_id for entry in entries if entry.item.offer}
    weighed = {row.place.household.pk for entry in entries for row in entry.households}
    advised = {row.application.household_id for entry in entries for row in entry.item.advice.all() if row.application}
    return hidden_household_ids(offered | weighed | advised, today)


def _told(entry, hidden: set[int]) -> dict:
    """One item as the minutes tell it."""
    item = entry.item
    chosen = item.offer.application if item.offer else None
    is_hidden = chosen is not None and chosen.household_id in hidden
    return {
        "item": item,
        "standing": entry.standing,
        "chosen": str(HIDDEN_HOUSEHOLD) if is_hidden else chosen and f"{chosen.household.name}, {chosen.number}",
        "grounds": "" if is_hidden else item.grounds,
        "record": item.offer.record if chosen and not is_hidden else None,
        # Who was advised about would tell who it was, so of a hidden household's item no advice is told either.
        "advice": [] if is_hidden else [_advice(row, hidden) for row in item.advice.all()],
        "is_hidden": is_hidden,
        "households": [_household(row, hidden) for row in entry.households],
    }


def _advice(row, hidden: set[int]) -> dict:
    about = row.application
    is_hidden = about is not None and about.household_id in hidden
    name = str(HIDDEN_HOUSEHOLD) if is_hidden else about and about.household.name
    return {"who": str(row.participant), "about": name or "", "text": row.text}


def _household(row, hidden: set[int]) -> dict:
    place = row.place
    if place.household.pk in hidden:
        return {"name": str(HIDDEN_HOUSEHOLD), "fits": row.candidate.match.fits}
    return {
        "name": place.household.name,
        "case": place.application.number,
        "number": place.number,
        "points": place.total,
        "children": place.children,
        "fits": row.candidate.match.fits,
    }


def _print_later(minutes_id: int) -> None:
    from allocation.tasks import print_minutes

    # Robust: with the queue out of reach, the first who opens the minutes has them printed.
    transaction.on_commit(lambda: print_minutes.delay(minutes_id=minutes_id), robust=True)
