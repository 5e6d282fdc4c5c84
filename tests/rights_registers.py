"""Who gets what among the programme's courses, surveys, SWOT and steering group: part of ``tests/rights_table.py``.

The leader and the steering group read, the programme leader writes.
"""

from tests.rights_row import Row

READERS = "403 200 403 403 200 200 403 403 403"
WRITERS = "403 403 403 403 200 403 403 403 403"
POSTED = "405 405 405 405 405 405 405 405 405"
DONE = "403 403 403 403 302 403 403 403 403"


def done(about):
    return Row(POSTED, {"pk": about}, post=DONE)


ROWS: dict[str, Row] = {
    "programme": Row(READERS),
    "course_list": Row(READERS),
    "course_new": Row(WRITERS),
    "course": Row(READERS, {"pk": "course"}),
    "course_change": Row(WRITERS, {"pk": "course"}),
    "course_remove": done("course"),
    "survey_list": Row(READERS),
    "survey_new": Row(WRITERS),
    "survey": Row(READERS, {"pk": "survey"}),
    "survey_change": Row(WRITERS, {"pk": "survey"}),
    "survey_remove": done("survey"),
    "survey_statements": Row(WRITERS, {"pk": "survey"}),
    "statement_new": Row(WRITERS, {"pk": "survey"}),
    "statement_change": Row(WRITERS, {"pk": "statement"}),
    "statement_remove": done("statement"),
    "swot": Row(READERS),
    "swot_new": Row(WRITERS),
    "swot_change": Row(WRITERS, {"pk": "swot_point"}),
    "swot_end": done("swot_point"),
    "swot_remove": done("swot_point"),
    "steering_group": Row(READERS),
    "steering_member_new": Row(WRITERS),
    "steering_member_change": Row(WRITERS, {"pk": "steering_member"}),
    "steering_member_remove": done("steering_member"),
    "steering_meeting_new": Row(WRITERS),
    "steering_meeting": Row(READERS, {"pk": "steering_meeting"}),
    "steering_meeting_change": Row(WRITERS, {"pk": "steering_meeting"}),
    "steering_meeting_remove": done("empty_steering_meeting"),
    "steering_decision_new": Row(WRITERS, {"pk": "steering_meeting"}),
    "steering_decision_change": Row(WRITERS, {"pk": "steering_decision"}),
    "steering_decision_done": done("steering_decision"),
    "steering_decision_remove": done("steering_decision"),
}

# What the steering group opens beside reports: none of it leads to a person with a home.
READ_BY_STEERING = {name for name, row in ROWS.items() if row.get == READERS}
