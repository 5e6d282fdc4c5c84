"""The help plan after a refusal (hjelpeplan): made, followed up, ended."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from applications.forms import help_plans as forms
from applications.models import HelpPlan
from applications.views.cases import found
from housing.access import open_household
from housing.form_page import form_page

MAY_PLAN = permission_required("applications.add_help_plan", raise_exception=True)


@MAY_PLAN
def help_plan_new(request, pk):
    case = found(request, pk)
    form = forms.HelpPlanForm(request.POST or None, application=case, by=request.user)
    if request.method == "POST" and form.first_made() is not None:
        return redirect(case)
    if request.method == "GET":
        if case.status not in forms.REFUSED:
            messages.error(request, _("En hjelpeplan lages når søknaden er avslått eller avvist."))
            return redirect(case)
        if case.help_plans.open().exists():
            messages.error(request, _("Søknaden har allerede en hjelpeplan som følges opp."))
            return redirect(case)
    return form_page(
        request,
        form,
        act=lambda form: form.make(by=request.user),
        done=_("Hjelpeplanen er laget."),
        title=_("Hjelpeplan etter avslag"),
        sub=f"{case.number} · {case.household.name}",
        submit=_("Lag hjelpeplanen"),
        back=case.get_absolute_url(),
    )


def _step(request, pk, form_class, act, **words):
    """One thing done with a plan that is still followed up."""
    plans = HelpPlan.objects.visible_to(request.user).select_related("application__household")
    plan = get_object_or_404(plans, pk=pk)
    open_household(request, plan.household)
    if request.method == "GET" and plan.outcome:
        messages.error(request, _("Planen er allerede avsluttet."))
        return redirect(plan.application)
    return form_page(
        request,
        form_class(request.POST or None, plan=plan),
        act=lambda form: getattr(form, act)(by=request.user),
        sub=f"{plan.application.number} · {plan.household.name}",
        back=plan.get_absolute_url(),
        **words,
    )


@MAY_PLAN
def help_plan_follow_up(request, pk):
    return _step(
        request,
        pk,
        forms.FollowUpForm,
        "follow_up",
        done=_("Oppfølgingen er registrert."),
        title=_("Følg opp hjelpeplanen"),
        submit=_("Registrer oppfølgingen"),
    )


@MAY_PLAN
def help_plan_end(request, pk):
    return _step(
        request,
        pk,
        forms.HelpPlanEndForm,
        "end",
        done=_("Hjelpeplanen er avsluttet."),
        title=_("Avslutt hjelpeplanen"),
        submit=_("Avslutt planen"),
    )
