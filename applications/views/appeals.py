"""Appeals: received, and answered or passed on (klage)."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from applications.forms import appeals as forms
from applications.models import Appeal, Application
from applications.views.cases import found
from housing.access import open_household
from housing.form_page import form_page

MAY_APPEAL = permission_required("applications.add_appeal", raise_exception=True)


@MAY_APPEAL
def appeal_new(request, pk):
    case = found(request, pk)
    if case.decided_on is None or case.outcome == Application.Outcome.WITHDRAWN:
        messages.error(request, _("Det er ikke noe vedtak å klage på."))
        return redirect(case)

    def register(form):
        form.register(by=request.user)
        return case

    form = forms.AppealForm(request.POST or None, application=case)
    if request.method == "POST" and form.first_made() is not None:
        return redirect(case)
    return form_page(
        request,
        form,
        act=register,
        done=_("Klagen er registrert."),
        title=_("Klage på vedtaket"),
        sub=f"{case.number} · {case.household.name}",
        submit=_("Registrer klagen"),
        back=case.get_absolute_url(),
    )


@MAY_APPEAL
def appeal_answer(request, pk):
    appeal = get_object_or_404(Appeal.objects.visible_to(request.user).select_related("application__household"), pk=pk)
    open_household(request, appeal.household)
    return form_page(
        request,
        forms.AppealAnswerForm(request.POST or None, appeal=appeal),
        act=lambda form: form.answer(by=request.user),
        done=_("Svaret på klagen er registrert."),
        title=_("Svar på klagen"),
        sub=f"{appeal.application.number} · {appeal.household.name}",
        submit=_("Registrer svaret"),
        back=appeal.application.get_absolute_url(),
    )
