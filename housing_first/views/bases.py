"""A base of a stairwell community or of emergency dwellings: its homes, its staff and its house rules."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from housing_first.forms import bases as forms
from housing_first.models import BaseDwelling, StaffPresence
from housing_first.views.teams import MAY_MANAGE, changed, found


@MAY_MANAGE
def base_dwelling_new(request, pk):
    one = found(request, pk)
    return changed(
        request,
        one,
        forms.BaseDwellingForm(request.POST or None, team=one, user=request.user),
        "act",
        done=_("Boligen hører til basen."),
        title=_("Ny bolig under basen"),
        submit=_("Legg til"),
    )


@MAY_MANAGE
def base_dwelling_end(request, pk):
    row = get_object_or_404(BaseDwelling.objects.visible_to(request.user).select_related("team"), pk=pk)
    return changed(
        request,
        row.team,
        forms.EndsForm(request.POST or None, row=row),
        "act",
        done=_("Boligen hører ikke lenger til basen."),
        title=_("Boligen hører ikke lenger til basen"),
        submit=_("Lagre"),
    )


@MAY_MANAGE
def presence_new(request, pk):
    one = found(request, pk)
    return changed(
        request,
        one,
        forms.PresenceForm(request.POST or None, team=one),
        "act",
        done=_("Bemanningen er lagret."),
        title=_("Ny bemanning"),
        submit=_("Lagre"),
    )


@MAY_MANAGE
def presence_end(request, pk):
    row = get_object_or_404(StaffPresence.objects.visible_to(request.user).select_related("team"), pk=pk)
    return changed(
        request,
        row.team,
        forms.EndsForm(request.POST or None, row=row),
        "act",
        done=_("Bemanningen er avsluttet."),
        title=_("Bemanningen slutter"),
        submit=_("Lagre"),
    )


@MAY_MANAGE
def house_rules_new(request, pk):
    one = found(request, pk)
    latest = one.house_rules.first()
    return changed(
        request,
        one,
        forms.HouseRulesForm(request.POST or None, team=one, initial={"text": latest.text} if latest else None),
        "act",
        done=_("Husreglene er lagret."),
        title=_("Nye husregler"),
        submit=_("Lagre"),
    )
