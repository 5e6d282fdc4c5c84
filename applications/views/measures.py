"""Measures for a household's housing (tiltak): begun, and ended with what came of them."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.forms.measures import MeasureEndForm, MeasureForm
from applications.models import Measure
from housing.access import open_household
from housing.form_page import form_page
from housing.models import Household

MAY_MAP = permission_required("applications.add_mapping", raise_exception=True)


@MAY_MAP
def measure_new(request, hid):
    household = get_object_or_404(Household.objects.visible_to(request.user), pk=hid)
    open_household(request, household)
    # The mapping it follows from: the one it was begun from, else the one in force.
    asked = request.GET.get("kartlegging", "")
    current = household.mappings.current(timezone.localdate()).first()
    initial = {"mapping": asked if asked.isdigit() else getattr(current, "pk", None)}
    return form_page(
        request,
        MeasureForm(request.POST or None, household=household, initial=initial),
        act=lambda form: form.register(by=request.user),
        done=_("Tiltaket er registrert."),
        title=_("Nytt tiltak"),
        sub=household.name,
        submit=_("Registrer tiltaket"),
        back=f"{household.get_absolute_url()}kartlegging/",
    )


@MAY_MAP
def measure_end(request, pk):
    measure = get_object_or_404(Measure.objects.visible_to(request.user).select_related("household"), pk=pk)
    open_household(request, measure.household)
    if request.method == "GET" and measure.ends_on:
        messages.error(request, _("Tiltaket er allerede avsluttet."))
        return redirect(measure)
    return form_page(
        request,
        MeasureEndForm(request.POST or None, measure=measure),
        act=lambda form: form.end(by=request.user),
        done=_("Tiltaket er avsluttet."),
        title=_("Avslutt tiltaket: {what}").format(what=measure.get_kind_display()),
        sub=measure.household.name,
        submit=_("Avslutt tiltaket"),
        back=measure.get_absolute_url(),
    )
