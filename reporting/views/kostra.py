"""The yearly sheet of municipal dwellings to Statistics Norway, on the page and as a file, and the rows behind it."""

from itertools import groupby

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.law import reference
from housing.lists import PAGE_SIZE, as_file
from housing.periods import Period
from housing.terms import term
from reporting import kostra
from reporting.figures.text import as_text
from reporting.forms import YearForm
from reporting.rows import shown_rows
from reporting.views.rights import may_view_figures


@may_view_figures
def sheet(request):
    """The year's sheet, by the parts of the form; with ``?format=`` as a file."""
    form, year = YearForm.asked(request.GET)
    lines = kostra.sheet(year)
    if request.GET.get("format") in ("csv", "xlsx"):
        return _file(lines, year, request.GET["format"])
    parts = [
        {"title": part.label, "lines": list(of_part)}
        for part, of_part in groupby(lines, key=lambda line: line.field.part)
    ]
    today, due_on = timezone.localdate(), kostra.due_on(year)
    context = {
        "form": form,
        "year": year,
        "parts": parts,
        "due_on": due_on,
        "days_left": (due_on - today).days,
        "law": reference(term(kostra.TERM, due_on).law, due_on),
        "all_checked": all(line.field.is_checked for line in lines),
    }
    return render(request, "reporting/kostra.html", context)


def _file(lines, year, wanted):
    headings = [_("År"), _("Del av skjemaet"), _("Felt"), _("Tall"), _("Enhet"), _("Kode")]
    headings += [_("Hva tallet betyr"), _("Kilde"), _("Kontroll")]
    table = [
        [
            year,
            str(line.field.part.label),
            str(line.field.label),
            line.value,
            str(line.figure.unit.label),
            line.field.figure,
            str(line.figure.definition),
            str(line.field.source),
            str(line.field.check),
        ]
        for line in lines
    ]
    return as_file(headings, table, f"kostra-kommunale-boliger-{year}", wanted)


@may_view_figures
def rows(request, code):
    """What one number of the sheet counts, by number and date. No names and no addresses."""
    form, year = YearForm.asked(request.GET)
    if code not in kostra.codes_of(year):
        raise Http404
    period, figure = Period.year(year), kostra.BY_CODE[code]
    found = figure.rows(period)
    page = Paginator(found.order_by("pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "period": period,
        "year": year,
        "figure": figure,
        "value": as_text(figure.of(period), figure),
        "page_obj": page,
        "table": shown_rows(list(page.object_list), found.model, request.user, period),
    }
    return render(request, "reporting/kostra_rows.html", context)
