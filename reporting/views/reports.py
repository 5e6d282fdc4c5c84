"""The reports: list, page, beginning one, writing by section, what is new since the last, the figures as a file."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from housing.database import Refused
from housing.lists import as_file
from housing.periods import round_half_up
from reporting import answers, changes
from reporting.kinds import TO_WHOM, Kind
from reporting.models import Report, ReportNotice, ReportRun
from reporting.published import HIDDEN, figures_of, published, unmasked
from reporting.report_forms import NewReportForm
from reporting.section_forms import section_form
from reporting.sections import TEXTS, section_of, text_of
from reporting.views.rights import may_view, may_write


def found_report(request, pk) -> Report:
    return get_object_or_404(Report.objects.visible_to(request.user), pk=pk)


@may_view
def report_list(request):
    finished = ReportRun.objects.visible_to(request.user).of_approved().done().newest_of_each().defer("file")
    reports = list(
        Report.objects.visible_to(request.user).prefetch_related(
            Prefetch("runs", queryset=finished, to_attr="finished_runs")
        )
    )
    kinds = [
        {"label": kind.label, "to_whom": TO_WHOM[kind], "reports": [row for row in reports if row.kind == kind]}
        for kind in Kind
    ]
    notices = ReportNotice.objects.visible_to(request.user).for_list()
    context = {"kinds": [kind for kind in kinds if kind["reports"]], "notices": notices}
    return render(request, "reporting/report_list.html", context)


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
            form.add_error("what", str(refusal))
        else:
            messages.success(request, _("Rapporten er opprettet. Tekst og rader fra forrige rapport er med."))
            return redirect(report)
    return render(request, "reporting/report_new.html", {"form": form})


@may_view
def report(request, pk):
    """The report as it will be printed. Those who may open the figures see them whole, the others as published."""
    found = found_report(request, pk)
    ReportNotice.read(found, request.user)
    opens_figures = request.user.has_perm("reporting.view_figures")
    content = answers.read_whole(found) if opens_figures else answers.read(found)
    figures = figures_of(content, unmasked(content) if opens_figures else published(content))
    runs = ReportRun.objects.visible_to(request.user).filter(report=found).defer("file")
    context = {
        "opens_figures": opens_figures,
        "is_draft_writer": found.is_draft and request.user.has_perm("reporting.write_report"),
        "run": runs.first(),
        "finished_runs": (runs.of_approved() if found.is_approved else runs).done().newest_of_each(),
        "languages": ReportRun.Language.choices,
        "comments": _comments(found),
        "corrections": found.corrections.select_related("by"),
        "before": found.before() if found.is_draft else None,
    }
    page = text_of(content.report, figures) | figures | context
    return render(request, "reporting/report.html", page)


def _comments(report):
    """Each with the title of the section it is about."""
    rows = list(report.comments.select_related("by"))
    for row in rows:
        section = section_of(report, row.section)
        row.about = f"{section.number} {section.title}" if section else ""
    return rows


@may_write
def report_section(request, pk, slug):
    """Edit one section of a draft. What has left the desk answers 409 and keeps its text."""
    found = found_report(request, pk)
    section = section_of(found, slug)
    if section is None:
        raise Http404
    if refusal := found.closed_because():
        raise Refused(refusal)
    edit = section_form(slug, found, request.POST or None)
    status = 200
    if request.method == "POST" and edit.is_valid():
        try:
            with found.being_edited():
                edit.save()
        except Refused as refused:
            messages.error(request, str(refused))
            status = 409
        else:
            messages.success(request, _("Del {number} er lagret.").format(number=section.number))
            there = f"{found.get_absolute_url()}#del-{section.number}"
            return redirect(request.path if "more" in request.POST else there)
    context = {
        "report": found,
        "section": section,
        "edit": edit,
        "comments": found.comments.open().filter(section=slug),
    }
    if slug == "mal" or slug in TEXTS:
        content = answers.read_whole(found)
        context |= figures_of(content, unmasked(content))
    return render(request, edit.template, context, status=status)


@may_write
def report_changes(request, pk):
    """A draft beside the report before it: which lines are new, which are gone, and which figures are others."""
    found = found_report(request, pk)
    before = found.before()
    if before is None:
        raise Http404
    now, then = answers.read_whole(found), answers.read_whole(before)
    figures = changes.of_figures(figures_of(then, unmasked(then)), figures_of(now, unmasked(now)))
    context = {"report": found, "before": before, "texts": changes.of_texts(before, found), "figures": figures}
    return render(request, "reporting/report_changes.html", context)


@may_view
def report_file(request, pk, wanted):
    """The same figures as in the PDF, as CSV or Excel: what may be printed, for everybody."""
    if wanted not in ("csv", "xlsx"):
        raise Http404
    found = found_report(request, pk)
    content = answers.read(found)
    shown = published(content)
    lines = [line for group in figures_of(content, shown)["groups"] for line in group["lines"]]
    headings = [_("Kode"), _("Tall"), _("Verdi"), _("Enhet"), _("Fra og med"), _("Til og med")]
    headings += [_("Hva tallet betyr"), _("Versjon")]
    table = [
        [
            line["answer"].code,
            line["answer"].label,
            _number(shown[line["answer"].code], line),
            str(line["figure"].unit.label),
            found.period_first,
            found.period_last,
            line["answer"].definition,
            line["answer"].definition_version,
        ]
        for line in lines
    ]
    return as_file(headings, table, f"{found.file_stem}-tall", wanted)


def _number(value, line):
    """A number that a spreadsheet can add up, or the colon."""
    if value is HIDDEN or value is None:
        return line["text"]
    return round_half_up(value, line["figure"].decimals) if line["figure"].decimals else int(value)
