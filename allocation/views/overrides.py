"""Overrides (overstyring av plass): asked for by one leader, answered by another."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from allocation.forms import overrides as forms
from allocation.models import Override
from applications.models import Application
from housing.access import open_household
from housing.form_page import click, form_page
from housing.models import Household

MAY_SEE = permission_required("housing.view_queue", raise_exception=True)
MAY_PROPOSE = permission_required("allocation.propose_override", raise_exception=True)
MAY_APPROVE = permission_required("allocation.approve_override", raise_exception=True)
Status = Override.Status


@MAY_SEE
def override_list(request):
    """Those that wait for an answer, then those in force."""
    today = timezone.localdate()
    rows = list(
        Override.objects.visible_to(request.user)
        .filter(status__in=[Status.PROPOSED, Status.APPROVED])
        .select_related("application", "asked_by", "answered_by")
        .order_by("asked_on", "pk")
    )
    households = Household.objects.for_list(today).in_bulk({row.application.household_id for row in rows})
    for row in rows:
        row.household_name = households[row.application.household_id].name_on(today)
        row.is_own = row.asked_by_id == request.user.pk
    context = {
        "title": _("Overstyring av plass"),
        "sub": _("Plasser på ventelisten som er flyttet, eller foreslått flyttet, av en leder."),
        "groups": [
            (_("Venter på godkjenning"), [row for row in rows if row.status == Status.PROPOSED]),
            (_("Gjelder nå"), [row for row in rows if row.is_in_force]),
        ],
    }
    return render(request, "allocation/override_list.html", context)


@MAY_PROPOSE
def override_new(request, pk):
    application = get_object_or_404(Application.objects.visible_to(request.user).select_related("household"), pk=pk)
    open_household(request, application.household)
    return form_page(
        request,
        forms.OverrideForm(request.POST or None, application=application),
        act=lambda form: form.propose(by=request.user),
        done=_("Overstyringen er foreslått. Plassen endres når en annen leder har godkjent den."),
        title=_("Foreslå overstyring av plassen"),
        sub=f"{application.household.name} · {application.number}",
        submit=_("Foreslå overstyring"),
        back=reverse("standing", args=[application.pk]),
    )


def _found(request, pk) -> Override:
    rows = Override.objects.visible_to(request.user).select_related("application__household", "asked_by", "answered_by")
    found = get_object_or_404(rows, pk=pk)
    open_household(request, found.household)
    return found


@MAY_SEE
def override(request, pk):
    found = _found(request, pk)
    may_answer = found.status == Status.PROPOSED and request.user.has_perm("allocation.approve_override")
    context = {
        "title": _("Overstyring {number}").format(number=found.number),
        "override": found,
        "household": found.household,
        "application": found.application,
        "is_own": found.asked_by_id == request.user.pk,
        "may_answer": may_answer and found.asked_by_id != request.user.pk,
        "may_cancel": found.status == Status.APPROVED and request.user.has_perm("allocation.approve_override"),
    }
    return render(request, "allocation/override.html", context)


@MAY_APPROVE
def override_answer(request, pk):
    found = _found(request, pk)
    if request.method == "GET" and found.status != Status.PROPOSED:
        messages.info(request, _("Overstyringen er allerede besvart."))
        return redirect(found)
    return form_page(
        request,
        forms.OverrideAnswerForm(request.POST or None, override=found),
        act=lambda form: form.give(by=request.user),
        done=_("Svaret er registrert."),
        title=_("Svar på overstyring {number}").format(number=found.number),
        sub=f"{found.household.name} · {found.effect_label}",
        submit=_("Registrer svaret"),
        back=found.get_absolute_url(),
    )


@MAY_APPROVE
def override_cancel(request, pk):
    found = _found(request, pk)
    if request.method == "GET" and found.status != Status.APPROVED:
        messages.info(request, _("Overstyringen gjelder ikke."))
        return redirect(found)
    return form_page(
        request,
        forms.OverrideEndForm(request.POST or None, override=found),
        act=lambda form: form.cancel(by=request.user),
        done=_("Overstyringen er opphevet. Plassen er den kriteriene gir."),
        title=_("Opphev overstyring {number}").format(number=found.number),
        sub=f"{found.household.name} · {found.effect_label}",
        submit=_("Opphev"),
        color="danger",
        back=found.get_absolute_url(),
    )


@MAY_PROPOSE
@require_POST
def override_withdraw(request, pk):
    found = _found(request, pk)
    return click(
        request, lambda: found.withdraw(by=request.user), done=_("Forslaget er trukket tilbake."), target=found
    )
