"""The half-year reports: list, page, writing by section, approval."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.database import Refused
from reporting import answers
from reporting.forms import NewReportForm
from reporting.models import Report, ReportRun
from reporting.published import figures_of, published, unmasked
from reporting.section_forms import section_form
from reporting.sections import BY_SLUG, missing, text_of

may_view = permission_required("reporting.view_report", raise_exception=True)
may_write = permission_required("reporting.write_report", raise_exception=True)
may_approve = permission_required("reporting.approve_report", raise_exception=True)


@may_view
def report_list(request):
    finished = ReportRun.objects.visible_to(request.user).of_approved().done()
    reports = Report.objects.visible_to(request.user).prefetch_related(
        Prefetch("runs", queryset=finished, to_attr="finished_runs")
    )
    return render(request, "reporting/report_list.html", {"reports": reports})


@may_write
def report_new(request):
    form = NewReportForm(request.POST or None)
    before = form.first_made()
    if before:
        return redirect(before)
    if form.is_valid():
        try:
            report = form.write(by=request.user)
        except Refused as refusal:
            form.add_error("half_year", str(refusal))
        else:
            messages.success(request, _("Rapporten er opprettet med tekst og rader fra forrige rapport."))
            return redirect(report)
    return render(request, "reporting/report_new.html", {"form": form})


@may_view
def report(request, pk):
    """The report as it will be printed. Those who may open the figures see them whole, the others as published."""
    found = get_object_or_404(Report.objects.visible_to(request.user), pk=pk)
    content = answers.read(found)
    opens_figures = request.user.has_perm("reporting.view_figures")
    shown = unmasked(content) if opens_figures else published(content)
    runs = ReportRun.objects.visible_to(request.user).filter(report=found)
    context = {
        "opens_figures": opens_figures,
        "is_draft_writer": not found.is_approved and request.user.has_perm("reporting.write_report"),
        "run": runs.first(),
        "finished_run": (runs.of_approved() if found.is_approved else runs).done().first(),
    }
    page = text_of(content.report) | figures_of(content, shown) | context
    return render(request, "reporting/report.html", page)


@may_write
def report_section(request, pk, slug):
    """Edit one section of a draft. What is approved answers 409 and keeps its text."""
    found = get_object_or_404(Report.objects.visible_to(request.user), pk=pk)
    if slug not in BY_SLUG:
        raise Http404
    if found.is_approved:
        raise Refused(_("Rapporten er godkjent og kan ikke endres."))
    section = section_form(slug, found, request.POST or None)
    status = 200
    if request.method == "POST" and section.is_valid():
        try:
            with found.being_edited():
                section.save()
        except Refused as refusal:
            messages.error(request, str(refusal))
            status = 409
        else:
            messages.success(request, _("Del {number} er lagret.").format(number=BY_SLUG[slug].number))
            there = f"{found.get_absolute_url()}#del-{BY_SLUG[slug].number}"
            return redirect(request.path if "more" in request.POST else there)
    context = {"report": found, "section": BY_SLUG[slug], "edit": section}
    if slug == "mal":
        content = answers.read(found)
        context |= figures_of(content, unmasked(content))
    return render(request, section.template, context, status=status)


@may_approve
def report_approve(request, pk):
    """Ask first: what is missing, and that the figures will stand still. Then approve."""
    found = get_object_or_404(Report.objects.visible_to(request.user), pk=pk)
    if request.method == "POST":
        found.approve(by=request.user)
        messages.success(request, _("Rapporten er godkjent. Tallene er frosset, og PDF-en lages nå."))
        return redirect(found)
    if found.is_approved:
        return redirect(found)
    context = {
        "report": found,
        "missing": missing(found),
        "is_early": found.period_last >= timezone.localdate(),
    }
    return render(request, "reporting/report_approve.html", context)
