"""Deciding an application (vedtak)."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.forms import decisions as forms
from applications.models import Application
from applications.views.cases import found
from housing.form_page import form_page
from housing.letters import recipient_of

MAY_DECIDE = permission_required("applications.decide_application", raise_exception=True)


@MAY_DECIDE
def decide(request, pk):
    """The form with the letter beside it. «Forhåndsvis» writes nothing; htmx swaps the letter as one types."""
    case = found(request, pk)
    form = forms.DecisionForm(request.POST or None, application=case, by=request.user)
    if "preview" in request.POST:
        letter = form.preview()
        if request.htmx:
            return render(request, "applications/_letter.html", {"letter": letter, "lacks": form.errors})
        return _with_letter(request, case, letter, lacks=form.errors)
    if request.method == "GET" and not case.may_move_to(Application.Status.GRANTED):
        messages.error(request, _("Søknaden er allerede avgjort."))
        return redirect(case)
    letter = form.preview() if form.is_bound and not form.is_valid() else ""
    return form_page(
        request,
        form,
        act=lambda form: form.decide(by=request.user),
        done=_("Vedtaket er registrert. Brevet ligger klart til utsending."),
        template="applications/decide.html",
        **_context(case, letter),
    )


def _context(case, letter) -> dict:
    return {
        "application": case,
        "title": _("Vedtak"),
        "sub": f"{case.number} · {case.household.name}",
        "letter": letter,
        "lacks_address": "\n" not in recipient_of(case.household, timezone.localdate()),
        "back": case.get_absolute_url(),
    }


def _with_letter(request, case, letter, *, lacks):
    """The same page with what was typed and the letter, and nothing marked as wrong yet."""
    typed = request.POST.dict() | {
        "law_codes": request.POST.getlist("law_codes"),
        "needs_wheelchair": "needs_wheelchair" in request.POST,
    }
    form = forms.DecisionForm(initial=typed, application=case, by=request.user)
    return render(request, "applications/decide.html", {"form": form, "lacks": lacks, **_context(case, letter)})
