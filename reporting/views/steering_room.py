"""The steering group's room (styringsgruppens rom): approved reports, and key figures as they are published."""

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from reporting import steering_room as room
from reporting.models import Report, ReportNotice, ReportRun
from reporting.published import HIDDEN_NOTE
from reporting.targets import targets_of
from reporting.views.figures import as_svg
from reporting.views.rights import may_view


@may_view
def steering_room(request):
    today = timezone.localdate()
    finished = ReportRun.objects.visible_to(request.user).of_approved().done().newest_of_each().defer("file")
    reports = Report.objects.visible_to(request.user).approved()
    found = room.numbers(today)
    context = {
        "reports": reports.prefetch_related(Prefetch("runs", queryset=finished, to_attr="finished_runs")),
        "notices": ReportNotice.objects.visible_to(request.user).for_list(),
        "numbers": found,
        "before": found.before,
        "groups": room.groups(found, targets_of(found.half_year, request.user)),
        "hidden_note": HIDDEN_NOTE,
        "opens_figures": request.user.has_perm("reporting.view_figures"),
    }
    return render(request, "reporting/steering_room.html", context)


@may_view
def steering_chart(request, code):
    """One of the drawings, of the same numbers as the page."""
    if code not in room.CODES:
        raise Http404
    return as_svg(room.chart(code, room.numbers(timezone.localdate())))
