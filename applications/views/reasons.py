"""Reasons asked for after a decision (krav om begrunnelse): asked, written, arrived."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from applications.forms import reasons as forms
from applications.models import Decision
from housing.access import open_household
from housing.form_page import form_page

MAY_DECIDE = permission_required("applications.decide_application", raise_exception=True)


def found(request, pk) -> Decision:
    rows = Decision.objects.visible_to(request.user).select_related("application__household")
    decision = get_object_or_404(rows, pk=pk)
    open_household(request, decision.household)
    return decision


def _page(request, decision, form, **words):
    case = decision.application
    sub = f"{case.number} · {case.household.name}"
    return form_page(request, form, sub=sub, back=case.get_absolute_url(), **words)


@MAY_DECIDE
def reasons_asked(request, pk):
    decision = found(request, pk)
    if request.method == "GET" and decision.reasons_asked_on:
        messages.error(request, _("Begrunnelse er allerede krevd."))
        return redirect(decision.application)
    return _page(
        request,
        decision,
        forms.AskedForm(request.POST or None, decision=decision),
        act=lambda form: form.register(by=request.user),
        done=_("Kravet er registrert. Klagefristen løper ikke før begrunnelsen er kommet frem."),
        title=_("Søkeren krever begrunnelse"),
        submit=_("Registrer"),
    )


@MAY_DECIDE
def reasons_given(request, pk):
    """First the reasons are written; the next time the page asks when they arrived."""
    decision = found(request, pk)
    letter = forms.letter_of(decision)
    if request.method == "GET" and (decision.reasons_asked_on is None or decision.reasons_given_on):
        messages.error(request, _("Det er ikke noe krav om begrunnelse å svare på."))
        return redirect(decision.application)
    if letter and decision.reasons_asked_on and "facts" not in request.POST:
        return _page(
            request,
            decision,
            forms.ArrivedForm(request.POST or None, decision=decision),
            act=lambda form: form.register(by=request.user),
            done=_("Registrert. En ny klagefrist løper."),
            title=_("Begrunnelsen er kommet frem"),
            submit=_("Registrer"),
        )
    return _page(
        request,
        decision,
        forms.ReasonsForm(request.POST or None, decision=decision),
        act=lambda form: form.write(by=request.user),
        done=_("Begrunnelsen er skrevet. Brevet ligger klart til utsending."),
        title=_("Begrunnelse for vedtaket"),
        submit=_("Skriv brevet"),
    )
