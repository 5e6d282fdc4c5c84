"""Addresses of the allocation pages (venteliste, kandidater, tilbud, prioritering)."""

from django.urls import path

from allocation.views import agenda, candidates, meetings, offers, queue, records, schemes

urlpatterns = [
    path("venteliste/", queue.waiting_list, name="waiting_list"),
    path("boliger/<int:pk>/kandidater/", candidates.candidates, name="candidates"),
    path("boliger/<int:pk>/tilbud/<int:application_pk>/", offers.offer_new, name="offer_new"),
    path("tilbud/<int:pk>/", offers.offer, name="offer"),
    path("tilbud/<int:pk>/ja/", offers.offer_accept, name="offer_accept"),
    path("tilbud/<int:pk>/nei/", offers.offer_decline, name="offer_decline"),
    path("tilbud/<int:pk>/trekk/", offers.offer_withdraw, name="offer_withdraw"),
    path("prioritering/", schemes.scheme_list, name="scheme_list"),
    path("prioritering/ny/", schemes.scheme_new, name="scheme_new"),
    # The allocation meeting, its agenda and its minutes
    path("tildelingsmoter/", meetings.meeting_list, name="meeting_list"),
    path("tildelingsmoter/nytt/", meetings.meeting_new, name="meeting_new"),
    path("tildelingsmoter/<int:pk>/", meetings.meeting, name="meeting"),
    path("tildelingsmoter/<int:pk>/endre/", meetings.meeting_change, name="meeting_change"),
    path("tildelingsmoter/<int:pk>/apne/", meetings.meeting_open, name="meeting_open"),
    path("tildelingsmoter/<int:pk>/avlys/", meetings.meeting_call_off, name="meeting_call_off"),
    path("tildelingsmoter/<int:pk>/lukk/", meetings.meeting_close, name="meeting_close"),
    path("tildelingsmoter/<int:pk>/referat/", meetings.meeting_minutes, name="meeting_minutes"),
    path("tildelingsmoter/<int:pk>/deltakere/ny/", meetings.participant_new, name="participant_new"),
    path("tildelingsmoter/deltakere/<int:pk>/fjern/", meetings.participant_remove, name="participant_remove"),
    path("tildelingsmoter/<int:pk>/boliger/ny/", agenda.agenda_item_new, name="agenda_item_new"),
    path("tildelingsmoter/saker/<int:pk>/", agenda.agenda_item, name="agenda_item"),
    path("tildelingsmoter/saker/<int:pk>/fjern/", agenda.agenda_item_remove, name="agenda_item_remove"),
    path("tildelingsmoter/saker/<int:pk>/rad/", agenda.agenda_advice, name="agenda_advice"),
    path("tildelingsmoter/saker/<int:pk>/ingen/", agenda.agenda_settle, name="agenda_settle"),
    path("tildelingsmoter/saker/<int:pk>/ta-opp/", agenda.agenda_reopen, name="agenda_reopen"),
    path("tildelingsmoter/saker/<int:pk>/husstander/ny/", agenda.agenda_household_new, name="agenda_household_new"),
    path(
        "tildelingsmoter/saker/<int:pk>/husstander/<int:application_pk>/fjern/",
        agenda.agenda_household_remove,
        name="agenda_household_remove",
    ),
    path("tildelingsmoter/saker/<int:pk>/tildel/<int:application_pk>/", agenda.agenda_allocate, name="agenda_allocate"),
    # The record of each allocation
    path("tildelingsprotokoller/<int:pk>/", records.allocation_record, name="allocation_record"),
    path(
        "tildelingsprotokoller/<int:pk>/klage/<int:application_pk>/",
        records.allocation_record_appeal,
        name="allocation_record_appeal",
    ),
    path(
        "tildelingsprotokoller/<int:pk>/klage/<int:application_pk>/pdf/",
        records.allocation_record_pdf,
        name="allocation_record_pdf",
    ),
]
