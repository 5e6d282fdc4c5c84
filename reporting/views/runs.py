"""The making of a report's PDF: asking for it, waiting for it, fetching it."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from housing.downloads import download
from reporting.models import Report, ReportRun
from reporting.views.rights import may_view, may_write


@require_POST
@may_write
def report_pdf(request, pk):
    """Ask for the PDF, in Bokmål unless Nynorsk is asked for. A second click gives the run already under way."""
    report = get_object_or_404(Report.objects.visible_to(request.user), pk=pk)
    wanted = request.POST.get("language", "")
    language = wanted if wanted in ReportRun.Language.values else ReportRun.Language.BOKMAL
    return redirect(ReportRun.request(report, by=request.user, language=language))


@may_view
def run(request, pk):
    """How far it has come. htmx fetches the piece once a second; without JavaScript one reloads the page."""
    runs = ReportRun.objects.visible_to(request.user).select_related("report").defer("file")
    found = get_object_or_404(runs, pk=pk)
    template = "reporting/_run.html" if request.htmx else "reporting/run.html"
    return render(request, template, {"run": found, "report": found.report})


@may_view
def run_pdf(request, pk):
    found = get_object_or_404(ReportRun.objects.visible_to(request.user).select_related("report", "file"), pk=pk)
    if found.file is None:
        raise Http404
    if newer := found.replaced_by:
        return redirect("run_pdf", newer.pk)
    return download(found.file.content, found.file_name, kind=found.file.content_type)
