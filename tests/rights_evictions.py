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

ROWS: dict[str, Row] = {
    # One case, and what is done in it
    "arrears_case": Row(CASE, {"pk": "arrears_case"}),
    # Petitions
    "petition": Row(CASE, {"pk": "petition"}),
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
}
