"""Pages about a dwelling's rent: its history, what it costs, and the cost-covering rent (husleiemodell)."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from housing.form_page import form_page
from housing.forms.rent_costs import CostCoveringForm, RentCostForm
from housing.law import reference
from housing.models import Dwelling, RentCost
from housing.rent_history import rent_on
from housing.rent_terms import earliest_claim, earliest_effect, earliest_index
from housing.views.rents import asked_day

MAY_CHANGE = permission_required("housing.change_rent", raise_exception=True)


@require_GET
@permission_required("housing.view_dwelling", raise_exception=True)
def dwelling_rents(request, pk):
    """What has been asked for the dwelling through time, and what it costs."""
    home = get_object_or_404(Dwelling.objects.visible_to(request.user), pk=pk)
    history = [rent.as_row for rent in home.rents.all()]
    asked, wrong = asked_day(request)
    context = {
        "dwelling": home,
        "rents": home.rents.for_history(),
        "costs": home.rent_costs.all() if request.user.has_perm("housing.view_rent") else [],
        "asked": asked,
        "asked_error": wrong,
        "asked_rent": rent_on(history, asked) if asked else None,
        "reasonable": reference("husll_4_1", timezone.localdate()),
        "sitting": _sitting(home) if request.user.has_perm("housing.view_rent") else None,
    }
    return render(request, "housing/dwelling_rents.html", context)


def _sitting(home) -> dict | None:
    """What whoever lives there pays, and the law's ways to another rent. Not who it is: the home may be hidden."""
    today = timezone.localdate()
    tenancy = home.tenancies.lived_in(today).first()
    if tenancy is None:
        return None
    history = [rent.as_row for rent in tenancy.rents.all()]
    return {
        "rent": tenancy.monthly_rent,
        "index": earliest_index(history, today),
        "claim": earliest_claim(history, today),
        "effect": earliest_effect(history, today),
    }


@MAY_CHANGE
def cost_new(request, pk):
    home = get_object_or_404(Dwelling.objects.visible_to(request.user), pk=pk)
    return _cost_page(request, home, RentCostForm(request.POST or None, dwelling=home), _("Hva boligen koster"))


def _cost(request, pk):
    costs = RentCost.objects.filter(dwelling__in=Dwelling.objects.visible_to(request.user))
    return get_object_or_404(costs.select_related("dwelling"), pk=pk)


@MAY_CHANGE
def cost_edit(request, pk):
    cost = _cost(request, pk)
    form = RentCostForm(request.POST or None, dwelling=cost.dwelling, instance=cost)
    return _cost_page(request, cost.dwelling, form, _("Endre kostnadene"))


def _cost_page(request, home, form, title):
    back = reverse("dwelling_rents", args=[home.pk])

    def act(form):
        form.save(by=request.user)
        return back

    return form_page(
        request,
        form,
        act=act,
        done=_("Kostnadene er lagret, og leien er regnet ut."),
        title=title,
        sub=str(home),
        submit=_("Lagre og regn ut"),
        back=back,
    )


@MAY_CHANGE
def cost_covering(request, pk):
    """Ask the cost-covering rent of the next tenant; a sitting tenant's rent follows the law's own ways."""
    cost = _cost(request, pk)
    back = reverse("dwelling_rents", args=[cost.dwelling_id])

    def act(form):
        form.use(by=request.user)
        return back

    return form_page(
        request,
        CostCoveringForm(request.POST or None, cost=cost),
        act=act,
        done=_("Boligens leie er endret. Den som bor der nå, betaler som før."),
        title=_("Bruk kostnadsdekkende leie"),
        sub=str(cost.dwelling),
        submit=_("Bruk leien"),
        back=back,
    )
