"""What evictions cost beside what prevents them (kostnader), and the unit prices it is reckoned with. Sums only."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required, user_passes_test
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from evictions import cost_reading, costs
from evictions.forms.costs import PeriodForm, UnitPriceForm
from evictions.models import UnitPrice
from housing.form_page import form_page
from housing.periods import Period


def _may_see_prices(user) -> bool:
    if user.has_perm("evictions.view_costs") or user.has_perm("evictions.change_routine"):
        return True
    raise PermissionDenied


MAY_SET = permission_required("evictions.change_routine", raise_exception=True)


@permission_required("evictions.view_costs", raise_exception=True)
def arrears_costs(request):
    form = PeriodForm(request.GET or None)
    periods = form.periods()
    whole = Period(periods[0].first, periods[-1].last)
    events = cost_reading.events_of(whole, timezone.localdate())
    tells_all = request.user.has_perm("evictions.view_arrears")
    lines, total = costs.table(periods, events, cost_reading.prices(), tells_all=tells_all)
    context = {
        "title": _("Kostnader ved utkastelser og tiltak"),
        "form": form,
        "lines": [*lines, total],
        "total": total,
        "kinds": [(label, total.actions[code]) for code, label in UnitPrice.What.choices if code in total.actions],
        "missing": [(label, count) for code, label in UnitPrice.What.choices if (count := _missing(total).get(code))],
        "months": costs.MONTHS_AFTER,
        "fewest": costs.FEWEST_HOUSEHOLDS,
        "may_set": request.user.has_perm("evictions.change_routine"),
    }
    return render(request, "evictions/costs.html", context)


def _missing(line: costs.Line) -> dict[str, int]:
    return dict(costs.together([line.evicting, line.preventing, line.averted]).missing)


@user_passes_test(_may_see_prices)
def unit_price_list(request):
    today = timezone.localdate()
    rows = list(UnitPrice.objects.visible_to(request.user).select_related("by"))
    newest: dict[str, UnitPrice] = {}
    for row in rows:
        if row.valid_from <= today:
            newest.setdefault(row.what, row)
    context = {
        "title": _("Enhetspriser"),
        "rows": rows,
        "in_force": {row.pk for row in newest.values()},
        "without": [label for code, label in UnitPrice.What.choices if code not in newest],
        "may_set": request.user.has_perm("evictions.change_routine"),
        "back": [{"label": _("Kostnader"), "url": reverse("arrears_costs")}]
        if request.user.has_perm("evictions.view_costs")
        else [],
    }
    return render(request, "evictions/unit_prices.html", context)


@MAY_SET
def unit_price_new(request):
    def act(form):
        form.set(by=request.user)
        return reverse("unit_price_list")

    return form_page(
        request,
        UnitPriceForm(request.POST or None),
        act=act,
        done=_("Prisen er satt."),
        title=_("Ny enhetspris"),
        sub=_("Prisen gjelder fra dagen du velger. Det som skjedde før, regnes med prisen som gjaldt da."),
        submit=_("Lagre"),
        back=reverse("unit_price_list"),
    )


@require_POST
@MAY_SET
def unit_price_remove(request, pk):
    """A price typed wrong. The history keeps it."""
    row = get_object_or_404(UnitPrice.objects.visible_to(request.user), pk=pk)
    row.delete()
    messages.success(request, _("Prisen er slettet."))
    return redirect("unit_price_list")
