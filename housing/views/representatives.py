"""Pages about whoever acts for a household (fullmektig)."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from housing.access import open_household
from housing.form_page import form_page
from housing.forms.representatives import RepresentativeEndForm, RepresentativeForm
from housing.models import Household, Representative

MAY_APPOINT = permission_required("housing.add_representative", raise_exception=True)


@MAY_APPOINT
def representative_new(request, pk):
    household = get_object_or_404(Household.objects.visible_to(request.user), pk=pk)
    open_household(request, household, what=_("Ny fullmektig"))

    def appoint(form):
        form.appoint(by=request.user)
        return household

    return form_page(
        request,
        RepresentativeForm(request.POST or None, household=household),
        act=appoint,
        done=_("Fullmektigen er registrert. Brev i saken går dit fra nå av."),
        title=_("Ny fullmektig"),
        sub=household.name,
        submit=_("Registrer fullmektigen"),
        back=household.get_absolute_url(),
    )


@MAY_APPOINT
def representative_end(request, pk):
    representative = get_object_or_404(
        Representative.objects.visible_to(request.user).select_related("household"), pk=pk
    )
    household = representative.household
    open_household(request, household, what=_("Avslutter fullmakt"))

    def end(form):
        form.end(by=request.user)
        return household

    return form_page(
        request,
        RepresentativeEndForm(request.POST or None, representative=representative),
        act=end,
        done=_("Fullmakten er avsluttet. Brev går til husstanden selv."),
        title=_("Avslutt fullmakten til {name}").format(name=representative.name),
        sub=household.name,
        submit=_("Avslutt fullmakten"),
        color="danger",
        back=household.get_absolute_url(),
    )
