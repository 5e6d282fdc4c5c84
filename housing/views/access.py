"""The page that asks why a case is opened (begrunnelse for innsyn)."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from housing.access import give_reason
from housing.forms.casefile import ReasonForm
from housing.models import Household


@permission_required("housing.view_household", raise_exception=True)
def reason(request, pk):
    """Shows the number alone: the name belongs to the case that is not opened yet."""
    household = get_object_or_404(Household.objects.visible_to(request.user), pk=pk)
    return_to = _safe(request, request.GET.get("next", "")) or household.get_absolute_url()
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        give_reason(request.user, household, form.reason)
        return redirect(return_to)
    context = {"household": household, "form": form, "return_to": return_to}
    return render(request, "housing/reason.html", context)


def _safe(request, address):
    """Back to a page of ours, never to somebody else's."""
    allowed = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if allowed else ""
