"""Arrears and evictions over time (utvikling), and who comes back (tilbakefall). Sums only."""

from django.contrib.auth.decorators import user_passes_test
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from evictions import return_reading, returns
from evictions.models import ArrearsAction
from housing.models import Service
from housing.roles import Scope
from reporting import development
from reporting.arrears_by_month import counts_by_month, debts_on, totals_on
from reporting.arrears_forms import BACK_IN, BackInForm, YearsForm
from reporting.figures import consistent_snapshot
from reporting.return_lines import cells, lines


def _may_see(user) -> bool:
    if user.has_perm("evictions.view_arrears") or user.has_perm("reporting.view_figures"):
        return True
    raise PermissionDenied


# The month ends that stand open; those before are folded.
LATEST_MONTHS = 12
MAY_SEE = user_passes_test(_may_see)


def _shows_all(request) -> bool:
    """To whoever may open every case behind a count, hiding it hides nothing; and a curve with gaps misleads."""
    user = request.user
    reaches_all = user.scope in (Scope.ALL, Scope.TENANTS) and user.has_perm("evictions.view_arrears")
    return reaches_all or user.has_perm("reporting.view_figures")


def _petitions(request, period) -> list[development.Year]:
    return development.years_of(counts_by_month(period), period, shows_all=_shows_all(request))


def _debts(request, period) -> list[development.DebtLine]:
    return development.debt_lines(debts_on(development.month_ends_by(period)), shows_all=_shows_all(request))


def _debt_totals(request, period) -> list[development.DebtLine]:
    """For the drawing. What must be hidden depends on the parts, so that they are read where something must."""
    if not _shows_all(request):
        return _debts(request, period)
    return development.total_lines(totals_on(development.month_ends_by(period)))


@MAY_SEE
def arrears_development(request):
    form, number = YearsForm.asked(request.GET)
    today = timezone.localdate()
    period = development.months_shown(today, number)
    with consistent_snapshot():
        years, debts = _petitions(request, period), _debts(request, period)
    context = {
        "title": _("Utvikling i restanser og utkastelser"),
        "form": form,
        "today": today,
        "years": years,
        "latest": debts[:LATEST_MONTHS],
        "earlier": debts[LATEST_MONTHS:],
        "sizes": development.size_labels(),
        "ages": development.age_labels(),
        "petitions_chart": development.petitions_chart(years),
        "debts_chart": development.debts_chart(debts),
        "query": urlencode({"ar": number}),
        "is_masked": not _shows_all(request),
    }
    return render(request, "reporting/development.html", context)


@MAY_SEE
def arrears_development_chart(request, name):
    """One of the drawings by itself: the page does not wait for it."""
    _form, number = YearsForm.asked(request.GET)
    period = development.months_shown(timezone.localdate(), number)
    if name == "begjaringer":
        chart = development.petitions_chart(_petitions(request, period))
    elif name == "restanser":
        chart = development.debts_chart(_debt_totals(request, period))
    else:
        raise Http404
    response = HttpResponse(chart.svg(), content_type="image/svg+xml")
    response["Cache-Control"] = "private, no-store"
    return response


@MAY_SEE
def arrears_returns(request):
    """Of those put out, and of those whose case was closed as paid: how many came back, to what, and how soon."""
    form, kind = BackInForm.asked(request.GET)
    as_of = timezone.localdate()
    with consistent_snapshot():
        evicted, resolved = return_reading.evictions(as_of), return_reading.resolved(as_of)
        histories = return_reading.histories({start.household for start in evicted + resolved}, as_of)
    # Temporary housing is counted here too: not every small number is of cases the rent office may open.
    sees_stays = request.user.has_perm("allocation.view_temporary_stay") or request.user.has_perm(
        "reporting.view_figures"
    )
    shows_all = _shows_all(request) and sees_stays
    context = {
        "title": _("Tilbakefall"),
        "form": form,
        "back_in": BACK_IN[kind],
        "as_of": as_of,
        "months": returns.MONTHS,
        "is_masked": not shows_all,
        "parts": [
            _part(_("Etter utkastelse"), _("utkastelser"), evicted, histories, kind, as_of, shows_all),
            _part(_("Etter at saken ble gjort opp"), _("saker"), resolved, histories, kind, as_of, shows_all),
        ],
        "crumbs": [{"label": _("Utvikling"), "url": reverse("arrears_development")}],
    }
    return render(request, "reporting/returns.html", context)


def _part(title, unit, starts, histories, kind, as_of, shows_all) -> dict:
    by_measure = returns.grouped(starts, returns.measures_of, histories, kind, as_of)
    by_service = returns.grouped(starts, returns.service_of, histories, kind, as_of)
    return {
        "title": title,
        "unit": unit,
        "count": len(starts),
        "by_kind": [
            (BACK_IN[name], cells(rates, shows_all=shows_all))
            for name, rates in returns.by_kind(starts, histories, as_of).items()
        ],
        "by_measure": lines(by_measure, _measure_label, shows_all=shows_all, adds_up=False),
        "by_service": lines(by_service, _service_label, shows_all=shows_all, adds_up=True),
    }


def _measure_label(code: str) -> str:
    return str(ArrearsAction.Kind(code).label) if code else _("Ingen tiltak registrert")


def _service_label(code: str) -> str:
    """A service's own word, or what a file called it."""
    return str(dict(Service.choices).get(code, code)) or _("Ingen ansvarlig oppgitt")
