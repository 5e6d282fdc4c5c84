"""Who gets what at the addresses of the reports: the steering group and the leader read what has left the desk."""

from tests.rights_row import Row

READERS = "403 200 403 403 200 200 403 403 403"
WRITERS = "403 403 403 403 200 403 403 403 403"
FIGURES = "403 200 403 403 200 403 403 403 403"
POSTED = "405 405 405 405 405 405 405 405 405"
GUARDED = "403 403 403 403 405 403 403 403 403"
DONE = "403 403 403 403 302 403 403 403 403"

ROWS = {
    "report_list": Row(READERS),
    "report": Row(READERS, {"pk": "report"}),
    "report_file": Row(READERS, {"pk": "report", "wanted": "=csv"}),
    "run": Row(READERS, {"pk": "run"}),
    "run_pdf": Row(READERS, {"pk": "run"}),
    "report_new": Row(WRITERS),
    "receivers": Row(WRITERS),
    "report_section": Row(WRITERS, {"pk": "draft", "slug": "=bakgrunn"}),
    "report_changes": Row(WRITERS, {"pk": "draft"}),
    "report_check": Row(WRITERS, {"pk": "draft"}),
    "report_treat": Row(WRITERS, {"pk": "submitted"}),
    "report_take_back": Row(WRITERS, {"pk": "submitted"}),
    "report_approve": Row(WRITERS, {"pk": "draft"}),
    "report_pdf": Row(POSTED, {"pk": "draft"}, post=DONE),
    # Anybody who reads it may say something of it before it is approved
    "report_comment": Row(READERS, {"pk": "submitted"}),
    "comment_settle": Row(GUARDED, {"pk": "comment"}, post=DONE),
    # Row by row what has changed since: those who may open the figures
    "report_today": Row(FIGURES, {"pk": "report"}),
    "report_today_figure": Row(FIGURES, {"pk": "report", "code": "=applications.received"}),
    "record_check": Row(FIGURES, {"code": "=check.expired"}),
    "report_correct": Row(WRITERS, {"pk": "report"}),
}
