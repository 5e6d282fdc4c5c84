"""Mapping a household (kartlegging)."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.forms.mappings import MappingEndForm, MappingForm
from applications.models import Mapping
from housing.access import open_household
from housing.form_page import form_page
from housing.models import Household

MAY_MAP = permission_required("applications.add_mapping", raise_exception=True)


@MAY_MAP
def mapping_new(request, hid):
    household = get_object_or_404(Household.objects.visible_to(request.user), pk=hid)
    open_household(request, household)
    last = household.mappings.current(timezone.localdate()).first()
    form = MappingForm(request.POST or None, household=household, initial=MappingForm.repeated_from(last))
    return form_page(
        request,
        form,
        act=lambda form: form.register(by=request.user),
        done=_("Kartleggingen er registrert."),
        title=_("Kartlegg husstanden"),
        sub=household.name,
        submit=_("Registrer kartleggingen"),
        back=household.get_absolute_url(),
    )


@permission_required("applications.view_mapping", raise_exception=True)
def mapping(request, pk):
    found = get_object_or_404(Mapping.objects.visible_to(request.user).select_related("household", "by"), pk=pk)
    open_household(request, found.household)
    others = found.household.mappings.exclude(pk=found.pk)
    is_current = found.household.mappings.current(timezone.localdate()).filter(pk=found.pk).exists()
    return render(request, "applications/mapping.html", {"mapping": found, "others": others, "is_current": is_current})


@MAY_MAP
def mapping_end(request, pk):
    found = get_object_or_404(Mapping.objects.visible_to(request.user).select_related("household"), pk=pk)
    open_household(request, found.household)
    form = MappingEndForm(request.POST or None, mapping=found)

    def end(form):
        form.end(by=request.user)
        return found

    return form_page(
        request,
        form,
        act=end,
        done=_("Kartleggingen er avsluttet."),
        title=_("Kartleggingen gjelder ikke lenger"),
        sub=_("Husstanden regnes ikke lenger med i tellingen fra denne dagen."),
        submit=_("Avslutt kartleggingen"),
        back=found.get_absolute_url(),
    )
