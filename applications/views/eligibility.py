"""Is the applicant one the municipality shall decide about (vilkår)?"""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from applications import eligibility_checks
from applications.forms.eligibility import EligibilityForm
from applications.views.cases import found
from housing.form_page import form_page


@permission_required("applications.change_application", raise_exception=True)
def eligibility_new(request, pk):
    """The questions with the conditions beside them. «Vis vurderingen» keeps nothing; htmx swaps it as one answers."""
    case = found(request, pk)
    form = EligibilityForm(request.POST or None, application=case)
    if request.method == "POST" and form.first_made() is not None:
        return redirect(case)
    if not case.is_undecided or not eligibility_checks.has_conditions(case):
        messages.error(request, _why_not(case))
        return redirect(case)
    if "preview" in request.POST:
        shown = {"conditions": form.conditions()}
        if request.htmx:
            return render(request, "applications/_assessed.html", shown)
        again = EligibilityForm(initial=request.POST.dict(), application=case)
        return render(request, "applications/eligibility.html", {"form": again, **shown, **_context(case)})

    def check(form):
        form.check(by=request.user)
        return case

    return form_page(
        request,
        form,
        act=check,
        done=_("Vurderingen er lagret."),
        template="applications/eligibility.html",
        conditions=form.conditions(),
        **_context(case),
    )


def _why_not(case) -> str:
    if case.is_undecided:
        return _("Et midlertidig botilbud har ingen slike vilkår.")
    return _("Søknaden er allerede avgjort.")


def _context(case) -> dict:
    return {
        "application": case,
        "title": _("Skal kommunen behandle søknaden?"),
        "sub": f"{case.number} · {case.household.name}",
        "back": case.get_absolute_url(),
    }
