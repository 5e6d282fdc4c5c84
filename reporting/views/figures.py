"""The figures page, the page of one figure with the rows behind it, and what every figure means."""

from itertools import groupby

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.lists import PAGE_SIZE, as_file
from reporting import figures
from reporting.comparisons import compared, latest_months, month_chart
from reporting.figure_forms import FigureListForm
from reporting.figures.over_time import values_by_month, values_of_each
from reporting.forms import PeriodForm, half_years_back
from reporting.rows import shown_rows
from reporting.targets import held, targets_of
from reporting.views.rights import may_view, may_view_figures


@may_view_figures
def figure_list(request):
    """Every figure of the period asked for, with its definition, the year before, its target and a way to its rows."""
    form, period = FigureListForm.asked(request.GET)
    lines = _lines(form.chosen(), period, request.user)
    wanted = request.GET.get("format", "")
    if wanted in {"csv", "xlsx"}:
        return _file(lines, period, wanted)
    groups = [
        {"title": group.label, "lines": list(of_group)}
        for group, of_group in groupby(lines, key=lambda line: line["figure"].group)
    ]
    context = {
        "form": form,
        "period": period,
        "before": period.previous_year(),
        "groups": groups,
        "half_years": half_years_back(timezone.localdate()),
        "writes": request.user.has_perm("reporting.write_report"),
    }
    return render(request, "reporting/figure_list.html", context)


def _lines(chosen, period, user) -> list[dict]:
    with figures.consistent_snapshot():
        found = values_of_each(chosen, [period, period.previous_year()])
        targets = targets_of(period, user)
    return [
        {
            "figure": figure,
            "value": value,
            "before": before,
            "compared": compared(figure, value, before),
            "held": held(figure, value, period, targets),
        }
        for figure in chosen
        for value, before in [found[figure.code]]
    ]


def _file(lines, period, wanted):
    headings = [
        _("Gruppe"),
        _("Kode"),
        _("Tall"),
        _("Verdi"),
        _("Samme periode året før"),
        _("Endring"),
        _("Enhet"),
        _("Mål"),
        _("Status"),
        _("Hva tallet betyr"),
        _("Versjon"),
    ]
    table = [_cells(line["figure"], line) for line in lines]
    name = f"tall-{period.first:%Y-%m-%d}-{period.last:%Y-%m-%d}"
    return as_file([str(heading) for heading in headings], table, name, wanted)


def _cells(figure, line) -> list:
    return [
        str(figure.group.label),
        figure.code,
        str(figure.label),
        line["value"],
        line["before"],
        line["compared"].difference,
        str(figure.unit.label),
        line["held"].text if line["held"] else "",
        line["held"].mark if line["held"] else "",
        str(figure.definition),
        figure.version,
    ]


@may_view_figures
def figure(request, code):
    """One figure: its value, the year before, its target, its months, and the rows it counts by number and date.

    No names and no addresses: the numbers lead on those who may go.
    """
    asked = _figure_or_404(code)
    form, period = PeriodForm.asked(request.GET)
    rows = asked.rows(period)
    page = Paginator(rows.order_by("pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    value = asked.of(period)
    months = latest_months(min(period.last, timezone.localdate()))
    context = {
        "form": form,
        "period": period,
        "before": period.previous_year(),
        "figure": asked,
        "compared": compared(asked, value, asked.of(period.previous_year())),
        "held": held(asked, value, period, targets_of(period, request.user)),
        "chart": month_chart(asked, months, values_by_month([asked], months)[code]),
        "writes": request.user.has_perm("reporting.write_report"),
        "page_obj": page,
        "table": shown_rows(
            list(page.object_list), rows.model, request.user, period, names_cases=asked.names_cases_to(request.user)
        ),
    }
    return render(request, "reporting/figure.html", context)


@may_view_figures
def figure_chart(request, code):
    """The drawing by itself: the page does not wait for it."""
    asked = _figure_or_404(code)
    _form, period = PeriodForm.asked(request.GET)
    months = latest_months(min(period.last, timezone.localdate()))
    return as_svg(month_chart(asked, months, values_by_month([asked], months)[code]))


def as_svg(chart) -> HttpResponse:
    response = HttpResponse(chart.svg(), content_type="image/svg+xml")
    response["Cache-Control"] = "private, no-store"
    return response


@may_view
def figure_definitions(request):
    """What every figure means, for whoever reads the reports."""
    groups = [
        {"title": group.label, "figures": list(of_group)}
        for group, of_group in groupby(figures.FIGURES, key=lambda one: one.group)
    ]
    return render(request, "reporting/figure_definitions.html", {"groups": groups})


def _figure_or_404(code):
    if code not in figures.BY_CODE:
        raise Http404
    return figures.BY_CODE[code]
