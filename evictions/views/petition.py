"""A petition that a household be put out (begjæring om fravikelse): its page."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from evictions.models import Petition
from housing.access import open_household

MAY_READ = permission_required("evictions.view_arrears", raise_exception=True)


def found_petition(request, pk) -> Petition:
    petitions = Petition.objects.visible_to(request.user)
    related = ("tenancy__household", "tenancy__dwelling", "case", "caseworker", "warning")
    petition = get_object_or_404(petitions.select_related(*related), pk=pk)
    open_household(request, petition.household)
    return petition


@MAY_READ
def petition(request, pk):
    found = found_petition(request, pk)
    context = {"petition": found, "household": found.household, "today": timezone.localdate()}
    return render(request, "evictions/petition.html", context)
