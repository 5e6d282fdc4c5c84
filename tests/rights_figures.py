"""Who gets what of figures, targets and the steering group's room: its part of ``tests/rights_table.py``."""

from tests.rights_row import Row

REPORT_READERS = "403 200 403 403 200 200 403 403 403"
REPORT_WRITERS = "403 403 403 403 200 403 403 403 403"
FIGURES = "403 200 403 403 200 403 403 403 403"
POSTED = "405 405 405 405 405 405 405 405 405"

ROWS: dict[str, Row] = {
    "figure_definitions": Row(REPORT_READERS),
    "figure_chart": Row(FIGURES, {"code": "=applications.received"}),
    "target_list": Row(REPORT_READERS),
    "target_new": Row(REPORT_WRITERS),
    "target_remove": Row(POSTED, {"pk": "figure_target"}, post="403 403 403 403 302 403 403 403 403"),
    # Aggregates only, the same for everybody who reads reports
    "steering_room": Row(REPORT_READERS),
    # Without a period the API says what is wrong.
    "api-figures-list": Row("403 400 403 403 400 403 403 403 403", anonymous="401"),
    "api-figures-detail": Row("403 400 403 403 400 403 403 403 403", {"code": "=evictions.petitions"}, anonymous="401"),
    "steering_chart": Row(REPORT_READERS, {"code": "=evictions.petitions"}),
}
