"""What the teams cost (kostnader), for the leader: half-years, per participant, and repairs before and after."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.form_page import form_page
from housing_first import cost_page
from housing_first.forms import costs as forms
from housing_first.models import TeamCost
from housing_first.views.results import tabs
from housing_first.views.teams import MAY_MANAGE


@MAY_MANAGE
def team_cost_list(request):
    today = timezone.localdate()
    repairs, together = cost_page.repair_lines(today)
    context = {
        "title": _("Kostnader"),
        "sub": _(
            "Årsverk og utgifter for hvert team og halvår, og reparasjoner før og etter at en deltaker flyttet inn."
        ),
        "lines": cost_page.team_lines(TeamCost.objects.visible_to(request.user), today),
        "repairs": repairs,
        "together": together,
        "day": today,
        "tabs": tabs(request, "team_cost_list"),
        "actions": [
            {"label": _("Ny reparasjon"), "url": reverse("repair_new")},
            {"label": _("Registrer et halvår"), "url": reverse("team_cost_new"), "primary": True},
        ],
    }
    return render(request, "housing_first/team_cost_list.html", context)


def _form(request, form, **words):
    def act(filled):
        filled.keep(by=request.user)
        return "team_cost_list"

    return form_page(request, form, act=act, back=reverse("team_cost_list"), **words)


@MAY_MANAGE
def team_cost_new(request):
    return _form(
        request,
        forms.TeamCostForm(request.POST or None, user=request.user),
        done=_("Kostnadene er registrert."),
        title=_("Kostnader for et halvår"),
        submit=_("Registrer"),
    )


@MAY_MANAGE
def team_cost_change(request, pk):
    one = get_object_or_404(TeamCost.objects.visible_to(request.user), pk=pk)
    return _form(
        request,
        forms.TeamCostForm(request.POST or None, user=request.user, instance=one),
        done=_("Kostnadene er rettet."),
        title=_("Rett kostnadene"),
        submit=_("Lagre"),
    )


@MAY_MANAGE
def repair_new(request):
    return _form(
        request,
        forms.RepairForm(request.POST or None, user=request.user),
        done=_("Reparasjonen er registrert."),
        title=_("Ny reparasjon"),
        submit=_("Registrer"),
    )
