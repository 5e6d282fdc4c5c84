"""Who gets what in the arrears room: its part of the table in ``tests/rights_table.py``, in the same order of roles."""

from tests.rights_row import Row

# One household's case: the caseworker's own, followed by the follow-up team; the leader and the rent office say why.
CASE = "200 reason 200 reason 403 403 403 403 403"
# No single case is opened: the whole ledger, for those who read it in.
LEDGER = "403 200 403 200 403 403 403 403 403"
# Meetings about arrears
MEETING = "200 200 200 200 403 403 403 403 403"
HOLDERS = "200 200 403 200 403 403 403 403 403"
HELD = "302 302 403 302 403 403 403 403 403"
SITTING = "200 200 403 reason 403 403 403 403 403"
POSTED = "405 405 405 405 405 405 405 405 405"

# Followed up at home: they read the case and register what they do, and change nothing else.
CHANGES = "200 reason 403 reason 403 403 403 403 403"
SENDS = "403 reason 403 reason 403 403 403 403 403"
OVER_TIME = "200 200 200 200 200 403 403 403 403"
LIST = "200 200 200 200 403 403 403 403 403"

ROWS: dict[str, Row] = {
    # The work list, the runs and the routine
    "arrears_list": Row(LIST),
    "arrears_run_list": Row(LIST),
    "arrears_run_now": Row(POSTED, post="302 302 403 302 403 403 403 403 403"),
    "arrears_run": Row(LIST, {"pk": "arrears_run"}),
    "arrears_routine_list": Row("403 200 403 200 403 403 200 403 403"),
    "arrears_routine_new": Row("403 200 403 403 403 403 200 403 403"),
    # One case, and what is done in it
    "arrears_case": Row(CASE, {"pk": "arrears_case"}),
    "arrears_curve": Row(CASE, {"pk": "arrears_case"}),
    "arrears_open": Row(CHANGES, {"pk": "tenancy"}),
    "arrears_action": Row(CASE, {"pk": "arrears_case"}),
    "arrears_pause": Row(CHANGES, {"pk": "arrears_case"}),
    "arrears_resume": Row(POSTED, {"pk": "arrears_case"}, post="302 reason 403 reason 403 403 403 403 403"),
    "arrears_responsible": Row(CHANGES, {"pk": "arrears_case"}),
    "arrears_close": Row(CHANGES, {"pk": "arrears_case"}),
    "payment_plan_new": Row(CHANGES, {"pk": "arrears_case"}),
    "payment_plan_end": Row(CHANGES, {"pk": "payment_plan"}),
    "deduction_new": Row(CHANGES, {"pk": "arrears_case"}),
    "deduction_end": Row(CHANGES, {"pk": "deduction"}),
    # The case in law
    "collection_notice_new": Row(CHANGES, {"pk": "arrears_case"}),
    "eviction_warning_new": Row(CHANGES, {"pk": "arrears_case"}),
    "eviction_warning_sent": Row(CHANGES, {"pk": "arrears_case"}),
    "social_notice_new": Row(CHANGES, {"pk": "arrears_case"}),
    "social_reservation": Row(CHANGES, {"pk": "arrears_case"}),
    "children_override_new": Row("403 reason 403 403 403 403 403 403 403", {"pk": "arrears_case"}),
    "arrears_letter": Row(CASE, {"pk": "arrears_letter"}),
    # Petitions: the leader and the rent office send them, the caseworker tells what became of them
    "petition_new": Row(SENDS, {"pk": "arrears_case"}),
    "petition": Row(CASE, {"pk": "petition"}),
    "petition_print": Row(SENDS, {"pk": "petition"}),
    "petition_put": Row(CHANGES, {"pk": "petition"}),
    "petition_told": Row(CHANGES, {"pk": "petition"}),
    "petition_statement": Row(CHANGES, {"pk": "put_petition"}),
    "petition_schedule": Row(CHANGES, {"pk": "put_petition"}),
    "petition_postpone": Row(CHANGES, {"pk": "scheduled_petition"}),
    "petition_avert": Row(CHANGES, {"pk": "petition"}),
    "petition_reject": Row(CHANGES, {"pk": "petition"}),
    "petition_carry_out": Row(SENDS, {"pk": "scheduled_petition"}),
    "eviction_follow_up": Row(CHANGES, {"pk": "eviction_follow_up"}),
    # The ledger
    "ledger_list": Row(LEDGER),
    "ledger_upload_new": Row(LEDGER),
    "ledger_upload": Row(LEDGER, {"pk": "ledger_upload"}),
    "ledger_run": Row(LEDGER, {"pk": "ledger_run"}),
    # The fortnightly meeting: those who hold it, and the follow-up team where it is asked
    "arrears_meeting_list": Row(MEETING),
    "arrears_meeting_new": Row(HOLDERS),
    "arrears_meeting": Row(MEETING, {"pk": "arrears_meeting"}),
    "arrears_meeting_change": Row(HOLDERS, {"pk": "planned_arrears_meeting"}),
    "arrears_meeting_refresh": Row(POSTED, {"pk": "planned_arrears_meeting"}, post=HELD),
    "arrears_meeting_open": Row(POSTED, {"pk": "planned_arrears_meeting"}, post=HELD),
    "arrears_meeting_call_off": Row(POSTED, {"pk": "planned_arrears_meeting"}, post=HELD),
    "arrears_meeting_close": Row(HOLDERS, {"pk": "arrears_meeting"}),
    "arrears_meeting_minutes": Row(HOLDERS, {"pk": "held_arrears_meeting"}),
    "arrears_meeting_print": Row(MEETING, {"pk": "arrears_meeting", "service": "=follow_up"}),
    "arrears_participant_new": Row(HOLDERS, {"pk": "arrears_meeting"}),
    "arrears_participant_remove": Row(POSTED, {"pk": "arrears_participant"}, post=HELD),
    # One case there: whoever sits in the meeting is not asked why
    "arrears_item_new": Row(HOLDERS, {"pk": "arrears_meeting"}),
    "arrears_item": Row(SITTING, {"pk": "arrears_item"}),
    "arrears_item_remove": Row(SITTING, {"pk": "arrears_item"}),
    "arrears_item_settle": Row(SITTING, {"pk": "arrears_item"}),
    "arrears_item_reopen": Row(POSTED, {"pk": "settled_arrears_item"}, post="302 302 403 reason 403 403 403 403 403"),
    "arrears_item_task": Row(SITTING, {"pk": "arrears_item"}),
    "arrears_task_done": Row(CASE, {"pk": "arrears_task"}),
    "arrears_task_carry": Row("200 reason 403 reason 403 403 403 403 403", {"pk": "arrears_task"}),
    # Costs: sums only, so the programme leader too; the administrator keeps the prices
    "arrears_costs": Row("403 200 403 200 200 403 403 403 403"),
    "unit_price_list": Row("403 200 403 200 200 403 200 403 403"),
    "unit_price_new": Row("403 200 403 403 403 403 200 403 403"),
    "unit_price_remove": Row(POSTED, {"pk": "unit_price"}, post="403 302 403 403 403 403 302 403 403"),
    # How it develops, and who comes back: sums, masked for those who have no right to the figures
    "arrears_development": Row(OVER_TIME),
    "arrears_development_chart": Row(OVER_TIME, {"name": "=restanser"}),
    "arrears_returns": Row(OVER_TIME),
}
