"""Addresses of the arrears and eviction pages (restanser, reskontro, restansemøter, begjæringer)."""

from django.urls import path

from evictions.views import agenda, case, costs, ledger, meetings, petition

urlpatterns = [
    # One case, and what is done in it
    path("restanser/<int:pk>/", case.arrears_case, name="arrears_case"),
    # Petitions
    path("restanser/begjaringer/<int:pk>/", petition.petition, name="petition"),
    # The ledger
    path("restanser/reskontro/", ledger.ledger_list, name="ledger_list"),
    path("restanser/reskontro/ny/", ledger.ledger_upload_new, name="ledger_upload_new"),
    path("restanser/reskontro/fil/<int:pk>/", ledger.ledger_upload, name="ledger_upload"),
    path("restanser/reskontro/<int:pk>/", ledger.ledger_run, name="ledger_run"),
    # The fortnightly meeting
    path("restanser/moter/", meetings.meeting_list, name="arrears_meeting_list"),
    path("restanser/moter/nytt/", meetings.meeting_new, name="arrears_meeting_new"),
    path("restanser/moter/<int:pk>/", meetings.meeting, name="arrears_meeting"),
    path("restanser/moter/<int:pk>/endre/", meetings.meeting_change, name="arrears_meeting_change"),
    path("restanser/moter/<int:pk>/dagsorden/", meetings.meeting_refresh, name="arrears_meeting_refresh"),
    path("restanser/moter/<int:pk>/apne/", meetings.meeting_open, name="arrears_meeting_open"),
    path("restanser/moter/<int:pk>/avlys/", meetings.meeting_call_off, name="arrears_meeting_call_off"),
    path("restanser/moter/<int:pk>/lukk/", meetings.meeting_close, name="arrears_meeting_close"),
    path("restanser/moter/<int:pk>/referat/", meetings.meeting_minutes, name="arrears_meeting_minutes"),
    path("restanser/moter/<int:pk>/utskrift/<str:service>/", meetings.meeting_print, name="arrears_meeting_print"),
    path("restanser/moter/<int:pk>/deltakere/ny/", meetings.participant_new, name="arrears_participant_new"),
    path("restanser/moter/deltakere/<int:pk>/fjern/", meetings.participant_remove, name="arrears_participant_remove"),
    path("restanser/moter/<int:pk>/saker/ny/", agenda.item_new, name="arrears_item_new"),
    path("restanser/moter/saker/<int:pk>/", agenda.item, name="arrears_item"),
    path("restanser/moter/saker/<int:pk>/fjern/", agenda.item_remove, name="arrears_item_remove"),
    path("restanser/moter/saker/<int:pk>/ansvar/", agenda.item_settle, name="arrears_item_settle"),
    path("restanser/moter/saker/<int:pk>/ta-opp/", agenda.item_reopen, name="arrears_item_reopen"),
    path("restanser/moter/saker/<int:pk>/oppgave/", agenda.item_task, name="arrears_item_task"),
    path("restanser/oppgaver/<int:pk>/gjort/", agenda.task_done, name="arrears_task_done"),
    path("restanser/oppgaver/<int:pk>/ny-frist/", agenda.task_carry, name="arrears_task_carry"),
    # What it costs
    path("restanser/kostnader/", costs.arrears_costs, name="arrears_costs"),
    path("restanser/kostnader/priser/", costs.unit_price_list, name="unit_price_list"),
    path("restanser/kostnader/priser/ny/", costs.unit_price_new, name="unit_price_new"),
    path("restanser/kostnader/priser/<int:pk>/slett/", costs.unit_price_remove, name="unit_price_remove"),
]
