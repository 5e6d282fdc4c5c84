"""A household's plan for its homes (boligkarriereplan): made, followed up, signed, printed."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from allocation import career_paper
from allocation.forms import career_plans as forms
from allocation.models import CareerPlan, CareerStep
from housing.access import open_household
from housing.downloads import download
from housing.form_page import form_page
from housing.models import Household

MAY_READ = permission_required("allocation.view_career_plan", raise_exception=True)
MAY_MAKE = permission_required("allocation.add_career_plan", raise_exception=True)


@MAY_MAKE
def career_plan_new(request, hid):
    household = get_object_or_404(Household.objects.visible_to(request.user), pk=hid)
    open_household(request, household)
    return form_page(
        request,
        forms.CareerPlanForm(request.POST or None, household=household),
        act=lambda form: form.keep(by=request.user),
        done=_("Planen er lagret. Oppfølgingen står blant fristene. Skriv den ut, så begge kan skrive under."),
        title=_("Boligkarriereplan"),
        sub=household.name,
        submit=_("Lagre planen"),
        back=household.get_absolute_url(),
    )


def _found(request, pk) -> CareerPlan:
    found = get_object_or_404(CareerPlan.objects.visible_to(request.user).select_related("household", "by"), pk=pk)
    open_household(request, found.household)
    return found


@MAY_READ
def career_plan(request, pk):
    found = _found(request, pk)
    context = {
        "plan": found,
        "household": found.household,
        "steps": list(found.steps.all()),
        "others": list(found.household.career_plans.exclude(pk=found.pk).select_related("by")),
        "is_in_force": found.ended_on is None,
        "today": timezone.localdate(),
    }
    return render(request, "allocation/career_plan.html", context)


@MAY_READ
def career_plan_print(request, pk):
    """The paper both sign. The file's name tells nobody whose it is."""
    found = _found(request, pk)
    return download(career_paper.pdf(found, by=request.user), f"boligkarriereplan-{found.pk}.pdf")


def _done_with(request, plan, form, *, done, title, submit):
    return form_page(
        request,
        form,
        act=lambda form: form.keep(by=request.user),
        done=done,
        title=title,
        sub=plan.household.name,
        submit=submit,
        back=plan.get_absolute_url(),
    )


@MAY_MAKE
def career_step_new(request, pk):
    plan = _found(request, pk)
    form = forms.StepForm(request.POST or None, plan=plan)
    return _done_with(
        request, plan, form, done=_("Steget er lagt til."), title=_("Nytt steg"), submit=_("Legg til steget")
    )


@MAY_MAKE
def career_step_done(request, pk):
    step = get_object_or_404(CareerStep.objects.select_related("plan"), pk=pk)
    plan = _found(request, step.plan_id)
    form = forms.StepDoneForm(request.POST or None, step=step)
    return _done_with(request, plan, form, done=_("Steget er gjort."), title=step.what, submit=_("Steget er gjort"))


@MAY_MAKE
def career_plan_sign(request, pk):
    plan = _found(request, pk)
    form = forms.SignForm(request.POST or None, plan=plan)
    return _done_with(
        request, plan, form, done=_("Underskriftene er registrert."), title=_("Underskrifter"), submit=_("Lagre")
    )


@MAY_MAKE
def career_plan_follow_up(request, pk):
    plan = _found(request, pk)
    form = forms.FollowUpForm(request.POST or None, plan=plan)
    return _done_with(
        request,
        plan,
        form,
        done=_("Oppfølgingen er registrert, og den neste står blant fristene."),
        title=_("Følg opp planen"),
        submit=_("Lagre"),
    )
