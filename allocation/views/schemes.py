"""The order of priority (prioriteringsordning) and its versions."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from allocation.forms.schemes import SchemeForm
from allocation.models import PriorityScheme
from housing.form_page import form_page


@permission_required("allocation.view_scheme", raise_exception=True)
def scheme_list(request):
    today = timezone.localdate()
    schemes = list(PriorityScheme.objects.visible_to(request.user).prefetch_related("criteria"))
    current = next((scheme for scheme in schemes if scheme.starts_on <= today), None)
    return render(
        request,
        "allocation/schemes.html",
        {"title": _("Prioritering"), "schemes": schemes, "current": current, "today": today},
    )


@permission_required("allocation.change_scheme", raise_exception=True)
def scheme_new(request):
    def begin(form):
        form.begin()
        return "scheme_list"

    return form_page(
        request,
        SchemeForm(request.POST or None),
        act=begin,
        done=_("Den nye ordningen er lagret."),
        title=_("Ny prioriteringsordning"),
        sub=_("Dagens poeng står i feltene. Endre det som skal bli annerledes. 0 betyr at kriteriet ikke teller."),
        submit=_("Lagre ordningen"),
        back=reverse("scheme_list"),
    )
