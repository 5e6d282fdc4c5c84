"""What households are reckoned to live on (livsoppholdssatser): every version, and a new one."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.form_page import form_page
from rent_to_own.forms.reference_budget import ReferenceBudgetForm
from rent_to_own.models import ReferenceBudget


@permission_required("rent_to_own.view_reference_budget", raise_exception=True)
def reference_budget_list(request):
    today = timezone.localdate()
    rows = list(ReferenceBudget.objects.visible_to(request.user).select_related("by").prefetch_related("lines"))
    now = next((row for row in rows if row.valid_from <= today), None)
    context = {
        "title": _("Satser for livsopphold"),
        "sub": _("Det en husstand må ha å leve av når boligen er betalt."),
        "rows": rows,
        "now": now,
        "today": today,
        "actions": [{"label": _("Nye satser"), "url": reverse("reference_budget_new"), "primary": True}]
        if request.user.has_perm("rent_to_own.change_reference_budget")
        else [],
    }
    return render(request, "rent_to_own/reference_budgets.html", context)


@permission_required("rent_to_own.change_reference_budget", raise_exception=True)
def reference_budget_new(request):
    return form_page(
        request,
        ReferenceBudgetForm(request.POST or None),
        act=lambda form: form.begin(by=request.user),
        done=_("Satsene er lagret."),
        title=_("Nye satser for livsopphold"),
        sub=_("Satsene gjelder fra dagen du velger. Det som er vurdert før, endres ikke."),
        submit=_("Lagre satsene"),
        back=reverse("reference_budget_list"),
    )
