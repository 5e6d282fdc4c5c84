"""Who gets what at every address: the one table the suite holds the program to (adresse × rolle).

Closed by default: an address without a row fails the suite. A row says what is asked about (from ``tests/world.py``)
and what each role gets, in the order caseworker, leader, follow-up, rent, programme, steering, administrator, auditor,
intake (a program that hands in applications).
``reason`` is the page that asks why a case that is not one's own is opened; ``302`` goes back to where it was done.
Whoever is not logged in is sent to log in, unless the row says otherwise.
"""

from tests import (
    rights_evictions,
    rights_figures,
    rights_housing_first,
    rights_plan,
    rights_registers,
    rights_rent_to_own,
    rights_reports,
)
from tests.rights_row import Row


def household(get, **more):
    return Row(get, {"pk": "household"}, **more)


def application(get, about="application", **more):
    return Row(get, {"pk": about}, **more)


def user(get, **more):
    return Row(get, {"pk": "user"}, **more)


EVERYONE = "200 200 200 200 200 200 200 200 200"
POSTED = "405 405 405 405 405 405 405 405 405"
NOBODY = "403 403 403 403 403 403 403 403 403"
# Lists and the like, where no single case is opened.
READERS = "200 200 200 200 403 403 403 403 403"
CASEWORK_LIST = "200 200 403 403 403 403 403 403 403"
LEADER = "403 200 403 403 403 403 403 403 403"
HOMES = "403 200 403 200 403 403 403 403 403"
TARGETS = "403 200 403 403 403 403 200 403 403"
ORDERS = "403 200 403 403 403 403 403 403 403"
ORDERED = "403 302 403 403 403 403 403 403 403"
# One household's case: the caseworker's own, followed by the follow-up team; the leader and the rent office say why.
CASE = "200 reason 200 reason 403 403 403 403 403"
CASE_WITHOUT_RENT = "200 reason 200 403 403 403 403 403 403"
CASEWORK = "200 reason 403 403 403 403 403 403 403"
CASEWORK_DONE = "302 reason 403 403 403 403 403 403 403"
RENT_CASE = "403 reason 403 reason 403 403 403 403 403"
# In the allocation meeting.
LEADER = "403 200 403 403 403 403 403 403 403"
LEADER_DONE = "403 302 403 403 403 403 403 403 403"
PREPARED = "302 302 403 403 403 403 403 403 403"
FIGURES = "403 200 403 403 200 403 403 403 403"
ADMINISTRATION = "403 403 403 403 403 403 200 403 403"
ADMINISTERED = "403 403 403 403 403 403 302 403 403"
OVERSIGHT_WITHOUT_REASON = "403 403 403 403 403 403 403 302 403"

