"""Who gets what of the plan, the organisation and the stories: a part of the table in ``tests/rights_table.py``."""

from tests.rights_row import Row

READERS = "403 200 403 403 200 200 403 403 403"
WRITERS = "403 403 403 403 200 403 403 403 403"
# A story that is not ready may tell who somebody is: those who write and those who check.
STORIES = "403 200 403 403 200 403 403 403 403"
NO_GET = "403 403 403 403 405 403 403 403 403"
DONE = "403 403 403 403 302 403 403 403 403"

ROWS: dict[str, Row] = {
    "plan_measure_list": Row(READERS),
    "plan_measure": Row(READERS, {"pk": "plan_measure"}),
    "plan_new": Row(WRITERS),
    "plan_change": Row(WRITERS, {"pk": "plan"}),
    "plan_strategy_new": Row(WRITERS, {"pk": "plan"}),
    "plan_strategy_change": Row(WRITERS, {"pk": "plan_strategy"}),
    "plan_measure_new": Row(WRITERS, {"pk": "plan"}),
    "plan_measure_change": Row(WRITERS, {"pk": "plan_measure"}),
    "plan_measure_move": Row(WRITERS, {"pk": "plan_measure"}),
    "organisation": Row(READERS),
    "organisation_chart": Row(READERS),
    "programme_group_new": Row(WRITERS),
    "programme_group_change": Row(WRITERS, {"pk": "programme_group"}),
    "programme_group_end": Row(WRITERS, {"pk": "programme_group"}),
    "story_list": Row(STORIES),
    "story": Row(STORIES, {"pk": "story"}),
    "story_new": Row(WRITERS),
    "story_change": Row(WRITERS, {"pk": "story"}),
    "story_confirm": Row(STORIES, {"pk": "story"}),
    "story_consent_withdraw": Row(WRITERS, {"pk": "story"}),
    "story_choose": Row(NO_GET, {"pk": "story"}, post=DONE),
    "story_leave_out": Row(NO_GET, {"pk": "story"}, post=DONE),
}
