"""The municipality's routine (saksbehandlingsrutine): read by leaders, renewed by the administrator."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import routines
from applications.forms.routines import RoutineForm
from applications.models import Routine
from housing.form_page import form_page
from housing.versions import versions


@permission_required("applications.view_routine", raise_exception=True)
def routine_list(request):
    today = timezone.localdate()
    rows = Routine.objects.visible_to(request.user).select_related("by")
    found = versions(rows, today, first=Routine(), facts_of=routines.facts_of)
    has_own = any(version.is_current for version in found)
    context = {
        "title": _("Rutiner"),
        "sub": _("Slik behandler kommunen søknader. En rutine endres aldri bakover; en ny begynner."),
        "versions": found,
        "starting_facts": [] if has_own else routines.facts_of(Routine.objects.on(today)),
        "actions": [{"label": _("Ny rutine"), "url": reverse("routine_new"), "primary": True}]
        if request.user.has_perm("applications.change_routine")
        else [],
    }
    return render(request, "applications/routines.html", context)


@permission_required("applications.change_routine", raise_exception=True)
def routine_new(request):
    def begin(form):
        form.begin(by=request.user)
        return "routine_list"

    return form_page(
        request,
        RoutineForm(request.POST or None),
        act=begin,
        done=_("Den nye rutinen er lagret."),
        title=_("Ny rutine"),
        sub=_("Det som gjelder i dag, står i feltene. Endre det som skal bli annerledes."),
        submit=_("Lagre rutinen"),
        back=reverse("routine_list"),
    )
