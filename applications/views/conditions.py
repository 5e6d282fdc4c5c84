"""Looking after the conditions of a decision (tilsyn med vilkår)."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from applications.forms import conditions as forms
from applications.models import Condition
from housing.access import open_household
from housing.form_page import form_page


@permission_required("applications.change_application", raise_exception=True)
def condition_supervise(request, pk):
    rows = Condition.objects.visible_to(request.user).select_related("decision__application__household")
    condition = get_object_or_404(rows, pk=pk)
    open_household(request, condition.household)
    application = condition.decision.application
    if request.method == "GET" and condition.supervised_on:
        messages.error(request, _("Vilkåret er allerede fulgt opp."))
        return redirect(application)
    return form_page(
        request,
        forms.SuperviseForm(request.POST or None, condition=condition),
        act=lambda form: form.supervise(by=request.user),
        done=_("Oppfølgingen av vilkåret er registrert."),
        title=_("Følg opp vilkår"),
        sub=_("{number}: «{text}»").format(number=application.number, text=condition.text),
        submit=_("Lagre"),
        back=application.get_absolute_url(),
    )
