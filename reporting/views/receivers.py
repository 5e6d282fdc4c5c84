"""Who is told of which report, and when (mottakere)."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from housing.models import User
from housing.roles import PERMISSIONS
from reporting.models import ReportSubscription
from reporting.report_forms import SubscriptionForm
from reporting.views.rights import may_write


@may_write
def receivers(request):
    """Everybody who may read reports, each with what they are told of."""
    roles = [role for role, permissions in PERMISSIONS.items() if "reporting.view_report" in permissions]
    users = User.objects.filter(is_active=True, roles__overlap=roles).order_by("name", "pk")
    told: dict[int, list[str]] = {}
    for row in ReportSubscription.objects.all():
        told.setdefault(row.user_id, []).append(f"{row.kind}:{row.event}")
    forms = [
        SubscriptionForm(request.POST or None, user=user, initial={"told": told.get(user.pk, [])}) for user in users
    ]
    if request.method == "POST" and all(form.is_valid() for form in forms):
        with transaction.atomic():
            for form in forms:
                form.save()
        messages.success(request, _("Mottakerne er lagret."))
        return redirect("receivers")
    return render(request, "reporting/receivers.html", {"forms": forms})
