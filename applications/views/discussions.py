"""The discussion between services about an application (tverrfaglig drøfting): planned, written up, read, printed."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from applications.forms import discussions as forms
from applications.models import Application, Discussion
from applications.views.cases import found as found_application
from housing.access import open_household
from housing.form_page import click, form_page

MAY_DISCUSS = permission_required("applications.add_discussion", raise_exception=True)


def found(request, pk) -> Discussion:
    rows = Discussion.objects.visible_to(request.user).select_related("application__household", "by")
    discussion = get_object_or_404(rows, pk=pk)
    open_household(request, discussion.household)
    return discussion


@MAY_DISCUSS
def discussion_new(request, pk):
    case = found_application(request, pk)
    if case.status == Application.Status.WITHDRAWN:
        messages.error(request, _("Søknaden er trukket og skal ikke drøftes."))
        return redirect(case)
    return form_page(
        request,
        forms.DiscussionForm(request.POST or None, application=case),
        act=lambda form: form.plan(by=request.user),
        done=_("Drøftingen er planlagt."),
        title=_("Planlegg tverrfaglig drøfting"),
        sub=f"{case.number} · {case.household.name}",
        submit=_("Planlegg drøftingen"),
        back=case.get_absolute_url(),
    )


@MAY_DISCUSS
def discussion_change(request, pk):
    planned = found(request, pk)
    if planned.held_on:
        messages.error(request, _("Drøftingen er holdt. Referatet står som det er skrevet."))
        return redirect(planned)
    case = planned.application
    return form_page(
        request,
        forms.DiscussionForm(request.POST or None, application=case, instance=planned),
        act=lambda form: form.change(by=request.user),
        done=_("Drøftingen er endret."),
        title=_("Endre tverrfaglig drøfting"),
        sub=f"{case.number} · {case.household.name}",
        submit=_("Lagre"),
        back=planned.get_absolute_url(),
    )


@MAY_DISCUSS
def discussion_hold(request, pk):
    planned = found(request, pk)
    if request.method == "GET" and planned.held_on:
        messages.error(request, _("Drøftingen er holdt. Referatet står som det er skrevet."))
        return redirect(planned)
    case = planned.application
    return form_page(
        request,
        forms.HeldForm(request.POST or None, discussion=planned),
        act=lambda form: form.hold(by=request.user),
        done=_("Referatet er lagret."),
        template="applications/discussion_hold.html",
        title=_("Referat fra tverrfaglig drøfting"),
        sub=f"{case.number} · {case.household.name}",
        discussion=planned,
        back=planned.get_absolute_url(),
    )


@MAY_DISCUSS
@require_POST
def discussion_cancel(request, pk):
    planned = found(request, pk)
    return click(
        request,
        lambda: forms.cancel(planned, by=request.user),
        done=_("Drøftingen er avlyst."),
        target=planned.application,
    )


@permission_required("applications.view_application", raise_exception=True)
def discussion(request, pk):
    """The discussion as one page, for the screen and for paper."""
    shown = found(request, pk)
    context = {
        "discussion": shown,
        "application": shown.application,
        "household": shown.household,
        "advice": shown.advice.all(),
    }
    return render(request, "applications/discussion.html", context)