ROWS = {
    "alive": Row(EVERYONE, anonymous="200"),
    "ready": Row(EVERYONE, anonymous="200"),
    # Logging in and one's own account
    "login": Row(EVERYONE, anonymous="200"),
    "logout": Row(POSTED, post="login login login login login login login login login"),
    "password_change": Row(EVERYONE),
    "password_change_done": Row(EVERYONE),
    # Min dag sends those without cases of their own to the first room they have.
    "home": Row("200 200 200 200 302 302 302 302 200"),
    "deadline_list": Row(CASEWORK_LIST),
    "search": Row(READERS),
    # Households
    "household_list": Row(READERS),
    "household_new": Row(CASEWORK_LIST),
    "household": household(CASE),
    "household_tab": Row(CASE, {"pk": "household", "tab": "=bolig"}),
    "reason": household(READERS),
    "household_edit": household(CASEWORK),
    "household_assign": household("403 reason 403 403 403 403 403 403 403"),
    "household_follow_up": household(CASEWORK),
    "household_take_over": household(POSTED, post=CASEWORK_DONE),
    "member_new": household(CASEWORK),
    "main_person": household(CASEWORK),
    "member_leave": Row(CASEWORK, {"pk": "member"}),
    "person_edit": Row(CASEWORK, {"pk": "person"}),
    "note_new": household(CASE_WITHOUT_RENT),
    "document_new": household(CASE_WITHOUT_RENT),
    "alert_new": household(CASE_WITHOUT_RENT),
    "alert_end": Row(
        POSTED,
        {"household_pk": "household", "pk": "alert"},
        post="302 reason 302 403 403 403 403 403 403",
    ),
    "draft_save": Row(POSTED, {"form": "=application", "subject_id": "household"}, post=CASEWORK_DONE),
    # One's own text alone is deleted, and nothing shown.
    "draft_delete": Row(
        POSTED,
        {"form": "=application", "subject_id": "household"},
        post="302 302 403 403 403 403 403 403 403",
    ),
    "representative_new": household(CASEWORK),
    "representative_end": Row(CASEWORK, {"pk": "representative"}),
    "consent_new": household(CASEWORK),
    "consent_withdraw": Row(POSTED, {"pk": "consent"}, post=CASEWORK_DONE),
    "document": Row(CASE_WITHOUT_RENT, {"pk": "document"}),
    "letter": Row(CASE_WITHOUT_RENT, {"pk": "letter"}),
    # Homes and tenancies
    "dwelling_list": Row(READERS),
    "dwelling": Row(READERS, {"pk": "dwelling"}),
    "dwelling_new": Row(HOMES),
    "dwelling_edit": Row(HOMES, {"pk": "dwelling"}),
    "dwelling_leave": Row(HOMES, {"pk": "dwelling"}),
    "void_new": Row(HOMES, {"pk": "dwelling"}),
    "void_edit": Row(HOMES, {"pk": "void"}),
    "void_end": Row(HOMES, {"pk": "void"}),
    "void_list": Row(READERS),
    "building": Row(READERS, {"pk": "dwelling"}),
    "stock_years": Row(HOMES),
    "lost_rent": Row(HOMES),
    "turnaround_list": Row(READERS),
    "turnaround_edit": Row(HOMES, {"pk": "turned_dwelling"}),
    "turnaround_targets": Row(TARGETS),
    "turnaround_target_new": Row(TARGETS),
    "stock_need": Row(CASEWORK_LIST),
    "dwelling_order_list": Row(CASEWORK_LIST),
    "dwelling_order_new": Row(ORDERS),
    "dwelling_order": Row(CASEWORK_LIST, {"pk": "order"}),
    "dwelling_order_line_new": Row(ORDERS, {"pk": "order"}),
    "dwelling_order_line_edit": Row(ORDERS, {"pk": "order_line"}),
    "dwelling_order_line_delete": Row(POSTED, {"pk": "order_line"}, post=ORDERED),
    "dwelling_order_send": Row(ORDERS, {"pk": "order"}),
    "dwelling_order_deliver": Row(ORDERS, {"pk": "order"}),
    "dwelling_order_drop": Row(POSTED, {"pk": "order"}, post=ORDERED),
    # There is a draft already.
    "dwelling_order_version": Row(POSTED, {"pk": "sent_order"}, post=ORDERED.replace("302", "409")),
    "tenancy_list": Row(READERS),
    "tenancy": Row(CASE, {"pk": "tenancy"}),
    "contract_new": Row(CASEWORK, {"pk": "allocated"}),
    # Leases, and how they end
    "run_out_list": Row(READERS),
    "contract": Row(CASE, {"pk": "contract"}),
    "contract_sign": Row(CASEWORK, {"pk": "unsigned"}),
    "contract_discard": Row(POSTED, {"pk": "unsigned"}, post=CASEWORK_DONE),
    "lease_notice_new": Row(CASEWORK, {"pk": "tenancy"}),
    "lease_notice_sign": Row(CASEWORK, {"pk": "lease_notice"}),
    "security_new": Row(CASEWORK, {"pk": "tenancy"}),
    "security_pay_out": Row(CASEWORK, {"pk": "security"}),
    "talk_new": Row(CASEWORK, {"pk": "tenancy"}),
    "leaving": Row(CASEWORK, {"pk": "tenancy"}),
    "move_out_request_new": Row(CASEWORK, {"pk": "contract"}),
    "turn_indefinite": Row(POSTED, {"pk": "contract"}, post=CASEWORK_DONE),
    "termination_new": Row(CASEWORK, {"pk": "tenancy"}),
    "termination_protest": Row(CASEWORK, {"pk": "termination"}),
    "termination_withdraw": Row(CASEWORK, {"pk": "termination"}),
    "move_in": Row(CASEWORK, {"pk": "allocated"}),
    "move_out": Row(CASEWORK, {"pk": "tenancy"}),
    "tenancy_cancel": Row(CASEWORK, {"pk": "allocated"}),
    "private_tenancy_new": household(CASEWORK),
    # Rents: the rent office and the leader; whoever reads a tenancy or a dwelling reads its history
    "rent_list": Row(HOMES),
    "rent_fixed_batch": Row(HOMES),
    "price_index_list": Row(HOMES),
    "price_index_new": Row(HOMES),
    "price_index_edit": Row(HOMES, {"pk": "price_index"}),
    "rent_run_list": Row(HOMES),
    "rent_run_new": Row(HOMES),
    "rent_run": Row(HOMES, {"pk": "rent_run"}),
    "rent_run_notify": Row(POSTED, {"pk": "rent_run"}, post="403 302 403 302 403 403 403 403 403"),
    "rent_run_call_off": Row(HOMES, {"pk": "rent_run"}),
    "rent_run_letters": Row(HOMES, {"pk": "rent_run"}),
    "tenancy_rents": Row(CASE, {"pk": "tenancy"}),
    "rent_fixed_new": Row(RENT_CASE, {"pk": "tenancy"}),
    "rent_correct": Row(RENT_CASE, {"pk": "tenancy"}),
    "rent_claim_new": Row(RENT_CASE, {"pk": "tenancy"}),
    "rent_claim_call_off": Row(RENT_CASE, {"pk": "rent_notice"}),
    "rent_letter": Row(RENT_CASE, {"pk": "rent_notice"}),
    "dwelling_rents": Row(READERS, {"pk": "dwelling"}),
    "rent_cost_new": Row(HOMES, {"pk": "dwelling"}),
    "rent_cost_edit": Row(HOMES, {"pk": "rent_cost"}),
    "rent_cost_covering": Row(HOMES, {"pk": "rent_cost"}),
    # Mapping, application, decision, appeal
    "mapping_new": Row(CASEWORK, {"hid": "household"}),
    "mapping": Row(CASE_WITHOUT_RENT, {"pk": "mapping"}),
    "mapping_end": Row(CASEWORK, {"pk": "mapping"}),
    "mapping_compare": Row(CASE_WITHOUT_RENT, {"pk": "mapping"}),
    "measure_new": Row(CASEWORK, {"hid": "household"}),
    "measure_end": Row(CASEWORK, {"pk": "measure"}),
    "census": Row(CASEWORK_LIST),
    "transition_list": Row("200 200 200 403 403 403 403 403 403"),
    "transition_summary": Row("200 200 200 403 403 403 403 403 403"),
    "transition_new": Row(CASEWORK, {"hid": "household"}),
    "transition": Row(CASE_WITHOUT_RENT, {"pk": "transition"}),
    "transition_change": Row(CASEWORK, {"pk": "transition"}),
    "transition_reschedule": Row(CASEWORK, {"pk": "transition"}),
    "transition_ready": Row(CASEWORK, {"pk": "transition"}),
    "transition_complete": Row(CASEWORK, {"pk": "transition"}),
    "transition_cancel": Row(CASEWORK, {"pk": "transition"}),
    # Temporary housing and the settlement of refugees
    "temporary_list": Row("200 200 200 403 403 403 403 403 403"),
    "temporary_new": Row(CASEWORK, {"hid": "household"}),
    "temporary_stay": Row(CASE_WITHOUT_RENT, {"pk": "stay"}),
    "temporary_change": Row(CASEWORK, {"pk": "stay"}),
    "temporary_rules": Row(CASEWORK, {"pk": "stay"}),
    "temporary_next": Row(CASEWORK, {"pk": "stay"}),
    "temporary_extend": Row(CASEWORK, {"pk": "stay"}),
    "temporary_inventory": Row(CASEWORK, {"pk": "stay"}),
    "temporary_leave": Row(CASEWORK, {"pk": "stay"}),
    "temporary_exclude": Row("403 reason 403 403 403 403 403 403 403", {"pk": "stay"}),
    "settlement_list": Row("200 200 200 403 403 403 403 403 403"),
    "settlement_request_new": Row("403 200 403 403 403 403 403 403 403"),
    "settlement_new": Row(CASEWORK, {"hid": "household"}),
    "settlement": Row(CASE_WITHOUT_RENT, {"pk": "settlement"}),
    "settlement_change": Row(CASEWORK, {"pk": "settlement"}),
    "application_list": Row("200 200 200 403 403 403 403 403 403"),
    "application_new": Row(CASEWORK, {"hid": "household"}),
    "application": application(CASE_WITHOUT_RENT),
    "application_take": application(
        "405 405 403 403 403 403 403 403 403",
        post=CASEWORK_DONE,
    ),
    "application_change": application(CASEWORK),
    "application_withdraw": application(CASEWORK),
    "application_close": application(CASEWORK, "waiting"),
    "application_fulfil": application(CASEWORK, "helped"),
    "preliminary_answer": application(CASEWORK),
    "preliminary_batch": Row(CASEWORK_LIST),
    "delay_notice": application("302 reason 403 403 403 403 403 403 403"),
    "decide": application(CASEWORK),
    "notified": application(CASEWORK, "rejected"),
    "reasons_asked": Row(CASEWORK, {"pk": "decision"}),
    "reasons_given": Row(CASEWORK, {"pk": "asked"}),
    "condition_supervise": Row(CASEWORK, {"pk": "condition"}),
    "reading_list": Row(CASEWORK_LIST),
    "second_reading": Row(CASEWORK, {"pk": "reading"}),
    "discussion_new": application(CASEWORK),
    "discussion": Row(CASE_WITHOUT_RENT, {"pk": "discussion"}),
    "discussion_change": Row(CASEWORK, {"pk": "discussion"}),
    "discussion_hold": Row(CASEWORK, {"pk": "discussion"}),
    "discussion_cancel": Row("405 405 403 403 403 403 403 403 403", {"pk": "discussion"}, post=CASEWORK_DONE),
    "appeal_new": application(CASEWORK, "rejected"),
    "appeal": Row(CASE_WITHOUT_RENT, {"pk": "appeal"}),
    "appeal_assess": Row(CASEWORK, {"pk": "appeal"}),
    "appeal_postponement": Row(CASEWORK, {"pk": "appeal"}),
    "appeal_change": Row(CASEWORK, {"pk": "appeal"}),
    "appeal_forward": Row(CASEWORK, {"pk": "appeal"}),
    "appeal_dismiss": Row(CASEWORK, {"pk": "appeal"}),
    "appeal_withdraw": Row(CASEWORK, {"pk": "appeal"}),
    "appeal_result": Row(CASEWORK, {"pk": "forwarded_appeal"}),
    "hold_new": Row(CASEWORK, {"pk": "appeal"}),
    "hold_end": Row(CASEWORK, {"pk": "hold"}),
    "help_plan_new": application(CASEWORK, "rejected"),
    "help_plan_follow_up": Row(CASEWORK, {"pk": "help_plan"}),
    "help_plan_end": Row(CASEWORK, {"pk": "help_plan"}),
    # What comes before a decision: conditions, papers asked for, the municipality's routine
    "eligibility_new": application(CASEWORK),
    "documents_ask": application(CASEWORK),
    "documents_remind": application(CASEWORK),
    "document_arrived": Row(CASEWORK, {"pk": "document_request"}),
    "document_waive": Row("405 405 403 403 403 403 403 403 403", {"pk": "document_request"}, post=CASEWORK_DONE),
    "routine_list": Row("403 200 403 403 403 403 200 403 403"),
    "routine_new": Row(ADMINISTRATION),
    "letter_text_list": Row("403 200 403 403 403 403 200 403 403"),
    "letter_text": Row("403 200 403 403 403 403 200 403 403", {"code": "=appeal", "language": "=nb"}),
    "letter_text_new": Row(ADMINISTRATION, {"code": "=appeal", "language": "=nb"}),
    # What a household wishes of a dwelling, and where it must not live
    "housing_wishes": Row(CASE_WITHOUT_RENT, {"hid": "household"}),
    "exclusion_new": Row(CASEWORK, {"hid": "household"}),
    "exclusion_lift": Row(CASEWORK, {"pk": "exclusion"}),
    # Waiting list, offers, priority
    "waiting_list": Row(CASEWORK_LIST),
    "allocated_list": Row(CASEWORK_LIST),
    "standing": application(CASEWORK, "waiting"),
    "override_list": Row(CASEWORK_LIST),
    "override": Row(CASEWORK, {"pk": "override"}),
    "override_new": application("403 reason 403 403 403 403 403 403 403", "waiting"),
    "override_answer": Row("403 reason 403 403 403 403 403 403 403", {"pk": "override"}),
    "override_cancel": Row("403 reason 403 403 403 403 403 403 403", {"pk": "override"}),
    "override_withdraw": Row(
        "403 405 403 403 403 403 403 403 403", {"pk": "override"}, post="403 reason 403 403 403 403 403 403 403"
    ),
    "candidates": Row(CASEWORK_LIST, {"pk": "empty_dwelling"}),
    "offer_new": Row(CASEWORK, {"pk": "empty_dwelling", "application_pk": "waiting"}),
    "offer": Row(CASE_WITHOUT_RENT, {"pk": "offer"}),
    "offer_accept": Row(CASEWORK, {"pk": "offer"}),
    "offer_decline": Row(CASEWORK, {"pk": "offer"}),
    "offer_withdraw": Row(CASEWORK, {"pk": "offer"}),
    "fitting_dwellings": application(CASEWORK, "waiting"),
    "proposal_list": Row(LEADER),
    "proposal_new": Row(LEADER),
    "proposal": Row(LEADER, {"pk": "proposal"}),
    "proposal_again": Row("403 405 403 403 403 403 403 403 403", {"pk": "proposal"}, post=LEADER.replace("200", "302")),
    "proposal_line": Row(LEADER, {"pk": "proposal_line"}),
    "proposal_lock": Row(
        "403 405 403 403 403 403 403 403 403", {"pk": "proposal_line"}, post=LEADER.replace("200", "302")
    ),
    # The allocation meeting: all who do casework prepare it, the leader decides
    "meeting_list": Row(CASEWORK_LIST),
    "meeting_new": Row(CASEWORK_LIST),
    "meeting": Row(CASEWORK_LIST, {"pk": "meeting"}),
    "meeting_change": Row(CASEWORK_LIST, {"pk": "planned_meeting"}),
    "meeting_open": Row(POSTED, {"pk": "planned_meeting"}, post=LEADER_DONE),
    "meeting_call_off": Row(POSTED, {"pk": "planned_meeting"}, post=LEADER_DONE),
    "meeting_close": Row(LEADER, {"pk": "meeting"}),
    "meeting_minutes": Row(CASEWORK_LIST, {"pk": "held_meeting"}),
    "participant_new": Row(CASEWORK_LIST, {"pk": "meeting"}),
    "participant_remove": Row(POSTED, {"pk": "participant"}, post=PREPARED),
    "agenda_item_new": Row(CASEWORK_LIST, {"pk": "meeting"}),
    "agenda_item": Row(CASEWORK_LIST, {"pk": "agenda_item"}),
    "agenda_item_remove": Row(POSTED, {"pk": "agenda_item"}, post=PREPARED),
    "agenda_advice": Row(CASEWORK_LIST, {"pk": "agenda_item"}),
    "agenda_settle": Row(LEADER, {"pk": "agenda_item"}),
    "agenda_reopen": Row(POSTED, {"pk": "postponed_item"}, post=LEADER_DONE),
    "agenda_household_new": Row(CASEWORK_LIST, {"pk": "agenda_item"}),
    "agenda_household_remove": Row(POSTED, {"pk": "agenda_item", "application_pk": "waiting"}, post=PREPARED),
    "agenda_allocate": Row(
        "403 reason 403 403 403 403 403 403 403", {"pk": "agenda_item", "application_pk": "waiting"}
    ),
    # The record of an allocation
    "allocation_record": Row(CASEWORK, {"pk": "record"}),
    "allocation_record_appeal": Row(CASEWORK, {"pk": "record", "application_pk": "waiting"}),
    "allocation_record_pdf": Row(CASEWORK, {"pk": "record", "application_pk": "waiting"}),
    "scheme_list": Row("403 200 403 403 403 403 200 403 403"),
    "scheme_new": Row("403 403 403 403 403 403 200 403 403"),
    "scheme_draft": Row("403 200 403 403 403 403 200 403 403", {"pk": "scheme_draft"}),
    "scheme_draft_edit": Row(ADMINISTRATION, {"pk": "scheme_draft"}),
    "scheme_draft_adopt": Row(ADMINISTRATION, {"pk": "scheme_draft"}),
    "scheme_draft_delete": Row("403 403 403 403 403 403 405 403 403", {"pk": "scheme_draft"}, post=ADMINISTERED),
    # Figures: those who may open them
    "figure_list": Row(FIGURES),
    "figure": Row(FIGURES, {"code": "=applications.received"}),
    "kostra": Row(FIGURES),
    "kostra_rows": Row(FIGURES, {"code": "=kostra.waiting"}),
    # Users: the administrator alone
    "user_list": Row(ADMINISTRATION),
    "user_new": Row(ADMINISTRATION),
    "user": user(ADMINISTRATION),
    "user_edit": user(ADMINISTRATION),
    "user_deactivate": user(POSTED, post=ADMINISTERED),
    "user_reactivate": user(POSTED, post=ADMINISTERED),
    "user_unlock": user(POSTED, post=ADMINISTERED),
    "user_password": user(POSTED, post=ADMINISTRATION),
    # The user asked about is the programme leader, who may read figures by a token.
    "user_token_new": user(POSTED, post=ADMINISTRATION),
    "user_token_remove": user(POSTED, post=ADMINISTERED),
    # Oversight: the auditor alone, and only after having said why
    "access_log": Row("403 403 403 403 403 403 403 200 403"),
    "access_log_household": Row(OVERSIGHT_WITHOUT_REASON, {"pk": "household"}),
    "access_log_csv": Row(OVERSIGHT_WITHOUT_REASON, {"pk": "household"}),
    "access_log_changes": Row(OVERSIGHT_WITHOUT_REASON, {"pk": "household"}),
    "access_log_user": user(OVERSIGHT_WITHOUT_REASON),
    # The link a new user is given; a false one says so.
    "password_new": Row(EVERYONE, {"uidb64": "=MQ", "token": "=abc-def"}, anonymous="200"),
    # The API: the same rows as the pages, for those who may use it
    "api-schema": Row("200 200 200 200 200 403 403 403 200", anonymous="401"),
    "api-nothing": Row("404 404 404 404 404 403 403 403 404", anonymous="401"),
    "api-husstander-list": Row(READERS, anonymous="401"),
    "api-husstander-detail": Row("200 403 200 403 403 403 403 403 403", {"pk": "household"}, anonymous="401"),
    "api-boliger-list": Row(READERS, anonymous="401"),
    "api-boliger-detail": Row(READERS, {"pk": "dwelling"}, anonymous="401"),
    "api-leieforhold-list": Row(READERS, anonymous="401"),
    "api-leieforhold-detail": Row("200 403 200 403 403 403 403 403 403", {"pk": "tenancy"}, anonymous="401"),
    # Who may not read the list may yet hand in; without a key it is told so.
    "api-soknader-list": Row(
        "200 200 200 403 403 403 403 403 403", post="403 403 403 403 403 403 403 403 400", anonymous="401"
    ),
    "api-soknader-submitted": Row(
        "403 403 403 403 403 403 403 403 404", {"reference": "=" + "0" * 32}, anonymous="401"
    ),
    "api-soknader-detail": Row("200 403 200 403 403 403 403 403 403", {"pk": "application"}, anonymous="401"),
    **rights_evictions.ROWS,
    **rights_rent_to_own.ROWS,
    **rights_housing_first.ROWS,
    **rights_reports.ROWS,
    **rights_registers.ROWS,
    **rights_plan.ROWS,
    **rights_figures.ROWS,
}
