"""The figures page, and the rows behind one figure."""

from itertools import groupby

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from housing.lists import PAGE_SIZE
from reporting import figures
from reporting.figures.text import as_text
from reporting.forms import PeriodForm, half_years_back
from reporting.rows import shown_rows

may_view_figures = permission_required("reporting.view_figures", raise_exception=True)


@may_view_figures
def figure_list(request):
    """Every figure of the period asked for, with its definition and a way to its rows."""
    form, period = PeriodForm.asked(request.GET)
    found = figures.values(period)
    lines = [{"figure": figure, "text": as_text(found[figure.code], figure)} for figure in figures.FIGURES]
    groups = [
        {"title": group.label, "lines": list(of_group)}
        for group, of_group in groupby(lines, key=lambda line: line["figure"].group)
    ]
    context = {"form": form, "period": period, "groups": groups, "half_years": half_years_back(timezone.localdate())}
    return render(request, "reporting/figure_list.html", context)


@may_view_figures
def figure(request, code):
    """The rows a figure counts, by number and date. No names and no addresses: the numbers lead on those who may go."""
    if code not in figures.BY_CODE:
        raise Http404
    asked = figures.BY_CODE[code]
    form, period = PeriodForm.asked(request.GET)
    rows = asked.rows(period)
    page = Paginator(rows.order_by("pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "period": period,
        "figure": asked,
        "value": as_text(asked.of(period), asked),
        "page_obj": page,
        "table": shown_rows(
            list(page.object_list), rows.model, request.user, period, names_cases=asked.names_cases_to(request.user)
        ),
    }
    return render(request, "reporting/figure.html", context)
