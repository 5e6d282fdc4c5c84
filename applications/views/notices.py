"""The applicant is told of the decision (underretning)."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from applications.forms import notices as forms
from applications.models import Application
from applications.views.cases import found
from housing.form_page import form_page

MAY_DECIDE = permission_required("applications.decide_application", raise_exception=True)


@MAY_DECIDE
def notified(request, pk):
    case = found(request, pk)
    is_withdrawn = case.outcome == Application.Outcome.WITHDRAWN
    if case.decided_on is None or case.notified_on is not None or is_withdrawn:
        messages.error(request, _("Det er ikke noe vedtak å underrette om."))
        return redirect(case)
    return form_page(
        request,
        forms.NotifiedForm(request.POST or None, application=case),
        act=lambda form: form.register(by=request.user),
        done=_("Underretningen er registrert. Klagefristen løper."),
        title=_("Søkeren er underrettet"),
        sub=f"{case.number} · {case.household.name}",
        submit=_("Registrer"),
        back=case.get_absolute_url(),
    )
