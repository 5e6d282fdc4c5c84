"""A dwelling is held while an appeal is dealt with, and freed again."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from applications.forms import holds as forms
from applications.models import Hold
from applications.views.appeals import found_appeal
from housing.access import open_household
from housing.form_page import form_page
from housing.protection import may_see_address

MAY_HOLD = permission_required("allocation.make_offer", raise_exception=True)


@MAY_HOLD
def hold_new(request, pk):
    appeal = found_appeal(request, pk)
    form = forms.HoldForm(request.POST or None, appeal=appeal)
    if request.method == "GET" and not appeal.is_open:
        messages.error(request, _("Klagen er avgjort. En bolig holdes bare av mens klagen behandles."))
        return redirect(appeal)
    if request.method == "POST" and form.first_made() is not None:
        return redirect(appeal)
    return form_page(
        request,
        form,
        act=lambda form: form.hold(by=request.user),
        done=_("Boligen holdes av. Den kan ikke tilbys andre før klagen er avgjort."),
        title=_("Hold av en bolig"),
        sub=f"{appeal.number} · {appeal.household.name}",
        submit=_("Hold av boligen"),
        back=appeal.get_absolute_url(),
    )


@MAY_HOLD
def hold_end(request, pk):
    hold = get_object_or_404(
        Hold.objects.visible_to(request.user).select_related("appeal__application__household", "dwelling"), pk=pk
    )
    open_household(request, hold.household)
    if request.method == "GET" and not hold.is_open:
        messages.error(request, _("Boligen holdes ikke lenger av."))
        return redirect(hold.appeal)
    name = str(hold.dwelling) if may_see_address(request.user, hold.household, hold.starts_on) else ""
    return form_page(
        request,
        forms.HoldEndForm(request.POST or None, hold=hold),
        act=lambda form: form.end(by=request.user),
        done=_("Boligen er fri og kan tilbys andre."),
        title=_("Slutt å holde av boligen"),
        sub=" · ".join(part for part in (hold.appeal.number, hold.household.name, name) if part),
        submit=_("Gi boligen fri"),
        back=hold.appeal.get_absolute_url(),
    )
