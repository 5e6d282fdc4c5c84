"""An approved report beside the answers of today, row by row, and the corrections that are published."""

from dataclasses import replace

from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from housing.database import Refused
from housing.form_page import form_page
from housing.lists import PAGE_SIZE
from reporting import answers, difference, record_checks
from reporting.difference import How
from reporting.families import judged_with
from reporting.figures import BY_CODE
from reporting.figures.text import as_text
from reporting.forms import PeriodForm
from reporting.published import HIDDEN, as_published, published
from reporting.report_forms import CorrectionForm
from reporting.rows import number_of, shown_rows
from reporting.suppression import HIDDEN_MARK
from reporting.views.reports import found_report
from reporting.views.rights import may_view_figures, may_write


def _approved(request, pk):
    found = found_report(request, pk)
    if not found.is_approved:
        raise Http404
    return found


@may_view_figures
def report_today(request, pk):
    """Figure by figure what the same question answers today."""
    found = _approved(request, pk)
    asked = difference.answers(found)
    lines = [
        {"answer": each, "was": as_text(each.kept.value, figure), "now": as_text(each.now, figure), "figure": figure}
        for each in asked
        if each.differs
        for figure in [BY_CODE[each.kept.code]]
    ]
    context = {
        "report": found,
        "lines": lines,
        "same": len(asked) - len(lines),
        "is_early": found.read_on <= found.period_last,
    }
    return render(request, "reporting/report_today.html", context)


@may_view_figures
def report_today_figure(request, pk, code):
    """One figure: every row that differs, and what has happened to it."""
    found = _approved(request, pk)
    each = difference.answer(found, code)
    if each is None:
        raise Http404
    figure = BY_CODE[code]
    model = difference.model_of(each.kept)
    rows = [(pk, How.ADDED) for pk in each.added] + [(pk, How.GONE) for pk in each.gone]
    if found.frozen_at:
        rows += [(pk, How.CHANGED) for pk in difference.changed_rows(each, found)]
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    ids = [pk for pk, _how in page.object_list]
    context = {
        "report": found,
        "answer": each,
        "figure": figure,
        "was": as_text(each.kept.value, figure),
        "now": as_text(each.now, figure),
        "is_redefined": each.kept.definition_version != figure.version,
        "page_obj": page,
        "lines": _lines(page.object_list, model, ids, found, figure, request.user),
    }
    return render(request, "reporting/report_today_figure.html", context)


def _lines(rows, model, ids, report, figure, user):
    if model is None:
        return []
    there = list(model._base_manager.filter(pk__in=ids))
    table = shown_rows(there, model, user, report.period, names_cases=figure.names_cases_to(user))
    shown = dict(zip([row.pk for row in there], table["lines"], strict=True))
    happened = difference.happenings(report, model, ids) if report.frozen_at else {}
    if not figure.names_cases_to(user):
        # Who follows somebody, and with what, is the team's alone.
        happened = {pk: [replace(each, by="", fields=()) for each in events] for pk, events in happened.items()}
    gone = {"number": number_of(None), "url": "", "dates": [], "district": ""}
    return [{"how": how, "row": shown.get(pk, gone), "happenings": happened.get(pk, [])} for pk, how in rows]


@may_write
def report_correct(request, pk):
    """A note beside what was published: what was wrong, and what the figure is today."""
    found = _approved(request, pk)
    form = CorrectionForm(request.POST or None, report=found, initial={"code": request.GET.get("tall", "")})

    def act(form):
        was, now = _then_and_now(found, form.cleaned_data["code"])
        with transaction.atomic():
            made = form.write(by=request.user, was=was, now=now)
            found.print_anew(by=request.user)
        return made.get_absolute_url()

    words = {"title": _("Publiser en rettelse"), "submit": _("Publiser rettelsen"), "back": found.get_absolute_url()}
    return form_page(
        request, form, act=act, done=_("Rettelsen er publisert på rapporten, og PDF-en lages på nytt."), **words
    )


def _then_and_now(report, code: str) -> tuple[str, str]:
    """What may be printed of the figure, as it was approved and as it is today."""
    if not code:
        return "", ""
    kept = answers.read(report)
    today = answers.today(report)
    if code not in kept.figures or code not in today.figures:
        raise Refused(_("Tallet finnes ikke lenger."))
    both = [published(content) for content in (kept, today)]
    # Two maskings beside one another would tell what each of them hides.
    ties = judged_with([code])
    if any(shown.get(tied) is HIDDEN for shown in both for tied in ties):
        return HIDDEN_MARK, HIDDEN_MARK
    return tuple(as_published(shown[code], kept.figures[code]) for shown in both)


@may_view_figures
def record_check(request, code):
    """The records behind one line of the list before a report is sent."""
    if code not in record_checks.BY_CODE:
        raise Http404
    check = record_checks.BY_CODE[code]
    form, period = PeriodForm.asked(request.GET)
    rows = check.rows(period)
    page = Paginator(rows.order_by("pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "period": period,
        "figure": check,
        "value": as_text(check.of(period), check),
        "page_obj": page,
        "table": shown_rows(
            list(page.object_list), rows.model, request.user, period, names_cases=check.names_cases_to(request.user)
        ),
    }
    return render(request, "reporting/record_check.html", context)
