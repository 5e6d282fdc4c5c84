"""The arrears routine (restanserutine): read by those who follow up, renewed by leader or administrator."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from evictions import routines
from evictions.forms.routines import ArrearsRoutineForm
from evictions.models import ArrearsRoutine
from housing.form_page import form_page
from housing.versions import versions


@permission_required("evictions.view_routine", raise_exception=True)
def routine_list(request):
    today = timezone.localdate()
    rows = ArrearsRoutine.objects.visible_to(request.user).select_related("by")
    found = versions(rows, today, first=ArrearsRoutine(), facts_of=routines.facts_of)
    may_change = request.user.has_perm("evictions.change_routine")
    new = {"label": _("Ny rutine"), "url": reverse("arrears_routine_new"), "primary": True}
    context = {
        "title": _("Restanserutine"),
        "sub": _("Slik følger kommunen opp restanser. En rutine endres aldri bakover; en ny begynner."),
        "versions": found,
        "starting_facts": []
        if any(version.is_current for version in found)
        else routines.facts_of(ArrearsRoutine.objects.on(today)),
        "actions": [new] if may_change else [],
    }
    return render(request, "applications/routines.html", context)


@permission_required("evictions.change_routine", raise_exception=True)
def routine_new(request):
    def begin(form):
        form.begin(by=request.user)
        return "arrears_routine_list"

    return form_page(
        request,
        ArrearsRoutineForm(request.POST or None),
        act=begin,
        done=_("Den nye rutinen er lagret."),
        title=_("Ny restanserutine"),
        sub=_("Det som gjelder i dag, står i feltene. Endre det som skal bli annerledes."),
        submit=_("Lagre rutinen"),
        back=reverse("arrears_routine_list"),
    )
