"""Addresses of the arrears and eviction pages (restanser, reskontro, restansemøter, begjæringer)."""

from django.urls import path

from evictions.views import agenda, case, costs, ledger, measures, meetings, petition, warnings

urlpatterns = [
    # One case, and what is done in it
    path("restanser/<int:pk>/", case.arrears_case, name="arrears_case"),
    path("restanser/<int:pk>/saldo.svg", case.arrears_curve, name="arrears_curve"),
    path("restanser/leieforhold/<int:pk>/ny/", case.arrears_open, name="arrears_open"),
    path("restanser/<int:pk>/tiltak/", case.arrears_action, name="arrears_action"),
    path("restanser/<int:pk>/pause/", case.arrears_pause, name="arrears_pause"),
    path("restanser/<int:pk>/pause/opphev/", case.arrears_resume, name="arrears_resume"),
    path("restanser/<int:pk>/ansvarlig/", case.arrears_responsible, name="arrears_responsible"),
    path("restanser/<int:pk>/lukk/", case.arrears_close, name="arrears_close"),
    path("restanser/<int:pk>/avtale/", measures.payment_plan_new, name="payment_plan_new"),
    path("restanser/avtaler/<int:pk>/avslutt/", measures.payment_plan_end, name="payment_plan_end"),
    path("restanser/<int:pk>/trekk/", measures.deduction_new, name="deduction_new"),
    path("restanser/trekk/<int:pk>/avslutt/", measures.deduction_end, name="deduction_end"),
    # The case in law
    path("restanser/<int:pk>/inkassovarsel/", warnings.collection_notice_new, name="collection_notice_new"),
    path("restanser/<int:pk>/varsel/", warnings.eviction_warning_new, name="eviction_warning_new"),
    path("restanser/<int:pk>/varsel/sendt/", warnings.eviction_warning_sent, name="eviction_warning_sent"),
    path("restanser/<int:pk>/nav/", warnings.social_notice_new, name="social_notice_new"),
    path("restanser/<int:pk>/reservasjon/", warnings.social_reservation, name="social_reservation"),
    path("restanser/<int:pk>/barna/", warnings.children_override_new, name="children_override_new"),
    path("restanser/brev/<int:pk>/", warnings.arrears_letter, name="arrears_letter"),
    # Petitions
    path("restanser/<int:pk>/begjaring/", petition.petition_new, name="petition_new"),
    path("restanser/begjaringer/<int:pk>/", petition.petition, name="petition"),
    path("restanser/begjaringer/<int:pk>/utskrift/", petition.petition_print, name="petition_print"),
    path("restanser/begjaringer/<int:pk>/forelagt/", petition.petition_put, name="petition_put"),
    path("restanser/begjaringer/<int:pk>/underrettet/", petition.petition_told, name="petition_told"),
    path("restanser/begjaringer/<int:pk>/uttalelse/", petition.petition_statement, name="petition_statement"),
    path("restanser/begjaringer/<int:pk>/berammet/", petition.petition_schedule, name="petition_schedule"),
    path("restanser/begjaringer/<int:pk>/utsatt/", petition.petition_postpone, name="petition_postpone"),
    path("restanser/begjaringer/<int:pk>/avverget/", petition.petition_avert, name="petition_avert"),
    path("restanser/begjaringer/<int:pk>/avslag/", petition.petition_reject, name="petition_reject"),
    path("restanser/begjaringer/<int:pk>/gjennomfort/", petition.petition_carry_out, name="petition_carry_out"),
    path("restanser/oppfolging/<int:pk>/", petition.eviction_follow_up, name="eviction_follow_up"),
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
